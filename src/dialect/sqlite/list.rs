//! The elements of a JSON array: <https://sqlite.org/json1.html#jeach>.

use crate::ast::DataType;

pub(in crate::dialect) fn rows(element: &DataType, negated: bool) -> Option<&'static str> {
    Some(match (element, negated) {
        (DataType::Blob | DataType::Json | DataType::Interval | DataType::Array(_), _) => {
            return None;
        }
        (DataType::Decimal(_), false) => "{} IN (SELECT CAST(value AS NUMERIC) FROM JSON_EACH({}))",
        (DataType::Decimal(_), true) => {
            "{} NOT IN (SELECT CAST(value AS NUMERIC) FROM JSON_EACH({}))"
        }
        (_, false) => "{} IN (SELECT value FROM JSON_EACH({}))",
        (_, true) => "{} NOT IN (SELECT value FROM JSON_EACH({}))",
    })
}
