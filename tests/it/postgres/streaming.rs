//! Rows one after the other, in memory that does not grow with their number.

use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};

use aludel::adapter::Driver;
use aludel::prelude::*;

use super::{connect, items};

/// Megabytes that the process holds.
fn megabytes() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
    line.split_whitespace().next().unwrap().parse::<u64>().unwrap() / 1024
}

/// The numbers up to `last`, each with a text of a hundred characters.
fn numbers(last: i64) -> Select<(BigInt, Text)> {
    let n = aludel::sql::<BigInt>("generate_series(1, {})", (val::<BigInt>(last),));
    select((n, aludel::sql::<Text>("repeat('x', 100)", ())))
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn memory_does_not_grow_with_the_rows() {
    for (capacity, last) in [(128, 1_000_000), (0, 100_000)] {
        let mut db = connect();
        db.set_statement_cache_capacity(capacity);
        let before = megabytes();
        let (mut sum, mut most) = (0, before);
        db.for_each(&numbers(last), |(n, text)| {
            sum += n + i64::try_from(text.len()).unwrap();
            if n % 10_000 == 0 {
                most = most.max(megabytes());
            }
        })
        .unwrap();
        assert_eq!(sum, last * (last + 1) / 2 + last * 100);
        assert!(most - before < 50, "{before} MB before, {most} MB at most");
    }
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn who_breaks_off_keeps_the_connection() {
    let mut db = connect();
    let before = megabytes();
    for in_transaction in [false, true] {
        if in_transaction {
            db.execute_script("BEGIN").unwrap();
        }
        let mut seen = 0;
        db.for_each(&numbers(100_000), |_| {
            seen += 1;
            if seen < 10 { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        })
        .unwrap();
        assert_eq!(seen, 10);
        assert_eq!(db.fetch_first(&numbers(100_000)).unwrap().unwrap().0, 1);
        let wrong = db.for_each(&numbers(100_000), |_| Err::<(), _>(Error::TransactionEnded));
        assert_eq!(wrong.unwrap_err().kind(), ErrorKind::TransactionEnded);
        assert_eq!(db.fetch_scalar(&select(val::<Integer>(1))).unwrap(), 1);
    }
    assert!(megabytes() - before < 50);
}

/// A row that fails later is told all the same: the statement has done nothing.
#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn what_fails_after_the_break_is_told() {
    let mut db = connect();
    let late = select(aludel::sql::<Integer>("1 / (20000 - generate_series(1, 30000))", ()));
    let stop = |_| ControlFlow::Break(());
    assert_eq!(db.for_each(&late, stop).unwrap_err().kind(), ErrorKind::InvalidData);
    assert_eq!(db.fetch_first(&late).unwrap_err().kind(), ErrorKind::InvalidData);

    let insert = insert_into(items::table).columns((items::id, items::name));
    let mut tx = db.begin().unwrap();
    tx.execute(&insert.clone().row((1, "a"))).unwrap();
    tx.for_each(&late, stop).unwrap_err();
    assert!(tx.transaction_ended());
    assert_eq!(tx.commit().unwrap_err().kind(), ErrorKind::TransactionEnded);

    let mut tx = db.begin().unwrap();
    tx.execute(&insert.row((1, "a"))).unwrap();
    let panicked = catch_unwind(AssertUnwindSafe(|| {
        tx.for_each(&late, |_| -> ControlFlow<()> { panic!("on purpose") })
    }));
    assert!(panicked.is_err() && tx.transaction_ended());
    assert_eq!(tx.commit().unwrap_err().kind(), ErrorKind::TransactionEnded);
    assert_eq!(db.fetch_scalar(&select(count_star()).from(items::table)).unwrap(), 0);
}
