//! The driver for MySQL and MariaDB, on both servers.

mod bulk;
mod leaks;
mod limits;
mod sessions;
mod values;

use std::ops::ControlFlow;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use aludel::adapter::{Isolation, MySqlConnection, TransactionOptions};
use aludel::prelude::*;

table! { items {
    id: BigInt [primary_key, auto_increment], name: VarChar<100> [unique], amount: Nullable<Integer>,
    price: Nullable<Double>,
} }

/// Runs the test on both servers, each with an empty database.
fn on_both(test: impl Fn(&mut MySqlConnection, &str)) {
    static COUNTER: AtomicU32 = AtomicU32::new(0);
    for variable in ["ALUDEL_MYSQL_URL", "ALUDEL_MARIADB_URL"] {
        let url = std::env::var(variable).unwrap();
        let mut db = MySqlConnection::connect(&url).unwrap();
        let number = COUNTER.fetch_add(1, Ordering::Relaxed);
        let space = format!("my{}_{number}", std::process::id());
        db.execute_script(&format!("CREATE DATABASE {space}; USE {space}")).unwrap();
        db.execute_ddl(&create_table(items::table)).unwrap();
        let (server, _) = url.rsplit_once('/').unwrap();
        test(&mut db, &format!("{server}/{space}"));
        let mut db = MySqlConnection::connect(&url).unwrap();
        db.execute_script(&format!("DROP DATABASE {space}")).unwrap();
    }
}

fn add(db: &mut impl Connection, name: &str) -> Result<u64, Error> {
    db.execute(&insert_into(items::table).set(items::name, name))
}

