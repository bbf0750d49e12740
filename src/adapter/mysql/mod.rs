//! MySQL and MariaDB, by the driver `mysql`.

use std::any::Any;
use std::fmt;
use std::ops::ControlFlow;
use std::time::Duration;

use ::mysql::prelude::Queryable;
use ::mysql::{Conn, Opts};

use super::{Bulk, CacheStatistics, Delivery, Driver, RowFn, TimeLimit, TransactionStep};
use crate::Error;
use crate::dialect::{Compiled, Dialect};

mod bind;
mod bulk;
mod cache;
mod decode;
mod error;
mod execute;
mod handle;
mod session;
mod transaction;
mod url;

use cache::Statements;
use error::error;
pub use handle::MySqlHandle;
use session::Session;
use transaction::State;

/// A connection to MySQL or MariaDB; the server says which it is. Its session is set so that
/// promises hold:
///
/// - text is `utf8mb4`, in the server's collation for it,
/// - the time zone is UTC,
/// - `sql_mode` is strict (`STRICT_ALL_TABLES`), without modes that change how SQL is read
///   (`ANSI_QUOTES`, `NO_BACKSLASH_ESCAPES`, `PIPES_AS_CONCAT` and the like); others stay,
/// - `group_concat_max_len` is 4 GiB, so that nothing that is collected of a group is cut,
/// - MariaDB's cache of subqueries is off, which takes texts for equal that are not, and so is its
///   turning EXISTS into IN, which is wrong over a CTE when a prepared statement runs again,
/// - a recursive CTE goes as deep as it likes: past a thousand levels MySQL fails otherwise, and
///   MariaDB leaves out the rest,
/// - [`execute`](super::Connection::execute) of an UPDATE counts the rows found, changed or not
///   (`CLIENT_FOUND_ROWS`). This is agreed on when the connection is opened: on a handle of your
///   own, opened without it, those changed are counted.
///
/// The last 128 statements stay prepared on a `mysql::Conn` or `mysql::PooledConn`. On a
/// `mysql::Transaction` or a borrowed handle none do, since the server would keep them
/// after this connection is gone; see
/// [`set_statement_cache_capacity`](MySqlConnection::set_statement_cache_capacity).
///
/// Timestamps with time zone are sent in UTC; what is finer than a microsecond is cut off. Decimals,
/// UUIDs and JSON are sent as text.
///
/// A query that is broken off early is still read to its end, since the protocol has no other way:
/// about a second for each million short rows. Limit what you do not want.
///
/// ```no_run
/// # #[cfg(feature = "mysql")] {
/// use aludel::prelude::*;
/// let mut db = MySqlConnection::connect("mysql://root@127.0.0.1:3306/test")?;
/// assert_eq!(db.fetch_scalar(&select(val::<Integer>(1)))?, 1);
/// # }
/// # Ok::<(), aludel::Error>(())
/// ```
pub struct MySqlConnection<H: MySqlHandle = Conn> {
    handle: H,
    dialect: Box<dyn Dialect>,
    statements: Statements,
    transaction: State,
    last_insert_id: Option<u64>,
    broken: bool,
    /// How the connection was opened, and its number at the server: for one that interrupts it.
    opened: Option<(Opts, u64)>,
    /// MariaDB's time limit that was set before ours.
    former_limit: Option<String>,
    /// Whether what ran last was a query.
    queried: bool,
}

