//! Functions that are told what a connection does: hooks, echo, slow statements.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use super::{Event, Observer, Outcome};

type Before = Arc<dyn Fn(&Event<'_>) + Send + Sync>;
type After = Arc<dyn Fn(&Event<'_>, &Outcome<'_>) + Send + Sync>;
type Line = Arc<dyn Fn(&str) + Send + Sync>;

/// Functions that are told what a connection does.
///
/// ```
/// # #[cfg(feature = "sqlite")] {
/// use std::sync::{Arc, Mutex};
/// use aludel::adapter::{Hooks, observe};
/// use aludel::prelude::*;
///
/// let lines = Arc::new(Mutex::new(Vec::new()));
/// let written = lines.clone();
/// let hooks = Hooks::new().echo(move |line| written.lock().unwrap().push(line.to_owned()));
/// let mut db = observe(SqliteConnection::open_in_memory()?, hooks);
/// db.fetch_one(&select(val::<Integer>(1)))?;
/// assert!(lines.lock().unwrap()[0].starts_with("SELECT ? [1 parameter hidden] 1 row in "));
/// # }
/// # Ok::<(), aludel::Error>(())
/// ```
#[derive(Clone, Default)]
pub struct Hooks {
    before: Vec<Before>,
    after: Vec<After>,
    echo: Option<Line>,
    slow: Option<(Duration, After)>,
    parameters: bool,
}

impl Hooks {
    /// None.
    pub fn new() -> Self {
        Hooks::default()
    }

    /// Is told of everything before it is done.
    #[must_use]
    pub fn before_execute(mut self, told: impl Fn(&Event<'_>) + Send + Sync + 'static) -> Self {
        self.before.push(Arc::new(told));
        self
    }

    /// Is told of everything after it was done, or failed.
    #[must_use]
    pub fn after_execute(
        mut self,
        told: impl Fn(&Event<'_>, &Outcome<'_>) + Send + Sync + 'static,
    ) -> Self {
        self.after.push(Arc::new(told));
        self
    }

    /// Writes a line for everything that was done.
    #[must_use]
    pub fn echo(mut self, write: impl Fn(&str) + Send + Sync + 'static) -> Self {
        self.echo = Some(Arc::new(write));
        self
    }

    /// Writes that line to `tracing`, as an event at level INFO. In a URL: `echo=tracing`.
    #[cfg(feature = "tracing")]
    #[must_use]
    pub fn echo_to_tracing(self) -> Self {
        self.echo(|line| tracing::info!(target: "aludel", "{line}"))
    }

    /// Whether hooks and echo are shown parameters, which they are not by default: they may be
    /// secrets. Echo cuts long ones in the middle.
    #[must_use]
    pub fn echo_parameters(mut self, shown: bool) -> Self {
        self.parameters = shown;
        self
    }

    /// Is told of what took as long as this, or longer.
    #[must_use]
    pub fn slow(
        mut self,
        threshold: Duration,
        told: impl Fn(&Event<'_>, &Outcome<'_>) + Send + Sync + 'static,
    ) -> Self {
        self.slow = Some((threshold, Arc::new(told)));
        self
    }

    #[cfg(feature = "pool")]
    pub(in crate::adapter) fn set_echo(&mut self, on: bool) {
        self.echo = on.then(|| Arc::new(to_stderr) as Line);
    }
}

/// Where `echo=true` of a URL goes.
#[cfg(feature = "pool")]
fn to_stderr(line: &str) {
    use std::io::Write;
    // An echo that no one hears is no reason to fail, which `eprintln!` would.
    let _ = writeln!(std::io::stderr(), "{line}");
}

impl Observer for Hooks {
    fn is_active(&self) -> bool {
        !self.before.is_empty()
            || !self.after.is_empty()
            || self.echo.is_some()
            || self.slow.is_some()
    }
    fn wants_spans(&self) -> bool {
        true
    }
    fn wants_parameters(&self) -> bool {
        self.parameters
    }
    fn before(&self, event: &Event<'_>) {
        self.before.iter().for_each(|told| told(event));
    }
    fn after(&self, event: &Event<'_>, outcome: &Outcome<'_>) {
        self.after.iter().for_each(|told| told(event, outcome));
        if let Some((threshold, told)) = &self.slow
            && outcome.elapsed >= *threshold
        {
            told(event, outcome);
        }
        if let Some(write) = &self.echo {
            write(&line(event, outcome));
        }
    }
}

/// `SELECT ? [1] 1 row in 12µs`.
fn line(event: &Event<'_>, outcome: &Outcome<'_>) -> String {
    let parameters = match (event.parameters, event.parameter_count) {
        (_, 0) => String::new(),
        (Some(params), _) => {
            let values = params.iter().map(|param| cut(&format!("{:?}", param.value())));
            format!(" [{}]", values.collect::<Vec<_>>().join(", "))
        }
        (None, 1) => " [1 parameter hidden]".into(),
        (None, count) => format!(" [{count} parameters hidden]"),
    };
    let came = match (outcome.error, outcome.rows) {
        (Some(error), _) => format!("failed ({:?})", error.kind()),
        (None, None) => "done".into(),
        (None, Some(1)) => "1 row".into(),
        (None, Some(rows)) => format!("{rows} rows"),
    };
    format!("{}{parameters} {came} in {:?}", event.sql, outcome.elapsed)
}

/// A long value with its middle left out.
fn cut(value: &str) -> String {
    const SHOWN: usize = 300;
    let length = value.chars().count();
    if length <= SHOWN {
        return value.to_owned();
    }
    let start: String = value.chars().take(SHOWN / 2).collect();
    let end: String = value.chars().skip(length - SHOWN / 2).collect();
    format!("{start} … ({} characters left out) … {end}", length - SHOWN)
}

impl fmt::Debug for Hooks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Hooks")
            .field("before", &self.before.len())
            .field("after", &self.after.len())
            .field("echo", &self.echo.is_some())
            .finish_non_exhaustive()
    }
}
