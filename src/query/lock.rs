//! Row locks.

use crate::ast::{Lock, LockStrength, LockWait, Name};

use super::Select;

impl<R> Select<R> {
    fn lock(mut self, strength: LockStrength) -> Self {
        let lock = Lock { strength, of: Vec::new(), wait: LockWait::Wait };
        self.as_ast_mut().locks.push(lock);
        self
    }

    fn lock_wait(mut self, wait: LockWait) -> Self {
        if let Some(lock) = self.as_ast_mut().locks.last_mut() {
            lock.wait = wait;
        }
        self
    }

    /// `FOR UPDATE`: locks the rows read against change.
    ///
    /// ```
    /// # use aludel::prelude::*;
    /// # table! { jobs { id: BigInt } }
    /// let q = select(jobs::id).from(jobs::table).limit(1).for_update().skip_locked();
    /// ```
    #[must_use]
    pub fn for_update(self) -> Self {
        self.lock(LockStrength::Update)
    }

    /// `FOR NO KEY UPDATE` (PostgreSQL).
    #[must_use]
    pub fn for_no_key_update(self) -> Self {
        self.lock(LockStrength::NoKeyUpdate)
    }

    /// `FOR SHARE`.
    #[must_use]
    pub fn for_share(self) -> Self {
        self.lock(LockStrength::Share)
    }

    /// `FOR KEY SHARE` (PostgreSQL).
    #[must_use]
    pub fn for_key_share(self) -> Self {
        self.lock(LockStrength::KeyShare)
    }

    /// `… OF name`: the last lock takes the rows of this table or alias only.
    #[must_use]
    pub fn lock_of(mut self, name: impl Into<Name>) -> Self {
        if let Some(lock) = self.as_ast_mut().locks.last_mut() {
            lock.of.push(name.into());
        }
        self
    }

    /// `… SKIP LOCKED`: the last lock leaves out rows that are locked already.
    #[must_use]
    pub fn skip_locked(self) -> Self {
        self.lock_wait(LockWait::SkipLocked)
    }

    /// `… NOWAIT`: the last lock fails on rows that are locked already.
    #[must_use]
    pub fn no_wait(self) -> Self {
        self.lock_wait(LockWait::NoWait)
    }
}
