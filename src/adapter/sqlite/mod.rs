//! SQLite, by `rusqlite`.
//!
//! A [`Driver`] is `rusqlite::Connection`, `&rusqlite::Connection`, `rusqlite::Transaction`,
//! `rusqlite::Savepoint`, and [`SqliteConnection`], which sets a connection up.

use std::any::Any;
use std::cell::Cell;
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::{Arc, LazyLock};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Row, Statement, StatementStatus, types};

use super::{
    Bulk, CacheStatistics, Delivery, Driver, RowFn, TimeLimit, TransactionLock, TransactionOptions,
    TransactionStep,
};
use crate::Error;
use crate::dialect::{Compiled, Dialect, Sqlite};
use crate::query::{DecodeError, DecodeErrorKind, RowSource, ValueRef};

mod bind;
mod bulk;
#[cfg(feature = "pool")]
mod connect;
mod error;
mod math;

#[cfg(feature = "pool")]
pub(super) use connect::connector;

use error::error;

/// A SQLite connection with what its promises need:
///
/// - foreign keys are enforced,
/// - a word in double quotes is a name and never a text, in statements and in the schema,
/// - a lock is waited for, for five seconds,
/// - the last 128 statements stay prepared,
/// - the mathematical functions (`sqrt`, `ln`, `power`, …) are there: Rust's, if the library was built
///   without its own.
///
/// Nothing else is set, nothing else is registered. [`handle`](SqliteConnection::handle) gives the
/// `rusqlite::Connection` back for all that is SQLite's own.
///
/// How values are stored:
///
/// | value | as |
/// |---|---|
/// | truth value | 0 or 1 |
/// | integer, floating-point number, text, bytes | such |
/// | date | text, `2026-01-31` |
/// | time | text, `23:59:59` or `23:59:59.000001` |
/// | timestamp, also with time zone (in UTC) | text, `2026-01-31 23:59:59` or `2026-01-31 23:59:59.000001` |
/// | UUID | text with hyphens, lower case |
/// | JSON | text |
/// | decimal | a number, if that is exactly it; else it is refused |
/// | unsigned integer above `i64::MAX`, NaN, interval, array | refused |
///
/// Dates and times sort and compare right as text, among themselves and with SQLite's own functions
/// and `CURRENT_TIMESTAMP`: the fraction, of six digits, is there only if it is not zero. What is
/// finer than a microsecond is cut off. Years are 0 to 9999. Zero has no sign in a column: -0.0 reads
/// as 0.0.
///
/// SQLite has no decimals: a `DECIMAL` column turns the text of one into a floating-point number,
/// digits lost or not, and to an expression a text is greater than every number. So a decimal goes
/// out as an integer or as the floating-point number that reads back as the same decimal (15
/// digits always do); one that has none is an error. Money that needs more is kept in an integer
/// column, in cents.
///
/// ```
/// use aludel::prelude::*;
/// let mut db = SqliteConnection::open_in_memory()?;
/// assert_eq!(db.fetch_scalar(&select(val::<Integer>(1)))?, 1);
/// # Ok::<(), aludel::Error>(())
/// ```
#[derive(Debug)]
pub struct SqliteConnection {
    handle: rusqlite::Connection,
    counts: Counts,
}

/// How many statements stay prepared.
const STATEMENTS: usize = 128;

impl SqliteConnection {
    /// Opens a database file, and creates it if it is not there.
    ///
    /// # Errors
    /// The file cannot be opened.
    pub fn open(path: impl AsRef<Path>) -> Result<Self, Error> {
        Self::new(rusqlite::Connection::open(path).map_err(outside)?)
    }

    /// Opens a database file that is there, to be read only: a write fails with
    /// [`ErrorKind::ReadOnly`](crate::ErrorKind::ReadOnly).
    ///
    /// # Errors
    /// The file cannot be opened.
    pub fn open_read_only(path: impl AsRef<Path>) -> Result<Self, Error> {
        use rusqlite::OpenFlags;
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY
            | OpenFlags::SQLITE_OPEN_URI
            | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        Self::new(rusqlite::Connection::open_with_flags(path, flags).map_err(outside)?)
    }

    /// Opens a database in memory, of this connection alone.
    ///
    /// # Errors
    /// There is no memory for it.
    pub fn open_in_memory() -> Result<Self, Error> {
        Self::new(rusqlite::Connection::open_in_memory().map_err(outside)?)
    }

