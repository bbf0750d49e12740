//! Grouping sets, and what tells their rows apart.

use crate::ast::{self, ExprList, GroupItem};

use super::select::group_items;
use super::{Expr, Expressions, Integer, Select};

/// One of the sets of [`group_by_sets`](super::Select::group_by_sets): made by [`grouping_set`].
#[derive(Clone, Debug, PartialEq)]
pub struct GroupingSet(ExprList);

impl GroupingSet {
    pub(super) fn into_list(self) -> ExprList {
        self.0
    }
}

/// What rows are grouped by together; `()` is the group of all rows.
pub fn grouping_set<E: Expressions>(exprs: E) -> GroupingSet {
    GroupingSet(group_items(exprs))
}

/// `GROUPING(exprs)`: which of them the row is not grouped by, as the bits of a number, the last
/// one's the lowest. 0 where it is grouped by all of them.
///
/// ```
/// use aludel::prelude::*;
/// table! { sales { town: Text, amount: Integer } }
/// let q = select((sales::town.nullable(), grouping(sales::town).eq(1), sum(sales::amount)))
///     .from(sales::table)
///     .group_by_rollup(sales::town);
/// ```
pub fn grouping<E: Expressions>(exprs: E) -> Expr<Integer> {
    Expr::from_ast(ast::Expr::Grouping(group_items(exprs)))
}

fn elements<E: Expressions>(exprs: E) -> Vec<ExprList> {
    let mut elements = Vec::new();
    exprs.push_elements(&mut elements);
    elements
}

impl<R> Select<R> {
    /// `GROUP BY ROLLUP (exprs)`: by all of them, by all but the last, and so on to the total.
    ///
    /// A column is NULL in the rows that are not grouped by it, so it is selected as
    /// [`nullable`](super::Column::nullable); [`grouping`](super::grouping) tells those rows from
    /// groups whose value is NULL. Where there is no ROLLUP, one query for each grouping is united;
    /// MySQL's and MariaDB's own yields no total of no rows.
    ///
    /// A tuple among them is one element, `ROLLUP ((year, month), town)`: the rows are grouped by all
    /// of it or by none of it.
    ///
    /// ```
    /// # use aludel::prelude::*;
    /// # table! { sales { year: Integer, town: Text, amount: Integer } }
    /// let q = select((sales::year.nullable(), sales::town.nullable(), sum(sales::amount)))
    ///     .from(sales::table)
    ///     .group_by_rollup((sales::year, sales::town))
    ///     .order_by((grouping(sales::year), ordinal(1), grouping(sales::town), ordinal(2)));
    /// ```
    #[must_use]
    pub fn group_by_rollup<E: Expressions>(mut self, exprs: E) -> Self {
        self.as_ast_mut().group_by.push(GroupItem::Rollup(elements(exprs)));
        self
    }

    /// `GROUP BY CUBE (exprs)`: by each subset of them. A tuple among them is one element, as it is to
    /// [`group_by_rollup`](Select::group_by_rollup).
    ///
    /// ```
    /// # use aludel::prelude::*;
    /// # table! { sales { year: Integer, month: Integer, town: Text, amount: Integer } }
    /// let q = select((sales::month.nullable(), sales::town.nullable(), sum(sales::amount)))
    ///     .from(sales::table)
    ///     .group_by_cube(((sales::year, sales::month), sales::town));
    /// let text = r#" GROUP BY CUBE (("sales"."year", "sales"."month"), "sales"."town")"#;
    /// assert!(q.compile(&Postgres::new())?.text().ends_with(text));
    /// # Ok::<(), CompileError>(())
    /// ```
    #[must_use]
    pub fn group_by_cube<E: Expressions>(mut self, exprs: E) -> Self {
        self.as_ast_mut().group_by.push(GroupItem::Cube(elements(exprs)));
        self
    }

    /// `GROUP BY GROUPING SETS (sets)`: by each of the sets.
    ///
    /// ```
    /// # use aludel::prelude::*;
    /// # table! { sales { year: Integer, town: Text, amount: Integer } }
    /// let q = select((sales::year.nullable(), sales::town.nullable(), sum(sales::amount)))
    ///     .from(sales::table)
    ///     .group_by_sets([grouping_set(sales::year), grouping_set(sales::town), grouping_set(())]);
    /// ```
    #[must_use]
    pub fn group_by_sets(mut self, sets: impl IntoIterator<Item = GroupingSet>) -> Self {
        let sets = sets.into_iter().map(GroupingSet::into_list).collect();
        self.as_ast_mut().group_by.push(GroupItem::Sets(sets));
        self
    }
}
