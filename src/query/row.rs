//! Rows as a driver hands them over: borrowed values, read from left to right.

use std::fmt;
use std::sync::Arc;

use crate::Error;
use crate::ast::Value;
pub use crate::ast::ValueRef;

impl ValueRef<'_> {
    /// The value, owned.
    ///
    /// # Errors
    /// A JSON document that is none.
    pub fn to_value(self) -> Result<Value, DecodeError> {
        Ok(match self {
            ValueRef::Null => Value::Null,
            ValueRef::Bool(value) => Value::Bool(value),
            ValueRef::Int(value) => Value::Int(value),
            ValueRef::UInt(value) => Value::from(value),
            ValueRef::Double(value) => Value::Double(value),
            ValueRef::Text(value) => Value::Text(value.to_owned()),
            ValueRef::Blob(value) => Value::Blob(value.into()),
            #[cfg(feature = "chrono")]
            ValueRef::Date(value) => Value::Date(value),
            #[cfg(feature = "chrono")]
            ValueRef::Time(value) => Value::Time(value),
            #[cfg(feature = "chrono")]
            ValueRef::Timestamp(value) => Value::Timestamp(value),
            #[cfg(feature = "chrono")]
            ValueRef::TimestampTz(value) => Value::TimestampTz(value),
            #[cfg(feature = "decimal")]
            ValueRef::Decimal(value) => Value::Decimal(value),
            #[cfg(feature = "uuid")]
            ValueRef::Uuid(value) => Value::Uuid(value),
            #[cfg(feature = "json")]
            ValueRef::Json(_) => Value::from(super::decode::json(self)?),
            #[cfg(feature = "json")]
            ValueRef::JsonDocument(value) => Value::from(value.clone()),
            ValueRef::Interval(value) => Value::Interval(value),
            ValueRef::Array(value) => Value::Array(value.into()),
        })
    }
}

/// The values of one row, from left to right.
///
/// A driver implements it on its cursor; decoding is compiled once for all drivers.
pub trait RowSource {
    /// The next value.
    ///
    /// # Errors
    /// The row has no further value ([`DecodeErrorKind::EndOfRow`]), or the driver cannot hand
    /// it over.
    fn next(&mut self) -> Result<ValueRef<'_>, DecodeError>;

    /// How many rows follow this one, if that is known already; else 0. It is room to reserve, no
    /// promise.
    fn following(&self) -> usize {
        0
    }

    /// The names of the row's columns, where the driver tells them.
    fn columns(&mut self) -> Arc<[String]> {
        Arc::from([])
    }
}

/// Takes the values of a row, from left to right: what a bulk insertion writes into.
pub trait ValueSink {
    /// Takes the next value.
    ///
    /// # Errors
    /// The value does not fit its column.
    fn put(&mut self, value: ValueRef<'_>) -> Result<(), Error>;
}

/// A value of a row is not what the query promised.
///
/// It reads as a sentence: ``column 2 (`age`): expected INTEGER, found text``.
#[derive(Clone, PartialEq)]
pub struct DecodeError(Box<Details>);

#[derive(Clone, Debug, PartialEq)]
struct Details {
    kind: DecodeErrorKind,
    column: Option<(usize, String)>,
}

/// What is wrong with a value of a row.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum DecodeErrorKind {
    /// NULL where the query promised a value.
    #[error("NULL where the query promised {wanted}")]
    UnexpectedNull {
        /// The SQL type promised.
        wanted: &'static str,
    },
    /// A value of another kind.
    #[error("expected {wanted}, found {found}")]
    WrongKind {
        /// The SQL type promised.
        wanted: &'static str,
        /// The kind found.
        found: &'static str,
    },
    /// A number beyond the range of the Rust type.
    #[error("{found} is out of the range of {wanted}")]
    OutOfRange {
        /// The SQL type promised.
        wanted: &'static str,
        /// The number.
        found: String,
    },
    /// Text or bytes that do not spell a value of the type.
    #[error("`{found}` is not a valid {wanted}: {reason}")]
    Malformed {
        /// The SQL type promised.
        wanted: &'static str,
        /// The text, cut if it is long.
        found: String,
        /// What is wrong with it.
        reason: String,
    },
    /// The row has fewer values than the query promised.
    #[error("the row has no further column")]
    EndOfRow,
    /// A dynamic row has no such column.
    #[error("the row has no column `{column}`")]
    NoSuchColumn {
        /// The name or position that was asked for.
        column: String,
    },
    /// The driver's own complaint.
    #[error("{0}")]
    Driver(String),
}

impl DecodeError {
    /// An error at a place still unknown.
    #[cold]
    pub fn new(kind: DecodeErrorKind) -> Self {
        DecodeError(Box::new(Details { kind, column: None }))
    }