fn count(db: &mut impl Connection) -> i64 {
    db.fetch_scalar(&select(count_star()).from(items::table)).unwrap()
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn rows_are_found_and_keys_told() {
    use aludel::adapter::Driver;
    on_both(|db, _| {
        assert_eq!(add(db, "a").unwrap(), 1);
        assert_eq!(db.last_insert_id(), Some(1));
        // Found, though not changed.
        let same = update(items::table).set(items::name, "a").filter(items::id.eq(1));
        assert_eq!(db.execute(&same).unwrap(), 1);
        assert_eq!(db.last_insert_id(), None);
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn a_statement_is_prepared_for_each_list_of_types() {
    use aludel::adapter::Driver;
    on_both(|db, _| {
        let (hits, size) = (db.cache_statistics().hits, db.cache_statistics().size);
        let number = select(sql!(Any, "{}", val::<BigInt>(1)));
        let word = select(sql!(Any, "{}", val::<Text>("abc")));
        for _ in 0..2 {
            assert_eq!(db.fetch_rows(&number).unwrap()[0].get(0), Some(&Value::from(1)));
            assert_eq!(db.fetch_rows(&word).unwrap()[0].get(0), Some(&Value::from("abc")));
        }
        assert_eq!(db.cache_statistics().hits, hits + 2);
        assert_eq!(db.cache_statistics().size, size + 2);
        db.set_statement_cache_capacity(1).unwrap();
        for _ in 0..3 {
            db.fetch_rows(&number).unwrap();
            db.fetch_rows(&word).unwrap();
        }
        assert_eq!(db.cache_statistics().size, 1);
        db.set_statement_cache_capacity(0).unwrap();
        for _ in 0..3 {
            db.fetch_rows(&word).unwrap();
        }
        assert_eq!(db.cache_statistics().size, 0);
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn errors_are_told_by_kind_and_without_values() {
    on_both(|db, _| {
        add(db, "secret").unwrap();
        let error = add(db, "secret").unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Unique);
        assert!(error.constraint().is_some(), "{error}");
        assert!(!format!("{error} {error:?}").contains("secret"), "{error:?}");

        db.execute_script(
            "CREATE TABLE parents (id INT PRIMARY KEY);
             CREATE TABLE children (id INT PRIMARY KEY, n INT NOT NULL, w VARCHAR(3), u INT,
                 d DATE, j JSON, CONSTRAINT parent FOREIGN KEY (u) REFERENCES parents (id),
                 CONSTRAINT positive CHECK (n > 0))",
        )
        .unwrap();
        let kinds = [
            ("INSERT INTO children (id, n, u) VALUES (1, 1, 7)", ErrorKind::ForeignKey),
            ("INSERT INTO children (id, n) VALUES (1, NULL)", ErrorKind::NotNull),
            ("INSERT INTO children (id) VALUES (1)", ErrorKind::NotNull),
            ("INSERT INTO children (id, n) VALUES (1, 0)", ErrorKind::Check),
            ("INSERT INTO children (id, n, w) VALUES (1, 1, 'hidden')", ErrorKind::InvalidData),
            ("INSERT INTO children (id, n) VALUES (1, 99999999999)", ErrorKind::InvalidData),
            ("INSERT INTO children (id, n) VALUES (1, 'hidden')", ErrorKind::InvalidData),
            ("INSERT INTO children (id, n, d) VALUES (1, 1, 'hidden')", ErrorKind::InvalidData),
            ("SELEC 1", ErrorKind::Syntax),
            ("SELECT * FROM missing", ErrorKind::UndefinedObject),
            ("SELECT missing FROM parents", ErrorKind::UndefinedObject),
            ("CREATE TABLE parents (id INT)", ErrorKind::DuplicateObject),
            ("INSERT INTO parents VALUES (1); SELEC 2", ErrorKind::Syntax),
        ];
        for (text, kind) in kinds {
            let error = db.execute_script(text).unwrap_err();
            assert_eq!(error.kind(), kind, "{text}: {error}");
            let said = &error.database().unwrap().message;
            assert!(!said.contains("hidden"), "{said}");
        }
        let error = db.execute_script("INSERT INTO children (id, n) VALUES (1, NULL)").unwrap_err();
        assert_eq!(error.column(), Some("n"));
        let error = db.execute_script("INSERT INTO children (id, n) VALUES (1, 0)").unwrap_err();
        assert_eq!(error.constraint(), Some("positive"));
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn a_transaction_is_kept_or_undone() {
    on_both(|db, _| {
        let mut tx = db.begin().unwrap();
        add(&mut tx, "a").unwrap();
        let mut inner = tx.begin().unwrap();
        add(&mut inner, "b").unwrap();
        inner.rollback().unwrap();
        let mut inner = tx.begin().unwrap();
        add(&mut inner, "c").unwrap();
        inner.commit().unwrap();
        tx.commit().unwrap();
        assert_eq!(count(db), 2);
        drop({
            let mut tx = db.begin().unwrap();
            add(&mut tx, "d").unwrap();
            tx
        });
        assert_eq!(count(db), 2);
        let options = TransactionOptions::new().isolation(Isolation::Serializable).read_only();
        let mut tx = db.begin_with(options).unwrap();
        assert_eq!(add(&mut tx, "e").unwrap_err().kind(), ErrorKind::ReadOnly);
        drop(tx);
        add(db, "f").unwrap();
        let refused = db.begin_with(TransactionOptions::new().deferrable()).map(drop);
        assert_eq!(refused.unwrap_err().kind(), ErrorKind::Unsupported);
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn ddl_ends_a_transaction() {
    on_both(|db, _| {
        let mut tx = db.begin().unwrap();
        add(&mut tx, "a").unwrap();
        tx.execute_script("SELECT 1").unwrap();
        add(&mut tx, "b").unwrap();
        tx.execute_script("CREATE TABLE other (id INT)").unwrap();
        assert_eq!(add(&mut tx, "c").unwrap_err().kind(), ErrorKind::TransactionEnded);
        assert_eq!(tx.commit().unwrap_err().kind(), ErrorKind::TransactionEnded);
        assert_eq!(count(db), 2);
        let mut tx = db.begin().unwrap();
        add(&mut tx, "d").unwrap();
        tx.rollback().unwrap();
        assert_eq!(count(db), 2);
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn a_deadlock_ends_a_transaction() {
    on_both(|db, url| {
        add(db, "a").unwrap();
        add(db, "b").unwrap();
        let raise = |id| update(items::table).set(items::amount, 1).filter(items::id.eq(id));
        let mut other = MySqlConnection::connect(url).unwrap();
        let mut tx = db.begin().unwrap();
        tx.execute(&raise(1)).unwrap();
        let (locked, wait) = std::sync::mpsc::channel();
        let thread = std::thread::spawn(move || {
            let mut tx = other.begin().unwrap();
            tx.execute(&raise(2)).unwrap();
            locked.send(()).unwrap();
            let done = tx.execute(&raise(1));
            let ended = tx.commit();
            (done, ended)
        });
        wait.recv().unwrap();
        let done = tx.execute(&raise(2));
        let ended = tx.commit();
        let (other_done, other_ended) = thread.join().unwrap();
        let (failed, ended) = match (done, other_done) {
            (Err(error), Ok(_)) => (error, ended),
            (Ok(_), Err(error)) => (error, other_ended),
            both => panic!("{both:?}"),
        };
        assert_eq!(failed.kind(), ErrorKind::Deadlock);
        assert_eq!(ended.unwrap_err().kind(), ErrorKind::TransactionEnded);
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn a_lost_connection_is_told() {
    use aludel::adapter::Driver;
    on_both(|db, url| {
        let id: i64 = db.fetch_scalar(&select(sql!(BigInt, "connection_id()"))).unwrap();
        let mut other = MySqlConnection::connect(url).unwrap();
        other.execute_script(&format!("KILL CONNECTION {id}")).unwrap();
        assert_eq!(db.ping().unwrap_err().kind(), ErrorKind::Connection);
        assert!(db.is_broken());
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn a_statement_that_takes_too_long_fails() {
    on_both(|db, _| {
        for name in ["a", "b", "c"] {
            add(db, name).unwrap();
        }
        let begun = Instant::now();
        let mut limited = db.time_limit(Duration::from_millis(300));
        let slow = "UPDATE items SET amount = 1 WHERE SLEEP(20) = 0";
        let error = limited.execute_script(slow).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::StatementTimeout, "{error}");
        assert!(begun.elapsed() < Duration::from_secs(10));
        assert_eq!(count(&mut limited), 3);
        // Without the limit again.
        db.execute_script("DO SLEEP(0.5)").unwrap();
        assert_eq!(count(db), 3);
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn rows_are_streamed_and_broken_off() {
    on_both(|db, _| {
        let rows = (0..3000).map(|n| (format!("n{n}"), Some(n), Some(0.5)));
        let into = insert_into(items::table).columns((items::name, items::amount, items::price));
        assert_eq!(db.insert_many(&into, rows).unwrap(), 3000);
        let mut seen = 0;
        db.for_each(&select(items::id).from(items::table), |_| {
            seen += 1;
            if seen == 10 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        })
        .unwrap();
        assert_eq!(seen, 10);
        assert_eq!(count(db), 3000);
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn the_row_of_many_that_fails_is_named() {
    on_both(|db, _| {
        add(db, "n1500").unwrap();
        let rows = (0..3000).map(|n| (format!("n{n}"), Some(n), None::<f64>));
        let into = insert_into(items::table).columns((items::name, items::amount, items::price));
        let error = db.insert_many(&into, rows).unwrap_err();
        assert_eq!((error.kind(), error.row()), (ErrorKind::Unique, Some(1500)), "{error}");
        assert_eq!(count(db), 1);
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn values_come_back_as_they_were_sent() {
    on_both(|db, _| {
        db.execute_script(
            "CREATE TABLE kinds (u BIGINT UNSIGNED, b LONGBLOB, t TEXT, d DECIMAL(28, 4),
                 m DATETIME(6), day DATE, clock TIME(6), j JSON, f FLOAT, bits BIT(9), y YEAR,
                 e ENUM('x', 'y'))",
        )
        .unwrap();
        db.execute_script(
            "INSERT INTO kinds VALUES (18446744073709551615, x'00ff80', '\u{1f600}',
                 '-999999999999999999999999.9999', '9999-12-31 23:59:59.999999', '1000-01-01',
                 '23:59:59.000001', '{\"a\": 1}', 0.1, b'100000001', 1999, 'y')",
        )
        .unwrap();
        let t = table("kinds");
        let any = |name: &'static str| t.column::<Any>(name);
        let query = select((
            (any("u"), any("b"), any("t"), any("d"), any("m"), any("day")),
            (any("clock"), any("j"), any("f"), any("bits"), any("y"), any("e")),
        ))
        .from(table("kinds"));
        let row = db.fetch_rows(&query).unwrap().remove(0);
        assert_eq!(row.get("u"), Some(&Value::from(u64::MAX)));
        assert_eq!(row.get("b"), Some(&Value::from(vec![0_u8, 255, 128])));
        assert_eq!(row.get("t"), Some(&Value::from("\u{1f600}")));
        assert_eq!(row.get("f"), Some(&Value::from(0.1_f32)));
        assert_eq!(row.get("bits"), Some(&Value::from(257)));
        assert_eq!(row.get("y"), Some(&Value::from(1999)));
        assert_eq!(row.get("e"), Some(&Value::from("y")));
        #[cfg(feature = "decimal")]
        assert_eq!(row.get("d").unwrap().to_string(), "-999999999999999999999999.9999");
        #[cfg(feature = "chrono")]
        {
            assert_eq!(row.get("m").unwrap().to_string(), "9999-12-31 23:59:59.999999");
            assert_eq!(row.get("day").unwrap().to_string(), "1000-01-01");
            assert_eq!(row.get("clock").unwrap().to_string(), "23:59:59.000001");
        }
        let long = db.fetch_rows(&select(sql!(Any, "CAST('-01:00:00' AS TIME)")));
        #[cfg(feature = "chrono")]
        assert_eq!(long.unwrap_err().kind(), ErrorKind::Decode);
        assert_eq!(count(db), 0);
        let every: Vec<u8> = (0..=255).collect();
        db.execute_script("DELETE FROM kinds").unwrap();
        let blob = t.column::<Blob>("b");
        db.execute(&insert_into(table("kinds")).set(blob.clone(), every.clone())).unwrap();
        let bytes = db.fetch_one(&select(blob).from(table("kinds"))).unwrap();
        assert_eq!(bytes, every);
    });
}

#[test]
fn urls_are_refused_without_their_password() {
    for url in [
        "postgres://root:secret@127.0.0.1/x",
        "mysql://root:secret@127.0.0.1/x?no_such=1",
        "mysql://root:secret@127.0.0.1/x?ssl-mode=preferred",
        "mysql://root:secret@127.0.0.1/x?connect_timeout=soon",
        "mysql://root:secret@",
    ] {
        let error = MySqlConnection::connect(url).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Settings, "{url}");
        assert!(!error.to_string().contains("secret"), "{error}");
    }
}

#[cfg(feature = "tls")]
#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn certificates_are_verified() {
    let folder = std::env::var("ALUDEL_TLS_DIR").unwrap();
    for variable in ["ALUDEL_MYSQL_PW_URL", "ALUDEL_MARIADB_PW_URL"] {
        let url = std::env::var(variable).unwrap();
        let own = format!("{url}?ssl-mode=verify_identity&ssl-ca={folder}/ca.crt");
        let mut db = MySqlConnection::connect(&own).unwrap();
        assert_eq!(db.fetch_scalar(&select(val::<Integer>(1))).unwrap(), 1);
        let other = format!("{url}?ssl-mode=required&ssl-ca={folder}/other-ca.crt");
        let error = MySqlConnection::connect(&other).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Connection, "{error}");
        assert!(MySqlConnection::connect(&format!("{url}?ssl-mode=required")).is_err());
    }
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn a_session_is_strict_in_utc_and_reset_to_that() {
    use aludel::adapter::Driver;
    on_both(|db, url| {
        let zone = select(sql!(Text, "@@time_zone"));
        let mode = select(sql!(Text, "@@sql_mode"));
        let mut conn = mysql::Conn::new(mysql::Opts::from_url(url).unwrap()).unwrap();
        let unsafe_mode = "SET sql_mode = 'ANSI,NO_BACKSLASH_ESCAPES', time_zone = '+03:00'";
        mysql::prelude::Queryable::query_drop(&mut conn, unsafe_mode).unwrap();
        let mut own = MySqlConnection::new(&mut conn).unwrap();
        assert_eq!(own.fetch_scalar(&zone).unwrap(), "+00:00");
        let strict = own.fetch_scalar(&mode).unwrap();
        assert!(strict.ends_with("STRICT_ALL_TABLES") && !strict.contains("ANSI"), "{strict}");
        assert!(!strict.contains("BACKSLASH"), "{strict}");

        db.execute_script("SET time_zone = '+03:00', sql_mode = ''; START TRANSACTION").unwrap();
        add(db, "a").unwrap();
        db.reset().unwrap();
        assert_eq!(count(db), 0);
        assert_eq!(db.fetch_scalar(&zone).unwrap(), "+00:00");
        assert!(db.fetch_scalar(&mode).unwrap().contains("STRICT_ALL_TABLES"));
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn a_transaction_of_the_driver_holds_savepoints() {
    use aludel::adapter::Driver;
    on_both(|db, url| {
        let mut conn = mysql::Conn::new(mysql::Opts::from_url(url).unwrap()).unwrap();
        let transaction = conn.start_transaction(mysql::TxOpts::default()).unwrap();
        let mut own = MySqlConnection::new(transaction).unwrap();
        assert_eq!((own.depth(), own.transaction_ended()), (1, false));
        add(&mut own, "a").unwrap();
        let mut inner = own.begin().unwrap();
        add(&mut inner, "b").unwrap();
        inner.rollback().unwrap();
        own.into_handle().unwrap().commit().unwrap();
        assert_eq!(count(db), 1);

        let pool = mysql::Pool::new(mysql::Opts::from_url(url).unwrap()).unwrap();
        let mut pooled = MySqlConnection::new(pool.get_conn().unwrap()).unwrap();
        assert_eq!(count(&mut pooled), 1);
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn a_lock_that_is_waited_for_too_long_ends_the_statement_only() {
    on_both(|db, url| {
        add(db, "a").unwrap();
        let raise = update(items::table).set(items::amount, 1).filter(items::id.eq(1));
        let mut other = MySqlConnection::connect(url).unwrap();
        other.execute_script("SET innodb_lock_wait_timeout = 1").unwrap();
        let mut holder = db.begin().unwrap();
        holder.execute(&raise).unwrap();
        let mut tx = other.begin().unwrap();
        add(&mut tx, "b").unwrap();
        assert_eq!(tx.execute(&raise).unwrap_err().kind(), ErrorKind::LockTimeout);
        tx.commit().unwrap();
        holder.commit().unwrap();
        assert_eq!(count(db), 2);
    });
}

#[cfg(target_os = "linux")]
#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn a_million_rows_pass_in_little_memory() {
    /// Pages of memory in use.
    fn resident() -> usize {
        let statm = std::fs::read_to_string("/proc/self/statm").unwrap();
        statm.split(' ').nth(1).unwrap().parse().unwrap()
    }
    on_both(|db, _| {
        let rows = (0..1000).map(|n| (format!("n{n}"), Some(n), Some(0.5)));
        let into = insert_into(items::table).columns((items::name, items::amount, items::price));
        db.insert_many(&into, rows).unwrap();
        let (a, b) = (table("items").alias("a"), table("items").alias("b"));
        let names = (a.column::<Text>("name"), b.column::<BigInt>("id"));
        let (before, mut seen) = (resident(), 0);
        db.for_each(&select(names).from(a).cross_join(b), |_| seen += 1).unwrap();
        assert_eq!(seen, 1_000_000);
        let grown = resident().saturating_sub(before) * 4096;
        assert!(grown < 50 << 20, "{grown} bytes more");
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn many_rows_return_in_their_order_where_there_is_returning() {
    use aludel::adapter::Driver;
    on_both(|db, _| {
        let rows = (0..2500).map(|n| (format!("n{n}"), Some(n), None::<f64>));
        let into = insert_into(items::table).columns((items::name, items::amount, items::price));
        let returned = db.insert_many_returning(&into, rows, (items::id, items::name));
        if db.dialect().name() == "MariaDB" {
            let names: Vec<String> = returned.unwrap().into_iter().map(|(_, name)| name).collect();
            assert_eq!(names, (0..2500).map(|n| format!("n{n}")).collect::<Vec<_>>());
        } else {
            assert_eq!(returned.unwrap_err().kind(), ErrorKind::Compile);
            assert_eq!(count(db), 0);
        }
    });
}

#[cfg(feature = "chrono")]
#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn dates_go_both_ways() {
    use chrono::{NaiveDate, NaiveTime};
    table! { moments { day: Date, clock: Time, moment: Timestamp, instant: TimestampTz } }
    on_both(|db, _| {
        db.execute_ddl(&create_table(moments::table)).unwrap();
        let into = insert_into(moments::table).columns((
            moments::day,
            moments::clock,
            moments::moment,
            moments::instant,
        ));
        for (year, micros) in [(1000, 0), (2024, 1), (9999, 999_999)] {
            let day = NaiveDate::from_ymd_opt(year, 12, 31).unwrap();
            let clock = NaiveTime::from_hms_micro_opt(23, 59, 59, micros).unwrap();
            let moment = day.and_time(clock);
            let instant = NaiveDate::from_ymd_opt(2024, 2, 29).unwrap().and_time(clock).and_utc();
            let row = (day, clock, moment, instant);
            db.execute(&into.clone().row(row)).unwrap();
            let same = moments::day.eq(day).and(moments::clock.eq(clock));
            let same = same.and(moments::moment.eq(moment)).and(moments::instant.eq(instant));
            let found = db.fetch_one(&select(moments::all).from(moments::table).filter(same));
            assert_eq!(found.unwrap(), row);
            assert_eq!(db.fetch_one(&select(val::<Date>(day))).unwrap(), day);
            assert_eq!(db.fetch_one(&select(val::<Timestamp>(moment))).unwrap(), moment);
            assert_eq!(db.fetch_one(&select(val::<Time>(clock))).unwrap(), clock);
        }
    });
}
