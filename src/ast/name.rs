//! Names: identifiers, and the static definitions that `table!` writes.

use std::borrow::Cow;
use std::fmt;

use super::DataType;

/// An identifier: a table, column, alias, constraint or function name.
///
/// It holds the name itself, unquoted. A dialect quotes and escapes it when it renders the
/// statement; a name with a NUL character is refused there, as no server takes one.
///
/// ```
/// use aludel::ast::Name;
/// assert_eq!(Name::from("users"), Name::from(String::from("users")));
/// ```
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Name(Cow<'static, str>);

impl Name {
    /// A name known at compile time; takes no memory.
    pub const fn new(name: &'static str) -> Self {
        Name(Cow::Borrowed(name))
    }

    /// The name, unquoted.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.as_str(), f)
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl From<&'static str> for Name {
    fn from(name: &'static str) -> Self {
        Name(Cow::Borrowed(name))
    }
}

impl From<String> for Name {
    fn from(name: String) -> Self {
        Name(Cow::Owned(name))
    }
}

impl From<Cow<'static, str>> for Name {
    fn from(name: Cow<'static, str>) -> Self {
        Name(name)
    }
}

/// A static name in its two quoted forms, made at compile time.
///
/// Rendering such a name is one copy of memory. `None` where a quote character inside the name
/// has to be escaped: the renderer then does so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quoted {
    /// In double quotes, as SQLite and PostgreSQL write it.
    pub double: &'static str,
    /// In backticks, as MySQL and MariaDB write it.
    pub backtick: &'static str,
}

/// A column as `table!` declares it.
///
/// Two definitions are equal when they name the same column of the same table.
#[derive(Clone, Debug)]
pub struct ColumnDef {
    /// The table's name.
    pub table: &'static str,
    /// The column's name.
    pub name: &'static str,
    /// The declared SQL type.
    pub data_type: DataType,
    /// Whether the column may hold NULL, or is seen through the nullable side of an outer join.
    pub nullable: bool,
    /// What the declaration says besides the type.
    pub attributes: &'static [Attribute],
    /// `table.column`, quoted; absent if either name has to be escaped.
    pub qualified: Option<Quoted>,
    /// `column`, quoted; absent if the name has to be escaped.
    pub bare: Option<Quoted>,
}

impl PartialEq for ColumnDef {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self, other) || (self.name == other.name && self.table == other.table)
    }
}

/// What a column's declaration says besides its type.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub enum Attribute {
    /// Part of the primary key.
    PrimaryKey,
    /// The server makes the value: `AUTOINCREMENT`, `GENERATED … AS IDENTITY`, `AUTO_INCREMENT`.
    AutoIncrement,
    /// The column alone is unique.
    Unique,
    /// An index on the column alone.
    Index,
    /// The default value, as SQL text.
    Default(&'static str),
    /// A condition on the row, as SQL text.
    Check(&'static str),
    /// A foreign key to another table's column.
    References {
        /// The other table.
        table: &'static str,
        /// Its column.
        column: &'static str,
    },
}

/// A table as `table!` declares it.
///
/// Two definitions are equal when they name the same table of the same schema.
#[derive(Clone, Copy, Debug)]
pub struct TableDef {
    /// The schema (PostgreSQL) or database (MySQL, MariaDB, SQLite's attached ones), if given.
    pub schema: Option<&'static str>,
    /// The table's name.
    pub name: &'static str,
    /// The columns in their order.
    pub columns: &'static [&'static ColumnDef],
    /// The name with its schema, quoted; absent if it has to be escaped.
    pub quoted: Option<Quoted>,
}

impl PartialEq for TableDef {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self, other) || (self.name == other.name && self.schema == other.schema)
    }
}

/// A reference to a column, in an expression or as the target of an assignment.
///
/// References are equal when they write the same names, however they were made.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum ColumnRef {
    /// A column declared by `table!`.
    Declared {
        /// Its definition.
        def: &'static ColumnDef,
        /// The alias of the table it is taken from.
        alias: Option<&'static str>,
    },
    /// A column whose name is known at run time only.
    Named(Box<NamedColumn>),
}

/// A column whose name is known at run time only.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct NamedColumn {
    /// The table or alias it belongs to; an unqualified name is left to the server to resolve.
    pub table: Option<Name>,
    /// The column's name.
    pub name: Name,
    /// Its SQL type, if the one who names it knows it.
    pub data_type: Option<&'static DataType>,
}

