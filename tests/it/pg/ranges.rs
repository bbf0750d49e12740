//! Ranges.

use std::ops::Bound::{Excluded, Included, Unbounded};

use chrono::NaiveDate;

use super::*;

table! {
    stays {
        id: BigInt [primary_key],
        nights: Range<Integer>,
        days: Nullable<Range<Date>>,
        span: Nullable<Range<TimestampTz>>,
        price: Nullable<Range<Decimal>>,
        seen: Nullable<Range<Timestamp>>,
        big: Nullable<Range<BigInt>>,
    }
}

fn day(day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2024, 2, day).expect("a date")
}

fn set_up() -> Db {
    let mut db = Db::postgres();
    db.create(&create_table(stays::table));
    let at = day(1).and_hms_opt(1, 2, 3).expect("a time");
    let price = |text: &str| text.parse::<rust_decimal::Decimal>().expect("a decimal");
    let insert = insert_into(stays::table);
    db.execute(
        &insert
            .clone()
            .set(stays::id, 1)
            .set(stays::nights, range(3, 7))
            .set(stays::days, range_inclusive::<Date>(day(1), day(28)))
            .set(
                stays::span,
                range::<TimestampTz>(at.and_utc(), None::<chrono::DateTime<chrono::Utc>>),
            )
            .set(stays::price, range_inclusive::<Decimal>(price("1.50"), price("2.25")))
            .set(stays::seen, range::<Timestamp>(None::<chrono::NaiveDateTime>, at))
            .set(stays::big, range_inclusive::<BigInt>(i64::MIN, 5_i64)),
    );
    db.execute(&insert.clone().set(stays::id, 2).set(stays::nights, range(7, 9)));
    db.execute(&insert.clone().set(stays::id, 3).set(stays::nights, range(5, 5)));
    db.execute(&insert.set(stays::id, 4).set(stays::nights, range(None::<i32>, None::<i32>)));
    db
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn ranges_are_read_as_they_are() {
    let mut db = set_up();
    let q = select(stays::nights).from(stays::table).order_by(stays::id.asc());
    let expected = [
        RangeValue::Bounds(Included(3), Excluded(7)),
        RangeValue::Bounds(Included(7), Excluded(9)),
        RangeValue::Empty,
        RangeValue::Bounds(Unbounded, Unbounded),
    ];
    assert_eq!(db.fetch_all(&q), expected);
    let others = (stays::days, stays::span, stays::price, stays::seen, stays::big);
    let q = select(others).from(stays::table).order_by(stays::id.asc()).limit(2);
    let at = day(1).and_hms_opt(1, 2, 3).expect("a time");
    let price = |text: &str| text.parse::<rust_decimal::Decimal>().expect("a decimal");
    let expected = [
        (
            Some(RangeValue::Bounds(Included(day(1)), Excluded(day(29)))),
            Some(RangeValue::Bounds(Included(at.and_utc()), Unbounded)),
            Some(RangeValue::Bounds(Included(price("1.50")), Included(price("2.25")))),
            Some(RangeValue::Bounds(Unbounded, Excluded(at))),
            Some(RangeValue::Bounds(Included(i64::MIN), Excluded(6))),
        ),
        (None, None, None, None, None),
    ];
    assert_eq!(db.fetch_all(&q), expected);
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn what_was_read_is_stored_and_found_again() {
    let mut db = set_up();
    let read = select((stays::id, stays::nights)).from(stays::table).order_by(stays::id.asc());
    let rows = db.fetch_all(&read);
    db.execute(&delete(stays::table).all_rows());
    let insert = insert_into(stays::table).columns((stays::id, stays::nights));
    for row in rows.clone() {
        db.execute(&insert.clone().row(row));
    }
    db.execute(&insert.row((5, RangeValue::Bounds(Excluded(1), Included(2)))));
    for (id, nights) in rows.into_iter().chain([(5, RangeValue::Bounds(Included(2), Excluded(3)))])
    {
        let q = select(stays::id).from(stays::table).filter(stays::nights.eq(nights));
        assert_eq!(db.fetch_all(&q), [id], "{nights:?}");
    }
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn ranges_in_conditions() {
    let mut db = set_up();
    let mut ids = |condition: Condition| {
        let q = select(stays::id).from(stays::table).filter(condition).order_by(stays::id.asc());
        db.fetch_all(&q)
    };
    assert_eq!(ids(contains_value(stays::nights, 6)), [1, 4]);
    assert_eq!(ids(contains_value(stays::days, day(28))), [1]);
    assert_eq!(ids(contains(stays::nights, range(4, 6))), [1, 4]);
    assert_eq!(ids(contained_by(stays::nights, range(0, 10))), [1, 2, 3]);
    assert_eq!(ids(overlaps(stays::nights, range_inclusive(1, 3))), [1, 4]);
    assert_eq!(ids(adjacent(stays::nights, range(9, 12))), [2]);
    assert_eq!(ids(before(stays::nights, range(7, 12))), [1]);
    assert_eq!(ids(is_empty(stays::nights).nullable()), [3]);
    assert_eq!(ids(stays::nights.eq(range_inclusive(3, 6))), [1]);
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn bounds_and_what_is_in_common() {
    let mut db = set_up();
    let q = select((
        lower_bound(stays::nights),
        upper_bound(stays::nights),
        lower_bound(stays::days),
        intersection(stays::nights, range(5, 8)),
        is_empty(stays::days),
    ))
    .from(stays::table)
    .order_by(stays::id.asc());
    let bounds = |lower, upper| Some(RangeValue::Bounds(Included(lower), Excluded(upper)));
    let expected = [
        (Some(3), Some(7), Some(day(1)), bounds(5, 7), Some(false)),
        (Some(7), Some(9), None, bounds(7, 8), None),
        (None, None, None, Some(RangeValue::Empty), None),
        (None, None, None, bounds(5, 8), None),
    ];
    assert_eq!(db.fetch_all(&q), expected);
}

#[test]
fn ranges_are_refused_elsewhere() {
    refused_elsewhere(stays::table, range::<Integer>(1, 2), "int4range");
    refused_elsewhere(stays::table, range::<BigInt>(1, 2), "int8range");
    refused_elsewhere(stays::table, range::<Date>(day(1), day(2)), "daterange");
    let empty = overlaps(stays::nights, RangeValue::<i32>::Empty);
    refused_elsewhere(stays::table, empty, "overlaps");
    refused_elsewhere(stays::table, contains_value(stays::nights, 5), "contains");
    refused_elsewhere(stays::table, lower_bound(stays::nights), "lower_bound");
    refused_elsewhere(stays::table, upper_bound(stays::nights), "upper_bound");
    refused_elsewhere(stays::table, is_empty(stays::nights), "is_empty");
    refused_elsewhere(stays::table, adjacent(stays::nights, stays::nights), "adjacent");
    refused_elsewhere(stays::table, before(stays::nights, stays::nights), "before");
    refused_elsewhere(stays::table, intersection(stays::nights, stays::nights), "intersection");
    let mut db = Db::sqlite();
    let created = db.connection.execute_ddl(&create_table(stays::table));
    assert!(matches!(created.map_err(|error| error.kind()), Err(ErrorKind::Compile)));
}
