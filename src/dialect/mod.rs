//! How each database writes a statement: four dialects, one renderer.
//!
//! A [`Dialect`] is a small object-safe trait of facts: how names are quoted, how types are spelled,
//! which [`Feature`]s this version has. What it lacks is either rewritten, statement to statement,
//! with the same rows, or refused by a [`CompileError`]. The renderer itself decides nothing by the
//! name of a dialect.
//!
//! ```
//! use aludel::ast::{Expr, Select, SelectItem};
//! use aludel::dialect::{Postgres, Sqlite, compile};
//!
//! let select = Select { items: vec![SelectItem::Expr(Expr::bind(1))], ..Select::default() };
//! assert_eq!(compile(&select, &Sqlite::new())?.text(), "SELECT ?");
//! assert_eq!(compile(&select, &Postgres::new())?.text(), "SELECT $1::int8");
//! # Ok::<(), aludel::CompileError>(())
//! ```

use crate::CompileError;
use crate::ast::{
    AggregateFunction, Collation, DataType, DateField, DateUnit, Function, Query, StatementRef,
    Value,
};
use std::fmt;

mod aggregate;
mod assign;
mod bindings;
mod clause;
mod compiled;
mod ddl;
#[cfg(not(feature = "decimal"))]
pub(crate) mod decimal_text;
mod feature;
mod join_key;
mod late;
mod list;
pub(crate) mod literal;
mod mariadb;
mod merged;
mod mysql;
mod own_table;
mod portability;
mod postgres;
mod postgres_text;
mod prepared;
mod pretty;
mod render;
mod rewrite;
mod scope;
mod sqlite;
pub(crate) mod sqlite_value;
mod statement;
mod syntax;

pub use aggregate::AggregateForm;
pub use bindings::Bindings;
pub use clause::Clause;
pub use compiled::{Compiled, Param};
pub use ddl::{AutoIncrement, DdlSyntax};
pub use feature::{Feature, FeatureSet, Rewrite, Support, SupportRow};
pub use mariadb::MariaDb;
pub use mysql::MySql;
#[cfg(feature = "mysql")]
pub(crate) use mysql::upsert::{ANOTHER_KEY, LEFT_ALONE};
pub use portability::NativeMeaning;
pub use postgres::Postgres;
pub use prepared::Prepared;
pub(crate) use render::check::ValueFit;
pub(crate) use render::quote_name;
pub(crate) use rewrite::wrap::{has_aggregate, sorted_by};
pub use sqlite::Sqlite;
pub use statement::AsStatement;
pub use syntax::{Excluded, FunctionForm, Placeholder, Quote, Syntax, Upsert};

/// The version of a server or library.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Version {
    /// The first number.
    pub major: u16,
    /// The second number.
    pub minor: u16,
    /// The third number.
    pub patch: u16,
}

impl Version {
    /// A version of three numbers.
    pub const fn new(major: u16, minor: u16, patch: u16) -> Self {
        Version { major, minor, patch }
    }

    const fn ordinal(self) -> u64 {
        (self.major as u64) << 32 | (self.minor as u64) << 16 | self.patch as u64
    }

    pub(crate) const fn is_before(self, other: Version) -> bool {
        self.ordinal() < other.ordinal()
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.major)?;
        if self.minor != 0 || self.patch != 0 {
            write!(f, ".{}", self.minor)?;
        }
        if self.patch != 0 {
            write!(f, ".{}", self.patch)?;
        }
        Ok(())
    }
}

/// The words before a statement that is to be explained.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ExplainSyntax {
    /// For the plan.
    pub plan: &'static str,
    /// For the plan with what was measured, for which the statement is carried out.
    pub analyze: Option<&'static str>,
    /// Whether a statement that writes is carried out for that as well.
    pub analyzes_writes: bool,
}

