//! What only SQLite has. The other dialects refuse it.

use crate::ast::InsertModifier;
use crate::query::Insert;

/// `REPLACE INTO`: rows that have the same value in a unique key are deleted first, whichever key it
/// is; what they held beside the columns given is lost. MySQL and MariaDB have it as well.
///
/// The portable form is [`on_conflict`](Insert::on_conflict), which changes the row that is there.
///
/// ```
/// use aludel::prelude::*;
/// table! { tags { name: Text [primary_key], rank: Integer } }
/// let insert = insert_into(tags::table).set(tags::name, "new").set(tags::rank, 1);
/// let q = aludel::sqlite::or_replace(insert);
/// assert_eq!(
///     q.compile(&Sqlite::new())?.text(),
///     r#"REPLACE INTO "tags" ("name", "rank") VALUES (?, ?)"#,
/// );
/// # Ok::<(), CompileError>(())
/// ```
pub fn or_replace<C>(mut insert: Insert<C>) -> Insert<C> {
    insert.as_ast_mut().modifier = Some(InsertModifier::Replace);
    insert
}

/// `INSERT OR IGNORE`: a row that breaks a unique key, a NOT NULL or a CHECK is left out, and not
/// counted.
///
/// The portable form is [`on_conflict(…).do_nothing()`](crate::query::Conflict::do_nothing), which
/// leaves out those that meet a row with the same key, and no others.
///
/// ```
/// use aludel::prelude::*;
/// table! { tags { name: Text [primary_key], rank: Integer } }
/// let insert = insert_into(tags::table).set(tags::name, "new").set(tags::rank, 1);
/// let q = aludel::sqlite::or_ignore(insert);
/// assert_eq!(
///     q.compile(&Sqlite::new())?.text(),
///     r#"INSERT OR IGNORE INTO "tags" ("name", "rank") VALUES (?, ?)"#,
/// );
/// # Ok::<(), CompileError>(())
/// ```
pub fn or_ignore<C>(mut insert: Insert<C>) -> Insert<C> {
    insert.as_ast_mut().modifier = Some(InsertModifier::OrIgnore);
    insert
}
