//! Many rows at once: where they come from, how they are cut into statements, which one is to blame.

use std::ops::ControlFlow;

use super::{Delivery, Driver, RowFn, TransactionStep};
use crate::ast::{self, ColumnRef, DataType, InsertSource, StatementRef, Value};
use crate::dialect::{Clause, Compiled, Dialect, Syntax, ValueFit, compile};
use crate::query::{DecodeError, RowSource, ValueRef, ValueSink};
use crate::{CompileError, Error, ErrorKind};

/// Where the rows of a [`Bulk`] come from.
pub trait BulkRows {
    /// Hands over the values of the next row; `false` if there is none.
    ///
    /// # Errors
    /// Those of the sink.
    fn next_row(&mut self, sink: &mut dyn ValueSink) -> Result<bool, Error>;
}

/// What is to be inserted: a statement without rows, and the rows.
pub struct Bulk<'b> {
    insert: &'b ast::Insert,
    rows: &'b mut (dyn BulkRows + 'b),
    chunk_rows: Option<usize>,
    progress: Option<&'b mut (dyn FnMut(u64) + 'b)>,
    returned: Option<&'b mut RowFn<'b>>,
    comment: Option<BulkComment>,
    /// How many rows were taken from the source.
    taken: u64,
}

/// A comment behind each statement, and whether statements with it are kept prepared.
#[derive(Clone)]
struct BulkComment {
    text: String,
    cached: bool,
}

/// How many rows are inserted at a time, and who is told.
///
/// ```
/// use aludel::adapter::BulkOptions;
/// let mut told = |rows: u64| println!("{rows} rows so far");
/// let options = BulkOptions::new().chunk_rows(1000).progress(&mut told);
/// ```
#[derive(Default)]
#[non_exhaustive]
pub struct BulkOptions<'f> {
    /// How many rows a statement has at most; as many as the server takes if it is not said.
    pub chunk_rows: Option<usize>,
    /// Is told after each statement how many rows were sent so far.
    pub progress: Option<&'f mut (dyn FnMut(u64) + 'f)>,
}

impl<'f> BulkOptions<'f> {
    /// As many rows at a time as the server takes; nobody is told.
    pub fn new() -> Self {
        BulkOptions::default()
    }

    /// At most so many rows at a time.
    #[must_use]
    pub fn chunk_rows(mut self, rows: usize) -> Self {
        self.chunk_rows = Some(rows.max(1));
        self
    }

    /// Who is told after each statement how many rows were sent so far.
    #[must_use]
    pub fn progress(mut self, told: &'f mut (dyn FnMut(u64) + 'f)) -> Self {
        self.progress = Some(told);
        self
    }
}

impl std::fmt::Debug for BulkOptions<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("BulkOptions")
            .field("chunk_rows", &self.chunk_rows)
            .field("progress", &self.progress.is_some())
            .finish()
    }
}