/// A database's way of writing SQL, in one version.
///
/// Four are built in: [`Sqlite`], [`Postgres`], [`MySql`], [`MariaDb`]. Another can be written
/// outside this crate.
pub trait Dialect: fmt::Debug + Send + Sync {
    /// The database's name, as its makers write it.
    fn name(&self) -> &'static str;

    /// The version that statements are compiled for.
    fn version(&self) -> Version;

    /// The facts that the renderer needs all the time.
    fn syntax(&self) -> &'static Syntax;

    /// The constructs that this version writes as standard SQL, or PostgreSQL, writes them.
    fn native(&self) -> FeatureSet;

    /// What becomes of a construct that is not in [`Dialect::native`].
    fn support(&self, feature: Feature) -> Support;

    /// How a column of this type is declared; none if there is no such type.
    fn column_type(&self, data_type: &DataType) -> Option<String>;

    /// How a value is converted to this type: an expression in which `{}` is the operand; none if
    /// there is no conversion with the meaning of SQL's CAST.
    fn cast(&self, data_type: &DataType) -> Option<String>;

    /// How a function is called.
    fn function(&self, function: &Function) -> FunctionForm;

    /// How an aggregate is called. By default as PostgreSQL does.
    fn aggregate(&self, function: &AggregateFunction) -> AggregateForm {
        aggregate::standard(function)
    }

    /// How a part is taken from a date or time: an expression in which `{}` is the operand.
    fn date_field(&self, field: DateField) -> Option<&'static str>;

    /// How a date or timestamp is cut down to a unit: an expression in which `{}` is the operand.
    fn date_truncate(&self, unit: DateUnit) -> Option<&'static str>;

    /// How a collation is written, where it has a name that is not the user's.
    fn collation(&self, collation: &Collation) -> Option<&'static str>;

    /// The facts that DDL needs. By default what standard SQL and PostgreSQL write.
    fn ddl(&self) -> DdlSyntax {
        DdlSyntax::STANDARD
    }

    /// How a statement is explained.
    fn explain(&self) -> ExplainSyntax {
        ExplainSyntax { plan: "EXPLAIN", analyze: None, analyzes_writes: false }
    }

    /// Why the server would not take a name with unusual characters, if it would not.
    fn name_problem(&self, _name: &str) -> Option<&'static str> {
        None
    }

    /// Writes a value into the statement's text.
    ///
    /// # Errors
    ///
    /// The reason why the dialect has no way to write it: NaN outside PostgreSQL, say.
    fn literal(&self, value: &Value, out: &mut String) -> Result<(), &'static str>;

    /// Writes the type that a parameter has, where its placeholder needs one to have the right type
    /// on the server: PostgreSQL's `::int8` for a value that comes without a SQL type.
    fn parameter_suffix(&self, _value: &Value) -> &'static str {
        ""
    }
}

// What only PostgreSQL has.
const ARRAY_ELEMENTS: &str = "keep the elements in a JSON array, and use `json_elements(…)`";
const TARGET_IN_RETURNING: &str =
    "query the table before the statement or after it, in one transaction";
const SAMPLE: &str = "filter or sort by a random number of that server's";
/// The query with a name of its own for each column, as a derived table needs.
pub(crate) fn distinctly_named(mut query: Query) -> Query {
    if let Query::Select(select) = &mut query
        && let Ok(items) = rewrite::wrap::all_named(select)
    {
        select.items = items;
    }
    rewrite::distinctly_named(&query).unwrap_or(query)
}

// What no dialect has.
const WINDOW_DISTINCT: &str = "take the distinct rows in a derived table";
const FRACTION_TO_INTEGER: &str =
    "say which is meant: `trunc_to_int(…)`, `round_to_int(…)`, or a cast of `floor(…)`";
const FLOAT_TO_TEXT: &str =
    "write the number in the program: each server has digits of its own for it";
