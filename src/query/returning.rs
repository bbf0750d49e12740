//! RETURNING: writes that yield rows.

use std::fmt;
use std::marker::PhantomData;

use crate::ast::{Statement, StatementRef};

use super::fetch::{AsStatement, Fetch, FromRow, Mapped};
use super::row::{DecodeError, RowSource, RowType};

/// INSERT, UPDATE or DELETE with rows of the type `R`. Made by `.returning(…)`.
///
/// A subquery in it may read other tables, and the row that is returned. One over the table that is
/// written to sees it as it was on PostgreSQL; SQLite and MariaDB would show it amid the statement, and
/// refuse it.
///
/// ```
/// use aludel::prelude::*;
/// table! { users { id: BigInt, name: Text } }
/// let q: Returning<BigInt> =
///     insert_into(users::table).set(users::name, "Ann").returning(users::id);
/// ```
pub struct Returning<R> {
    statement: Statement,
    row: PhantomData<fn() -> R>,
}

impl<R> Returning<R> {
    pub(super) fn new(statement: Statement) -> Self {
        Returning { statement, row: PhantomData }
    }

    /// The node.
    pub fn as_ast(&self) -> &Statement {
        &self.statement
    }

    /// The node, by value.
    pub fn into_ast(self) -> Statement {
        self.statement
    }
}

impl<R> Clone for Returning<R> {
    fn clone(&self) -> Self {
        Returning::new(self.statement.clone())
    }
}

impl<R> fmt::Debug for Returning<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.statement.fmt(f)
    }
}

impl<R> AsStatement for Returning<R> {
    fn statement(&self) -> StatementRef<'_> {
        StatementRef::from(&self.statement)
    }
}

#[diagnostic::do_not_recommend]
impl<R: RowType> Fetch for Returning<R> {
    type Row = R::Out;
    fn decode(&self, row: &mut dyn RowSource) -> Result<R::Out, DecodeError> {
        R::decode_row(row)
    }
}

impl<R: RowType> Returning<R> {
    /// Each row goes through a function.
    pub fn map<S, F: Fn(R::Out) -> S>(self, map: F) -> Mapped<Self, F> {
        Mapped::new(self, map)
    }

    /// Each row becomes a struct declared with [`row_struct!`](crate::row_struct).
    pub fn into_struct<S: FromRow<R::Out>>(self) -> Mapped<Self, fn(R::Out) -> S> {
        Mapped::new(self, S::from_row)
    }
}
