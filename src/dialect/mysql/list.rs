//! The elements of a JSON array: <https://dev.mysql.com/doc/refman/en/json-table-functions.html>.

use crate::ast::DataType;

/// The type in which JSON_TABLE reads an element, as what the macro `$rows` makes of its name.
macro_rules! rows_by_type {
    ($rows:ident, $element:expr) => {
        Some(match $element {
            DataType::SmallInt | DataType::Integer | DataType::BigInt => $rows!("BIGINT"),
            DataType::UnsignedBigInt => $rows!("BIGINT UNSIGNED"),
            DataType::Real | DataType::Double => $rows!("DOUBLE"),
            DataType::Decimal(_) => $rows!("DECIMAL(65, 30)"),
            DataType::Boolean => $rows!("BOOLEAN"),
            DataType::Text | DataType::VarChar(_) | DataType::Char(_) | DataType::Uuid => {
                $rows!("LONGTEXT")
            }
            DataType::Date => $rows!("DATE"),
            DataType::Time => $rows!("TIME(6)"),
            DataType::Timestamp | DataType::TimestampTz => $rows!("DATETIME(6)"),
            _ => return None,
        })
    };
}
pub(in crate::dialect) use rows_by_type;

macro_rules! elements {
    ($before:literal, $select:literal, $data_type:literal, $after:literal) => {
        concat!(
            $before,
            " (SELECT ",
            $select,
            " FROM JSON_TABLE({}, '$[*]' COLUMNS (element ",
            $data_type,
            " PATH '$')) AS list",
            $after,
            ")"
        )
    };
}
pub(in crate::dialect) use elements;

pub(in crate::dialect) fn rows(element: &DataType, negated: bool) -> Option<&'static str> {
    macro_rules! rows {
        ($data_type:literal) => {
            if negated {
                elements!("{} NOT IN", "element", $data_type, "")
            } else {
                elements!("{} IN", "element", $data_type, "")
            }
        };
    }
    rows_by_type!(rows, element)
}
