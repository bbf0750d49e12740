//! Checks of values, counts and widths.

use super::{Rendered, Renderer};
use crate::CompileError;
use crate::ast::ValueRef;
use crate::ast::{DataType, Query, Value};
#[cfg(not(feature = "decimal"))]
use crate::dialect::decimal_text;
use crate::dialect::prepared::ListForm;
use crate::dialect::{Clause, Syntax, list, literal};

/// What decides whether a value fits a parameter.
pub(crate) struct ValueFit<'s> {
    pub(crate) syntax: &'s Syntax,
    pub(crate) dialect: &'static str,
}

impl ValueFit<'_> {
    /// Whether any server holds the value, as a glance tells: most values of most rows.
    #[inline(always)]
    pub(crate) fn is_plain(value: ValueRef<'_>, data_type: Option<&DataType>) -> bool {
        match value {
            ValueRef::Null | ValueRef::Bool(_) | ValueRef::Blob(_) => true,
            ValueRef::Text(_) => {
                cfg!(feature = "decimal") || !matches!(data_type, Some(DataType::Decimal(_)))
            }
            ValueRef::Int(number) => {
                matches!(data_type, None | Some(DataType::BigInt)) || (0..=0x7FFF).contains(&number)
            }
            ValueRef::Double(number) => {
                number.is_finite() && !matches!(data_type, Some(DataType::Real))
            }
            _ => false,
        }
    }

    /// Whether the server can hold the value, in a column or parameter of that type.
    #[inline]
    pub(crate) fn check(
        &self,
        value: ValueRef<'_>,
        data_type: Option<&DataType>,
        clause: Clause,
    ) -> Result<(), CompileError> {
        let fits = match (value, data_type) {
            (ValueRef::Int(number), Some(DataType::Integer)) => i32::try_from(number).is_ok(),
            (ValueRef::Int(number), Some(DataType::SmallInt)) => i16::try_from(number).is_ok(),
            (ValueRef::Int(number), Some(DataType::UnsignedBigInt)) => number >= 0,
            (
                ValueRef::UInt(_),
                Some(DataType::SmallInt | DataType::Integer | DataType::BigInt),
            ) => false,
            (ValueRef::UInt(_), _) => self.syntax.unsigned,
            (ValueRef::Double(number), Some(DataType::Real)) if number.is_finite() => {
                // Rounded to 32 bits, it would be infinite.
                (number as f32).is_finite()
            }
            (ValueRef::Double(number), _) if number.is_nan() => self.syntax.nan,
            (ValueRef::Double(number), _) if number.is_infinite() => self.syntax.infinity,
            #[cfg(not(feature = "decimal"))]
            (ValueRef::Text(text), Some(DataType::Decimal(_))) => {
                decimal_text::fits(text, self.syntax.decimals)
            }
            (ValueRef::Interval(_), _) => self.syntax.intervals,
            (ValueRef::Array(elements), _) if self.syntax.arrays => {
                let element = match data_type {
                    Some(DataType::Array(element)) => Some(*element),
                    _ => None,
                };
                return elements
                    .iter()
                    .try_for_each(|value| self.check(value.into(), element, clause));
            }
            (ValueRef::Array(_), _) => false,
            _ => true,
        };
        if fits { Ok(()) } else { Err(self.misfit(value, data_type, clause)) }
    }

    /// Whether the server can hold every element of a list; and the list as it is sent, if not as it
    /// is.
    pub(crate) fn list(
        &self,
        list: &Value,
        data_type: Option<&DataType>,
        form: ListForm,
        clause: Clause,
    ) -> Result<Option<Value>, CompileError> {
        let Value::Array(elements) = list else {
            return Err(self.invalid(list.into(), "it is no list of values"));
        };
        let element = match data_type {
            Some(DataType::Array(element)) => Some(*element),
            _ => None,
        };
        for value in elements {
            if !Self::is_plain(value.into(), element) {
                self.check(value.into(), element, clause)?;
            }
        }
        match form {
            ListForm::Array => Ok(None),
            ListForm::Json => match list::as_json(elements, self.syntax.decimals) {
                Ok(json) => Ok(Some(Value::Text(json))),
                Err(reason) => Err(self.invalid(list.into(), reason)),
            },
        }
    }

    #[cold]
    fn invalid(&self, value: ValueRef<'_>, reason: &'static str) -> CompileError {
        let value = value.to_value().map_or_else(|_| String::new(), |value| value.to_string());
        CompileError::InvalidValue { value, dialect: self.dialect, reason }
    }

    /// Whether a column of that type keeps the value as it is: servers round a decimal with too many
    /// digits after the point, and say nothing.
    #[inline]
    pub(crate) fn check_stored(
        &self,
        value: ValueRef<'_>,
        data_type: Option<&DataType>,
        clause: Clause,
    ) -> Result<(), CompileError> {
        if let Some(DataType::Decimal(Some((_, scale)))) = data_type
            && !fits_scale(value, *scale)
        {
            return Err(self.misfit(value, data_type, clause));
        }
        self.check(value, data_type, clause)
    }

    #[cold]
    fn misfit(
        &self,
        value: ValueRef<'_>,
        data_type: Option<&DataType>,
        clause: Clause,
    ) -> CompileError {
        let shown = value.to_value().map_or_else(|_| String::new(), |value| value.to_string());
        let reason = match (value, data_type) {
            (ValueRef::UInt(_), None | Some(DataType::UnsignedBigInt)) => literal::NO_UNSIGNED,
            (ValueRef::Interval(_), _) => literal::NO_INTERVAL,
            (ValueRef::Array(_), _) => literal::NO_ARRAY,
            (ValueRef::Double(number), _) if !number.is_finite() => NO_SUCH_NUMBER,
            (_, Some(data_type)) => {
                let data_type = data_type.clone();
                return CompileError::OutOfRange { value: shown, data_type, column: None, clause };
            }
            _ => NO_SUCH_NUMBER,
        };
        CompileError::InvalidValue { value: shown, dialect: self.dialect, reason }
    }
}

