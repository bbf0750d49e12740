//! Many rows: as values of one statement, prepared once for all statements of as many rows.

use ::mysql::prelude::Queryable;
use ::mysql::{Statement, Value as Bound};

use super::cache::kind;
use super::{MySqlConnection, MySqlHandle, bind};
use crate::adapter::bulk::{RowsAtOnce, in_savepoint_on_failure};
use crate::adapter::{Bulk, Driver, RowFn, StatementLimits, insert_by_statements};
use crate::ast::{InsertSource, StatementRef, Value};
use crate::dialect::compile;
use crate::query::{ValueRef, ValueSink};
use crate::{Error, ast};

/// How many rows, and about how many bytes of values, go out at a time: so many that the way to the
/// server counts little.
const ROWS: usize = 1000;
const BYTES: usize = 1 << 20;

/// Inserts the rows; a packet takes so many bytes.
pub(super) fn insert<H: MySqlHandle>(
    connection: &mut MySqlConnection<H>,
    bulk: &mut Bulk<'_>,
    packet: usize,
) -> Result<u64, Error> {
    // Half of a packet: a row that goes over the limit is still in.
    let bytes = BYTES.min(packet / 2);
    let insert = bulk.insert();
    if insert.with.is_some() || insert.columns.is_empty() {
        // The first parameters would be those of WITH.
        let limits = StatementLimits { rows: ROWS, ..StatementLimits::new().bytes(bytes) };
        return insert_by_statements(connection, bulk, limits);
    }
    let width = insert.columns.len();
    let one = with_rows(insert, 1);
    let others = compile(StatementRef::Insert(&one), connection.dialect())?.params().len() - width;
    let most = connection.dialect.syntax().max_params.saturating_sub(others) / width;
    let rows = bulk.chunk_rows().unwrap_or(ROWS).min(most).max(1);
    let mut chunk = Chunk { connection, insert, cells: Cells::new(width), prepared: None };
    let mut inserted = 0;
    let done = loop {
        let first = bulk.taken();
        chunk.cells.clear();
        match chunk.fill(bulk, rows, bytes) {
            Ok(0) => break Ok(inserted),
            Ok(taken) => match in_savepoint_on_failure(&mut chunk, taken, first, bulk.returned()) {
                Ok(count) => inserted += count,
                Err(error) => break Err(error),
            },
            Err(error) => break Err(error),
        }
        bulk.sent();
    };
    chunk.close();
    done
}

/// The statement with so many rows.
fn with_rows(insert: &ast::Insert, rows: usize) -> ast::Insert {
    let nulls = vec![Value::Null; rows * insert.columns.len()];
    ast::Insert { source: InsertSource::Values(nulls), ..insert.clone() }
}

/// Rows that go out together.
struct Chunk<'c, H: MySqlHandle> {
    connection: &'c mut MySqlConnection<H>,
    insert: &'c ast::Insert,
    cells: Cells,
    prepared: Option<Prepared>,
}

/// A statement of so many rows.
struct Prepared {
    statement: Statement,
    sql: String,
    rows: usize,
    /// The kinds of values that each column has; none if a column has several.
    kinds: Vec<char>,
    /// The values that follow those of the rows.
    others: Vec<Bound>,
}

impl<H: MySqlHandle> Chunk<'_, H> {
    fn fill(&mut self, bulk: &mut Bulk<'_>, rows: usize, bytes: usize) -> Result<usize, Error> {
        let dialect = &*self.connection.dialect;
        let syntax = dialect.syntax();
        self.cells.dialect = dialect.name();
        let mut taken = 0;
        while taken < rows
            && self.cells.bytes() < bytes
            && bulk.next_row(dialect, syntax, &mut self.cells)?
        {
            taken += 1;
        }
        Ok(taken)
    }

    /// The statement for so many rows of these kinds of values; a former one that is of others is
    /// closed.
    fn prepare(&mut self, rows: usize) -> Result<Prepared, Error> {
        match self.prepared.take() {
            Some(found) if found.rows == rows && self.cells.are_of(&found.kinds) => {
                return Ok(found);
            }
            Some(former) => self.connection.close(former.statement),
            None => {}
        }
        let insert = with_rows(self.insert, rows);
        let compiled = compile(StatementRef::Insert(&insert), &*self.connection.dialect)?;
        let name = self.connection.dialect.name();
        let others = compiled.values().skip(rows * self.insert.columns.len());
        let others: Result<_, _> = others.map(|value| bind::bind(value.into(), name)).collect();
        let others = others?;
        let sql = compiled.text().to_owned();
        let prepared = self.connection.handle.queryable().prep(&sql);
        let statement = prepared.map_err(|failure| self.connection.failed(failure, &sql))?;
        let kinds = match self.cells.mixed {
            true => Vec::new(),
            false => self.cells.kinds.clone(),
        };
        Ok(Prepared { statement, sql, rows, kinds, others })
    }

    fn close(&mut self) {
        if let Some(prepared) = self.prepared.take() {
            self.connection.close(prepared.statement);
        }
    }
}

