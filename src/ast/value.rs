//! Values, SQL types, and what binds the two: a parameter.

use std::fmt;

use super::Name;

/// A value as a statement carries it to the server.
///
/// It says what the value is, not which SQL type it takes: that is the [`DataType`] of the
/// [`Bind`] or column it stands in.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Value {
    /// NULL.
    Null,
    /// A truth value.
    Bool(bool),
    /// A signed integer.
    Int(i64),
    /// An unsigned integer beyond the range of [`Value::Int`] (MySQL's `BIGINT UNSIGNED`).
    UInt(u64),
    /// A binary floating-point number.
    Double(f64),
    /// Text.
    Text(String),
    /// Bytes.
    Blob(Box<[u8]>),
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
    /// A JSON document.
    #[cfg(feature = "json")]
    Json(Box<serde_json::Value>),
    /// A span of time (PostgreSQL's `INTERVAL`).
    Interval(Interval),
    /// The elements of an array (PostgreSQL).
    Array(Box<[Value]>),
}

/// A span of time: months, days and microseconds, which are kept apart, since a month is not always
/// as many days, nor a day as many hours. It is what PostgreSQL's `INTERVAL` holds:
/// <https://www.postgresql.org/docs/current/datatype-datetime.html#DATATYPE-INTERVAL-INPUT>.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Interval {
    /// Months; twelve are a year.
    pub months: i32,
    /// Days.
    pub days: i32,
    /// Microseconds.
    pub microseconds: i64,
}

impl Interval {
    /// No time.
    pub const ZERO: Interval = Interval { months: 0, days: 0, microseconds: 0 };

    /// So many months, days and microseconds.
    pub const fn new(months: i32, days: i32, microseconds: i64) -> Self {
        Interval { months, days, microseconds }
    }
}

/// What is finer than a microsecond is cut off.
#[cfg(feature = "chrono")]
impl TryFrom<chrono::TimeDelta> for Interval {
    type Error = std::num::TryFromIntError;

    fn try_from(span: chrono::TimeDelta) -> Result<Self, Self::Error> {
        let seconds = i128::from(span.num_seconds());
        let microseconds = seconds * 1_000_000 + i128::from(span.subsec_nanos() / 1000);
        Ok(Interval::new(0, 0, i64::try_from(microseconds)?))
    }
}

/// As PostgreSQL reads it: `14 mons 3 days 5400.000001 secs`.
impl fmt::Display for Interval {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const SECOND: u64 = 1_000_000;
        let micros = self.microseconds.unsigned_abs();
        let sign = if self.microseconds < 0 { "-" } else { "" };
        let (seconds, fraction) = (micros / SECOND, micros % SECOND);
        write!(f, "{} mons {} days {sign}{seconds}.{fraction:06} secs", self.months, self.days)
    }
}

// A value fits three words, so that a bound operand fits four.
const _: () = assert!(size_of::<Value>() == 24);

impl Value {
    /// Whether the value is NULL.
    pub fn is_null(&self) -> bool {
        matches!(self, Value::Null)
    }

    /// Whether the value is a JSON document.
    #[inline]
    pub(crate) fn is_json(&self) -> bool {
        #[cfg(feature = "json")]
        let is_json = matches!(self, Value::Json(_));
        #[cfg(not(feature = "json"))]
        let is_json = false;
        is_json
    }
}

/// What it holds, for a reader: text as it is, bytes in hexadecimal digits, `NULL`. Not SQL: that is
/// [`to_sql_inline`](crate::dialect::to_sql_inline)'s.
impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Value::Null => f.pad("NULL"),
            Value::Bool(truth) => truth.fmt(f),
            Value::Int(number) => number.fmt(f),
            Value::UInt(number) => number.fmt(f),
            Value::Double(number) => number.fmt(f),
            Value::Text(text) => text.fmt(f),
            Value::Blob(bytes) => bytes.iter().try_for_each(|byte| write!(f, "{byte:02x}")),
            #[cfg(feature = "chrono")]
            Value::Date(date) => date.fmt(f),
            #[cfg(feature = "chrono")]
            Value::Time(time) => time.fmt(f),
            #[cfg(feature = "chrono")]
            Value::Timestamp(timestamp) => timestamp.fmt(f),
            #[cfg(feature = "chrono")]
            Value::TimestampTz(instant) => instant.fmt(f),
            #[cfg(feature = "decimal")]
            Value::Decimal(number) => number.fmt(f),
            #[cfg(feature = "uuid")]
            Value::Uuid(uuid) => uuid.fmt(f),
            #[cfg(feature = "json")]
            Value::Json(json) => json.fmt(f),
            Value::Interval(interval) => interval.fmt(f),
            Value::Array(elements) => {
                f.write_str("[")?;
                for (index, element) in elements.iter().enumerate() {
                    f.write_str(if index > 0 { ", " } else { "" })?;
                    element.fmt(f)?;
                }
                f.write_str("]")
            }
        }
    }
}

macro_rules! value_from {
    ($($rust:ty => $variant:ident),* $(,)?) => { $(
        impl From<$rust> for Value {
            fn from(value: $rust) -> Self {
                Value::$variant(value.into())
            }
        }
    )* };
}

