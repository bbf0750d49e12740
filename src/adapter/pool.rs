//! The pool: how connections are made, found alive, and taken back.

use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use super::observe::{connected, waited};
use super::session::Session;
use super::{Driver, EngineOptions, Hooks, Observed, Server, observe};
use crate::Error;

/// A connection of the pool.
pub(super) type Pooled = Observed<Session, Arc<Hooks>>;

pub(super) type Connect = dyn Fn() -> Result<Box<dyn Driver + Send>, Error> + Send + Sync;

/// How the pool of an engine fares.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct PoolStatus {
    /// How many connections there may be.
    pub max_size: u32,
    /// How many there are.
    pub size: u32,
    /// How many of them are free.
    pub idle: u32,
    /// How many of them are in use.
    pub in_use: u32,
    /// How many threads wait for one.
    pub waiting: u32,
    /// How many were made so far.
    pub created: u64,
    /// How many were closed so far.
    pub closed: u64,
    /// How many of them for their age, or because they were not used.
    pub recycled: u64,
    /// How many were reset when they came back.
    pub reset: u64,
    /// How often no connection was free in time.
    pub timeouts: u64,
}

#[derive(Debug, Default)]
struct Counters {
    created: AtomicU64,
    closed: AtomicU64,
    /// Closed because they were lost, or could not be reset.
    broken: AtomicU64,
    waiting: AtomicU32,
    reset: AtomicU64,
    timeouts: AtomicU64,
}

#[derive(Debug)]
struct Counting(Arc<Counters>);

impl r2d2::HandleEvent for Counting {
    fn handle_acquire(&self, _: r2d2::event::AcquireEvent) {
        self.0.created.fetch_add(1, Ordering::Relaxed);
    }
    fn handle_release(&self, _: r2d2::event::ReleaseEvent) {
        self.0.closed.fetch_add(1, Ordering::Relaxed);
    }
    fn handle_timeout(&self, _: r2d2::event::TimeoutEvent) {
        self.0.timeouts.fetch_add(1, Ordering::Relaxed);
    }
}

/// One more waits, until this is dropped.
struct Waiting<'c>(&'c AtomicU32);

