//! Dates and times.

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, Utc};

use super::*;

fn date(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}
fn time(text: &str) -> NaiveTime {
    text.parse().expect("a time")
}
fn timestamp(text: &str) -> NaiveDateTime {
    text.parse().expect("a timestamp")
}
fn instant(text: &str) -> DateTime<Utc> {
    timestamp(text).and_utc()
}

both_ways! {
    dates: Date,
    ["0001-01-01", "1000-01-01", "1582-10-10", "1969-12-31", "2024-02-29", "9999-12-31"].map(date)
}
both_ways! {
    times: Time,
    ["00:00:00", "23:59:59.999999", "12:30:00", "00:00:00.000001", "07:08:09.100"].map(time)
}

const MOMENTS: [&str; 7] = [
    "0001-01-01T00:00:00",
    "1000-01-01T00:00:00",
    "1969-12-31T23:59:59.999999",
    "2024-03-31T02:30:00",
    "2038-01-19T03:14:08",
    "2024-02-29T12:00:00.5",
    "9999-12-31T23:59:59.999999",
];

both_ways! {
    timestamps_out_of_range: Timestamp,
    ["2024-01-01T00:00:00", "+10000-01-01T01:02:03.000004", "-0001-12-31T00:00:00"].map(timestamp),
    refused: |engine, value| engine != "PostgreSQL" && value.date() != date("2024-01-01")
}
both_ways! { timestamps: Timestamp, MOMENTS.map(timestamp) }
both_ways! { instants: TimestampTz, MOMENTS.map(instant) }

both_ways! {
    dates_out_of_range: Date,
    ["2024-01-01", "+10000-01-01", "-0001-12-31"].map(date),
    refused: |engine, value| engine != "PostgreSQL" && *value != date("2024-01-01")
}

/// What is finer than a microsecond is cut off, not rounded, on every engine, in a parameter and in
/// the text.
#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn finer_than_a_microsecond_is_cut_off() {
    table! { cells { id: BigInt [primary_key], a: Timestamp, b: TimestampTz, c: Time } }
    on_all_engines(|db| {
        db.create(&create_table(cells::table));
        let fine = "2024-12-31T23:59:59.999999999";
        let (a, b, c) = (timestamp(fine), instant(fine), time("23:59:59.999999999"));
        let insert = insert_into(cells::table).columns((cells::id, cells::a, cells::b, cells::c));
        db.execute(&insert.clone().row((1, a, b, c)));
        let text = insert.clone().row((2, a, b, c)).to_sql_inline(db.dialect()).expect("a text");
        db.batch(&text);
        db.connection.insert_many(&insert, [(3, a, b, c)]).expect("it is taken");
        let cut = "2024-12-31T23:59:59.999999";
        let all = select((cells::a, cells::b, cells::c)).from(cells::table);
        let row = (timestamp(cut), instant(cut), time("23:59:59.999999"));
        assert_eq!(db.fetch_all(&all), [row, row, row], "on {}", db.name);
        let found =
            select(count_star()).from(cells::table).filter(cells::a.eq(a)).filter(cells::c.eq(c));
        assert_eq!(db.fetch_one(&found), 3, "on {}", db.name);
    });
}

/// What the server calls now is now, whatever the zone of the machine.
#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn now_is_now() {
    on_all_engines(|db| {
        let found = db.fetch_one(&select(now()));
        let apart = (Utc::now() - found).num_seconds().abs();
        assert!(apart < 60, "{found} on {}", db.name);
    });
}
