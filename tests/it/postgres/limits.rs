//! Time limits, locks and cancelling.

use std::thread;
use std::time::{Duration, Instant};

use aludel::adapter::{Driver, Isolation, TransactionOptions};
use aludel::prelude::*;

use super::{Space, connect, setting};

const SHORT: Duration = Duration::from_millis(100);

table! { accounts { id: Integer [primary_key], balance: Integer } }

/// Two sessions with the accounts 1 and 2.
fn two_sessions() -> (Space, PostgresConnection, PostgresConnection) {
    let space = Space::new(
        "CREATE TABLE accounts (id int PRIMARY KEY, balance int); \
         INSERT INTO accounts VALUES (1, 0), (2, 0)",
    );
    let (one, other) = (space.connect(), space.connect());
    (space, one, other)
}

fn pay(id: i32) -> impl AsStatement {
    update(accounts::table)
        .set(accounts::balance, accounts::balance + 1)
        .filter(accounts::id.eq(id))
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn a_time_limit_ends_with_its_statement() {
    let mut db = connect();
    db.execute_script("SET statement_timeout = '7s'").unwrap();
    let error = db.time_limit(SHORT).execute_script("SELECT pg_sleep(5)").unwrap_err();
    assert_eq!(error.kind(), ErrorKind::StatementTimeout);
    assert_eq!((db.depth(), setting(&mut db, "statement_timeout").as_str()), (0, "7s"));
    assert_eq!(setting(&mut db.time_limit(SHORT), "statement_timeout"), "100ms");
    assert_eq!((db.depth(), setting(&mut db, "statement_timeout").as_str()), (0, "7s"));

    db.transaction(|tx| {
        tx.execute_script("SET LOCAL statement_timeout = '8s'")?;
        assert_eq!(setting(&mut tx.time_limit(SHORT), "statement_timeout"), "100ms");
        assert_eq!(setting(tx, "statement_timeout"), "8s");
        let long = Duration::from_secs(9);
        assert_eq!(
            setting(&mut tx.time_limit(SHORT).time_limit(long), "statement_timeout"),
            "100ms"
        );
        assert_eq!(setting(tx, "statement_timeout"), "8s");
        tx.execute_script("SELECT pg_sleep(0.2)")?;
        let late =
            tx.transaction(|inner| inner.time_limit(SHORT).execute_script("SELECT pg_sleep(5)"));
        assert_eq!(late.unwrap_err().kind(), ErrorKind::StatementTimeout);
        assert_eq!(setting(tx, "statement_timeout"), "8s");
        Ok::<_, aludel::Error>(())
    })
    .unwrap();
    assert_eq!(setting(&mut db, "statement_timeout"), "7s");
    db.execute_script("SELECT pg_sleep(0.2)").unwrap();
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn whoever_cancels_interrupts() {
    let mut db = connect();
    let pid = db.fetch_scalar(&select(aludel::sql::<Integer>("pg_backend_pid()", ()))).unwrap();
    for in_transaction in [false, true] {
        let other = thread::spawn(move || {
            let cancel = format!("SELECT pg_cancel_backend({pid})");
            thread::sleep(SHORT);
            connect().execute_script(&cancel).unwrap();
        });
        let start = Instant::now();
        let mut sleep = || db.execute_script("SELECT pg_sleep(20)");
        let error = match in_transaction {
            false => sleep(),
            true => db.transaction(|tx| tx.execute_script("SELECT pg_sleep(20)")),
        };
        assert_eq!(error.unwrap_err().kind(), ErrorKind::Interrupted);
        assert!(start.elapsed() < Duration::from_secs(15));
        other.join().unwrap();
        assert_eq!(db.depth(), 0);
        db.ping().unwrap();
    }
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn a_lock_is_waited_for_so_long() {
    let (_space, mut one, mut other) = two_sessions();
    let mut tx = one.begin().unwrap();
    tx.execute(&pay(1)).unwrap();
    other.execute_script("SET lock_timeout = 100").unwrap();
    let error = other.execute(&pay(1)).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::LockTimeout);
    assert!(error.is_transient());
    let no_wait = "SELECT * FROM accounts FOR UPDATE NOWAIT";
    assert_eq!(other.execute_script(no_wait).unwrap_err().kind(), ErrorKind::LockTimeout);
    tx.commit().unwrap();
    assert_eq!(other.execute(&pay(1)).unwrap(), 1);
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn who_comes_second_runs_again() {
    let (_space, mut one, mut other) = two_sessions();
    let balances = select(accounts::balance).from(accounts::table);
    for isolation in [Isolation::RepeatableRead, Isolation::Serializable] {
        let options = TransactionOptions::new().isolation(isolation);
        let mut tx = one.begin_with(options).unwrap();
        tx.fetch_all(&balances).unwrap();
        other.execute(&pay(1)).unwrap();
        let error = tx.execute(&pay(1)).unwrap_err();
        assert_eq!((error.kind(), error.code()), (ErrorKind::Serialization, Some("40001")));
        assert!(error.is_transient());
        tx.rollback().unwrap();
    }
    // Each has read what the other writes: only COMMIT finds out.
    let serializable = TransactionOptions::new().isolation(Isolation::Serializable);
    let mut first = one.begin_with(serializable).unwrap();
    let mut second = other.begin_with(serializable).unwrap();
    first.fetch_all(&balances).unwrap();
    second.fetch_all(&balances).unwrap();
    first.execute(&pay(1)).unwrap();
    second.execute(&pay(2)).unwrap();
    first.commit().unwrap();
    assert_eq!(second.commit().unwrap_err().kind(), ErrorKind::Serialization);
    assert_eq!(other.depth(), 0);
    assert_eq!(other.fetch_all(&balances).unwrap().iter().sum::<i32>(), 3);
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn of_two_that_wait_for_each_other_one_fails() {
    let (_space, mut one, mut other) = two_sessions();
    let mut tx = one.begin().unwrap();
    tx.execute(&pay(1)).unwrap();
    let waiting = thread::spawn(move || {
        other.transaction(|tx| {
            tx.execute_script("SET LOCAL deadlock_timeout = '200ms'")?;
            tx.execute(&pay(2))?;
            tx.execute(&pay(1))
        })
    });
    thread::sleep(Duration::from_millis(50));
    let here = tx.execute(&pay(2)).and_then(|_| tx.commit());
    let there = waiting.join().unwrap().map(drop);
    let (error, kept) = match (here, there) {
        (Err(error), kept) | (kept, Err(error)) => (error, kept),
        _ => panic!("both came through"),
    };
    kept.unwrap();
    assert_eq!((error.kind(), error.code()), (ErrorKind::Deadlock, Some("40P01")));
    assert!(error.is_transient());
}
