//! Values that SQLite has no type for, as it stores them: in a parameter and in a literal alike.

use super::literal::{NO_ARRAY, NO_INTERVAL, NO_UNSIGNED};
use crate::ast::Value;

/// The number or text that SQLite stores in the place of the value, or why it cannot.
pub(crate) fn stored(value: &Value) -> Result<Value, &'static str> {
    match value {
        Value::UInt(_) => Err(NO_UNSIGNED),
        #[cfg(feature = "decimal")]
        Value::Decimal(decimal) => decimal_number(decimal),
        #[cfg(feature = "chrono")]
        Value::Date(date) => time::date(*date).map(Value::Text),
        #[cfg(feature = "chrono")]
        Value::Time(time) => Ok(Value::Text(time::time(*time))),
        #[cfg(feature = "chrono")]
        Value::Timestamp(time) => time::timestamp(*time).map(Value::Text),
        #[cfg(feature = "chrono")]
        Value::TimestampTz(time) => time::timestamp(time.naive_utc()).map(Value::Text),
        #[cfg(feature = "uuid")]
        Value::Uuid(uuid) => Ok(Value::Text(uuid.to_string())),
        #[cfg(feature = "json")]
        Value::Json(json) => Ok(Value::Text(json.to_string())),
        Value::Interval(_) => Err(NO_INTERVAL),
        Value::Array(_) => Err(NO_ARRAY),
        Value::Null
        | Value::Bool(_)
        | Value::Int(_)
        | Value::Double(_)
        | Value::Text(_)
        | Value::Blob(_) => Err("it is stored as it is"),
    }
}

/// The number that is exactly the decimal, or reads back as it: as text it would compare as greater
/// than every number.
#[cfg(feature = "decimal")]
fn decimal_number(decimal: &rust_decimal::Decimal) -> Result<Value, &'static str> {
    use rust_decimal::Decimal;
    if decimal.is_integer()
        && let Ok(integer) = i64::try_from(*decimal)
    {
        return Ok(Value::Int(integer));
    }
    let double: Option<f64> = decimal.to_string().parse().ok();
    let reads_back =
        |double: &f64| Decimal::from_str_exact(&double.to_string()).ok().as_ref() == Some(decimal);
    double.filter(reads_back).map(Value::Double).ok_or(
        "it has no decimals, and no floating-point number holds all these digits; keep the number in an integer column, in its smallest unit, or as text",
    )
}

/// Dates and times in one format each, so that equal moments are equal texts and text sorts by time.
#[cfg(feature = "chrono")]
mod time {
    use chrono::{Datelike, NaiveDate, NaiveDateTime, NaiveTime, Timelike};

    pub(super) fn date(date: NaiveDate) -> Result<String, &'static str> {
        match date.year() {
            0..=9999 => Ok(date.format("%Y-%m-%d").to_string()),
            _ => Err("its dates have years from 0 to 9999"),
        }
    }

    /// The fraction is there only if it is not zero: what SQLite itself writes has none, and is to
    /// be equal.
    pub(super) fn time(time: NaiveTime) -> String {
        let has_fraction = time.nanosecond() % 1_000_000_000 >= 1000;
        time.format(if has_fraction { "%H:%M:%S%.6f" } else { "%H:%M:%S" }).to_string()
    }

    pub(super) fn timestamp(timestamp: NaiveDateTime) -> Result<String, &'static str> {
        Ok(format!("{} {}", date(timestamp.date())?, time(timestamp.time())))
    }
}
