//! Values as the driver takes them: numbers, timestamps and times as such, the rest as text or bytes.

use ::mysql::Value as Bound;
#[cfg(feature = "chrono")]
use chrono::{Datelike, NaiveDate, NaiveDateTime, NaiveTime, Timelike};

use crate::CompileError;
use crate::dialect::literal::{NO_ARRAY, NO_INTERVAL};
use crate::query::ValueRef;

/// A value for a parameter.
pub(super) fn bind(value: ValueRef<'_>, dialect: &'static str) -> Result<Bound, CompileError> {
    bound(value).map_err(|reason| CompileError::InvalidValue {
        value: value.to_value().map_or_else(|_| value.kind().into(), |value| value.to_string()),
        dialect,
        reason,
    })
}

fn bound(value: ValueRef<'_>) -> Result<Bound, &'static str> {
    Ok(match value {
        ValueRef::Null => Bound::NULL,
        ValueRef::Bool(truth) => Bound::Int(i64::from(truth)),
        ValueRef::Int(number) => Bound::Int(number),
        ValueRef::UInt(number) => Bound::UInt(number),
        ValueRef::Double(number) if number.is_finite() => Bound::Double(number),
        ValueRef::Double(_) => return Err("its numbers are finite"),
        ValueRef::Text(text) => Bound::Bytes(text.into()),
        ValueRef::Blob(bytes) => Bound::Bytes(bytes.into()),
        // The protocol has no type for a date alone: it would be a DATETIME, at midnight.
        #[cfg(feature = "chrono")]
        ValueRef::Date(date) => {
            year(date)?;
            text(&date)
        }
        #[cfg(feature = "chrono")]
        ValueRef::Time(time) => {
            let (hour, minute, second, micros) = clock(time)?;
            Bound::Time(false, 0, hour, minute, second, micros)
        }
        #[cfg(feature = "chrono")]
        ValueRef::Timestamp(timestamp) => moment(timestamp)?,
        #[cfg(feature = "chrono")]
        ValueRef::TimestampTz(instant) => moment(instant.naive_utc())?,
        #[cfg(feature = "decimal")]
        ValueRef::Decimal(number) => text(&number),
        #[cfg(feature = "uuid")]
        ValueRef::Uuid(uuid) => text(&uuid),
        #[cfg(feature = "json")]
        ValueRef::Json(document) => Bound::Bytes(document.into()),
        #[cfg(feature = "json")]
        ValueRef::JsonDocument(document) => text(document),
        ValueRef::Interval(_) => return Err(NO_INTERVAL),
        ValueRef::Array(_) => return Err(NO_ARRAY),
    })
}

#[cfg(any(feature = "chrono", feature = "decimal", feature = "uuid", feature = "json"))]
fn text(value: &impl ToString) -> Bound {
    Bound::Bytes(value.to_string().into_bytes())
}

#[cfg(feature = "chrono")]
fn moment(timestamp: NaiveDateTime) -> Result<Bound, &'static str> {
    let (date, (hour, minute, second, micros)) = (timestamp.date(), clock(timestamp.time())?);
    let [month, day] = [date.month(), date.day()].map(small);
    Ok(Bound::Date(year(date)?, month, day, hour, minute, second, micros))
}

#[cfg(feature = "chrono")]
fn year(date: NaiveDate) -> Result<u16, &'static str> {
    let year = u16::try_from(date.year()).ok().filter(|year| *year <= 9999);
    year.ok_or("its years are 0 to 9999")
}

/// Hour, minute, second, microsecond; what is finer is cut off.
#[cfg(feature = "chrono")]
fn clock(time: NaiveTime) -> Result<(u8, u8, u8, u32), &'static str> {
    let micros = time.nanosecond() / 1000;
    if micros >= 1_000_000 {
        return Err("it has no leap seconds");
    }
    let [hour, minute, second] = [time.hour(), time.minute(), time.second()].map(small);
    Ok((hour, minute, second, micros))
}

/// A part of a date or time, which is below 100.
#[cfg(feature = "chrono")]
fn small(part: u32) -> u8 {
    u8::try_from(part).unwrap_or_default()
}
