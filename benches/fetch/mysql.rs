//! The driver `mysql` by hand, with its statements kept, and through us.

use std::cell::RefCell;
use std::rc::Rc;

use aludel::prelude::MySqlConnection;
use mysql::prelude::Queryable;
use mysql::{Conn, Opts, OptsBuilder, Statement};

use crate::ours::Ours;
use crate::{Engine, ROWS, Reading, Shared, Side, servers};

pub const MYSQL: Engine = Engine { name: "mysql", sides: || sides("mysql") };

pub const MARIADB: Engine = Engine { name: "mariadb", sides: || sides("mariadb") };

fn sides(engine: &str) -> [Box<dyn Side>; 2] {
    let mut db = MySqlConnection::new(conn(engine)).unwrap();
    db.set_statement_cache_capacity(128).unwrap();
    let db = Rc::new(RefCell::new(db));
    [Box::new(Raw::new(db.clone())), Box::new(Ours::new(db))]
}

struct Raw {
    db: Shared<MySqlConnection>,
    all: Statement,
    one: Statement,
}

impl Raw {
    fn new(db: Shared<MySqlConnection>) -> Self {
        const ALL: &str = "SELECT id, place, label, note, value, valid FROM readings";
        let prepare = |sql: &str| db.borrow_mut().handle_mut().prep(sql).unwrap();
        let (all, one) = (prepare(ALL), prepare(&format!("{ALL} WHERE id = ?")));
        Raw { db, all, one }
    }
}

impl Side for Raw {
    fn all(&mut self) -> Vec<Reading> {
        self.db.borrow_mut().handle_mut().exec(&self.all, ()).unwrap()
    }

    fn one(&mut self, id: i64) -> Reading {
        self.db.borrow_mut().handle_mut().exec_first(&self.one, (id,)).unwrap().unwrap()
    }
}

/// A connection with a table of its own, the same each time.
fn conn(engine: &str) -> Conn {
    let options = Opts::from_url(&servers::url(engine)).unwrap();
    let mut conn = Conn::new(OptsBuilder::from_opts(options).prefer_socket(false)).unwrap();
    let numbers = match engine {
        "mysql" => "SET cte_max_recursion_depth = 1000000",
        _ => "SET max_recursive_iterations = 1000000",
    };
    for statement in [
        numbers,
        "CREATE TEMPORARY TABLE readings (
            id BIGINT PRIMARY KEY, place INTEGER NOT NULL, label TEXT NOT NULL, note TEXT,
            value DOUBLE NOT NULL, valid BOOLEAN NOT NULL
        )",
        &format!(
            "INSERT INTO readings
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {ROWS})
            SELECT i, i % 1000, CONCAT('reading number ', i), CASE i % 3 WHEN 0 THEN NULL ELSE CONCAT('note ', i) END, i * 0.25, i % 2
            FROM n"
        ),
    ] {
        conn.query_drop(statement).unwrap();
    }
    conn
}
