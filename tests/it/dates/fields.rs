//! Parts of dates and times, and what they are cut down to.

use chrono::{Datelike, Days, Timelike};

use super::*;

const FIELDS: &[DateField] = &[
    DateField::Year,
    DateField::Quarter,
    DateField::Month,
    DateField::IsoWeek,
    DateField::IsoYear,
    DateField::Day,
    DateField::DayOfWeek,
    DateField::IsoDayOfWeek,
    DateField::DayOfYear,
    DateField::Hour,
    DateField::Minute,
    DateField::Second,
    DateField::Microsecond,
    DateField::Epoch,
];

fn field(of: NaiveDateTime, field: DateField) -> i64 {
    match field {
        DateField::Year => of.year().into(),
        DateField::Quarter => (of.month0() / 3 + 1).into(),
        DateField::Month => of.month().into(),
        DateField::IsoWeek => of.iso_week().week().into(),
        DateField::IsoYear => of.iso_week().year().into(),
        DateField::Day => of.day().into(),
        DateField::DayOfWeek => of.weekday().num_days_from_sunday().into(),
        DateField::IsoDayOfWeek => of.weekday().number_from_monday().into(),
        DateField::DayOfYear => of.ordinal().into(),
        DateField::Hour => of.hour().into(),
        DateField::Minute => of.minute().into(),
        DateField::Second => of.second().into(),
        DateField::Microsecond => (of.nanosecond() / 1000).into(),
        DateField::Epoch => of.and_utc().timestamp(),
        other => panic!("{other:?} is not tested"),
    }
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn every_field_of_every_moment() {
    on_all_engines(|db| {
        set_up(db);
        for name in FIELDS.iter().copied() {
            let found = values(
                db,
                (
                    extract(name, moments::day),
                    extract(name, moments::at),
                    extract(name, moments::instant),
                ),
            );
            let of = |at: NaiveDateTime| {
                let day = at.date().and_time(NaiveTime::MIN);
                (Some(field(day, name)), Some(field(at, name)), Some(field(at, name)))
            };
            assert_eq!(found, each(of, (None, None, None)), "{name:?} on {}", db.name);
        }
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn every_field_of_every_time_of_day() {
    use TimeField::{Hour, Microsecond, Minute, Second};
    on_all_engines(|db| {
        set_up(db);
        for name in [Hour, Minute, Second, Microsecond] {
            let found = values(
                db,
                (
                    extract(name, moments::clock),
                    extract(name, moments::at),
                    extract(name, moments::instant),
                ),
            );
            let of = |at: NaiveDateTime| {
                let value = Some(field(at, name.into()));
                (value, value, value)
            };
            assert_eq!(found, each(of, (None, None, None)), "{name:?} on {}", db.name);
        }
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn a_part_in_a_condition_and_of_a_parameter() {
    on_all_engines(|db| {
        set_up(db);
        let leap_days = select(count_star())
            .from(moments::table)
            .filter(extract(DateField::Month, moments::at).eq(2))
            .filter(extract(DateField::Day, moments::day).eq(29));
        assert_eq!(db.fetch_one(&leap_days), 4, "on {}", db.name);
        let at = moment("1969-12-31T23:59:59.999999");
        for name in FIELDS.iter().copied() {
            let values = (
                extract(name, val::<Timestamp>(at)),
                extract(name, literal::<Timestamp>(at)),
                extract(name, val::<TimestampTz>(at.and_utc())),
            );
            let value = field(at, name);
            assert_eq!(
                db.fetch_one(&select(values)),
                (value, value, value),
                "{name:?} on {}",
                db.name
            );
        }
        let time = extract(TimeField::Microsecond, val::<Time>(at.time()));
        assert_eq!(db.fetch_one(&select(time)), 999_999, "on {}", db.name);
    });
}

const UNITS: &[DateUnit] = &[
    DateUnit::Year,
    DateUnit::Quarter,
    DateUnit::Month,
    DateUnit::Week,
    DateUnit::Day,
    DateUnit::Hour,
    DateUnit::Minute,
    DateUnit::Second,
    DateUnit::Microsecond,
];

fn cut(at: NaiveDateTime, unit: DateUnit) -> NaiveDateTime {
    let day = at.date();
    let first = |month| NaiveDate::from_ymd_opt(at.year(), month, 1).expect("a date");
    let midnight = |day: NaiveDate| day.and_time(NaiveTime::MIN);
    let clock = |hour, minute, second| day.and_hms_opt(hour, minute, second).expect("a time");
    match unit {
        DateUnit::Year => midnight(first(1)),
        DateUnit::Quarter => midnight(first(at.month0() / 3 * 3 + 1)),
        DateUnit::Month => midnight(first(at.month())),
        DateUnit::Week => midnight(day - Days::new(at.weekday().num_days_from_monday().into())),
        DateUnit::Day => midnight(day),
        DateUnit::Hour => clock(at.hour(), 0, 0),
        DateUnit::Minute => clock(at.hour(), at.minute(), 0),
        DateUnit::Second => clock(at.hour(), at.minute(), at.second()),
        DateUnit::Microsecond => at,
        other => panic!("{other:?} is not tested"),
    }
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn every_moment_cut_down_to_every_unit() {
    on_all_engines(|db| {
        set_up(db);
        for unit in UNITS.iter().copied() {
            let found = values(
                db,
                (
                    truncate(unit, moments::day),
                    truncate(unit, moments::at),
                    truncate(unit, moments::instant),
                ),
            );
            let of = |at: NaiveDateTime| {
                let day = cut(at.date().and_time(NaiveTime::MIN), unit).date();
                let at = cut(at, unit);
                (Some(day), Some(at), Some(at.and_utc()))
            };
            assert_eq!(found, each(of, (None, None, None)), "{unit:?} on {}", db.name);
        }
    });
}

/// What is cut is equal to the moment stored as such: on SQLite, as text.
#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn what_is_cut_equals_what_is_stored() {
    on_all_engines(|db| {
        set_up(db);
        for unit in UNITS.iter().copied() {
            let at = moment("2020-02-29T10:20:30.123456");
            let found = select(count_star())
                .from(moments::table)
                .filter(moments::at.eq(at))
                .filter(truncate(unit, moments::at).eq(cut(at, unit)))
                .filter(truncate(unit, moments::instant).eq(cut(at, unit).and_utc()))
                .filter(truncate(unit, moments::day).eq(cut(cut(at, DateUnit::Day), unit).date()));
            assert_eq!(db.fetch_one(&found), 1, "{unit:?} on {}", db.name);
        }
    });
}
