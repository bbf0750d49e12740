//! The pool: shared, exhausted, given back clean, and rid of what is broken.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use aludel::adapter::{Driver, EngineOptions, TransactionOptions, TransactionStep};
use aludel::prelude::*;

use super::fake::Script;
use super::{File, MYSQLS, change, counters, on_servers, one};

#[test]
fn threads_share_few_connections() {
    let file = File::new();
    let engine = file.engine("pool_size=5");
    thread::scope(|scope| {
        for _ in 0..64 {
            scope.spawn(|| {
                let options = TransactionOptions::new().immediate();
                engine
                    .transaction_with(options, |tx| {
                        tx.execute(
                            &update(counters::table).set(counters::n, counters::n + 1).all_rows(),
                        )
                    })
                    .unwrap();
            });
        }
    });
    assert_eq!(engine.fetch_one(&select(counters::n).from(counters::table)).unwrap(), 64);
    let status = engine.pool_status();
    assert!(status.size <= 5 && status.created <= 5, "{status:?}");
    assert_eq!(status.in_use, 0, "{status:?}");
}

#[test]
fn an_exhausted_pool_is_a_typed_error() {
    let engine = Engine::connect("sqlite::memory:?pool_timeout=0.2&pool_size=7").unwrap();
    let held = engine.connection().unwrap();
    match engine.connection().unwrap_err() {
        Error::PoolTimeout { waited, in_use, size, reason } => {
            assert!(waited >= Duration::from_millis(200));
            assert_eq!((in_use, size, reason), (1, 1, None));
        }
        error => panic!("{error}"),
    }
    assert_eq!((engine.pool_status().timeouts, engine.pool_status().waiting), (1, 0));
    thread::scope(|scope| {
        let other = scope.spawn(|| engine.connection().map(drop));
        while engine.pool_status().waiting == 0 && !other.is_finished() {
            thread::yield_now();
        }
        assert!(!other.is_finished());
        drop(held);
        other.join().unwrap().unwrap();
    });
    assert_eq!(engine.pool_status().waiting, 0);
    engine.connection().unwrap();
}

#[test]
fn a_connection_comes_back_clean() {
    let settings = Arc::new(AtomicUsize::new(0));
    let counted = settings.clone();
    let options = EngineOptions::new().on_connect(move |_| {
        counted.fetch_add(1, Ordering::Relaxed);
        Ok(())
    });
    let engine = Engine::connect_with("sqlite::memory:", options).unwrap();
    engine.fetch_one(&one()).unwrap();
    assert_eq!((engine.pool_status().reset, settings.load(Ordering::Relaxed)), (0, 1));

    let mut db = engine.connection().unwrap();
    db.execute_ddl(&create_table(counters::table)).unwrap();
    db.run_transaction(TransactionStep::Begin(TransactionOptions::new())).unwrap();
    db.execute(&insert_into(counters::table).columns((counters::id, counters::n)).row((1, 1)))
        .unwrap();
    drop(db);
    assert_eq!((engine.pool_status().reset, settings.load(Ordering::Relaxed)), (1, 2));
    let mut db = engine.connection().unwrap();
    assert_eq!(db.depth(), 0);
    assert_eq!(db.fetch_one(&select(count_star()).from(counters::table)).unwrap(), 0);
}

#[test]
fn broken_connections_and_those_that_cannot_be_reset_are_closed() {
    let lost = ErrorKind::Connection;
    for failure in [("UPDATE", lost), ("ping", lost)] {
        let script = Script::failing(&[failure]);
        let engine = script.engine();
        let _ = engine.execute(&change());
        engine.execute(&change()).unwrap();
        assert_eq!(script.opened.load(Ordering::Relaxed), 2, "{failure:?}");
        let status = engine.pool_status();
        assert_eq!((status.closed, status.recycled), (1, 0), "{failure:?}");
    }
    let script = Script::failing(&[("reset", ErrorKind::Other)]);
    let engine = script.engine();
    engine.execute_script("SET something").unwrap();
    engine.execute(&change()).unwrap();
    assert_eq!(script.opened.load(Ordering::Relaxed), 2);
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn a_killed_mysql_connection_is_found_and_replaced() {
    on_servers(MYSQLS, &EngineOptions::new().pool_size(2), |engine| {
        let name = engine.dialect_name();
        let mut runs = 0;
        let done = engine.transaction_retry(|tx| {
            runs += 1;
            let id = tx.fetch_one(&select(sql!(BigInt, "CONNECTION_ID()")))?;
            if runs == 1 {
                engine.execute_script(&format!("KILL {id}"))?;
            }
            tx.execute(&change())
        });
        assert_eq!((done.unwrap(), runs), (2, 2), "on {name}");

        // While it is free.
        let mut one = engine.connection().unwrap();
        let id = one.fetch_one(&select(sql!(BigInt, "CONNECTION_ID()"))).unwrap();
        let mut other = engine.connection().unwrap();
        drop(one);
        other.execute_script(&format!("KILL {id}")).unwrap();
        thread::sleep(Duration::from_millis(100));
        assert_eq!(engine.fetch_one(&select(count_star()).from(counters::table)).unwrap(), 2);
    });
}

#[test]
fn a_panic_does_not_make_the_pool_smaller() {
    let script = Script::failing(&[]);
    let (opened, set_up) = (script.clone(), AtomicUsize::new(0));
    let options = EngineOptions::new()
        .pool_size(1)
        .pool_timeout(Duration::from_secs(5))
        .on_connect(move |_| {
            // When the second connection is made, and when the third is set up anew.
            match set_up.fetch_add(1, Ordering::Relaxed) {
                1 | 3 => panic!("on purpose"),
                _ => Ok(()),
            }
        });
    let engine = Engine::with_connector(options, move || Ok(Box::new(opened.open()))).unwrap();
    script.failures.lock().unwrap().push_back(("UPDATE", ErrorKind::Connection));
    engine.execute(&change()).unwrap_err();
    engine.execute(&change()).unwrap();
    engine.execute_script("SET something").unwrap();
    engine.execute(&change()).unwrap();
    assert_eq!(engine.pool_status().size, 1);

    let error = Engine::with_connector(EngineOptions::new(), || panic!("on purpose")).unwrap_err();
    assert_eq!(error.to_string(), "the function that connects panicked");
}
