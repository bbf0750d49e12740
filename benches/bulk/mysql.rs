//! The driver `mysql` by hand, and through us.

use std::cell::RefCell;
use std::rc::Rc;

use aludel::prelude::MySqlConnection;
use mysql::prelude::Queryable;
use mysql::{Conn, Opts, OptsBuilder, TxOpts, Value};

use crate::ours::Ours;
use crate::{Engine, Reading, Shared, Side, servers};

const EMPTY: &str = "TRUNCATE readings";
const INSERT: &str =
    "INSERT INTO readings (id, place, label, note, value, valid) VALUES (?, ?, ?, ?, ?, ?)";

const BY_HAND: [&str; 2] = ["1,000 rows", "exec_batch"];

pub const MYSQL: Engine = Engine { name: "mysql", by_hand: BY_HAND, sides: || sides("mysql") };

pub const MARIADB: Engine =
    Engine { name: "mariadb", by_hand: BY_HAND, sides: || sides("mariadb") };

fn sides(engine: &str) -> [Box<dyn Side>; 3] {
    let db = Rc::new(RefCell::new(MySqlConnection::new(conn(engine)).unwrap()));
    let ours = Ours { db: db.clone(), empty: EMPTY };
    [Box::new(Multi(db.clone())), Box::new(Batch(db)), Box::new(ours)]
}

/// A thousand rows of VALUES at a time.
struct Multi(Shared<MySqlConnection>);

impl Side for Multi {
    fn fill(&mut self, rows: &[Reading]) {
        const AT_ONCE: usize = 1000;
        let mut db = self.0.borrow_mut();
        let conn = db.handle_mut();
        conn.query_drop(EMPTY).unwrap();
        let mut transaction = conn.start_transaction(TxOpts::default()).unwrap();
        let sql = format!("{INSERT}{}", ", (?, ?, ?, ?, ?, ?)".repeat(AT_ONCE - 1));
        let statement = transaction.prep(sql).unwrap();
        for rows in rows.chunks_exact(AT_ONCE) {
            let mut params: Vec<Value> = Vec::with_capacity(6 * AT_ONCE);
            rows.iter().for_each(|row| params.extend(values(row)));
            transaction.exec_drop(&statement, params).unwrap();
        }
        transaction.commit().unwrap();
    }

    fn count(&mut self) -> i64 {
        count(self.0.borrow_mut().handle_mut())
    }
}

/// A row at a time on MySQL; MariaDB takes many of them at once.
struct Batch(Shared<MySqlConnection>);

impl Side for Batch {
    fn fill(&mut self, rows: &[Reading]) {
        let mut db = self.0.borrow_mut();
        let conn = db.handle_mut();
        conn.query_drop(EMPTY).unwrap();
        let mut transaction = conn.start_transaction(TxOpts::default()).unwrap();
        transaction.exec_batch(INSERT, rows.iter().map(|row| Vec::from(values(row)))).unwrap();
        transaction.commit().unwrap();
    }

    fn count(&mut self) -> i64 {
        count(self.0.borrow_mut().handle_mut())
    }
}

fn values((id, place, label, note, value, valid): &Reading) -> [Value; 6] {
    [
        id.into(),
        place.into(),
        label.as_str().into(),
        note.as_deref().into(),
        value.into(),
        valid.into(),
    ]
}

fn count(conn: &mut Conn) -> i64 {
    conn.query_first("SELECT COUNT(*) FROM readings").unwrap().unwrap()
}

/// A connection with a table of its own.
fn conn(engine: &str) -> Conn {
    let options = Opts::from_url(&servers::url(engine)).unwrap();
    let mut conn = Conn::new(OptsBuilder::from_opts(options).prefer_socket(false)).unwrap();
    conn.query_drop(
        "CREATE TEMPORARY TABLE readings (
            id BIGINT PRIMARY KEY, place INTEGER NOT NULL, label TEXT NOT NULL, note TEXT,
            value DOUBLE NOT NULL, valid BOOLEAN NOT NULL
        )",
    )
    .unwrap();
    conn
}