impl MySqlConnection {
    /// Opens a connection by a URL: `mysql://user:password@host:port/database?option=value`, or
    /// `mariadb://…`; either reaches either server.
    ///
    /// | option | |
    /// |---|---|
    /// | `ssl-mode` | `disabled` (default); `required` or `verify_identity`: encrypted, and the certificate and the host's name are verified; `verify_ca`: the certificate only |
    /// | `ssl-ca` | the file of a certificate authority to trust besides those that browsers trust |
    /// | `connect_timeout` | in seconds |
    /// | `socket` | the path of a Unix socket |
    /// | `statement_cache` | how many statements stay prepared; 128 if it is not said |
    ///
    /// The options of the driver's own URLs are taken as well. TLS needs the feature `tls`.
    ///
    /// # Errors
    /// The URL is not understood, or the server cannot be reached or refuses.
    pub fn connect(url: &str) -> Result<Self, Error> {
        let (options, capacity) = url::options(url)?;
        let conn = Conn::new(options.clone()).map_err(|failure| error(failure, "MySQL", ""))?;
        let (mut connection, id) = Self::set_up(conn)?;
        connection.opened = Some((options, id));
        if let Some(capacity) = capacity {
            connection.statements = Statements::new(capacity);
        }
        Ok(connection)
    }
}

impl<H: MySqlHandle> MySqlConnection<H> {
    /// Works on a handle of your own, and sets its session up.
    ///
    /// # Errors
    /// The server refuses.
    pub fn new(handle: H) -> Result<Self, Error> {
        Self::set_up(handle).map(|(connection, _)| connection)
    }

    /// The connection, and its number at the server.
    fn set_up(mut handle: H) -> Result<(Self, u64), Error> {
        let on = handle.queryable();
        let session = Session::ask(on).and_then(|session| session.set_up(on).map(|()| session));
        let Session { id, dialect, .. } = session.map_err(|failure| error(failure, "MySQL", ""))?;
        Ok((Self::made(handle, dialect), id))
    }

    /// Works on a handle of your own as it is: nothing is asked, nothing is set.
    pub fn with_dialect(handle: H, dialect: impl Dialect + 'static) -> Self {
        Self::made(handle, Box::new(dialect))
    }

    fn made(handle: H, dialect: Box<dyn Dialect>) -> Self {
        MySqlConnection {
            handle,
            dialect,
            statements: Statements::new(H::STATEMENTS),
            transaction: State::new(H::DEPTH),
            last_insert_id: None,
            broken: false,
            opened: None,
            former_limit: None,
            queried: false,
        }
    }

    /// The driver's own handle.
    pub fn handle(&self) -> &H {
        &self.handle
    }

    /// The driver's own handle, to be changed.
    pub fn handle_mut(&mut self) -> &mut H {
        &mut self.handle
    }

    /// The driver's own handle, given away; what was prepared is closed.
    ///
    /// # Errors
    /// The connection is lost.
    pub fn into_handle(mut self) -> Result<H, Error> {
        self.set_statement_cache_capacity(0)?;
        Ok(self.handle)
    }

    /// Keeps so many statements prepared from now on, 0 for none; those prepared now are closed.
    ///
    /// # Errors
    /// The connection is lost.
    pub fn set_statement_cache_capacity(&mut self, capacity: usize) -> Result<(), Error> {
        let done = self.statements.set_capacity(self.handle.queryable(), capacity);
        done.map_err(|failure| self.failed(failure, ""))
    }
}

impl<H: MySqlHandle> Driver for MySqlConnection<H> {
    fn dialect(&self) -> &dyn Dialect {
        &*self.dialect
    }

    fn run_query(
        &mut self,
        statement: &Compiled<'_>,
        _: Delivery,
        row: &mut RowFn<'_>,
    ) -> Result<(), Error> {
        self.queried = true;
        self.execute_prepared(statement, row).map(drop)
    }

    fn run(&mut self, statement: &Compiled<'_>) -> Result<u64, Error> {
        self.queried = false;
        // The one statement without rows that commits by itself.
        let guarded = self.transaction.is_open() && statement.text().starts_with("TRUNCATE ");
        if guarded {
            self.set_guard()?;
        }
        let done = self.execute_prepared(statement, &mut |_| Ok(ControlFlow::Continue(())));
        if guarded {
            self.check_guard();
        }
        done
    }

