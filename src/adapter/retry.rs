//! Transactions that are run again when another one was in their way.

use std::cell::Cell;
use std::hash::{BuildHasher, RandomState};
use std::thread;
use std::time::{Duration, Instant};

use super::{Action, Event, Observer, Outcome, TransactionOptions, TransactionStep};
use crate::{Error, ErrorKind};

/// How often, and for how long, a transaction is run again, and how it starts each time.
///
/// By default five attempts within 30 seconds. Between them it waits, 10 milliseconds at first and
/// twice as long each time up to a second, less a random part of up to a half, so that two
/// transactions that met do not meet again. Made of [`TransactionOptions`], it is the default one of
/// a transaction that starts so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RetryPolicy {
    attempts: u32,
    first_delay: Duration,
    longest_delay: Duration,
    total: Duration,
    transaction: TransactionOptions,
}

impl RetryPolicy {
    /// Five attempts within 30 seconds.
    pub const fn new() -> Self {
        RetryPolicy {
            attempts: 5,
            first_delay: Duration::from_millis(10),
            longest_delay: Duration::from_secs(1),
            total: Duration::from_secs(30),
            transaction: TransactionOptions::new(),
        }
    }

    /// How often it is run at most, the first time included.
    #[must_use]
    pub const fn attempts(self, attempts: u32) -> Self {
        RetryPolicy { attempts, ..self }
    }

    /// How long it waits before the second attempt, and at most before any.
    #[must_use]
    pub const fn delay(self, first: Duration, longest: Duration) -> Self {
        RetryPolicy { first_delay: first, longest_delay: longest, ..self }
    }

    /// No attempt begins later than this after the first.
    #[must_use]
    pub const fn total_time(self, total: Duration) -> Self {
        RetryPolicy { total, ..self }
    }

    /// How the transaction starts.
    #[must_use]
    pub const fn transaction(self, options: TransactionOptions) -> Self {
        RetryPolicy { transaction: options, ..self }
    }

    /// How long to wait after so many attempts.
    fn delay_after(self, attempts: u32) -> Duration {
        let doubled = 2_u32.saturating_pow(attempts.saturating_sub(1));
        let delay = self.first_delay.saturating_mul(doubled).min(self.longest_delay);
        // The standard library's seeds are random, and another each time.
        let random = u32::from(RandomState::new().hash_one(attempts).to_le_bytes()[0]);
        delay - delay / 512 * random
    }
}

impl Default for RetryPolicy {
    fn default() -> Self {
        RetryPolicy::new()
    }
}

impl From<TransactionOptions> for RetryPolicy {
    fn from(options: TransactionOptions) -> Self {
        RetryPolicy::new().transaction(options)
    }
}

/// What last went wrong in an attempt. The function's own error may be of any type, so the
/// database's is taken where it arises.
#[derive(Debug, Default)]
pub(super) struct Failures(Cell<Failure>);

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Failure {
    #[default]
    None,
    /// Another transaction was in the way.
    Transient,
    /// The connection was lost before COMMIT was sent.
    Lost,
}

impl Observer for Failures {
    fn after(&self, event: &Event<'_>, outcome: &Outcome<'_>) {
        use TransactionStep::{Commit, Release, Rollback, RollbackTo};
        // What is undone after a failure says nothing about its cause.
        if let Action::Transaction(Rollback(_) | RollbackTo(_) | Release(_)) = event.action
            && self.0.get() != Failure::None
        {
            return;
        }
        self.0.set(match outcome.error {
            Some(error) if error.is_transient() => Failure::Transient,
            Some(error)
                if error.kind() == ErrorKind::Connection
                    && !matches!(event.action, Action::Transaction(Commit(_))) =>
            {
                Failure::Lost
            }
            _ => Failure::None,
        });
    }
}

/// Makes attempts until one succeeds, or fails for good.
pub(super) fn retry<T, E: From<Error>>(
    policy: RetryPolicy,
    reconnects: bool,
    mut attempt: impl FnMut(&Failures, TransactionOptions) -> Result<T, E>,
) -> Result<T, E> {
    let start = Instant::now();
    let mut attempts = 0;
    loop {
        let failures = Failures::default();
        let error = match attempt(&failures, policy.transaction) {
            Ok(done) => return Ok(done),
            Err(error) => error,
        };
        attempts += 1;
        let again = match failures.0.get() {
            Failure::None => false,
            Failure::Transient => true,
            Failure::Lost => reconnects,
        };
        let delay = policy.delay_after(attempts);
        if !again || attempts >= policy.attempts || start.elapsed() + delay > policy.total {
            return Err(error);
        }
        thread::sleep(delay);
    }
}
