//! Statements on their way to the server, and their rows on the way back.

use std::ops::ControlFlow;

use ::mysql::prelude::{Protocol, Queryable};
use ::mysql::{Params, QueryResult, Statement, Value};

use super::decode::Cursor;
use super::error::error;
use super::{MySqlConnection, MySqlHandle, bind};
use crate::Error;
use crate::adapter::RowFn;
use crate::dialect::{Compiled, LEFT_ALONE};

impl<H: MySqlHandle> MySqlConnection<H> {
    /// Runs a prepared statement and hands its rows over; how many rows it changed or yielded.
    pub(super) fn execute_prepared(
        &mut self,
        statement: &Compiled<'_>,
        row: &mut RowFn<'_>,
    ) -> Result<u64, Error> {
        let name = self.dialect.name();
        let bound: Result<Vec<_>, _> =
            statement.values().map(|value| bind::bind(value.into(), name)).collect();
        let (sql, values) = (statement.text(), bound?);
        let on = self.handle.queryable();
        let (prepared, kept) =
            match self.statements.prepare(on, sql, &values, statement.is_cached()) {
                Ok(prepared) => prepared,
                Err(failure) => return Err(self.failed(failure, sql)),
            };
        let done = self.execute(&prepared, sql, values, row);
        if !kept {
            self.close(prepared);
        } else if done.as_ref().is_err_and(is_unknown_column) {
            return self.execute_anew(statement, row);
        }
        done
    }

    /// Runs a statement that is kept prepared as if it were not: MariaDB does not find its way through
    /// some subqueries of derived tables a second time. Nothing is done yet when it tells so.
    #[cold]
    fn execute_anew(
        &mut self,
        statement: &Compiled<'_>,
        row: &mut RowFn<'_>,
    ) -> Result<u64, Error> {
        if let Some(kept) = self.statements.take_last() {
            self.close(kept);
        }
        let (name, sql) = (self.dialect.name(), statement.text());
        let bound: Result<Vec<_>, _> =
            statement.values().map(|value| bind::bind(value.into(), name)).collect();
        let prepared = self.handle.queryable().prep(sql);
        let prepared = prepared.map_err(|failure| self.failed(failure, sql))?;
        let done = self.execute(&prepared, sql, bound?, row);
        self.close(prepared);
        done
    }

    /// Runs a statement that is prepared, with parameters as the driver takes them.
    pub(super) fn execute(
        &mut self,
        prepared: &Statement,
        sql: &str,
        values: Vec<Value>,
        row: &mut RowFn<'_>,
    ) -> Result<u64, Error> {
        let params = match values.is_empty() {
            true => Params::Empty,
            false => Params::Positional(values),
        };
        let on = self.handle.queryable();
        let done = on
            .exec_iter(prepared, params)
            .map_err(Problem::Driver)
            .and_then(|result| read(result, sql, row));
        match done {
            Ok(Done { rows, key }) => {
                self.last_insert_id = key;
                Ok(rows)
            }
            Err(Problem::Driver(failure)) => Err(self.failed(failure, sql)),
            Err(Problem::Row(error)) => Err(error),
        }
    }

    /// Closes a statement after use; a connection that is lost shows at the next.
    pub(super) fn close(&mut self, prepared: Statement) {
        if !self.broken {
            let _ = self.handle.queryable().close(prepared);
        }
    }

    /// Runs text as it is.
    pub(super) fn text(&mut self, sql: &str) -> Result<(), Error> {
        let on = self.handle.queryable();
        let done = on
            .query_iter(sql)
            .map_err(Problem::Driver)
            .and_then(|result| read(result, sql, &mut |_| Ok(ControlFlow::Continue(()))));
        match done {
            Ok(_) => Ok(()),
            Err(Problem::Driver(failure)) => Err(self.failed(failure, sql)),
            Err(Problem::Row(error)) => Err(error),
        }
    }

