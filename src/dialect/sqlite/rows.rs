//! Rows made of values: by `json_each` <https://sqlite.org/json1.html#jeach>.

use crate::ast::{Expr, ExprList, FromItem, Name, Rows, RowsOf, TableFunction};
use crate::dialect::rewrite::repeatable;
use crate::dialect::rewrite::series::Span;
use crate::dialect::syntax::raw;

pub(in crate::dialect) fn item(rows: &Rows) -> Option<FromItem> {
    let document = match &rows.of {
        RowsOf::Series { start, stop, step } => {
            let [low, high, step] = Span::of(start, stop, *step)?.into_parts();
            raw(
                "CASE WHEN {} >= {} THEN '[' || replace(hex(zeroblob(({} - {}) / {})), '00', '0,') || '0]' END",
                [high.clone(), low.clone(), high, low, step],
            )
        }
        RowsOf::JsonElements(document) => {
            let [document, again] = repeatable([document, document])?;
            raw("CASE json_type({}) WHEN 'array' THEN {} END", [document, again])
        }
        RowsOf::JsonEntries(document) => {
            let [document, again] = repeatable([document, document])?;
            raw("CASE json_type({}) WHEN 'object' THEN {} END", [document, again])
        }
        RowsOf::ArrayElements(_) => return None,
    };
    Some(FromItem::Function(Box::new(TableFunction {
        name: Name::new("json_each"),
        args: ExprList::from([document]),
        alias: rows.alias.clone(),
        columns: Vec::new(),
        with_ordinality: false,
        lateral: false,
    })))
}

/// The element as JSON text; NULL where an outer join finds none.
const VALUE: &str = "CASE WHEN {} IN ('null', 'true', 'false') THEN {} WHEN {} IN ('object', 'array') THEN {} WHEN {} IS NOT NULL THEN json_quote({}) END";

pub(in crate::dialect) fn column(rows: &Rows, name: &str) -> Option<Expr> {
    let own = |name: &'static str| rows.column(name);
    match (&rows.of, name) {
        (RowsOf::Series { start, step, .. }, _) => {
            let start = Span::first(start)?;
            Some(raw("{} + {} * {}", [start, own("key"), Expr::Literal((*step).into())]))
        }
        (_, "ordinality") => Some(raw("{} + 1", [own("key")])),
        (_, "value") => {
            let (kind, value) = (own("type"), own("value"));
            let again = value.clone();
            Some(raw(VALUE, [kind.clone(), kind.clone(), kind.clone(), value, kind, again]))
        }
        _ => None,
    }
}