    fn run_script(&mut self, sql: &str) -> Result<(), Error> {
        self.queried = false;
        let guarded = self.transaction.is_open();
        if guarded {
            self.set_guard()?;
        }
        let done = self.text(sql);
        if guarded {
            self.check_guard();
        }
        done
    }

    fn run_bulk(&mut self, bulk: &mut Bulk<'_>) -> Result<u64, Error> {
        self.queried = false;
        let packet = self.ask("SELECT @@max_allowed_packet")?;
        let packet = packet.and_then(|bytes| bytes.parse().ok()).unwrap_or(1 << 20);
        bulk::insert(self, bulk, packet)
    }

    fn run_transaction(&mut self, step: TransactionStep) -> Result<(), Error> {
        self.step(step)
    }

    fn depth(&self) -> usize {
        self.transaction.depth()
    }

    fn transaction_ended(&self) -> bool {
        self.transaction.has_ended()
    }

    fn start_time_limit(&mut self, limit: Duration) -> Result<TimeLimit, Error> {
        if self.dialect.name() == "MariaDB" {
            self.former_limit = self.ask("SELECT @@max_statement_time")?;
            self.text(&format!("SET max_statement_time = {:.6}", limit.as_secs_f64().max(1e-6)))?;
            return Ok(TimeLimit::of_server());
        }
        match self.opened.clone() {
            Some((options, id)) => TimeLimit::watched(limit, move || interrupt(options, id)),
            None => Err(Error::Unsupported {
                what: "a time limit on a handle of your own",
                dialect: "MySQL",
                instead: "open the connection by its URL, with MySqlConnection::connect",
            }),
        }
    }

    fn end_time_limit(&mut self, mut limit: TimeLimit, succeeded: bool) -> Result<(), Error> {
        let expired = limit.stop();
        if self.broken {
            return Ok(());
        }
        if let Some(former) = self.former_limit.take() {
            return self.text(&format!("SET max_statement_time = {former}"));
        }
        // An interruption that came when the statement had just ended hits this one.
        match self.text("DO 0") {
            Err(error) if error.kind() != crate::ErrorKind::Interrupted => return Err(error),
            _ => {}
        }
        if expired && succeeded && self.queried {
            // SLEEP and the like end early without an error; what was written is written.
            return Err(error::timed_out(self.dialect.name()));
        }
        Ok(())
    }

    fn last_insert_id(&self) -> Option<u64> {
        self.last_insert_id
    }

    fn ping(&mut self) -> Result<(), Error> {
        self.text("DO 0")
    }

    fn is_broken(&self) -> bool {
        self.broken
    }

    fn reset(&mut self) -> Result<(), Error> {
        match self.handle.reset_session() {
            Ok(true) => {}
            Ok(false) => {
                return Err(Error::Unsupported {
                    what: "a reset of a handle that a pool or a transaction owns",
                    dialect: self.dialect.name(),
                    instead: "give it back, and take another",
                });
            }
            Err(failure) => return Err(self.failed(failure, "")),
        }
        self.statements.forget();
        self.transaction = State::new(H::DEPTH);
        self.last_insert_id = None;
        let on = self.handle.queryable();
        match Session::ask(on).and_then(|session| session.set_up(on)) {
            Ok(()) => Ok(()),
            Err(failure) => Err(self.failed(failure, "")),
        }
    }

    fn cache_statistics(&self) -> CacheStatistics {
        self.statements.statistics()
    }

    fn as_any(&mut self) -> Option<&mut dyn Any> {
        H::as_any(self)
    }
}

/// Interrupts what runs on a connection, by another one.
fn interrupt(options: Opts, id: u64) {
    // If that fails the statement runs on; there is no one to tell.
    let _ = Conn::new(options).and_then(|mut other| other.query_drop(format!("KILL QUERY {id}")));
}

impl<H: MySqlHandle> fmt::Debug for MySqlConnection<H> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MySqlConnection").field("dialect", &self.dialect).finish_non_exhaustive()
    }
}
