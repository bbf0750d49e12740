//! Prepared statements, kept for their next execution.

use std::num::NonZeroUsize;

use lru::LruCache;
use postgres::Statement;
use postgres::types::Type;

use crate::adapter::CacheStatistics;

/// The statements used last. One text may be several statements: the types of its parameters differ.
pub(super) struct Cache {
    statements: Option<LruCache<Box<str>, Vec<Prepared>>>,
    hits: u64,
    misses: u64,
}

struct Prepared {
    types: Box<[Type]>,
    statement: Statement,
}

impl Cache {
    /// A cache of so many texts; of none, it keeps nothing.
    pub(super) fn new(capacity: usize) -> Self {
        let statements = NonZeroUsize::new(capacity).map(|capacity| {
            // Not `LruCache::new`, which takes the memory for all of them at once.
            let mut statements = LruCache::unbounded();
            statements.resize(capacity);
            statements
        });
        Cache { statements, hits: 0, misses: 0 }
    }

    pub(super) fn is_off(&self) -> bool {
        self.statements.is_none()
    }

    pub(super) fn get(&mut self, text: &str, types: &[Type]) -> Option<Statement> {
        let found = self.statements.as_mut()?.get(text)?;
        let prepared = found.iter().find(|prepared| *prepared.types == *types)?;
        self.hits += 1;
        Some(prepared.statement.clone())
    }

    pub(super) fn put(&mut self, text: &str, types: Vec<Type>, statement: Statement) {
        self.misses += 1;
        let prepared = Prepared { types: types.into(), statement };
        let Some(statements) = &mut self.statements else { return };
        if let Some(found) = statements.get_mut(text) {
            found.push(prepared);
        } else {
            statements.put(text.into(), vec![prepared]);
        }
    }

    /// Forgets a statement that the server no longer takes.
    pub(super) fn forget(&mut self, text: &str) {
        if let Some(statements) = &mut self.statements {
            statements.pop(text);
        }
    }

    pub(super) fn statistics(&self) -> CacheStatistics {
        let (size, capacity) = self
            .statements
            .as_ref()
            .map_or((0, 0), |statements| (statements.len(), statements.cap().get()));
        CacheStatistics::new(self.hits, self.misses, size, capacity)
    }
}
