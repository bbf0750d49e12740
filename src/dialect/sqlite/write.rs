//! UPDATE and DELETE in words that SQLite has.

use crate::ast::{Delete, TruncateTable, Update};
use crate::dialect::rewrite::limited::Limited;
use crate::dialect::rewrite::old_rows;

/// What tells rows apart in a table without a declared key.
const ROW: &[&str] = &["_rowid_"];

const LIMITED: Limited = Limited { row: ROW, once: false };

pub(super) fn limited_update(update: &Update) -> Option<Update> {
    LIMITED.update(update)
}

pub(super) fn limited_delete(delete: &Delete) -> Option<Delete> {
    LIMITED.delete(delete)
}

/// The new values come from the rows as they were.
pub(super) fn from_old_rows(update: &Update) -> Option<Update> {
    old_rows::update(update, ROW)
}

/// DELETE without a condition, which SQLite does all at once.
pub(super) fn delete_all(truncate: &TruncateTable) -> Option<Delete> {
    let annotations = truncate.annotations.clone();
    Some(Delete { all_rows: true, annotations, ..Delete::new(truncate.table.clone()) })
}
