//! How an engine is set up.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use super::observe::Comment;
use super::{Driver, Hooks};
use crate::Error;

type OnConnect = Arc<dyn Fn(&mut dyn Driver) -> Result<(), Error> + Send + Sync>;

/// How an [`Engine`](super::Engine) is set up. What its URL says goes over what is said here.
///
/// ```
/// # #[cfg(feature = "sqlite")] {
/// use std::time::Duration;
/// use aludel::adapter::EngineOptions;
/// use aludel::prelude::*;
///
/// let options = EngineOptions::new()
///     .pool_timeout(Duration::from_secs(5))
///     .on_connect(|db| db.execute_script("PRAGMA cache_size = -8000"))
///     .tag("application", "shop");
/// let engine = Engine::connect_with("sqlite::memory:", options)?;
/// assert_eq!(engine.fetch_one(&select(val::<Integer>(1)))?, 1);
/// # }
/// # Ok::<(), aludel::Error>(())
/// ```
#[derive(Clone)]
pub struct EngineOptions {
    pub(super) pool_size: u32,
    pub(super) min_idle: u32,
    pub(super) pool_timeout: Duration,
    pub(super) recycle: Option<Duration>,
    pub(super) idle_timeout: Option<Duration>,
    pub(super) pre_ping: bool,
    pub(super) statement_cache: Option<usize>,
    pub(super) on_connect: Vec<OnConnect>,
    pub(super) hooks: Hooks,
    pub(super) comment: Comment,
}

impl EngineOptions {
    /// At most ten connections, made as they are needed; 30 seconds of waiting for one; each is
    /// asked for a sign of life before it is given out, closed after ten minutes without use, and
    /// never for its age.
    pub fn new() -> Self {
        EngineOptions {
            pool_size: 10,
            min_idle: 0,
            pool_timeout: Duration::from_secs(30),
            recycle: None,
            idle_timeout: Some(Duration::from_secs(600)),
            pre_ping: true,
            statement_cache: None,
            on_connect: Vec::new(),
            hooks: Hooks::new(),
            comment: Comment::default(),
        }
    }

    /// How many connections there are at most. In a URL: `pool_size`.
    #[must_use]
    pub fn pool_size(self, pool_size: u32) -> Self {
        EngineOptions { pool_size, ..self }
    }

    /// How many free connections are kept ready. In a URL: `pool_min_idle`.
    #[must_use]
    pub fn min_idle(self, min_idle: u32) -> Self {
        EngineOptions { min_idle, ..self }
    }

    /// How long a free connection is waited for. In a URL, in seconds: `pool_timeout`.
    #[must_use]
    pub fn pool_timeout(self, pool_timeout: Duration) -> Self {
        EngineOptions { pool_timeout, ..self }
    }

    /// A connection of this age is closed, within half a minute, when it is free. In a URL, in seconds: `pool_recycle`.
    #[must_use]
    pub fn recycle(self, age: Duration) -> Self {
        EngineOptions { recycle: Some(age), ..self }
    }

    /// A connection that was free for so long is closed. In a URL, in seconds:
    /// `pool_idle_timeout`.
    #[must_use]
    pub fn idle_timeout(self, time: Duration) -> Self {
        EngineOptions { idle_timeout: Some(time), ..self }
    }

    /// Whether a connection is asked for a sign of life before it is given out, which costs a
    /// round trip and saves the first statement after a restart of the server. In a URL:
    /// `pool_pre_ping`.
    #[must_use]
    pub fn pre_ping(self, pre_ping: bool) -> Self {
        EngineOptions { pre_ping, ..self }
    }

    /// How many statements each connection keeps prepared, if not as many as its driver does by
    /// itself; 0 behind a proxy that hands out another session with each transaction. In a URL:
    /// `statement_cache`.
    #[must_use]
    pub fn statement_cache(self, statements: usize) -> Self {
        EngineOptions { statement_cache: Some(statements), ..self }
    }

    /// Sets each new connection up, and again each one whose session was reset.
    #[must_use]
    pub fn on_connect(
        mut self,
        set_up: impl Fn(&mut dyn Driver) -> Result<(), Error> + Send + Sync + 'static,
    ) -> Self {
        self.on_connect.push(Arc::new(set_up));
        self
    }

    /// Who is told what is executed. `echo=true` in a URL writes it to standard error,
    /// `echo=tracing` to `tracing`, if this crate has that feature.
    #[must_use]
    pub fn hooks(self, hooks: Hooks) -> Self {
        EngineOptions { hooks, ..self }
    }

    /// A tag in the comment behind each statement.
    #[must_use]
    pub fn tag(mut self, key: &str, value: &str) -> Self {
        self.comment.set_tag(key, value);
        self
    }

    pub(super) fn set_echo(&mut self, on: bool) {
        self.hooks.set_echo(on);
    }

    #[cfg(feature = "tracing")]
    pub(super) fn set_echo_to_tracing(&mut self) {
        self.hooks = std::mem::take(&mut self.hooks).echo_to_tracing();
    }
}

impl Default for EngineOptions {
    fn default() -> Self {
        EngineOptions::new()
    }
}

impl fmt::Debug for EngineOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EngineOptions")
            .field("pool_size", &self.pool_size)
            .field("min_idle", &self.min_idle)
            .field("pool_timeout", &self.pool_timeout)
            .field("recycle", &self.recycle)
            .field("idle_timeout", &self.idle_timeout)
            .field("pre_ping", &self.pre_ping)
            .field("statement_cache", &self.statement_cache)
            .finish_non_exhaustive()
    }
}