const REMAINDER: &str = "take the remainder of whole numbers: multiply both, and divide the result";
const TEXT_TO_NUMBER: &str = "use `.try_cast::<…>()`, which is NULL where the text is no number";
const OPAQUE_EXTREMES: &str = "take them of what is compared: a text, a part of the document";
const WINDOW_OF_GROUPS: &str =
    "take it of groups in a derived table, and join that by the columns of the partition";
const WINDOW_AGGREGATE_ORDER: &str = "leave the order out, or order the window";

/// Renders a statement for a dialect.
///
/// # Errors
///
/// A [`CompileError`] for whatever the dialect would refuse, or take in another meaning.
pub fn compile<'q>(
    statement: impl Into<StatementRef<'q>>,
    dialect: &dyn Dialect,
) -> Result<Compiled<'q>, CompileError> {
    render::compile(statement.into(), dialect).map_err(|error| *error)
}

/// Renders a statement with its values written into the text.
///
/// For logs, migrations and a reader's eyes: text is escaped for the dialect's server with its
/// default settings. A statement that holds foreign input is better executed with parameters.
///
/// # Errors
///
/// Those of [`compile`], and [`CompileError::InvalidValue`] for a value that has no literal.
pub fn to_sql_inline<'q>(
    statement: impl Into<StatementRef<'q>>,
    dialect: &dyn Dialect,
) -> Result<String, CompileError> {
    render::inline(statement.into(), dialect).map_err(|error| *error)
}

/// What every statement can do: be rendered for a dialect.
///
/// ```
/// use aludel::prelude::*;
///
/// table! { users { id: BigInt [primary_key], name: Text } }
///
/// let q = select(users::id).from(users::table).filter(users::name.starts_with("A"));
/// let sql = q.compile(&Postgres::new())?;
/// assert_eq!(
///     sql.text(),
///     r#"SELECT "users"."id" FROM "users" WHERE "users"."name" LIKE $1 ESCAPE '!'"#
/// );
/// assert_eq!(*sql.params()[0].value(), Value::from("A%"));
/// # Ok::<(), CompileError>(())
/// ```
pub trait Compile: AsStatement {
    /// The statement in the dialect's words, with bound parameters.
    ///
    /// Parameters are borrowed from the statement; [`Compiled::into_owned`] lets go of it.
    ///
    /// # Errors
    ///
    /// A [`CompileError`] for whatever the dialect would refuse, or take in another meaning.
    fn compile(&self, dialect: &dyn Dialect) -> Result<Compiled<'_>, CompileError> {
        compile(self.statement(), dialect)
    }

    /// The statement rendered once, to be bound and run many times: the values of its
    /// [`param`](crate::query::param)s are given later.
    ///
    /// # Errors
    ///
    /// Those of [`Compile::compile`].
    fn prepare(&self, dialect: &dyn Dialect) -> Result<Prepared, CompileError> {
        Prepared::new(self.statement(), dialect)
    }

    /// What in the statement has a meaning of the server's own, each construct once; all else means
    /// the same rows on every dialect.
    ///
    /// ```
    /// use aludel::prelude::*;
    ///
    /// table! { users { id: BigInt [primary_key], age: Nullable<Integer> } }
    ///
    /// let q = select(users::id).from(users::table).order_by(users::age);
    /// let found = q.portability();
    /// assert_eq!(found[0].construct, "an order by what may be NULL");
    /// assert_eq!(found[0].instead, "write `nulls_first()` or `nulls_last()`");
    ///
    /// let q = select(users::id).from(users::table).order_by(users::age.asc().nulls_last());
    /// assert!(q.portability().is_empty());
    /// ```
    fn portability(&self) -> Vec<NativeMeaning> {
        portability::native_meanings(self.statement())
    }

    /// The statement with its values written into the text: see [`to_sql_inline`].
    ///
    /// # Errors
    ///
    /// Those of [`to_sql_inline`].
    fn to_sql_inline(&self, dialect: &dyn Dialect) -> Result<String, CompileError> {
        to_sql_inline(self.statement(), dialect)
    }
}

impl<S: AsStatement + ?Sized> Compile for S {}
