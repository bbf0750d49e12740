//! CREATE INDEX.

use super::write::Writer;
use super::{Ddl, Index};
use crate::CompileError;
use crate::ast::{Name, TableName};
use crate::dialect::{Clause, Dialect};
use crate::query::{Columns, Target};

/// `CREATE INDEX`. Made by [`create_index`].
#[derive(Clone, Debug, PartialEq)]
pub struct CreateIndex {
    table: TableName,
    index: Index,
    if_not_exists: bool,
}

/// `CREATE INDEX` on columns of a table, named `table_column_idx` unless another name is given.
///
/// ```
/// use aludel::dialect::Sqlite;
/// use aludel::prelude::*;
/// use aludel::schema::Ddl;
///
/// table! { posts { author: BigInt, title: VarChar<200> } }
/// let index = create_index(posts::table, (posts::author, posts::title)).unique();
/// assert_eq!(
///     index.statements(&Sqlite::new())?,
///     [r#"CREATE UNIQUE INDEX "posts_author_title_idx" ON "posts" ("author", "title")"#],
/// );
/// # Ok::<(), aludel::CompileError>(())
/// ```
pub fn create_index(table: impl Target, columns: impl Columns) -> CreateIndex {
    let table = table.into_table().table;
    let columns = columns.into_columns();
    let names = columns.iter().map(|column| Name::from(column.name().to_owned()));
    let index = Index::on(&table, names);
    CreateIndex { table, index, if_not_exists: false }
}

impl CreateIndex {
    pub(super) fn of(table: &TableName, index: Index, if_not_exists: bool) -> Self {
        CreateIndex { table: table.clone(), index, if_not_exists }
    }

    /// The index's name.
    #[must_use]
    pub fn named(mut self, name: impl Into<Name>) -> Self {
        self.index.name = name.into();
        self
    }

    /// The columns together are unique.
    #[must_use]
    pub fn unique(mut self) -> Self {
        self.index.unique = true;
        self
    }

    /// Unless there is an index of that name. MySQL cannot say it.
    #[must_use]
    pub fn if_not_exists(mut self) -> Self {
        self.if_not_exists = true;
        self
    }
}

impl Ddl for CreateIndex {
    fn statements(&self, dialect: &dyn Dialect) -> Result<Vec<String>, CompileError> {
        let syntax = dialect.ddl();
        let CreateIndex { table, index, if_not_exists } = self;
        let mut out = Writer::new(
            dialect,
            if index.unique { "CREATE UNIQUE INDEX " } else { "CREATE INDEX " },
        );
        if index.columns.is_empty() {
            return Err(CompileError::Empty {
                clause: Clause::CreateIndex,
                needs: "an index has at least one column",
            });
        }
        if *if_not_exists {
            if !syntax.index_if_exists {
                let instead = "leave IF NOT EXISTS out, or declare the index with its table";
                return Err(out.unsupported("CREATE INDEX IF NOT EXISTS".into(), instead));
            }
            out.push("IF NOT EXISTS ");
        }
        let (index_schema, table_schema) = match syntax.index_in_schema {
            true => (table.schema(), None),
            false => (None, table.schema()),
        };
        out.name_in(index_schema, index.name.as_str())?;
        out.push(" ON ");
        out.name_in(table_schema, table.name())?;
        out.push(" ");
        out.columns(&index.columns)?;
        Ok(vec![out.out])
    }
}
