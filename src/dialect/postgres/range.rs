//! Ranges: <https://www.postgresql.org/docs/current/rangetypes.html>.

use crate::ast::{DataType, Function};
use crate::dialect::FunctionForm;

pub(super) fn type_name(element: &DataType) -> Option<&'static str> {
    Some(match element {
        DataType::Integer => "INT4RANGE",
        DataType::BigInt => "INT8RANGE",
        DataType::Decimal(_) => "NUMRANGE",
        DataType::Date => "DATERANGE",
        DataType::Timestamp => "TSRANGE",
        DataType::TimestampTz => "TSTZRANGE",
        _ => return None,
    })
}

pub(super) fn function(function: &Function) -> Option<FunctionForm> {
    Some(match function {
        Function::Int4Range => FunctionForm::Name("INT4RANGE"),
        Function::Int8Range => FunctionForm::Name("INT8RANGE"),
        Function::NumRange => FunctionForm::Name("NUMRANGE"),
        Function::DateRange => FunctionForm::Name("DATERANGE"),
        Function::TsRange => FunctionForm::Name("TSRANGE"),
        Function::TstzRange => FunctionForm::Name("TSTZRANGE"),
        Function::RangeLower => FunctionForm::Name("LOWER"),
        Function::RangeUpper => FunctionForm::Name("UPPER"),
        Function::RangeIsEmpty => FunctionForm::Name("ISEMPTY"),
        Function::RangeAdjacent => FunctionForm::Template("({} -|- {})"),
        Function::RangeBefore => FunctionForm::Template("({} << {})"),
        Function::RangeIntersection => FunctionForm::Template("({} * {})"),
        _ => return None,
    })
}
