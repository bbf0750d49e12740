//! DELETE.

use crate::ast::{self, Join, JoinKind, JoinOn, Statement, StatementRef};

use super::fetch::AsStatement;
use super::projection::items;
use super::returning::Returning;
use super::{OrderBy, Predicate, Projection, Relation, Target, predicate};

/// A DELETE.
///
/// A subquery over the table itself sees it as it was before the statement, on every server. One that
/// not every row needs, as inside OR, is carried out late by MySQL and MariaDB: there, the rows are told
/// first and found again by the declared primary key; without one it is refused.
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
    /// from, and SQLite tests by EXISTS. Further tables are joined to it by [`join`](Delete::join) and
    /// the like, as in [`Update::from`](super::Update::from).
    ///
    /// ```
    /// use aludel::prelude::*;
    /// table! {
    ///     posts { id: BigInt [primary_key], user_id: BigInt }
    ///     users { id: BigInt [primary_key], left: Nullable<Date> }
    /// }
    /// let q = delete(posts::table)
    ///     .using(users::table)
    ///     .filter(users::id.eq(posts::user_id).and(users::left.is_not_null()));
    /// assert!(q.compile(&Sqlite::new())?.text().contains("WHERE EXISTS (SELECT 1 FROM \"users\""));
    /// # Ok::<(), CompileError>(())
    /// ```
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
    /// tells rows apart by. Beside tables of [`using`](Delete::using) all four do so, MySQL and MariaDB by
    /// the declared key alone; a row counts once, however many it meets there, and is sorted by its own
    /// columns.
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
