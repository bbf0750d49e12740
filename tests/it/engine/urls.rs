//! Database URLs: what they open, and why one is refused.

use std::time::{Duration, Instant};

use aludel::DatabaseError;
use aludel::adapter::{Driver, EngineOptions};
use aludel::prelude::*;

use super::{File, SERVERS, counters, on_servers, one};

#[test]
fn urls_that_are_refused_say_why() {
    let cases = [
        ("nothing", "has no scheme"),
        ("oracle://u:secret@h/d", "the scheme `oracle`"),
        ("u:secret@h", "the scheme `u`"),
        ("sqlite:", "names no file"),
        ("sqlite://", "names no file"),
        ("sqlite:///", "names no file"),
        ("sqlite://rel.db", "names no file"),
        ("sqlite:///a%2", "without two hexadecimal digits"),
        ("sqlite:///a%zz.db", "without two hexadecimal digits"),
        ("sqlite:///a%ff.db", "is not UTF-8"),
        ("sqlite::memory:?mode=x", "the option mode is `x`, which is not one of ro, rw, rwc"),
        ("sqlite::memory:?sslmode=require", "the option `sslmode` of the SQLite URL is not known"),
        ("sqlite::memory:?pool_size=many", "the option pool_size is `many`"),
        ("sqlite::memory:?pool_size=-1", "which is not a whole number"),
        ("sqlite:///x.db?pool_size=0", "pool_size is 0"),
        ("sqlite:///x.db?pool_size=2&pool_min_idle=3", "greater than pool_size"),
        ("sqlite:///x.db?pool_timeout=0", "pool_timeout is not more than 0"),
        ("sqlite::memory:?pool_timeout=NaN", "the option pool_timeout is `NaN`"),
        ("sqlite::memory:?pool_timeout=1e300", "the option pool_timeout is `1e300`"),
        ("sqlite::memory:?pool_recycle=-1", "the option pool_recycle is `-1`"),
        ("sqlite::memory:?pool_pre_ping=maybe", "which is not true or false"),
        ("postgresql:", "names no server"),
        ("postgresql://", "names no server"),
        ("mysql:h/d", "names no server"),
        ("postgresql://u:secret@h/d?pool_size=x", "the option pool_size"),
    ];
    for (url, sentence) in cases {
        let error = Engine::connect(url).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Settings, "{url}: {error}");
        let text = format!("{error} {error:?}");
        assert!(text.contains(sentence), "{url}: {text}");
        assert!(!text.contains("secret"), "{url}: {text}");
    }
}

#[test]
fn sqlite_urls_open_what_they_name() {
    let file = File::new();
    let error = Engine::connect(&file.url("mode=rw")).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Connection);
    file.engine("pool_size=2");

    let engine = Engine::connect(&file.url("mode=ro")).unwrap();
    let error = engine.execute(&delete(counters::table).all_rows()).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::ReadOnly);
    assert_eq!(engine.dialect_name(), "SQLite");
    assert_eq!(engine.to_string(), file.url("mode=ro"));

    let encoded = file.url("busy_timeout=0.5&foreign_keys=off").replace("aludel", "%61ludel");
    let engine = Engine::connect(&encoded).unwrap();
    assert_eq!(engine.fetch_all(&select(counters::n).from(counters::table)).unwrap(), [0]);
}

#[test]
fn a_first_connection_that_fails_is_told_at_once() {
    let start = Instant::now();
    let error = Engine::with_connector(EngineOptions::new(), || {
        let source = std::io::Error::other("no");
        Err(DatabaseError::new(ErrorKind::Permission, "fake", "wrong password", source).into())
    })
    .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Permission);
    assert!(start.elapsed() < Duration::from_secs(1));
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn a_wrong_password_is_told_at_once_and_not_shown() {
    for variable in ["ALUDEL_POSTGRES_PW_URL", "ALUDEL_MYSQL_PW_URL", "ALUDEL_MARIADB_PW_URL"] {
        let url = std::env::var(variable).unwrap();
        let engine = Engine::connect(&url).unwrap();
        let shown = format!("{engine} {engine:?}");
        assert!(shown.contains(":***@") && !shown.contains(":secret@"), "{shown}");
        let start = Instant::now();
        let error = Engine::connect(&url.replace(":secret@", ":wr0ng@")).unwrap_err();
        assert!(start.elapsed() < Duration::from_secs(5));
        assert_eq!(error.kind(), ErrorKind::Permission, "{variable}: {error}");
        assert!(!format!("{error} {error:?}").contains("wr0ng"), "{error:?}");
    }
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn so_many_statements_stay_prepared() {
    let check = |engine: &Engine, capacity| {
        let mut db = engine.connection().unwrap();
        db.fetch_one(&one()).unwrap();
        db.fetch_one(&one()).unwrap();
        let name = engine.dialect_name();
        // SQLite's driver does not count.
        if name != "SQLite" {
            assert_eq!(db.cache_statistics().capacity, capacity, "on {name}");
            assert_eq!(db.cache_statistics().hits > 0, capacity > 0, "on {name}");
        }
    };
    for capacity in [0, 7, usize::MAX] {
        let options = EngineOptions::new().statement_cache(capacity);
        on_servers(SERVERS, &options, |engine| check(engine, capacity));
        check(&Engine::connect_with("sqlite::memory:", options).unwrap(), capacity);
        for variable in SERVERS {
            let url = format!("{}?statement_cache={capacity}", std::env::var(variable).unwrap());
            check(&Engine::connect(&url).unwrap(), capacity);
        }
    }
}
