//! The driver `postgres` by hand, with its statements kept, and through us.

use std::cell::RefCell;
use std::rc::Rc;

use aludel::prelude::PostgresConnection;
use postgres::{Client, NoTls, Row, Statement};

use crate::ours::Ours;
use crate::{Engine, ROWS, Reading, Shared, Side, servers};

pub const ENGINE: Engine = Engine {
    name: "postgres",
    sides: || {
        let db = Rc::new(RefCell::new(PostgresConnection::new(client()).unwrap()));
        [Box::new(Raw::new(db.clone())), Box::new(Ours::new(db))]
    },
};

struct Raw {
    db: Shared<PostgresConnection>,
    all: Statement,
    one: Statement,
}

impl Raw {
    fn new(db: Shared<PostgresConnection>) -> Self {
        const ALL: &str = "SELECT id, place, label, note, value, valid FROM readings";
        let prepare = |sql: &str| db.borrow_mut().handle_mut().prepare(sql).unwrap();
        let (all, one) = (prepare(ALL), prepare(&format!("{ALL} WHERE id = $1")));
        Raw { db, all, one }
    }
}

impl Side for Raw {
    fn all(&mut self) -> Vec<Reading> {
        self.db
            .borrow_mut()
            .handle_mut()
            .query(&self.all, &[])
            .unwrap()
            .iter()
            .map(reading)
            .collect()
    }

    fn one(&mut self, id: i64) -> Reading {
        reading(&self.db.borrow_mut().handle_mut().query_one(&self.one, &[&id]).unwrap())
    }
}

fn reading(row: &Row) -> Reading {
    (row.get(0), row.get(1), row.get(2), row.get(3), row.get(4), row.get(5))
}

/// A connection with a table of its own, the same each time.
fn client() -> Client {
    let mut client = Client::connect(&servers::url("postgres"), NoTls).unwrap();
    client
        .batch_execute(&format!(
            "CREATE TEMPORARY TABLE readings (
                id BIGINT PRIMARY KEY, place INTEGER NOT NULL, label TEXT NOT NULL, note TEXT,
                value DOUBLE PRECISION NOT NULL, valid BOOLEAN NOT NULL
            );
            INSERT INTO readings
            SELECT i, i % 1000, 'reading number ' || i, CASE i % 3 WHEN 0 THEN NULL ELSE 'note ' || i END, i * 0.25, i % 2 = 1
            FROM generate_series(1, {ROWS}) AS n(i);
            ANALYZE readings"
        ))
        .unwrap();
    client
}
