//! Rows whose columns are known at run time only.

use std::fmt;
use std::sync::Arc;

use super::row::{DecodeError, DecodeErrorKind, RowSource, RowType};
use super::types::SqlType;
use crate::ast::Value;

/// A row whose width is known at run time only: a [`Row`].
pub struct DynamicRow;

impl RowType for DynamicRow {
    type Out = Row;
    fn decode_row(source: &mut dyn RowSource) -> Result<Row, DecodeError> {
        let columns = source.columns();
        let mut values = Vec::with_capacity(columns.len());
        loop {
            match source.next() {
                Ok(value) => values.push(value.to_value()?),
                Err(error) if *error.kind() == DecodeErrorKind::EndOfRow => {
                    return Ok(Row { columns, values });
                }
                Err(error) => return Err(error),
            }
        }
    }
}

/// A row as values, by position and by name: what [`fetch_rows`](crate::adapter::Connection::fetch_rows)
/// and `select_dyn` yield.
///
/// A column has the name of the column selected, or its label. What is neither is named by the
/// server, each in its way: SQLite, MySQL and MariaDB take the text of the expression, PostgreSQL the
/// function's name or `?column?`. Label what is to be found by name.
///
/// The values are those that the server has. SQLite has no dates, decimals and the like:
/// [`decode`](Row::decode) reads them as such.
///
/// ```
/// # #[cfg(feature = "sqlite")] {
/// use aludel::prelude::*;
/// let mut db = SqliteConnection::open_in_memory()?;
/// let rows = db.fetch_rows(&select((val::<BigInt>(7).label("id"), null::<Text>().label("name"))))?;
/// for row in &rows {
///     assert_eq!(row.get("id"), Some(&Value::from(7)));
///     assert_eq!(row.decode::<BigInt>("id")?, 7);
///     assert_eq!(row.decode::<Nullable<Text>>("name")?, None);
///     let error = row.decode::<Text>("name").unwrap_err();
///     assert_eq!(error.to_string(), "column 1 (`name`): NULL where the query promised text");
/// }
/// # }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, PartialEq)]
pub struct Row {
    columns: Arc<[String]>,
    values: Vec<Value>,
}

impl Row {
    /// The names of its columns.
    pub fn columns(&self) -> &[String] {
        &self.columns
    }

    /// Its values.
    pub fn values(&self) -> &[Value] {
        &self.values
    }

    /// Its values, by value.
    pub fn into_values(self) -> Vec<Value> {
        self.values
    }

    /// The value of a column, by position from 0 or by name; the first of that name.
    pub fn get<I: RowIndex>(&self, index: I) -> Option<&Value> {
        self.values.get(index.position(&self.columns)?)
    }

    /// The value of a column as a SQL type, by position from 0 or by name; the first of that name.
    ///
    /// # Errors
    /// There is no such column, or its value is not of the type; the error names the column.
    pub fn decode<T: SqlType>(&self, index: impl RowIndex) -> Result<T::Rust, DecodeError> {
        let position = index.position(&self.columns);
        let Some((position, value)) = position.and_then(|at| Some((at, self.values.get(at)?)))
        else {
            let column = index.to_string();
            return Err(DecodeError::new(DecodeErrorKind::NoSuchColumn { column }));
        };
        T::decode(value.into()).map_err(|error| error.in_column(position, self.name(position)))
    }

    /// Each column's name and value, from left to right.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&str, &Value)> {
        self.values.iter().enumerate().map(|(position, value)| (self.name(position), value))
    }

    fn name(&self, position: usize) -> &str {
        self.columns.get(position).map_or("", String::as_str)
    }

    /// The row as a JSON object.
    ///
    /// Nothing is lost: of two columns with the same name, the later one becomes `name_2`.
    ///
    /// | value | as |
    /// |---|---|
    /// | NULL, truth value, text, JSON | such |
    /// | integer, floating-point number | number; `"NaN"`, `"Infinity"`, `"-Infinity"` |
    /// | decimal | text with all its digits |
    /// | bytes | text of hexadecimal digits |
    /// | date, time | text, `2026-01-31`, `23:59:59.000001` |
    /// | timestamp, with time zone (UTC) | text, `2026-01-31T23:59:59`, `2026-01-31T23:59:59Z` |
    /// | UUID, interval | text |
    /// | array | array |
    ///
    /// ```
    /// # #[cfg(feature = "sqlite")] {
    /// use aludel::prelude::*;
    /// let mut db = SqliteConnection::open_in_memory()?;
    /// let rows = db.fetch_rows(&select((val::<BigInt>(7).label("id"), null::<Text>().label("name"))))?;
    /// assert_eq!(serde_json::Value::from(rows[0].to_json()).to_string(), r#"{"id":7,"name":null}"#);
    /// # }
    /// # Ok::<(), aludel::Error>(())
    /// ```
    #[cfg(feature = "json")]
    pub fn to_json(&self) -> serde_json::Map<String, serde_json::Value> {
        let mut object = serde_json::Map::new();
        for (name, value) in self.iter() {
            let mut key = name.to_owned();
            let mut number = 1;
            while object.contains_key(&key) {
                number += 1;
                key = format!("{name}_{number}");
            }
            object.insert(key, json(value));
        }
        object
    }
}

