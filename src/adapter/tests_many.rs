//! Many rows on SQLite: prepared statements, bulk inserts counted right, limits and refusals.

use std::time::Duration;

use super::{BulkOptions, Connection, Driver, SqliteConnection, TransactionOptions};
use crate::ast::Value;
use crate::dialect::{Compile, Postgres};
use crate::query::*;
use crate::schema::create_table;
use crate::{ErrorKind, table};

table! {
    users { id: BigInt [primary_key], name: Text [unique] }
    log { what: Text }
}

fn database() -> SqliteConnection {
    let mut db = SqliteConnection::open_in_memory().unwrap();
    db.execute_ddl(&create_table(users::table)).unwrap();
    db.execute_ddl(&create_table(log::table)).unwrap();
    db
}

fn names(db: &mut SqliteConnection) -> Vec<String> {
    db.fetch_all(&select(users::name).from(users::table).order_by(users::id.asc())).unwrap()
}

fn add() -> Insert {
    insert_into(users::table)
        .set(users::id, param::<BigInt>("id"))
        .set(users::name, param::<Text>("name"))
}

#[test]
fn a_statement_runs_for_each_set_of_values() {
    let mut db = database();
    assert_eq!(db.execute_many(&add(), [(1, "Ann"), (2, "Bob")]).unwrap(), 2);
    assert_eq!(
        db.execute_many(&add(), [[("name", Value::from("Cid")), ("id", 3.into())]]).unwrap(),
        1
    );
    assert_eq!(db.execute_many(&add(), [vec![Value::from(4), "Dan".into()]]).unwrap(), 1);
    assert_eq!(db.execute_many(&add(), Vec::<(i64, &str)>::new()).unwrap(), 0);
    let remove = delete(users::table).filter(users::id.eq(param::<BigInt>("id")));
    assert_eq!(db.execute_many(&remove, [(4,), (99,), (3,)]).unwrap(), 2);
    assert_eq!(names(&mut db), ["Ann", "Bob"]);
}

#[test]
fn the_set_that_fails_is_named_and_nothing_is_kept() {
    let mut db = database();
    let error = db.execute_many(&add(), [(1, "Ann"), (2, "Bob"), (3, "Ann")]).unwrap_err();
    assert_eq!((error.kind(), error.row()), (ErrorKind::Unique, Some(2)));
    let error = db.execute_many(&add(), [vec![Value::from(1), "Ann".into()], vec![2.into()]]);
    let error = error.unwrap_err();
    assert_eq!((error.kind(), error.row()), (ErrorKind::Compile, Some(1)));
    assert_eq!(error.to_string(), "row 1: parameter name is given no value");
    let error = db.execute_many(&add(), [(1, "Ann", 5)]).unwrap_err();
    assert_eq!(error.to_string(), "row 0: parameter number 3 is not in the statement");
    assert!(names(&mut db).is_empty());
}

#[test]
fn inside_of_a_transaction_a_failed_set_undoes_its_own_work_only() {
    let mut db = database();
    let mut tx = db.begin().unwrap();
    tx.execute_many(&add(), [(1, "Ann")]).unwrap();
    tx.execute_many(&add(), [(2, "Bob"), (2, "Cid")]).unwrap_err();
    tx.commit().unwrap();
    assert_eq!(names(&mut db), ["Ann"]);
}

#[test]
fn a_prepared_query_keeps_the_type_of_its_rows() {
    let mut db = database();
    db.execute_many(&add(), [(1, "Ann"), (2, "Bob")]).unwrap();
    // A name that stands twice has one position.
    let query = select((users::id, users::name))
        .from(users::table)
        .filter(users::id.ge(param::<BigInt>("id")))
        .filter(users::id.le(param::<BigInt>("id")));
    let prepared = db.prepare_query(&query).unwrap();
    let row: (i64, String) = db.fetch_one(&prepared.bind((2,)).unwrap()).unwrap();
    assert_eq!(row, (2, "Bob".to_owned()));
    let mapped = db.prepare_query(query.map(|(_, name)| name)).unwrap();
    assert_eq!(db.fetch_all(&mapped.bind([("id", 1)]).unwrap()).unwrap(), ["Ann"]);
    assert_eq!(db.fetch_one(&mapped.bind((9,)).unwrap()).unwrap_err().kind(), ErrorKind::NoRows);
}

