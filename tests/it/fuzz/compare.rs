//! One statement on all engines: whether they agree, and if not, all that they say.

use std::collections::BTreeMap;

use aludel::ast::{Query, Statement, Value};
use aludel::dialect::{Compiled, to_sql_inline};
use aludel::prelude::*;

use super::data::{COLUMNS, Data, TABLES, TIME_LIMIT};
use super::kind::{Kind, plain, same};
use super::tree::Grower;
use crate::engines::{Db, Plain};

/// What an engine makes of a statement.
pub enum Answer {
    Rows(Vec<Vec<Value>>),
    /// Its dialect refuses the construct.
    Refused(String),
    /// A value is out of range: what the engines say of it is their own.
    Data(String),
    /// It takes too long.
    Slow,
    /// The statement does not compile for a reason of its own, or the server refuses it.
    Failed(String),
}

/// A statement, and the types of the rows that tell what it did.
pub struct Case {
    pub statement: Plain,
    pub kinds: Vec<Kind>,
}

impl Case {
    /// A query, or a statement that writes.
    pub fn grown(grower: &mut Grower) -> Self {
        if grower.choices.one_in(4) {
            let statement = Plain(grower.write());
            return Case { statement, kinds: COLUMNS.iter().map(|column| column.kind).collect() };
        }
        let (query, kinds) = grower.statement();
        Case { statement: Plain(Statement::Query(query)), kinds }
    }

    /// Whether the order of the rows is told in full.
    fn is_sorted(&self) -> bool {
        match &self.statement.0 {
            Statement::Query(Query::Select(select)) => select.order_by.len() == self.kinds.len(),
            Statement::Query(Query::SetOperation(operation)) => !operation.order_by.is_empty(),
            Statement::Query(_) => false,
            statement => !Grower::returns(statement),
        }
    }

    fn is_upsert(&self) -> bool {
        matches!(&self.statement.0, Statement::Insert(insert) if insert.on_conflict.is_some())
    }

    fn writes(&self) -> bool {
        !matches!(self.statement.0, Statement::Query(_))
    }

    fn answer(&self, db: &mut Db, data: &Data) -> Answer {
        let compiled = match self.statement.compile(db.dialect()) {
            Ok(compiled) => compiled.into_owned(),
            Err(CompileError::Unsupported { construct, .. }) => {
                return Answer::Refused(construct.into_owned());
            }
            // The row proposed by an upsert is not to be read in a subquery.
            Err(CompileError::Misplaced { construct, .. }) => {
                return Answer::Refused(format!("{construct} in a subquery"));
            }
            Err(error) => return Answer::Failed(format!("does not compile: {error}")),
        };
        let rows = if self.writes() {
            db.batch("BEGIN");
            let rows = if Grower::returns(&self.statement.0) {
                limited(db, |db| db.values_of(&compiled))
            } else {
                self.written(db, &compiled)
            };
            // Where the connection is lost, so is the transaction.
            let _ = db.try_batch("ROLLBACK");
            rows
        } else {
            limited(db, |db| db.values_of(&compiled))
        };
        match rows {
            Ok(rows) => Answer::Rows(self.plain_rows(rows)),
            Err(error) if is_too_much(&error) => Answer::Slow,
            Err(error) if error.kind() == ErrorKind::InvalidData => Answer::Data(error.to_string()),
            Err(error) => {
                if error.kind() == ErrorKind::Connection {
                    data.reconnect(db);
                }
                Answer::Failed(error.to_string())
            }
        }
    }

    /// The rows of the table then, and how many were written.
    fn written(&self, db: &mut Db, compiled: &Compiled<'_>) -> Result<Vec<Vec<Value>>, Error> {
        let count = limited(db, |db| db.connection.run(compiled))?;
        let read = Plain(Grower::read_back());
        let compiled = read.compile(db.connection.dialect())?.into_owned();
        let mut rows = db.values_of(&compiled)?;
        // How many rows an upsert counts is the server's own.
        if !self.is_upsert() {
            rows.push(vec![Value::Int(count as i64)]);
        }
        Ok(rows)
    }

    fn plain_rows(&self, rows: Vec<Vec<Value>>) -> Vec<Vec<Value>> {
        let row = |row: Vec<Value>| -> Vec<Value> {
            self.kinds.iter().zip(&row).map(|(kind, value)| plain(*kind, value)).collect()
        };
        let mut rows: Vec<Vec<Value>> = rows.into_iter().map(row).collect();
        if !self.is_sorted() {
            rows.sort_by_cached_key(|row| row.iter().map(key).collect::<Vec<_>>());
        }
        rows
    }

