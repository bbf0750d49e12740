//! A MariaDB Galera cluster of three nodes, one of which dies.

use std::process::Command;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use aludel::adapter::Driver;
use aludel::prelude::*;

use super::url;

const NODES: usize = 3;

table! {
    clustered_keys { id: BigInt [primary_key, auto_increment], n: Integer }
}

table! {
    clustered_accounts { id: BigInt [primary_key], balance: BigInt }
}

use clustered_accounts as accounts;

fn node(index: usize) -> String {
    let urls = url("ALUDEL_GALERA_URLS");
    urls.split(',').nth(index).expect("three nodes").to_owned()
}

fn connect(index: usize) -> MySqlConnection {
    MySqlConnection::connect(&node(index)).expect("a connection")
}

/// From now on each statement waits until its node has what the other nodes had at its start.
fn wait_for_others(db: &mut MySqlConnection) {
    db.execute_script("SET SESSION wsrep_sync_wait = 15").unwrap();
}

#[test]
#[ignore = "needs the clusters of tests/clusters.sh"]
fn keys_made_one_after_the_other_are_not_neighbours() {
    use clustered_keys as keys;
    let mut db = connect(0);
    db.execute_ddl(&drop_table(keys::table).if_exists()).unwrap();
    db.execute_ddl(&create_table(keys::table)).unwrap();
    let insert = insert_into(keys::table).columns(keys::n);
    db.execute(&insert.clone().rows([(0,), (1,), (2,)])).unwrap();
    // The key of the first row, from which those of the others do not follow by counting.
    let first = i64::try_from(db.last_insert_id().expect("a key")).unwrap();
    let ids = select(keys::id).from(keys::table).order_by(keys::n.asc());
    let step = NODES as i64;
    assert_eq!(db.fetch_all(&ids).unwrap(), [first, first + step, first + 2 * step]);

    let told = db.insert_many_returning(&insert, (3..1003).map(|n| (n,)), keys::id).unwrap();
    assert_eq!(db.fetch_all(&ids).unwrap()[3..], told);
    assert!(told.windows(2).all(|pair| pair[1] == pair[0] + step), "{told:?}");

    // Another node makes other keys.
    let mut other = connect(1);
    wait_for_others(&mut other);
    let other = other.fetch_one(&insert.row((2000,)).returning(keys::id)).unwrap();
    assert_ne!((other - first) % step, 0, "{other} beside {first}");
    db.execute_ddl(&drop_table(keys::table)).unwrap();
}

table! {
    clustered_locks { id: BigInt [primary_key], n: Integer }
}

#[test]
#[ignore = "needs the clusters of tests/clusters.sh"]
fn a_row_lock_holds_on_its_own_node_only() {
    use clustered_locks as locks;
    let (mut one, mut same, mut other) = (connect(0), connect(0), connect(1));
    one.execute_ddl(&drop_table(locks::table).if_exists()).unwrap();
    one.execute_ddl(&create_table(locks::table)).unwrap();
    one.execute(&insert_into(locks::table).columns(locks::all).row((1, 0))).unwrap();
    wait_for_others(&mut other);
    assert_eq!(other.fetch_all(&select(locks::id).from(locks::table)).unwrap(), [1]);

    let lock = select(locks::id).from(locks::table).for_update().no_wait();
    let set = |n| update(locks::table).set(locks::n, n).all_rows();
    let mut holder = one.begin().unwrap();
    holder.fetch_one(&lock).unwrap();
    let error = same.fetch_one(&lock).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::LockTimeout, "{error}");
    let mut winner = other.begin().unwrap();
    winner.fetch_one(&lock).unwrap();
    winner.execute(&set(2)).unwrap();
    winner.commit().unwrap();
    // The lock did not keep the other node out: its holder has to begin anew.
    let error = holder.execute(&set(1)).and_then(|_| holder.commit()).unwrap_err();
    assert!(error.kind() == ErrorKind::Deadlock && error.is_transient(), "{error}");
    wait_for_others(&mut same);
    assert_eq!(same.fetch_one(&select(locks::n).from(locks::table)).unwrap(), 2);
    same.execute_ddl(&drop_table(locks::table)).unwrap();
}

const ACCOUNTS: i64 = 8;
const SUM: i64 = 1000 * ACCOUNTS;

fn sum() -> impl Fetch<Row = i64> {
    select(coalesce(aludel::sum(accounts::balance), 0).cast::<BigInt>()).from(accounts::table)
}

