//! Dates and times in PostgreSQL's binary form: days and microseconds since 2000.

use chrono::{Datelike, Days, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Timelike};

/// 2000-01-01 in chrono's count of days.
const EPOCH_DAY: i32 = 730_120;
const DAY: i64 = 86_400_000_000;

fn epoch() -> NaiveDate {
    NaiveDate::from_num_days_from_ce_opt(EPOCH_DAY).unwrap_or_default()
}

/// The days from 2000 to the date.
pub(super) fn days(date: NaiveDate) -> Result<i32, &'static str> {
    date.num_days_from_ce().checked_sub(EPOCH_DAY).ok_or("the date is out of range")
}

/// The microseconds since midnight; what is finer is cut off.
pub(super) fn micros_of_day(time: NaiveTime) -> i64 {
    i64::from(time.num_seconds_from_midnight()) * 1_000_000 + i64::from(time.nanosecond() / 1000)
}

/// The microseconds since 2000; what is finer is cut off.
pub(super) fn micros(time: NaiveDateTime) -> i64 {
    let days = i64::from(time.date().num_days_from_ce() - EPOCH_DAY);
    days * DAY + micros_of_day(time.time())
}

/// The date so many days from 2000.
pub(super) fn date(days: i32) -> Option<NaiveDate> {
    let distance = Days::new(days.unsigned_abs().into());
    if days < 0 { epoch().checked_sub_days(distance) } else { epoch().checked_add_days(distance) }
}

/// The time so many microseconds after midnight; 24:00 is none.
pub(super) fn time(micros: i64) -> Option<NaiveTime> {
    let seconds = u32::try_from(micros / 1_000_000).ok()?;
    let nanos = u32::try_from(micros % 1_000_000 * 1000).ok()?;
    NaiveTime::from_num_seconds_from_midnight_opt(seconds, nanos)
}

/// The moment so many microseconds from 2000.
pub(super) fn timestamp(micros: i64) -> Option<NaiveDateTime> {
    epoch().and_time(NaiveTime::MIN).checked_add_signed(TimeDelta::microseconds(micros))
}
