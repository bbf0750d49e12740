//! Many rows: an array for each column, which `unnest` turns into rows again.

use std::error::Error as StdError;

use bytes::{BufMut, BytesMut};
use postgres::types::{IsNull, ToSql, Type, to_sql_checked};

use super::bind::{self, Bound, array_of, type_of, type_of_data};
use super::{PostgresConnection, PostgresHandle};
use crate::adapter::bulk::{RowsAtOnce, in_savepoint};
use crate::adapter::{Bulk, Driver, RowFn, StatementLimits, insert_by_statements};
use crate::ast::{
    ColumnRef, DataType, Expr, ExprList, FromItem, InsertSource, Name, Nested, Query, Raw, Select,
    SelectItem, TableFunction, Value,
};
use crate::dialect::{Compiled, Dialect};
use crate::query::{DecodeError, ValueRef, ValueSink};
use crate::{Error, ast};

/// How many rows, and about how many bytes, go out at a time.
const ROWS: usize = 10_000;
const BYTES: usize = 1 << 20;

/// A column's values, in the binary form of an array's elements.
pub(super) struct Column {
    element: Type,
    bytes: BytesMut,
    /// Where each element ends.
    ends: Vec<usize>,
}

/// A column for each of the INSERT's, if all have types that arrays are sent for.
pub(super) fn arrays(bulk: &Bulk<'_>) -> Option<Vec<Column>> {
    let column = |data_type: Option<&DataType>| {
        let element = type_of_data(data_type?);
        let known = array_of(&element) != Type::UNKNOWN;
        known.then(|| Column { element, bytes: BytesMut::new(), ends: Vec::new() })
    };
    bulk.data_types().map(column).collect()
}

/// The first of a column's values, as a parameter.
#[derive(Debug)]
struct Elements<'c> {
    element: &'c Type,
    bytes: &'c [u8],
    count: usize,
}

impl ToSql for Elements<'_> {
    fn to_sql(
        &self,
        _: &Type,
        out: &mut BytesMut,
    ) -> Result<IsNull, Box<dyn StdError + Sync + Send>> {
        out.put_i32(1);
        // Whether there are NULLs: the server looks for itself.
        out.put_i32(1);
        out.put_u32(self.element.oid());
        out.put_i32(self.count.try_into()?);
        out.put_i32(1);
        out.put_slice(self.bytes);
        Ok(IsNull::No)
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    to_sql_checked!();
}

/// Writes the values of a row to the columns.
struct Columns<'c> {
    columns: &'c mut [Column],
    next: usize,
}

impl ValueSink for Columns<'_> {
    #[inline]
    fn put(&mut self, value: ValueRef<'_>) -> Result<(), Error> {
        let Some(column) = self.columns.get_mut(self.next) else { return Ok(()) };
        self.next += 1;
        bind::sized(value, &column.element, &mut column.bytes)
            .map_err(|reason| refused(value, &*reason))?;
        column.ends.push(column.bytes.len());
        Ok(())
    }
}

#[cold]
pub(super) fn refused(value: ValueRef<'_>, reason: &(dyn StdError + Send + Sync)) -> Error {
    Error::decode(DecodeError::malformed(value.kind(), "value of the column", reason), "")
}

/// `INSERT INTO … SELECT * FROM unnest($1::…[], …)`.
fn unnested(insert: &ast::Insert, dialect: &dyn Dialect) -> Option<ast::Insert> {
    let array = |column: &ColumnRef| {
        let text = format!("{{}}::{}[]", dialect.column_type(column.data_type()?)?);
        let holes = ExprList::from([Expr::bind(Value::Null)]);
        Some(Expr::Raw(Box::new(Raw { text: text.into(), holes })))
    };
    let rows = TableFunction {
        name: Name::new("unnest"),
        args: insert.columns.iter().map(array).collect::<Option<ExprList>>()?,
        alias: Name::new("new_rows"),
        columns: Vec::new(),
        with_ordinality: false,
        lateral: false,
    };
    let select = Select {
        items: vec![SelectItem::All(None)],
        from: Some(FromItem::Function(Box::new(rows))),
        ..Select::default()
    };
    let mut insert = insert.clone();
    insert.source = InsertSource::Query(Nested::new(Query::Select(Box::new(select))));
    Some(insert)
}

/// Inserts the rows.
pub(super) fn insert<H: PostgresHandle>(
    connection: &mut PostgresConnection<H>,
    bulk: &mut Bulk<'_>,
    mut columns: Vec<Column>,
) -> Result<u64, Error> {
    let dialect = connection.dialect;
    let syntax = dialect.syntax();
    let Some(statement) = unnested(bulk.insert(), &dialect) else {
        return insert_by_statements(connection, bulk, StatementLimits::new());
    };
    let compiled = bulk.compile(&statement, &dialect)?;
    let most = bulk.chunk_rows().unwrap_or(ROWS);
    let mut inserted = 0;
    loop {
        let first = bulk.taken();
        columns.iter_mut().for_each(Column::clear);
        let mut rows = 0;
        while rows < most && columns.iter().map(|column| column.bytes.len()).sum::<usize>() < BYTES
        {
            let mut sink = Columns { columns: &mut columns, next: 0 };
            if !bulk.next_row(&dialect, syntax, &mut sink)? {
                break;
            }
            rows += 1;
        }
        if rows == 0 {
            return Ok(inserted);
        }
        let mut chunk = Chunk { connection, compiled: &compiled, columns: &columns };
        inserted += in_savepoint(&mut chunk, rows, first, bulk.returned())?;
        bulk.sent();
    }
}

/// Rows that go out together.
struct Chunk<'c, 'q, H> {
    connection: &'c mut PostgresConnection<H>,
    compiled: &'c Compiled<'q>,
    columns: &'c [Column],
}

impl<H: PostgresHandle> RowsAtOnce for Chunk<'_, '_, H> {
    fn driver(&mut self) -> &mut dyn Driver {
        self.connection
    }

    /// Inserts the first `rows` of them.
    fn insert(&mut self, rows: usize, returned: Option<&mut RowFn<'_>>) -> Result<u64, Error> {
        let arrays: Vec<Elements<'_>> =
            self.columns.iter().map(|column| column.first(rows)).collect();
        let others: Vec<Bound<'_>> = self.compiled.values().skip(arrays.len()).map(Bound).collect();
        let types = self.compiled.params().iter().skip(arrays.len()).map(type_of);
        let others = others.iter().map(|value| value as _).zip(types);
        let arrays = arrays.iter().map(|array| (array as _, array_of(array.element)));
        let params: Vec<(&(dyn ToSql + Sync), Type)> = arrays.chain(others).collect();
        self.connection.run_with(self.compiled, &params, returned)
    }
}

impl Column {
    fn clear(&mut self) {
        self.bytes.clear();
        self.ends.clear();
    }

    /// The first of its values.
    fn first(&self, count: usize) -> Elements<'_> {
        let end = count.checked_sub(1).and_then(|last| self.ends.get(last)).copied().unwrap_or(0);
        let bytes = self.bytes.get(..end).unwrap_or_default();
        Elements { element: &self.element, bytes, count }
    }
}
