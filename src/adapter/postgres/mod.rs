//! PostgreSQL, by `postgres`.

use std::any::Any;
use std::fmt;
use std::time::Duration;

use postgres::Client;

use super::{
    Bulk, CacheStatistics, Delivery, Driver, RowFn, StatementLimits, TimeLimit, TransactionLock,
    TransactionOptions, TransactionStep, insert_by_statements,
};
use crate::Error;
use crate::dialect::{Compiled, Dialect, Postgres};

mod bind;
mod bulk;
mod cache;
mod connect;
mod copy;
mod decode;
mod error;
mod handle;
mod numeric;
mod range;
mod run;
#[cfg(feature = "chrono")]
mod time;

use cache::Cache;
use error::error;
pub use handle::PostgresHandle;
use run::{ask, hand_over};

/// A PostgreSQL connection: a handle of the driver with what its promises need.
///
/// The last 128 statements stay prepared. Nothing is set in the session.
///
/// ```no_run
/// use aludel::prelude::*;
///
/// let mut db = PostgresConnection::connect("postgresql://ann:secret@localhost/shop")?;
/// assert_eq!(db.fetch_scalar(&select(val::<Integer>(1)))?, 1);
/// # Ok::<(), aludel::Error>(())
/// ```
///
/// On a handle of one's own:
///
/// ```no_run
/// # use aludel::prelude::*;
/// let mut client = postgres::Client::connect("host=localhost user=ann", postgres::NoTls)?;
/// let mut db = PostgresConnection::new(&mut client)?;
/// let now = db.fetch_scalar(&select(val::<Integer>(1)))?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Large results
///
/// `for_each` reads rows as they come, in memory that does not grow with their number. When its
/// function breaks off, the rest of the rows is read and thrown away: the server has no other way to
/// say whether the statement succeeded. Ask for no more rows than are wanted, with
/// [`limit`](crate::query::Select::limit); the same is true of `fetch_first`.
///
/// # Behind PgBouncer
///
/// Where connections are shared transaction by transaction, a statement prepared once may meet a
/// server process that does not know it (SQLSTATE 26000). With
/// [`set_statement_cache_capacity(0)`](Self::set_statement_cache_capacity) every statement goes out
/// unnamed, in one round trip. Only columns of types that are not PostgreSQL's own, enums and the
/// like, are looked up by the driver in statements that it names: cast them to text in the query.
pub struct PostgresConnection<H = Client> {
    handle: H,
    dialect: Postgres,
    cache: Cache,
    depth: usize,
    /// Whether a statement failed in the open transaction: until that is undone, or what was done
    /// since a savepoint, the server takes no other.
    failed: bool,
    broken: bool,
    /// The time limits under way: the `statement_timeout` that each has replaced, or none if its
    /// transaction is its own.
    limits: Vec<Option<String>>,
}

/// How many statements stay prepared.
const STATEMENTS: usize = 128;

impl PostgresConnection<Client> {
    /// Connects to a server: `postgresql://user:password@host:port/database?option=value`.
    ///
    /// The options are those of the driver
    /// (<https://docs.rs/postgres/latest/postgres/config/struct.Config.html>), and
    ///
    /// | option | |
    /// |---|---|
    /// | `statement_cache` | how many statements stay prepared; 0 behind PgBouncer |
    /// | `sslmode` | `disable`, which is the default, `prefer`, `require`; with TLS the server's certificate and name are always checked, so that `verify-full` is the same as `require` |
    /// | `sslrootcert` | a file with the certificates that are trusted, instead of the system's |
    ///
    /// # Errors
    /// The URL is not understood, or there is no such server.
    pub fn connect(url: &str) -> Result<Self, Error> {
        connect::connect(url)
    }
}

/// What connects an engine to the server of a URL.
#[cfg(feature = "pool")]
pub(super) fn connector(url: Option<String>, cache: Option<usize>) -> Box<super::pool::Connect> {
    let url = url.unwrap_or_default();
    Box::new(move || {
        let mut connection = PostgresConnection::connect(&url)?;
        if let Some(statements) = cache {
            connection.set_statement_cache_capacity(statements);
        }
        Ok(Box::new(connection))
    })
}

impl<H: PostgresHandle> PostgresConnection<H> {
    /// A connection on a handle; the server is asked for its version.
    ///
    /// # Errors
    /// The server does not answer.
    pub fn new(mut handle: H) -> Result<Self, Error> {
        const VERSION: &str = "SELECT current_setting('server_version_num')";
        let number = ask(handle.client(), VERSION).map_err(|failure| error(failure, VERSION))?;
        let number: u32 = number.and_then(|text| text.parse().ok()).unwrap_or_default();
        let major = u16::try_from(number / 10_000).unwrap_or_default();
        Ok(Self::with_dialect(handle, Postgres::version(major)))
    }

    /// A connection on a handle whose server's version is known.
    pub fn with_dialect(handle: H, dialect: Postgres) -> Self {
        PostgresConnection {
            handle,
            dialect,
            cache: Cache::new(STATEMENTS),
            depth: H::DEPTH,
            failed: false,
            broken: false,
            limits: Vec::new(),
        }
    }

    /// How many statements stay prepared. With 0, none is: each goes out unnamed, which is what
    /// PgBouncer needs where it shares connections transaction by transaction.
    pub fn set_statement_cache_capacity(&mut self, capacity: usize) {
        self.cache = Cache::new(capacity);
    }

    /// The driver's own handle.
    pub fn handle(&self) -> &H {
        &self.handle
    }

