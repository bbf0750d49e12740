//! What a driver does for one of its handles.

use std::any::Any;
use std::ops::ControlFlow;
use std::time::Duration;

use super::{Bulk, TimeLimit, TransactionStep};
use crate::Error;
use crate::dialect::{Compiled, Dialect};
use crate::query::{DecodeError, RowSource};

/// What is done with each row of a query.
pub type RowFn<'f> = dyn FnMut(&mut dyn RowSource) -> Result<ControlFlow<()>, DecodeError> + 'f;

/// How the rows of a query are wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Delivery {
    /// All of them: the driver may hold them in memory together, if it is faster so.
    Together,
    /// One after the other, in memory that does not grow with their number.
    Streamed,
}

/// What a driver does for one of its handles. Programs call [`Connection`](super::Connection), which
/// every driver has.
///
/// The trait is object-safe, so that all that is generic over rows is two lines around what is
/// compiled once. Statements arrive rendered in the driver's own dialect.
pub trait Driver {
    /// The dialect of the database, in its version.
    fn dialect(&self) -> &dyn Dialect;

    /// Runs a statement and hands its rows over, one after the other, until there is no more or
    /// `row` breaks off. A statement that writes is carried out in full in any case.
    ///
    /// # Errors
    /// The database refuses, or `row` cannot decode.
    fn run_query(
        &mut self,
        statement: &Compiled<'_>,
        delivery: Delivery,
        row: &mut RowFn<'_>,
    ) -> Result<(), Error>;

    /// Runs a statement to its end: how many rows it inserted, deleted, or found to update; of a
    /// query, how many it yielded.
    ///
    /// # Errors
    /// The database refuses.
    fn run(&mut self, statement: &Compiled<'_>) -> Result<u64, Error>;

    /// Runs SQL text, of one or several statements without parameters.
    ///
    /// # Errors
    /// The database refuses; what came before the statement in question is done.
    fn run_script(&mut self, sql: &str) -> Result<(), Error>;

    /// Inserts rows in the fastest way that the database has: how many were inserted or updated.
    ///
    /// It is called inside of a transaction. [`insert_by_statements`](super::insert_by_statements)
    /// does it for a database without a way of its own.
    ///
    /// # Errors
    /// The database refuses, or the source of the rows does; as
    /// [`Error::Row`](crate::Error::Row) where one row is to blame.
    fn run_bulk(&mut self, bulk: &mut Bulk<'_>) -> Result<u64, Error>;

    /// Starts or ends a transaction or savepoint.
    ///
    /// # Errors
    /// The database refuses. A COMMIT that did not keep everything is an error.
    fn run_transaction(&mut self, step: TransactionStep) -> Result<(), Error>;

    /// How many transactions are open around what is run here, savepoints included, as far as the
    /// handle knows.
    fn depth(&self) -> usize;

    /// Whether the transaction that was started here has ended otherwise, or can only be undone:
    /// SQLite rolls back by itself when the disk is full, MySQL on a deadlock; PostgreSQL takes no
    /// statement after one that failed.
    fn transaction_ended(&self) -> bool;

    /// From here to [`end_time_limit`](Driver::end_time_limit) a statement that takes longer fails
    /// with [`ErrorKind::StatementTimeout`](crate::ErrorKind::StatementTimeout), or with
    /// [`ErrorKind::Interrupted`](crate::ErrorKind::Interrupted) when the limit is over.
    ///
    /// # Errors
    /// The database refuses, or has no such limit.
    fn start_time_limit(&mut self, limit: Duration) -> Result<TimeLimit, Error>;

    /// Takes the time limit back, after a statement that succeeded or not.
    ///
    /// # Errors
    /// The database refuses.
    fn end_time_limit(&mut self, limit: TimeLimit, succeeded: bool) -> Result<(), Error>;

    /// The key that the database made for the first row of the last INSERT; none where INSERT
    /// returns rows, or where no key was made.
    fn last_insert_id(&self) -> Option<u64> {
        None
    }

    /// Asks the server for a sign of life.
    ///
    /// # Errors
    /// There is none.
    fn ping(&mut self) -> Result<(), Error> {
        Ok(())
    }

    /// Whether the connection is known to be lost.
    fn is_broken(&self) -> bool {
        false
    }

    /// Undoes what is open and what was set in the session: the connection is as it was at first.
    ///
    /// # Errors
    /// The database refuses; the connection is not to be used again.
    fn reset(&mut self) -> Result<(), Error>;

    /// How often a statement was found prepared. All is 0 where the handle does not tell, as
    /// `rusqlite::Connection` itself does not.
    fn cache_statistics(&self) -> CacheStatistics {
        CacheStatistics::default()
    }

    /// The driver itself, for what is its own.
    fn as_any(&mut self) -> Option<&mut dyn Any> {
        None
    }
}

/// How a connection's cache of prepared statements fares.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct CacheStatistics {
    /// How many statements were found prepared.
    pub hits: u64,
    /// How many had to be prepared.
    pub misses: u64,
    /// How many are prepared now.
    pub size: usize,
    /// How many are kept at most; 0 if none are.
    pub capacity: usize,
}

impl CacheStatistics {
    /// The statistics of a cache.
    pub const fn new(hits: u64, misses: u64, size: usize, capacity: usize) -> Self {
        CacheStatistics { hits, misses, size, capacity }
    }
}