value_from! {
    bool => Bool,
    i8 => Int, i16 => Int, i32 => Int, i64 => Int, u8 => Int, u16 => Int, u32 => Int,
    f32 => Double, f64 => Double,
    String => Text, &str => Text, std::borrow::Cow<'_, str> => Text, Box<str> => Text,
    Vec<u8> => Blob, &[u8] => Blob,
    Interval => Interval, Vec<Value> => Array,
}

#[cfg(feature = "chrono")]
value_from! {
    chrono::NaiveDate => Date, chrono::NaiveTime => Time, chrono::NaiveDateTime => Timestamp,
    chrono::DateTime<chrono::Utc> => TimestampTz,
}
#[cfg(feature = "decimal")]
value_from! { rust_decimal::Decimal => Decimal }
#[cfg(feature = "uuid")]
value_from! { uuid::Uuid => Uuid }
#[cfg(feature = "json")]
value_from! { serde_json::Value => Json }

macro_rules! value_from_list {
    ($($element:ty),* $(,)?) => { $(
        impl From<Vec<$element>> for Value {
            fn from(elements: Vec<$element>) -> Self {
                Value::array(elements)
            }
        }
    )* };
}

// Of bytes it is a blob.
value_from_list! { bool, i16, i32, i64, u16, u32, u64, f32, f64, String, &str }
#[cfg(feature = "chrono")]
value_from_list! { chrono::NaiveDate, chrono::NaiveDateTime, chrono::DateTime<chrono::Utc> }
#[cfg(feature = "decimal")]
value_from_list! { rust_decimal::Decimal }
#[cfg(feature = "uuid")]
value_from_list! { uuid::Uuid }

impl Value {
    /// An array, or a list that is sent as one parameter.
    pub fn array(elements: impl IntoIterator<Item: Into<Value>>) -> Self {
        Value::Array(elements.into_iter().map(Into::into).collect())
    }
}

impl From<u64> for Value {
    fn from(value: u64) -> Self {
        i64::try_from(value).map_or(Value::UInt(value), Value::Int)
    }
}

impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Value::Null, T::into)
    }
}

/// A SQL type: of a column, a parameter, or the target of a CAST.
///
/// Each dialect has its own spelling; `dialect::Dialect::type_name` tells it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum DataType {
    /// `SMALLINT`: 16 bits, signed.
    SmallInt,
    /// `INTEGER`: 32 bits, signed.
    Integer,
    /// `BIGINT`: 64 bits, signed.
    BigInt,
    /// 64 bits without a sign: `BIGINT UNSIGNED` on MySQL and MariaDB, `NUMERIC(20, 0)` on PostgreSQL.
    UnsignedBigInt,
    /// `REAL`: a 32-bit floating-point number.
    Real,
    /// `DOUBLE PRECISION`: a 64-bit floating-point number.
    Double,
    /// `DECIMAL(precision, scale)`: an exact decimal number.
    Decimal(Option<(u8, u8)>),
    /// `BOOLEAN`.
    Boolean,
    /// Text of any length.
    Text,
    /// Text of at most so many characters.
    VarChar(Option<u32>),
    /// Text of exactly so many characters, padded with spaces.
    Char(Option<u32>),
    /// Bytes.
    Blob,
    /// A calendar date.
    Date,
    /// A time of day, in microseconds.
    Time,
    /// A date and time without a time zone, in microseconds.
    Timestamp,
    /// An instant, in microseconds.
    TimestampTz,
    /// A span of time.
    Interval,
    /// A JSON document.
    Json,
    /// A UUID.
    Uuid,
    /// An array (PostgreSQL).
    Array(&'static DataType),
    /// A range of values (PostgreSQL).
    Range(&'static DataType),
    /// A type by the server's own name: an enum, a domain, a type of an extension.
    Named(Name),
}

/// A bound parameter: a value, and the SQL type it stands for.
#[derive(Clone, Debug, PartialEq)]
pub struct Bind {
    /// The value.
    pub value: Value,
    /// The SQL type; none where only the value itself tells.
    pub data_type: Option<&'static DataType>,
}

impl Bind {
    /// A parameter whose SQL type is told by its value alone.
    pub fn untyped(value: impl Into<Value>) -> Self {
        Bind { value: value.into(), data_type: None }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_reads_as_what_it_holds() {
        let values = [Value::from("it's"), Value::from(-1), Value::from(0.5), Value::Null];
        let text = values.map(|value| value.to_string()).join(" ");
        assert_eq!(text, "it's -1 0.5 NULL");
        assert_eq!(Value::from(&[0, 0xAB][..]).to_string(), "00ab");
        assert_eq!(format!("{:>5}|{:<5}|", Value::from(12), Value::Null), "   12|NULL |");
    }

    #[cfg(feature = "chrono")]
    #[test]
    fn a_span_of_time_is_an_interval_of_microseconds() {
        use chrono::TimeDelta;
        let micros = |span| Interval::try_from(span).map(|span| span.microseconds).ok();
        assert_eq!(micros(TimeDelta::days(-1)), Some(-86_400_000_000));
        assert_eq!(micros(TimeDelta::nanoseconds(1999)), Some(1));
        assert_eq!(micros(TimeDelta::nanoseconds(-1999)), Some(-1));
        assert_eq!(micros(TimeDelta::MAX), None);
    }
}