    /// NULL, or a value of a kind that is not wanted.
    #[cold]
    pub fn unexpected(found: ValueRef<'_>, wanted: &'static str) -> Self {
        DecodeError::new(match found {
            ValueRef::Null => DecodeErrorKind::UnexpectedNull { wanted },
            found => DecodeErrorKind::WrongKind { wanted, found: found.kind() },
        })
    }

    /// Text that does not spell a value of the type wanted.
    #[cold]
    pub fn malformed(found: &str, wanted: &'static str, reason: impl fmt::Display) -> Self {
        const SHOWN: usize = 60;
        let mut shown: String = found.chars().take(SHOWN).collect();
        if shown.len() < found.len() {
            shown.push('…');
        }
        let reason = reason.to_string();
        DecodeError::new(DecodeErrorKind::Malformed { wanted, found: shown, reason })
    }

    /// A value that an own type does not take.
    #[cold]
    pub fn rejected(found: ValueRef<'_>, wanted: &'static str, reason: impl fmt::Display) -> Self {
        match found {
            ValueRef::Text(text) => DecodeError::malformed(text, wanted, reason),
            ValueRef::Int(int) => DecodeError::malformed(&int.to_string(), wanted, reason),
            found => DecodeError::malformed(found.kind(), wanted, reason),
        }
    }

    /// The error with its place: the column's number from 0, and its name.
    #[must_use]
    pub fn in_column(mut self, index: usize, name: impl Into<String>) -> Self {
        self.0.column = Some((index, name.into()));
        self
    }

    /// What is wrong.
    pub fn kind(&self) -> &DecodeErrorKind {
        &self.0.kind
    }

    /// The column's number from 0, if known.
    pub fn column(&self) -> Option<usize> {
        self.0.column.as_ref().map(|(index, _)| *index)
    }

    /// The column's name, if known.
    pub fn column_name(&self) -> Option<&str> {
        self.0.column.as_ref().map(|(_, name)| name.as_str())
    }
}

impl fmt::Debug for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Details { kind, column } = &*self.0;
        f.debug_struct("DecodeError").field("kind", kind).field("column", column).finish()
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some((index, name)) = &self.0.column {
            write!(f, "column {index} (`{name}`): ")?;
        }
        fmt::Display::fmt(&self.0.kind, f)
    }
}

impl std::error::Error for DecodeError {}

/// The type of a row: a SQL type for one column, or a (nested) tuple of them.
pub trait RowType {
    /// What the row is in Rust.
    type Out;
    /// Reads a row.
    ///
    /// # Errors
    /// A value is not what the query promised.
    fn decode_row(source: &mut dyn RowSource) -> Result<Self::Out, DecodeError>;
}

impl<T: super::SqlType> RowType for T {
    type Out = T::Rust;
    #[inline]
    fn decode_row(source: &mut dyn RowSource) -> Result<T::Rust, DecodeError> {
        T::decode(source.next()?)
    }
}

