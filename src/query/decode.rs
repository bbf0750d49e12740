//! Reading a row's value as the Rust type of a SQL type: exactly, or an error.
//!
//! SQLite stores dates, decimals, UUIDs and JSON as text, truth values as 0 and 1; MySQL sends
//! truth values as integers. These are read too. Nothing wraps, rounds or truncates.

use super::row::{DecodeError, DecodeErrorKind, ValueRef};
use super::types::SqlType;

type Result<T> = std::result::Result<T, DecodeError>;

#[cold]
fn out_of_range<T>(found: impl ToString, wanted: &'static str) -> Result<T> {
    let found = found.to_string();
    Err(DecodeError::new(DecodeErrorKind::OutOfRange { wanted, found }))
}

macro_rules! integers {
    ($($name:ident -> $rust:ty, $wanted:literal;)*) => { $(
        #[inline]
        pub(super) fn $name(value: ValueRef<'_>) -> Result<$rust> {
            match value {
                ValueRef::Int(int) => match <$rust>::try_from(int) {
                    Ok(int) => Ok(int),
                    Err(_) => out_of_range(int, $wanted),
                },
                value => integer_of(value, $wanted).and_then(|int| {
                    <$rust>::try_from(int).or_else(|_| out_of_range(int, $wanted))
                }),
            }
        }
    )* };
}
integers! {
    small_int -> i16, "SMALLINT";
    integer -> i32, "INTEGER";
    big_int -> i64, "BIGINT";
}

/// An integer that came as something else but is one: an unsigned one, a decimal without a
/// fraction (MySQL's SUM).
#[cold]
fn integer_of(value: ValueRef<'_>, wanted: &'static str) -> Result<i64> {
    match value {
        ValueRef::Int(int) => Ok(int),
        ValueRef::UInt(int) => i64::try_from(int).or_else(|_| out_of_range(int, wanted)),
        #[cfg(feature = "decimal")]
        ValueRef::Decimal(decimal) if decimal.is_integer() => {
            i64::try_from(decimal).or_else(|_| out_of_range(decimal, wanted))
        }
        value => Err(DecodeError::unexpected(value, wanted)),
    }
}

/// PostgreSQL sends it as a decimal, which is text without the feature `decimal`.
pub(super) fn unsigned_big_int(value: ValueRef<'_>) -> Result<u64> {
    const WANTED: &str = "BIGINT UNSIGNED";
    match value {
        ValueRef::UInt(int) => Ok(int),
        ValueRef::Int(int) => u64::try_from(int).or_else(|_| out_of_range(int, WANTED)),
        #[cfg(feature = "decimal")]
        ValueRef::Decimal(decimal) if decimal.is_integer() => {
            u64::try_from(decimal).or_else(|_| out_of_range(decimal, WANTED))
        }
        #[cfg(not(feature = "decimal"))]
        ValueRef::Text(text) => {
            text.parse().map_err(|error| DecodeError::malformed(text, WANTED, error))
        }
        value => Err(DecodeError::unexpected(value, WANTED)),
    }
}

pub(super) fn interval(value: ValueRef<'_>) -> Result<crate::ast::Interval> {
    match value {
        ValueRef::Interval(interval) => Ok(interval),
        value => Err(DecodeError::unexpected(value, "INTERVAL")),
    }
}

pub(super) fn array<T: SqlType>(value: ValueRef<'_>) -> Result<Vec<T::Rust>> {
    match value {
        ValueRef::Array(elements) => {
            elements.iter().map(|element| T::decode(element.into())).collect()
        }
        value => Err(DecodeError::unexpected(value, "an array")),
    }
}

/// 2^53: up to here every integer is a `f64`.
const EXACT: u64 = 1 << f64::MANTISSA_DIGITS;

#[inline]
pub(super) fn double(value: ValueRef<'_>) -> Result<f64> {
    match value {
        ValueRef::Double(double) => Ok(double),
        value => double_of(value, "DOUBLE PRECISION"),
    }
}

