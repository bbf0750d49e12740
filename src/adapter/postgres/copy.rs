//! COPY: rows as one stream, in the server's binary form.

use std::io::{self, Write};

use bytes::{BufMut, BytesMut};
use postgres::types::Type;
use postgres::{CopyInWriter, GenericClient};

use super::{PostgresConnection, PostgresHandle, bind, bulk};
use crate::adapter::bulk::RowsOf;
use crate::adapter::{Bulk, BulkOptions, Driver, TransactionStep};
use crate::ast::{self, InsertSource};
use crate::dialect::{Dialect, Postgres, quote_name};
use crate::query::{Insert, RowValues, ValueRef, ValueSink};
use crate::{CompileError, DatabaseError, Error, ErrorKind};

/// How many bytes go out at a time.
const BYTES: usize = 1 << 16;

/// What stands before the rows: a signature, no flags, no further header.
const HEADER: &[u8] = b"PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0";

impl<H: PostgresHandle> PostgresConnection<H> {
    /// Inserts rows by `COPY … FROM STDIN`, the fastest way that PostgreSQL has: how many were
    /// inserted.
    ///
    /// The statement names the table and the columns, without rows, conflicts, RETURNING or comment. All rows
    /// are inserted or none; in a transaction, a failure leaves it usable. The values are encoded for
    /// the types that the table's columns have on the server.
    ///
    /// Rows go out while the iterator yields them. In contrast to
    /// [`insert_many`](crate::adapter::Connection::insert_many), rules are not applied, and the row
    /// to blame is named only where the server names it.
    ///
    /// ```no_run
    /// use aludel::prelude::*;
    /// table! { points { id: BigInt, x: Double, note: Nullable<Text> } }
    ///
    /// let mut db = PostgresConnection::connect("postgresql://ann:secret@localhost/shop")?;
    /// let insert = insert_into(points::table).columns((points::id, points::x, points::note));
    /// let rows = (0..1_000_000_i64).map(|id| (id, id as f64 / 2.0, None::<String>));
    /// assert_eq!(db.copy_in(&insert, rows)?, 1_000_000);
    /// # Ok::<(), aludel::Error>(())
    /// ```
    ///
    /// A transaction, or a connection of a pool, has it by [`Driver::as_any`]:
    ///
    /// ```no_run
    /// # use aludel::prelude::*;
    /// # use aludel::adapter::Driver;
    /// # table! { points { id: BigInt, x: Double } }
    /// # let mut db = PostgresConnection::connect("postgresql://ann:secret@localhost/shop")?;
    /// # let insert = insert_into(points::table).columns((points::id, points::x));
    /// db.transaction(|tx| {
    ///     tx.execute(&delete(points::table).all_rows())?;
    ///     let postgres = tx.as_any().and_then(|any| any.downcast_mut::<PostgresConnection>());
    ///     postgres.expect("PostgreSQL").copy_in(&insert, [(1_i64, 0.5), (2, 1.5)])
    /// })?;
    /// # Ok::<(), aludel::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::Row`] where one row is to blame; [`Error::Unsupported`] of a clause that COPY does
    /// not have; those of the server.
    pub fn copy_in<C, V: RowValues<C>>(
        &mut self,
        insert: &Insert<C>,
        rows: impl IntoIterator<Item = V>,
    ) -> Result<u64, Error> {
        let node = insert.as_ast();
        refuse_clauses(node)?;
        let mut rows = RowsOf { rows: rows.into_iter(), put: V::put };
        let mut bulk = Bulk::new(node, &mut rows, BulkOptions::new(), None);
        if self.depth == 0 {
            return self.copy(&mut bulk);
        }
        self.run_transaction(TransactionStep::BULK)?;
        // As long as rows are under way: whoever panics among them leaves a transaction that failed.
        self.failed = true;
        let done = self.copy(&mut bulk);
        if done.is_ok() {
            self.failed = false;
            self.run_transaction(TransactionStep::BULK_RELEASE)?;
        } else if !self.is_broken() {
            self.run_transaction(TransactionStep::BULK_UNDO)?;
        }
        done
    }

    fn copy(&mut self, bulk: &mut Bulk<'_>) -> Result<u64, Error> {
        let (copy, insert) = self.texts(bulk.insert())?;
        let described = self.handle.client().prepare(&insert);
        let described = described.map_err(|failure| self.failed(failure, &insert))?;
        let dialect = self.dialect;
        let sent = match self.handle.client().copy_in(&copy) {
            Ok(writer) => send(writer, bulk, described.params(), &dialect),
            Err(failure) => Err(Failure::Driver(failure)),
        };
        sent.map_err(|failure| match failure {
            Failure::Row(error) => {
                // That no further row comes reaches the server with what is sent next. The error is
                // the row's in any case; a connection that is lost is noted.
                let _ = self.batch("");
                error
            }
            Failure::Driver(failure) => {
                let line = line(&failure, bulk.insert().table.table.name());
                let error = self.failed(failure, &copy);
                match line {
                    Some(line) => error.in_row(line - 1),
                    None => error,
                }
            }
        })
    }

