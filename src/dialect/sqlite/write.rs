//! UPDATE and DELETE in words that SQLite has.

use crate::ast::{Delete, Expr, Nested, Select, SelectItem, TruncateTable, Update, Value};
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

/// Those rows go for which there are such rows of the other tables. None if their columns are to be
/// returned.
pub(super) fn using_as_exists(delete: &Delete) -> Option<Delete> {
    if delete.returning.contains(&SelectItem::All(None)) {
        return None;
    }
    let select = Select {
        items: vec![SelectItem::Expr(Expr::Literal(Value::Int(1)))],
        from: delete.using.clone(),
        joins: delete.joins.clone(),
        filter: delete.filter.clone(),
        ..Select::default()
    };
    let exists = Expr::Exists { query: Nested::new(select.into()), negated: false };
    let (with, table) = (delete.with.clone(), delete.table.clone());
    let (filter, returning) = (Some(exists), delete.returning.clone());
    let annotations = delete.annotations.clone();
    Some(Delete { with, filter, returning, annotations, ..Delete::new(table) })
}
