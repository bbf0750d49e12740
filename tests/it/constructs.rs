//! No construct compiles to SQL that a server refuses, and none is refused that a server takes.
//!
//! Each family is a table of cases: a name that says the rule, a statement, its rows (the same on
//! every engine), and the engines that lack it, each with the native words that it really refuses.

use aludel::ast::{Expr as Node, Query, Statement, Value};
use aludel::dialect::{Version, compile};
use aludel::prelude::*;

pub use crate::engines::Plain;
use crate::engines::{Db, on_all_engines};
use crate::schema::set_up;

mod aggregates;
mod expressions;
mod found;
mod from;
mod functions;
mod malformed;
mod parameters;
mod queries;
mod set_operations;
mod upserts;
mod writes;

pub const SQLITE: &str = "SQLite";
pub const POSTGRES: &str = "PostgreSQL";
pub const MYSQL: &str = "MySQL";
pub const MARIADB: &str = "MariaDB";

/// No native words are known that could be tried.
pub const NONE: &str = "";

table! {
    /// One row with a value of each kind.
    pub facts {
        id: BigInt [primary_key],
        n: Integer,
        big: BigInt,
        x: Double,
        word: VarChar<100>,
        blank: Nullable<Integer>,
        flag: Boolean,
    }
    /// A key of two columns, a second key, a default.
    pub stock {
        shop: Integer [primary_key],
        item: Integer [primary_key],
        code: Nullable<VarChar<20>> [unique],
        amount: Integer,
        note: Nullable<VarChar<20>>,
    }
}

/// The day, the moment and the document of `facts`, whose types need features of the crate.
pub fn fact(name: &'static str) -> Expr<Any> {
    table("facts").column(name)
}

/// A statement, its rows, and the engines that lack it.
pub struct Construct {
    name: &'static str,
    statement: Box<dyn AsStatement>,
    then: Option<Box<dyn AsStatement>>,
    rows: Option<&'static str>,
    lacking: Vec<Lack>,
}

/// An engine that lacks the construct, the version that brings it, and native words.
struct Lack {
    engine: &'static str,
    until: Option<Version>,
    native: &'static str,
}

/// A statement that every engine takes.
pub fn stmt(name: &'static str, statement: impl AsStatement + 'static) -> Construct {
    Construct { name, statement: Box::new(statement), then: None, rows: None, lacking: Vec::new() }
}

/// An expression over the one row of `facts`, and its value.
pub fn value<E: Expression>(name: &'static str, expr: E, value: &'static str) -> Construct {
    stmt(name, select(expr.into_expr().label("value")).from(facts::table)).rows(value)
}

/// As [`value`], of a node.
pub fn node(name: &'static str, node: Node, expected: &'static str) -> Construct {
    value(name, any(node), expected)
}

impl Construct {
    /// The rows, one after the other: `1, Ann | 2, Bob`.
    pub fn rows(mut self, rows: &'static str) -> Self {
        self.rows = Some(rows);
        self
    }

    /// The rows are those of this query afterwards.
    pub fn then(mut self, query: impl AsStatement + 'static) -> Self {
        self.then = Some(Box::new(query));
        self
    }

    /// The engine lacks it, and refuses these native words.
    pub fn lacks(mut self, engine: &'static str, native: &'static str) -> Self {
        self.lacking.push(Lack { engine, until: None, native });
        self
    }

    /// The engine lacks it before that version.
    pub fn lacks_until(
        mut self,
        engine: &'static str,
        (major, minor): (u16, u16),
        native: &'static str,
    ) -> Self {
        let until = Some(Version::new(major, minor, 0));
        self.lacking.push(Lack { engine, until, native });
        self
    }
}

pub fn query(query: impl Into<Query>) -> Plain {
    Plain(Statement::Query(query.into()))
}

/// A node as an expression of the typed layer.
pub fn any(node: Node) -> Expr<Any> {
    Expr::from_ast(node)
}

/// Tries every case on every engine, each in a transaction that is rolled back.
#[track_caller]
pub fn walk(cases: Vec<Construct>) {
    let mut wrong = Vec::new();
    on_all_engines(|db| {
        set_up(db);
        set_up_facts(db);
        for case in &cases {
            db.batch("BEGIN");
            if let Err(problem) = case.try_on(db) {
                wrong.push(format!("{} on {}: {problem}", case.name, db.name));
            }
            db.batch("ROLLBACK");
        }
    });
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n\n"));
}

