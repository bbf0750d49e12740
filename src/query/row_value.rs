//! Row values: several expressions compared as one.

use std::marker::PhantomData;

use crate::ast::{self, BinaryOp, ExprList, In, InSet, Nested};

use super::operand::cloned;
use super::types::{Comparable, SqlType};
use super::{Column, Condition, Expr, Expression, InList, Operand, QueryOf};

/// Expressions of the types `C`, compared as one: `(a, b, …)`. Made by [`row`].
pub struct RowExpr<C> {
    list: ExprList,
    sql: PhantomData<fn() -> C>,
}

cloned! { RowExpr<C> { list } }

/// `(a, b, …)`: expressions compared as one, from left to right.
///
/// ```
/// use aludel::prelude::*;
/// table! { users { id: BigInt, name: Text } }
/// let after = row((users::name, users::id)).gt(("Ann", 7));        // the page after Ann, 7
/// let some = row((users::name, users::id)).in_([("Ann", 7), ("Bob", 9)]);
/// ```
pub fn row<E: RowOf>(exprs: E) -> RowExpr<E::Sql> {
    RowExpr { list: exprs.into_list(), sql: PhantomData }
}

/// A tuple of at least two expressions.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a tuple of SQL expressions",
    label = "expected a tuple such as `(users::name, users::id)`"
)]
pub trait RowOf {
    /// The tuple of their types.
    type Sql;
    /// The expressions as nodes.
    fn into_list(self) -> ExprList;
}

/// What may be compared with a row of the types `C`: a tuple of operands.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be compared with a row of type `{C}`",
    label = "expected a tuple of values for `{C}`"
)]
pub trait RowOperand<C> {
    /// The operands as nodes.
    fn into_list(self) -> ExprList;
}

/// A row type whose columns compare with those of the types `C`.
#[diagnostic::on_unimplemented(
    message = "rows of type `{Self}` cannot be compared with a row of type `{C}`",
    label = "the query's columns do not compare with the row's"
)]
pub trait RowComparable<C> {}

/// What a row of a table is known by, with the values `V`: a column, or a tuple of columns.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a key with the values `{V}`",
    label = "expected a column, or a tuple of columns, of types that take these values"
)]
pub trait KeyColumns<V>: Copy {
    /// `key IN (…)`.
    fn among(self, keys: Vec<V>) -> Condition;
}

#[diagnostic::do_not_recommend]
impl<K: SqlType, V> KeyColumns<V> for Column<K>
where
    Vec<V>: InList<K>,
{
    fn among(self, keys: Vec<V>) -> Condition {
        self.in_(keys)
    }
}

impl<C> RowExpr<C> {
    fn compare<V: RowOperand<C>>(self, op: BinaryOp, other: V) -> Condition {
        let (left, right) = (ast::Expr::Row(self.list), ast::Expr::Row(other.into_list()));
        Expr::from_ast(ast::Expr::binary(left, op, right))
    }

    fn within(self, set: InSet, negated: bool) -> Condition {
        let operand = ast::Expr::Row(self.list).into();
        Expr::from_ast(ast::Expr::In(Box::new(In { operand, set, negated })))
    }

    /// `(a, b) = (c, d)`.
    pub fn eq<V: RowOperand<C>>(self, other: V) -> Condition {
        self.compare(BinaryOp::Eq, other)
    }

    /// `(a, b) <> (c, d)`.
    pub fn ne<V: RowOperand<C>>(self, other: V) -> Condition {
        self.compare(BinaryOp::Ne, other)
    }

    /// `(a, b) < (c, d)`.
    pub fn lt<V: RowOperand<C>>(self, other: V) -> Condition {
        self.compare(BinaryOp::Lt, other)
    }

    /// `(a, b) <= (c, d)`.
    pub fn le<V: RowOperand<C>>(self, other: V) -> Condition {
        self.compare(BinaryOp::Le, other)
    }

    /// `(a, b) > (c, d)`.
    pub fn gt<V: RowOperand<C>>(self, other: V) -> Condition {
        self.compare(BinaryOp::Gt, other)
    }

    /// `(a, b) >= (c, d)`.
    pub fn ge<V: RowOperand<C>>(self, other: V) -> Condition {
        self.compare(BinaryOp::Ge, other)
    }

    fn distinct<V: RowOperand<C>>(self, other: V, negated: bool) -> Condition {
        let [left, right] = [self.list, other.into_list()].map(|row| ast::Expr::Row(row).into());
        Expr::from_ast(ast::Expr::IsDistinct { left, right, negated })
    }