impl ColumnRef {
    /// A reference by names.
    pub fn named(table: Option<Name>, name: impl Into<Name>) -> Self {
        ColumnRef::Named(Box::new(NamedColumn { table, name: name.into(), data_type: None }))
    }

    /// The same of that SQL type, unless its definition tells another.
    #[must_use]
    pub fn of_type(mut self, data_type: Option<&'static DataType>) -> Self {
        if let ColumnRef::Named(named) = &mut self {
            named.data_type = data_type;
        }
        self
    }

    /// The name or alias of the table that the reference is qualified with.
    pub fn qualifier(&self) -> Option<&str> {
        match self {
            ColumnRef::Declared { alias: Some(alias), .. } => Some(alias),
            ColumnRef::Declared { def, .. } => Some(def.table),
            ColumnRef::Named(named) => named.table.as_ref().map(Name::as_str),
        }
    }

    /// The column's name.
    pub fn name(&self) -> &str {
        match self {
            ColumnRef::Declared { def, .. } => def.name,
            ColumnRef::Named(named) => named.name.as_str(),
        }
    }

    /// The declared type; of a column named at run time, the one that is given with the name.
    pub fn data_type(&self) -> Option<&'static DataType> {
        match self {
            ColumnRef::Declared { def, .. } => Some(&def.data_type),
            ColumnRef::Named(named) => named.data_type,
        }
    }
}

impl PartialEq for ColumnRef {
    fn eq(&self, other: &Self) -> bool {
        let of_one_def = match (self, other) {
            (
                ColumnRef::Declared { def, alias: None },
                ColumnRef::Declared { def: other, alias: None },
            ) => std::ptr::eq(*def, *other),
            _ => false,
        };
        of_one_def || (self.name() == other.name() && self.qualifier() == other.qualifier())
    }
}

impl Eq for ColumnRef {}

impl fmt::Display for ColumnRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(table) = self.qualifier() {
            write!(f, "{table}.")?;
        }
        f.write_str(self.name())
    }
}

/// A table by its name.
///
/// References are equal when they write the same names, however they were made.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum TableName {
    /// A table declared by `table!`.
    Declared(&'static TableDef),
    /// A table whose name is known at run time only.
    Named(Box<NamedTable>),
}

/// A table whose name is known at run time only.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct NamedTable {
    /// The schema or database it lies in.
    pub schema: Option<Name>,
    /// The table's name.
    pub name: Name,
}

impl TableName {
    /// A table by its name.
    pub fn named(name: impl Into<Name>) -> Self {
        TableName::Named(Box::new(NamedTable { schema: None, name: name.into() }))
    }

    /// The schema or database, if given.
    pub fn schema(&self) -> Option<&str> {
        match self {
            TableName::Declared(def) => def.schema,
            TableName::Named(named) => named.schema.as_ref().map(Name::as_str),
        }
    }

    /// The table's name.
    pub fn name(&self) -> &str {
        match self {
            TableName::Declared(def) => def.name,
            TableName::Named(named) => named.name.as_str(),
        }
    }
}

impl TableName {
    /// Whether it may be the same table: a name without a schema stands for whichever the server
    /// finds first.
    pub(crate) fn may_be(&self, other: &Self) -> bool {
        let (schema, others) = (self.schema(), other.schema());
        self.name() == other.name() && (schema == others || schema.is_none() || others.is_none())
    }
}

impl PartialEq for TableName {
    fn eq(&self, other: &Self) -> bool {
        self.name() == other.name() && self.schema() == other.schema()
    }
}

impl Eq for TableName {}

/// A table in FROM, or the target of a write, with its alias.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableRef {
    /// The table.
    pub table: TableName,
    /// The name it goes by in this statement.
    pub alias: Option<Name>,
}

impl TableRef {
    /// The name that columns of this table are qualified with: the alias, or else the table's.
    pub fn visible_name(&self) -> &str {
        match &self.alias {
            Some(alias) => alias.as_str(),
            None => self.table.name(),
        }
    }
}

impl From<&'static TableDef> for TableRef {
    fn from(def: &'static TableDef) -> Self {
        TableRef { table: TableName::Declared(def), alias: None }
    }
}