    /// The driver's own handle, to be changed.
    pub fn handle_mut(&mut self) -> &mut H {
        &mut self.handle
    }

    /// The driver's own handle, given away.
    pub fn into_handle(self) -> H {
        self.handle
    }
}

impl<H: PostgresHandle> Driver for PostgresConnection<H> {
    fn dialect(&self) -> &dyn Dialect {
        &self.dialect
    }

    fn run_query(
        &mut self,
        statement: &Compiled<'_>,
        delivery: Delivery,
        on_row: &mut RowFn<'_>,
    ) -> Result<(), Error> {
        if delivery == Delivery::Streamed {
            return self
                .attempt(statement, |this, prepared| this.stream(statement, prepared, on_row));
        }
        let rows = self.attempt(statement, |this, prepared| this.query(statement, prepared))?;
        hand_over(&rows, statement.text(), on_row)
    }

    fn run(&mut self, statement: &Compiled<'_>) -> Result<u64, Error> {
        self.attempt(statement, |this, prepared| this.execute(statement, prepared))
    }

    fn run_script(&mut self, sql: &str) -> Result<(), Error> {
        self.batch(sql)
    }

    fn run_bulk(&mut self, bulk: &mut Bulk<'_>) -> Result<u64, Error> {
        match bulk::arrays(bulk) {
            Some(arrays) => bulk::insert(self, bulk, arrays),
            None => insert_by_statements(self, bulk, StatementLimits::new()),
        }
    }

    fn run_transaction(&mut self, step: TransactionStep) -> Result<(), Error> {
        match step {
            TransactionStep::Begin(options) => {
                // The locks are SQLite's: <https://www.postgresql.org/docs/current/sql-begin.html>.
                let options = TransactionOptions { lock: TransactionLock::Deferred, ..options };
                self.batch(&TransactionStep::Begin(options).sql())?;
                (self.depth, self.failed) = (1, false);
            }
            // The server would roll back, and call that a success.
            TransactionStep::Commit(options) if self.failed => {
                self.run_transaction(TransactionStep::Rollback(options))?;
                return Err(Error::TransactionEnded);
            }
            TransactionStep::Commit(_) | TransactionStep::Rollback(_) => {
                (self.depth, self.failed) = (H::DEPTH, false);
                if !self.is_broken() || matches!(step, TransactionStep::Commit(_)) {
                    self.batch(&step.sql())?;
                }
            }
            TransactionStep::Savepoint(depth) => {
                self.batch(&step.sql())?;
                self.depth = self.depth.max(depth);
            }
            TransactionStep::Release(_) | TransactionStep::RollbackTo(_) if self.is_broken() => {}
            TransactionStep::Release(depth) => {
                self.batch(&step.sql())?;
                // The savepoint of bulk statements, 0, is not counted.
                self.depth = depth.checked_sub(1).unwrap_or(self.depth);
            }
            TransactionStep::RollbackTo(_) => {
                self.batch(&step.sql())?;
                self.failed = false;
            }
        }
        Ok(())
    }

    fn depth(&self) -> usize {
        self.depth
    }

    fn transaction_ended(&self) -> bool {
        self.depth == 0 || self.failed || self.is_broken()
    }

    fn start_time_limit(&mut self, limit: Duration) -> Result<TimeLimit, Error> {
        let milliseconds = limit.as_millis().clamp(1, i32::MAX as u128);
        let set = format!("SET LOCAL statement_timeout = {milliseconds}");
        let before = if self.depth == 0 {
            self.batch(&format!("BEGIN; {set}"))?;
            (self.depth, self.failed) = (1, false);
            None
        } else {
            self.ask(&format!("SELECT current_setting('statement_timeout'); {set}"))?
        };
        self.limits.push(before);
        Ok(TimeLimit::of_server())
    }

    fn end_time_limit(&mut self, _: TimeLimit, succeeded: bool) -> Result<(), Error> {
        match self.limits.pop() {
            Some(Some(before)) if !self.failed => {
                self.batch(&format!("SET LOCAL statement_timeout = '{before}'"))
            }
            Some(None) if succeeded => self.run_transaction(TransactionStep::Commit(PLAIN)),
            Some(None) => self.run_transaction(TransactionStep::Rollback(PLAIN)),
            // What is undone takes the setting with it.
            _ => Ok(()),
        }
    }

    fn ping(&mut self) -> Result<(), Error> {
        self.batch("")
    }

    fn is_broken(&self) -> bool {
        self.broken || self.handle.is_closed()
    }

    fn reset(&mut self) -> Result<(), Error> {
        if self.depth > H::DEPTH {
            self.run_transaction(TransactionStep::Rollback(PLAIN))?;
        }
        // A transaction that a script has begun is not counted.
        let undo = if H::DEPTH == 0 { "ROLLBACK; " } else { "" };
        self.batch(&format!("{undo}{RESET}"))
    }

    fn cache_statistics(&self) -> CacheStatistics {
        self.cache.statistics()
    }

    fn as_any(&mut self) -> Option<&mut dyn Any> {
        H::as_any(self)
    }
}

/// A transaction as the database starts one.
const PLAIN: TransactionOptions = TransactionOptions::new();

/// `DISCARD ALL`, but that statements stay prepared.
const RESET: &str = "SET SESSION AUTHORIZATION DEFAULT; RESET ALL; CLOSE ALL; UNLISTEN *; \
     SELECT pg_advisory_unlock_all(); DISCARD TEMP; DISCARD SEQUENCES";

impl<H> fmt::Debug for PostgresConnection<H> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PostgresConnection").field("depth", &self.depth).finish_non_exhaustive()
    }
}
