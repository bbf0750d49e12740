//! Rows: values straight from the bytes that the server sent, by the type of their column.

use std::error::Error;
use std::sync::Arc;

use postgres::Row;
use postgres::types::{FromSql, Kind, Type};

use super::numeric;
use crate::ast::{Interval, Value};
use crate::query::{DecodeError, DecodeErrorKind, RowSource, ValueRef};

/// The bytes of a value.
struct Raw<'r>(&'r [u8]);

impl<'r> FromSql<'r> for Raw<'r> {
    fn from_sql(_: &Type, raw: &'r [u8]) -> Result<Self, Box<dyn Error + Sync + Send>> {
        Ok(Raw(raw))
    }

    fn accepts(_: &Type) -> bool {
        true
    }
}

/// What the rows of a result share.
#[derive(Default)]
pub(super) struct Shared {
    /// The names of the columns, once they were asked for.
    columns: Option<Arc<[String]>>,
    /// Room for a number's text.
    text: String,
    /// Room for an array's elements.
    elements: Vec<Value>,
}

/// A row, read from left to right.
pub(super) struct Cursor<'r> {
    row: &'r Row,
    next: usize,
    following: usize,
    shared: &'r mut Shared,
}

impl<'r> Cursor<'r> {
    pub(super) fn new(row: &'r Row, following: usize, shared: &'r mut Shared) -> Self {
        Cursor { row, next: 0, following, shared }
    }

    /// The error with the column that was read last.
    #[cold]
    pub(super) fn located(&self, error: DecodeError, sql: &str) -> crate::Error {
        let column = match error.kind() {
            DecodeErrorKind::EndOfRow => None,
            _ => self.next.checked_sub(1),
        };
        let name = column.and_then(|index| Some((index, self.row.columns().get(index)?.name())));
        let error = match name {
            Some((index, name)) => error.in_column(index, name),
            None => error,
        };
        crate::Error::decode(error, sql)
    }
}

impl RowSource for Cursor<'_> {
    fn following(&self) -> usize {
        self.following
    }

    fn columns(&mut self) -> Arc<[String]> {
        let names = || self.row.columns().iter().map(|column| column.name().to_owned()).collect();
        self.shared.columns.get_or_insert_with(names).clone()
    }

    #[inline]
    fn next(&mut self) -> Result<ValueRef<'_>, DecodeError> {
        let Some(column) = self.row.columns().get(self.next) else {
            return Err(DecodeError::new(DecodeErrorKind::EndOfRow));
        };
        let raw = self.row.try_get::<_, Option<Raw<'_>>>(self.next);
        self.next += 1;
        match raw {
            Ok(None) => Ok(ValueRef::Null),
            Ok(Some(Raw(raw))) => value(column.type_(), raw, self.shared),
            Err(error) => Err(DecodeError::new(DecodeErrorKind::Driver(error.to_string()))),
        }
    }
}

/// A value by its type.
pub(super) fn value<'v>(
    ty: &Type,
    raw: &'v [u8],
    shared: &'v mut Shared,
) -> Result<ValueRef<'v>, DecodeError> {
    Ok(match *ty {
        Type::BOOL => ValueRef::Bool(fixed::<1>(ty, raw)? != [0]),
        Type::INT2 => ValueRef::Int(i16::from_be_bytes(fixed(ty, raw)?).into()),
        Type::INT4 => ValueRef::Int(i32::from_be_bytes(fixed(ty, raw)?).into()),
        Type::INT8 => ValueRef::Int(i64::from_be_bytes(fixed(ty, raw)?)),
        Type::FLOAT4 => ValueRef::Double(f32::from_be_bytes(fixed(ty, raw)?).into()),
        Type::FLOAT8 => ValueRef::Double(f64::from_be_bytes(fixed(ty, raw)?)),
        Type::TEXT | Type::VARCHAR | Type::BPCHAR | Type::NAME | Type::UNKNOWN | Type::XML => {
            ValueRef::Text(utf8(raw)?)
        }
        Type::BYTEA => ValueRef::Blob(raw),
        Type::OID => ValueRef::Int(u32::from_be_bytes(fixed(ty, raw)?).into()),
        _ => return rarer(ty, raw, shared),
    })
}

