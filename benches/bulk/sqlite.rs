//! rusqlite by hand, and through us.

use std::cell::RefCell;
use std::rc::Rc;

use rusqlite::{Connection, params};

use crate::ours::Ours;
use crate::{Engine, Reading, Shared, Side};

const EMPTY: &str = "DELETE FROM readings";
const INSERT: &str =
    "INSERT INTO readings (id, place, label, note, value, valid) VALUES (?, ?, ?, ?, ?, ?)";

pub const ENGINE: Engine = Engine {
    name: "sqlite",
    by_hand: ["a row", "100 rows"],
    sides: || {
        let db = Rc::new(RefCell::new(database()));
        let ours = Ours { db: db.clone(), empty: EMPTY };
        [Box::new(Rows(db.clone())), Box::new(Multi(db)), Box::new(ours)]
    },
};

/// One prepared statement, run for each row.
struct Rows(Shared<Connection>);

impl Side for Rows {
    fn fill(&mut self, rows: &[Reading]) {
        let mut db = self.0.borrow_mut();
        db.execute_batch(EMPTY).unwrap();
        let transaction = db.transaction().unwrap();
        {
            let mut statement = transaction.prepare_cached(INSERT).unwrap();
            for (id, place, label, note, value, valid) in rows {
                statement.execute(params![id, place, label, note, value, valid]).unwrap();
            }
        }
        transaction.commit().unwrap();
    }

    fn count(&mut self) -> i64 {
        count(&self.0.borrow())
    }
}

/// One prepared statement for a hundred rows.
struct Multi(Shared<Connection>);

impl Side for Multi {
    fn fill(&mut self, rows: &[Reading]) {
        const AT_ONCE: usize = 100;
        let mut db = self.0.borrow_mut();
        db.execute_batch(EMPTY).unwrap();
        let transaction = db.transaction().unwrap();
        {
            let sql = format!("{INSERT}{}", ", (?, ?, ?, ?, ?, ?)".repeat(AT_ONCE - 1));
            let mut statement = transaction.prepare_cached(&sql).unwrap();
            for rows in rows.chunks_exact(AT_ONCE) {
                let mut index = 1;
                for (id, place, label, note, value, valid) in rows {
                    statement.raw_bind_parameter(index, id).unwrap();
                    statement.raw_bind_parameter(index + 1, place).unwrap();
                    statement.raw_bind_parameter(index + 2, label).unwrap();
                    statement.raw_bind_parameter(index + 3, note).unwrap();
                    statement.raw_bind_parameter(index + 4, value).unwrap();
                    statement.raw_bind_parameter(index + 5, valid).unwrap();
                    index += 6;
                }
                statement.raw_execute().unwrap();
            }
        }
        transaction.commit().unwrap();
    }

    fn count(&mut self) -> i64 {
        count(&self.0.borrow())
    }
}

fn count(db: &Connection) -> i64 {
    db.query_row("SELECT COUNT(*) FROM readings", [], |row| row.get(0)).unwrap()
}

fn database() -> Connection {
    let db = Connection::open_in_memory().unwrap();
    db.execute_batch(
        "CREATE TABLE readings (
            id INTEGER PRIMARY KEY, place INTEGER NOT NULL, label TEXT NOT NULL, note TEXT,
            value REAL NOT NULL, valid INTEGER NOT NULL
        );",
    )
    .unwrap();
    db
}