    pub fn answers(&self, dbs: &mut [Db], data: &Data) -> Vec<Answer> {
        dbs.iter_mut().map(|db| self.answer(db, data)).collect()
    }

    /// The statement for each engine, and what it says.
    pub fn report(&self, dbs: &mut [Db], data: &Data) -> String {
        let mut report = String::new();
        for (table, rows) in TABLES.iter().zip(&data.rows) {
            let names: Vec<&str> = COLUMNS.iter().map(|column| column.name).collect();
            report.push_str(&format!("{table}: {}\n", names.join(", ")));
            for row in rows {
                let cells: Vec<String> = row.iter().map(|value| format!("{value}")).collect();
                report.push_str(&format!("    {}\n", cells.join(" | ")));
            }
        }
        for (db, answer) in dbs.iter_mut().map(|db| {
            let answer = self.answer(db, data);
            (db, answer)
        }) {
            let sql = to_sql_inline(self.statement.statement(), db.dialect());
            let sql = sql.unwrap_or_else(|error| error.to_string());
            let compiled = self.statement.compile(db.dialect());
            let compiled = compiled.map_or_else(|error| error.to_string(), |sql| sql.to_string());
            let text = match answer {
                Answer::Rows(rows) => format!("{rows:?}"),
                Answer::Refused(construct) => format!("refused: {construct}"),
                Answer::Slow => "too slow".to_owned(),
                Answer::Data(error) | Answer::Failed(error) => format!("ERROR {error}"),
            };
            report.push_str(&format!("{}: {compiled}\n    {sql}\n    => {text}\n", db.name));
        }
        report
    }
}

/// Whether the statement takes too long, or fills the temporary table that MariaDB joins too much in.
fn is_too_much(error: &Error) -> bool {
    matches!(error.kind(), ErrorKind::StatementTimeout | ErrorKind::Interrupted)
        || error.to_string().contains("(MariaDB code 1114)")
}

/// What runs on SQLite ends after the time that the servers are told to keep to.
fn limited<T>(db: &mut Db, run: impl FnOnce(&mut Db) -> Result<T, Error>) -> Result<T, Error> {
    if db.name != "SQLite" {
        return run(db);
    }
    let mut limit = db.connection.start_time_limit(TIME_LIMIT)?;
    let done = run(db);
    limit.stop();
    db.connection.end_time_limit(limit, done.is_ok())?;
    done
}

/// A value to sort by, without the last digits of a floating-point number.
fn key(value: &Value) -> String {
    match value {
        Value::Double(number) => format!("{:.5e}", number + 0.0),
        value => format!("{value:?}"),
    }
}

/// Whether all engines that take the statement have the same rows.
pub fn agree(answers: &[Answer]) -> bool {
    let mut first: Option<&Vec<Vec<Value>>> = None;
    let equal = |one: &Vec<Vec<Value>>, other: &Vec<Vec<Value>>| {
        one.len() == other.len()
            && one.iter().zip(other).all(|(one, other)| {
                one.len() == other.len()
                    && one.iter().zip(other).all(|(one, other)| same(one, other))
            })
    };
    answers.iter().all(|answer| match answer {
        Answer::Refused(_) | Answer::Data(_) | Answer::Slow => true,
        Answer::Failed(_) => false,
        Answer::Rows(rows) => equal(first.get_or_insert(rows), rows),
    })
}

/// How many statements were compared, and what was refused.
#[derive(Default)]
pub struct Tally {
    pub statements: u64,
    pub compared: u64,
    pub data: u64,
    pub slow: u64,
    pub refused: BTreeMap<String, u64>,
}

impl Tally {
    pub fn count(&mut self, answers: &[Answer]) {
        self.statements += 1;
        let mut rows = 0;
        for answer in answers {
            match answer {
                Answer::Rows(_) => rows += 1,
                Answer::Refused(construct) => {
                    *self.refused.entry(construct.clone()).or_default() += 1;
                }
                Answer::Data(_) => self.data += 1,
                Answer::Slow => self.slow += 1,
                Answer::Failed(_) => {}
            }
        }
        self.compared += u64::from(rows == answers.len());
    }
}

impl std::fmt::Display for Tally {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let refused: u64 = self.refused.values().sum();
        writeln!(
            f,
            "{} statements, {} compared on all engines; {} values out of range; {} times too much; {refused} refused by CompileError:",
            self.statements, self.compared, self.data, self.slow
        )?;
        for (construct, count) in &self.refused {
            writeln!(f, "    {count:6} {construct}")?;
        }
        Ok(())
    }
}
