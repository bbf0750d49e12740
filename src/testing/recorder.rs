//! A driver that records statements and answers with what it was told.

use std::collections::VecDeque;
use std::io;
use std::ops::ControlFlow;
use std::sync::Arc;
use std::time::Duration;

use crate::adapter::{
    Bulk, Delivery, Driver, RowFn, StatementLimits, TimeLimit, TransactionOptions, TransactionStep,
    insert_by_statements,
};
use crate::ast::Value;
use crate::dialect::{Compiled, Dialect};
use crate::query::{DecodeError, DecodeErrorKind, RowSource, ValueRef};
use crate::{DatabaseError, Error, ErrorKind};

/// A connection to no database: it renders in a dialect, records what it is sent, and answers each
/// statement with the next answer that was queued. One without an answer is refused.
///
/// Transactions need no answer; they are recorded as `BEGIN`, `COMMIT` and the like, with their
/// options: `BEGIN ISOLATION LEVEL SERIALIZABLE READ ONLY`.
///
/// ```
/// use aludel::prelude::*;
/// use aludel::testing::Recorder;
/// table! { users { id: BigInt [primary_key], name: Text } }
///
/// let mut db = Recorder::new(Postgres::new());
/// db.answer_rows([[Value::from(1), "Ann".into()]]);
/// db.answer_error(ErrorKind::Unique);
///
/// let query = select((users::id, users::name)).from(users::table).filter(users::id.eq(1));
/// assert_eq!(db.fetch_one(&query)?, (1, "Ann".to_owned()));
///
/// let insert = insert_into(users::table).set(users::id, 1).set(users::name, "Bob");
/// let error = db.transaction(|tx| tx.execute(&insert)).unwrap_err();
/// assert_eq!(error.kind(), ErrorKind::Unique);
///
/// let texts: Vec<_> = db.statements().iter().map(|sent| sent.text.as_str()).collect();
/// assert_eq!(texts[1..], [
///     "BEGIN",
///     r#"INSERT INTO "users" ("id", "name") VALUES ($1, $2)"#,
///     "ROLLBACK",
/// ]);
/// assert_eq!(db.statements()[0].values, [Value::from(1)]);
/// assert_eq!(db.answers_left(), 0);
/// # Ok::<(), aludel::Error>(())
/// ```
#[derive(Debug)]
pub struct Recorder {
    dialect: Box<dyn Dialect>,
    answers: VecDeque<Answer>,
    statements: Vec<Recorded>,
    depth: usize,
}

/// A statement that a [`Recorder`] was sent.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Recorded {
    /// The SQL text.
    pub text: String,
    /// The values of its parameters.
    pub values: Vec<Value>,
}

#[derive(Debug)]
enum Answer {
    Rows { columns: Arc<[String]>, rows: Vec<Vec<Value>> },
    Affected(u64),
    Error(ErrorKind),
}

impl Recorder {
    /// A connection to a database that speaks this dialect.
    pub fn new(dialect: impl Dialect + 'static) -> Self {
        Recorder {
            dialect: Box::new(dialect),
            answers: VecDeque::new(),
            statements: Vec::new(),
            depth: 0,
        }
    }

    /// A further statement yields these rows.
    pub fn answer_rows<R: Into<Vec<Value>>>(&mut self, rows: impl IntoIterator<Item = R>) {
        self.answer_named_rows([], rows);
    }

    /// A further statement yields these rows, whose columns have these names.
    pub fn answer_named_rows<R: Into<Vec<Value>>>(
        &mut self,
        columns: impl IntoIterator<Item = &'static str>,
        rows: impl IntoIterator<Item = R>,
    ) {
        let columns = columns.into_iter().map(str::to_owned).collect();
        let rows = rows.into_iter().map(R::into).collect();
        self.answers.push_back(Answer::Rows { columns, rows });
    }

    /// A further statement changes so many rows. For scripts and DDL, 0 will do.
    pub fn answer_affected(&mut self, rows: u64) {
        self.answers.push_back(Answer::Affected(rows));
    }

    /// A further statement fails in this way.
    pub fn answer_error(&mut self, kind: ErrorKind) {
        self.answers.push_back(Answer::Error(kind));
    }

