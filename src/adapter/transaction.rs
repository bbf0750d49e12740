//! Transactions and savepoints, the same for every driver.

use std::fmt;

use super::{Driver, RowFn};
use crate::Error;
use crate::dialect::{Compiled, Dialect};

/// How a transaction starts.
///
/// By default as the database does: SQLite's `BEGIN DEFERRED`, which locks nothing before the first
/// statement and takes the lock for writing at the first write. If another connection has written
/// in between, that write fails ([`ErrorKind::Serialization`](crate::ErrorKind::Serialization)):
/// a transaction that reads and then writes is better begun [`immediate`](Self::immediate).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct TransactionOptions {
    /// Which lock SQLite takes at the start; without meaning for other databases.
    pub lock: TransactionLock,
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
        TransactionOptions { lock: TransactionLock::Deferred }
    }

    /// With SQLite's lock for writing taken at the start.
    #[must_use]
    pub const fn immediate(self) -> Self {
        TransactionOptions { lock: TransactionLock::Immediate }
    }

    /// With SQLite's lock taken at the start that keeps readers out too.
    #[must_use]
    pub const fn exclusive(self) -> Self {
        TransactionOptions { lock: TransactionLock::Exclusive }
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
    open: bool,
}

impl<'c> Transaction<'c> {
    /// Starts one on any driver; inside of a transaction a savepoint, which takes no options.
    ///
    /// # Errors
    /// The database refuses.
    pub fn begin(driver: &'c mut dyn Driver, options: TransactionOptions) -> Result<Self, Error> {
        let depth = driver.depth() + 1;
        if depth == 1 {
            driver.run_begin(options)?;
        } else {
            driver.run_script(&format!("SAVEPOINT aludel_{depth}"))?;
        }
        Ok(Transaction { driver, depth, open: true })
    }

    /// Keeps what was done; for a savepoint, as far as the transaction around it is kept.
    ///
    /// # Errors
    /// The database refuses. Then nothing is kept: the transaction is rolled back.
    pub fn commit(mut self) -> Result<(), Error> {
        self.check_open()?;
        match self.depth {
            1 => self.driver.run_script("COMMIT")?,
            depth => self.driver.run_script(&format!("RELEASE SAVEPOINT aludel_{depth}"))?,
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
        if self.driver.transaction_ended() {
            return Ok(());
        }
        match self.depth {
            1 => self.driver.run_script("ROLLBACK"),
            depth => {
                self.driver.run_script(&format!("ROLLBACK TO SAVEPOINT aludel_{depth}"))?;
                self.driver.run_script(&format!("RELEASE SAVEPOINT aludel_{depth}"))
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
    fn dialect(&self) -> &dyn Dialect {
        self.driver.dialect()
    }

    fn run_query(&mut self, statement: &Compiled<'_>, row: &mut RowFn<'_>) -> Result<(), Error> {
        self.check_open()?;
        self.driver.run_query(statement, row)
    }

    fn run(&mut self, statement: &Compiled<'_>) -> Result<u64, Error> {
        self.check_open()?;
        self.driver.run(statement)
    }

    fn run_script(&mut self, sql: &str) -> Result<(), Error> {
        self.check_open()?;
        self.driver.run_script(sql)
    }

    fn run_begin(&mut self, options: TransactionOptions) -> Result<(), Error> {
        self.check_open()?;
        self.driver.run_begin(options)
    }

    fn depth(&self) -> usize {
        self.depth
    }

    fn transaction_ended(&self) -> bool {
        self.driver.transaction_ended()
    }
}
