//! UPDATE and DELETE in words that PostgreSQL has.

use crate::ast::{Delete, Update};
use crate::dialect::rewrite::limited::Limited;

/// A place alone is one of each partition.
const LIMITED: Limited = Limited { row: &["tableoid", "ctid"], once: true };

pub(super) fn limited_update(update: &Update) -> Option<Update> {
    LIMITED.update(update)
}

pub(super) fn limited_delete(delete: &Delete) -> Option<Delete> {
    LIMITED.delete(delete)
}