    /// Sets a connection up that was opened in another way.
    ///
    /// ```
    /// use aludel::prelude::*;
    /// let flags = rusqlite::OpenFlags::SQLITE_OPEN_READ_ONLY;
    /// let db = rusqlite::Connection::open_in_memory_with_flags(flags).unwrap();
    /// let db = SqliteConnection::new(db)?;
    /// # Ok::<(), aludel::Error>(())
    /// ```
    ///
    /// # Errors
    /// SQLite refuses.
    pub fn new(handle: rusqlite::Connection) -> Result<Self, Error> {
        const BUSY_TIMEOUT: Duration = Duration::from_secs(5);
        handle.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_FKEY, true).map_err(outside)?;
        handle.set_db_config(DbConfig::SQLITE_DBCONFIG_DQS_DML, false).map_err(outside)?;
        handle.set_db_config(DbConfig::SQLITE_DBCONFIG_DQS_DDL, false).map_err(outside)?;
        handle.busy_timeout(BUSY_TIMEOUT).map_err(outside)?;
        handle.set_prepared_statement_cache_capacity(STATEMENTS);
        math::provide(&handle).map_err(outside)?;
        Ok(SqliteConnection { handle, counts: Counts::new(STATEMENTS) })
    }

    /// How many statements stay prepared; with 0, none does.
    pub fn set_statement_cache_capacity(&mut self, capacity: usize) {
        self.handle.set_prepared_statement_cache_capacity(capacity);
        self.counts.capacity.set(capacity);
    }

    /// The driver's own handle.
    pub fn handle(&self) -> &rusqlite::Connection {
        &self.handle
    }

    /// The driver's own handle, to be changed.
    pub fn handle_mut(&mut self) -> &mut rusqlite::Connection {
        &mut self.handle
    }

    /// The driver's own handle, given away.
    pub fn into_handle(self) -> rusqlite::Connection {
        self.handle
    }
}

/// The library that is linked is one for the whole program.
static DIALECT: LazyLock<Sqlite> = LazyLock::new(|| {
    let number = rusqlite::version_number().unsigned_abs();
    let part = |number: u32| u16::try_from(number % 1000).unwrap_or_default();
    let dialect = Sqlite::version(part(number / 1_000_000), part(number / 1000));
    if math::are_built_in() { dialect.with_math_functions() } else { dialect }
});

/// That of a connection to which the mathematical functions were given.
static WITH_MATH: LazyLock<Sqlite> = LazyLock::new(|| DIALECT.with_math_functions());

macro_rules! drivers {
    ($($handle:ty: $dialect:expr, |$self:ident| $connection:expr, $counts:expr, $any:expr;)*) => { $(
        impl Driver for $handle {
            fn dialect(&self) -> &dyn Dialect {
                &*$dialect
            }
            fn run_query(
                &mut self,
                statement: &Compiled<'_>,
                _: Delivery,
                row: &mut RowFn<'_>,
            ) -> Result<(), Error> {
                let $self = self;
                run_query($connection, $counts, statement, row)
            }
            fn run(&mut self, statement: &Compiled<'_>) -> Result<u64, Error> {
                let $self = self;
                run($connection, $counts, statement)
            }
            fn run_script(&mut self, sql: &str) -> Result<(), Error> {
                let $self = self;
                run_script($connection, sql)
            }
            fn run_bulk(&mut self, bulk: &mut Bulk<'_>) -> Result<u64, Error> {
                let $self = self;
                bulk::insert($connection, bulk)
            }
            fn run_transaction(&mut self, step: TransactionStep) -> Result<(), Error> {
                let $self = self;
                run_transaction($connection, step)
            }
            fn depth(&self) -> usize {
                let $self = self;
                usize::from(!$connection.is_autocommit())
            }
            fn transaction_ended(&self) -> bool {
                let $self = self;
                $connection.is_autocommit()
            }
            fn start_time_limit(&mut self, limit: Duration) -> Result<TimeLimit, Error> {
                let $self = self;
                let handle = $connection.get_interrupt_handle();
                TimeLimit::watched(limit, move || handle.interrupt())
            }
            fn end_time_limit(&mut self, _: TimeLimit, _: bool) -> Result<(), Error> {
                Ok(())
            }
            fn reset(&mut self) -> Result<(), Error> {
                let $self = self;
                reset($connection)
            }
            fn cache_statistics(&self) -> CacheStatistics {
                #[allow(unused_variables, reason = "a handle of the driver's own counts nothing")]
                let $self = self;
                let counts: Option<&Counts> = $counts;
                counts.map(Counts::statistics).unwrap_or_default()
            }
            fn as_any(&mut self) -> Option<&mut dyn Any> {
                let $self = self;
                $any
            }
        }
    )* };
}