impl<'c> Waiting<'c> {
    fn new(count: &'c AtomicU32) -> Self {
        count.fetch_add(1, Ordering::Relaxed);
        Waiting(count)
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

/// A panic, which would cost the pool a connection forever, is an error.
fn caught<T>(what: &'static str, work: impl FnOnce() -> Result<T, Error>) -> Result<T, Error> {
    // A connection with which something panicked is thrown away.
    catch_unwind(AssertUnwindSafe(work)).unwrap_or(Err(Error::Panicked(what)))
}

/// Makes and judges connections for `r2d2`.
pub(super) struct Manager {
    connect: Box<Connect>,
    options: EngineOptions,
    hooks: Arc<Hooks>,
    server: Arc<Server>,
    counters: Arc<Counters>,
    /// The connection that was made to see whether one can be made.
    first: Mutex<Option<Pooled>>,
}

impl Manager {
    fn open(&self) -> Result<Pooled, Error> {
        let start = Instant::now();
        let opened = self.try_open();
        connected(&self.server, start.elapsed(), opened.as_ref().err());
        opened
    }

    fn try_open(&self) -> Result<Pooled, Error> {
        let driver = caught("the function that connects", || (self.connect)())?;
        let mut session = Session::new(driver, self.options.comment.clone());
        self.set_up(&mut session)?;
        Ok(observe(session, self.hooks.clone()).at(self.server.clone()))
    }

    fn set_up(&self, session: &mut Session) -> Result<(), Error> {
        let mut set_ups = self.options.on_connect.iter();
        caught("a function given to `on_connect`", || {
            set_ups.try_for_each(|set_up| set_up(session))
        })?;
        session.settled();
        Ok(())
    }

    fn count_broken(&self) {
        self.counters.broken.fetch_add(1, Ordering::Relaxed);
    }

    /// The connection is as it was at first, or is not to be used again.
    fn clean(&self, connection: &mut Pooled) -> Result<(), Error> {
        let session = &mut connection.driver;
        session.comment.clone_from(&self.options.comment);
        if session.is_dirty() {
            self.counters.reset.fetch_add(1, Ordering::Relaxed);
            session.reset()?;
            self.set_up(session)?;
        }
        Ok(())
    }
}

impl r2d2::ManageConnection for Manager {
    type Connection = Pooled;
    type Error = Error;

    fn connect(&self) -> Result<Pooled, Error> {
        let first = self.first.lock().unwrap_or_else(PoisonError::into_inner).take();
        first.map_or_else(|| self.open(), Ok)
    }

    fn is_valid(&self, connection: &mut Pooled) -> Result<(), Error> {
        connection.ping().inspect_err(|_| self.count_broken())
    }

    fn has_broken(&self, connection: &mut Pooled) -> bool {
        let broken = connection.is_broken() || self.clean(connection).is_err();
        if broken {
            self.count_broken();
        }
        broken
    }
}

/// The pool of an engine.
pub(super) struct Pool {
    pool: r2d2::Pool<Manager>,
    counters: Arc<Counters>,
}

impl Pool {
    /// A pool with its first connection, or why there is none: at once, not after the time that
    /// a pool waits for a server to come back.
    pub(super) fn connect<T>(
        connect: Box<Connect>,
        options: EngineOptions,
        server: Server,
        look: impl FnOnce(&dyn Driver) -> T,
    ) -> Result<(Self, T), Error> {
        options.check()?;
        let counters = Arc::new(Counters::default());
        let builder = r2d2::Pool::builder()
            .max_size(options.pool_size)
            .min_idle(Some(options.min_idle))
            .connection_timeout(options.pool_timeout)
            .max_lifetime(options.recycle)
            .idle_timeout(options.idle_timeout)
            .test_on_check_out(options.pre_ping)
            .error_handler(Box::new(r2d2::NopErrorHandler))
            .event_handler(Box::new(Counting(counters.clone())));
        let manager = Manager {
            connect,
            hooks: Arc::new(options.hooks.clone()),
            server: Arc::new(server),
            options,
            counters: counters.clone(),
            first: Mutex::new(None),
        };
        let first = manager.open()?;
        let seen = look(&first);
        *manager.first.lock().unwrap_or_else(PoisonError::into_inner) = Some(first);
        Ok((Pool { pool: builder.build_unchecked(manager), counters }, seen))
    }

    pub(super) fn get(&self) -> Result<r2d2::PooledConnection<Manager>, Error> {
        if let Some(free) = self.pool.try_get() {
            return Ok(free);
        }
        let start = Instant::now();
        let _waiting = Waiting::new(&self.counters.waiting);
        let got = self.pool.get().map_err(|error| {
            // The pool tells its reason in words alone, behind its own.
            let told = error.to_string();
            let status = self.status();
            Error::PoolTimeout {
                waited: start.elapsed(),
                in_use: status.in_use,
                size: status.max_size,
                reason: told.split_once(": ").map(|(_, reason)| reason.to_owned()),
            }
        });
        waited(start.elapsed(), got.as_ref().err());
        got
    }

    pub(super) fn status(&self) -> PoolStatus {
        let state = self.pool.state();
        let count = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        let closed = count(&self.counters.closed);
        PoolStatus {
            max_size: self.pool.max_size(),
            size: state.connections,
            idle: state.idle_connections,
            in_use: state.connections.saturating_sub(state.idle_connections),
            waiting: self.counters.waiting.load(Ordering::Relaxed),
            created: count(&self.counters.created),
            closed,
            // What is closed is counted after what is broken.
            recycled: closed.saturating_sub(count(&self.counters.broken)),
            reset: count(&self.counters.reset),
            timeouts: count(&self.counters.timeouts),
        }
    }
}

impl fmt::Debug for Pool {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.status().fmt(f)
    }
}
