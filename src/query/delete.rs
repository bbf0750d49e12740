//! DELETE.

use crate::ast::{self, Join, JoinKind, JoinOn, Statement, StatementRef};

use super::fetch::AsStatement;
use super::projection::items;
use super::returning::Returning;
use super::{
    JoinCondition, OrderBy, OuterRelation, Predicate, Projection, Relation, Target, predicate,
};

/// A DELETE.
///
/// Without a [`filter`](Delete::filter) it does not compile unless [`all_rows`](Delete::all_rows)
/// is said.
#[derive(Clone, Debug, PartialEq)]
pub struct Delete {
    node: Box<ast::Delete>,
}

/// `DELETE FROM table`.
///
/// ```
/// use aludel::prelude::*;
/// table! { users { id: BigInt } }
/// let q = delete(users::table).filter(users::id.eq(7));
/// let q = delete(users::table).all_rows();
/// ```
pub fn delete<T: Target>(table: T) -> Delete {
    Delete { node: Box::new(ast::Delete::new(table.into_table())) }
}

impl Delete {
    /// The node.
    pub fn as_ast(&self) -> &ast::Delete {
        &self.node
    }

    pub(crate) fn as_ast_mut(&mut self) -> &mut ast::Delete {
        &mut self.node
    }

    /// `USING item`: a table that the condition may read besides. A second call adds a second.
    ///
    /// PostgreSQL has the clause; MySQL and MariaDB join the table to the one that rows are deleted
    /// from, and SQLite tests by EXISTS.
    #[must_use]
    pub fn using<F: Relation>(mut self, item: F) -> Self {
        let item = item.into_from();
        match self.node.using {
            None => self.node.using = Some(item),
            Some(_) => {
                self.node.joins.push(Join { kind: JoinKind::List, item, on: JoinOn::None });
            }
        }
        self
    }

    /// `JOIN item ON condition`, to a table of [`using`](Delete::using).
    #[must_use]
    pub fn join<F: Relation, C: JoinCondition>(mut self, item: F, on: C) -> Self {
        let on = on.into_on();
        self.node.joins.push(Join { kind: JoinKind::Inner, item: item.into_from(), on });
        self
    }

    /// `LEFT JOIN item ON condition`, to a table of [`using`](Delete::using). The item is the nullable
    /// handle of a table: `posts::table.outer()`.
    #[must_use]
    pub fn left_join<F: OuterRelation, P: Predicate>(mut self, item: F, on: P) -> Self {
        let on = JoinOn::Condition(on.into_predicate());
        self.node.joins.push(Join { kind: JoinKind::Left, item: item.into_from(), on });
        self
    }

    /// `WHERE condition`. Further calls add conditions: all have to hold.
    #[must_use]
    pub fn filter<P: Predicate>(mut self, condition: P) -> Self {
        predicate::add(&mut self.node.filter, condition.into_predicate());
        self
    }

    /// [`filter`](Delete::filter) by a condition that may be absent.
    #[must_use]
    pub fn filter_opt<P: Predicate>(self, condition: Option<P>) -> Self {
        match condition {
            Some(condition) => self.filter(condition),
            None => self,
        }
    }

    /// Says that every row is meant, should there be no condition.
    #[must_use]
    pub fn all_rows(mut self) -> Self {
        self.node.all_rows = true;
        self
    }

    /// `ORDER BY keys`: which rows come first, where a [`limit`](Delete::limit) is set.
    #[must_use]
    pub fn order_by<O: OrderBy>(mut self, keys: O) -> Self {
        keys.order(&mut self.node.order_by);
        self
    }

    /// `LIMIT rows`: at most how many are deleted.
    ///
    /// MySQL and MariaDB have the clause. SQLite and PostgreSQL delete the rows whose key is among
    /// those of a query with it: by the declared primary key, or else by what the server itself
    /// tells rows apart by.
    #[must_use]
    pub fn limit(mut self, rows: u64) -> Self {
        self.node.limit = Some(super::select::count(rows));
        self
    }

    /// `RETURNING projection`: the deleted rows.
    pub fn returning<P: Projection<Sql = R>, R>(mut self, projection: P) -> Returning<R> {
        self.node.returning = items(projection);
        Returning::new(Statement::Delete(self.node))
    }
}

impl AsStatement for Delete {
    fn statement(&self) -> StatementRef<'_> {
        StatementRef::Delete(&self.node)
    }
}
