//! Prepared statements, kept by text and kinds of parameters.

use std::num::NonZeroUsize;

use ::mysql::prelude::Queryable;
use ::mysql::{Statement, Value};
use lru::LruCache;

use crate::adapter::CacheStatistics;

/// The statements that stay prepared.
///
/// The server keeps for a prepared statement the types that its parameters had when it first ran:
/// prepared for 1, `SELECT ?` makes 0 of 'abc'. So one is kept for each list of types.
pub(super) struct Statements {
    kept: Option<LruCache<String, Statement>>,
    hits: u64,
    misses: u64,
    /// The key looked for.
    key: String,
}

impl Statements {
    pub(super) fn new(capacity: usize) -> Self {
        let kept = NonZeroUsize::new(capacity).map(empty);
        Statements { kept, hits: 0, misses: 0, key: String::new() }
    }

    pub(super) fn statistics(&self) -> CacheStatistics {
        let (size, capacity) =
            self.kept.as_ref().map_or((0, 0), |kept| (kept.len(), kept.cap().get()));
        CacheStatistics::new(self.hits, self.misses, size, capacity)
    }

    /// The statement, and whether it is kept; if not, it is to be closed after use.
    pub(super) fn prepare(
        &mut self,
        on: &mut impl Queryable,
        text: &str,
        values: &[Value],
        keep: bool,
    ) -> ::mysql::Result<(Statement, bool)> {
        let Some(kept) = self.kept.as_mut().filter(|_| keep) else {
            self.misses += 1;
            return Ok((on.prep(text)?, false));
        };
        self.key.clear();
        self.key.push_str(text);
        // The kinds have no NUL in them: the last one ends the text.
        self.key.push('\0');
        self.key.extend(values.iter().map(kind));
        if let Some(found) = kept.get(self.key.as_str()) {
            self.hits += 1;
            return Ok((found.clone(), true));
        }
        self.misses += 1;
        let prepared = on.prep(text)?;
        if let Some((_, old)) = kept.push(self.key.clone(), prepared.clone()) {
            on.close(old)?;
        }
        Ok((prepared, true))
    }

    /// Takes the statement that was looked for last out; it is not kept any more.
    pub(super) fn take_last(&mut self) -> Option<Statement> {
        self.kept.as_mut()?.pop(self.key.as_str())
    }

    /// Keeps so many from now on; what is prepared is closed.
    pub(super) fn set_capacity(
        &mut self,
        on: &mut impl Queryable,
        capacity: usize,
    ) -> ::mysql::Result<()> {
        let kept = NonZeroUsize::new(capacity).map(empty);
        let Some(mut old) = std::mem::replace(&mut self.kept, kept) else { return Ok(()) };
        while let Some((_, statement)) = old.pop_lru() {
            on.close(statement)?;
        }
        Ok(())
    }

    /// The server has closed them all.
    pub(super) fn forget(&mut self) {
        if let Some(kept) = &mut self.kept {
            kept.clear();
        }
    }
}

/// Not `LruCache::new`, which takes the memory for all of them at once.
fn empty(capacity: NonZeroUsize) -> LruCache<String, Statement> {
    let mut kept = LruCache::unbounded();
    kept.resize(capacity);
    kept
}

/// The type under which the driver sends a value.
pub(super) fn kind(value: &Value) -> char {
    match value {
        Value::NULL => 'n',
        Value::Bytes(_) => 'b',
        Value::Int(_) => 'i',
        Value::UInt(_) => 'u',
        Value::Float(_) => 'f',
        Value::Double(_) => 'd',
        Value::Date(..) => 't',
        Value::Time(..) => 'c',
    }
}
