//! Rows by COPY.

use std::panic::{AssertUnwindSafe, catch_unwind};

use aludel::adapter::Driver;
use aludel::ast::Interval as Span;
use aludel::prelude::*;

use super::{Space, connect, items};

fn into_items() -> Insert<(BigInt, Text)> {
    insert_into(items::table).columns((items::id, items::name))
}

fn count(db: &mut impl Connection) -> i64 {
    db.fetch_scalar(&select(count_star()).from(items::table)).unwrap()
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn rows_are_copied() {
    let mut db = connect();
    let rows = (0..100_000_i64).map(|id| (id, format!("item {id}")));
    assert_eq!(db.copy_in(&into_items(), rows).unwrap(), 100_000);
    let q = select((items::id, items::name)).from(items::table).order_by(items::id.asc());
    let mut next = 0;
    db.for_each(&q, |(id, name)| {
        assert_eq!((id, name), (next, format!("item {next}")));
        next += 1;
    })
    .unwrap();
    assert_eq!(next, 100_000);
    assert_eq!(db.copy_in(&into_items(), [(0, ""); 0]).unwrap(), 0);
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn every_type_is_copied() {
    table! { cells {
        id: BigInt [primary_key], small: Nullable<SmallInt>, unsigned: Nullable<UnsignedBigInt>,
        real: Nullable<Real>, double: Nullable<Double>, decimal: Nullable<Decimal<30, 9>>,
        truth: Nullable<Boolean>, short: Nullable<VarChar<9>>, bytes: Nullable<Blob>,
        date: Nullable<Date>, time: Nullable<Time>, at: Nullable<TimestampTz>,
        json: Nullable<Json>, uuid: Nullable<Uuid>, span: Nullable<Interval>,
        list: Nullable<Array<Nullable<Integer>>>
    } }
    let mut db = connect();
    db.execute_script(
        "CREATE TEMPORARY TABLE cells (id bigint PRIMARY KEY, small int2, \"unsigned\" numeric(20), \
         \"real\" real, \"double\" float8, \"decimal\" numeric(30,9), truth bool, short varchar(9), \
         bytes bytea, date date, time time, at timestamptz, json jsonb, uuid uuid, \
         span interval, list int[])",
    )
    .unwrap();
    let date = |text: &str| text.parse::<chrono::NaiveDate>().unwrap();
    let time = |text: &str| text.parse::<chrono::NaiveTime>().unwrap();
    let decimal = |text: &str| text.parse::<rust_decimal::Decimal>().unwrap();
    let span = Span { months: -1, days: 2, microseconds: i64::MIN };
    let rows = vec![
        (
            1_i64,
            Some(i16::MIN),
            Some(u64::MAX),
            Some(f32::MIN_POSITIVE),
            Some(f64::NEG_INFINITY),
            Some(decimal("-12345678901234567.000000001")),
            Some(true),
            Some("ä\"\\".to_owned()),
            Some(vec![0, 255]),
            Some(date("0001-01-01")),
            Some(time("23:59:59.999999")),
            Some(date("9999-12-31").and_time(time("00:00:00.000001")).and_utc()),
            Some(serde_json::json!({"a": [null, 1.5]})),
            Some(uuid::Uuid::from_u128(u128::MAX - 1)),
            Some(span),
            Some(vec![Some(1), None, Some(i32::MIN)]),
        ),
        (
            2, None, None, None, None, None, None, None, None, None, None, None, None, None, None,
            None,
        ),
        (
            3,
            Some(0),
            Some(0),
            Some(-0.0),
            Some(f64::MAX),
            Some(decimal("0.000000000")),
            Some(false),
            Some(String::new()),
            Some(vec![]),
            Some(date("1999-12-31")),
            Some(time("00:00:00")),
            Some(date("1969-12-31").and_time(time("23:59:59")).and_utc()),
            Some(serde_json::json!(null)),
            Some(uuid::Uuid::nil()),
            Some(Span { months: 0, days: 0, microseconds: 0 }),
            Some(vec![]),
        ),
    ];
    let columns = (
        cells::id,
        cells::small,
        cells::unsigned,
        cells::real,
        cells::double,
        cells::decimal,
        cells::truth,
        cells::short,
        cells::bytes,
        cells::date,
        cells::time,
        cells::at,
        cells::json,
        cells::uuid,
        cells::span,
        cells::list,
    );
    let insert = insert_into(cells::table).columns(columns);
    // As text on the server, where each kind of binding has to come to the same.
    let text = aludel::sql::<Text>("string_agg(cells::text, E'\\n' ORDER BY id)", ());
    let all = select(text).from(cells::table);
    db.execute(&insert.clone().rows(rows.clone())).unwrap();
    let expected = db.fetch_scalar(&all).unwrap();
    db.execute(&delete(cells::table).all_rows()).unwrap();
    assert_eq!(db.copy_in(&insert, rows.clone()).unwrap(), 3);
    assert_eq!(db.fetch_scalar(&all).unwrap(), expected);
    db.execute(&delete(cells::table).all_rows()).unwrap();
    assert_eq!(db.insert_many(&insert, rows).unwrap(), 3);
    assert_eq!(db.fetch_scalar(&all).unwrap(), expected);
}

/// What is declared here need not be what the server has.
#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn values_are_copied_as_the_servers_types() {
    table! { cells { a: Integer, b: Text, c: Integer, d: Text, e: BigInt } }
    let mut db = connect();
    db.execute_script(
        "CREATE TYPE pg_temp.mood AS ENUM ('sad', 'happy'); \
         CREATE DOMAIN pg_temp.small AS int2 CHECK (VALUE < 100); \
         CREATE TEMPORARY TABLE cells (a float4, b mood, c small, d json, e numeric)",
    )
    .unwrap();
    let insert =
        insert_into(cells::table).columns((cells::a, cells::b, cells::c, cells::d, cells::e));
    assert_eq!(db.copy_in(&insert, [(1, "sad", 99, "[1]", i64::MIN)]).unwrap(), 1);
    let text = "concat_ws(' ', a, b, c, d, e)";
    let found = db.fetch_scalar(&select(aludel::sql::<Text>(text, ())).from(cells::table));
    assert_eq!(found.unwrap(), "1 sad 99 [1] -9223372036854775808");
    for (row, kind) in [
        ((16_777_217, "sad", 1, "[1]", 1), ErrorKind::Decode),
        ((1, "glad", 1, "[1]", 1), ErrorKind::InvalidData),
        ((1, "sad", 100, "[1]", 1), ErrorKind::Check),
        ((1, "sad", 70_000, "[1]", 1), ErrorKind::Decode),
        ((1, "sad", 1, "[", 1), ErrorKind::InvalidData),
    ] {
        let error = db.copy_in(&insert, [(1, "sad", 1, "[1]", 1), row]).unwrap_err();
        assert_eq!((error.kind(), error.row()), (kind, Some(1)), "{error}");
    }
    db.execute_script("ALTER TABLE cells ALTER c TYPE date USING NULL").unwrap();
    let error = db.copy_in(&insert, [(1, "sad", 1, "[1]", 1)]).unwrap_err();
    assert_eq!((error.kind(), error.row()), (ErrorKind::Decode, Some(0)), "{error}");
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn the_row_to_blame_is_named_and_nothing_is_kept() {
    table! { nowhere { id: BigInt } lenient as "items" { id: BigInt, name: Nullable<Text> } }
    let mut db = connect();
    let rows = |bad: &'static str| {
        (0..20_000_i64).map(move |id| match (id, bad) {
            (15_000, "unique") => (7, "a"),
            (15_000, "check") => (id, ""),
            (15_000, "nul") => (id, "\0"),
            _ => (id, "a"),
        })
    };
    for (bad, kind) in
        [("unique", ErrorKind::Unique), ("check", ErrorKind::Check), ("nul", ErrorKind::Decode)]
    {
        let error = db.copy_in(&into_items(), rows(bad)).unwrap_err();
        assert_eq!((error.kind(), error.row()), (kind, Some(15_000)), "{error}");
        assert_eq!(count(&mut db), 0);
    }
    let no_table = db.copy_in(&insert_into(nowhere::table).columns((nowhere::id,)), [(1,)]);
    assert_eq!(no_table.unwrap_err().kind(), ErrorKind::UndefinedObject);
    let nulls = insert_into(lenient::table).columns((lenient::id, lenient::name));
    let error = db.copy_in(&nulls, [(1, Some("a")), (2, None)]).unwrap_err();
    assert_eq!((error.kind(), error.row()), (ErrorKind::NotNull, Some(1)), "{error}");
    assert_eq!(db.copy_in(&into_items(), rows("")).unwrap(), 20_000);
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn a_copy_is_part_of_its_transaction() {
    let mut client = connect().into_handle();
    let mut tx = client.transaction().unwrap();
    let mut db = PostgresConnection::new(&mut tx).unwrap();
    db.copy_in(&into_items(), [(1, "a"), (2, "b")]).unwrap();
    db.copy_in(&into_items(), [(3, "a"), (1, "b")]).unwrap_err();
    assert!(!db.transaction_ended());
    assert_eq!(count(&mut db), 2);
    // Whoever panics among the rows has a transaction that failed.
    let panicked = catch_unwind(AssertUnwindSafe(|| {
        let rows = (3..9).map(|id| if id == 5 { panic!("on purpose") } else { (id, "c") });
        db.copy_in(&into_items(), rows)
    }));
    assert!(panicked.is_err() && db.transaction_ended());
    drop(tx);
    let mut db = PostgresConnection::new(client).unwrap();
    assert_eq!(count(&mut db), 0);
    let panicked = catch_unwind(AssertUnwindSafe(|| {
        let rows = (3..9).map(|id| if id == 5 { panic!("on purpose") } else { (id, "c") });
        db.copy_in(&into_items(), rows)
    }));
    assert!(panicked.is_err());
    assert_eq!(count(&mut db), 0);

    db.transaction(|tx| {
        tx.execute(&into_items().row((1, "a")))?;
        let postgres = tx.as_any().and_then(|any| any.downcast_mut::<PostgresConnection>());
        let postgres = postgres.expect("PostgreSQL");
        let error = postgres.copy_in(&into_items(), [(2, "b"), (1, "c")]).unwrap_err();
        assert_eq!((error.kind(), error.row()), (ErrorKind::Unique, Some(1)));
        postgres.copy_in(&into_items(), [(2, "b"), (3, "c")])
    })
    .unwrap();
    assert_eq!(count(&mut db), 3);
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn a_copy_that_failed_holds_no_lock() {
    let space = Space::new("CREATE TABLE items (id bigint PRIMARY KEY, name text)");
    let (mut db, mut other) = (space.connect(), space.connect());
    let rows = (0..50_000).map(|id| (id, if id == 49_999 { "\0" } else { "a" }));
    let error = db.copy_in(&into_items(), rows).unwrap_err();
    assert_eq!((error.kind(), error.row()), (ErrorKind::Decode, Some(49_999)));
    other.execute_script("BEGIN; LOCK TABLE items NOWAIT; COMMIT").unwrap();
    assert_eq!(db.copy_in(&into_items(), [(1, "a")]).unwrap(), 1);
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn what_copy_has_not_is_refused() {
    let mut db = connect();
    let insert = into_items();
    let conflict = insert.clone().on_conflict(items::id).do_nothing();
    let commented = insert.clone().comment("mine");
    let rows = insert.row((1, "a"));
    for insert in [conflict, commented, rows] {
        let error = db.copy_in(&insert, [(2, "b")]).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Unsupported, "{error}");
    }
    assert_eq!(count(&mut db), 0);
}
