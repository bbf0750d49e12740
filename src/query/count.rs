//! How many rows a query has, and a query as a value.

use crate::ast::{self, Distinct, Expr as Node, FromItem, Name, Query, SelectItem};

use super::projection::{Labeled, items};
use super::types::SqlType;
use super::{BigInt, Compound, Expr, Select, count_star};

impl<R> Select<R> {
    /// The number of rows that the query has, as a query: `SELECT COUNT(*) FROM (query)`.
    ///
    /// LIMIT, DISTINCT and groups count as they are; ORDER BY is left out where no limit makes it
    /// matter. A query of rows as they are needs no derived table: its select list is replaced.
    ///
    /// ```
    /// use aludel::prelude::*;
    /// table! { users { id: BigInt, team: Text } }
    /// let page = select(users::team).from(users::table).filter(users::id.gt(5)).order_by(users::id);
    /// let sql = page.clone().count().compile(&MySql::new())?.text().to_owned();
    /// assert_eq!(sql, "SELECT COUNT(*) FROM `users` WHERE `users`.`id` > ?");
    /// let sql = page.unordered().distinct().count().compile(&MySql::new())?.text().to_owned();
    /// assert!(sql.starts_with("SELECT COUNT(*) FROM (SELECT DISTINCT `users`.`team` FROM"));
    /// # Ok::<(), CompileError>(())
    /// ```
    pub fn count(self) -> Select<BigInt> {
        let mut node = *self.into_ast();
        let limited = node.limit.is_some() || node.offset.is_some();
        if !limited && !matches!(node.distinct, Some(Distinct::On(_))) {
            node.order_by.clear();
        }
        let as_they_are = !limited
            && node.distinct.is_none()
            && node.group_by.is_empty()
            && node.having.is_none()
            && node.qualify.is_none()
            && node.items.iter().all(is_of_a_row);
        if as_they_are {
            node.items = items(count_star());
            node.windows.clear();
            return Select::from_ast(node);
        }
        let with = node.with.take();
        let mut count = count_of(node.into());
        count.with = with;
        Select::from_ast(count)
    }
}

impl<R: SqlType> Select<R> {
    /// The query as an expression: the one value of its one row, NULL if it has no row.
    ///
    /// A query is a value like any other: a clone of it may stand in the same statement again.
    ///
    /// ```
    /// use aludel::prelude::*;
    /// table! { users { id: BigInt, age: Integer } }
    /// let oldest = select(max(users::age)).from(users::table);
    /// let u = users::alias("u");
    /// let q = select((u.id, (oldest.clone().scalar() - u.age).label("younger_by")))
    ///     .from(u)
    ///     .filter(u.age.lt(oldest));
    /// ```
    pub fn scalar(self) -> Expr<R::AsNullable> {
        Expr::from_ast(Node::Subquery(self.into_query().into()))
    }

    /// The query as an expression under a name, to be selected: `(SELECT …) AS name`.
    pub fn label(self, name: impl Into<Name>) -> Labeled<R::AsNullable> {
        self.scalar().label(name)
    }
}

impl<R> Compound<R> {
    /// The number of rows that the query has, as a query: `SELECT COUNT(*) FROM (query)`.
    pub fn count(self) -> Select<BigInt> {
        let mut node = match self.into_query() {
            Query::SetOperation(node) => node,
            query => return Select::from_ast(count_of(query)),
        };
        if node.limit.is_none() && node.offset.is_none() {
            node.order_by.clear();
        }
        let with = node.with.take();
        let mut count = count_of(Query::SetOperation(node));
        count.with = with;
        Select::from_ast(count)
    }
}

/// Whether the item has a value for each row, and makes no group of them.
fn is_of_a_row(item: &SelectItem) -> bool {
    item.expr().is_none_or(|expr| !crate::dialect::has_aggregate(expr))
}

fn count_of(query: Query) -> ast::Select {
    let query = crate::dialect::distinctly_named(query).into();
    let (alias, columns) = (Name::new("counted"), Vec::new());
    let derived = ast::Derived { query, alias, columns, lateral: false };
    let from = Some(FromItem::Derived(Box::new(derived)));
    ast::Select { items: items(count_star()), from, ..ast::Select::default() }
}