#[test]
fn a_statement_prepared_for_another_database_is_refused() {
    let mut db = database();
    let prepared = super::PreparedQuery::new(add(), &Postgres::new()).unwrap();
    let error = db.execute(&prepared.bind((1, "Ann")).unwrap()).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unsupported);
}

#[test]
fn what_triggers_write_is_not_counted() {
    let mut db = database();
    db.execute_script(
        "CREATE TRIGGER t AFTER INSERT ON users BEGIN INSERT INTO log VALUES (new.name); END;
         INSERT INTO users VALUES (1, 'Ann')",
    )
    .unwrap();
    let insert = insert_into(users::table).columns((users::id, users::name));
    let mut told = Vec::new();
    let mut tell = |rows| told.push(rows);
    let options = BulkOptions::new().chunk_rows(2).progress(&mut tell);
    let rows = [(2_i64, "Bob"), (3, "Cid"), (4, "Dan")];
    assert_eq!(db.insert_many_with(&insert, rows, options).unwrap(), 3);
    assert_eq!(told, [2, 3]);
    let logged: i64 = db.fetch_scalar(&select(count_star()).from(log::table)).unwrap();
    assert_eq!(logged, 4);
}

#[test]
fn an_upsert_counts_the_rows_it_wrote() {
    let mut db = database();
    let insert = insert_into(users::table).columns((users::id, users::name));
    db.insert_many(&insert, [(1_i64, "Ann"), (2, "Bob")]).unwrap();
    let ignore = insert.clone().on_conflict(users::id).do_nothing();
    assert_eq!(db.insert_many(&ignore, [(1_i64, "X"), (3, "Cid"), (2, "Y")]).unwrap(), 1);
    assert_eq!(names(&mut db), ["Ann", "Bob", "Cid"]);
}

#[test]
fn the_row_to_blame_is_named_and_nothing_is_half_written() {
    let mut db = database();
    let insert = insert_into(users::table).columns((users::id, users::name));
    let rows = (0..10_i64).map(|id| (if id == 7 { 3 } else { id }, format!("name {id}")));
    let error = db.insert_many(&insert, rows).unwrap_err();
    assert_eq!((error.kind(), error.row()), (ErrorKind::Unique, Some(7)));
    assert!(names(&mut db).is_empty());
    let rows = [(5_i64, "e"), (1, "a"), (3, "c")];
    let ids = db.insert_many_returning(&insert, rows, users::id).unwrap();
    assert_eq!(ids, [5, 1, 3]);
}

#[test]
fn a_statement_without_end_is_stopped_and_no_later_one() {
    let mut db = database();
    let numbers =
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n";
    let error = db.time_limit(Duration::from_millis(50)).execute_script(numbers).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::StatementTimeout);
    let one = select(val::<Integer>(1));
    assert_eq!(db.time_limit(Duration::from_millis(50)).fetch_one(&one).unwrap(), 1);
    std::thread::sleep(Duration::from_millis(80));
    let to_a_million = numbers.replace("FROM n)", "FROM n WHERE i < 300000)");
    db.execute_script(&to_a_million).unwrap();
    assert_eq!(db.fetch_one(&one).unwrap(), 1);
}

#[test]
fn a_read_only_transaction_refuses_writes_and_ends() {
    let mut db = database();
    let mut tx = db.begin_with(TransactionOptions::new().read_only()).unwrap();
    let write = insert_into(users::table).set(users::id, 1).set(users::name, "Ann");
    assert_eq!(tx.execute(&write).unwrap_err().kind(), ErrorKind::ReadOnly);
    tx.rollback().unwrap();
    assert_eq!(db.execute(&write).unwrap(), 1);
    // A transaction that is forgotten ends, and its refusal with it, when the connection is reset.
    std::mem::forget(db.begin_with(TransactionOptions::new().read_only()).unwrap());
    db.reset().unwrap();
    assert_eq!(db.execute_many(&add(), [(2, "Bob")]).unwrap(), 1);
    let error = db.begin_with(TransactionOptions::new().deferrable()).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unsupported);
}

