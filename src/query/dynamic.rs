//! Tables and columns whose names are known at run time only.

use crate::ast::{ColumnRef, Expr as Node, FromItem, Name, NamedTable, TableName, TableRef};

use super::Expr;
use super::relation::{OuterRelation, Relation, Target};
use super::types::SqlType;

/// A table by its name. The type of a column is said where it is used; `Any` if it is not known.
///
/// ```
/// use aludel::prelude::*;
/// let t = table("users").alias("u");
/// let name = t.column::<Text>("name");
/// let q = select(name.clone()).from(t).filter(name.like("A%"));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DynamicTable {
    schema: Option<Name>,
    name: Name,
    alias: Option<Name>,
}

/// The table of that name. See [`DynamicTable`].
pub fn table(name: impl Into<Name>) -> DynamicTable {
    DynamicTable { schema: None, name: name.into(), alias: None }
}

/// The column of that name, without its table: a label, or the column of the only table.
///
/// ```
/// use aludel::prelude::*;
/// table! { users { id: BigInt } }
/// let q = select((users::id * 2).label("twice")).from(users::table).order_by(column::<BigInt>("twice"));
/// ```
pub fn column<T: SqlType>(name: impl Into<Name>) -> Expr<T> {
    Expr::from_ast(Node::Column(ColumnRef::named(None, name).of_type(T::DATA_TYPE)))
}

impl DynamicTable {
    /// The table in that schema or database.
    #[must_use]
    pub fn in_schema(mut self, schema: impl Into<Name>) -> Self {
        self.schema = Some(schema.into());
        self
    }

    /// The table under another name.
    #[must_use]
    pub fn alias(mut self, alias: impl Into<Name>) -> Self {
        self.alias = Some(alias.into());
        self
    }

    /// The column of that name.
    pub fn column<T: SqlType>(&self, name: impl Into<Name>) -> Expr<T> {
        let table = self.alias.clone().unwrap_or_else(|| self.name.clone());
        let column = ColumnRef::named(Some(table), name).of_type(T::DATA_TYPE);
        Expr::from_ast(Node::Column(column))
    }
}

#[diagnostic::do_not_recommend]
impl Target for DynamicTable {
    fn into_table(self) -> TableRef {
        let table = TableName::Named(Box::new(NamedTable { schema: self.schema, name: self.name }));
        TableRef { table, alias: self.alias }
    }
}

#[diagnostic::do_not_recommend]
impl Relation for DynamicTable {
    fn into_from(self) -> FromItem {
        FromItem::Table(self.into_table())
    }
}

// The types of its columns are the caller's word, and so is whether they are nullable.
#[diagnostic::do_not_recommend]
impl OuterRelation for DynamicTable {}

#[diagnostic::do_not_recommend]
impl Target for &DynamicTable {
    fn into_table(self) -> TableRef {
        self.clone().into_table()
    }
}

#[diagnostic::do_not_recommend]
impl Relation for &DynamicTable {
    fn into_from(self) -> FromItem {
        self.clone().into_from()
    }
}

#[diagnostic::do_not_recommend]
impl OuterRelation for &DynamicTable {}
