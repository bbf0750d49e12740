//! Sort keys.

use crate::ast::{Direction, Expr, Nulls, OrderItem};

/// A sort key: what `.asc()` and `.desc()` make.
///
/// Where NULLs go is the server's choice (first when ascending on SQLite, MySQL and MariaDB, last
/// on PostgreSQL) unless [`nulls_first`](Sort::nulls_first) or [`nulls_last`](Sort::nulls_last)
/// says it.
#[derive(Clone, Debug, PartialEq)]
pub struct Sort(OrderItem);

impl Sort {
    pub(super) fn new(expr: Expr, direction: Direction) -> Self {
        Sort(OrderItem { expr: expr.into(), direction, nulls: None })
    }

    /// NULLs before all values: `NULLS FIRST`. The same on every server.
    #[must_use]
    pub fn nulls_first(mut self) -> Self {
        self.0.nulls = Some(Nulls::First);
        self
    }

    /// NULLs after all values: `NULLS LAST`. The same on every server.
    #[must_use]
    pub fn nulls_last(mut self) -> Self {
        self.0.nulls = Some(Nulls::Last);
        self
    }

    /// The key as a node.
    pub fn into_ast(self) -> OrderItem {
        self.0
    }
}

/// The column of that number of what is selected, from 1: in ORDER BY or GROUP BY.
///
/// ```
/// use aludel::prelude::*;
/// table! { posts { user_id: BigInt } }
/// let q = select((posts::user_id, count_star()))
///     .from(posts::table)
///     .group_by(ordinal(1))
///     .order_by((ordinal(2).desc(), ordinal(1)));
/// assert!(q.compile(&MySql::new())?.text().ends_with("GROUP BY 1 ORDER BY 2 DESC, 1"));
/// # Ok::<(), CompileError>(())
/// ```
pub fn ordinal(number: usize) -> super::Expr<super::Any> {
    super::Expr::from_ast(Expr::Position(number))
}

pub(super) fn ascending(expr: Expr) -> OrderItem {
    Sort::new(expr, Direction::Ascending).0
}

/// What ORDER BY takes: a sort key, an expression (ascending), a tuple or `Vec` of them.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a sort key",
    label = "expected `….asc()`, `….desc()`, an expression, or a tuple of them"
)]
pub trait OrderBy {
    /// Adds the keys to a list.
    fn order(self, items: &mut Vec<OrderItem>);
}

#[diagnostic::do_not_recommend]
impl OrderBy for Sort {
    fn order(self, items: &mut Vec<OrderItem>) {
        items.push(self.0);
    }
}

#[diagnostic::do_not_recommend]
impl<O: OrderBy> OrderBy for Vec<O> {
    fn order(self, items: &mut Vec<OrderItem>) {
        self.into_iter().for_each(|key| key.order(items));
    }
}

macro_rules! tuples {
    ($( ($($T:ident $v:ident)+) )+) => { $(
        #[diagnostic::do_not_recommend]
        impl<$($T: OrderBy),+> OrderBy for ($($T,)+) {
            fn order(self, items: &mut Vec<OrderItem>) {
                let ($($v,)+) = self;
                $($v.order(items);)+
            }
        }
    )+ };
}
tuples! {
    (A a) (A a B b) (A a B b C c) (A a B b C c D d) (A a B b C c D d E e)
    (A a B b C c D d E e F f) (A a B b C c D d E e F f G g) (A a B b C c D d E e F f G g H h)
}
