//! Values as SQLite takes them: numbers, text and bytes by reference; the rest as text.

use rusqlite::types::{self, ToSqlOutput};

use crate::CompileError;
use crate::ast::{DataType, Value};
use crate::dialect::sqlite_value::stored;

/// A value for a parameter of a type; a decimal that is text without the feature `decimal` becomes a
/// number, as text is greater than every number.
#[inline]
pub(super) fn bind_typed<'v>(
    value: &'v Value,
    data_type: Option<&DataType>,
) -> Result<ToSqlOutput<'v>, CompileError> {
    #[cfg(not(feature = "decimal"))]
    if let Some(text) = crate::dialect::decimal_text::of(value, data_type) {
        let number = text.parse().map(types::Value::Integer);
        let number = number.or_else(|_| text.parse().map(types::Value::Real));
        return number.map(ToSqlOutput::Owned).or_else(|_| bind(value));
    }
    let _ = data_type;
    bind(value)
}

/// A value for a parameter; text and bytes are not copied.
#[inline]
pub(super) fn bind(value: &Value) -> Result<ToSqlOutput<'_>, CompileError> {
    Ok(ToSqlOutput::Borrowed(match value {
        Value::Null => types::ValueRef::Null,
        Value::Bool(truth) => types::ValueRef::Integer(i64::from(*truth)),
        Value::Int(number) => types::ValueRef::Integer(*number),
        Value::Double(number) => types::ValueRef::Real(*number),
        Value::Text(text) => types::ValueRef::Text(text.as_bytes()),
        Value::Blob(bytes) => types::ValueRef::Blob(bytes),
        value => return bind_made(value).map(ToSqlOutput::Owned),
    }))
}

/// A value that SQLite has no type for.
#[cold]
fn bind_made(value: &Value) -> Result<types::Value, CompileError> {
    let invalid =
        |reason| CompileError::InvalidValue { value: value.to_string(), dialect: "SQLite", reason };
    match stored(value).map_err(invalid)? {
        Value::Int(number) => Ok(types::Value::Integer(number)),
        Value::Double(number) => Ok(types::Value::Real(number)),
        Value::Text(text) => Ok(types::Value::Text(text)),
        _ => Err(invalid("it has no such type")),
    }
}
