//! What may stand beside an operator, in a function, in a row of VALUES.

use crate::Error;
use crate::ast::{self, Bind, Value};

use super::row::{ValueRef, ValueSink};
use super::select::group_items;
use super::types::{FitsIn, SqlType, StoresIn};
use super::{Any, Expr, Literal};

/// What has a value and a SQL type of its own: a column, an expression, an aggregate, a query of
/// one column. Not a Rust value: its SQL type depends on where it stands (see [`Operand`]), or is
/// given with [`val`](super::val).
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a SQL expression",
    label = "expected a column or an expression",
    note = "write a Rust value as `val::<Integer>(1)`"
)]
pub trait Expression {
    /// Its SQL type.
    type Sql: SqlType;
    /// The expression as a node.
    fn into_ast(self) -> ast::Expr;
    /// The expression.
    fn into_expr(self) -> Expr<Self::Sql>
    where
        Self: Sized,
    {
        Expr::from_ast(self.into_ast())
    }
}

/// What may stand on the right of an operator whose left side has the SQL type `L`: a column or
/// expression of a comparable type, a Rust value that is a literal of it, an `Option` of one, a
/// [`Value`].
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be used where SQL type `{L}` is expected",
    label = "not comparable with SQL `{L}`",
    note = "pass a Rust value of the matching type, an expression of a comparable SQL type, or cast with `.cast::<…>()`"
)]
pub trait Operand<L: SqlType> {
    /// Its SQL type beside `L`.
    type Sql: SqlType;
    /// Whether its node is always a [`Bind`]: lists of such values are built without a node for
    /// each.
    const PLAIN: bool = false;
    /// The operand as a node.
    fn into_operand(self) -> ast::Expr;
    /// Hands the value over without making a node of it. An expression has none.
    ///
    /// # Errors
    /// Those of the sink.
    fn put(self, sink: &mut dyn ValueSink) -> Result<(), Error>
    where
        Self: Sized,
    {
        sink.put((&plain(self.into_operand())).into())
    }
}

/// The value of a plain operand's node.
#[inline]
pub(super) fn plain(node: ast::Expr) -> Value {
    match node {
        ast::Expr::Bind(bind) => bind.value,
        _ => Value::Null,
    }
}

/// What may be stored in a column of the SQL type `T`: an [`Operand`] each of whose values fits,
/// and that is never NULL where the column is NOT NULL.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be stored where SQL type `{T}` is expected",
    label = "does not fit SQL `{T}`: of another type, or NULL at times where that never is",
    note = "write `coalesce(…, …)` for what may be NULL, `.cast::<…>()` for what is of another type"
)]
pub trait Assign<T: SqlType> {
    /// Whether its node is always a [`Bind`].
    const PLAIN: bool;
    /// The value as a node.
    fn into_assigned(self) -> ast::Expr;
    /// Hands the value over without making a node of it. An expression has none.
    ///
    /// # Errors
    /// Those of the sink.
    fn put(self, sink: &mut dyn ValueSink) -> Result<(), Error>;
}

#[diagnostic::do_not_recommend]
impl<T: SqlType, R: Operand<T>> Assign<T> for R
where
    <R::Sql as SqlType>::Null: FitsIn<T::Null>,
    <R::Sql as SqlType>::Base: StoresIn<T::Base>,
{
    const PLAIN: bool = R::PLAIN;
    #[inline]
    fn into_assigned(self) -> ast::Expr {
        self.into_operand()
    }
    #[inline]
    fn put(self, sink: &mut dyn ValueSink) -> Result<(), Error> {
        Operand::put(self, sink)
    }
}

#[diagnostic::do_not_recommend]
impl<L: SqlType, V: Literal<L::Base>> Operand<L> for Option<V> {
    type Sql = <V::Sql as SqlType>::AsNullable;
    const PLAIN: bool = true;
    #[inline]
    fn into_operand(self) -> ast::Expr {
        let value = self.map_or(Value::Null, V::into_value);
        ast::Expr::Bind(Bind { value, data_type: V::Sql::DATA_TYPE })
    }
    #[inline]
    fn put(self, sink: &mut dyn ValueSink) -> Result<(), Error> {
        match self {
            Some(value) => value.put(sink),
            None => sink.put(ValueRef::Null),
        }
    }
}

#[diagnostic::do_not_recommend]
impl<L: SqlType, V: Operand<L> + Clone> Operand<L> for &V {
    type Sql = V::Sql;
    const PLAIN: bool = V::PLAIN;
    #[inline]
    fn into_operand(self) -> ast::Expr {
        self.clone().into_operand()
    }
}

#[diagnostic::do_not_recommend]
impl<L: SqlType> Operand<L> for Value {
    type Sql = Any;
    const PLAIN: bool = true;
    #[inline]
    fn into_operand(self) -> ast::Expr {
        ast::Expr::Bind(Bind { value: self, data_type: None })
    }
    fn put(self, sink: &mut dyn ValueSink) -> Result<(), Error> {
        sink.put((&self).into())
    }
}

