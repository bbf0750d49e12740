//! What only MySQL and MariaDB have. The other dialects refuse it.

use crate::ast::InsertModifier;
use crate::query::{Assignments, Insert};

/// `ON DUPLICATE KEY UPDATE`: a row that meets another in whichever unique key changes that one.
///
/// SQLite writes it as `ON CONFLICT DO UPDATE`. The portable form is
/// [`on_conflict`](Insert::on_conflict), which names the key: a row that meets another in a
/// different key is an error then.
///
/// ```
/// use aludel::prelude::*;
/// table! { tags { name: Text [primary_key], rank: Integer } }
/// let insert = insert_into(tags::table).set(tags::name, "new").set(tags::rank, 1);
/// let q = aludel::mysql::on_duplicate_key_update(insert, tags::rank.set_excluded());
/// assert_eq!(
///     q.compile(&MySql::new())?.text(),
///     "INSERT INTO `tags` (`name`, `rank`) VALUES (?, ?) \
///      ON DUPLICATE KEY UPDATE `rank` = VALUES(`rank`)",
/// );
/// # Ok::<(), CompileError>(())
/// ```
pub fn on_duplicate_key_update<C, A: Assignments>(insert: Insert<C>, assignments: A) -> Insert<C> {
    insert.on_any_conflict().do_update(assignments)
}

/// `REPLACE INTO`: rows that have the same value in a unique key are deleted first, whichever key it
/// is; what they held beside the columns given is lost, and they are counted too. SQLite has it as
/// well.
///
/// The portable form is [`on_conflict`](Insert::on_conflict), which changes the row that is there.
///
/// ```
/// use aludel::prelude::*;
/// table! { tags { name: Text [primary_key], rank: Integer } }
/// let insert = insert_into(tags::table).set(tags::name, "new").set(tags::rank, 1);
/// let q = aludel::mysql::replace_into(insert);
/// assert_eq!(
///     q.compile(&MySql::new())?.text(),
///     "REPLACE INTO `tags` (`name`, `rank`) VALUES (?, ?)",
/// );
/// # Ok::<(), CompileError>(())
/// ```
pub fn replace_into<C>(mut insert: Insert<C>) -> Insert<C> {
    insert.as_ast_mut().modifier = Some(InsertModifier::Replace);
    insert
}

/// `INSERT IGNORE`: errors become warnings. A row that meets another in a unique key is left out, but
/// so is one without its foreign row, and a value that the column cannot hold is cut or becomes 0.
///
/// The portable form is [`on_conflict(…).do_nothing()`](crate::query::Conflict::do_nothing), which
/// leaves out those that meet a row with the same key, and takes nothing else for good.
///
/// ```
/// use aludel::prelude::*;
/// table! { tags { name: Text [primary_key], rank: Integer } }
/// let insert = insert_into(tags::table).set(tags::name, "new").set(tags::rank, 1);
/// let q = aludel::mysql::insert_ignore(insert);
/// assert_eq!(
///     q.compile(&MySql::new())?.text(),
///     "INSERT IGNORE INTO `tags` (`name`, `rank`) VALUES (?, ?)",
/// );
/// # Ok::<(), CompileError>(())
/// ```
pub fn insert_ignore<C>(mut insert: Insert<C>) -> Insert<C> {
    insert.as_ast_mut().modifier = Some(InsertModifier::Ignore);
    insert
}
