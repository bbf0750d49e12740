//! Transactions and savepoints, the same for every driver.

use std::fmt;
use std::time::Duration;

use super::forward::forward;
use super::{Bulk, Delivery, Driver, RowFn, TimeLimit};
use crate::dialect::Compiled;
use crate::{Error, ErrorKind};

/// How a transaction starts.
///
/// By default as the database does: READ COMMITTED on PostgreSQL, REPEATABLE READ on MySQL and
/// MariaDB; SQLite's `BEGIN DEFERRED`, which locks nothing before the first statement and takes the
/// lock for writing at the first write. If another connection has written in between, that write
/// fails ([`ErrorKind::Serialization`](crate::ErrorKind::Serialization)): a transaction that reads
/// and then writes is better begun [`immediate`](Self::immediate).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct TransactionOptions {
    /// What other transactions' work it sees; the database's default if it is not said.
    pub isolation: Option<Isolation>,
    /// Whether it may only read.
    pub read_only: bool,
    /// Whether it waits at its start until it can read without ever being in another's way:
    /// PostgreSQL's `DEFERRABLE`, of a SERIALIZABLE transaction that only reads.
    pub deferrable: bool,
    /// Which lock SQLite takes at the start; without meaning for other databases.
    pub lock: TransactionLock,
}

/// What a transaction sees of the work of others, from least to most kept apart:
/// <https://www.postgresql.org/docs/current/transaction-iso.html>,
/// <https://dev.mysql.com/doc/refman/en/innodb-transaction-isolation-levels.html>.
///
/// SQLite's transactions are always serializable, which is more than each of the others asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Isolation {
    /// What others have not yet committed; PostgreSQL shows committed work only.
    ReadUncommitted,
    /// What is committed when a statement starts.
    ReadCommitted,
    /// What was committed when the transaction first read.
    RepeatableRead,
    /// As if transactions ran one after the other; one that cannot fails, and is run again.
    Serializable,
}

impl Isolation {
    /// The level in SQL's words.
    pub const fn sql(self) -> &'static str {
        match self {
            Isolation::ReadUncommitted => "READ UNCOMMITTED",
            Isolation::ReadCommitted => "READ COMMITTED",
            Isolation::RepeatableRead => "REPEATABLE READ",
            Isolation::Serializable => "SERIALIZABLE",
        }
    }
}

/// Which lock SQLite takes when a transaction starts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TransactionLock {
    /// None: `BEGIN DEFERRED`.
    #[default]
    Deferred,
    /// The lock for writing: `BEGIN IMMEDIATE`.
    Immediate,
    /// The lock that keeps readers out too, unless the database is in WAL mode: `BEGIN EXCLUSIVE`.
    Exclusive,
}

impl TransactionOptions {
    /// As the database starts one.
    pub const fn new() -> Self {
        TransactionOptions {
            isolation: None,
            read_only: false,
            deferrable: false,
            lock: TransactionLock::Deferred,
        }
    }

    /// At an isolation level.
    #[must_use]
    pub const fn isolation(self, isolation: Isolation) -> Self {
        TransactionOptions { isolation: Some(isolation), ..self }
    }

    /// Writes are refused: [`ErrorKind::ReadOnly`](crate::ErrorKind::ReadOnly).
    #[must_use]
    pub const fn read_only(self) -> Self {
        TransactionOptions { read_only: true, ..self }
    }

    /// A long read that is never in another's way, nor another in its: SERIALIZABLE, READ ONLY,
    /// DEFERRABLE. PostgreSQL alone has it; others refuse.
    #[must_use]
    pub const fn deferrable(self) -> Self {
        TransactionOptions {
            isolation: Some(Isolation::Serializable),
            read_only: true,
            deferrable: true,
            ..self
        }
    }

    /// With SQLite's lock for writing taken at the start.
    #[must_use]
    pub const fn immediate(self) -> Self {
        TransactionOptions { lock: TransactionLock::Immediate, ..self }
    }

    /// With SQLite's lock taken at the start that keeps readers out too.
    #[must_use]
    pub const fn exclusive(self) -> Self {
        TransactionOptions { lock: TransactionLock::Exclusive, ..self }
    }

    /// `BEGIN`, with everything that was asked for.
    fn begin(self) -> String {
        let mut sql = match self.lock {
            TransactionLock::Deferred => "BEGIN",
            TransactionLock::Immediate => "BEGIN IMMEDIATE",
            TransactionLock::Exclusive => "BEGIN EXCLUSIVE",
        }
        .to_owned();
        if let Some(isolation) = self.isolation {
            sql.push_str(" ISOLATION LEVEL ");
            sql.push_str(isolation.sql());
        }
        if self.read_only {
            sql.push_str(" READ ONLY");
        }
        if self.deferrable {
            sql.push_str(" DEFERRABLE");
        }
        sql
    }
}

/// What happens to a transaction, which is told with the options it began with, or to a savepoint
/// inside of one, which is named by its depth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TransactionStep {
    /// A transaction starts.
    Begin(TransactionOptions),
    /// It is kept.
    Commit(TransactionOptions),
    /// It is undone.
    Rollback(TransactionOptions),
    /// A savepoint is set.
    Savepoint(usize),
    /// What was done since the savepoint is kept as far as what is around it is.
    Release(usize),
    /// What was done since the savepoint is undone; the savepoint stays set.
    RollbackTo(usize),
}

impl TransactionStep {
    /// The savepoint of bulk statements, which no transaction has.
    pub(super) const BULK: Self = TransactionStep::Savepoint(0);
    pub(super) const BULK_RELEASE: Self = TransactionStep::Release(0);
    pub(super) const BULK_UNDO: Self = TransactionStep::RollbackTo(0);

