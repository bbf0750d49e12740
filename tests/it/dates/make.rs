//! Dates made of their parts, and parts of them that are dates and times.

use chrono::Datelike;

use super::*;

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn a_date_of_a_year_a_month_and_a_day() {
    on_all_engines(|db| {
        for year in [-1, 0, 1, 69, 70, 999, 1600, 1900, 2024, 9999, 10_000] {
            for month in [-1, 0, 1, 2, 4, 12, 13, 101] {
                for day in [-1, 0, 1, 28, 29, 30, 31, 32, 100] {
                    let made = NaiveDate::from_ymd_opt(
                        year,
                        month.try_into().unwrap_or(0),
                        day.try_into().unwrap_or(0),
                    );
                    let expected = made.filter(|date| (1..=9999).contains(&date.year()));
                    let found = db.fetch_one(&select(make_date(year, month, day)));
                    assert_eq!(found, expected, "{year} {month} {day} on {}", db.name);
                }
            }
        }
        let none = None::<i32>;
        for q in [make_date(none, 1, 1), make_date(2024, none, 1), make_date(2024, 1, none)] {
            assert_eq!(db.fetch_one(&select(q)), None, "on {}", db.name);
        }
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn a_date_of_columns() {
    on_all_engines(|db| {
        set_up(db);
        let year = || extract(DateField::Year, moments::at);
        let month = || extract(DateField::Month, moments::at);
        let found =
            values(db, (make_date(year(), month(), 29), make_date(2024, 2, moments::amount)));
        let mut amount = -6;
        let of = |at: NaiveDateTime| NaiveDate::from_ymd_opt(at.year(), at.month(), 29);
        let mut expected: Vec<_> = grid()
            .into_iter()
            .map(|at| {
                amount += 1;
                let day = u32::try_from(amount).unwrap_or(0);
                (of(at), NaiveDate::from_ymd_opt(2024, 2, day))
            })
            .collect();
        expected.push((None, NaiveDate::from_ymd_opt(2024, 2, 1)));
        assert_eq!(found, expected, "on {}", db.name);
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn a_written_date_is_made_in_an_insert() {
    on_all_engines(|db| {
        set_up(db);
        let change = update(moments::table)
            .set(moments::day, make_date(2023, 2, 29))
            .filter(moments::id.eq(3));
        db.execute(&change);
        let q = select(moments::day).from(moments::table).filter(moments::id.eq(3));
        assert_eq!(db.fetch_one(&q), None, "on {}", db.name);
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn date_time_and_last_day_of_every_moment() {
    on_all_engines(|db| {
        set_up(db);
        let found = values(
            db,
            (
                date_of(moments::at),
                date_of(moments::instant),
                time_of(moments::at),
                time_of(moments::instant),
                last_day(moments::at),
                last_day(moments::day),
                utc(moments::instant),
                instant(moments::at),
            ),
        );
        let of = |at: NaiveDateTime| {
            let (day, time) = (Some(at.date()), Some(at.time()));
            let last = (28..=31).rev().find_map(|day| at.date().with_day(day));
            (day, day, time, time, last, last, Some(at), Some(at.and_utc()))
        };
        let none = (None, None, None, None, None, None, None, None);
        assert_eq!(found, each(of, none), "on {}", db.name);
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn casts_keep_the_fraction() {
    on_all_engines(|db| {
        set_up(db);
        let found = values(
            db,
            (
                moments::at.cast::<Timestamp>(),
                moments::at.cast::<Date>(),
                moments::at.cast::<Time>(),
                moments::clock.cast::<Time>(),
                moments::day.cast::<Timestamp>(),
            ),
        );
        let of = |at: NaiveDateTime| {
            let midnight = at.date().and_time(NaiveTime::MIN);
            (Some(at), Some(at.date()), Some(at.time()), Some(at.time()), Some(midnight))
        };
        assert_eq!(found, each(of, (None, None, None, None, None)), "on {}", db.name);
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn instants_by_their_seconds() {
    on_all_engines(|db| {
        set_up(db);
        let found = values(db, from_epoch(extract(DateField::Epoch, moments::instant)));
        let of = |at: NaiveDateTime| DateTime::from_timestamp(at.and_utc().timestamp(), 0);
        assert_eq!(found, each(of, None), "on {}", db.name);
        let at = moment("2024-12-31T23:30:00").and_utc();
        let local = at_offset(val::<TimestampTz>(at), 330);
        assert_eq!(db.fetch_one(&select(local)), moment("2025-01-01T05:00:00"), "on {}", db.name);
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn a_timestamp_of_its_parts() {
    on_all_engines(|db| {
        for day in [0, 1, 29, 30] {
            for (hour, minute, second) in
                [(0, 0, 0), (23, 59, 59), (24, 0, 0), (-1, 0, 0), (1, 60, 0), (1, 2, 60), (9, 8, 7)]
            {
                let part = |number: i32| u32::try_from(number).unwrap_or(u32::MAX);
                let expected = NaiveDate::from_ymd_opt(2024, 2, part(day))
                    .and_then(|date| date.and_hms_opt(part(hour), part(minute), part(second)));
                let made = make_timestamp((2024, 2, day), (hour, minute, second));
                let found = db.fetch_one(&select(made));
                assert_eq!(found, expected, "{day} {hour}:{minute}:{second} on {}", db.name);
            }
        }
        let none = make_timestamp((2024, 2, 1), (1, None::<i32>, 1));
        assert_eq!(db.fetch_one(&select(none)), None, "on {}", db.name);
        set_up(db);
        let of = |field| extract(field, moments::at);
        let same = make_timestamp(
            (of(DateField::Year), of(DateField::Month), of(DateField::Day)),
            (of(DateField::Hour), of(DateField::Minute), of(DateField::Second)),
        );
        let same =
            shift(same, of(DateField::Microsecond).assume::<BigInt>(), DateUnit::Microsecond);
        let found = values(db, same);
        assert_eq!(found, each(Some, None), "on {}", db.name);
    });
}
