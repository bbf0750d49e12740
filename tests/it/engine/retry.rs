//! Transactions that are run again.

use std::sync::Barrier;
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use aludel::adapter::{EngineOptions, Isolation, RetryPolicy, TransactionOptions};
use aludel::prelude::*;

use super::fake::Script;
use super::{MYSQLS, POSTGRES, change, counters, on_servers};

fn quick() -> RetryPolicy {
    RetryPolicy::new().delay(Duration::from_millis(1), Duration::from_millis(4))
}

#[test]
fn a_transaction_in_anothers_way_is_run_again() {
    use ErrorKind::{Connection as Lost, Deadlock, LockTimeout, Serialization, Unique};
    // Failures, attempts, and what comes of it.
    type Case = (&'static [(&'static str, ErrorKind)], usize, Option<ErrorKind>);
    let cases: &[Case] = &[
        (&[], 1, None),
        (&[("UPDATE", Deadlock)], 2, None),
        (&[("UPDATE", Deadlock), ("UPDATE", Serialization), ("UPDATE", LockTimeout)], 4, None),
        (&[("COMMIT", Deadlock)], 2, None),
        (&[("UPDATE", Deadlock); 9], 5, Some(Deadlock)),
        (&[("UPDATE", Unique)], 1, Some(Unique)),
        (&[("COMMIT", Lost)], 1, Some(ErrorKind::CommitUnknown)),
        (&[("UPDATE", Lost)], 1, Some(Lost)),
    ];
    for (failures, attempts, outcome) in cases {
        let script = Script::failing(failures);
        let mut runs = 0;
        let done = script.open().transaction_retry_with(quick(), |tx| {
            runs += 1;
            tx.execute(&change())
        });
        assert_eq!((runs, done.err().map(|e| e.kind())), (*attempts, *outcome), "{failures:?}");
    }
}

#[test]
fn an_engine_goes_on_with_another_connection() {
    let lost = ErrorKind::Connection;
    let script = Script::failing(&[("UPDATE", lost), ("BEGIN", lost), ("ping", lost)]);
    script.engine().transaction_retry_with(quick(), |tx| tx.execute(&change())).unwrap();
    assert_eq!((script.count("UPDATE"), script.count("COMMIT")), (2, 1));

    let script = Script::failing(&[("COMMIT", lost)]);
    let done = script.engine().transaction_retry_with(quick(), |tx| tx.execute(&change()));
    assert_eq!(done.unwrap_err().kind(), ErrorKind::CommitUnknown);
    assert_eq!((script.count("UPDATE"), script.count("COMMIT")), (1, 1));
}

#[test]
fn a_handled_failure_is_not_retried_and_a_foreign_error_is() {
    #[derive(Debug)]
    struct Own;
    impl From<Error> for Own {
        fn from(_: Error) -> Self {
            Own
        }
    }
    let script = Script::failing(&[("UPDATE", ErrorKind::Deadlock)]);
    let mut runs = 0;
    let done: Result<(), Own> = script.open().transaction_retry_with(quick(), |tx| {
        runs += 1;
        tx.execute(&change())?;
        Ok(())
    });
    assert!(done.is_ok() && runs == 2);

    let script = Script::failing(&[("UPDATE", ErrorKind::LockTimeout)]);
    let mut runs = 0;
    let done: Result<(), Own> = script.open().transaction_retry_with(quick(), |tx| {
        runs += 1;
        let _ = tx.execute(&change());
        tx.execute(&change())?;
        Err(Own)
    });
    assert!(done.is_err() && runs == 1);

    // Inside of a transaction there is nothing to run again.
    let script = Script::failing(&[("UPDATE", ErrorKind::Deadlock)]);
    let mut fake = script.open();
    let mut tx = fake.begin().unwrap();
    let mut runs = 0;
    let done = tx.transaction_retry_with(quick(), |inner| {
        runs += 1;
        inner.execute(&change())
    });
    assert!(done.is_err() && runs == 1);
}

#[test]
fn retries_end_in_time() {
    let script = Script::failing(&[("UPDATE", ErrorKind::Deadlock); 99]);
    let long = Duration::from_millis(20);
    let policy = RetryPolicy::new().attempts(99).delay(long, long).total_time(long * 5);
    let start = Instant::now();
    script.open().transaction_retry_with(policy, |tx| tx.execute(&change())).unwrap_err();
    assert!(start.elapsed() < Duration::from_secs(2));
    assert!((2..=12).contains(&script.count("UPDATE")), "{}", script.count("UPDATE"));
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn mysql_deadlocks_are_run_again() {
    on_servers(MYSQLS, &EngineOptions::new(), |engine| {
        let (runs, meet) = (AtomicU32::new(0), Barrier::new(2));
        let add = |id: i64| {
            update(counters::table).set(counters::n, counters::n + 1).filter(counters::id.eq(id))
        };
        let crossed = |first, second| {
            let mut attempts = 0;
            engine.transaction_retry(|tx| {
                runs.fetch_add(1, Ordering::Relaxed);
                attempts += 1;
                tx.execute(&add(first))?;
                if attempts == 1 {
                    meet.wait();
                }
                tx.execute(&add(second))
            })
        };
        thread::scope(|scope| {
            let one = scope.spawn(|| crossed(1, 2));
            let two = scope.spawn(|| crossed(2, 1));
            one.join().unwrap().unwrap();
            two.join().unwrap().unwrap();
        });
        assert_eq!(runs.load(Ordering::Relaxed), 3, "on {}", engine.dialect_name());
        let q = select(counters::n).from(counters::table);
        assert_eq!(engine.fetch_all(&q).unwrap(), [2, 2]);
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn postgres_serialization_failures_are_run_again() {
    on_servers(POSTGRES, &EngineOptions::new(), |engine| {
        let most = select(coalesce(max(counters::n), 0)).from(counters::table);
        let set =
            |id: i64, n| update(counters::table).set(counters::n, n).filter(counters::id.eq(id));
        // The other transaction writes what this one writes, or what this one has read.
        for (isolation, other) in [(Isolation::RepeatableRead, 1), (Isolation::Serializable, 2)] {
            let options = TransactionOptions::new().isolation(isolation);
            let mut kinds = Vec::new();
            let done = engine.transaction_retry_with(options, |tx| {
                let seen: i64 = tx.fetch_one(&most)?;
                if kinds.is_empty() {
                    engine.transaction_with(options, |tx| {
                        let seen: i64 = tx.fetch_one(&most)?;
                        tx.execute(&set(other, seen + 10))
                    })?;
                }
                kinds.push(None);
                let done = tx.execute(&set(1, seen + 1));
                *kinds.last_mut().unwrap() = done.as_ref().err().map(Error::kind);
                done
            });
            done.unwrap();
            assert_eq!(kinds, [Some(ErrorKind::Serialization), None], "{isolation:?}");
        }
    });
}
