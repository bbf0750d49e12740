//! What goes wrong in production: servers that die, networks that are cut, pools that run dry, and
//! many who want the same rows.

use std::ops::ControlFlow;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use aludel::adapter::{Driver, EngineOptions, Isolation, TransactionOptions};
use aludel::prelude::*;

use self::own::Own;
use self::proxy::Proxy;

mod own;
mod proxy;

const SERVERS: [&str; 3] = ["pg", "mariadb", "mysql"];

table! {
    accounts {
        id: BigInt [primary_key],
        balance: BigInt,
    }
}

fn connect(url: &str) -> Box<dyn Driver> {
    match url.split_once(':') {
        Some(("postgres" | "postgresql", _)) => {
            Box::new(PostgresConnection::connect(url).expect("a connection"))
        }
        _ => Box::new(MySqlConnection::connect(url).expect("a connection")),
    }
}

fn accounts_of(db: &mut impl Connection, number: i64) {
    db.execute_ddl(&create_table(accounts::table)).expect("a table");
    let insert = insert_into(accounts::table).columns(accounts::all);
    db.execute(&insert.rows((0..number).map(|id| (id, 1000)))).expect("rows");
}

fn sum() -> impl Fetch<Row = i64> {
    let sum = sum_of_balances();
    select(sum).from(accounts::table)
}