/// Makes each type an [`Expression`], and with that all that an expression may be: operand,
/// condition, something selected, grouped and ordered by.
macro_rules! expressions {
    ($( [$($generics:tt)*] $name:ty as $sql:ty, |$self:ident| $ast:expr; )*) => { $(
        #[diagnostic::do_not_recommend]
        impl<$($generics)*> $crate::query::Expression for $name {
            type Sql = $sql;
            #[inline]
            fn into_ast(self) -> $crate::ast::Expr {
                let $self = self;
                $ast
            }
        }
        #[diagnostic::do_not_recommend]
        impl<L: SqlType, $($generics)*> $crate::query::Operand<L> for $name
        where
            L::Base: $crate::query::Comparable<<$sql as SqlType>::Base>,
        {
            type Sql = $sql;
            #[inline]
            fn into_operand(self) -> $crate::ast::Expr {
                $crate::query::Expression::into_ast(self)
            }
        }
        #[diagnostic::do_not_recommend]
        impl<$($generics)*> $crate::query::Predicate for $name
        where
            $sql: $crate::query::BooleanLike,
        {
            #[inline]
            fn into_predicate(self) -> $crate::ast::Expr {
                $crate::query::Expression::into_ast(self)
            }
        }
        #[diagnostic::do_not_recommend]
        impl<$($generics)*> $crate::query::Projection for $name {
            type Sql = $sql;
            const WIDTH: usize = 1;
            #[inline]
            fn project(self, items: &mut Vec<$crate::ast::SelectItem>) {
                // `extend` makes the item in its place; `push` would make it elsewhere and copy it.
                items.extend(::std::iter::once(self).map(|expr| {
                    $crate::ast::SelectItem::Expr($crate::query::Expression::into_ast(expr))
                }));
            }
        }
        #[diagnostic::do_not_recommend]
        impl<$($generics)*> $crate::query::Expressions for $name {
            #[inline]
            fn push_to(self, list: &mut $crate::ast::ExprList) {
                list.push($crate::query::Expression::into_ast(self));
            }
        }
        #[diagnostic::do_not_recommend]
        impl<$($generics)*> $crate::query::OrderBy for $name {
            #[inline]
            fn order(self, items: &mut Vec<$crate::ast::OrderItem>) {
                items.push($crate::query::order::ascending(
                    $crate::query::Expression::into_ast(self),
                ));
            }
        }
    )* };
}
pub(super) use expressions;

/// Makes a type that is [`Clone`] and [`Debug`](std::fmt::Debug) whatever the SQL type it is of, which a
/// derive would ask of the marker.
macro_rules! cloned {
    ($( $name:ident<$($T:ident),+> { $($field:ident),+ } )*) => { $(
        impl<$($T),+> Clone for $name<$($T),+> {
            fn clone(&self) -> Self {
                $name { $($field: self.$field.clone(),)+ sql: ::std::marker::PhantomData }
            }
        }
        impl<$($T),+> ::std::fmt::Debug for $name<$($T),+> {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.debug_struct(stringify!($name))$(.field(stringify!($field), &self.$field))+.finish()
            }
        }
    )* };
}
pub(super) use cloned;

/// Any number of expressions: one, a tuple or a `Vec` of them. What GROUP BY, PARTITION BY and
/// DISTINCT ON take.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a list of SQL expressions",
    label = "expected a column, an expression or a tuple of them"
)]
pub trait Expressions {
    /// Adds them to a list.
    fn push_to(self, list: &mut ast::ExprList);

    /// Adds them to a list of elements, each of which may be several: a tuple inside a tuple is one.
    fn push_elements(self, elements: &mut Vec<ast::ExprList>)
    where
        Self: Sized,
    {
        let mut element = ast::ExprList::new();
        self.push_to(&mut element);
        elements.push(element);
    }
}

#[diagnostic::do_not_recommend]
impl<E: Expressions> Expressions for Vec<E> {
    fn push_to(self, list: &mut ast::ExprList) {
        self.into_iter().for_each(|expr| expr.push_to(list));
    }

    fn push_elements(self, elements: &mut Vec<ast::ExprList>) {
        elements.extend(self.into_iter().map(group_items));
    }
}

impl Expressions for () {
    fn push_to(self, _: &mut ast::ExprList) {}
    fn push_elements(self, _: &mut Vec<ast::ExprList>) {}
}

/// The arguments of a function or the holes of raw SQL: a tuple of expressions and Rust values.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a tuple of SQL expressions and values",
    label = "expected a tuple such as `(users::name, 1)`"
)]
pub trait Arguments {
    /// The arguments as a list.
    fn into_list(self) -> ast::ExprList;
}

#[diagnostic::do_not_recommend]
impl<A: Operand<Any>> Arguments for Vec<A> {
    fn into_list(self) -> ast::ExprList {
        self.into_iter().map(A::into_operand).collect()
    }
}

impl Arguments for () {
    fn into_list(self) -> ast::ExprList {
        ast::ExprList::new()
    }
}

macro_rules! tuples {
    ($( ($($T:ident $v:ident)+) )+) => { $(
        #[diagnostic::do_not_recommend]
        impl<$($T: Expressions),+> Expressions for ($($T,)+) {
            fn push_to(self, list: &mut ast::ExprList) {
                let ($($v,)+) = self;
                $($v.push_to(list);)+
            }
            fn push_elements(self, elements: &mut Vec<ast::ExprList>) {
                let ($($v,)+) = self;
                elements.extend([$(group_items($v)),+]);
            }
        }
        #[diagnostic::do_not_recommend]
        impl<$($T: Operand<Any>),+> Arguments for ($($T,)+) {
            fn into_list(self) -> ast::ExprList {
                let ($($v,)+) = self;
                ast::ExprList::from([$($v.into_operand()),+])
            }
        }
    )+ };
}
tuples! {
    (A a) (A a B b) (A a B b C c) (A a B b C c D d) (A a B b C c D d E e)
    (A a B b C c D d E e F f) (A a B b C c D d E e F f G g) (A a B b C c D d E e F f G g H h)
}