/// An integer stored in a floating-point column, as SQLite returns it from an expression.
#[cold]
fn double_of(value: ValueRef<'_>, wanted: &'static str) -> Result<f64> {
    match value {
        ValueRef::Int(int) if int.unsigned_abs() <= EXACT => Ok(int as f64),
        ValueRef::Int(int) => out_of_range(int, wanted),
        #[cfg(feature = "decimal")]
        ValueRef::Decimal(decimal) => {
            f64::try_from(decimal).or_else(|_| out_of_range(decimal, wanted))
        }
        value => Err(DecodeError::unexpected(value, wanted)),
    }
}

pub(super) fn real(value: ValueRef<'_>) -> Result<f32> {
    let double = match value {
        ValueRef::Double(double) => double,
        value => double_of(value, "REAL")?,
    };
    // Servers that compute in 64 bits return more digits than REAL has: the nearest is meant.
    let real = double as f32;
    if real.is_infinite() && double.is_finite() { out_of_range(double, "REAL") } else { Ok(real) }
}

#[inline]
pub(super) fn boolean(value: ValueRef<'_>) -> Result<bool> {
    match value {
        ValueRef::Bool(bool) => Ok(bool),
        ValueRef::Int(0) => Ok(false),
        ValueRef::Int(1) => Ok(true),
        ValueRef::Int(int) => out_of_range(int, "BOOLEAN"),
        value => Err(DecodeError::unexpected(value, "BOOLEAN")),
    }
}

#[inline]
pub(super) fn text(value: ValueRef<'_>) -> Result<String> {
    match value {
        ValueRef::Text(text) => Ok(text.to_owned()),
        #[cfg(feature = "json")]
        ValueRef::Json(text) => Ok(text.to_owned()),
        #[cfg(feature = "json")]
        ValueRef::JsonDocument(document) => Ok(document.to_string()),
        value => Err(DecodeError::unexpected(value, "text")),
    }
}

#[inline]
pub(super) fn blob(value: ValueRef<'_>) -> Result<Vec<u8>> {
    match value {
        ValueRef::Blob(bytes) => Ok(bytes.to_owned()),
        value => Err(DecodeError::unexpected(value, "bytes")),
    }
}

/// What a DECIMAL is in Rust.
#[cfg(feature = "decimal")]
pub type DecimalRust = rust_decimal::Decimal;
/// What a DECIMAL is in Rust.
#[cfg(not(feature = "decimal"))]
pub type DecimalRust = String;

/// Exactly, if it is of a declared precision; what was computed has as many digits as the server
/// likes, so those after the point that the type has no room for are rounded.
#[cfg(feature = "decimal")]
pub(super) fn decimal<const P: u8>(value: ValueRef<'_>) -> Result<rust_decimal::Decimal> {
    use rust_decimal::Decimal;
    const WANTED: &str = "DECIMAL";
    let parse = |text: &str| {
        let plain = if P == 0 { text.parse() } else { Decimal::from_str_exact(text) };
        let parsed = plain.or_else(|_| Decimal::from_scientific(text));
        parsed.map_err(|error| DecodeError::malformed(text, WANTED, error))
    };
    match value {
        ValueRef::Decimal(decimal) => Ok(decimal),
        ValueRef::Int(int) => Ok(int.into()),
        ValueRef::UInt(int) => Ok(int.into()),
        ValueRef::Text(text) => parse(text),
        // The shortest decimal that is this double: what was stored, to 15 digits.
        ValueRef::Double(double) => parse(&double.to_string()),
        value => Err(DecodeError::unexpected(value, WANTED)),
    }
}

#[cfg(not(feature = "decimal"))]
pub(super) fn decimal<const P: u8>(value: ValueRef<'_>) -> Result<String> {
    match value {
        ValueRef::Text(text) => Ok(text.to_owned()),
        ValueRef::Int(int) => Ok(int.to_string()),
        ValueRef::UInt(int) => Ok(int.to_string()),
        ValueRef::Double(double) => Ok(double.to_string()),
        value => Err(DecodeError::unexpected(value, "DECIMAL")),
    }
}

