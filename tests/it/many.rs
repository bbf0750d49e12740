//! Statements for many sets of values, and many rows, on every engine.

mod rows;

use aludel::adapter::{Connection, Driver};
use aludel::prelude::*;

table! { many_users { id: BigInt [primary_key], name: VarChar<100> [unique] } }

fn url(variable: &str) -> String {
    std::env::var(variable)
        .unwrap_or_else(|_| panic!("{variable} is not set; see tests/all-engines.sh"))
}

/// The same calls count the same and name the same row on every engine.
fn counts_and_names(db: &mut impl Driver) {
    // A table of this connection alone.
    db.execute_script(
        "CREATE TEMPORARY TABLE many_users (id BIGINT PRIMARY KEY, name VARCHAR(100) UNIQUE)",
    )
    .unwrap();
    let add = insert_into(many_users::table)
        .set(many_users::id, param::<BigInt>("id"))
        .set(many_users::name, param::<VarChar<100>>("name"));
    assert_eq!(db.execute_many(&add, [(1, "Ann"), (2, "Bob"), (3, "Cid")]).unwrap(), 3);
    let error = db.execute_many(&add, [(4, "Dan"), (5, "Ann"), (6, "Eve")]).unwrap_err();
    assert_eq!((error.kind(), error.row()), (ErrorKind::Unique, Some(1)));

    let rename = update(many_users::table)
        .set(many_users::name, param::<VarChar<100>>("name"))
        .filter(many_users::id.eq(param::<BigInt>("id")));
    // One keeps its name, one is not there: what is found counts, changed or not.
    assert_eq!(db.execute_many(&rename, [("Ann", 1), ("Bea", 2), ("Zoe", 9)]).unwrap(), 2);

    let by_id = select(many_users::name).from(many_users::table);
    let by_id = by_id.filter(many_users::id.eq(param::<BigInt>("id")));
    let by_id = db.prepare_query(by_id).unwrap();
    assert_eq!(db.fetch_one(&by_id.bind((2,)).unwrap()).unwrap(), "Bea");
    assert_eq!(db.fetch_optional(&by_id.bind([("id", 4)]).unwrap()).unwrap(), None);

    let ids = (2..2000_i64).chain([2]);
    assert_eq!(db.delete_many(&delete(many_users::table), many_users::id, ids).unwrap(), 2);

    let add = insert_into(many_users::table).columns(many_users::all);
    db.insert_many(&add, (10..2000_i64).map(|id| (id, format!("name {id}")))).unwrap();
    let by_both = (many_users::id, many_users::name);
    let pairs = (0..1500_i64).map(|id| (id, format!("name {}", id - id % 2)));
    assert_eq!(db.delete_many(&delete(many_users::table), by_both, pairs).unwrap(), 745);
}

#[test]
fn sets_of_values_on_sqlite() {
    counts_and_names(&mut SqliteConnection::open_in_memory().unwrap());
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn sets_of_values_on_postgres() {
    counts_and_names(&mut PostgresConnection::connect(&url("ALUDEL_POSTGRES_URL")).unwrap());
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn sets_of_values_on_mysql() {
    counts_and_names(&mut MySqlConnection::connect(&url("ALUDEL_MYSQL_URL")).unwrap());
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn sets_of_values_on_mariadb() {
    counts_and_names(&mut MySqlConnection::connect(&url("ALUDEL_MARIADB_URL")).unwrap());
}
