//! rusqlite by hand.

use rusqlite::{Connection, Result, Row};

use crate::Reading;

pub fn open(db: Connection) -> Connection {
    db
}

pub fn all(db: &mut Connection) -> Vec<Reading> {
    let mut statement =
        db.prepare_cached("SELECT id, place, label, note, value, valid FROM readings").unwrap();
    let mut rows = statement.query(()).unwrap();
    let mut readings = Vec::new();
    while let Some(row) = rows.next().unwrap() {
        readings.push(reading(row).unwrap());
    }
    readings
}

pub fn one(db: &mut Connection, id: i64) -> Reading {
    db.prepare_cached("SELECT id, place, label, note, value, valid FROM readings WHERE id = ?")
        .unwrap()
        .query_row([id], reading)
        .unwrap()
}

fn reading(row: &Row<'_>) -> Result<Reading> {
    Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?, row.get(5)?))
}
