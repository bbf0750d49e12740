//! DROP TABLE and DROP INDEX.

use super::Ddl;
use super::write::Writer;
use crate::CompileError;
use crate::ast::{Name, TableName};
use crate::dialect::Dialect;
use crate::query::Target;

/// `DROP TABLE`. Made by [`drop_table`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DropTable {
    table: TableName,
    if_exists: bool,
}

/// `DROP TABLE`.
///
/// ```
/// use aludel::dialect::Sqlite;
/// use aludel::prelude::*;
/// use aludel::schema::Ddl;
///
/// let drop = drop_table(table("users")).if_exists();
/// assert_eq!(drop.statements(&Sqlite::new())?, [r#"DROP TABLE IF EXISTS "users""#]);
/// # Ok::<(), aludel::CompileError>(())
/// ```
pub fn drop_table(table: impl Target) -> DropTable {
    DropTable { table: table.into_table().table, if_exists: false }
}

impl DropTable {
    /// If there is one.
    #[must_use]
    pub fn if_exists(mut self) -> Self {
        self.if_exists = true;
        self
    }
}

impl Ddl for DropTable {
    fn statements(&self, dialect: &dyn Dialect) -> Result<Vec<String>, CompileError> {
        let mut out = Writer::new(dialect, "DROP TABLE ");
        if self.if_exists {
            out.push("IF EXISTS ");
        }
        out.table(&self.table)?;
        Ok(vec![out.out])
    }
}

/// `DROP INDEX`. Made by [`drop_index`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DropIndex {
    table: TableName,
    name: Name,
    if_exists: bool,
}

/// `DROP INDEX` of a table's index.
///
/// ```
/// use aludel::dialect::MySql;
/// use aludel::prelude::*;
/// use aludel::schema::Ddl;
///
/// let drop = drop_index(table("posts"), "posts_author_idx");
/// assert_eq!(drop.statements(&MySql::new())?, ["DROP INDEX `posts_author_idx` ON `posts`"]);
/// # Ok::<(), aludel::CompileError>(())
/// ```
pub fn drop_index(table: impl Target, name: impl Into<Name>) -> DropIndex {
    DropIndex { table: table.into_table().table, name: name.into(), if_exists: false }
}

impl DropIndex {
    /// If there is one. MySQL cannot say it.
    #[must_use]
    pub fn if_exists(mut self) -> Self {
        self.if_exists = true;
        self
    }
}

impl Ddl for DropIndex {
    fn statements(&self, dialect: &dyn Dialect) -> Result<Vec<String>, CompileError> {
        let syntax = dialect.ddl();
        let mut out = Writer::new(dialect, "DROP INDEX ");
        if self.if_exists {
            if !syntax.index_if_exists {
                let construct = "DROP INDEX IF EXISTS".to_owned();
                return Err(out.unsupported(construct, "leave IF EXISTS out"));
            }
            out.push("IF EXISTS ");
        }
        if syntax.drop_index_on_table {
            out.name(self.name.as_str())?;
            out.push(" ON ");
            out.table(&self.table)?;
        } else {
            out.name_in(self.table.schema(), self.name.as_str())?;
        }
        Ok(vec![out.out])
    }
}
