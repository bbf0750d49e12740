//! Hooks, echo, and the comment behind each statement.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use aludel::adapter::{Action, Driver, EngineOptions, Hooks, Observer, observe};
use aludel::prelude::*;

use super::fake::Script;
use super::{MYSQLS, POSTGRES, change, counters, on_servers, one};

#[test]
fn hooks_see_everything_and_no_parameters() {
    let lines = Arc::new(Mutex::new(Vec::<String>::new()));
    let written = lines.clone();
    let slow = Arc::new(AtomicUsize::new(0));
    let (all, none) = (slow.clone(), slow.clone());
    let hooks = Hooks::new()
        .before_execute(|event| assert!(event.parameters.is_none()))
        .slow(Duration::ZERO, move |_, _| {
            all.fetch_add(1, Ordering::Relaxed);
        })
        .echo(move |line| {
            let (text, _) = line.rsplit_once(" in ").unwrap();
            written.lock().unwrap().push(text.to_owned());
        });
    let engine =
        Engine::connect_with("sqlite::memory:", EngineOptions::new().hooks(hooks)).unwrap();
    let secret = select(val::<Text>("hunter2"));
    engine.transaction(|tx| tx.fetch_one(&secret)).unwrap();
    engine.execute_script("nonsense").unwrap_err();
    assert_eq!(
        *lines.lock().unwrap(),
        [
            "BEGIN done",
            "SELECT ? [1 parameter hidden] 1 row",
            "COMMIT done",
            "nonsense failed (Syntax)"
        ]
    );
    assert_eq!(none.load(Ordering::Relaxed), 4);
}

#[test]
fn echo_cuts_long_parameters_in_the_middle() {
    let lines = Arc::new(Mutex::new(Vec::<String>::new()));
    let written = lines.clone();
    let hooks = Hooks::new()
        .echo_parameters(true)
        .slow(Duration::from_secs(60), |_, _| panic!("not slow"))
        .echo(move |line| written.lock().unwrap().push(line.to_owned()));
    let mut db = observe(SqliteConnection::open_in_memory().unwrap(), hooks);
    let long = format!("start{}end", "é".repeat(10_000));
    db.fetch_one(&select((val::<Text>(long), val::<Integer>(7)))).unwrap();
    let line = lines.lock().unwrap().concat();
    assert!(line.contains("start") && line.contains("end\")") && line.contains("7"), "{line}");
    assert!(line.contains("characters left out") && line.len() < 1_200, "{line}");
}

#[test]
fn an_observer_may_be_silent() {
    struct Silent;
    impl Observer for Silent {
        fn is_active(&self) -> bool {
            false
        }
        fn before(&self, event: &aludel::adapter::Event<'_>) {
            panic!("told of {:?}", Action::clone(&event.action));
        }
    }
    let mut db = observe(SqliteConnection::open_in_memory().unwrap(), Silent);
    db.transaction(|tx| tx.fetch_one(&one())).unwrap();
}

#[test]
fn tags_are_sorted_encoded_and_gone_with_the_connection() {
    let script = Script::failing(&[]);
    let opened = script.clone();
    let options = EngineOptions::new().pool_size(1).tag("route", "/a b*/'é").tag("app", "shop");
    let engine = Engine::with_connector(options, move || Ok(Box::new(opened.open()))).unwrap();
    let mut db = engine.connection().unwrap();
    db.execute(&change()).unwrap();
    db.set_trace("traceparent", "00-1");
    db.execute(&change()).unwrap();
    drop(db);
    engine.execute(&change()).unwrap();
    let log = script.log.lock().unwrap();
    let comments: Vec<_> = log.iter().filter_map(|text| text.split_once(" /*")).collect();
    let fixed = "app='shop',route='%2Fa%20b%2A%2F%27%C3%A9'";
    assert_eq!(comments.len(), 3, "{log:?}");
    assert_eq!(comments[0].1, format!("{fixed}*/"));
    assert_eq!(comments[1].1, format!("{fixed},traceparent='00-1'*/"));
    assert_eq!(comments[2].1, comments[0].1);
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn mysql_keeps_tagged_statements_prepared_and_traced_ones_not() {
    on_servers(MYSQLS, &EngineOptions::new().tag("application", "shop's"), |engine| {
        let name = engine.dialect_name();
        let mut db = engine.connection().unwrap();
        let q = select(counters::n).from(counters::table).filter(counters::id.eq(1));
        db.fetch_one(&q).unwrap();
        let (hits, size) = (db.cache_statistics().hits, db.cache_statistics().size);
        db.fetch_one(&q).unwrap();
        assert_eq!(db.cache_statistics().hits, hits + 1, "on {name}");
        for number in 0..5 {
            db.set_trace("traceparent", &format!("00-{number}"));
            assert_eq!(db.fetch_one(&q).unwrap(), 0, "on {name}");
        }
        assert_eq!(db.cache_statistics().size, size, "on {name}");
        assert!(!db.explain(&q).unwrap().to_string().is_empty(), "on {name}");
        assert!(!db.explain_analyze(&q).unwrap().to_string().is_empty(), "on {name}");
    });
}

#[test]
fn bulk_insertions_carry_the_comment_and_are_told_by_their_text() {
    let texts = Arc::new(Mutex::new(Vec::<String>::new()));
    let written = texts.clone();
    let hooks = Hooks::new().before_execute(move |event| {
        if event.action == Action::Bulk {
            written.lock().unwrap().push(event.sql.to_owned());
        }
    });
    let script = Script::failing(&[]);
    let opened = script.clone();
    let options = EngineOptions::new().pool_size(1).tag("app", "shop").hooks(hooks);
    let engine = Engine::with_connector(options, move || Ok(Box::new(opened.open()))).unwrap();
    let insert = insert_into(counters::table).columns((counters::id, counters::n));
    engine.insert_many(&insert, [(1, 1), (2, 2)]).unwrap();
    let text = r#"INSERT INTO "counters" ("id", "n") VALUES (?, ?)"#;
    assert_eq!(*texts.lock().unwrap(), [text]);
    let log = script.log.lock().unwrap();
    assert!(log.contains(&format!("{text}, (?, ?) /*app='shop'*/")), "{log:?}");
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn postgres_arrays_of_rows_carry_the_comment() {
    on_servers(POSTGRES, &EngineOptions::new().tag("app", "shop"), |engine| {
        let insert = insert_into(counters::table).columns((counters::id, counters::n));
        let text = sql!(Text, "current_query()");
        let texts = engine.insert_many_returning(&insert, [(3, 1), (4, 2)], text).unwrap();
        assert!(texts[0].contains("unnest") && texts[0].ends_with(" /*app='shop'*/"), "{texts:?}");
    });
}
