//! Differences of dates and timestamps, and periods that overlap.

use chrono::{Datelike, Months};

use super::*;

/// The months from the one to the other that are over.
fn months(start: NaiveDateTime, end: NaiveDateTime) -> i64 {
    if end < start {
        return -months(end, start);
    }
    let months = |at: NaiveDateTime| i64::from(at.year()) * 12 + i64::from(at.month0());
    let rest = |at: NaiveDateTime| (at.day(), at.time());
    months(end) - months(start) - i64::from(rest(end) < rest(start))
}

#[test]
fn months_are_those_of_the_calendar() {
    let at = |text| moment(text);
    let start = at("2024-01-15T10:00:00");
    assert_eq!(months(start, start + Months::new(7)), 7);
    assert_eq!(months(at("2024-01-31T00:00:00"), at("2024-02-29T00:00:00")), 0);
    assert_eq!(months(at("2024-03-15T10:00:00"), at("2024-01-15T10:00:01")), -1);
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn every_moment_from_every_other() {
    on_all_engines(|db| {
        set_up(db);
        for other in grid() {
            let found = values(
                db,
                (
                    days_between(moments::at, other),
                    months_between(moments::at, other),
                    seconds_between(moments::at, other),
                    microseconds_between(moments::at, other),
                    seconds_between(val::<TimestampTz>(other.and_utc()), moments::instant),
                ),
            );
            let of = |at: NaiveDateTime| {
                let delta = other - at;
                (
                    Some((other.date() - at.date()).num_days()),
                    Some(months(at, other)),
                    Some(delta.num_seconds()),
                    delta.num_microseconds(),
                    Some(-delta.num_seconds()),
                )
            };
            let none = (None, None, None, None, None);
            assert_eq!(found, each(of, none), "to {other} on {}", db.name);
        }
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn every_day_from_every_other() {
    on_all_engines(|db| {
        set_up(db);
        for other in grid() {
            let other = other.date();
            let found = values(
                db,
                (
                    days_between(moments::day, other),
                    months_between(moments::day, other),
                    seconds_between(val::<Date>(other), moments::day),
                    days_between(moments::instant, other.and_time(NaiveTime::MIN).and_utc()),
                ),
            );
            let of = |at: NaiveDateTime| {
                let midnight = |day: NaiveDate| day.and_time(NaiveTime::MIN);
                let days = (other - at.date()).num_days();
                (
                    Some(days),
                    Some(months(midnight(at.date()), midnight(other))),
                    Some(-days * 86_400),
                    Some(days),
                )
            };
            assert_eq!(found, each(of, (None, None, None, None)), "to {other} on {}", db.name);
        }
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn two_periods_overlap() {
    let day = |day| NaiveDate::from_ymd_opt(2024, 1, day).expect("a date");
    on_all_engines(|db| {
        for (one, other, expected) in [
            ((1, 5), (3, 9), true),
            ((3, 9), (1, 5), true),
            ((1, 9), (3, 5), true),
            ((1, 5), (5, 9), false),
            ((5, 9), (1, 5), false),
            ((1, 2), (4, 5), false),
            ((5, 5), (1, 9), true),
        ] {
            let period = (val::<Date>(day(one.0)), val::<Date>(day(one.1)));
            let q = select(periods_overlap(period, (day(other.0), day(other.1))));
            assert_eq!(db.fetch_one(&q), Some(expected), "{one:?} {other:?} on {}", db.name);
        }
        let open = (val::<Date>(day(1)), null::<Date>());
        let q = select(periods_overlap(open, (day(2), day(3))));
        assert_eq!(db.fetch_one(&q), None, "on {}", db.name);
    });
}
