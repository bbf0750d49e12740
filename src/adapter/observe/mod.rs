//! Looking on at what a connection does.

#[cfg(feature = "pool")]
mod comment;
#[cfg(feature = "pool")]
mod events;
mod hooks;
mod server;
#[cfg(feature = "tracing")]
mod summary;
#[cfg(feature = "tracing")]
mod trace;

use std::sync::Arc;
use std::time::{Duration, Instant};

#[cfg(feature = "pool")]
pub(super) use comment::Comment;
#[cfg(feature = "pool")]
pub(super) use events::{connected, waited};
pub use hooks::Hooks;
pub use server::Server;

use super::forward::forward;
use super::{Bulk, Delivery, Driver, RowFn, TransactionStep};
use crate::Error;
use crate::dialect::{Compiled, Param};

/// Something that a connection is told to do.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Event<'e> {
    /// What sort of thing.
    pub action: Action,
    /// The SQL text; of a bulk insertion, that of one row; of a step of a transaction, what it is
    /// in SQL's words.
    pub sql: &'e str,
    /// How many parameters there are.
    pub parameter_count: usize,
    /// The parameters, if the observer [wants](Observer::wants_parameters) them.
    pub parameters: Option<&'e [Param<'e>]>,
    /// The dialect's name.
    pub dialect: &'static str,
    /// Where the database is; an [`Engine`](super::Engine) knows by its URL.
    pub server: &'e Server,
}

/// What sort of thing a connection is told to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Action {
    /// A statement.
    Statement,
    /// SQL text of one or several statements.
    Script,
    /// Rows from an iterator.
    Bulk,
    /// A transaction or savepoint starts or ends.
    Transaction(TransactionStep),
}

/// What came of it.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Outcome<'o> {
    /// How long it took, the work on its rows included.
    pub elapsed: Duration,
    /// How many rows were returned or changed.
    pub rows: Option<u64>,
    /// Why it failed.
    pub error: Option<&'o Error>,
}

/// Who is told what a connection does.
pub trait Observer {
    /// Whether there is anyone to tell; if not, nothing is measured.
    fn is_active(&self) -> bool {
        true
    }
    /// Whether a span of `tracing` is opened around it, with that feature of this crate.
    fn wants_spans(&self) -> bool {
        false
    }
    /// Whether events show parameters. They may be secrets.
    fn wants_parameters(&self) -> bool {
        false
    }
    /// Before it is done.
    fn before(&self, _event: &Event<'_>) {}
    /// After it was done, or failed.
    fn after(&self, _event: &Event<'_>, _outcome: &Outcome<'_>) {}
}

macro_rules! pointers {
    ($($pointer:ty),*) => { $(
impl<O: Observer + ?Sized> Observer for $pointer {
    fn is_active(&self) -> bool {
        (**self).is_active()
    }
            fn wants_spans(&self) -> bool {
                (**self).wants_spans()
            }
    fn wants_parameters(&self) -> bool {
        (**self).wants_parameters()
    }
    fn before(&self, event: &Event<'_>) {
        (**self).before(event);
    }
    fn after(&self, event: &Event<'_>, outcome: &Outcome<'_>) {
        (**self).after(event, outcome);
    }
}
    )* };
}

pointers!(&O, std::sync::Arc<O>);

/// A driver that is looked on at. Made by [`observe`].
#[derive(Debug)]
pub struct Observed<D, O> {
    pub(super) driver: D,
    observer: O,
    server: Arc<Server>,
}

/// A driver whose observer is told what it does.
///
/// ```
/// # #[cfg(feature = "sqlite")] {
/// use std::cell::RefCell;
/// use aludel::adapter::{Event, Observer, observe};
/// use aludel::prelude::*;
///
/// #[derive(Default)]
/// struct Texts(RefCell<Vec<String>>);
/// impl Observer for Texts {
///     fn before(&self, event: &Event<'_>) {
///         self.0.borrow_mut().push(event.sql.to_owned());
///     }
/// }
/// let texts = Texts::default();
/// let mut db = observe(SqliteConnection::open_in_memory()?, &texts);
/// db.fetch_one(&select(val::<Integer>(1)))?;
/// assert_eq!(*texts.0.borrow(), ["SELECT ?"]);
/// # }
/// # Ok::<(), aludel::Error>(())
/// ```
pub fn observe<D: Driver, O: Observer>(driver: D, observer: O) -> Observed<D, O> {
    Observed { driver, observer, server: Arc::default() }
}

impl<D: Driver, O: Observer> Observed<D, O> {
    fn is_watched(&self) -> bool {
        self.observer.is_active() || self.wants_spans()
    }

