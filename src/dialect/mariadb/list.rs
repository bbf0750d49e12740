//! The elements of a JSON array, as rows that end with a constant: see
//! [`in_rows`](crate::dialect::rewrite::in_rows). <https://mariadb.com/kb/en/json_table/>

use crate::ast::DataType;
use crate::dialect::mysql::list::{elements, rows_by_type};

/// `(operand, 1) IN (SELECT element, 1 FROM JSON_TABLE(…))`.
pub(in crate::dialect) fn rows(element: &DataType, negated: bool) -> Option<&'static str> {
    macro_rules! rows {
        ($data_type:literal) => {
            if negated {
                elements!("({}, 1) NOT IN", "element, 1", $data_type, "")
            } else {
                elements!("({}, 1) IN", "element, 1", $data_type, "")
            }
        };
    }
    rows_by_type!(rows, element)
}

/// `operand IN (SELECT element FROM JSON_TABLE(…) UNION ALL …)`: see
/// [`in_union`](crate::dialect::rewrite::in_rows::in_union).
pub(in crate::dialect) fn rows_of_computed(
    element: &DataType,
    negated: bool,
) -> Option<&'static str> {
    macro_rules! rows {
        ($data_type:literal) => {
            if negated {
                elements!("{} NOT IN", "element", $data_type, " UNION ALL SELECT NULL WHERE FALSE")
            } else {
                elements!("{} IN", "element", $data_type, " UNION ALL SELECT NULL WHERE FALSE")
            }
        };
    }
    rows_by_type!(rows, element)
}
