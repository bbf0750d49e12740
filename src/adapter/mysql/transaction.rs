//! Transactions: what is open, and whether the server has ended it by itself.
//!
//! The driver does not tell. A server ends a transaction with certain errors, and with statements
//! that commit by themselves: DDL, most of all. Around a script, which may have any, a savepoint is
//! set, and it is seen whether it is still there.

use super::{MySqlConnection, MySqlHandle, error};
use crate::adapter::TransactionStep;
use crate::{Error, ErrorKind};

/// What is open.
pub(super) struct State {
    depth: usize,
    ended: bool,
}

impl State {
    pub(super) fn new(depth: usize) -> Self {
        State { depth, ended: false }
    }

    pub(super) fn depth(&self) -> usize {
        self.depth
    }

    pub(super) fn has_ended(&self) -> bool {
        self.ended || self.depth == 0
    }

    pub(super) fn is_open(&self) -> bool {
        !self.has_ended()
    }

    pub(super) fn end(&mut self) {
        self.ended = true;
    }
}

impl<H: MySqlHandle> MySqlConnection<H> {
    pub(super) fn set_guard(&mut self) -> Result<(), Error> {
        self.text("SAVEPOINT aludel_guard")
    }

    /// Sees whether the guard is still there; if not, the transaction has ended.
    pub(super) fn check_guard(&mut self) {
        if self.transaction.is_open() && self.text("RELEASE SAVEPOINT aludel_guard").is_err() {
            self.transaction.end();
        }
    }

    /// Whether an error of this number has ended the transaction.
    pub(super) fn has_ended(&mut self, code: u16) -> bool {
        const LOCK_TIMEOUT: u16 = 1205;
        const RECORD_CHANGED: u16 = 1020;
        match code {
            // It ends the statement only, unless the server is set otherwise.
            LOCK_TIMEOUT => !self.answers("SELECT @@innodb_rollback_on_timeout", "0"),
            RECORD_CHANGED if self.dialect.name() == "MariaDB" => {
                !self.answers("SELECT @@in_transaction", "1")
            }
            code => error::ends_transaction(code),
        }
    }

    fn answers(&mut self, question: &str, answer: &str) -> bool {
        self.ask(question).is_ok_and(|found| found.as_deref() == Some(answer))
    }

    pub(super) fn step(&mut self, step: TransactionStep) -> Result<(), Error> {
        match step {
            TransactionStep::Begin(options) if options.deferrable => Err(Error::Unsupported {
                what: "a DEFERRABLE transaction",
                dialect: self.dialect.name(),
                instead: "a read-only transaction is enough: its snapshot is never in another's way",
            }),
            TransactionStep::Begin(options) => {
                if let Some(isolation) = options.isolation {
                    self.text(&format!("SET TRANSACTION ISOLATION LEVEL {}", isolation.sql()))?;
                }
                self.text(if options.read_only {
                    "START TRANSACTION READ ONLY"
                } else {
                    "START TRANSACTION"
                })?;
                self.transaction = State::new(1);
                Ok(())
            }
            TransactionStep::Commit(_) if self.transaction.has_ended() => {
                Err(Error::TransactionEnded)
            }
            TransactionStep::Commit(_) => {
                let done = self.text("COMMIT");
                match &done {
                    Ok(()) => self.transaction = State::new(0),
                    Err(_) => self.transaction.end(),
                }
                done
            }
            TransactionStep::Rollback(_) => {
                // A connection that is lost is rolled back by the server.
                let done = if self.broken { Ok(()) } else { self.text("ROLLBACK") };
                self.transaction = State::new(0);
                done
            }
            TransactionStep::Savepoint(depth) => {
                self.text(&step.sql())?;
                self.transaction.depth = self.transaction.depth.max(depth);
                Ok(())
            }
            TransactionStep::RollbackTo(depth) | TransactionStep::Release(depth) => {
                if let (TransactionStep::Release(_), 2..) = (step, depth) {
                    self.transaction.depth = depth - 1;
                }
                // A savepoint that went with its transaction is undone.
                if self.transaction.ended {
                    return Ok(());
                }
                let done = self.text(&step.sql());
                if done.as_ref().is_err_and(|error| error.kind() == ErrorKind::UndefinedObject) {
                    self.transaction.end();
                }
                done
            }
        }
    }
}