impl<'b> Bulk<'b> {
    /// Rows for an INSERT that names its columns; its own rows are not looked at.
    ///
    /// With `returned`, the rows of the INSERT's RETURNING go to that function, in the order of the
    /// rows inserted.
    pub fn new<'o: 'b, 'r: 'b>(
        insert: &'b ast::Insert,
        rows: &'b mut (dyn BulkRows + 'b),
        options: BulkOptions<'o>,
        returned: Option<&'b mut RowFn<'r>>,
    ) -> Self {
        let progress = options.progress.map(|told| told as &'b mut (dyn FnMut(u64) + 'b));
        let returned = returned.map(|each| each as &'b mut RowFn<'b>);
        let chunk_rows = options.chunk_rows;
        Bulk { insert, rows, chunk_rows, progress, returned, comment: None, taken: 0 }
    }

    /// Puts a comment behind each statement: see [`Compiled::with_comment`].
    pub fn set_comment(&mut self, comment: &str, cached: bool) {
        self.comment = Some(BulkComment { text: comment.to_owned(), cached });
    }

    /// A statement for some of the rows, with the comment that is wanted behind it.
    ///
    /// # Errors
    /// It does not compile.
    pub fn compile<'s>(
        &self,
        insert: &'s ast::Insert,
        dialect: &dyn Dialect,
    ) -> Result<Compiled<'s>, CompileError> {
        compile_with(insert, dialect, self.comment.as_ref())
    }

    /// The text of the statement for so many rows.
    ///
    /// # Errors
    /// It does not compile.
    pub fn text(&self, rows: usize, dialect: &dyn Dialect) -> Result<String, CompileError> {
        let mut insert = self.insert.clone();
        insert.source = InsertSource::Values(vec![Value::Null; rows * insert.columns.len()]);
        Ok(self.compile(&insert, dialect)?.into_parts().0)
    }

    /// The statement, without rows.
    pub fn insert(&self) -> &'b ast::Insert {
        self.insert
    }

    /// The SQL types of the columns, where they are known.
    pub fn data_types(&self) -> impl ExactSizeIterator<Item = Option<&'static DataType>> + 'b {
        self.insert.columns.iter().map(ColumnRef::data_type)
    }

    /// How many rows a statement may have, as far as the caller says.
    pub fn chunk_rows(&self) -> Option<usize> {
        self.chunk_rows
    }

    /// Whether the rows of RETURNING are wanted.
    pub fn returns(&self) -> bool {
        self.returned.is_some()
    }

    /// Where the rows of RETURNING go.
    pub fn returned(&mut self) -> Option<&mut RowFn<'b>> {
        self.returned.as_deref_mut()
    }

    /// How many rows were taken from the source so far.
    pub fn taken(&self) -> u64 {
        self.taken
    }

    /// Tells the caller that all rows taken so far were sent.
    pub fn sent(&mut self) {
        if let Some(told) = &mut self.progress {
            told(self.taken);
        }
    }

    /// Hands over the values of the next row, each checked against the type of its column; `false`
    /// if there is no further row.
    ///
    /// # Errors
    /// [`Error::Row`]: a value does not fit, or the row is not as wide as the columns.
    pub fn next_row(
        &mut self,
        dialect: &dyn Dialect,
        syntax: &Syntax,
        sink: &mut impl ValueSink,
    ) -> Result<bool, Error> {
        let fit = ValueFit { syntax, dialect: dialect.name() };
        let mut checked = Checked { fit, columns: self.insert.columns.iter(), sink, found: 0 };
        let next = self.rows.next_row(&mut checked).and_then(|more| {
            let (found, expected) = (checked.found, self.insert.columns.len());
            if more && found != expected {
                let row = usize::try_from(self.taken).map_or(usize::MAX, |row| row + 1);
                let clause = Clause::Values;
                return Err(CompileError::RowWidth { clause, row, expected, found }.into());
            }
            Ok(more)
        });
        match next {
            Ok(more) => {
                self.taken += u64::from(more);
                Ok(more)
            }
            Err(error) => Err(error.in_row(self.taken)),
        }
    }
}

fn compile_with<'s>(
    insert: &'s ast::Insert,
    dialect: &dyn Dialect,
    comment: Option<&BulkComment>,
) -> Result<Compiled<'s>, CompileError> {
    let compiled = compile(StatementRef::Insert(insert), dialect)?;
    Ok(match comment {
        Some(comment) => compiled.commented(&comment.text, comment.cached),
        None => compiled,
    })
}

/// Passes on what fits its column.
struct Checked<'c, 's, S> {
    fit: ValueFit<'s>,
    columns: std::slice::Iter<'c, ColumnRef>,
    sink: &'c mut S,
    found: usize,
}

impl<S: ValueSink> ValueSink for Checked<'_, '_, S> {
    #[inline]
    fn put(&mut self, value: ValueRef<'_>) -> Result<(), Error> {
        self.found += 1;
        let Some(column) = self.columns.next() else { return Ok(()) };
        if ValueFit::is_plain(value, column.data_type()) {
            return self.sink.put(value);
        }
        self.check(value, column)?;
        self.sink.put(value)
    }
}

impl<S> Checked<'_, '_, S> {
    #[inline(never)]
    fn check(&self, value: ValueRef<'_>, column: &ColumnRef) -> Result<(), Error> {
        let checked = self.fit.check_stored(value, column.data_type(), Clause::Values);
        checked.map_err(|mut error| {
            if let CompileError::OutOfRange { column: name, .. } = &mut error {
                *name = Some(column.name().to_owned());
            }
            error.into()
        })
    }
}