    /// The COPY, and an INSERT whose parameters have the types of the columns.
    fn texts(&self, insert: &ast::Insert) -> Result<(String, String), CompileError> {
        let mut place = String::new();
        let table = &insert.table.table;
        let quote = |name: &str, place: &mut String| {
            quote_name(name, &self.dialect, place).map_err(|error| *error)
        };
        if let Some(schema) = table.schema() {
            quote(schema, &mut place)?;
            place.push('.');
        }
        quote(table.name(), &mut place)?;
        let mut params = String::new();
        for (index, column) in insert.columns.iter().enumerate() {
            place.push_str(if index == 0 { " (" } else { ", " });
            quote(column.name(), &mut place)?;
            params.push_str(if index == 0 { "$" } else { ", $" });
            params.push_str(&(index + 1).to_string());
        }
        place.push(')');
        let copy = format!("COPY {place} FROM STDIN (FORMAT binary)");
        Ok((copy, format!("INSERT INTO {place} VALUES ({params})")))
    }
}

/// What COPY cannot do.
fn refuse_clauses(insert: &ast::Insert) -> Result<(), Error> {
    let has_rows = match &insert.source {
        InsertSource::Values(values) => !values.is_empty(),
        InsertSource::Exprs(cells) => !cells.is_empty(),
        _ => true,
    };
    let what = if insert.on_conflict.is_some() {
        "ON CONFLICT in a COPY"
    } else if !insert.returning.is_empty() {
        "RETURNING in a COPY"
    } else if insert.with.is_some() {
        "WITH in a COPY"
    } else if insert.modifier.is_some() {
        "OVERRIDING in a COPY"
    } else if insert.annotations.is_some() {
        "a comment or hint in a COPY"
    } else if has_rows {
        "a COPY of rows that stand in the statement"
    } else {
        return Ok(());
    };
    Err(Error::Unsupported {
        what,
        dialect: "PostgreSQL",
        instead: "use insert_many, or give the rows to copy_in apart from a plain INSERT",
    })
}

enum Failure {
    /// The source of the rows, or a value that does not fit.
    Row(Error),
    Driver(postgres::Error),
}

/// Sends all rows.
fn send(
    mut writer: CopyInWriter<'_>,
    bulk: &mut Bulk<'_>,
    types: &[Type],
    dialect: &Postgres,
) -> Result<u64, Failure> {
    let syntax = dialect.syntax();
    let mut out = BytesMut::with_capacity(BYTES + BYTES / 8);
    out.put_slice(HEADER);
    let width = i16::try_from(types.len()).unwrap_or(i16::MAX);
    loop {
        let start = out.len();
        out.put_i16(width);
        let mut fields = Fields { types: types.iter(), out: &mut out };
        if !bulk.next_row(dialect, syntax, &mut fields).map_err(Failure::Row)? {
            out.truncate(start);
            break;
        }
        if out.len() >= BYTES {
            writer.write_all(&out).map_err(lost)?;
            out.clear();
        }
    }
    out.put_i16(-1);
    writer.write_all(&out).map_err(lost)?;
    writer.finish().map_err(Failure::Driver)
}

#[cold]
fn lost(failure: io::Error) -> Failure {
    let message = failure.to_string();
    match failure.into_inner().map(|inner| inner.downcast::<postgres::Error>()) {
        Some(Ok(failure)) => Failure::Driver(*failure),
        _ => {
            let source = io::Error::other(message.clone());
            let error = DatabaseError::new(ErrorKind::Connection, "PostgreSQL", message, source);
            Failure::Row(error.into())
        }
    }
}

/// Writes the values of a row.
struct Fields<'c> {
    types: std::slice::Iter<'c, Type>,
    out: &'c mut BytesMut,
}

impl ValueSink for Fields<'_> {
    #[inline]
    fn put(&mut self, value: ValueRef<'_>) -> Result<(), Error> {
        let Some(ty) = self.types.next() else { return Ok(()) };
        bind::sized(value, ty, self.out).map_err(|reason| bulk::refused(value, &*reason))
    }
}

/// The row, from 1, that the server names: `COPY items, line 5, column id` in its own language.
fn line(failure: &postgres::Error, table: &str) -> Option<u64> {
    let context = failure.as_db_error()?.where_()?;
    let place = format!("COPY {table}, ");
    let rest = context.lines().find_map(|line| line.strip_prefix(&place))?;
    let digits = rest.trim_start_matches(|c: char| !c.is_ascii_digit());
    let end = digits.find(|c: char| !c.is_ascii_digit()).unwrap_or(digits.len());
    digits.get(..end)?.parse().ok().filter(|line| *line > 0)
}