drivers! {
    rusqlite::Connection: DIALECT, |this| this, None, Some(this);
    &rusqlite::Connection: DIALECT, |this| *this, None, { let _ = this; None };
    rusqlite::Transaction<'_>: DIALECT, |this| &**this, None, { let _ = this; None };
    rusqlite::Savepoint<'_>: DIALECT, |this| &**this, None, { let _ = this; None };
    SqliteConnection: WITH_MATH, |this| &this.handle, Some(&this.counts), Some(this);
}

fn run_transaction(connection: &rusqlite::Connection, step: TransactionStep) -> Result<(), Error> {
    match step {
        TransactionStep::Begin(options) if options.deferrable => Err(Error::Unsupported {
            what: "a DEFERRABLE transaction",
            dialect: "SQLite",
            instead: "a read-only transaction is enough: its snapshot is never in another's way in WAL mode",
        }),
        TransactionStep::Begin(options) => {
            run_script(
                connection,
                match options.lock {
                    TransactionLock::Deferred => "BEGIN DEFERRED",
                    TransactionLock::Immediate => "BEGIN IMMEDIATE",
                    TransactionLock::Exclusive => "BEGIN EXCLUSIVE",
                },
            )?;
            if options.read_only {
                run_script(connection, "PRAGMA query_only = ON")
            } else {
                Ok(())
            }
        }
        TransactionStep::Commit(options) => {
            run_script(connection, "COMMIT")?;
            writable(connection, options)
        }
        TransactionStep::Rollback(options) => {
            // SQLite may have rolled back by itself.
            if !connection.is_autocommit() {
                run_script(connection, "ROLLBACK")?;
            }
            writable(connection, options)
        }
        // A savepoint that went with its transaction is undone.
        TransactionStep::RollbackTo(_) | TransactionStep::Release(_)
            if connection.is_autocommit() =>
        {
            Ok(())
        }
        step => run_script(connection, &step.sql()),
    }
}

/// What a read-only transaction has forbidden is permitted again.
fn writable(connection: &rusqlite::Connection, options: TransactionOptions) -> Result<(), Error> {
    match options.read_only {
        true => run_script(connection, "PRAGMA query_only = OFF"),
        false => Ok(()),
    }
}

fn reset(connection: &rusqlite::Connection) -> Result<(), Error> {
    run_transaction(connection, TransactionStep::Rollback(TransactionOptions::new().read_only()))
}

/// How often a statement was found in the driver's cache, which does not tell by itself.
#[derive(Debug)]
struct Counts {
    hits: Cell<u64>,
    misses: Cell<u64>,
    capacity: Cell<usize>,
}

impl Counts {
    fn new(capacity: usize) -> Self {
        Counts { hits: Cell::new(0), misses: Cell::new(0), capacity: Cell::new(capacity) }
    }

    /// A statement that has run before comes from the cache.
    fn count(&self, statement: &Statement<'_>) {
        let ran = statement.get_status(StatementStatus::Run) > 0;
        let counter = if ran { &self.hits } else { &self.misses };
        counter.set(counter.get() + 1);
    }

    fn statistics(&self) -> CacheStatistics {
        let (misses, capacity) = (self.misses.get(), self.capacity.get());
        // Each that was prepared anew went in, and pushed another out where there was no room.
        let size = usize::try_from(misses).map_or(capacity, |misses| misses.min(capacity));
        CacheStatistics::new(self.hits.get(), misses, size, capacity)
    }
}

