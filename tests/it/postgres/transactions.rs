//! Transactions and savepoints.

use std::panic::{AssertUnwindSafe, catch_unwind};

use aludel::adapter::{Driver, Isolation, TransactionOptions, TransactionStep};
use aludel::prelude::*;

use super::{connect, items, setting, url};

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn a_transaction_that_failed_is_never_committed() {
    let mut db = connect();
    let insert = insert_into(items::table).columns((items::id, items::name));
    let count = select(count_star()).from(items::table);
    let mut tx = db.begin().unwrap();
    tx.execute(&insert.clone().row((1, "a"))).unwrap();
    tx.execute_script("SELECT 1 / 0").unwrap_err();
    assert_eq!(tx.fetch_scalar(&count).unwrap_err().kind(), ErrorKind::TransactionEnded);
    assert_eq!(tx.commit().unwrap_err().kind(), ErrorKind::TransactionEnded);
    assert_eq!(db.fetch_scalar(&count).unwrap(), 0);

    db.transaction(|tx| {
        tx.execute(&insert.clone().row((1, "a")))?;
        tx.transaction(|inner| inner.execute_script("SELECT 1 / 0")).unwrap_err();
        tx.execute(&insert.clone().row((2, "b")))
    })
    .unwrap();
    assert_eq!(db.fetch_scalar(&count).unwrap(), 2);

    let read_only = TransactionOptions::new().isolation(Isolation::Serializable).read_only();
    // A temporary table may be written all the same.
    let error = db.transaction_with(read_only, |tx| tx.execute_script("CREATE TABLE t ()"));
    assert_eq!(error.unwrap_err().kind(), ErrorKind::ReadOnly);
    let deferrable = TransactionOptions::new().deferrable();
    db.transaction_with(deferrable, |tx| tx.fetch_scalar(&count)).unwrap();

    db.execute_script("CREATE TEMPORARY TABLE late (id int UNIQUE DEFERRABLE INITIALLY DEFERRED)")
        .unwrap();
    let late = db.transaction(|tx| tx.execute_script("INSERT INTO late VALUES (1), (1)"));
    assert_eq!(late.unwrap_err().kind(), ErrorKind::Unique);
    assert_eq!(db.depth(), 0);
    db.ping().unwrap();
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn the_drivers_own_transaction_is_one() {
    let url = std::env::var("ALUDEL_POSTGRES_URL").expect("the address of a server");
    let mut client = postgres::Client::connect(&url, postgres::NoTls).unwrap();
    let mut tx = client.transaction().unwrap();
    let mut db = PostgresConnection::new(&mut tx).unwrap();
    assert_eq!(db.depth(), 1);
    db.transaction(|inner| inner.execute_script("SELECT 1 / 0")).unwrap_err();
    db.execute_script("SELECT 1").unwrap();
    tx.rollback().unwrap();
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn options_take_effect() {
    let mut db = connect();
    for isolation in [
        Isolation::ReadUncommitted,
        Isolation::ReadCommitted,
        Isolation::RepeatableRead,
        Isolation::Serializable,
    ] {
        let options = TransactionOptions::new().isolation(isolation);
        let mut tx = db.begin_with(options).unwrap();
        let level = isolation.sql().to_lowercase();
        assert_eq!(setting(&mut tx, "transaction_isolation"), level);
        assert_eq!(setting(&mut tx, "transaction_read_only"), "off");
        tx.commit().unwrap();
    }
    let options = TransactionOptions::new().isolation(Isolation::Serializable);
    let mut tx = db.begin_with(options.read_only().deferrable()).unwrap();
    assert_eq!(setting(&mut tx, "transaction_isolation"), "serializable");
    assert_eq!(setting(&mut tx, "transaction_read_only"), "on");
    assert_eq!(setting(&mut tx, "transaction_deferrable"), "on");
    tx.rollback().unwrap();
    assert_eq!(setting(&mut db, "transaction_read_only"), "off");
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn what_is_dropped_or_panics_is_undone() {
    let mut db = connect();
    let insert = insert_into(items::table).columns((items::id, items::name));
    let ids = select(items::id).from(items::table).order_by(items::id.asc());
    let mut tx = db.begin().unwrap();
    tx.execute(&insert.clone().row((1, "a"))).unwrap();
    drop(tx);
    assert_eq!((db.depth(), db.fetch_all(&ids).unwrap()), (0, vec![]));

    let panicked = catch_unwind(AssertUnwindSafe(|| {
        db.transaction(|tx| {
            tx.execute(&insert.clone().row((1, "a")))?;
            tx.transaction(|inner| -> Result<(), aludel::Error> {
                inner.execute(&insert.clone().row((2, "b")))?;
                panic!("on purpose")
            })
        })
    }));
    assert!(panicked.is_err());
    assert_eq!((db.depth(), db.fetch_all(&ids).unwrap()), (0, vec![]));

    // Of savepoints, only what is dropped is undone, a failed statement with it.
    let mut tx = db.begin().unwrap();
    tx.execute(&insert.clone().row((1, "a"))).unwrap();
    let mut inner = tx.begin().unwrap();
    inner.execute(&insert.clone().row((2, "b"))).unwrap();
    let mut innermost = inner.begin().unwrap();
    assert_eq!(innermost.depth(), 3);
    innermost.execute(&insert.clone().row((1, "a"))).unwrap_err();
    assert!(innermost.transaction_ended());
    drop(innermost);
    inner.execute(&insert.clone().row((3, "c"))).unwrap();
    inner.commit().unwrap();
    let mut inner = tx.begin().unwrap();
    inner.execute(&insert.clone().row((4, "d"))).unwrap();
    inner.rollback().unwrap();
    tx.commit().unwrap();
    assert_eq!((db.depth(), db.fetch_all(&ids).unwrap()), (0, vec![1, 2, 3]));
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn a_savepoint_that_failed_is_not_released() {
    let mut db = connect();
    let insert = insert_into(items::table).columns((items::id, items::name));
    let mut tx = db.begin().unwrap();
    let mut inner = tx.begin().unwrap();
    inner.execute(&insert.clone().row((1, ""))).unwrap_err();
    assert_eq!(inner.commit().unwrap_err().kind(), ErrorKind::TransactionEnded);
    tx.execute(&insert.clone().row((1, "a"))).unwrap();
    tx.commit().unwrap();
    assert_eq!(db.fetch_scalar(&select(count_star()).from(items::table)).unwrap(), 1);
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn handles_are_borrowed_or_owned() {
    let mut client = postgres::Client::connect(&url(), postgres::NoTls).unwrap();
    client.batch_execute("CREATE TEMPORARY TABLE items (id int8 PRIMARY KEY, name text)").unwrap();
    let insert = insert_into(items::table).columns((items::id, items::name));
    let mut db = PostgresConnection::new(&mut client).unwrap();
    assert_eq!(db.depth(), 0);
    db.transaction(|tx| tx.execute(&insert.clone().row((1, "a")))).unwrap();

    // In a transaction of the driver's, one of ours is a savepoint, and its end is the driver's.
    let mut tx = client.transaction().unwrap();
    let mut db = PostgresConnection::new(&mut tx).unwrap();
    assert_eq!(db.depth(), 1);
    let mut inner = db.begin().unwrap();
    assert_eq!(inner.depth(), 2);
    inner.execute(&insert.clone().row((2, "b"))).unwrap();
    inner.commit().unwrap();
    db.insert_many(&insert, (3..6).map(|id| (id, "c"))).unwrap();
    db.insert_many(&insert, (5..8).map(|id| (id, "d"))).unwrap_err();
    assert_eq!(db.depth(), 1);
    tx.commit().unwrap();
    let mut db = PostgresConnection::new(client).unwrap();
    assert_eq!(db.fetch_scalar(&select(count_star()).from(items::table)).unwrap(), 5);

    let tx = db.handle_mut().transaction().unwrap();
    let mut inner = PostgresConnection::new(tx).unwrap();
    inner.execute(&delete(items::table).all_rows()).unwrap();
    drop(inner);
    let mut client = db.into_handle();
    assert_eq!(client.query("SELECT FROM items", &[]).unwrap().len(), 5);
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn a_reset_leaves_nothing_but_prepared_statements() {
    let mut db = connect();
    let one = select(val::<Integer>(1));
    db.fetch_scalar(&one).unwrap();
    let hits = db.cache_statistics().hits;
    db.execute_script("SET statement_timeout = '7s'; SELECT pg_advisory_lock(4711)").unwrap();
    db.execute_script("LISTEN news; SET ROLE pg_monitor").unwrap();
    db.execute_script("BEGIN").unwrap();
    db.execute_script("SELECT 1 / 0").unwrap_err();
    db.reset().unwrap();
    assert_eq!(setting(&mut db, "statement_timeout"), "0");
    for (left, count) in [
        ("pg_listening_channels()", 0),
        ("pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()", 0),
        ("pg_class WHERE relname = 'items' AND relnamespace = pg_my_temp_schema()", 0),
        ("pg_roles WHERE rolname = current_user AND rolname = session_user", 1),
    ] {
        let sql = format!("(SELECT count(*) FROM {left})");
        let q = select(aludel::sql_unchecked::<BigInt>(sql, ()));
        assert_eq!(db.fetch_scalar(&q).unwrap(), count, "{left}");
    }
    db.fetch_scalar(&one).unwrap();
    assert_eq!(db.cache_statistics().hits, hits + 1);
    // Even after a transaction of ours that failed.
    db.run_transaction(TransactionStep::Begin(TransactionOptions::new())).unwrap();
    db.execute_script("SELECT 1 / 0").unwrap_err();
    db.reset().unwrap();
    assert_eq!((db.depth(), db.fetch_scalar(&one).unwrap()), (0, 1));
}
