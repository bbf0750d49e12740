//! Checks of values, counts and widths.

use super::{Rendered, Renderer};
use crate::CompileError;
use crate::ast::{DataType, Query, Value};
use crate::dialect::Clause;

impl Renderer<'_, '_> {
    /// Whether the server can hold the value, in a column or parameter of that type.
    #[inline]
    pub(super) fn check_value(&self, value: &Value, data_type: Option<&DataType>) -> Rendered {
        match value {
            Value::Text(_) | Value::Null | Value::Bool(_) => Ok(()),
            Value::Int(number) if i16::try_from(*number).is_ok() => Ok(()),
            value => self.check_number(value, data_type),
        }
    }

    fn check_number(&self, value: &Value, data_type: Option<&DataType>) -> Rendered {
        match value {
            Value::Int(number) => match data_type {
                Some(DataType::Integer) if i32::try_from(*number).is_err() => {
                    Err(self.out_of_range(value, &DataType::Integer))
                }
                Some(DataType::SmallInt) if i16::try_from(*number).is_err() => {
                    Err(self.out_of_range(value, &DataType::SmallInt))
                }
                _ => Ok(()),
            },
            Value::Double(number) if !number.is_finite() => self.check_not_finite(*number),
            Value::UInt(_) => match data_type {
                Some(data_type @ (DataType::SmallInt | DataType::Integer | DataType::BigInt)) => {
                    Err(self.out_of_range(value, data_type))
                }
                _ => Ok(()),
            },
            _ => Ok(()),
        }
    }

    #[cold]
    fn check_not_finite(&self, number: f64) -> Rendered {
        let taken = if number.is_nan() { self.syntax.nan } else { self.syntax.infinity };
        if taken {
            return Ok(());
        }
        Err(Box::new(CompileError::InvalidValue {
            value: number.to_string(),
            dialect: self.dialect.name(),
            reason: "it has no such number; send NULL instead, or refuse the input",
        }))
    }

    #[cold]
    fn out_of_range(&self, value: &Value, data_type: &DataType) -> Box<CompileError> {
        let value = match value {
            Value::Int(number) => number.to_string(),
            Value::UInt(number) => number.to_string(),
            other => format!("{other:?}"),
        };
        let data_type = data_type.clone();
        Box::new(CompileError::OutOfRange { value, data_type, column: None, clause: self.clause })
    }

    pub(super) fn check_parameter_count(&self) -> Rendered {
        let (found, limit) = (self.params.len(), self.syntax.max_params);
        if found <= limit {
            return Ok(());
        }
        Err(Box::new(CompileError::TooManyParameters {
            found,
            limit,
            dialect: self.dialect.name(),
        }))
    }

    /// Whether a query yields as many columns as are wanted, where that can be told.
    pub(super) fn check_query_width(
        &self,
        query: &Query,
        expected: usize,
        clause: Clause,
    ) -> Rendered {
        match query.width() {
            Some(found) if found != expected => {
                Err(CompileError::QueryWidth { clause, expected, found }.into())
            }
            _ => Ok(()),
        }
    }
}