macro_rules! tuples {
    ($( ($($T:ident)+) )+) => { $(
        impl<$($T: RowType),+> RowType for ($($T,)+) {
            type Out = ($($T::Out,)+);
            #[inline]
            fn decode_row(source: &mut dyn RowSource) -> Result<Self::Out, DecodeError> {
                Ok(($($T::decode_row(source)?,)+))
            }
        }
    )+ };
}
tuples! {
    (A) (A B) (A B C) (A B C D) (A B C D E) (A B C D E F) (A B C D E F G) (A B C D E F G H)
    (A B C D E F G H I) (A B C D E F G H I J) (A B C D E F G H I J K) (A B C D E F G H I J K L)
    (A B C D E F G H I J K L M) (A B C D E F G H I J K L M N) (A B C D E F G H I J K L M N O)
    (A B C D E F G H I J K L M N O P)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::{
        BigInt, Boolean, Decimal, Double, DynamicRow, Integer, Nullable, Real, SqlType, Text,
    };

    struct Values(std::vec::IntoIter<ValueRef<'static>>);

    impl RowSource for Values {
        fn next(&mut self) -> Result<ValueRef<'_>, DecodeError> {
            self.0.next().ok_or_else(|| DecodeError::new(DecodeErrorKind::EndOfRow))
        }
    }

    fn row<R: RowType>(values: Vec<ValueRef<'static>>) -> Result<R::Out, DecodeError> {
        R::decode_row(&mut Values(values.into_iter()))
    }

    #[test]
    fn a_row_is_the_tuple_of_its_columns() {
        type Nested = (BigInt, (Text, Nullable<Integer>));
        let values = vec![ValueRef::Int(7), ValueRef::Text("a"), ValueRef::Null];
        assert_eq!(row::<Nested>(values.clone()).unwrap(), (7, ("a".to_owned(), None)));
        let dynamic = row::<DynamicRow>(values).unwrap();
        assert_eq!(dynamic.values(), [Value::Int(7), Value::from("a"), Value::Null]);
        let short = row::<Nested>(vec![ValueRef::Int(7)]).unwrap_err();
        assert_eq!(*short.kind(), DecodeErrorKind::EndOfRow);
    }

    #[test]
    fn nothing_wraps_or_rounds() {
        let error = |result: Result<_, DecodeError>| -> String {
            let result: Result<(), DecodeError> = result;
            result.unwrap_err().in_column(2, "age").to_string()
        };
        let integer = |value| error(Integer::decode(value).map(drop));
        assert_eq!(
            integer(ValueRef::Int(1 << 40)),
            "column 2 (`age`): 1099511627776 is out of the range of INTEGER"
        );
        assert_eq!(integer(ValueRef::Text("5")), "column 2 (`age`): expected INTEGER, found text");
        assert_eq!(
            integer(ValueRef::Null),
            "column 2 (`age`): NULL where the query promised INTEGER"
        );
        assert!(BigInt::decode(ValueRef::UInt(u64::MAX)).is_err());
        assert!(BigInt::decode(ValueRef::Double(1.0)).is_err());
        assert!(Boolean::decode(ValueRef::Int(2)).is_err());
        assert!(Double::decode(ValueRef::Int((1 << 53) + 1)).is_err());
        assert!(Real::decode(ValueRef::Double(1e300)).is_err());
    }

    #[test]
    fn what_is_exact_is_read() {
        assert!(Boolean::decode(ValueRef::Int(1)).unwrap());
        assert_eq!(Double::decode(ValueRef::Int(3)).unwrap(), 3.0);
        assert_eq!(Real::decode(ValueRef::Double(0.1)).unwrap(), 0.1);
        assert_eq!(Decimal::<10, 2>::decode(ValueRef::Text("1.50")).unwrap().to_string(), "1.50");
        assert_eq!(Decimal::<10, 2>::decode(ValueRef::Int(5)).unwrap().to_string(), "5");
        assert_eq!(Nullable::<Text>::decode(ValueRef::Null).unwrap(), None);
    }

    #[cfg(feature = "chrono")]
    #[test]
    fn dates_are_read_from_text() {
        use crate::query::{Date, Time, Timestamp, TimestampTz};
        let read = |text: &'static str| TimestampTz::decode(ValueRef::Text(text)).unwrap();
        let noon = "2024-02-29T12:00:00Z";
        assert_eq!(read("2024-02-29 12:00:00"), read(noon));
        assert_eq!(read("2024-02-29 13:00:00.000+01"), read(noon));
        assert_eq!(read("2024-02-29 13:00:00+01:00"), read(noon));
        let timestamp = Timestamp::decode(ValueRef::Text("2024-02-29 12:00:00.5")).unwrap();
        assert_eq!(timestamp.to_string(), "2024-02-29 12:00:00.500");
        assert_eq!(Date::decode(ValueRef::Text("2024-02-29")).unwrap().to_string(), "2024-02-29");
        assert_eq!(Time::decode(ValueRef::Text("12:30:00")).unwrap().to_string(), "12:30:00");
        assert!(Date::decode(ValueRef::Text("2023-02-29")).is_err());
    }

    #[cfg(all(feature = "decimal", feature = "uuid", feature = "json"))]
    #[test]
    fn decimals_uuids_and_json_are_read_from_what_sqlite_stores() {
        use crate::query::{Json, Uuid};
        assert_eq!(Decimal::<10, 2>::decode(ValueRef::Double(0.1)).unwrap().to_string(), "0.1");
        let quotient = "0.069759743152786917659598440955";
        let rounded = Decimal::<0, 0>::decode(ValueRef::Text(quotient)).unwrap().to_string();
        assert_eq!(rounded, "0.0697597431527869176595984410");
        assert!(Decimal::<31, 30>::decode(ValueRef::Text(quotient)).is_err());
        let text = "67e55044-10b1-426f-9247-bb680e5fe0c8";
        assert_eq!(Uuid::decode(ValueRef::Text(text)).unwrap().to_string(), text);
        assert_eq!(Json::decode(ValueRef::Text("[1]")).unwrap().to_string(), "[1]");
        let error = Json::decode(ValueRef::Text("[1")).unwrap_err().to_string();
        assert!(error.starts_with("`[1` is not a valid JSON: "), "{error}");
    }
}
