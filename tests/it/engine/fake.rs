//! A driver without a database, which fails when it is told to.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use aludel::DatabaseError;
use aludel::adapter::{
    Bulk, Delivery, Driver, EngineOptions, RowFn, StatementLimits, TimeLimit, TransactionStep,
    insert_by_statements,
};
use aludel::prelude::*;

/// What a driver without a database does.
#[derive(Default)]
pub struct Script {
    /// Failures of statements and steps to come, each with the words it is for.
    pub failures: Mutex<VecDeque<(&'static str, ErrorKind)>>,
    pub log: Mutex<Vec<String>>,
    pub opened: AtomicU32,
}

impl Script {
    pub fn failing(failures: &[(&'static str, ErrorKind)]) -> Arc<Self> {
        let failures = Mutex::new(failures.iter().copied().collect());
        Arc::new(Script { failures, ..Script::default() })
    }

    pub fn open(self: &Arc<Self>) -> Fake {
        self.opened.fetch_add(1, Ordering::Relaxed);
        Fake { script: self.clone(), depth: 0, broken: false }
    }

    pub fn engine(self: &Arc<Self>) -> Engine {
        let script = self.clone();
        let options = EngineOptions::new().pool_size(1);
        Engine::with_connector(options, move || Ok(Box::new(script.open()))).unwrap()
    }

    pub fn count(&self, words: &str) -> usize {
        self.log.lock().unwrap().iter().filter(|text| text.starts_with(words)).count()
    }
}

pub struct Fake {
    script: Arc<Script>,
    depth: usize,
    broken: bool,
}

impl Fake {
    fn act(&mut self, what: &str) -> Result<(), Error> {
        self.script.log.lock().unwrap().push(what.to_owned());
        let mut failures = self.script.failures.lock().unwrap();
        if let Some(&(text, kind)) = failures.front()
            && what.starts_with(text)
        {
            failures.pop_front();
            self.broken |= kind == ErrorKind::Connection;
            let source = std::io::Error::other("no");
            return Err(DatabaseError::new(kind, "fake", "no", source).into());
        }
        Ok(())
    }
}

impl Driver for Fake {
    fn dialect(&self) -> &dyn Dialect {
        const { &Sqlite::new() }
    }
    fn run_query(&mut self, s: &Compiled<'_>, _: Delivery, _: &mut RowFn<'_>) -> Result<(), Error> {
        self.act(s.text())
    }
    fn run(&mut self, statement: &Compiled<'_>) -> Result<u64, Error> {
        self.act(statement.text()).map(|()| 1)
    }
    fn run_script(&mut self, sql: &str) -> Result<(), Error> {
        self.act(sql)
    }
    fn run_bulk(&mut self, bulk: &mut Bulk<'_>) -> Result<u64, Error> {
        insert_by_statements(self, bulk, StatementLimits::new())
    }
    fn run_transaction(&mut self, step: TransactionStep) -> Result<(), Error> {
        self.act(&step.sql())?;
        match step {
            TransactionStep::Begin(_) => self.depth = 1,
            TransactionStep::Commit(_) | TransactionStep::Rollback(_) => self.depth = 0,
            _ => {}
        }
        Ok(())
    }
    fn depth(&self) -> usize {
        self.depth
    }
    fn transaction_ended(&self) -> bool {
        self.depth == 0
    }
    fn start_time_limit(&mut self, _: Duration) -> Result<TimeLimit, Error> {
        Ok(TimeLimit::of_server())
    }
    fn end_time_limit(&mut self, _: TimeLimit, _: bool) -> Result<(), Error> {
        Ok(())
    }
    fn ping(&mut self) -> Result<(), Error> {
        self.act("ping")
    }
    fn is_broken(&self) -> bool {
        self.broken
    }
    fn reset(&mut self) -> Result<(), Error> {
        self.depth = 0;
        self.act("reset")
    }
}
