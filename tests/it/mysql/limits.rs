//! What stops a statement: a time limit, a lost right, too many of something, a panic.

use std::time::{Duration, Instant};

use aludel::adapter::{Driver, MySqlConnection};
use aludel::prelude::*;

use super::{add, count, items, on_both};

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn a_query_that_sleeps_is_stopped() {
    on_both(|db, _| {
        let begun = Instant::now();
        let sleep = select(sql!(BigInt, "SLEEP(20)"));
        let error = db.time_limit(Duration::from_millis(200)).fetch_one(&sleep).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::StatementTimeout, "{error}");
        assert!(begun.elapsed() < Duration::from_secs(10));
        let short = select(sql!(BigInt, "SLEEP(0.01)"));
        assert_eq!(db.time_limit(Duration::from_secs(20)).fetch_one(&short).unwrap(), 0);
        // The next statement is not hit.
        assert_eq!(db.fetch_one(&short).unwrap(), 0);
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn a_right_that_is_missing_is_told() {
    on_both(|db, url| {
        let user = format!("poor{}", std::process::id());
        db.execute_script(&format!(
            "DROP USER IF EXISTS {user}@'%'; CREATE USER {user}@'%' IDENTIFIED BY 'hidden'
             WITH MAX_USER_CONNECTIONS 1; GRANT SELECT ON items TO {user}@'%'"
        ))
        .unwrap();
        let own = url.replacen("root@", &format!("{user}:hidden@"), 1);
        let mut poor = MySqlConnection::connect(&own).unwrap();
        assert_eq!(count(&mut poor), 0);
        assert_eq!(add(&mut poor, "a").unwrap_err().kind(), ErrorKind::Permission);
        // One connection is all that the user may have.
        let error = MySqlConnection::connect(&own).unwrap_err();
        assert_eq!((error.kind(), error.code()), (ErrorKind::Connection, Some("1226")), "{error}");
        let wrong = url.replacen("root@", &format!("{user}:wrong@"), 1);
        let error = MySqlConnection::connect(&wrong).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Permission, "{error}");
        assert!(!format!("{error} {error:?}").contains("wrong"), "{error:?}");
        drop(poor);
        db.execute_script(&format!("DROP USER {user}@'%'")).unwrap();
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn too_many_parameters_are_refused() {
    on_both(|db, _| {
        let insert = insert_into(items::table).columns((items::name, items::amount));
        let many = (0..32_768).map(|n| (format!("n{n}"), Some(n)));
        let error = db.execute(&insert.rows(many)).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Compile, "{error}");
        assert_eq!(count(db), 0);
        // The server's own words for it.
        let holes = format!("SELECT 1 IN (?{})", ", ?".repeat(65_535));
        let failure = mysql::prelude::Queryable::prep(db.handle_mut(), holes).unwrap_err();
        assert!(failure.to_string().contains("1390"), "{failure}");
        assert_eq!(count(db), 0);
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn a_row_changed_since_it_was_read_is_told() {
    on_both(|db, url| {
        if db.dialect().name() == "MySQL" {
            return;
        }
        add(db, "a").unwrap();
        db.execute_script("SET innodb_snapshot_isolation = ON").unwrap();
        let raise = update(items::table).set(items::amount, 1).filter(items::id.eq(1));
        let mut tx = db.begin().unwrap();
        assert_eq!(count(&mut tx), 1);
        MySqlConnection::connect(url).unwrap().execute(&raise).unwrap();
        let error = tx.execute(&raise).unwrap_err();
        assert_eq!((error.kind(), error.code()), (ErrorKind::Serialization, Some("1020")));
        assert!(error.is_transient());
        drop(tx);
        assert_eq!(count(db), 1);
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn a_panic_undoes_the_transaction() {
    on_both(|db, _| {
        let panicked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            let _: Result<(), Error> = db.transaction(|tx| {
                add(tx, "a")?;
                tx.transaction(|inner| {
                    add(inner, "b")?;
                    panic!("in a savepoint");
                })
            });
        }));
        assert!(panicked.is_err());
        assert_eq!((count(db), db.depth()), (0, 0));
        add(db, "c").unwrap();
        assert_eq!(count(db), 1);
    });
}
