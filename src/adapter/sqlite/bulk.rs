//! Many rows: prepared statements of some rows each, run again and again.

use rusqlite::types::{self, ToSqlOutput};
use rusqlite::{Connection, Statement};

use super::error::error;
use super::{Cursor, DIALECT, bind};
use crate::Error;
use crate::adapter::Bulk;
use crate::dialect::Dialect;
use crate::query::{ValueRef, ValueSink};

/// About how many parameters a statement has: with more of them, or fewer, it is slower.
const PARAMETERS: usize = 360;
/// How many rows are inserted between two reports.
const REPORT: u64 = 1000;

pub(super) fn insert(connection: &Connection, bulk: &mut Bulk<'_>) -> Result<u64, Error> {
    let syntax = DIALECT.syntax();
    let width = bulk.insert().columns.len();
    let rows = PARAMETERS.checked_div(width).unwrap_or(1).max(1);
    let rows = bulk.chunk_rows().unwrap_or(rows).min(rows);
    let one = bulk.text(1, &*DIALECT)?;
    let many = bulk.text(rows, &*DIALECT)?;
    let mut one = Inserting::new(connection, &one)?;
    let mut many = Inserting::new(connection, &many)?;

    let mut cells = Cells::default();
    let (mut inserted, mut reported) = (0, 0);
    let report = bulk.chunk_rows().map_or(REPORT, |rows| rows as u64);
    loop {
        let first = bulk.taken();
        cells.clear();
        while cells.list.len() < rows * width && bulk.next_row(&*DIALECT, syntax, &mut cells)? {}
        let full = bulk.taken() - first == rows as u64;
        let done = match full {
            true => many.run(&cells, 0..cells.list.len(), bulk).map(Some),
            false => Ok(None),
        };
        match done {
            Ok(Some(count)) => inserted += count,
            // No row is to blame, or SQLite has undone everything by itself.
            Err(error) if !error.kind().is_of_a_row() || connection.is_autocommit() => {
                return Err(error);
            }
            // The last rows, or some among which one is not taken: that one is told apart here.
            Ok(None) | Err(_) => {
                for (row, start) in (first..bulk.taken()).zip((0..).step_by(width.max(1))) {
                    let count = one.run(&cells, start..start + width, bulk);
                    inserted += count.map_err(|error| error.in_row(row))?;
                }
            }
        }
        if bulk.taken() - reported >= report || (!full && bulk.taken() > reported) {
            reported = bulk.taken();
            bulk.sent();
        }
        if !full {
            return Ok(inserted);
        }
    }
}

/// A prepared INSERT.
struct Inserting<'c> {
    connection: &'c Connection,
    statement: Statement<'c>,
    text: &'c str,
}

impl<'c> Inserting<'c> {
    fn new(connection: &'c Connection, text: &'c str) -> Result<Self, Error> {
        let statement = connection.prepare(text).map_err(|failure| error(failure, text))?;
        Ok(Inserting { connection, statement, text })
    }

    /// Inserts some of the cells: how many rows were inserted or changed.
    fn run(
        &mut self,
        cells: &Cells,
        range: std::ops::Range<usize>,
        bulk: &mut Bulk<'_>,
    ) -> Result<u64, Error> {
        let failed = |failure| error(failure, self.text);
        for (cell, index) in cells.list.get(range).unwrap_or_default().iter().zip(1..) {
            let bound = match *cell {
                Cell::Null => self.statement.raw_bind_parameter(index, types::Null),
                Cell::Integer(number) => self.statement.raw_bind_parameter(index, number),
                Cell::Real(number) => self.statement.raw_bind_parameter(index, number),
                Cell::Text { start, end } => {
                    let text = cells.texts.get(start..end).unwrap_or_default();
                    self.statement.raw_bind_parameter(index, text)
                }
                Cell::Blob { start, end } => {
                    let bytes = cells.blobs.get(start..end).unwrap_or_default();
                    self.statement.raw_bind_parameter(index, bytes)
                }
            };
            bound.map_err(failed)?;
        }
        let Some(returned) = bulk.returned() else {
            return Ok(self.statement.raw_execute().map_err(failed)? as u64);
        };
        let mut columns = None;
        let mut rows = self.statement.raw_query();
        while let Some(row) = rows.next().map_err(failed)? {
            let mut cursor = Cursor { row, next: 0, columns: &mut columns };
            if let Err(error) = returned(&mut cursor) {
                return Err(cursor.located(error, self.text));
            }
        }
        Ok(self.connection.changes())
    }
}

/// Values of rows, with their texts in one buffer and their bytes in another.
#[derive(Default)]
struct Cells {
    list: Vec<Cell>,
    texts: String,
    blobs: Vec<u8>,
}

enum Cell {
    Null,
    Integer(i64),
    Real(f64),
    Text { start: usize, end: usize },
    Blob { start: usize, end: usize },
}

impl Cells {
    fn clear(&mut self) {
        self.list.clear();
        self.texts.clear();
        self.blobs.clear();
    }

    /// A value that SQLite has no type for.
    #[cold]
    fn put_made(&mut self, value: ValueRef<'_>) -> Result<(), Error> {
        let value = value.to_value().map_err(|error| Error::decode(error, ""))?;
        let value = match bind::bind(&value)? {
            ToSqlOutput::Owned(types::Value::Integer(number)) => ValueRef::Int(number),
            ToSqlOutput::Owned(types::Value::Real(number)) => ValueRef::Double(number),
            ToSqlOutput::Owned(types::Value::Text(text)) => return self.put(ValueRef::Text(&text)),
            _ => ValueRef::Null,
        };
        self.put(value)
    }
}

impl ValueSink for Cells {
    #[inline]
    fn put(&mut self, value: ValueRef<'_>) -> Result<(), Error> {
        let cell = match value {
            ValueRef::Null => Cell::Null,
            ValueRef::Bool(truth) => Cell::Integer(i64::from(truth)),
            ValueRef::Int(number) => Cell::Integer(number),
            ValueRef::Double(number) => Cell::Real(number),
            ValueRef::Text(text) => {
                let start = self.texts.len();
                self.texts.push_str(text);
                Cell::Text { start, end: self.texts.len() }
            }
            ValueRef::Blob(bytes) => {
                let start = self.blobs.len();
                self.blobs.extend_from_slice(bytes);
                Cell::Blob { start, end: self.blobs.len() }
            }
            other => return self.put_made(other),
        };
        self.list.push(cell);
        Ok(())
    }
}