#[cold]
fn fits_scale(value: ValueRef<'_>, scale: u8) -> bool {
    match value {
        #[cfg(feature = "decimal")]
        ValueRef::Decimal(number) => number.normalize().scale() <= scale.into(),
        #[cfg(not(feature = "decimal"))]
        ValueRef::Text(text) => decimal_text::scale(text) <= scale.into(),
        _ => true,
    }
}

const NO_SUCH_NUMBER: &str = "it has no such number; send NULL instead, or refuse the input";

impl Renderer<'_, '_> {
    /// Whether the server can hold the value, in a column or parameter of that type.
    #[inline]
    pub(super) fn check_value(&self, value: &Value, data_type: Option<&DataType>) -> Rendered {
        if ValueFit::is_plain(value.into(), data_type) {
            Ok(())
        } else {
            self.check_other(value, data_type)
        }
    }

    /// Whether a column of that type keeps the value as it is.
    #[inline]
    pub(super) fn check_stored(&self, value: &Value, data_type: Option<&DataType>) -> Rendered {
        if ValueFit::is_plain(value.into(), data_type) {
            Ok(())
        } else {
            self.check_other_stored(value, data_type)
        }
    }

    pub(super) fn fit(&self) -> ValueFit<'_> {
        ValueFit { syntax: self.syntax, dialect: self.dialect.name() }
    }

    #[cold]
    fn check_other(&self, value: &Value, data_type: Option<&DataType>) -> Rendered {
        self.fit().check(value.into(), data_type, self.clause).map_err(Box::new)
    }

    #[cold]
    fn check_other_stored(&self, value: &Value, data_type: Option<&DataType>) -> Rendered {
        self.fit().check_stored(value.into(), data_type, self.clause).map_err(Box::new)
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
