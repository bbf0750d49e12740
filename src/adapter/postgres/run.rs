//! Statements on their way to the server, and what of it comes back.

use std::ops::ControlFlow;

use postgres::fallible_iterator::FallibleIterator;
use postgres::types::{ToSql, Type};
use postgres::{GenericClient, Row, RowIter, SimpleQueryMessage, Statement};

use super::bind::{Bound, type_of};
use super::decode::{Cursor, Shared};
use super::error::error;
use super::{PostgresConnection, PostgresHandle};
use crate::adapter::RowFn;
use crate::dialect::Compiled;
use crate::{Error, ErrorKind};

impl<H: PostgresHandle> PostgresConnection<H> {
    /// Notes what a failure means for the connection and its transaction.
    #[cold]
    pub(super) fn failed(&mut self, failure: postgres::Error, sql: &str) -> Error {
        let error = error(failure, sql);
        self.note(&error);
        error
    }

    fn note(&mut self, error: &Error) {
        match error.kind() {
            ErrorKind::Connection => self.broken = true,
            // A statement that never reached the server fails nothing.
            _ if error.code().is_none() => {}
            _ => self.failed = self.depth > 0,
        }
    }

    /// The statement, prepared; none if it is to go out unnamed.
    fn prepare(&mut self, statement: &Compiled<'_>) -> Result<Option<Statement>, Error> {
        if !statement.is_cached() || self.cache.is_off() {
            return Ok(None);
        }
        let types: Vec<Type> = statement.params().iter().map(type_of).collect();
        if let Some(found) = self.cache.get(statement.text(), &types) {
            return Ok(Some(found));
        }
        let prepared = self.handle.client().prepare_typed(statement.text(), &types);
        let prepared = prepared.map_err(|failure| self.failed(failure, statement.text()))?;
        self.cache.put(statement.text(), types, prepared.clone());
        Ok(Some(prepared))
    }

    /// Runs a prepared statement, and once more if the server has forgotten it, or what it was
    /// prepared for has changed.
    pub(super) fn attempt<T>(
        &mut self,
        statement: &Compiled<'_>,
        mut run: impl FnMut(&mut Self, Option<&Statement>) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let prepared = self.prepare(statement)?;
        match run(self, prepared.as_ref()) {
            Err(error) if prepared.is_some() && is_stale(&error) => {
                self.cache.forget(statement.text());
                if self.depth > 0 {
                    return Err(error);
                }
                let prepared = self.prepare(statement)?;
                run(self, prepared.as_ref())
            }
            done => done,
        }
    }

    pub(super) fn query(
        &mut self,
        statement: &Compiled<'_>,
        prepared: Option<&Statement>,
    ) -> Result<Vec<Row>, Error> {
        let bound: Vec<Bound<'_>> = statement.values().map(Bound).collect();
        let client = self.handle.client();
        let rows = match prepared {
            Some(prepared) => {
                let params: Vec<&(dyn ToSql + Sync)> =
                    bound.iter().map(|value| value as _).collect();
                client.query(prepared, &params)
            }
            None => {
                let types = statement.params().iter().map(type_of);
                let params: Vec<(&(dyn ToSql + Sync), Type)> =
                    bound.iter().map(|value| value as _).zip(types).collect();
                client.query_typed(statement.text(), &params)
            }
        };
        rows.map_err(|failure| self.failed(failure, statement.text()))
    }