/// The values of rows, one after the other, for [`InsertSource::Values`].
#[derive(Default)]
struct Cells {
    values: Vec<Value>,
    bytes: usize,
}

impl ValueSink for Cells {
    fn put(&mut self, value: ValueRef<'_>) -> Result<(), Error> {
        self.bytes += match value {
            ValueRef::Text(text) => text.len(),
            ValueRef::Blob(bytes) => bytes.len(),
            _ => 16,
        };
        let value = value.to_value().map_err(|error| Error::decode(error, ""))?;
        self.values.push(value);
        Ok(())
    }
}

/// How much goes into one statement.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct StatementLimits {
    /// How many rows.
    pub rows: usize,
    /// About how many bytes of values: a row that takes it over this is still in.
    pub bytes: usize,
}

impl StatementLimits {
    /// As many rows as the parameters allow, about a megabyte.
    pub fn new() -> Self {
        StatementLimits { rows: usize::MAX, bytes: 1 << 20 }
    }

    /// About so many bytes of values.
    #[must_use]
    pub fn bytes(self, bytes: usize) -> Self {
        StatementLimits { bytes, ..self }
    }
}

impl Default for StatementLimits {
    fn default() -> Self {
        StatementLimits::new()
    }
}

/// Inserts rows by INSERT statements of many rows each.
///
/// A statement that fails is taken back, and the first row with which it fails is found by trying
/// shorter ones.
///
/// # Errors
/// The database refuses, or the source of the rows does.
pub fn insert_by_statements(
    driver: &mut dyn Driver,
    bulk: &mut Bulk<'_>,
    limits: StatementLimits,
) -> Result<u64, Error> {
    let syntax = driver.dialect().syntax();
    let width = bulk.insert.columns.len();
    let by_parameters = syntax.max_params.checked_div(width).unwrap_or(1).max(1);
    let rows = limits.rows.min(by_parameters).min(bulk.chunk_rows().unwrap_or(usize::MAX));
    let statement = bulk.insert.clone();
    let comment = bulk.comment.clone();
    let mut chunk = Statements { driver, statement, comment, values: Vec::new() };
    let mut inserted = 0;
    loop {
        let first = bulk.taken;
        let mut cells = Cells::default();
        let mut taken = 0;
        while taken < rows && cells.bytes < limits.bytes {
            if !bulk.next_row(chunk.driver.dialect(), syntax, &mut cells)? {
                break;
            }
            taken += 1;
        }
        if taken == 0 {
            return Ok(inserted);
        }
        chunk.values = cells.values;
        inserted += in_savepoint(&mut chunk, taken, first, bulk.returned())?;
        bulk.sent();
    }
}

/// Rows that go out together, or only the first of them.
pub(super) trait RowsAtOnce {
    /// What they are sent by.
    fn driver(&mut self) -> &mut dyn Driver;
    /// Inserts the first `rows` of them.
    fn insert(&mut self, rows: usize, returned: Option<&mut RowFn<'_>>) -> Result<u64, Error>;
}

/// Inserts rows inside of a savepoint, so that a failure can be looked into: the first row with
/// which it fails is found by trying fewer of them.
pub(super) fn in_savepoint(
    chunk: &mut dyn RowsAtOnce,
    rows: usize,
    first: u64,
    returned: Option<&mut RowFn<'_>>,
) -> Result<u64, Error> {
    chunk.driver().run_transaction(TransactionStep::BULK)?;
    match chunk.insert(rows, returned) {
        Ok(count) => {
            chunk.driver().run_transaction(TransactionStep::BULK_RELEASE)?;
            Ok(count)
        }
        Err(error) if error.kind().is_of_a_row() => {
            chunk.driver().run_transaction(TransactionStep::BULK_UNDO)?;
            Err(blame(chunk, rows, first, error))
        }
        Err(error) => Err(error),
    }
}

/// [`in_savepoint`] for a database where a statement that fails leaves nothing behind: the savepoint
/// is set when there is a failure to look into.
#[cfg(feature = "mysql")]
pub(super) fn in_savepoint_on_failure(
    chunk: &mut dyn RowsAtOnce,
    rows: usize,
    first: u64,
    returned: Option<&mut RowFn<'_>>,
) -> Result<u64, Error> {
    match chunk.insert(rows, returned) {
        Err(error) if error.kind().is_of_a_row() => {
            chunk.driver().run_transaction(TransactionStep::BULK)?;
            Err(blame(chunk, rows, first, error))
        }
        done => done,
    }
}

/// The error of the first row without which the rows before it are taken.
fn blame(chunk: &mut dyn RowsAtOnce, rows: usize, first: u64, mut error: Error) -> Error {
    // The first `good` rows are taken, the first `bad` are not.
    let (mut good, mut bad) = (0, rows);
    while bad - good > 1 {
        let middle = good + (bad - good) / 2;
        let done = chunk.insert(middle, Some(&mut |_| Ok(ControlFlow::Continue(()))));
        if let Err(error) = chunk.driver().run_transaction(TransactionStep::BULK_UNDO) {
            return error;
        }
        match done {
            Ok(_) => good = middle,
            Err(found) if found.kind().is_of_a_row() => (bad, error) = (middle, found),
            Err(found) => return found,
        }
    }
    error.in_row(first + good as u64)
}

/// Rows as values of one statement.
struct Statements<'c> {
    driver: &'c mut dyn Driver,
    statement: ast::Insert,
    comment: Option<BulkComment>,
    values: Vec<Value>,
}

