//! Values that are lent: by a driver's row, or by a [`Value`].

use super::{Interval, Value};

/// A value, lent by a driver's row or by a [`Value`].
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub enum ValueRef<'a> {
    /// NULL.
    Null,
    /// A truth value.
    Bool(bool),
    /// A signed integer.
    Int(i64),
    /// An unsigned integer beyond the range of [`ValueRef::Int`].
    UInt(u64),
    /// A floating-point number.
    Double(f64),
    /// Text.
    Text(&'a str),
    /// Bytes.
    Blob(&'a [u8]),
    /// A calendar date.
    #[cfg(feature = "chrono")]
    Date(chrono::NaiveDate),
    /// A time of day.
    #[cfg(feature = "chrono")]
    Time(chrono::NaiveTime),
    /// A date and time without a time zone.
    #[cfg(feature = "chrono")]
    Timestamp(chrono::NaiveDateTime),
    /// An instant.
    #[cfg(feature = "chrono")]
    TimestampTz(chrono::DateTime<chrono::Utc>),
    /// An exact decimal number.
    #[cfg(feature = "decimal")]
    Decimal(rust_decimal::Decimal),
    /// A UUID.
    #[cfg(feature = "uuid")]
    Uuid(uuid::Uuid),
    /// A JSON document, as its text.
    #[cfg(feature = "json")]
    Json(&'a str),
    /// A JSON document that is read already.
    #[cfg(feature = "json")]
    JsonDocument(&'a serde_json::Value),
    /// A span of time.
    Interval(Interval),
    /// The elements of an array.
    Array(&'a [Value]),
}

impl<'a> From<&'a Value> for ValueRef<'a> {
    fn from(value: &'a Value) -> Self {
        match value {
            Value::Null => ValueRef::Null,
            Value::Bool(value) => ValueRef::Bool(*value),
            Value::Int(value) => ValueRef::Int(*value),
            Value::UInt(value) => ValueRef::UInt(*value),
            Value::Double(value) => ValueRef::Double(*value),
            Value::Text(value) => ValueRef::Text(value),
            Value::Blob(value) => ValueRef::Blob(value),
            #[cfg(feature = "chrono")]
            Value::Date(value) => ValueRef::Date(*value),
            #[cfg(feature = "chrono")]
            Value::Time(value) => ValueRef::Time(*value),
            #[cfg(feature = "chrono")]
            Value::Timestamp(value) => ValueRef::Timestamp(*value),
            #[cfg(feature = "chrono")]
            Value::TimestampTz(value) => ValueRef::TimestampTz(*value),
            #[cfg(feature = "decimal")]
            Value::Decimal(value) => ValueRef::Decimal(*value),
            #[cfg(feature = "uuid")]
            Value::Uuid(value) => ValueRef::Uuid(*value),
            #[cfg(feature = "json")]
            Value::Json(value) => ValueRef::JsonDocument(value),
            Value::Interval(value) => ValueRef::Interval(*value),
            Value::Array(value) => ValueRef::Array(value),
        }
    }
}

impl ValueRef<'_> {
    /// What kind of value it is, in a word.
    pub fn kind(&self) -> &'static str {
        match self {
            ValueRef::Null => "NULL",
            ValueRef::Bool(_) => "a truth value",
            ValueRef::Int(_) | ValueRef::UInt(_) => "an integer",
            ValueRef::Double(_) => "a floating-point number",
            ValueRef::Text(_) => "text",
            ValueRef::Blob(_) => "bytes",
            #[cfg(feature = "chrono")]
            ValueRef::Date(_) => "a date",
            #[cfg(feature = "chrono")]
            ValueRef::Time(_) => "a time",
            #[cfg(feature = "chrono")]
            ValueRef::Timestamp(_) => "a timestamp",
            #[cfg(feature = "chrono")]
            ValueRef::TimestampTz(_) => "a timestamp with time zone",
            #[cfg(feature = "decimal")]
            ValueRef::Decimal(_) => "a decimal number",
            #[cfg(feature = "uuid")]
            ValueRef::Uuid(_) => "a UUID",
            #[cfg(feature = "json")]
            ValueRef::Json(_) | ValueRef::JsonDocument(_) => "JSON",
            ValueRef::Interval(_) => "an interval",
            ValueRef::Array(_) => "an array",
        }
    }
}
