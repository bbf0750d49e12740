//! Values on their way in and out.

use aludel::prelude::*;

use super::{connect, items, value};

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn values_arrive_as_they_are() {
    let mut db = connect();
    for (sql, text) in [
        ("NULL::int4", "NULL"),
        ("'-9223372036854775808'::int8", "-9223372036854775808"),
        ("'infinity'::float8", "inf"),
        ("'NaN'::float4", "NaN"),
        ("'-0.00010'::numeric", "-0.00010"),
        ("'9999999999999999999999999999'::numeric", "9999999999999999999999999999"),
        ("'10000'::numeric", "10000"),
        // With more digits than the Rust type holds, it stays text.
        ("'99999999999999999999999999999999'::numeric", "99999999999999999999999999999999"),
        ("'12345678.00000001'::numeric", "12345678.00000001"),
        ("'0001-01-01'::date", "0001-01-01"),
        ("'9999-12-31 23:59:59.999999'::timestamp", "9999-12-31 23:59:59.999999"),
        ("ARRAY[1, NULL, 3]", "[1, NULL, 3]"),
        ("ARRAY[]::text[]", "[]"),
        ("'abc'::name", "abc"),
        (r"'\x00ff'::bytea", "00ff"),
        ("'1 month 2 days 3 seconds'::interval", "1 mons 2 days 3.000000 secs"),
        ("json_build_object('a', 1)::jsonb", r#"{"a":1}"#),
    ] {
        assert_eq!(value(&mut db, sql).unwrap().to_string(), text, "{sql}");
    }
    for sql in [
        "'NaN'::numeric",
        "'infinity'::date",
        "'-infinity'::timestamptz",
        "'infinity'::timestamp",
        "'24:00'::time",
        "'1'::money",
        "'127.0.0.1'::inet",
        "row(1, 2)",
        "ARRAY[[1], [2]]",
    ] {
        assert_eq!(value(&mut db, sql).unwrap_err().kind(), ErrorKind::Decode, "{sql}");
    }
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn parameters_arrive_as_they_are_named_or_unnamed() {
    let mut db = connect();
    let insert = insert_into(items::table).columns((items::id, items::name, items::price));
    for capacity in [128, 0] {
        db.set_statement_cache_capacity(capacity);
        db.execute(&delete(items::table).all_rows()).unwrap();
        let rows = [(i64::MIN, r#"it's "\"#, Some(f64::NEG_INFINITY)), (i64::MAX, "b", Some(0.1))];
        db.execute(&insert.clone().rows(rows)).unwrap();
        let q = select((items::id, items::name, items::price)).from(items::table);
        let found = db.fetch_all(&q.order_by(items::id.asc())).unwrap();
        assert_eq!(found, rows.map(|(id, name, price)| (id, name.to_owned(), price)));
    }
    let error = db.execute(&insert.clone().row((1, "a\0b", None::<f64>))).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidData);
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn typed_parameters_come_back() {
    let mut db = connect();
    for date in ["0001-01-01", "-0043-03-15", "9999-12-31"] {
        let date: chrono::NaiveDate = date.parse().unwrap();
        let at = date.and_hms_micro_opt(23, 59, 59, 999_999).unwrap();
        let q = select((
            val::<aludel::Date>(date),
            val::<aludel::Timestamp>(at),
            val::<aludel::TimestampTz>(at.and_utc()),
            val::<aludel::Time>(at.time()),
            val::<aludel::Uuid>(uuid::Uuid::from_u128(7)),
        ));
        let found = db.fetch_one(&q).unwrap();
        assert_eq!(found, (date, at, at.and_utc(), at.time(), uuid::Uuid::from_u128(7)));
    }
}
