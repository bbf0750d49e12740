//! Rows of the driver, read from left to right.

use std::sync::Arc;

use ::mysql::consts::{ColumnFlags, ColumnType};
use ::mysql::{Column, Row, Value};

use crate::Error;
use crate::query::{DecodeError, DecodeErrorKind, RowSource, ValueRef};

/// A row, read from left to right; text and bytes are borrowed from the driver's row.
pub(super) struct Cursor<'r> {
    row: &'r Row,
    next: usize,
    /// The names of the columns, once they were asked for.
    names: &'r mut Option<Arc<[String]>>,
    /// A date or time as text, where there is no type for it.
    #[cfg(not(feature = "chrono"))]
    text: String,
}

impl<'r> Cursor<'r> {
    pub(super) fn new(row: &'r Row, names: &'r mut Option<Arc<[String]>>) -> Self {
        Cursor {
            row,
            next: 0,
            names,
            #[cfg(not(feature = "chrono"))]
            text: String::new(),
        }
    }

    /// The error with the column that was read last.
    #[cold]
    pub(super) fn located(&self, error: DecodeError, sql: &str) -> Error {
        let column = match error.kind() {
            DecodeErrorKind::EndOfRow => None,
            _ => self.next.checked_sub(1),
        };
        let place = column.and_then(|index| Some((index, self.row.columns_ref().get(index)?)));
        let error = match place {
            Some((index, column)) => error.in_column(index, column.name_str()),
            None => error,
        };
        Error::decode(error, sql)
    }
}

impl RowSource for Cursor<'_> {
    fn columns(&mut self) -> Arc<[String]> {
        let columns = self.row.columns_ref();
        let names = || columns.iter().map(|column| column.name_str().into_owned()).collect();
        self.names.get_or_insert_with(names).clone()
    }

    #[inline]
    fn next(&mut self) -> Result<ValueRef<'_>, DecodeError> {
        let index = self.next;
        let (Some(value), Some(column)) =
            (self.row.as_ref(index), self.row.columns_ref().get(index))
        else {
            return Err(DecodeError::new(DecodeErrorKind::EndOfRow));
        };
        self.next += 1;
        match value {
            Value::NULL => Ok(ValueRef::Null),
            Value::Int(number) => Ok(ValueRef::Int(*number)),
            Value::UInt(number) => Ok(unsigned(*number)),
            Value::Float(number) => Ok(ValueRef::Double(f64::from(*number))),
            Value::Double(number) => Ok(ValueRef::Double(*number)),
            Value::Bytes(bytes) => from_bytes(bytes, column),
            #[cfg(feature = "chrono")]
            value => dates::read(value, column),
            #[cfg(not(feature = "chrono"))]
            value => {
                self.text = value.as_sql(true).trim_matches('\'').to_owned();
                Ok(ValueRef::Text(&self.text))
            }
        }
    }
}

fn unsigned<'r>(number: u64) -> ValueRef<'r> {
    i64::try_from(number).map_or(ValueRef::UInt(number), ValueRef::Int)
}

fn from_bytes<'r>(bytes: &'r [u8], column: &Column) -> Result<ValueRef<'r>, DecodeError> {
    /// The character set "binary": bytes, not text.
    const BINARY: u16 = 63;
    let binary =
        column.character_set() == BINARY && column.flags().contains(ColumnFlags::BINARY_FLAG);
    match column.column_type() {
        ColumnType::MYSQL_TYPE_NEWDECIMAL | ColumnType::MYSQL_TYPE_DECIMAL => {
            text(bytes).map(decimal)
        }
        ColumnType::MYSQL_TYPE_BIT => Ok(bits(bytes)),
        #[cfg(feature = "json")]
        ColumnType::MYSQL_TYPE_JSON => text(bytes).map(ValueRef::Json),
        #[cfg(not(feature = "json"))]
        ColumnType::MYSQL_TYPE_JSON => text(bytes).map(ValueRef::Text),
        ColumnType::MYSQL_TYPE_GEOMETRY => Ok(ValueRef::Blob(bytes)),
        _ if binary => Ok(ValueRef::Blob(bytes)),
        _ => text(bytes).map(ValueRef::Text),
    }
}

fn text(bytes: &[u8]) -> Result<&str, DecodeError> {
    std::str::from_utf8(bytes).map_err(|error| {
        DecodeError::malformed(&String::from_utf8_lossy(bytes), "text in UTF-8", error)
    })
}

/// Exactly; one of more digits than the type holds stays text. The zeros that fill a column's scale
/// up do not count.
#[cfg(feature = "decimal")]
fn decimal(digits: &str) -> ValueRef<'_> {
    let exact = rust_decimal::Decimal::from_str_exact;
    let short = || match digits.contains('.') {
        true => exact(digits.trim_end_matches('0').trim_end_matches('.')).ok(),
        false => None,
    };
    exact(digits).ok().or_else(short).map_or(ValueRef::Text(digits), ValueRef::Decimal)
}

/// As text, but for a whole number: the sum of integers is a DECIMAL.
#[cfg(not(feature = "decimal"))]
fn decimal(digits: &str) -> ValueRef<'_> {
    digits.parse().map_or(ValueRef::Text(digits), ValueRef::Int)
}

/// A BIT, of 64 bits at most, highest byte first, is a number.
fn bits(bytes: &[u8]) -> ValueRef<'_> {
    if bytes.len() > size_of::<u64>() {
        return ValueRef::Blob(bytes);
    }
    unsigned(bytes.iter().fold(0, |number, byte| number << 8 | u64::from(*byte)))
}

#[cfg(feature = "chrono")]
mod dates {
    use super::{Column, ColumnType, DecodeError, Value, ValueRef};
    use chrono::{NaiveDate, NaiveTime};

    pub(super) fn read<'r>(value: &Value, column: &Column) -> Result<ValueRef<'r>, DecodeError> {
        let (wanted, read) = match *value {
            Value::Date(year, month, day, hour, minute, second, micros) => {
                let date = NaiveDate::from_ymd_opt(year.into(), month.into(), day.into());
                match column.column_type() {
                    ColumnType::MYSQL_TYPE_DATE | ColumnType::MYSQL_TYPE_NEWDATE => {
                        ("DATE", date.map(ValueRef::Date))
                    }
                    _ => {
                        let time = clock(hour, minute, second, micros);
                        let moment = date.zip(time).map(|(date, time)| date.and_time(time));
                        ("TIMESTAMP", moment.map(ValueRef::Timestamp))
                    }
                }
            }
            // A span of time, negative or of more than a day, is no time of day.
            Value::Time(false, 0, hour, minute, second, micros) => {
                ("TIME", clock(hour, minute, second, micros).map(ValueRef::Time))
            }
            _ => ("TIME", None),
        };
        read.ok_or_else(|| {
            let found = value.as_sql(true);
            DecodeError::malformed(found.trim_matches('\''), wanted, "there is no such time")
        })
    }

    fn clock(hour: u8, minute: u8, second: u8, micros: u32) -> Option<NaiveTime> {
        NaiveTime::from_hms_micro_opt(hour.into(), minute.into(), second.into(), micros)
    }
}