impl Construct {
    fn try_on(&self, db: &mut Db) -> Result<(), String> {
        let here = |lack: &&Lack| {
            let version = db.dialect().version();
            lack.engine == db.name && lack.until.is_none_or(|until| version < until)
        };
        let lacking = self.lacking.iter().find(here);
        let compiled = match (compile(self.statement.statement(), db.dialect()), lacking) {
            (Ok(sql), None) => sql,
            (Ok(sql), Some(_)) => return Err(format!("is not refused any more: {sql}")),
            (Err(error), None) => return Err(format!("is refused: {error}")),
            (Err(error), Some(lack)) => return refused(db, &error, lack.native),
        };
        let failed = |error: String| format!("{error}\n  {compiled}");
        let rows = if self.rows.is_some() && self.then.is_none() {
            db.try_query(&compiled).map_err(failed)?
        } else {
            db.try_execute(&compiled).map_err(failed)?;
            let Some(then) = &self.then else { return Ok(()) };
            let then =
                compile(then.statement(), db.dialect()).map_err(|error| error.to_string())?;
            db.try_query(&then).map_err(failed)?
        };
        let found = text_of(&rows);
        match self.rows {
            Some(expected) if found != expected => {
                Err(format!("{found} is not {expected}\n  {compiled}"))
            }
            _ => Ok(()),
        }
    }
}

/// A refusal names the construct, the dialect and a way out; and the server refuses it too.
fn refused(db: &mut Db, error: &CompileError, native: &str) -> Result<(), String> {
    let CompileError::Unsupported { construct, dialect, instead, .. } = error else {
        return Err(format!("is refused by another error: {error}"));
    };
    if construct.is_empty() || *dialect != db.name || instead.is_empty() {
        return Err(format!("is refused by a poor message: {error}"));
    }
    if !native.is_empty() && db.try_batch(native).is_ok() {
        return Err(format!("is refused, but the server takes {native}"));
    }
    Ok(())
}

fn text_of(rows: &[Vec<Value>]) -> String {
    let row = |row: &Vec<Value>| row.iter().map(cell).collect::<Vec<_>>().join(", ");
    rows.iter().map(row).collect::<Vec<_>>().join(" | ")
}

/// A value as text, without what the engines' types differ in: a boolean is 0 or 1, a number has no
/// zeros at the end of its fraction, a time no microseconds if it has none.
pub fn cell(value: &Value) -> String {
    match value {
        Value::Null => "NULL".to_owned(),
        Value::Bool(truth) => u8::from(*truth).to_string(),
        Value::Int(number) => number.to_string(),
        Value::UInt(number) => number.to_string(),
        Value::Double(number) => number.to_string(),
        Value::Text(text) => plain(text),
        Value::Blob(bytes) => plain(&String::from_utf8_lossy(bytes)),
        Value::Date(date) => date.to_string(),
        Value::Timestamp(time) => time.format("%Y-%m-%d %H:%M:%S%.f").to_string(),
        Value::Decimal(number) => number.normalize().to_string(),
        Value::Json(document) => document.to_string(),
        other => format!("{other:?}"),
    }
}

fn plain(text: &str) -> String {
    let number = text.contains('.') && text.parse::<f64>().is_ok();
    let time = text.ends_with(".000000");
    if number || time { text.trim_end_matches('0').trim_end_matches('.') } else { text }.to_owned()
}

pub fn set_up_facts(db: &mut Db) {
    use aludel::ast::DataType::{Boolean, Date, Json, Timestamp};
    let [flag, day, moment, doc] = [Boolean, Date, Timestamp, Json]
        .map(|data_type| db.dialect().column_type(&data_type).expect("a type"));
    db.batch(&format!(
        "CREATE TABLE facts (id BIGINT PRIMARY KEY, n INTEGER NOT NULL, big BIGINT NOT NULL, x DOUBLE PRECISION NOT NULL, word VARCHAR(100) NOT NULL, blank INTEGER, flag {flag} NOT NULL, day {day} NOT NULL, moment {moment} NOT NULL, doc {doc} NOT NULL)"
    ));
    let doc = r#"{"a": {"b": [1, "two", null, true]}, "k.q": "v", "n": null, "o": {"p": 1}}"#;
    db.batch(&format!(
        "INSERT INTO facts VALUES (1, -7, 5, 2.5, 'Abc', NULL, TRUE, '2024-01-31', '2024-08-15 10:20:30', '{doc}')"
    ));
    db.batch("CREATE TABLE stock (shop INTEGER, item INTEGER, code VARCHAR(20) UNIQUE, amount INTEGER NOT NULL DEFAULT 7, note VARCHAR(20) DEFAULT 'new', PRIMARY KEY (shop, item))");
    db.batch("INSERT INTO stock VALUES (1, 1, 'a', 10, 'x'), (1, 2, 'b', 20, NULL), (2, 1, NULL, 30, 'z')");
    db.batch("CREATE TABLE logs (id INTEGER, amount INTEGER DEFAULT 7)");
}