#[cfg(feature = "chrono")]
mod dates {
    use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, Utc};

    use super::*;

    pub(in super::super) fn date(value: ValueRef<'_>) -> Result<NaiveDate> {
        match value {
            ValueRef::Date(date) => Ok(date),
            ValueRef::Text(text) => NaiveDate::parse_from_str(text, "%Y-%m-%d")
                .map_err(|error| DecodeError::malformed(text, "DATE", error)),
            value => Err(DecodeError::unexpected(value, "DATE")),
        }
    }

    pub(in super::super) fn time(value: ValueRef<'_>) -> Result<NaiveTime> {
        match value {
            ValueRef::Time(time) => Ok(time),
            ValueRef::Text(text) => NaiveTime::parse_from_str(text, "%H:%M:%S%.f")
                .or_else(|_| NaiveTime::parse_from_str(text, "%H:%M"))
                .map_err(|error| DecodeError::malformed(text, "TIME", error)),
            value => Err(DecodeError::unexpected(value, "TIME")),
        }
    }

    fn local(text: &str) -> std::result::Result<NaiveDateTime, chrono::ParseError> {
        NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M:%S%.f")
            .or_else(|_| NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M:%S%.f"))
            .or_else(|error| match NaiveDate::parse_from_str(text, "%Y-%m-%d") {
                Ok(date) => Ok(date.and_time(NaiveTime::MIN)),
                Err(_) => Err(error),
            })
    }

    pub(in super::super) fn timestamp(value: ValueRef<'_>) -> Result<NaiveDateTime> {
        match value {
            ValueRef::Timestamp(timestamp) => Ok(timestamp),
            ValueRef::Text(text) => {
                local(text).map_err(|error| DecodeError::malformed(text, "TIMESTAMP", error))
            }
            value => Err(DecodeError::unexpected(value, "TIMESTAMP")),
        }
    }

    /// Text without an offset is UTC, as the adapters' sessions are.
    pub(in super::super) fn timestamp_tz(value: ValueRef<'_>) -> Result<DateTime<Utc>> {
        const WANTED: &str = "TIMESTAMP WITH TIME ZONE";
        match value {
            ValueRef::TimestampTz(instant) => Ok(instant),
            ValueRef::Timestamp(timestamp) => Ok(timestamp.and_utc()),
            ValueRef::Text(text) => DateTime::parse_from_rfc3339(text)
                .or_else(|_| DateTime::parse_from_str(text, "%Y-%m-%d %H:%M:%S%.f%#z"))
                .map(|instant| instant.to_utc())
                .or_else(|_| local(text).map(|timestamp| timestamp.and_utc()))
                .map_err(|error| DecodeError::malformed(text, WANTED, error)),
            value => Err(DecodeError::unexpected(value, WANTED)),
        }
    }
}
#[cfg(feature = "chrono")]
pub(super) use dates::{date, time, timestamp, timestamp_tz};

#[cfg(feature = "uuid")]
pub(super) fn uuid(value: ValueRef<'_>) -> Result<uuid::Uuid> {
    match value {
        ValueRef::Uuid(uuid) => Ok(uuid),
        ValueRef::Text(text) => {
            uuid::Uuid::try_parse(text).map_err(|error| DecodeError::malformed(text, "UUID", error))
        }
        ValueRef::Blob(bytes) => uuid::Uuid::from_slice(bytes)
            .map_err(|error| DecodeError::malformed("bytes", "UUID", error)),
        value => Err(DecodeError::unexpected(value, "UUID")),
    }
}

#[cfg(feature = "json")]
pub(super) fn json(value: ValueRef<'_>) -> Result<serde_json::Value> {
    match value {
        ValueRef::Json(text) | ValueRef::Text(text) => {
            serde_json::from_str(text).map_err(|error| DecodeError::malformed(text, "JSON", error))
        }
        ValueRef::JsonDocument(document) => Ok(document.clone()),
        value => Err(DecodeError::unexpected(value, "JSON")),
    }
}
