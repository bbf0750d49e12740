//! INSERT and UPDATE in words that MySQL and MariaDB have.

use crate::ast::{Delete, Expr, Insert, InsertSource, Nested, Query, Update, Values};
use crate::dialect::rewrite::limited::Limited;
use crate::dialect::rewrite::old_rows;

const LIMITED: Limited = Limited { row: &[], once: false };

/// The first rows of those that meet the tables beside them, found by the declared key.
pub(in crate::dialect) fn limited_update(update: &Update) -> Option<Update> {
    LIMITED.update(update)
}

pub(in crate::dialect) fn limited_delete(delete: &Delete) -> Option<Delete> {
    LIMITED.delete(delete)
}

/// The new values come from the rows as they were, found by the declared key.
pub(in crate::dialect) fn from_old_rows(update: &Update) -> Option<Update> {
    old_rows::update(update, &[])
}

/// The rows of a query, which is carried out before any of them is inserted; beside one, the update of
/// an upsert may read the target. None if DEFAULT is among them.
pub(in crate::dialect) fn rows_by_query(insert: &Insert) -> Option<Insert> {
    let cells = insert.source.cells(&insert.columns)?;
    if insert.columns.is_empty() || cells.contains(&Expr::Default) {
        return None;
    }
    let rows = cells.chunks(insert.columns.len()).map(|row| row.iter().cloned().collect());
    let types = insert.columns.iter().map(|column| column.data_type()).collect();
    let values = Query::Values(Box::new(Values { rows: rows.collect(), types }));
    let source = InsertSource::Query(Nested::new(values));
    Some(Insert { source, ..insert.clone() })
}