    #[cfg(feature = "tracing")]
    fn wants_spans(&self) -> bool {
        self.observer.wants_spans() && trace::is_wanted()
    }

    #[cfg(not(feature = "tracing"))]
    fn wants_spans(&self) -> bool {
        false
    }

    /// The same, told where the database is.
    #[cfg(feature = "pool")]
    pub(super) fn at(self, server: Arc<Server>) -> Self {
        Observed { server, ..self }
    }

    fn watch<T>(
        &mut self,
        action: Action,
        sql: &str,
        params: &[Param<'_>],
        run: impl FnOnce(&mut D) -> (Result<T, Error>, Option<u64>),
    ) -> Result<T, Error> {
        if !self.is_watched() {
            return run(&mut self.driver).0;
        }
        let event = Event {
            action,
            sql,
            parameter_count: params.len(),
            parameters: self.observer.wants_parameters().then_some(params),
            dialect: self.driver.dialect().name(),
            server: &self.server,
        };
        self.observer.before(&event);
        #[cfg(feature = "tracing")]
        let span = if self.wants_spans() { trace::span(&event) } else { tracing::Span::none() };
        #[cfg(feature = "tracing")]
        let entered = span.enter();
        let start = Instant::now();
        let (done, rows) = run(&mut self.driver);
        let outcome = Outcome { elapsed: start.elapsed(), rows, error: done.as_ref().err() };
        #[cfg(feature = "tracing")]
        {
            trace::record(&span, &outcome);
            drop(entered);
        }
        self.observer.after(&event, &outcome);
        done
    }
}

fn counted(done: Result<u64, Error>) -> (Result<u64, Error>, Option<u64>) {
    let rows = done.as_ref().ok().copied();
    (done, rows)
}

impl<D: Driver, O: Observer> Driver for Observed<D, O> {
    forward! { |this| this.driver;
        dialect depth transaction_ended start_time_limit end_time_limit last_insert_id ping
        is_broken reset cache_statistics as_any
    }

    fn run_query(
        &mut self,
        statement: &Compiled<'_>,
        delivery: Delivery,
        row: &mut RowFn<'_>,
    ) -> Result<(), Error> {
        if !self.is_watched() {
            return self.driver.run_query(statement, delivery, row);
        }
        self.watch(Action::Statement, statement.text(), statement.params(), |driver| {
            let mut rows = 0;
            let done = driver.run_query(statement, delivery, &mut |source| {
                rows += 1;
                row(source)
            });
            (done, Some(rows))
        })
    }
    fn run(&mut self, statement: &Compiled<'_>) -> Result<u64, Error> {
        self.watch(Action::Statement, statement.text(), statement.params(), |driver| {
            counted(driver.run(statement))
        })
    }
    fn run_script(&mut self, sql: &str) -> Result<(), Error> {
        self.watch(Action::Script, sql, &[], |driver| (driver.run_script(sql), None))
    }
    fn run_bulk(&mut self, bulk: &mut Bulk<'_>) -> Result<u64, Error> {
        if !self.is_watched() {
            return self.driver.run_bulk(bulk);
        }
        // One that does not compile is told when it is run.
        let text = bulk.text(1, self.driver.dialect()).unwrap_or_else(|_| "INSERT".into());
        self.watch(Action::Bulk, &text, &[], |driver| counted(driver.run_bulk(bulk)))
    }
    fn run_transaction(&mut self, step: TransactionStep) -> Result<(), Error> {
        if !self.is_watched() {
            return self.driver.run_transaction(step);
        }
        self.watch(Action::Transaction(step), &step.sql(), &[], |driver| {
            (driver.run_transaction(step), None)
        })
    }
}
