//! What the PostgreSQL driver promises, on a live server.

use std::sync::atomic::{AtomicU32, Ordering};

use aludel::Error;
use aludel::prelude::*;

mod bulk;
mod cache;
mod connecting;
mod copy;
mod errors;
mod limits;
mod streaming;
mod transactions;
mod values;

table! { items { id: BigInt [primary_key], name: Text, price: Nullable<Double> } }

fn url() -> String {
    std::env::var("ALUDEL_POSTGRES_URL").expect("the address of a server")
}

/// A connection in a schema of its own, which lasts as long as the session.
fn connect() -> PostgresConnection {
    let mut db = PostgresConnection::connect(&url()).expect("PostgreSQL answers");
    db.execute_script("CREATE TEMPORARY TABLE items (id bigint PRIMARY KEY, name text NOT NULL CHECK (name <> ''), price float8)").unwrap();
    db
}

/// The one value of a SELECT list, whatever its type.
fn value(db: &mut PostgresConnection, sql: &'static str) -> Result<Value, Error> {
    let rows = db.fetch_rows(&select(aludel::sql::<Text>(sql, ())))?;
    Ok(rows[0].values()[0].clone())
}

/// What the server is set to.
fn setting(db: &mut impl Connection, name: &str) -> String {
    let sql = aludel::sql::<Text>("current_setting({})", (val::<Text>(name),));
    db.fetch_scalar(&select(sql)).unwrap()
}

/// A schema that several sessions see, for as long as a test lasts.
struct Space {
    name: String,
    owner: PostgresConnection,
}

impl Space {
    fn new(script: &str) -> Self {
        static COUNTER: AtomicU32 = AtomicU32::new(0);
        let number = COUNTER.fetch_add(1, Ordering::Relaxed);
        let name = format!("pg{}_{number}", std::process::id());
        let mut owner = PostgresConnection::connect(&url()).expect("PostgreSQL answers");
        let set_up = format!("CREATE SCHEMA {name}; SET search_path = {name}; {script}");
        owner.execute_script(&set_up).unwrap();
        Space { name, owner }
    }

    fn connect(&self) -> PostgresConnection {
        let mut db = PostgresConnection::connect(&url()).expect("PostgreSQL answers");
        db.execute_script(&format!("SET search_path = {}", self.name)).unwrap();
        db
    }
}

impl Drop for Space {
    fn drop(&mut self) {
        // A test that failed has said why already.
        let _ = self.owner.execute_script(&format!("DROP SCHEMA {} CASCADE", self.name));
    }
}