#[cfg(feature = "json")]
fn json(value: &Value) -> serde_json::Value {
    use serde_json::Value as Json;
    match value {
        Value::Null => Json::Null,
        Value::Bool(truth) => Json::from(*truth),
        Value::Int(number) => Json::from(*number),
        Value::UInt(number) => Json::from(*number),
        Value::Double(number) if number.is_nan() => Json::from("NaN"),
        Value::Double(f64::INFINITY) => Json::from("Infinity"),
        Value::Double(f64::NEG_INFINITY) => Json::from("-Infinity"),
        Value::Double(number) => Json::from(*number),
        Value::Json(document) => (**document).clone(),
        Value::Array(elements) => elements.iter().map(json).collect(),
        #[cfg(feature = "chrono")]
        Value::Timestamp(time) => Json::from(time.format("%Y-%m-%dT%H:%M:%S%.f").to_string()),
        #[cfg(feature = "chrono")]
        Value::TimestampTz(time) => Json::from(time.format("%Y-%m-%dT%H:%M:%S%.fZ").to_string()),
        // The others read as the table says: text as it is, bytes in hexadecimal digits.
        value => Json::from(value.to_string()),
    }
}

/// The columns by their names.
impl fmt::Debug for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.iter()).finish()
    }
}

/// What names a column of a [`Row`]: a position, or a name.
pub trait RowIndex: fmt::Display {
    /// The position among the columns.
    fn position(&self, columns: &[String]) -> Option<usize>;
}

impl RowIndex for usize {
    fn position(&self, _: &[String]) -> Option<usize> {
        Some(*self)
    }
}

impl RowIndex for &str {
    fn position(&self, columns: &[String]) -> Option<usize> {
        columns.iter().position(|column| column == self)
    }
}

#[cfg(all(test, feature = "json", feature = "decimal", feature = "chrono"))]
mod tests {
    use super::*;
    use crate::ast::Interval;
    use crate::query::{BigInt, SmallInt, Text};

    fn row(cells: Vec<(&str, Value)>) -> Row {
        let (columns, values): (Vec<String>, _) =
            cells.into_iter().map(|(name, value)| (name.to_owned(), value)).unzip();
        Row { columns: columns.into(), values }
    }

    #[test]
    fn a_value_is_read_by_name_or_position() {
        let row = row(vec![("id", Value::from(70_000)), ("name", Value::Null)]);
        assert_eq!(row.decode::<BigInt>("id").unwrap(), 70_000);
        assert_eq!(row.decode::<BigInt>(0).unwrap(), 70_000);
        let error = |result: Result<_, DecodeError>| -> String {
            let result: Result<(), DecodeError> = result;
            result.unwrap_err().to_string()
        };
        assert_eq!(
            error(row.decode::<SmallInt>("id").map(drop)),
            "column 0 (`id`): 70000 is out of the range of SMALLINT"
        );
        assert_eq!(
            error(row.decode::<Text>(1).map(drop)),
            "column 1 (`name`): NULL where the query promised text"
        );
        assert_eq!(error(row.decode::<Text>("age").map(drop)), "the row has no column `age`");
        assert_eq!(error(row.decode::<Text>(2).map(drop)), "the row has no column `2`");
        assert_eq!(format!("{row:?}"), r#"{"id": Int(70000), "name": Null}"#);
    }

    #[test]
    fn a_row_is_a_json_object() {
        let noon = chrono::DateTime::UNIX_EPOCH + chrono::TimeDelta::microseconds(5);
        let row = row(vec![
            ("a", Value::Null),
            ("b", Value::from(u64::MAX)),
            ("b", Value::from(f64::NAN)),
            ("b_2", Value::from(0.5)),
            ("c", Value::from(rust_decimal::Decimal::new(150, 2))),
            ("d", Value::from(&[0, 0xAB][..])),
            ("e", Value::from(noon)),
            ("f", Value::from(noon.naive_utc())),
            ("g", Value::from(noon.date_naive())),
            ("h", Value::from(serde_json::json!({ "x": [null] }))),
            ("i", Value::from(vec![Value::from("x"), Value::Null])),
            ("j", Value::from(Interval::new(1, 2, -3))),
            ("k", Value::from(f64::NEG_INFINITY)),
        ]);
        let expected = serde_json::json!({
            "a": null,
            "b": u64::MAX,
            "b_2": "NaN",
            "b_2_2": 0.5,
            "c": "1.50",
            "d": "00ab",
            "e": "1970-01-01T00:00:00.000005Z",
            "f": "1970-01-01T00:00:00.000005",
            "g": "1970-01-01",
            "h": { "x": [null] },
            "i": ["x", null],
            "j": "1 mons 2 days -0.000003 secs",
            "k": "-Infinity",
        });
        assert_eq!(serde_json::Value::from(row.to_json()), expected);
    }
}
