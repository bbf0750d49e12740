//! The store, put into a database: its tables made anew, and filled.

use std::borrow::Cow;
use std::time::Instant;

use aludel::ast::{ColumnDef, DataType, TableDef};
use aludel::prelude::*;

use crate::Result;
use crate::data::{self, Fields, Row, Tsv, TsvError};
use crate::schema;

/// Rows in a statement: even fifteen columns stay under the 32,766 parameters that SQLite takes.
const ROWS: usize = 500;

/// Replaces the store's tables: all of them or, if anything fails, none.
pub fn load(db: &mut impl Connection) -> Result {
    let tables = schema::tables();
    db.transaction(|tx| {
        // In reverse, so that no row is left that refers to one already gone.
        for def in tables.iter().rev() {
            tx.execute_ddl(&drop_table(table(def.name)).if_exists())?;
        }
        for (def, tsv) in tables.into_iter().zip(data::TABLES) {
            let start = Instant::now();
            tx.execute_ddl(&create_table(def))?;
            let count = fill(tx, def, tsv)?;
            let millis = start.elapsed().as_secs_f64() * 1e3;
            eprintln!("  {:<16}{count:>6} rows {millis:>8.1} ms", tsv.name());
        }
        Ok(())
    })
}

/// One function for all tables, as a table's columns are data too.
fn fill(db: &mut impl Connection, def: &TableDef, tsv: Tsv) -> Result<u64> {
    let insert = insert_into(table(def.name)).columns_dyn(def.columns.iter().map(|c| c.name));
    let rows = tsv.rows().map(|row| values(def, row?)).collect::<Result<Vec<_>, TsvError>>()?;
    let mut count = 0;
    for rows in rows.chunks(ROWS) {
        count += db.execute(&insert.clone().rows_dyn(rows))?;
    }
    Ok(count)
}

fn values(def: &TableDef, row: Row) -> Result<Vec<Value>, TsvError> {
    let mut fields = row.fields();
    def.columns.iter().map(|column| value(column, &mut fields)).collect()
}

/// The next field as what its column holds. An absent one is NULL.
fn value(column: &ColumnDef, fields: &mut Fields) -> Result<Value, TsvError> {
    Ok(match column.data_type {
        DataType::Integer => fields.get::<Option<i32>>()?.into(),
        DataType::Decimal(_) => fields.get::<Option<f64>>()?.into(),
        _ => fields.get::<Option<Cow<str>>>()?.into(),
    })
}