    /// What was sent, in its order.
    pub fn statements(&self) -> &[Recorded] {
        &self.statements
    }

    /// How many answers wait for a statement.
    pub fn answers_left(&self) -> usize {
        self.answers.len()
    }

    fn record(&mut self, text: &str, values: Vec<Value>) {
        self.statements.push(Recorded { text: text.to_owned(), values });
    }

    /// Records a statement: its answer, unless it is an error.
    fn answer(&mut self, text: &str, values: Vec<Value>) -> Result<Answer, Error> {
        self.record(text, values);
        match self.answers.pop_front() {
            Some(Answer::Error(kind)) => {
                Err(self.error(kind, "an error that the test asked for", text))
            }
            Some(answer) => Ok(answer),
            None => Err(self.error(
                ErrorKind::Other,
                "the recorder has no answer for this statement",
                text,
            )),
        }
    }

    fn error(&self, kind: ErrorKind, message: &'static str, text: &str) -> Error {
        let source = io::Error::other(message);
        let mut error = DatabaseError::new(kind, self.dialect.name(), message, source);
        error.sql = Some(text.to_owned());
        error.into()
    }
}

impl Driver for Recorder {
    fn dialect(&self) -> &dyn Dialect {
        &*self.dialect
    }

    fn run_query(
        &mut self,
        statement: &Compiled<'_>,
        _: Delivery,
        row: &mut RowFn<'_>,
    ) -> Result<(), Error> {
        let text = statement.text();
        let Answer::Rows { columns, rows } =
            self.answer(text, statement.values().cloned().collect())?
        else {
            let message = "the recorder has a number of rows for this statement, which wants the rows themselves";
            return Err(self.error(ErrorKind::Other, message, text));
        };
        for values in rows {
            let mut cursor = Cursor { columns: &columns, values: &values, next: 0 };
            match row(&mut cursor) {
                Ok(ControlFlow::Continue(())) => {}
                Ok(ControlFlow::Break(())) => break,
                Err(error) => return Err(cursor.located(error, text)),
            }
        }
        Ok(())
    }

    fn run(&mut self, statement: &Compiled<'_>) -> Result<u64, Error> {
        match self.answer(statement.text(), statement.values().cloned().collect())? {
            Answer::Affected(rows) => Ok(rows),
            Answer::Rows { rows, .. } => Ok(rows.len() as u64),
            Answer::Error(kind) => {
                Err(self.error(kind, "an error that the test asked for", statement.text()))
            }
        }
    }

    fn run_script(&mut self, sql: &str) -> Result<(), Error> {
        self.answer(sql, Vec::new()).map(drop)
    }

    fn run_bulk(&mut self, bulk: &mut Bulk<'_>) -> Result<u64, Error> {
        insert_by_statements(self, bulk, StatementLimits::new())
    }

    fn run_transaction(&mut self, step: TransactionStep) -> Result<(), Error> {
        match step {
            TransactionStep::Begin(_) => self.depth = 1,
            TransactionStep::Commit(_) | TransactionStep::Rollback(_) => self.depth = 0,
            _ => {}
        }
        self.record(&step.sql(), Vec::new());
        Ok(())
    }

    fn depth(&self) -> usize {
        self.depth
    }

    fn transaction_ended(&self) -> bool {
        self.depth == 0
    }

    fn start_time_limit(&mut self, limit: Duration) -> Result<TimeLimit, Error> {
        TimeLimit::watched(limit, || {})
    }

    fn end_time_limit(&mut self, _: TimeLimit, _: bool) -> Result<(), Error> {
        Ok(())
    }

    fn reset(&mut self) -> Result<(), Error> {
        if self.depth > 0 {
            self.run_transaction(TransactionStep::Rollback(TransactionOptions::new()))
        } else {
            Ok(())
        }
    }
}

/// A queued row, read from left to right.
struct Cursor<'r> {
    columns: &'r Arc<[String]>,
    values: &'r [Value],
    next: usize,
}

