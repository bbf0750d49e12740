//! Tables as data.

use std::borrow::Cow;

use crate::ast::{
    Attribute, Collation, ColumnDef, DataType, Name, NamedTable, TableDef, TableName,
};
use crate::query::{Base, Handle};

/// A table: its columns, keys, constraints and indexes.
///
/// ```
/// use aludel::ast::DataType;
/// use aludel::dialect::Sqlite;
/// use aludel::schema::{ColumnSpec, Ddl, Table, create_table};
///
/// let wanted = vec!["name".to_string(), "city".to_string()];
/// let mut table = Table::new("people")
///     .column(ColumnSpec::new("id", DataType::BigInt).auto_increment())
///     .primary_key(["id"]);
/// for name in wanted {
///     table = table.column(ColumnSpec::new(name, DataType::Text).nullable());
/// }
/// assert_eq!(
///     create_table(table).statements(&Sqlite::new())?,
///     [r#"CREATE TABLE "people" ("id" INTEGER PRIMARY KEY AUTOINCREMENT, "name" TEXT, "city" TEXT)"#],
/// );
/// # Ok::<(), aludel::CompileError>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Table {
    /// Its name.
    pub name: TableName,
    /// The columns in their order.
    pub columns: Vec<ColumnSpec>,
    /// The columns of the primary key.
    pub primary_key: Vec<Name>,
    /// UNIQUE constraints.
    pub unique_keys: Vec<UniqueKey>,
    /// Conditions on each row, as SQL text.
    pub checks: Vec<Cow<'static, str>>,
    /// Foreign keys.
    pub foreign_keys: Vec<ForeignKey>,
    /// Indexes.
    pub indexes: Vec<Index>,
    /// How its text compares, where tables have a say in that (MySQL, MariaDB).
    pub collation: Collation,
}

/// A column of a [`Table`]: NOT NULL, unless it is said to be nullable.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ColumnSpec {
    /// Its name.
    pub name: Name,
    /// Its SQL type.
    pub data_type: DataType,
    /// Whether it may be NULL.
    pub nullable: bool,
    /// Whether the server makes its values.
    pub auto_increment: bool,
    /// Its default, as SQL text.
    pub default: Option<Cow<'static, str>>,
}

/// A UNIQUE constraint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UniqueKey {
    /// Its name, if the server is not to choose one.
    pub name: Option<Name>,
    /// The columns that together are unique.
    pub columns: Vec<Name>,
}

/// A foreign key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ForeignKey {
    /// Its name, if the server is not to choose one.
    pub name: Option<Name>,
    /// The columns that refer.
    pub columns: Vec<Name>,
    /// The table that they refer to.
    pub table: TableName,
    /// Its columns.
    pub references: Vec<Name>,
    /// What becomes of a row whose referred row is deleted; none for the server's default, which
    /// refuses the deletion.
    pub on_delete: Option<ReferentialAction>,
    /// What becomes of a row whose referred row changes its key.
    pub on_update: Option<ReferentialAction>,
}

/// What becomes of a row whose referred row is deleted or changes its key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ReferentialAction {
    /// It goes along.
    Cascade,
    /// It refers to nothing any more.
    SetNull,
    /// It forbids it.
    Restrict,
    /// It forbids it, at the end of the statement or transaction.
    NoAction,
}

/// An index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Index {
    /// Its name.
    pub name: Name,
    /// The columns in their order.
    pub columns: Vec<Name>,
    /// Whether the columns together are unique.
    pub unique: bool,
}

impl Index {
    /// An index on columns, named `table_column_idx`.
    pub fn on<N: Into<Name>>(table: &TableName, columns: impl IntoIterator<Item = N>) -> Self {
        let columns: Vec<Name> = columns.into_iter().map(N::into).collect();
        let mut name = table.name().to_owned();
        for column in &columns {
            name.push('_');
            name.push_str(column.as_str());
        }
        name.push_str("_idx");
        Index { name: name.into(), columns, unique: false }
    }
}

impl ColumnSpec {
    /// A NOT NULL column.
    pub fn new(name: impl Into<Name>, data_type: DataType) -> Self {
        ColumnSpec {
            name: name.into(),
            data_type,
            nullable: false,
            auto_increment: false,
            default: None,
        }
    }

    /// It may be NULL.
    #[must_use]
    pub fn nullable(mut self) -> Self {
        self.nullable = true;
        self
    }

    /// The server makes its values.
    #[must_use]
    pub fn auto_increment(mut self) -> Self {
        self.auto_increment = true;
        self
    }

    /// Its default, as SQL text, which is written as it is.
    #[must_use]
    pub fn default_sql(mut self, sql: impl Into<Cow<'static, str>>) -> Self {
        self.default = Some(sql.into());
        self
    }
}

