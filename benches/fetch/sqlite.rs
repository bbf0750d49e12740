//! rusqlite by hand, and through us.

use std::cell::RefCell;
use std::rc::Rc;

use rusqlite::{Connection, Result, Row};

use crate::ours::Ours;
use crate::{Engine, ROWS, Reading, Shared, Side};

pub const ENGINE: Engine = Engine {
    name: "sqlite",
    sides: || {
        let db = Rc::new(RefCell::new(database()));
        [Box::new(Raw(db.clone())), Box::new(Ours::new(db))]
    },
};

struct Raw(Shared<Connection>);

impl Side for Raw {
    fn all(&mut self) -> Vec<Reading> {
        let db = self.0.borrow();
        let mut statement =
            db.prepare_cached("SELECT id, place, label, note, value, valid FROM readings").unwrap();
        let mut rows = statement.query(()).unwrap();
        let mut readings = Vec::new();
        while let Some(row) = rows.next().unwrap() {
            readings.push(reading(row).unwrap());
        }
        readings
    }

    fn one(&mut self, id: i64) -> Reading {
        let db = self.0.borrow();
        db.prepare_cached("SELECT id, place, label, note, value, valid FROM readings WHERE id = ?")
            .unwrap()
            .query_one([id], reading)
            .unwrap()
    }
}

fn reading(row: &Row<'_>) -> Result<Reading> {
    Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?, row.get(5)?))
}

/// A database in memory, the same each time.
fn database() -> Connection {
    let db = Connection::open_in_memory().unwrap();
    db.execute_batch(
        "CREATE TABLE readings (
            id INTEGER PRIMARY KEY, place INTEGER NOT NULL, label TEXT NOT NULL, note TEXT,
            value REAL NOT NULL, valid INTEGER NOT NULL
        );",
    )
    .unwrap();
    db.execute(
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)
        INSERT INTO readings
        SELECT i, i % 1000, 'reading number ' || i, CASE i % 3 WHEN 0 THEN NULL ELSE 'note ' || i END, i * 0.25, i % 2
        FROM n",
        [ROWS],
    )
    .unwrap();
    db
}
