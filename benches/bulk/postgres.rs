//! The driver `postgres` by hand, and through us.

use std::cell::RefCell;
use std::rc::Rc;

use aludel::prelude::PostgresConnection;
use postgres::types::ToSql;
use postgres::{Client, NoTls};

use crate::ours::Ours;
use crate::{Engine, Reading, Shared, Side, servers};

const EMPTY: &str = "TRUNCATE readings";

pub const ENGINE: Engine = Engine {
    name: "postgres",
    by_hand: ["arrays", "1,000 rows"],
    sides: || {
        let db = Rc::new(RefCell::new(PostgresConnection::new(client()).unwrap()));
        let ours = Ours { db: db.clone(), empty: EMPTY };
        [Box::new(Arrays(db.clone())), Box::new(Multi(db)), Box::new(ours)]
    },
};

/// Ten thousand rows at a time as an array for each column.
struct Arrays(Shared<PostgresConnection>);

impl Side for Arrays {
    fn fill(&mut self, rows: &[Reading]) {
        let mut db = self.0.borrow_mut();
        let client = db.handle_mut();
        client.batch_execute(EMPTY).unwrap();
        let mut transaction = client.transaction().unwrap();
        let statement = transaction
            .prepare(
                "INSERT INTO readings (id, place, label, note, value, valid)
                SELECT * FROM unnest($1::int8[], $2::int4[], $3::text[], $4::text[], $5::float8[], $6::bool[])",
            )
            .unwrap();
        for rows in rows.chunks(10_000) {
            let ids: Vec<i64> = rows.iter().map(|row| row.0).collect();
            let places: Vec<i32> = rows.iter().map(|row| row.1).collect();
            let labels: Vec<&str> = rows.iter().map(|row| row.2.as_str()).collect();
            let notes: Vec<Option<&str>> = rows.iter().map(|row| row.3.as_deref()).collect();
            let values: Vec<f64> = rows.iter().map(|row| row.4).collect();
            let valid: Vec<bool> = rows.iter().map(|row| row.5).collect();
            transaction
                .execute(&statement, &[&ids, &places, &labels, &notes, &values, &valid])
                .unwrap();
        }
        transaction.commit().unwrap();
    }

    fn count(&mut self) -> i64 {
        count(self.0.borrow_mut().handle_mut())
    }
}

/// A thousand rows of VALUES at a time.
struct Multi(Shared<PostgresConnection>);

impl Side for Multi {
    fn fill(&mut self, rows: &[Reading]) {
        const AT_ONCE: usize = 1000;
        let mut db = self.0.borrow_mut();
        let client = db.handle_mut();
        client.batch_execute(EMPTY).unwrap();
        let mut transaction = client.transaction().unwrap();
        let list: Vec<String> = (0..AT_ONCE)
            .map(|row| {
                let cells: Vec<String> =
                    (1..=6).map(|cell| format!("${}", row * 6 + cell)).collect();
                format!("({})", cells.join(", "))
            })
            .collect();
        let sql = format!(
            "INSERT INTO readings (id, place, label, note, value, valid) VALUES {}",
            list.join(", ")
        );
        let statement = transaction.prepare(&sql).unwrap();
        for rows in rows.chunks_exact(AT_ONCE) {
            let mut params: Vec<&(dyn ToSql + Sync)> = Vec::with_capacity(6 * AT_ONCE);
            for (id, place, label, note, value, valid) in rows {
                params.extend([id as &(dyn ToSql + Sync), place, label, note, value, valid]);
            }
            transaction.execute(&statement, &params).unwrap();
        }
        transaction.commit().unwrap();
    }

    fn count(&mut self) -> i64 {
        count(self.0.borrow_mut().handle_mut())
    }
}

fn count(client: &mut Client) -> i64 {
    client.query_one("SELECT COUNT(*) FROM readings", &[]).unwrap().get(0)
}

/// A connection with a table of its own.
fn client() -> Client {
    let mut client = Client::connect(&servers::url("postgres"), NoTls).unwrap();
    client
        .batch_execute(
            "CREATE TEMPORARY TABLE readings (
                id BIGINT PRIMARY KEY, place INTEGER NOT NULL, label TEXT NOT NULL, note TEXT,
                value DOUBLE PRECISION NOT NULL, valid BOOLEAN NOT NULL
            )",
        )
        .unwrap();
    client
}
