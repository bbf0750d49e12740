//! Many rows by an engine, each call in a transaction of its own.

use aludel::adapter::EngineOptions;
use aludel::prelude::*;

use super::{File, SERVERS, counters, on_servers};

fn counts(engine: &Engine) {
    let columns = (counters::id, counters::n);
    let rows = (10..1510_i64).map(|id| (id, id));
    engine.insert_many(&insert_into(counters::table).columns(columns), rows).unwrap();

    let below = update(counters::table).filter(counters::id.lt(1500));
    let rows = (0..1510_i64).map(|id| (id, -id));
    assert_eq!(
        engine.update_many(&below, columns, counters::id, rows).unwrap(),
        1490 + given(engine)
    );
    let q = select(counters::n).from(counters::table).order_by(counters::id.desc());
    assert_eq!(engine.fetch_all(&q.limit(11)).unwrap()[9..], [1500, -1499]);
    let none = Vec::<(i64, i64)>::new();
    assert_eq!(engine.update_many(&below, columns, counters::id, none).unwrap(), 0);

    let add = update(counters::table)
        .set(counters::n, counters::n + param::<BigInt>("more"))
        .filter(counters::id.eq(param::<BigInt>("id")));
    assert_eq!(engine.execute_many(&add, [(5, 10), (7, 11), (9, 5000)]).unwrap(), 2);

    let negative = delete(counters::table).filter(counters::n.lt(0));
    assert_eq!(engine.delete_many(&negative, counters::id, 10..2000_i64).unwrap(), 1490);
    assert_eq!(engine.delete_many(&negative, columns, [(1500_i64, 1500_i64)]).unwrap(), 0);
    let left = select(count_star()).from(counters::table).filter(counters::id.ge(10));
    assert_eq!(engine.fetch_one(&left).unwrap(), 10);
}

/// The rows that were there.
fn given(engine: &Engine) -> u64 {
    let q = select(count_star()).from(counters::table).filter(counters::id.lt(10));
    engine.fetch_one(&q).unwrap().unsigned_abs()
}

#[test]
fn rows_by_key_on_sqlite() {
    let file = File::new();
    counts(&file.engine("pool_size=2"));
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn rows_by_key_on_servers() {
    on_servers(SERVERS, &EngineOptions::new(), counts);
}

#[test]
fn a_row_that_fails_undoes_those_before_it() {
    let file = File::new();
    let engine = file.engine("pool_size=1");
    engine.execute_script("CREATE UNIQUE INDEX counters_n ON counters (n)").unwrap();
    let columns = (counters::id, counters::n);
    let rows = (10..1000_i64).map(|id| (id, id));
    engine.insert_many(&insert_into(counters::table).columns(columns), rows).unwrap();
    // The last of them meets the one before it, in another statement than the first.
    let rows = (10..1000_i64).map(|id| (id, if id == 999 { 2998 } else { id + 2000 }));
    let error = engine.update_many(&update(counters::table), columns, counters::id, rows);
    assert_eq!(error.unwrap_err().kind(), ErrorKind::Unique);
    let q = select(max(counters::n)).from(counters::table);
    assert_eq!(engine.fetch_one(&q).unwrap(), Some(999));
    assert_eq!(engine.pool_status().in_use, 0);
}