    pub(super) fn stream(
        &mut self,
        statement: &Compiled<'_>,
        prepared: Option<&Statement>,
        on_row: &mut RowFn<'_>,
    ) -> Result<(), Error> {
        let bound: Vec<Bound<'_>> = statement.values().map(Bound).collect();
        let client = self.handle.client();
        let rows = match prepared {
            Some(prepared) => client.query_raw(prepared, bound),
            None => {
                let types: Vec<Type> = statement.params().iter().map(type_of).collect();
                let params: Vec<(Bound<'_>, Type)> = bound.into_iter().zip(types).collect();
                client.query_typed_raw(statement.text(), params)
            }
        };
        let done = rows.and_then(|rows| {
            // As long as rows are under way: whoever panics among them leaves a transaction that
            // failed, for all that is known of it.
            let before = std::mem::replace(&mut self.failed, self.depth > 0);
            let done = each_row(rows, statement.text(), on_row);
            self.failed = before;
            done
        });
        match done {
            Ok(done) => done,
            Err(failure) => Err(self.failed(failure, statement.text())),
        }
    }

    pub(super) fn execute(
        &mut self,
        statement: &Compiled<'_>,
        prepared: Option<&Statement>,
    ) -> Result<u64, Error> {
        let bound: Vec<Bound<'_>> = statement.values().map(Bound).collect();
        let client = self.handle.client();
        let count = match prepared {
            Some(prepared) => {
                let params: Vec<&(dyn ToSql + Sync)> =
                    bound.iter().map(|value| value as _).collect();
                client.execute(prepared, &params)
            }
            None => {
                let types = statement.params().iter().map(type_of);
                let params: Vec<(&(dyn ToSql + Sync), Type)> =
                    bound.iter().map(|value| value as _).zip(types).collect();
                client.execute_typed(statement.text(), &params)
            }
        };
        count.map_err(|failure| self.failed(failure, statement.text()))
    }

    /// The statement, prepared with the types that the server finds; none if it is to go out
    /// unnamed.
    fn prepare_inferred(&mut self, text: &str) -> Result<Option<Statement>, Error> {
        if self.cache.is_off() {
            return Ok(None);
        }
        if let Some(found) = self.cache.get(text, &[]) {
            return Ok(Some(found));
        }
        let prepared = self.handle.client().prepare(text);
        let prepared = prepared.map_err(|failure| self.failed(failure, text))?;
        self.cache.put(text, Vec::new(), prepared.clone());
        Ok(Some(prepared))
    }

    /// Runs a statement with parameters of the caller's making.
    pub(super) fn run_with(
        &mut self,
        statement: &Compiled<'_>,
        params: &[(&(dyn ToSql + Sync), Type)],
        returned: Option<&mut RowFn<'_>>,
    ) -> Result<u64, Error> {
        let text = statement.text();
        let prepared = self.prepare_inferred(text)?;
        let untyped: Vec<_> = params.iter().map(|(param, _)| *param).collect();
        let client = self.handle.client();
        let Some(returned) = returned else {
            let count = match &prepared {
                Some(prepared) => client.execute(prepared, &untyped),
                None => client.execute_typed(text, params),
            };
            return count.map_err(|failure| self.failed(failure, text));
        };
        let rows = match &prepared {
            Some(prepared) => client.query(prepared, &untyped),
            None => client.query_typed(text, params),
        };
        let rows = rows.map_err(|failure| self.failed(failure, text))?;
        hand_over(&rows, text, returned)?;
        Ok(rows.len() as u64)
    }

    pub(super) fn batch(&mut self, sql: &str) -> Result<(), Error> {
        self.handle.client().batch_execute(sql).map_err(|failure| self.failed(failure, sql))
    }

    pub(super) fn ask(&mut self, sql: &str) -> Result<Option<String>, Error> {
        ask(self.handle.client(), sql).map_err(|failure| self.failed(failure, sql))
    }
}

/// The first value of the first row, as text.
pub(super) fn ask(
    client: &mut impl GenericClient,
    sql: &str,
) -> Result<Option<String>, postgres::Error> {
    let messages = client.simple_query(sql)?;
    Ok(messages.iter().find_map(|message| match message {
        SimpleQueryMessage::Row(row) => row.try_get(0).ok().flatten().map(str::to_owned),
        _ => None,
    }))
}

/// Hands rows over that are there.
pub(super) fn hand_over(rows: &[Row], sql: &str, on_row: &mut RowFn<'_>) -> Result<(), Error> {
    let mut shared = Shared::default();
    for (row, following) in rows.iter().zip((0..rows.len()).rev()) {
        let mut cursor = Cursor::new(row, following, &mut shared);
        match on_row(&mut cursor) {
            Ok(ControlFlow::Continue(())) => {}
            Ok(ControlFlow::Break(())) => break,
            Err(error) => return Err(cursor.located(error, sql)),
        }
    }
    Ok(())
}

/// Hands rows over as they come: the driver's failure, or what came of it otherwise.
///
/// All rows are read, those too that are not wanted any more: only at the end it is known that the
/// statement, and the transaction around it, has not failed.
fn each_row(
    mut rows: RowIter<'_>,
    sql: &str,
    on_row: &mut RowFn<'_>,
) -> Result<Result<(), Error>, postgres::Error> {
    let mut shared = Shared::default();
    let mut done = Ok(ControlFlow::Continue(()));
    while let Some(row) = rows.next()? {
        if let Ok(ControlFlow::Continue(())) = done {
            let mut cursor = Cursor::new(&row, 0, &mut shared);
            done = on_row(&mut cursor).map_err(|error| cursor.located(error, sql));
        }
    }
    Ok(done.map(drop))
}

/// Whether the server no longer knows the statement, or would now answer with other columns.
fn is_stale(error: &Error) -> bool {
    match error.code() {
        Some("26000") => true,
        Some("0A000") => {
            error.database().is_some_and(|error| error.message.contains("cached plan"))
        }
        _ => false,
    }
}