    /// The step in the words that all databases know. How a transaction with options starts is
    /// each database's own; here it is told for whoever reads it, as in `BEGIN IMMEDIATE` or
    /// `BEGIN ISOLATION LEVEL SERIALIZABLE READ ONLY`.
    pub fn sql(self) -> String {
        match self {
            TransactionStep::Begin(options) => options.begin(),
            TransactionStep::Commit(_) => "COMMIT".into(),
            TransactionStep::Rollback(_) => "ROLLBACK".into(),
            TransactionStep::Savepoint(depth) => format!("SAVEPOINT aludel_{depth}"),
            TransactionStep::Release(depth) => format!("RELEASE SAVEPOINT aludel_{depth}"),
            TransactionStep::RollbackTo(depth) => format!("ROLLBACK TO SAVEPOINT aludel_{depth}"),
        }
    }
}

/// An open transaction, or a savepoint inside of one. It is itself a connection.
///
/// Dropped, by a panic too, it is rolled back. Once the database has ended it by itself, every
/// further statement is refused ([`Error::TransactionEnded`]): none slips out to be kept alone.
pub struct Transaction<'c> {
    driver: &'c mut dyn Driver,
    /// 1 for a transaction, more for a savepoint.
    depth: usize,
    options: TransactionOptions,
    open: bool,
}

impl<'c> Transaction<'c> {
    /// Starts one on any driver; inside of a transaction a savepoint, which takes no options.
    ///
    /// # Errors
    /// The database refuses.
    pub fn begin(driver: &'c mut dyn Driver, options: TransactionOptions) -> Result<Self, Error> {
        let depth = driver.depth() + 1;
        driver.run_transaction(match depth {
            1 => TransactionStep::Begin(options),
            depth => TransactionStep::Savepoint(depth),
        })?;
        Ok(Transaction { driver, depth, options, open: true })
    }

    /// Keeps what was done; for a savepoint, as far as the transaction around it is kept.
    ///
    /// # Errors
    /// The database refuses. Then nothing is kept: the transaction is rolled back.
    /// [`Error::TransactionEnded`] if it was over before, or can only be undone.
    ///
    /// The exception: if the connection is lost while the answer is waited for, no one can tell
    /// whether it was kept ([`ErrorKind::CommitUnknown`](crate::ErrorKind::CommitUnknown)).
    pub fn commit(mut self) -> Result<(), Error> {
        self.check_open()?;
        match self.depth {
            1 => self.driver.run_transaction(TransactionStep::Commit(self.options)).map_err(
                |error| match error.kind() {
                    ErrorKind::Connection => error.with_kind(ErrorKind::CommitUnknown),
                    _ => error,
                },
            )?,
            depth => self.driver.run_transaction(TransactionStep::Release(depth))?,
        }
        self.open = false;
        Ok(())
    }

    /// Undoes what was done.
    ///
    /// # Errors
    /// The database refuses, or the connection is lost; either way nothing is kept.
    pub fn rollback(mut self) -> Result<(), Error> {
        self.undo()
    }

    fn undo(&mut self) -> Result<(), Error> {
        self.open = false;
        match self.depth {
            // The driver knows whether there is anything left to undo.
            1 => self.driver.run_transaction(TransactionStep::Rollback(self.options)),
            depth => {
                self.driver.run_transaction(TransactionStep::RollbackTo(depth))?;
                self.driver.run_transaction(TransactionStep::Release(depth))
            }
        }
    }

    fn check_open(&self) -> Result<(), Error> {
        if self.driver.transaction_ended() { Err(Error::TransactionEnded) } else { Ok(()) }
    }
}

impl Drop for Transaction<'_> {
    fn drop(&mut self) {
        if self.open {
            // There is no one to tell; a connection that cannot roll back keeps nothing either.
            let _ = self.undo();
        }
    }
}

impl fmt::Debug for Transaction<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Transaction").field("depth", &self.depth).finish_non_exhaustive()
    }
}

impl Driver for Transaction<'_> {
    forward! { |this| this.driver;
        dialect transaction_ended end_time_limit last_insert_id ping is_broken reset
        cache_statistics as_any
    }

    fn run_query(
        &mut self,
        statement: &Compiled<'_>,
        delivery: Delivery,
        row: &mut RowFn<'_>,
    ) -> Result<(), Error> {
        self.check_open()?;
        self.driver.run_query(statement, delivery, row)
    }

    fn run(&mut self, statement: &Compiled<'_>) -> Result<u64, Error> {
        self.check_open()?;
        self.driver.run(statement)
    }

    fn run_script(&mut self, sql: &str) -> Result<(), Error> {
        self.check_open()?;
        self.driver.run_script(sql)
    }

    fn run_bulk(&mut self, bulk: &mut Bulk<'_>) -> Result<u64, Error> {
        self.check_open()?;
        self.driver.run_bulk(bulk)
    }

    /// A step of a savepoint inside of this transaction.
    fn run_transaction(&mut self, step: TransactionStep) -> Result<(), Error> {
        if let TransactionStep::Begin(_) | TransactionStep::Savepoint(_) = step {
            self.check_open()?;
        }
        self.driver.run_transaction(step)
    }

    fn depth(&self) -> usize {
        self.depth
    }

    fn start_time_limit(&mut self, limit: Duration) -> Result<TimeLimit, Error> {
        self.check_open()?;
        self.driver.start_time_limit(limit)
    }
}
