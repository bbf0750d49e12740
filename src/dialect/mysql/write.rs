//! UPDATE in words that MySQL and MariaDB have.

use crate::ast::Update;
use crate::dialect::rewrite::old_rows;

/// The new values come from the rows as they were, found by the declared key.
pub(in crate::dialect) fn from_old_rows(update: &Update) -> Option<Update> {
    old_rows::update(update, &[])
}
