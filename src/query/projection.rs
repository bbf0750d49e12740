//! What is selected, and the row type that follows from it.

use std::marker::PhantomData;

use crate::ast::{Name, SelectItem};

use super::Expr;
use super::operand::cloned;
use super::row::RowType;
use super::types::SqlType;

/// What may be selected: a column, an expression, a labelled one, or a (nested) tuple of those.
///
/// The row type follows: `select((users::id, users::name))` yields rows `(i64, String)`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be selected",
    label = "expected a column, an expression or a tuple of them",
    note = "write a Rust value as `val::<Integer>(1)`; tuples hold up to 16, nest them for more"
)]
pub trait Projection {
    /// The type of the row.
    type Sql: RowType;
    /// How many columns it has.
    const WIDTH: usize;
    /// Adds the columns to a list.
    fn project(self, items: &mut Vec<SelectItem>);
}

pub(super) fn items<P: Projection>(projection: P) -> Vec<SelectItem> {
    let mut items = Vec::with_capacity(P::WIDTH);
    projection.project(&mut items);
    items
}

/// An expression under a name of its own: `expr AS name`. Made by `.label("name")`.
pub struct Labeled<T> {
    expr: Expr<T>,
    name: Name,
    sql: PhantomData<fn() -> T>,
}

cloned! { Labeled<T> { expr, name } }

impl<T> Labeled<T> {
    pub(super) fn new(expr: Expr<T>, name: Name) -> Self {
        Labeled { expr, name, sql: PhantomData }
    }
}

#[diagnostic::do_not_recommend]
impl<T: SqlType> Projection for Labeled<T> {
    type Sql = T;
    const WIDTH: usize = 1;
    fn project(self, items: &mut Vec<SelectItem>) {
        items.push(SelectItem::Labeled(Box::new((self.expr.into_ast(), self.name))));
    }
}

macro_rules! tuples {
    ($( ($($T:ident $v:ident)+) )+) => { $(
        #[diagnostic::do_not_recommend]
        impl<$($T: Projection),+> Projection for ($($T,)+) {
            type Sql = ($($T::Sql,)+);
            const WIDTH: usize = 0 $(+ $T::WIDTH)+;
            #[inline]
            fn project(self, items: &mut Vec<SelectItem>) {
                let ($($v,)+) = self;
                $($v.project(items);)+
            }
        }
    )+ };
}
tuples! {
    (A a) (A a B b) (A a B b C c) (A a B b C c D d) (A a B b C c D d E e)
    (A a B b C c D d E e F f) (A a B b C c D d E e F f G g) (A a B b C c D d E e F f G g H h)
    (A a B b C c D d E e F f G g H h I i) (A a B b C c D d E e F f G g H h I i J j)
    (A a B b C c D d E e F f G g H h I i J j K k) (A a B b C c D d E e F f G g H h I i J j K k L l)
    (A a B b C c D d E e F f G g H h I i J j K k L l M m)
    (A a B b C c D d E e F f G g H h I i J j K k L l M m N n)
    (A a B b C c D d E e F f G g H h I i J j K k L l M m N n O o)
    (A a B b C c D d E e F f G g H h I i J j K k L l M m N n O o P p)
}
