//! What the server refuses, by its kind and without values.

use aludel::adapter::Driver;
use aludel::prelude::*;
use aludel::{DriverError, Error, ErrorKind};

use super::{connect, items};

/// All that an error shows, the errors below it as well.
fn shown(error: &Error) -> String {
    let mut shown = format!("{error} {error:?} {error:#?}");
    let mut next = std::error::Error::source(error);
    while let Some(error) = next {
        shown.push_str(&format!(" {error} {error:?}"));
        next = error.source();
    }
    shown
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn no_error_shows_a_value() {
    let mut db = connect();
    db.execute_script(
        "CREATE TEMPORARY TABLE people (id int PRIMARY KEY, name varchar(9) UNIQUE, \
         small smallint CHECK (small <> 7), day date, note text NOT NULL)",
    )
    .unwrap();
    let insert = |values: &str| format!("INSERT INTO people SELECT {values}");
    db.execute_script(&insert("1, 'secret', 1, NULL, ''")).unwrap();
    for values in [
        "2, v.secret, 1, NULL, '' FROM s.v",
        "2, 'n', 7, NULL, v.secret FROM s.v",
        "2, v.secret, 1, NULL, NULL FROM s.v",
        "2, v.secret || v.secret, 1, NULL, '' FROM s.v",
        "2, 'n', v.secret::int2, NULL, '' FROM s.v",
        "2, 'n', ('70000' || left(v.secret, 0))::int2, NULL, '' FROM s.v",
        "2, 'n', 1, v.secret::date, '' FROM s.v",
        "2, 'n', 1, NULL, ('{\"a\": ' || v.secret || '}')::json FROM s.v",
        "2, 'n', 1, now() AT TIME ZONE v.secret, '' FROM s.v",
        "2, 'n', 1, NULL, ARRAY[v.secret::int] FROM s.v",
    ] {
        // The value stands in no text: it is put together on the server.
        let source = "(SELECT 'sec' || 'ret' AS secret) v";
        let error = db.execute_script(&insert(&values.replace("s.v", source))).unwrap_err();
        let sql = error.sql().unwrap().to_owned();
        let shown = shown(&error).replace(&sql, "").replace(&format!("{sql:?}"), "");
        for value in ["secret", "70000"] {
            assert!(!shown.contains(value), "{shown}");
        }
        let failure = error.database().unwrap().driver_error::<postgres::Error>().unwrap();
        assert_eq!(failure.code().unwrap().code(), error.code().unwrap());
        assert!(error.database().unwrap().source.is::<DriverError<postgres::Error>>());
    }
    let insert = insert_into(items::table).columns((items::id, items::name));
    db.execute(&insert.clone().row((1, "a"))).unwrap();
    for error in [
        db.execute(&insert.clone().row((1, "secret"))).unwrap_err(),
        db.execute(&insert.clone().row((2, "secret\0"))).unwrap_err(),
        db.insert_many(&insert, [(2, "a"), (1, "secret")]).unwrap_err(),
        db.insert_many(&insert, [(2, "a"), (3, "secret\0")]).unwrap_err(),
    ] {
        assert!(!shown(&error).contains("secret"), "{}", shown(&error));
    }
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn constraints_are_told_with_their_places() {
    let mut db = connect();
    db.execute_script(
        "CREATE TEMPORARY TABLE parts (id int PRIMARY KEY, item bigint REFERENCES items, \
         span int4range, EXCLUDE USING gist (span WITH &&)); \
         INSERT INTO items VALUES (1, 'a'); INSERT INTO parts VALUES (1, 1, '[1,5)')",
    )
    .unwrap();
    for (sql, kind, code, table, place) in [
        ("INSERT INTO items VALUES (1, 'b')", ErrorKind::Unique, "23505", "items", "items_pkey"),
        (
            "INSERT INTO items VALUES (2, '')",
            ErrorKind::Check,
            "23514",
            "items",
            "items_name_check",
        ),
        ("INSERT INTO items VALUES (2, NULL)", ErrorKind::NotNull, "23502", "items", "name"),
        (
            "INSERT INTO parts VALUES (2, 9)",
            ErrorKind::ForeignKey,
            "23503",
            "parts",
            "parts_item_fkey",
        ),
        ("DELETE FROM items", ErrorKind::ForeignKey, "23503", "parts", "parts_item_fkey"),
        (
            "INSERT INTO parts VALUES (3, 1, '[2,3)')",
            ErrorKind::Constraint,
            "23P01",
            "parts",
            "parts_span_excl",
        ),
    ] {
        let error = db.execute_script(sql).unwrap_err();
        assert_eq!((error.kind(), error.code(), error.table()), (kind, Some(code), Some(table)));
        assert_eq!(error.constraint().or(error.column()), Some(place), "{error}");
        assert_eq!(error.sql(), Some(sql));
    }
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn other_refusals_have_their_kind() {
    let mut db = connect();
    for (sql, kind) in [
        ("SELEC 1", ErrorKind::Syntax),
        ("SELECT 1 +", ErrorKind::Syntax),
        ("SELECT * FROM no_such_table", ErrorKind::UndefinedObject),
        ("SELECT no_such_column FROM items", ErrorKind::UndefinedObject),
        ("SELECT no_such_function(1)", ErrorKind::UndefinedObject),
        ("SELECT 1::no_such_type", ErrorKind::UndefinedObject),
        ("CREATE TABLE no_such_schema.t ()", ErrorKind::UndefinedObject),
        ("CREATE TEMPORARY TABLE items (id int)", ErrorKind::DuplicateObject),
        ("ALTER TABLE items ADD name text", ErrorKind::DuplicateObject),
        ("SELECT 'x1y2'::int4", ErrorKind::InvalidData),
        ("SELECT 1 / 0", ErrorKind::InvalidData),
        ("SET lock_timeout = 'x'", ErrorKind::InvalidData),
        ("SET transaction_read_only = on; CREATE TABLE t ()", ErrorKind::ReadOnly),
        ("CREATE ROLE weak; SET ROLE weak; CREATE ROLE another", ErrorKind::Permission),
        (
            "CREATE ROLE weak; SET ROLE weak; SELECT pg_read_file('/etc/passwd')",
            ErrorKind::Permission,
        ),
        ("DO $$ BEGIN RAISE 'enough'; END $$", ErrorKind::Other),
    ] {
        let error = db.execute_script(sql).expect_err(sql);
        assert_eq!(error.kind(), kind, "{error}");
    }
    assert_eq!(db.depth(), 0);
    db.ping().unwrap();
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn too_many_parameters_are_told_before_sending() {
    let mut db = connect();
    let list = |count: i64| {
        select(items::id).from(items::table).filter(items::id.in_((0..count).map(|n| n * 2)))
    };
    assert!(db.fetch_all(&list(65_535)).unwrap().is_empty());
    assert_eq!(db.fetch_all(&list(65_536)).unwrap_err().kind(), ErrorKind::Compile);
    db.ping().unwrap();
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn a_lost_connection_is_told() {
    let mut db = connect();
    let killed = db.execute_script("SELECT pg_terminate_backend(pg_backend_pid())").unwrap_err();
    assert_eq!(killed.kind(), ErrorKind::Connection);
    assert_eq!(db.ping().unwrap_err().kind(), ErrorKind::Connection);
    assert!(db.is_broken());

    let mut db = connect();
    let pid = select(aludel::sql::<Integer>("pg_backend_pid()", ()));
    let id = db.fetch_scalar(&pid).unwrap();
    let mut tx = db.begin().unwrap();
    connect().execute_script(&format!("SELECT pg_terminate_backend({id}, 5000)")).unwrap();
    assert_eq!(tx.fetch_scalar(&pid).unwrap_err().kind(), ErrorKind::Connection);
    assert!(tx.transaction_ended());
    tx.commit().unwrap_err();
    assert!(db.is_broken());
    assert_eq!(db.fetch_scalar(&pid).unwrap_err().kind(), ErrorKind::Connection);
}