impl<H: MySqlHandle> RowsAtOnce for Chunk<'_, H> {
    fn driver(&mut self) -> &mut dyn Driver {
        self.connection
    }

    fn insert(&mut self, rows: usize, returned: Option<&mut RowFn<'_>>) -> Result<u64, Error> {
        let prepared = self.prepare(rows)?;
        let cells = rows * self.insert.columns.len();
        let mut values = Vec::with_capacity(cells + prepared.others.len());
        values.extend(self.cells.values(cells));
        values.extend(prepared.others.iter().cloned());
        let (statement, sql) = (&prepared.statement, prepared.sql.as_str());
        let done = match returned {
            None => self
                .connection
                .execute(statement, sql, values, &mut |_| Ok(std::ops::ControlFlow::Continue(()))),
            Some(returned) => self.connection.execute(statement, sql, values, returned),
        };
        self.prepared = Some(prepared);
        done
    }
}

/// The values of rows, kept so that they can be sent again: a failure may want them.
struct Cells {
    dialect: &'static str,
    cells: Vec<Cell>,
    bytes: Vec<u8>,
    /// The kind of the values of each column, that of NULL if there is no other.
    kinds: Vec<char>,
    /// Whether a column has values of several kinds.
    mixed: bool,
}

enum Cell {
    Plain(Bound),
    /// Bytes that end there.
    Bytes(usize),
}

impl Cells {
    fn new(width: usize) -> Self {
        let kinds = vec![kind(&Bound::NULL); width];
        Cells { dialect: "", cells: Vec::new(), bytes: Vec::new(), kinds, mixed: false }
    }

    fn clear(&mut self) {
        self.cells.clear();
        self.bytes.clear();
        self.kinds.fill(kind(&Bound::NULL));
        self.mixed = false;
    }

    /// About how long they are when they are sent.
    fn bytes(&self) -> usize {
        self.bytes.len() + self.cells.len() * 8
    }

    /// Whether a statement prepared for values of these kinds takes them as they are.
    fn are_of(&self, kinds: &[char]) -> bool {
        let null = kind(&Bound::NULL);
        let same = |(own, other): (&char, &char)| own == other || *own == null;
        !self.mixed && self.kinds.len() == kinds.len() && self.kinds.iter().zip(kinds).all(same)
    }

    /// The first of them, as the driver takes them.
    fn values(&self, count: usize) -> impl Iterator<Item = Bound> {
        let mut start = 0;
        self.cells.iter().take(count).map(move |cell| match cell {
            Cell::Plain(value) => value.clone(),
            Cell::Bytes(end) => {
                let bytes = self.bytes.get(start..*end).unwrap_or_default();
                start = *end;
                Bound::Bytes(bytes.into())
            }
        })
    }
}

impl ValueSink for Cells {
    #[inline]
    fn put(&mut self, value: ValueRef<'_>) -> Result<(), Error> {
        let (cell, of) = match value {
            ValueRef::Text(text) => self.text(text.as_bytes()),
            ValueRef::Blob(bytes) => self.text(bytes),
            value => match bind::bind(value, self.dialect)? {
                Bound::Bytes(bytes) => self.text(&bytes),
                plain => {
                    let of = kind(&plain);
                    (Cell::Plain(plain), of)
                }
            },
        };
        let null = kind(&Bound::NULL);
        let column = self.cells.len() % self.kinds.len().max(1);
        if of != null
            && let Some(known) = self.kinds.get_mut(column)
        {
            self.mixed |= *known != null && *known != of;
            *known = of;
        }
        self.cells.push(cell);
        Ok(())
    }
}

impl Cells {
    fn text(&mut self, bytes: &[u8]) -> (Cell, char) {
        self.bytes.extend_from_slice(bytes);
        (Cell::Bytes(self.bytes.len()), 'b')
    }
}
