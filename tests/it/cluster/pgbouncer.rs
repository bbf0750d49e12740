//! PgBouncer, which hands its connections to the server out transaction by transaction.

use std::thread;

use aludel::adapter::PooledConnection;
use aludel::prelude::*;

use super::url;

const THREADS: usize = 8;

/// As many as PgBouncer has to the server.
const SERVER_CONNECTIONS: usize = 5;

table! {
    pooled { id: BigInt [primary_key, auto_increment], name: Nullable<Text> }
}

fn engine(statement_cache: usize) -> Engine {
    let url = url("ALUDEL_PGBOUNCER_URL");
    Engine::connect(&format!("{url}?statement_cache={statement_cache}&pool_size={THREADS}"))
        .unwrap()
}

/// Does the work on each of 8 connections at a time.
fn on_threads<T: Send>(
    engine: &Engine,
    work: impl Fn(&mut PooledConnection) -> T + Sync,
) -> Vec<T> {
    thread::scope(|scope| {
        let thread = || scope.spawn(|| work(&mut engine.connection().unwrap()));
        let threads: Vec<_> = (0..THREADS).map(|_| thread()).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    })
}

/// Runs 200 statements on each: how many failed with 26000, a prepared statement that is not there,
/// or 42P05, one that is there already.
fn lost_statements(engine: &Engine) -> usize {
    let lost = on_threads(engine, |db| {
        let is_lost = |number: &i64| match db.fetch_one(&select(val::<BigInt>(*number))) {
            Ok(found) => {
                assert_eq!(found, *number);
                false
            }
            Err(error) => {
                assert!(matches!(error.code(), Some("26000" | "42P05")), "{error}");
                error.code() == Some("26000")
            }
        };
        (0..200).filter(is_lost).count()
    });
    lost.into_iter().sum()
}

#[test]
#[ignore = "needs the clusters of tests/clusters.sh"]
fn statements_get_lost_with_a_statement_cache_and_do_not_without() {
    assert_eq!(lost_statements(&engine(0)), 0);
    assert!(lost_statements(&engine(128)) > 0, "none was lost: the line above shows nothing");
}

/// How many statements are prepared on all of PgBouncer's connections to the server.
fn prepared(engine: &Engine) -> i64 {
    let mut connections: Vec<_> =
        (0..SERVER_CONNECTIONS).map(|_| engine.connection().unwrap()).collect();
    // While a transaction is open, its connection to the server is no one else's.
    let mut open: Vec<_> = connections.iter_mut().map(|db| db.begin().unwrap()).collect();
    let count = select(count_star()).from(table("pg_prepared_statements"));
    open.iter_mut().map(|tx| tx.fetch_one(&count).unwrap()).sum()
}

#[test]
#[ignore = "needs the clusters of tests/clusters.sh"]
fn bulk_insertions_leave_nothing_prepared() {
    const ROWS: i64 = 2_000;
    let engine = engine(0);
    engine.execute_ddl(&drop_table(pooled::table).if_exists()).unwrap();
    engine.execute_ddl(&create_table(pooled::table)).unwrap();
    let before = prepared(&engine);
    let insert = insert_into(pooled::table).columns(pooled::name);
    let counts = on_threads(&engine, |db| {
        let rows = || (0..ROWS).map(|n| ((n % 2 == 0).then(|| format!("name {n}")),));
        let counts = (0..5).map(|_| db.insert_many(&insert, rows()).unwrap());
        counts.sum::<u64>()
    });
    assert_eq!(counts, vec![5 * ROWS as u64; THREADS]);
    assert_eq!(prepared(&engine), before);
    engine.execute_ddl(&drop_table(pooled::table)).unwrap();
}