fn rarer<'v>(
    ty: &Type,
    raw: &'v [u8],
    shared: &'v mut Shared,
) -> Result<ValueRef<'v>, DecodeError> {
    Ok(match *ty {
        Type::NUMERIC => return decimal(raw, &mut shared.text),
        #[cfg(feature = "chrono")]
        Type::DATE => {
            let date = super::time::date(i32::from_be_bytes(fixed(ty, raw)?));
            ValueRef::Date(date.ok_or_else(|| no_time(ty))?)
        }
        #[cfg(feature = "chrono")]
        Type::TIME => {
            let time = super::time::time(i64::from_be_bytes(fixed(ty, raw)?));
            ValueRef::Time(time.ok_or_else(|| no_time(ty))?)
        }
        #[cfg(feature = "chrono")]
        Type::TIMESTAMP => ValueRef::Timestamp(moment(ty, raw)?),
        #[cfg(feature = "chrono")]
        Type::TIMESTAMPTZ => ValueRef::TimestampTz(moment(ty, raw)?.and_utc()),
        #[cfg(feature = "uuid")]
        Type::UUID => ValueRef::Uuid(uuid::Uuid::from_bytes(fixed(ty, raw)?)),
        #[cfg(feature = "json")]
        Type::JSON => ValueRef::Json(utf8(raw)?),
        // A byte with the format's version stands before the text.
        #[cfg(feature = "json")]
        Type::JSONB => ValueRef::Json(utf8(raw.get(1..).unwrap_or_default())?),
        #[cfg(not(feature = "json"))]
        Type::JSON => ValueRef::Text(utf8(raw)?),
        #[cfg(not(feature = "json"))]
        Type::JSONB => ValueRef::Text(utf8(raw.get(1..).unwrap_or_default())?),
        Type::INTERVAL => {
            let [micros, rest] = [raw.get(..8), raw.get(8..)].map(Option::unwrap_or_default);
            let [days, months] = [rest.get(..4), rest.get(4..)].map(Option::unwrap_or_default);
            ValueRef::Interval(Interval {
                months: i32::from_be_bytes(fixed(ty, months)?),
                days: i32::from_be_bytes(fixed(ty, days)?),
                microseconds: i64::from_be_bytes(fixed(ty, micros)?),
            })
        }
        Type::CHAR => ValueRef::Text(utf8(raw)?),
        _ => match ty.kind() {
            Kind::Enum(_) => ValueRef::Text(utf8(raw)?),
            Kind::Domain(base) => return value(base, raw, shared),
            Kind::Array(element) => {
                shared.elements = elements(element, raw)?;
                ValueRef::Array(&shared.elements)
            }
            Kind::Range(element) => {
                shared.elements = super::range::bounds(element, raw)?;
                ValueRef::Array(&shared.elements)
            }
            _ if ty.name() == "citext" => ValueRef::Text(utf8(raw)?),
            _ => return Err(unread(ty)),
        },
    })
}

fn decimal<'v>(raw: &[u8], text: &'v mut String) -> Result<ValueRef<'v>, DecodeError> {
    text.clear();
    let malformed = |found: &str, reason: &str| DecodeError::malformed(found, "DECIMAL", reason);
    numeric::decode(raw, text).map_err(|reason| malformed("a number", reason))?;
    // One of more digits than the type holds stays text.
    #[cfg(feature = "decimal")]
    return Ok(match rust_decimal::Decimal::from_str_exact(text) {
        Ok(decimal) => ValueRef::Decimal(decimal),
        Err(_) => ValueRef::Text(text),
    });
    // A whole number may be wanted as an integer.
    #[cfg(not(feature = "decimal"))]
    return Ok(match text.parse() {
        Ok(integer) => ValueRef::Int(integer),
        Err(_) => ValueRef::Text(text),
    });
}

/// The elements of an array of one dimension.
fn elements(ty: &Type, raw: &[u8]) -> Result<Vec<Value>, DecodeError> {
    let malformed = || DecodeError::malformed("an array", "array", "its binary form is malformed");
    let word = |at: usize| {
        let bytes = raw.get(at..at + 4).and_then(|bytes| bytes.try_into().ok());
        bytes.map(i32::from_be_bytes).ok_or_else(malformed)
    };
    match word(0)? {
        0 => return Ok(Vec::new()),
        1 => {}
        _ => return Err(DecodeError::malformed("an array", "array", "it has several dimensions")),
    }
    let count = usize::try_from(word(12)?).map_err(|_| malformed())?;
    let mut elements = Vec::with_capacity(count.min(raw.len()));
    let mut shared = Shared::default();
    let mut at = 20;
    for _ in 0..count {
        let length = word(at)?;
        at += 4;
        let Ok(length) = usize::try_from(length) else {
            elements.push(Value::Null);
            continue;
        };
        let bytes = raw.get(at..at + length).ok_or_else(malformed)?;
        elements.push(value(ty, bytes, &mut shared)?.to_value()?);
        at += length;
    }
    Ok(elements)
}

#[cfg(feature = "chrono")]
fn moment(ty: &Type, raw: &[u8]) -> Result<chrono::NaiveDateTime, DecodeError> {
    match i64::from_be_bytes(fixed(ty, raw)?) {
        i64::MAX | i64::MIN => Err(no_time(ty)),
        micros => super::time::timestamp(micros).ok_or_else(|| no_time(ty)),
    }
}

/// Infinity, 24:00, a year beyond what can be counted.
#[cfg(feature = "chrono")]
#[cold]
fn no_time(ty: &Type) -> DecodeError {
    let wanted = match *ty {
        Type::DATE => "DATE",
        Type::TIME => "TIME",
        Type::TIMESTAMP => "TIMESTAMP",
        _ => "TIMESTAMP WITH TIME ZONE",
    };
    DecodeError::malformed("a moment", wanted, "it is infinite, or beyond the range of the type")
}

#[cold]
fn unread(ty: &Type) -> DecodeError {
    let reason = format!("PostgreSQL's type {ty} is not read here; cast it to text in the query");
    DecodeError::new(DecodeErrorKind::Driver(reason))
}

#[inline]
fn fixed<const N: usize>(ty: &Type, raw: &[u8]) -> Result<[u8; N], DecodeError> {
    raw.try_into().map_err(|_| {
        let reason = format!("a value of type {ty} has {} bytes instead of {N}", raw.len());
        DecodeError::new(DecodeErrorKind::Driver(reason))
    })
}

#[inline]
fn utf8(raw: &[u8]) -> Result<&str, DecodeError> {
    std::str::from_utf8(raw).map_err(|error| {
        DecodeError::malformed(&String::from_utf8_lossy(raw), "text in UTF-8", error)
    })
}