/// Does something with a prepared statement whose parameters are bound.
fn prepared<T>(
    connection: &rusqlite::Connection,
    counts: Option<&Counts>,
    statement: &Compiled<'_>,
    run: impl FnOnce(&mut Statement<'_>) -> Result<T, Error>,
) -> Result<T, Error> {
    let failed = |failure| error(failure, statement.text());
    if !statement.is_cached() {
        let mut prepared = connection.prepare(statement.text()).map_err(failed)?;
        bind_all(&mut prepared, statement)?;
        return run(&mut prepared);
    }
    let mut prepared = connection.prepare_cached(statement.text()).map_err(failed)?;
    if let Some(counts) = counts {
        counts.count(&prepared);
    }
    bind_all(&mut prepared, statement)?;
    run(&mut prepared)
}

fn bind_all(prepared: &mut Statement<'_>, statement: &Compiled<'_>) -> Result<(), Error> {
    let failed = |failure| error(failure, statement.text());
    let (given, wanted) = (statement.params().len(), prepared.parameter_count());
    if given != wanted {
        return Err(failed(rusqlite::Error::InvalidParameterCount(given, wanted)));
    }
    for (param, index) in statement.params().iter().zip(1_usize..) {
        let value = bind::bind_typed(param.value(), param.data_type())?;
        prepared.raw_bind_parameter(index, value).map_err(failed)?;
    }
    Ok(())
}

fn run_query(
    connection: &rusqlite::Connection,
    counts: Option<&Counts>,
    statement: &Compiled<'_>,
    on_row: &mut RowFn<'_>,
) -> Result<(), Error> {
    let failed = |failure| error(failure, statement.text());
    prepared(connection, counts, statement, |prepared| {
        let read_only = prepared.readonly();
        let mut rows = prepared.raw_query();
        let mut columns = None;
        while let Some(row) = rows.next().map_err(failed)? {
            let mut cursor = Cursor { row, next: 0, columns: &mut columns };
            match on_row(&mut cursor) {
                Ok(ControlFlow::Continue(())) => {}
                Ok(ControlFlow::Break(())) if read_only => return Ok(()),
                // What it writes, and whether that succeeds, is known at its end only.
                Ok(ControlFlow::Break(())) => while rows.next().map_err(failed)?.is_some() {},
                Err(error) => return Err(cursor.located(error, statement.text())),
            }
        }
        Ok(())
    })
}

fn run(
    connection: &rusqlite::Connection,
    counts: Option<&Counts>,
    statement: &Compiled<'_>,
) -> Result<u64, Error> {
    let failed = |failure| error(failure, statement.text());
    prepared(connection, counts, statement, |prepared| {
        let read_only = prepared.readonly();
        let mut rows = prepared.raw_query();
        let mut count = 0;
        while rows.next().map_err(failed)?.is_some() {
            count += 1;
        }
        Ok(if read_only { count } else { connection.changes() })
    })
}

fn run_script(connection: &rusqlite::Connection, sql: &str) -> Result<(), Error> {
    connection.execute_batch(sql).map_err(|failure| error(failure, sql))
}

/// An error outside of any statement.
fn outside(failure: rusqlite::Error) -> Error {
    error(failure, "")
}

/// A row, read from left to right.
struct Cursor<'r, 's> {
    row: &'r Row<'s>,
    next: usize,
    /// The names of the columns, once they were asked for.
    columns: &'r mut Option<Arc<[String]>>,
}

impl RowSource for Cursor<'_, '_> {
    fn columns(&mut self) -> Arc<[String]> {
        let names = || self.row.as_ref().column_names().map(str::to_owned).collect();
        self.columns.get_or_insert_with(names).clone()
    }

    #[inline]
    fn next(&mut self) -> Result<ValueRef<'_>, DecodeError> {
        let Ok(value) = self.row.get_ref(self.next) else {
            return Err(DecodeError::new(DecodeErrorKind::EndOfRow));
        };
        self.next += 1;
        Ok(match value {
            types::ValueRef::Null => ValueRef::Null,
            types::ValueRef::Integer(number) => ValueRef::Int(number),
            types::ValueRef::Real(number) => ValueRef::Double(number),
            types::ValueRef::Text(bytes) => match std::str::from_utf8(bytes) {
                Ok(text) => ValueRef::Text(text),
                Err(error) => return Err(not_utf8(bytes, error)),
            },
            types::ValueRef::Blob(bytes) => ValueRef::Blob(bytes),
        })
    }
}

#[cold]
fn not_utf8(bytes: &[u8], error: std::str::Utf8Error) -> DecodeError {
    DecodeError::malformed(&String::from_utf8_lossy(bytes), "text in UTF-8", error)
}

impl Cursor<'_, '_> {
    /// The error with the column that was read last.
    #[cold]
    fn located(&self, error: DecodeError, sql: &str) -> Error {
        let column = match error.kind() {
            DecodeErrorKind::EndOfRow => None,
            _ => self.next.checked_sub(1),
        };
        let name =
            column.and_then(|column| Some((column, self.row.as_ref().column_name(column).ok()?)));
        let error = match name {
            Some((column, name)) => error.in_column(column, name),
            None => error,
        };
        Error::Decode { error, sql: sql.into() }
    }
}
