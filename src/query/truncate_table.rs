//! TRUNCATE.

use crate::ast::{self, StatementRef};

use super::Target;
use super::fetch::AsStatement;

/// A TRUNCATE: all rows of a table go at once.
///
/// `TRUNCATE TABLE` on PostgreSQL, MySQL and MariaDB, `DELETE FROM` without a condition on SQLite,
/// which deletes all at once then. No server but SQLite counts the rows. A table that others refer to
/// is refused by the server, unless [`cascade`](TruncateTable::cascade) is said.
///
/// On MySQL and MariaDB it ends the transaction under way, as DDL does, and cannot be rolled back;
/// generated keys start anew. On PostgreSQL and SQLite they go on where they were.
/// [`delete(table).all_rows()`](super::delete) is the portable way to empty a table inside a
/// transaction.
///
/// ```
/// use aludel::prelude::*;
/// table! { logs { id: BigInt [primary_key] } }
/// let q = truncate_table(logs::table);
/// assert_eq!(q.compile(&Postgres::new())?.text(), r#"TRUNCATE TABLE "logs""#);
/// assert_eq!(q.compile(&Sqlite::new())?.text(), r#"DELETE FROM "logs""#);
/// # Ok::<(), CompileError>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct TruncateTable {
    node: ast::TruncateTable,
}

/// `TRUNCATE TABLE table`. See [`TruncateTable`].
pub fn truncate_table<T: Target>(table: T) -> TruncateTable {
    let table = table.into_table();
    let (restart_identity, cascade, annotations) = (false, false, None);
    TruncateTable { node: ast::TruncateTable { table, restart_identity, cascade, annotations } }
}

impl TruncateTable {
    /// The node.
    pub fn as_ast(&self) -> &ast::TruncateTable {
        &self.node
    }

    pub(crate) fn as_ast_mut(&mut self) -> &mut ast::TruncateTable {
        &mut self.node
    }

    /// `RESTART IDENTITY`: generated keys start anew. MySQL and MariaDB do so in any case; SQLite
    /// refuses it.
    #[must_use]
    pub fn restart_identity(mut self) -> Self {
        self.node.restart_identity = true;
        self
    }

    /// `CASCADE`: the tables that refer to it are emptied as well (PostgreSQL).
    #[must_use]
    pub fn cascade(mut self) -> Self {
        self.node.cascade = true;
        self
    }
}

impl AsStatement for TruncateTable {
    fn statement(&self) -> StatementRef<'_> {
        StatementRef::TruncateTable(&self.node)
    }
}