impl RowsAtOnce for Statements<'_> {
    fn driver(&mut self) -> &mut dyn Driver {
        self.driver
    }

    fn insert(&mut self, rows: usize, returned: Option<&mut RowFn<'_>>) -> Result<u64, Error> {
        let cells = rows * self.statement.columns.len();
        // All of them are moved, and moved back: a failure may want them again.
        let mut values = std::mem::take(&mut self.values);
        let rest = values.split_off(cells.min(values.len()));
        self.statement.source = InsertSource::Values(values);
        let comment = self.comment.as_ref();
        let done = compile_with(&self.statement, self.driver.dialect(), comment)
            .map_err(Error::from)
            .and_then(|compiled| run_insert(self.driver, &compiled, returned));
        if let InsertSource::Values(values) = &mut self.statement.source {
            self.values = std::mem::take(values);
            self.values.extend(rest);
        }
        done
    }
}

fn run_insert(
    driver: &mut dyn Driver,
    compiled: &Compiled<'_>,
    returned: Option<&mut RowFn<'_>>,
) -> Result<u64, Error> {
    let Some(returned) = returned else { return driver.run(compiled) };
    let mut count = 0;
    driver.run_query(compiled, Delivery::Together, &mut |row: &mut dyn RowSource| {
        count += 1;
        returned(row)
    })?;
    Ok(count)
}

impl ErrorKind {
    /// Whether one row of many may be to blame.
    pub(super) fn is_of_a_row(self) -> bool {
        use ErrorKind::{
            Check, Compile, Constraint, ForeignKey, InvalidData, NotNull, Other, Unique,
        };
        matches!(
            self,
            Unique | ForeignKey | NotNull | Check | Constraint | InvalidData | Compile | Other
        )
    }
}

/// Rows of an iterator.
pub(super) struct RowsOf<I, F> {
    pub(super) rows: I,
    pub(super) put: F,
}

impl<I: Iterator, F: FnMut(I::Item, &mut dyn ValueSink) -> Result<(), Error>> BulkRows
    for RowsOf<I, F>
{
    fn next_row(&mut self, sink: &mut dyn ValueSink) -> Result<bool, Error> {
        match self.rows.next() {
            Some(row) => (self.put)(row, sink).map(|()| true),
            None => Ok(false),
        }
    }
}

/// Collects rows into a list, each decoded.
pub(super) fn collect<'r, T>(
    list: &'r mut Vec<T>,
    decode: impl Fn(&mut dyn RowSource) -> Result<T, DecodeError> + 'r,
) -> impl FnMut(&mut dyn RowSource) -> Result<ControlFlow<()>, DecodeError> + 'r {
    move |row| {
        if list.is_empty() {
            list.reserve(row.following().saturating_add(1));
        }
        list.push(decode(row)?);
        Ok(ControlFlow::Continue(()))
    }
}