#[test]
fn a_full_database_is_told() {
    let mut db = database();
    db.execute_script("PRAGMA max_page_count = 10").unwrap();
    let insert = insert_into(users::table).columns((users::id, users::name));
    let rows = (0..1000_i64).map(|id| (id, format!("{id:0>200}")));
    assert_eq!(db.insert_many(&insert, rows).unwrap_err().kind(), ErrorKind::Full);
    assert!(names(&mut db).is_empty());
}

#[test]
fn a_busy_database_is_told_and_a_read_only_one() {
    let path = std::env::temp_dir().join(format!("aludel-busy-{}.db", std::process::id()));
    let mut one = SqliteConnection::open(&path).unwrap();
    one.execute_ddl(&create_table(users::table)).unwrap();
    let mut other = SqliteConnection::open(&path).unwrap();
    other.handle().busy_timeout(Duration::ZERO).unwrap();
    let lock = one.begin_with(TransactionOptions::new().immediate()).unwrap();
    let error = other.execute_many(&add(), [(1, "Ann")]).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::LockTimeout);
    lock.rollback().unwrap();
    assert_eq!(other.execute_many(&add(), [(1, "Ann")]).unwrap(), 1);
    let mut reader = SqliteConnection::open_read_only(&path).unwrap();
    assert_eq!(names(&mut reader), ["Ann"]);
    let write = insert_into(users::table).set(users::id, 2).set(users::name, "Bob");
    assert_eq!(reader.execute(&write).unwrap_err().kind(), ErrorKind::ReadOnly);
    drop((one, other, reader));
    std::fs::remove_file(&path).unwrap();
}

#[test]
fn rows_are_deleted_by_key_in_several_statements() {
    let mut db = database();
    let insert = insert_into(users::table).columns((users::id, users::name));
    db.insert_many(&insert, (0..3000_i64).map(|id| (id, format!("name {id}")))).unwrap();
    let some = delete(users::table).filter(users::id.lt(2000));
    // Odd keys, the first of them twice, and some that no row has.
    let keys = (0..5000_i64).map(|n| 2 * n + 1).chain([1]);
    assert_eq!(db.delete_many(&some, users::id, keys).unwrap(), 1000);
    assert_eq!(db.delete_many(&delete(users::table), users::id, Vec::<i64>::new()).unwrap(), 0);
    assert_eq!(db.delete_many(&delete(users::table), users::id, 0..3000_i64).unwrap(), 2000);
}

#[test]
fn the_cache_tells_how_it_fares() {
    let mut db = SqliteConnection::open_in_memory().unwrap();
    let q = |number: i64| select(val::<BigInt>(number));
    for number in 0..5 {
        db.fetch_one(&q(number)).unwrap();
    }
    let statistics = db.cache_statistics();
    assert_eq!((statistics.hits, statistics.misses, statistics.size), (4, 1, 1));
    assert_eq!(statistics.capacity, 128);

    // What is not to be kept leaves the cache alone.
    let seven = q(7);
    let compiled = seven.compile(db.dialect()).unwrap().into_owned();
    let traced = compiled.with_comment("traceparent='00-1'", false);
    db.run(&traced).unwrap();
    assert_eq!(db.cache_statistics(), statistics);

    db.set_statement_cache_capacity(0);
    db.fetch_one(&q(1)).unwrap();
    assert_eq!((db.cache_statistics().size, db.cache_statistics().capacity), (0, 0));
}

#[test]
fn what_no_row_is_to_blame_for_is_not_tried_again() {
    let mut db = database();
    let insert = insert_into(log::table).columns(log::what);
    // More rows than one statement has, none of which decodes as what is promised.
    let rows = (0..1000).map(|number| (format!("number {number}"),));
    let wrong = sql::<Integer>("what", ());
    let error = db.insert_many_returning(&insert, rows, wrong).unwrap_err();
    assert_eq!((error.kind(), error.row()), (ErrorKind::Decode, None), "{error}");
    assert_eq!(db.fetch_scalar(&select(count_star()).from(log::table)).unwrap(), 0);
}
