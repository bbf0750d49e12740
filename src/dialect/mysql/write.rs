//! INSERT and UPDATE in words that MySQL and MariaDB have.

use crate::ast::{Expr, Insert, InsertSource, Nested, Query, Update, Values};
use crate::dialect::rewrite::old_rows;

/// The new values come from the rows as they were, found by the declared key.
pub(in crate::dialect) fn from_old_rows(update: &Update) -> Option<Update> {
    old_rows::update(update, &[])
}

/// The rows of a query, which is carried out before any of them is inserted. None if DEFAULT is among
/// them.
pub(in crate::dialect) fn rows_by_query(insert: &Insert) -> Option<Insert> {
    let InsertSource::Exprs(cells) = &insert.source else { return None };
    if insert.columns.is_empty() || cells.contains(&Expr::Default) {
        return None;
    }
    let rows = cells.chunks(insert.columns.len()).map(|row| row.iter().cloned().collect());
    let types = insert.columns.iter().map(|column| column.data_type()).collect();
    let values = Query::Values(Box::new(Values { rows: rows.collect(), types }));
    let source = InsertSource::Query(Nested::new(values));
    Some(Insert { source, ..insert.clone() })
}