fn sum_of_balances() -> Expr<BigInt> {
    coalesce(aludel::sum(accounts::balance), 0).cast::<BigInt>()
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn a_server_killed_in_a_transaction_keeps_nothing_of_it() {
    for name in SERVERS {
        let server = Own::start(name);
        let mut db = connect(&server.url);
        accounts_of(&mut db, 3);
        let mut tx = db.begin().expect("a transaction");
        tx.execute(&delete(accounts::table).all_rows()).expect("rows go");
        server.crash();
        let error = tx.execute(&delete(accounts::table).all_rows()).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Connection, "{name}: {error}");
        assert!(tx.commit().is_err(), "{name}");
        assert!(db.is_broken(), "{name}");

        server.start_again();
        let mut db = connect(&server.url);
        assert_eq!(db.fetch_one(&sum()).expect("a sum"), 3000, "{name}");
    }
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn a_server_killed_while_it_sends_rows_is_an_error_and_not_the_end_of_the_rows() {
    const ROWS: i64 = 400_000;
    for name in SERVERS {
        let server = Own::start(name);
        let mut db = connect(&server.url);
        db.execute_ddl(&create_table(accounts::table)).expect("a table");
        let insert = insert_into(accounts::table).columns(accounts::all);
        db.insert_many(&insert, (0..ROWS).map(|id| (id, id))).expect("rows");
        let mut read = 0;
        let q = select(accounts::all).from(accounts::table);
        let done = db.for_each(&q, |_| {
            read += 1;
            if read == 100 {
                server.crash();
            }
        });
        let error = done.expect_err("the rows end early");
        assert_eq!(error.kind(), ErrorKind::Connection, "{name}: {error}");
        assert!((100..ROWS).contains(&read), "{name}: {read}");
    }
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn a_network_that_is_cut_is_a_lost_connection() {
    for (name, variable) in [
        ("pg", "ALUDEL_POSTGRES_URL"),
        ("mariadb", "ALUDEL_MARIADB_URL"),
        ("mysql", "ALUDEL_MYSQL_URL"),
    ] {
        let url = std::env::var(variable).expect("run this test by tests/all-engines.sh");
        let (before, after) = url.rsplit_once(':').expect("a port");
        let (port, database) = after.split_once('/').expect("a database");
        let proxy = Proxy::to(port.parse().expect("a port"));
        let mut db = connect(&format!("{before}:{}/{database}", proxy.port));
        let one = select(val::<Integer>(1));
        assert_eq!(db.fetch_one(&one).expect("a row"), 1, "{name}");
        proxy.cut();
        let error = db.fetch_one(&one).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Connection, "{name}: {error}");
        assert!(db.is_broken() && db.ping().is_err(), "{name}");
    }
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn an_engine_finds_its_server_again_after_a_restart() {
    for name in SERVERS {
        let server = Own::start(name);
        let options = EngineOptions::new().pool_timeout(Duration::from_secs(2));
        let engine = Engine::connect_with(&server.url, options).expect("an engine");
        accounts_of(&mut engine.connection().expect("a connection"), 3);
        server.crash();
        let error = engine.fetch_one(&sum()).unwrap_err();
        let lost = [ErrorKind::Connection, ErrorKind::PoolTimeout];
        assert!(lost.contains(&error.kind()), "{name}: {error}");
        server.start_again();
        assert_eq!(engine.fetch_one(&sum()).expect("a sum"), 3000, "{name}");
    }
}

#[test]
fn a_pool_that_64_threads_want_runs_dry_with_a_typed_error() {
    let path = std::env::temp_dir().join(format!("aludel-dry.{}.sqlite", std::process::id()));
    let options = EngineOptions::new().pool_size(4).pool_timeout(Duration::from_millis(300));
    let engine = Engine::connect_with(&format!("sqlite:///{}", path.display()), options).unwrap();
    let (served, refused) = (AtomicU64::new(0), AtomicU64::new(0));
    thread::scope(|scope| {
        for _ in 0..64 {
            scope.spawn(|| match engine.connection() {
                Ok(mut db) => {
                    assert_eq!(db.fetch_one(&select(val::<Integer>(1))).unwrap(), 1);
                    thread::sleep(Duration::from_millis(100));
                    served.fetch_add(1, Ordering::Relaxed);
                }
                Err(error) => {
                    assert_eq!(error.kind(), ErrorKind::PoolTimeout, "{error}");
                    refused.fetch_add(1, Ordering::Relaxed);
                }
            });
        }
    });
    let (served, refused) = (served.into_inner(), refused.into_inner());
    assert!(served >= 4 && refused >= 1 && served + refused == 64, "{served}, {refused}");
    // Whoever waited in vain left no trace.
    assert_eq!(engine.fetch_one(&select(val::<Integer>(2))).unwrap(), 2);
    drop(engine);
    std::fs::remove_file(path).unwrap();
}

/// How long transfers go on: 60 s for the proof, less in an everyday run.
fn time() -> Duration {
    let seconds = std::env::var("ALUDEL_TRANSFER_SECONDS").ok();
    Duration::from_secs(seconds.and_then(|text| text.parse().ok()).unwrap_or(10))
}

/// Threads move money between accounts: the sum never changes, and no failure is unclassified.
fn transfers(name: &str, engine: &Engine, options: TransactionOptions) {
    const ACCOUNTS: i64 = 10;
    const THREADS: i64 = 32;
    accounts_of(&mut engine.connection().expect("a connection"), ACCOUNTS);
    let end = Instant::now() + time();
    let (done, given_up) = (AtomicU64::new(0), AtomicU64::new(0));
    thread::scope(|scope| {
        for thread in 0..THREADS {
            let (done, given_up) = (&done, &given_up);
            scope.spawn(move || {
                let mut number = thread;
                while Instant::now() < end {
                    number += 7;
                    let (from, to) = (number % ACCOUNTS, (number / ACCOUNTS + thread) % ACCOUNTS);
                    if from == to {
                        continue;
                    }
                    match transfer(engine, options, from, to, number % 10) {
                        Ok(()) => done.fetch_add(1, Ordering::Relaxed),
                        Err(error) if error.is_transient() => {
                            given_up.fetch_add(1, Ordering::Relaxed)
                        }
                        Err(error) => panic!("on {name}: {error} ({:?})", error.kind()),
                    };
                }
            });
        }
        // Whoever looks meanwhile sees the same sum.
        while Instant::now() < end {
            match engine.fetch_one(&sum()) {
                Ok(sum) => assert_eq!(sum, 1000 * ACCOUNTS, "on {name}"),
                Err(error) => assert!(error.is_transient(), "on {name}: {error}"),
            }
            thread::sleep(Duration::from_millis(50));
        }
    });
    assert_eq!(engine.fetch_one(&sum()).expect("a sum"), 1000 * ACCOUNTS, "on {name}");
    let (done, given_up) = (done.into_inner(), given_up.into_inner());
    eprintln!("{name}: {done} transfers, {given_up} given up");
    assert!(done > 100, "on {name}: {done} transfers");
}

/// Reads both, and writes what was computed here: an update that is lost would change the sum.
fn transfer(
    engine: &Engine,
    options: TransactionOptions,
    from: i64,
    to: i64,
    amount: i64,
) -> Result<(), Error> {
    engine.transaction_retry_with(options, |tx| {
        let balance =
            |id| select(accounts::balance).from(accounts::table).filter(accounts::id.eq(id));
        let (left, right) = (tx.fetch_one(&balance(from))?, tx.fetch_one(&balance(to))?);
        let set = |id, balance: i64| {
            update(accounts::table).set(accounts::balance, balance).filter(accounts::id.eq(id))
        };
        tx.execute(&set(from, left - amount))?;
        tx.execute(&set(to, right + amount))?;
        Ok(())
    })
}

#[test]
fn transfers_on_sqlite() {
    let path = std::env::temp_dir().join(format!("aludel-transfers.{}.sqlite", std::process::id()));
    let engine = Engine::connect(&format!("sqlite:///{}", path.display())).unwrap();
    engine.execute_script("PRAGMA journal_mode = WAL").unwrap();
    transfers("SQLite", &engine, TransactionOptions::new().immediate());
    drop(engine);
    for suffix in ["", "-wal", "-shm"] {
        let _ = std::fs::remove_file(format!("{}{suffix}", path.display()));
    }
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn transfers_on_servers() {
    let serializable = TransactionOptions::new().isolation(Isolation::Serializable);
    thread::scope(|scope| {
        for name in SERVERS {
            scope.spawn(move || {
                let server = Own::start(name);
                let engine = Engine::connect(&server.url).expect("an engine");
                transfers(name, &engine, serializable);
            });
        }
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn a_long_result_that_is_left_early_leaves_the_connection_usable() {
    for variable in ["ALUDEL_POSTGRES_URL", "ALUDEL_MARIADB_URL", "ALUDEL_MYSQL_URL"] {
        let url = std::env::var(variable).expect("run this test by tests/all-engines.sh");
        let mut db = connect(&url);
        let mut read = 0;
        let numbers = select(val::<Integer>(1)).union_all(select(val::<Integer>(2)));
        db.for_each(&numbers, |_| {
            read += 1;
            ControlFlow::Break(())
        })
        .expect("rows");
        assert_eq!(read, 1);
        assert_eq!(db.fetch_one(&select(val::<Integer>(3))).expect("a row"), 3);
    }
}
