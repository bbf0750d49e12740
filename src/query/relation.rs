//! What rows are taken from: table handles, and the two sides of an outer join.

use crate::ast::{ColumnDef, FromItem, Name, TableDef, TableName, TableRef};

use super::Column;
use super::types::SqlType;

/// How a table handle types its columns.
pub trait Mode: 'static {
    /// What a column of the type `T` is in the handle.
    type Field<T: SqlType>: Copy;
    /// The type of a value of the type `T`.
    type Sql<T: SqlType>: SqlType;
}

/// The handle of a table as declared: `users::table`, `users::alias("u")`.
#[derive(Clone, Copy, Debug)]
pub struct Base;

/// The handle of a table on the nullable side of an outer join, where every column may be NULL:
/// `users::table.outer()`.
#[derive(Clone, Copy, Debug)]
pub struct Outer;

impl Mode for Base {
    type Field<T: SqlType> = Column<T>;
    type Sql<T: SqlType> = T;
}

impl Mode for Outer {
    type Field<T: SqlType> = Column<T::AsNullable>;
    type Sql<T: SqlType> = T::AsNullable;
}

/// The definitions behind the handles of a table; for `table!` only.
#[doc(hidden)]
#[derive(Clone, Copy, Debug)]
pub struct Definitions;

/// A column as declared, and as seen through an outer join; for `table!` only.
#[doc(hidden)]
#[derive(Debug)]
pub struct Definition {
    pub base: ColumnDef,
    pub outer: ColumnDef,
}

impl Mode for Definitions {
    type Field<T: SqlType> = &'static Definition;
    type Sql<T: SqlType> = T;
}

/// A table handle that `table!` writes: what rows are taken from, and what may be written to.
pub trait Handle: Copy {
    /// Whether its columns are nullable.
    type Mode: Mode;
    /// The table's definition.
    fn def(&self) -> &'static TableDef;
    /// The alias it goes by.
    fn alias_name(&self) -> Option<&'static str>;
}

fn table_ref<H: Handle>(handle: H) -> TableRef {
    TableRef { table: TableName::Declared(handle.def()), alias: handle.alias_name().map(Name::new) }
}

/// What may stand in FROM and JOIN: a table handle, a dynamic table, a query under an alias, a
/// CTE, a table function.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a table",
    label = "expected a table handle such as `users::table`, `users::alias(\"u\")` or `query.alias(\"q\")`"
)]
pub trait Relation {
    /// The item as a node.
    fn into_from(self) -> FromItem;
}

#[diagnostic::do_not_recommend]
impl<H: Handle> Relation for H {
    fn into_from(self) -> FromItem {
        FromItem::Table(table_ref(self))
    }
}

/// What may stand on the nullable side of an outer join: a handle whose columns are nullable.
#[diagnostic::on_unimplemented(
    message = "an outer join needs the nullable handle of this table",
    label = "expected `….outer()`",
    note = "write `let p = posts::table.outer();` and use `p.title`, which is nullable, instead of `posts::title`"
)]
pub trait OuterRelation: Relation {}

#[diagnostic::do_not_recommend]
impl<H: Handle<Mode = Outer>> OuterRelation for H {}

/// What INSERT, UPDATE and DELETE write to: the handle of a table or a dynamic table.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a table that can be written to",
    label = "expected a table handle such as `users::table`"
)]
pub trait Target {
    /// The table as a node.
    fn into_table(self) -> TableRef;
}

#[diagnostic::do_not_recommend]
impl<H: Handle<Mode = Base>> Target for H {
    fn into_table(self) -> TableRef {
        table_ref(self)
    }
}