    /// One value, as text.
    pub(super) fn ask(&mut self, sql: &str) -> Result<Option<String>, Error> {
        let row: Result<Option<::mysql::Row>, _> = self.handle.queryable().query_first(sql);
        match row {
            Ok(row) => Ok(row.and_then(|row| row.get_opt(0)?.ok())),
            Err(failure) => Err(self.failed(failure, sql)),
        }
    }

    /// The driver's error as ours; what it means for the connection is noted.
    #[cold]
    pub(super) fn failed(&mut self, failure: ::mysql::Error, sql: &str) -> Error {
        let code = match &failure {
            ::mysql::Error::MySqlError(error) => error.code,
            _ => 0,
        };
        let error = error(failure, self.dialect.name(), sql);
        if error.kind() == crate::ErrorKind::Connection {
            self.broken = true;
        }
        if self.transaction.is_open() && (self.broken || self.has_ended(code)) {
            self.transaction.end();
        }
        error
    }
}

/// Whether a statement that was prepared does not know a column of its own.
#[cold]
fn is_unknown_column(error: &Error) -> bool {
    matches!(error, Error::Database(error) if error.code.as_deref() == Some("1054"))
}

/// What came of a statement.
struct Done {
    rows: u64,
    key: Option<u64>,
}

enum Problem {
    Driver(::mysql::Error),
    Row(Error),
}

/// How many rows a statement wrote, and the key that it made.
///
/// For an upsert the server counts 1 for a row that is new or was found as it should be, and 2 for
/// one that was changed. How many rows there were, and how many of them were there before, stands
/// beside it, unless there is one row only: `Records: 3  Duplicates: 1  Warnings: 0`.
fn written(affected: u64, key: u64, info: &[u8], sql: &str) -> (u64, u64) {
    let sql = before_comments(sql);
    if !sql.starts_with("INSERT ") || !sql.contains(" ON DUPLICATE KEY UPDATE ") {
        return (affected, key);
    }
    // In whatever language, the first two numbers.
    let numbers = info.split(|byte| !byte.is_ascii_digit()).filter(|part| !part.is_empty());
    let mut numbers = numbers.map_while(|digits| str::from_utf8(digits).ok()?.parse::<u64>().ok());
    let (records, there) = (numbers.next(), numbers.next());
    let left_alone = key == u64::MAX;
    let rows = match (records, there) {
        (Some(1), _) if left_alone => 0,
        (Some(_), Some(there)) if sql.contains(LEFT_ALONE) => affected - affected.min(there),
        (Some(records), _) => records,
        _ if left_alone => 0,
        _ => affected.min(1),
    };
    (rows, if left_alone { 0 } else { key })
}

/// The statement without the comments at its end, which may be of the same words.
fn before_comments(sql: &str) -> &str {
    let mut rest = sql;
    while let Some((before, _)) = rest.strip_suffix("*/").and_then(|open| open.rsplit_once(" /*")) {
        rest = before;
    }
    rest
}

/// Reads a result to its end: the rows of the first set are handed over, until one is not wanted.
fn read<P: Protocol>(
    mut result: QueryResult<'_, '_, '_, P>,
    sql: &str,
    on_row: &mut RowFn<'_>,
) -> Result<Done, Problem> {
    let key = result.last_insert_id().unwrap_or(0);
    let (rows, key) = written(result.affected_rows(), key, result.info_ref(), sql);
    let key = (key > 0).then_some(key);
    let mut done = Done { rows, key };
    let mut names = None;
    let (mut wanted, mut problem) = (true, None);
    while let Some(set) = result.iter() {
        for row in set {
            let row = row.map_err(Problem::Driver)?;
            if !wanted {
                continue;
            }
            done.rows += 1;
            let mut cursor = Cursor::new(&row, &mut names);
            match on_row(&mut cursor) {
                Ok(ControlFlow::Continue(())) => {}
                Ok(ControlFlow::Break(())) => wanted = false,
                Err(error) => {
                    wanted = false;
                    problem = Some(cursor.located(error, sql));
                }
            }
        }
        wanted = false;
    }
    problem.map_or(Ok(done), |error| Err(Problem::Row(error)))
}
