//! A time limit for each statement.

use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use super::forward::forward;
use super::{Bulk, Delivery, Driver, RowFn};
use crate::dialect::Compiled;
use crate::{Error, ErrorKind};

/// A connection whose statements have a time limit. Made by
/// [`time_limit`](super::Connection::time_limit).
#[derive(Debug)]
pub struct TimeLimited<'c, D: ?Sized> {
    driver: &'c mut D,
    limit: Duration,
}

impl<'c, D: Driver + ?Sized> TimeLimited<'c, D> {
    pub(super) fn new(driver: &'c mut D, limit: Duration) -> Self {
        TimeLimited { driver, limit }
    }

    fn limited<T>(&mut self, run: impl FnOnce(&mut D) -> Result<T, Error>) -> Result<T, Error> {
        let mut limit = self.driver.start_time_limit(self.limit)?;
        let done = run(self.driver);
        let expired = limit.stop();
        let ended = self.driver.end_time_limit(limit, done.is_ok());
        // What the statement failed with says more than what came of it.
        match done {
            Ok(value) => ended.map(|()| value),
            Err(error) if expired && error.kind() == ErrorKind::Interrupted => {
                Err(error.with_kind(ErrorKind::StatementTimeout))
            }
            Err(error) => Err(error),
        }
    }
}

/// A time limit that is running.
#[derive(Debug, Default)]
pub struct TimeLimit {
    watchdog: Option<Watchdog>,
    expired: bool,
}

#[derive(Debug)]
struct Watchdog {
    over: mpsc::Sender<()>,
    thread: JoinHandle<bool>,
}

impl TimeLimit {
    /// One that the server keeps.
    pub fn of_server() -> Self {
        TimeLimit::default()
    }

    /// One that is kept here: when the time is over, and the limit was not stopped before, the
    /// function is called, in a thread of its own.
    ///
    /// # Errors
    /// The system gives no thread.
    pub fn watched(
        limit: Duration,
        interrupt: impl FnOnce() + Send + 'static,
    ) -> Result<Self, Error> {
        let (over, told) = mpsc::channel();
        let thread = thread::Builder::new().spawn(move || {
            let expired = told.recv_timeout(limit) == Err(RecvTimeoutError::Timeout);
            if expired {
                interrupt();
            }
            expired
        });
        let thread = thread.map_err(|_| Error::Unsupported {
            what: "a time limit",
            dialect: "a system that gives no further thread",
            instead: "run it with fewer threads",
        })?;
        Ok(TimeLimit { watchdog: Some(Watchdog { over, thread }), expired: false })
    }

    /// Stops it, and tells whether its function was called. When this returns, the function has
    /// returned, if it was called at all.
    pub fn stop(&mut self) -> bool {
        if let Some(Watchdog { over, thread }) = self.watchdog.take() {
            drop(over);
            self.expired = thread.join().unwrap_or(false);
        }
        self.expired
    }
}

impl Drop for TimeLimit {
    fn drop(&mut self) {
        self.stop();
    }
}

impl<D: Driver + ?Sized> Driver for TimeLimited<'_, D> {
    forward! { |this| this.driver;
        dialect run_transaction depth transaction_ended start_time_limit end_time_limit
        last_insert_id ping is_broken reset cache_statistics as_any
    }

    fn run_query(
        &mut self,
        statement: &Compiled<'_>,
        delivery: Delivery,
        row: &mut RowFn<'_>,
    ) -> Result<(), Error> {
        self.limited(|driver| driver.run_query(statement, delivery, row))
    }
    fn run(&mut self, statement: &Compiled<'_>) -> Result<u64, Error> {
        self.limited(|driver| driver.run(statement))
    }
    fn run_script(&mut self, sql: &str) -> Result<(), Error> {
        self.limited(|driver| driver.run_script(sql))
    }
    fn run_bulk(&mut self, bulk: &mut Bulk<'_>) -> Result<u64, Error> {
        self.limited(|driver| driver.run_bulk(bulk))
    }
}