impl RowSource for Cursor<'_> {
    fn columns(&mut self) -> Arc<[String]> {
        self.columns.clone()
    }

    fn next(&mut self) -> Result<ValueRef<'_>, DecodeError> {
        let Some(value) = self.values.get(self.next) else {
            return Err(DecodeError::new(DecodeErrorKind::EndOfRow));
        };
        self.next += 1;
        Ok(value.into())
    }
}

impl Cursor<'_> {
    /// The error with the column that was read last.
    fn located(&self, error: DecodeError, sql: &str) -> Error {
        let column =
            self.next.checked_sub(1).filter(|_| *error.kind() != DecodeErrorKind::EndOfRow);
        let error = match column {
            Some(column) => {
                let name = self.columns.get(column).cloned();
                error.in_column(column, name.unwrap_or_else(|| "?".to_owned()))
            }
            None => error,
        };
        Error::decode(error, sql)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::adapter::{Connection, Isolation, TransactionOptions};
    use crate::dialect::MySql;
    use crate::query::*;
    use crate::table;

    table! { users { id: BigInt [primary_key], name: Text } }

    fn texts(db: &Recorder) -> Vec<&str> {
        db.statements().iter().map(|sent| sent.text.as_str()).collect()
    }

    #[test]
    fn rows_go_the_ordinary_way() {
        let mut db = Recorder::new(MySql::new());
        db.answer_named_rows(["id", "name"], [[Value::from(1), Value::Null]]);
        db.answer_named_rows(["id", "name"], [[Value::from(2), "Bob".into()]]);
        db.answer_affected(1);
        let all = select(users::all).from(users::table);
        let error = db.fetch_all(&all).unwrap_err();
        assert_eq!((error.kind(), error.column()), (ErrorKind::Decode, Some("name")));
        let rows = db.fetch_rows(&all).unwrap();
        assert_eq!(rows[0].get("name"), Some(&Value::from("Bob")));
        assert!(db.fetch_all(&all).unwrap_err().to_string().contains("wants the rows themselves"));
    }

    #[test]
    fn a_statement_without_an_answer_is_refused() {
        let mut db = Recorder::new(MySql::new());
        let error = db.execute(&delete(users::table).all_rows()).unwrap_err().to_string();
        assert!(error.starts_with("the recorder has no answer for this statement"), "{error}");
        assert_eq!(texts(&db), ["DELETE FROM `users`"]);
    }

    #[test]
    fn the_options_of_a_transaction_are_recorded() {
        let mut db = Recorder::new(MySql::new());
        let options = TransactionOptions::new();
        for options in [
            options.isolation(Isolation::ReadCommitted).read_only(),
            options.deferrable(),
            options.immediate(),
        ] {
            db.begin_with(options).unwrap().rollback().unwrap();
        }
        let begun: Vec<_> = texts(&db).into_iter().step_by(2).collect();
        assert_eq!(
            begun,
            [
                "BEGIN ISOLATION LEVEL READ COMMITTED READ ONLY",
                "BEGIN ISOLATION LEVEL SERIALIZABLE READ ONLY DEFERRABLE",
                "BEGIN IMMEDIATE",
            ]
        );
    }

    #[test]
    fn transactions_and_bulk_insertions_are_recorded() {
        let mut db = Recorder::new(MySql::new());
        db.answer_affected(2);
        let insert = insert_into(users::table).columns((users::id, users::name));
        assert_eq!(db.insert_many(&insert, [(1_i64, "Ann"), (2, "Bob")]).unwrap(), 2);
        assert_eq!(
            texts(&db),
            [
                "BEGIN",
                "SAVEPOINT aludel_0",
                "INSERT INTO `users` (`id`, `name`) VALUES (?, ?), (?, ?)",
                "RELEASE SAVEPOINT aludel_0",
                "COMMIT",
            ]
        );
        assert_eq!(db.statements()[2].values.len(), 4);
        assert!(
            db.transaction(|tx| tx.transaction(|_| Err::<(), Error>(Error::TransactionEnded)))
                .is_err()
        );
        assert_eq!(
            texts(&db)[5..],
            [
                "BEGIN",
                "SAVEPOINT aludel_2",
                "ROLLBACK TO SAVEPOINT aludel_2",
                "RELEASE SAVEPOINT aludel_2",
                "ROLLBACK",
            ]
        );
    }
}