    /// `(a, b) IS DISTINCT FROM (c, d)`: `<>` in which NULL equals NULL. Never NULL.
    pub fn is_distinct_from<V: RowOperand<C>>(self, other: V) -> Condition {
        self.distinct(other, false)
    }

    /// `(a, b) IS NOT DISTINCT FROM (c, d)`: `=` in which NULL equals NULL. Never NULL.
    pub fn is_not_distinct_from<V: RowOperand<C>>(self, other: V) -> Condition {
        self.distinct(other, true)
    }

    fn in_range<A: RowOperand<C>, B: RowOperand<C>>(
        self,
        low: A,
        high: B,
        negated: bool,
    ) -> Condition {
        let [operand, low, high] =
            [self.list, low.into_list(), high.into_list()].map(|row| ast::Expr::Row(row).into());
        let between = ast::Between { operand, low, high, negated, symmetric: false };
        Expr::from_ast(ast::Expr::Between(Box::new(between)))
    }

    /// `(a, b) BETWEEN (c, d) AND (e, f)`; both bounds are inside.
    pub fn between<A: RowOperand<C>, B: RowOperand<C>>(self, low: A, high: B) -> Condition {
        self.in_range(low, high, false)
    }

    /// `(a, b) NOT BETWEEN (c, d) AND (e, f)`.
    pub fn not_between<A: RowOperand<C>, B: RowOperand<C>>(self, low: A, high: B) -> Condition {
        self.in_range(low, high, true)
    }

    /// `(a, b) IN ((c, d), …)`: one of some rows. False for none.
    pub fn in_<V: RowOperand<C>>(self, rows: impl IntoIterator<Item = V>) -> Condition {
        self.within(set(rows), false)
    }

    /// `(a, b) NOT IN ((c, d), …)`. True for none.
    pub fn not_in<V: RowOperand<C>>(self, rows: impl IntoIterator<Item = V>) -> Condition {
        self.within(set(rows), true)
    }

    /// `(a, b) IN (SELECT …)`: one of the rows of a query.
    pub fn in_query<Q: QueryOf<R>, R: RowComparable<C>>(self, query: Q) -> Condition {
        self.within(InSet::Query(Nested::new(query.into_query())), false)
    }

    /// `(a, b) NOT IN (SELECT …)`.
    pub fn not_in_query<Q: QueryOf<R>, R: RowComparable<C>>(self, query: Q) -> Condition {
        self.within(InSet::Query(Nested::new(query.into_query())), true)
    }
}

fn set<C, V: RowOperand<C>>(rows: impl IntoIterator<Item = V>) -> InSet {
    InSet::Exprs(rows.into_iter().map(|row| ast::Expr::Row(row.into_list())).collect())
}

macro_rules! tuples {
    ($( ($($T:ident $V:ident $v:ident)+) )+) => { $(
        #[diagnostic::do_not_recommend]
        impl<$($T: Expression),+> RowOf for ($($T,)+) {
            type Sql = ($($T::Sql,)+);
            fn into_list(self) -> ExprList {
                let ($($v,)+) = self;
                ExprList::from([$($v.into_ast()),+])
            }
        }
        #[diagnostic::do_not_recommend]
        impl<$($T: SqlType, $V: Operand<$T>),+> RowOperand<($($T,)+)> for ($($V,)+) {
            fn into_list(self) -> ExprList {
                let ($($v,)+) = self;
                ExprList::from([$($v.into_operand()),+])
            }
        }
        #[diagnostic::do_not_recommend]
        impl<$($T: SqlType, $V: Operand<$T>),+> KeyColumns<($($V,)+)> for ($(Column<$T>,)+) {
            fn among(self, keys: Vec<($($V,)+)>) -> Condition {
                row(self).in_(keys)
            }
        }
        #[diagnostic::do_not_recommend]
        impl<$($T: SqlType, $V: SqlType),+> RowComparable<($($T,)+)> for ($($V,)+)
        where
            $($T::Base: Comparable<$V::Base>),+
        {}
    )+ };
}
tuples! {
    (A A1 a B B1 b) (A A1 a B B1 b C C1 c) (A A1 a B B1 b C C1 c D D1 d)
    (A A1 a B B1 b C C1 c D D1 d E E1 e) (A A1 a B B1 b C C1 c D D1 d E E1 e F F1 f)
}
