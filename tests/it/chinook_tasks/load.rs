//! The store's rows, put into a database: those of the example, whose files are the same.

use aludel::ast::{ColumnDef, DataType, TableDef};
use aludel::prelude::*;

use super::schema::*;
use crate::engines::Db;

/// A table's file in the example: a line of column names, then a line for each row, whose fields are
/// parted by tabs.
macro_rules! file {
    ($name:literal) => {
        include_str!(concat!("../../../examples/chinook/data/", $name, ".tsv"))
    };
}

/// Creates the tables and fills them.
pub fn load(db: &mut Db) {
    for (def, rows) in [
        (artists::table.def(), file!("Artist")),
        (albums::table.def(), file!("Album")),
        (genres::table.def(), file!("Genre")),
        (media_types::table.def(), file!("MediaType")),
        (tracks::table.def(), file!("Track")),
        (employees::table.def(), file!("Employee")),
        (customers::table.def(), file!("Customer")),
        (invoices::table.def(), file!("Invoice")),
        (invoice_lines::table.def(), file!("InvoiceLine")),
        (customer_notes::table.def(), file!("CustomerNote")),
        (play_counts::table.def(), file!("PlayCount")),
    ] {
        db.create(&create_table(def));
        fill(db, def, rows);
    }
    // The keys given are not known to the sequence that makes the next one.
    if db.name == "PostgreSQL" {
        db.batch(r#"ALTER TABLE "CustomerNote" ALTER COLUMN "NoteId" RESTART WITH 100"#);
    }
}

fn fill(db: &mut Db, def: &TableDef, file: &str) {
    let insert = insert_into(table(def.name)).columns_dyn(def.columns.iter().map(|c| c.name));
    let row = |line: &str| def.columns.iter().zip(line.split('\t')).map(value).collect();
    let rows: Vec<Vec<Value>> = file.lines().skip(1).map(row).collect();
    for rows in rows.chunks(500) {
        db.execute(&insert.clone().rows_dyn(rows));
    }
}

/// A field as what its column holds.
fn value((column, text): (&&ColumnDef, &str)) -> Value {
    match column.data_type {
        _ if text == r"\N" => Value::Null,
        DataType::Integer => Value::Int(text.parse().expect("an integer")),
        DataType::Decimal(_) => Value::Decimal(text.parse().expect("a decimal")),
        DataType::Timestamp => Value::Timestamp(super::time(text)),
        _ => Value::Text(text.replace(r"\\", r"\")),
    }
}