impl Table {
    /// A table without columns yet.
    pub fn new(name: impl Into<Name>) -> Self {
        Table::named(TableName::named(name))
    }

    fn named(name: TableName) -> Self {
        Table {
            name,
            columns: Vec::new(),
            primary_key: Vec::new(),
            unique_keys: Vec::new(),
            checks: Vec::new(),
            foreign_keys: Vec::new(),
            indexes: Vec::new(),
            collation: Collation::Binary,
        }
    }

    /// The table in that schema or database.
    #[must_use]
    pub fn in_schema(mut self, schema: impl Into<Name>) -> Self {
        let name = Name::from(self.name.name().to_owned());
        self.name = TableName::Named(Box::new(NamedTable { schema: Some(schema.into()), name }));
        self
    }

    /// One more column.
    #[must_use]
    pub fn column(mut self, column: ColumnSpec) -> Self {
        self.columns.push(column);
        self
    }

    /// The columns of the primary key.
    #[must_use]
    pub fn primary_key<N: Into<Name>>(mut self, columns: impl IntoIterator<Item = N>) -> Self {
        self.primary_key = names(columns);
        self
    }

    /// Columns that together are unique.
    #[must_use]
    pub fn unique<N: Into<Name>>(mut self, columns: impl IntoIterator<Item = N>) -> Self {
        self.unique_keys.push(UniqueKey { name: None, columns: names(columns) });
        self
    }

    /// A condition on each row, as SQL text, which is written as it is.
    #[must_use]
    pub fn check_sql(mut self, sql: impl Into<Cow<'static, str>>) -> Self {
        self.checks.push(sql.into());
        self
    }

    /// Columns that refer to columns of another table.
    #[must_use]
    pub fn foreign_key<N: Into<Name>, M: Into<Name>>(
        mut self,
        columns: impl IntoIterator<Item = N>,
        table: impl Into<Name>,
        references: impl IntoIterator<Item = M>,
    ) -> Self {
        self.foreign_keys.push(ForeignKey {
            name: None,
            columns: names(columns),
            table: TableName::named(table),
            references: names(references),
            on_delete: None,
            on_update: None,
        });
        self
    }

    /// What becomes of the rows of the foreign key added last when the row they refer to is
    /// deleted.
    #[must_use]
    pub fn on_delete(mut self, action: ReferentialAction) -> Self {
        if let Some(key) = self.foreign_keys.last_mut() {
            key.on_delete = Some(action);
        }
        self
    }

    /// What becomes of the rows of the foreign key added last when the row they refer to changes
    /// its key.
    #[must_use]
    pub fn on_update(mut self, action: ReferentialAction) -> Self {
        if let Some(key) = self.foreign_keys.last_mut() {
            key.on_update = Some(action);
        }
        self
    }

    /// An index on columns, named `table_column_idx`.
    #[must_use]
    pub fn index<N: Into<Name>>(mut self, columns: impl IntoIterator<Item = N>) -> Self {
        self.indexes.push(Index::on(&self.name, columns));
        self
    }

    /// How its text compares, where tables have a say in that (MySQL, MariaDB): by default, and
    /// on every other dialect, exactly and by code point.
    #[must_use]
    pub fn collation(mut self, collation: Collation) -> Self {
        self.collation = collation;
        self
    }

    fn declared(mut self, column: &'static ColumnDef) -> Self {
        let name = || Name::new(column.name);
        let mut spec = ColumnSpec::new(column.name, column.data_type.clone());
        spec.nullable = column.nullable;
        for attribute in column.attributes {
            match attribute {
                Attribute::PrimaryKey => self.primary_key.push(name()),
                Attribute::AutoIncrement => spec.auto_increment = true,
                Attribute::Default(sql) => spec.default = Some(Cow::Borrowed(sql)),
                Attribute::Unique => self = self.unique([name()]),
                Attribute::Index => self = self.index([name()]),
                Attribute::Check(sql) => self = self.check_sql(*sql),
                Attribute::References { table, column } => {
                    self = self.foreign_key([name()], *table, [*column]);
                }
            }
        }
        self.column(spec)
    }
}

fn names<N: Into<Name>>(names: impl IntoIterator<Item = N>) -> Vec<Name> {
    names.into_iter().map(N::into).collect()
}

impl From<&'static TableDef> for Table {
    fn from(def: &'static TableDef) -> Self {
        let columns = def.columns.iter();
        columns.fold(Table::named(TableName::Declared(def)), |table, column| table.declared(column))
    }
}

impl<H: Handle<Mode = Base>> From<H> for Table {
    fn from(handle: H) -> Self {
        handle.def().into()
    }
}
