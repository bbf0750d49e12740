//! Rows made of values: by JSON_TABLE
//! <https://dev.mysql.com/doc/refman/en/json-table-functions.html>.

use crate::ast::{Expr, ExprList, FromItem, Raw, RawTable, Rows, RowsOf};
use crate::dialect::mysql::text::by_code_point;
use crate::dialect::rewrite::repeatable;
use crate::dialect::rewrite::series::Span;
use crate::dialect::syntax::raw;

/// An array with an element for each number: a recursive CTE stops after a thousand of them. One that
/// would be longer than a packet is no JSON, and so an error.
const SERIES: &str = "JSON_TABLE(IF({} >= {}, COALESCE(CONCAT('[0', REPEAT(',0', ({} - {}) DIV {}), ']'), 'too many'), '[]'), '$[*]' COLUMNS (`ordinality` FOR ORDINALITY))";
const ELEMENTS: &str = "JSON_TABLE(IF(JSON_TYPE({}) = 'ARRAY', {}, NULL), '$[*]' COLUMNS (`ordinality` FOR ORDINALITY, `value` JSON PATH '$'))";
const ENTRIES: &str = "JSON_TABLE(IF(JSON_TYPE({}) = 'OBJECT', JSON_KEYS({}), NULL), '$[*]' COLUMNS (`key` LONGTEXT PATH '$'))";

pub(in crate::dialect) fn item(rows: &Rows) -> Option<FromItem> {
    let (text, holes) = match &rows.of {
        RowsOf::Series { start, stop, step } => {
            let [low, high, step] = Span::of(start, stop, *step)?.into_parts();
            (SERIES, ExprList::from([high.clone(), low.clone(), high, low, step]))
        }
        RowsOf::JsonElements(document) => {
            (ELEMENTS, ExprList::from(repeatable([document, document])?))
        }
        RowsOf::JsonEntries(document) => {
            (ENTRIES, ExprList::from(repeatable([document, document])?))
        }
        RowsOf::ArrayElements(_) => return None,
    };
    let raw = Raw { text: text.into(), holes };
    Some(FromItem::Raw(Box::new(RawTable { raw, alias: rows.alias.clone() })))
}

/// A column of MySQL's, for which JSON's null is NULL.
pub(in crate::dialect) fn column(rows: &Rows, name: &str) -> Option<Expr> {
    if !matches!((&rows.of, name), (RowsOf::JsonElements(_), "value")) {
        return mariadb_column(rows, name);
    }
    Some(raw(
        "IF({} IS NULL, NULL, COALESCE({}, CAST('null' AS JSON)))",
        [rows.column("ordinality"), rows.column("value")],
    ))
}

pub(in crate::dialect) fn mariadb_column(rows: &Rows, name: &str) -> Option<Expr> {
    match (&rows.of, name) {
        (RowsOf::Series { start, step, .. }, _) => Some(raw(
            "{} + (CAST({} AS SIGNED) - 1) * {}",
            [Span::first(start)?, rows.column("ordinality"), Expr::Literal((*step).into())],
        )),
        (RowsOf::JsonEntries(_), "key") => Some(by_code_point(rows.column("key"))),
        (RowsOf::JsonEntries(document), "value") => {
            let [document] = repeatable([document])?;
            let path = "JSON_EXTRACT({}, CONCAT('$.', JSON_QUOTE({})))";
            Some(raw(path, [document, rows.column("key")]))
        }
        _ => None,
    }
}