/// Reads both, and writes what was computed here: an update that is lost would change the sum.
fn transfer(engine: &Engine, from: i64, to: i64) -> Result<(), Error> {
    let balance = |id| {
        select(accounts::balance).from(accounts::table).filter(accounts::id.eq(id)).for_update()
    };
    let set = |id, balance: i64| {
        update(accounts::table).set(accounts::balance, balance).filter(accounts::id.eq(id))
    };
    engine.transaction_retry(|tx| {
        let (left, right) = (tx.fetch_one(&balance(from))?, tx.fetch_one(&balance(to))?);
        tx.execute(&set(from, left - 1))?;
        tx.execute(&set(to, right + 1))?;
        Ok(())
    })
}

/// What may go wrong while nodes die: another transaction in the way, or no node to speak to.
fn is_expected(kind: ErrorKind) -> bool {
    use ErrorKind::*;
    matches!(
        kind,
        Deadlock | LockTimeout | Serialization | Connection | CommitUnknown | PoolTimeout
    )
}

/// Transfers on a node until it is time to stop.
fn transfers(index: usize, thread: i64, engine: &Engine, stop: &AtomicBool, done: &AtomicU64) {
    let mut number = thread;
    while !stop.load(Ordering::Relaxed) {
        number += 3;
        let from = number % ACCOUNTS;
        match transfer(engine, from, (from + 1 + thread % 3) % ACCOUNTS) {
            Ok(()) => {
                done.fetch_add(1, Ordering::Relaxed);
            }
            Err(error) if is_expected(error.kind()) => {}
            Err(error) => panic!("on node {}: {error} ({:?})", index + 1, error.kind()),
        }
    }
}

/// What `tests/cluster.sh` does to node 3: whether it could.
fn cluster(verb: &str) -> bool {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cluster.sh");
    Command::new(script).args([verb, "3"]).status().is_ok_and(|status| status.success())
}

#[test]
#[ignore = "needs the clusters of tests/clusters.sh"]
fn transfers_lose_nothing_while_a_node_dies_and_returns() {
    const THREADS: i64 = 12;
    let mut db = connect(0);
    db.execute_ddl(&drop_table(accounts::table).if_exists()).unwrap();
    db.execute_ddl(&create_table(accounts::table)).unwrap();
    let insert = insert_into(accounts::table).columns(accounts::all);
    db.execute(&insert.rows((0..ACCOUNTS).map(|id| (id, 1000)))).unwrap();

    let engines: Vec<Engine> = (0..NODES)
        .map(|index| {
            let url = format!("{}?pool_size=5&pool_timeout=1", node(index));
            Engine::connect(&url).expect("an engine")
        })
        .collect();
    let done: Vec<AtomicU64> = (0..NODES).map(|_| AtomicU64::new(0)).collect();
    let stop = AtomicBool::new(false);
    thread::scope(|scope| {
        for thread in 0..THREADS {
            let index = thread as usize % NODES;
            let (engine, stop, done) = (&engines[index], &stop, &done[index]);
            scope.spawn(move || transfers(index, thread, engine, stop, done));
        }
        // Whoever looks meanwhile, at any node, sees the same sum.
        for (index, engine) in engines.iter().enumerate() {
            let stop = &stop;
            scope.spawn(move || {
                while !stop.load(Ordering::Relaxed) {
                    match engine.fetch_one(&sum()) {
                        Ok(sum) => assert_eq!(sum, SUM, "on node {}", index + 1),
                        Err(error) => assert!(is_expected(error.kind()), "{error}"),
                    }
                    thread::sleep(Duration::from_millis(20));
                }
            });
        }
        thread::sleep(Duration::from_secs(2));
        let killed = cluster("kill");
        thread::sleep(Duration::from_secs(3));
        let before = done[2].load(Ordering::Relaxed);
        let started = cluster("start");
        let deadline = Instant::now() + Duration::from_secs(60);
        while done[2].load(Ordering::Relaxed) == before && Instant::now() < deadline {
            thread::sleep(Duration::from_millis(50));
        }
        thread::sleep(Duration::from_secs(1));
        stop.store(true, Ordering::Relaxed);
        assert!(killed && started, "killed: {killed}, started: {started}");
        assert!(done[2].load(Ordering::Relaxed) > before, "node 3 serves no more");
    });
    let done: Vec<u64> = done.into_iter().map(AtomicU64::into_inner).collect();
    eprintln!("transfers on the nodes: {done:?}");
    assert!(done.iter().all(|done| *done > 10), "{done:?}");
    for index in 0..NODES {
        let mut db = connect(index);
        wait_for_others(&mut db);
        assert_eq!(db.fetch_one(&sum()).unwrap(), SUM, "on node {}", index + 1);
    }
    db.execute_ddl(&drop_table(accounts::table)).unwrap();
}
