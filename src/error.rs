//! What can be wrong with a statement, told before any SQL leaves the process.

use std::borrow::Cow;
use std::fmt;

use crate::ast::{DataType, MAX_DEPTH};
use crate::dialect::{Clause, Version};
use crate::query::DecodeError;

/// Why a statement does not compile for a dialect.
///
/// Each message is a sentence that names what is wrong, where, and what to write instead.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum CompileError {
    /// The dialect, in this version, has no such construct and no exact substitute.
    #[error("{construct} is not supported by {dialect} {version}{}; {instead}", from_version(.since))]
    Unsupported {
        /// What was written.
        construct: Cow<'static, str>,
        /// The dialect's name.
        dialect: &'static str,
        /// The version compiled for.
        version: Version,
        /// The first version that has it, if any.
        since: Option<Version>,
        /// What to write instead.
        instead: Cow<'static, str>,
    },
    /// A column of a table that the statement does not read.
    #[error(
        "column {column} is used in {clause}, but its table is not in scope (which has: {})",
        list(.in_scope)
    )]
    OutOfScope {
        /// The column.
        column: String,
        /// Where it is used.
        clause: Clause,
        /// The tables and aliases that may be used there.
        in_scope: Vec<String>,
    },
    /// A column outside an aggregate that the rows are not grouped by.
    #[error(
        "column {column} is used in {clause} of a grouped query, but is neither in GROUP BY nor inside an aggregate"
    )]
    NotGrouped {
        /// The column.
        column: String,
        /// Where it is used.
        clause: Clause,
    },
    /// ORDER BY of SELECT DISTINCT, or of a set operation, by something that is not selected.
    #[error(
        "ORDER BY of a SELECT DISTINCT or set operation names {what}, which is not selected; select it too, or sort by what is"
    )]
    NotSelected {
        /// What is sorted by.
        what: String,
    },
    /// A NOT NULL column that is NULL where an outer join finds no row, selected as if it never were.
    #[error(
        "column {column} is selected as NOT NULL, but its table is on the nullable side of an outer join; take it from the table's `.outer()` handle, or add `.nullable()`"
    )]
    NullableSide {
        /// The column.
        column: String,
    },
    /// A NOT NULL column that is NULL in the rows of a wider group, selected as if it never were.
    #[error(
        "column {column} is selected as NOT NULL, but is NULL in the rows of ROLLUP, CUBE or GROUPING SETS that are not grouped by it; add `.nullable()`"
    )]
    NullableGroup {
        /// The column.
        column: String,
    },
    /// Rows that are sought by an ORDER BY that does not do for it.
    #[error("the rows cannot be sought by this ORDER BY: {problem}")]
    Unseekable {
        /// What is wrong with it.
        problem: String,
    },
    /// A FROM list in which a table has nothing to do with the others.
    #[error(
        "table {table} is not connected to the other tables of FROM by any condition; add one, or say `cross_join` if every pair of rows is meant"
    )]
    Unconnected {
        /// The table.
        table: String,
    },
    /// A join by declared key where none is declared between the tables, or more than one.
    #[error("table {table} is joined by its declared key, but {}; say the condition", keys(.found))]
    JoinKey {
        /// The table joined.
        table: String,
        /// The keys there are, as conditions.
        found: Vec<String>,
    },
    /// Two tables, CTEs or columns of one name where only one can be meant.
    #[error("the {what} {name} is given twice in {clause}; give one of them another name")]
    DuplicateName {
        /// What has the name: a table, a CTE, a column.
        what: &'static str,
        /// The name.
        name: String,
        /// Where.
        clause: Clause,
    },
    /// UPDATE or DELETE without a condition.
    #[error(
        "{statement} of {table} has no filter and would reach every row; add `.filter(…)`, or `.all_rows()` if that is meant"
    )]
    Unfiltered {
        /// `UPDATE` or `DELETE`.
        statement: &'static str,
        /// The table.
        table: String,
    },
    /// A list that may not be empty.
    #[error("{clause} is empty: {needs}")]
    Empty {
        /// Which.
        clause: Clause,
        /// What it needs.
        needs: &'static str,
    },
    /// A row that does not have one value for each column.
    #[error("row {row} of {clause} has {found} values, but there are {expected} columns")]
    RowWidth {
        /// Where.
        clause: Clause,
        /// The row's number, from 1.
        row: usize,
        /// How many values it should have.
        expected: usize,
        /// How many it has.
        found: usize,
    },
    /// Members of a set operation, or a query and the columns it fills, of different widths.
    #[error("{clause}: {expected} columns are wanted, but the query yields {found}")]
    QueryWidth {
        /// Where.
        clause: Clause,
        /// How many columns are wanted.
        expected: usize,
        /// How many the query yields.
        found: usize,
    },
    /// More parameters than the server takes in one statement.
    #[error(
        "the statement has {found} parameters, but {dialect} takes {limit}; send the rows or values in several statements"
    )]
    TooManyParameters {
        /// How many there are.
        found: usize,
        /// How many there may be.
        limit: usize,
        /// The dialect's name.
        dialect: &'static str,
    },
    /// A name that no server takes.
    #[error("the name {name:?} cannot be written: {reason}")]
    InvalidName {
        /// The name.
        name: String,
        /// What is wrong with it.
        reason: &'static str,
    },
    /// A value that the dialect has no way to hold or write.
    #[error("the value {value} cannot be sent to {dialect}: {reason}")]
    InvalidValue {
        /// The value.
        value: String,
        /// The dialect's name.
        dialect: &'static str,
        /// What is wrong with it.
        reason: &'static str,
    },
    /// A number beyond the range of the column or parameter it is for.
    #[error("the value {value} in {clause} does not fit {}{}", type_name(.data_type), of_column(.column))]
    OutOfRange {
        /// The value.
        value: String,
        /// The type it is for.
        data_type: DataType,
        /// The column it is for, where there is one.
        column: Option<String>,
        /// Where.
        clause: Clause,
    },
    /// DEFAULT, or the value proposed by a conflicting row, where it has no meaning.
    #[error("{construct} has no meaning in {clause}; it stands only {place}")]
    Misplaced {
        /// What.
        construct: &'static str,
        /// Where it was written.
        clause: Clause,
        /// Where it may stand.
        place: &'static str,
    },
    /// A function with too few or too many arguments.
    #[error("{function} takes {}, but {found} are given", arguments(.least, .most))]
    Arguments {
        /// The function.
        function: String,
        /// How many it takes at least.
        least: usize,
        /// How many it takes at most.
        most: usize,
        /// How many it is given.
        found: usize,
    },
    /// Raw SQL whose holes and expressions do not agree in number.
    #[error("the SQL text {text:?} has {holes} holes, but {found} expressions are given for them")]
    RawHoles {
        /// The text.
        text: String,
        /// How many holes it has.
        holes: usize,
        /// How many expressions there are.
        found: usize,
    },
    /// A parameter whose value is given later, in a statement that is not prepared but compiled.
    #[error("parameter {name} has no value; use `prepare` and `bind` for a statement with `param`")]
    UnboundParameter {
        /// Its name.
        name: String,
    },
    /// A name that `bind` was not given, or was given and the statement does not have.
    #[error("parameter {name} {problem}")]
    BindParameter {
        /// Its name.
        name: String,
        /// What is wrong.
        problem: &'static str,
    },
    /// Nodes nested too deep.
    #[error(
        "the statement nests deeper than {MAX_DEPTH} levels; flatten it (lists and AND, OR, concat chains cost one level)"
    )]
    TooDeep,
}

fn from_version(version: &Option<Version>) -> String {
    version.map_or(String::new(), |version| format!(" (it is from {version} on)"))
}

fn arguments(least: &usize, most: &usize) -> String {
    match (least, most) {
        (1, 1) => "1 argument".to_owned(),
        (least, most) if least == most => format!("{least} arguments"),
        (least, &usize::MAX) => format!("at least {least} arguments"),
        (least, most) => format!("{least} to {most} arguments"),
    }
}

fn keys(found: &[String]) -> String {
    match found {
        [] => "no foreign key is declared between it and the tables before it".to_owned(),
        keys => format!("several are: {}", keys.join("; ")),
    }
}

fn list(names: &[String]) -> String {
    if names.is_empty() { "no table".to_owned() } else { names.join(", ") }
}

fn of_column(column: &Option<String>) -> String {
    column.as_ref().map_or(String::new(), |column| format!(" of column {column}"))
}

fn type_name(data_type: &DataType) -> String {
    match data_type {
        DataType::Decimal(Some((precision, scale))) => format!("DECIMAL({precision}, {scale})"),
        DataType::UnsignedBigInt => "BIGINT UNSIGNED".to_owned(),
        data_type => format!("{data_type:?}").to_uppercase(),
    }
}

/// Why a statement was not executed, or its rows were not read.
///
/// Match on [`kind`](Error::kind) to react to a kind of failure, whatever the database; the other
/// methods tell what the database told. Messages show the SQL text, never the parameters.
///
/// ```
/// # #[cfg(feature = "sqlite")] {
/// use aludel::prelude::*;
/// use aludel::ErrorKind;
///
/// table! { users { id: BigInt [primary_key], email: VarChar<100> [unique] } }
/// let mut db = SqliteConnection::open_in_memory()?;
/// db.execute_ddl(&create_table(users::table))?;
/// let insert = insert_into(users::table).columns((users::id, users::email));
/// db.execute(&insert.clone().row((1, "ann@example.org")))?;
/// let error = db.execute(&insert.row((2, "ann@example.org"))).unwrap_err();
/// assert_eq!(error.kind(), ErrorKind::Unique);
/// assert_eq!((error.table(), error.column()), (Some("users"), Some("email")));
/// # }
/// # Ok::<(), aludel::Error>(())
/// ```
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The statement does not compile: nothing was sent.
    #[error(transparent)]
    Compile(Box<CompileError>),
    /// A value of a row is not what the query promised.
    #[error("{error}{}", in_sql(sql))]
    Decode {
        /// Which value, and what is wrong with it.
        error: DecodeError,
        /// The statement's text.
        sql: Box<str>,
    },
    /// No row where one was wanted.
    #[error("the query yielded no row, but one is wanted{}", in_sql(sql))]
    NoRows {
        /// The statement's text.
        sql: Box<str>,
    },
    /// More rows than the one that was wanted.
    #[error("the query yielded more than the one row that is wanted{}", in_sql(sql))]
    TooManyRows {
        /// The statement's text.
        sql: Box<str>,
    },
    /// The database had ended the transaction by itself, or a script had, before this statement,
    /// which was not sent: it would have been kept on its own.
    #[error("the transaction has ended already; the statement was not executed")]
    TransactionEnded,
    /// The database or its driver refused.
    #[error(transparent)]
    Database(Box<DatabaseError>),
    /// One row of many is to blame; none was kept.
    #[error("row {row}: {error}")]
    Row {
        /// The row's number, from 0.
        row: u64,
        /// What is wrong with it.
        error: Box<Error>,
    },
    /// The text of a URL, or what it asks for, is not understood. No password is shown.
    #[error("{0}")]
    Url(String),
    /// No connection of the pool was free in time.
    #[error("no connection was free within {waited:?}; {in_use} of {size} are in use{}", because(.reason))]
    PoolTimeout {
        /// How long it was waited for.
        waited: std::time::Duration,
        /// How many connections are in use.
        in_use: u32,
        /// How many the pool may have.
        size: u32,
        /// Why a further connection could not be made, if one was tried.
        reason: Option<String>,
    },
    /// A function of the program's own, which the pool called, panicked.
    #[error("{0} panicked")]
    Panicked(&'static str),
    /// The database, or its driver, has no such thing.
    #[error("{what} is not supported by {dialect}; {instead}")]
    Unsupported {
        /// What.
        what: &'static str,
        /// The database's name.
        dialect: &'static str,
        /// What to do instead.
        instead: &'static str,
    },
}

fn because(reason: &Option<String>) -> String {
    reason
        .as_ref()
        .map_or(String::new(), |reason| format!("; the last attempt to connect: {reason}"))
}

/// What the database or its driver said.
#[derive(Debug, thiserror::Error)]
#[error("{message} ({dialect}{}){}", with_code(.code), in_sql(.sql.as_deref().unwrap_or_default()))]
#[non_exhaustive]
pub struct DatabaseError {
    /// What kind of failure it is.
    pub kind: ErrorKind,
    /// The database's name.
    pub dialect: &'static str,
    /// The database's own code: SQLite's extended result code, PostgreSQL's SQLSTATE, MySQL's and
    /// MariaDB's error number.
    pub code: Option<String>,
    /// The database's own words.
    pub message: String,
    /// The table, where it is told.
    pub table: Option<String>,
    /// The columns, where they are told.
    pub columns: Vec<String>,
    /// The constraint's name, where it is told.
    pub constraint: Option<String>,
    /// The statement's text.
    pub sql: Option<String>,
    /// The driver's error; as a [`DriverError`] where it would show values.
    pub source: Box<dyn std::error::Error + Send + Sync>,
}

/// A driver's error that shows values of rows and parameters, and is not shown for that reason.
///
/// ```
/// use aludel::DriverError;
/// let error = DriverError::new(std::io::Error::other("Key (email)=(ann@example.org) exists"));
/// assert_eq!(error.to_string(), "the driver's error is not shown: it may hold values");
/// assert_eq!(error.get().to_string(), "Key (email)=(ann@example.org) exists");
/// ```
#[derive(thiserror::Error)]
#[error("the driver's error is not shown: it may hold values")]
pub struct DriverError<E>(E);

impl<E> DriverError<E> {
    /// Hides an error.
    pub fn new(error: E) -> Self {
        DriverError(error)
    }

    /// The driver's own error. Whatever is made of it may show values.
    pub fn get(&self) -> &E {
        &self.0
    }
}

impl<E> fmt::Debug for DriverError<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DriverError").finish_non_exhaustive()
    }
}

/// The kinds of failure, the same for every database.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The statement does not compile.
    Compile,
    /// A value of a row is not what the query promised.
    Decode,
    /// No row where one was wanted.
    NoRows,
    /// More rows than the one that was wanted.
    TooManyRows,
    /// The transaction had ended before.
    TransactionEnded,
    /// A row with the same key exists: UNIQUE or PRIMARY KEY.
    Unique,
    /// No row is there to refer to, or one is still referred to: FOREIGN KEY.
    ForeignKey,
    /// NULL in a NOT NULL column.
    NotNull,
    /// A CHECK that does not hold.
    Check,
    /// Another constraint.
    Constraint,
    /// A value of the wrong type, too long or out of range.
    InvalidData,
    /// A lock was not to be had in time.
    LockTimeout,
    /// Another transaction got in between: run the whole transaction again.
    Serialization,
    /// Two transactions waited for each other: run the whole transaction again.
    Deadlock,
    /// The statement took longer than its time limit.
    StatementTimeout,
    /// The statement was interrupted.
    Interrupted,
    /// No connection of the pool was free in time.
    PoolTimeout,
    /// A URL or setting that is not understood.
    Settings,
    /// The database has no such thing.
    Unsupported,
    /// The text is not SQL to this database.
    Syntax,
    /// A table, column, function or the like that does not exist.
    UndefinedObject,
    /// A table, column, index or the like that exists already.
    DuplicateObject,
    /// The database, connection or transaction is read-only.
    ReadOnly,
    /// The user may not do that.
    Permission,
    /// The disk or the database is full.
    Full,
    /// The database could not be opened or reached, or the connection is lost.
    Connection,
    /// The connection was lost while COMMIT was under way: the transaction may be kept or not.
    CommitUnknown,
    /// The database's file is damaged, or is none.
    Corrupt,
    /// Anything else.
    Other,
}

impl Error {
    /// The kind of failure.
    pub fn kind(&self) -> ErrorKind {
        match self {
            Error::Compile(_) => ErrorKind::Compile,
            Error::Decode { .. } => ErrorKind::Decode,
            Error::NoRows { .. } => ErrorKind::NoRows,
            Error::TooManyRows { .. } => ErrorKind::TooManyRows,
            Error::TransactionEnded => ErrorKind::TransactionEnded,
            Error::Database(error) => error.kind,
            Error::Row { error, .. } => error.kind(),
            Error::Url(_) => ErrorKind::Settings,
            Error::PoolTimeout { .. } => ErrorKind::PoolTimeout,
            Error::Unsupported { .. } => ErrorKind::Unsupported,
            Error::Panicked(_) => ErrorKind::Other,
        }
    }

    /// What the database said, if it is an error of the database.
    pub fn database(&self) -> Option<&DatabaseError> {
        match self {
            Error::Database(error) => Some(error),
            Error::Row { error, .. } => error.database(),
            _ => None,
        }
    }

    /// The number, from 0, of the row of many that is to blame.
    pub fn row(&self) -> Option<u64> {
        match self {
            Error::Row { row, .. } => Some(*row),
            _ => None,
        }
    }

    /// The error, with the number of the row that is to blame.
    #[must_use]
    pub fn in_row(self, row: u64) -> Self {
        match self {
            Error::Row { error, .. } => Error::Row { row, error },
            error => Error::Row { row, error: Box::new(error) },
        }
    }

    /// The same error of the database, of another kind.
    pub(crate) fn with_kind(mut self, kind: ErrorKind) -> Self {
        if let Error::Database(error) = &mut self {
            error.kind = kind;
        }
        self
    }

    /// A value that does not decode, in a row of the statement.
    pub fn decode(error: DecodeError, sql: &str) -> Self {
        Error::Decode { error, sql: sql.into() }
    }

    /// The database's own code: SQLite's extended result code, PostgreSQL's SQLSTATE, MySQL's and
    /// MariaDB's error number.
    pub fn code(&self) -> Option<&str> {
        self.database()?.code.as_deref()
    }

    /// The table, where the database tells.
    pub fn table(&self) -> Option<&str> {
        self.database()?.table.as_deref()
    }

    /// The column, where it is told; the first if there are several.
    pub fn column(&self) -> Option<&str> {
        match self {
            Error::Decode { error, .. } => error.column_name(),
            Error::Row { error, .. } => error.column(),
            Error::Compile(error) => match &**error {
                CompileError::OutOfRange { column, .. } => column.as_deref(),
                _ => None,
            },
            error => error.database()?.columns.first().map(String::as_str),
        }
    }

    /// The constraint, where the database tells.
    pub fn constraint(&self) -> Option<&str> {
        self.database()?.constraint.as_deref()
    }

    /// The text of the statement that failed.
    pub fn sql(&self) -> Option<&str> {
        match self {
            Error::Decode { sql, .. } | Error::NoRows { sql } | Error::TooManyRows { sql } => {
                Some(sql)
            }
            Error::Row { error, .. } => error.sql(),
            error => error.database()?.sql.as_deref(),
        }
    }

    /// Whether the same transaction, run again from its start, may succeed: another one was in its
    /// way.
    pub fn is_transient(&self) -> bool {
        use ErrorKind::{Deadlock, LockTimeout, Serialization};
        matches!(self.kind(), Serialization | Deadlock | LockTimeout)
    }
}

impl DatabaseError {
    /// An error of which no more is known than this.
    pub fn new(
        kind: ErrorKind,
        dialect: &'static str,
        message: impl Into<String>,
        source: impl std::error::Error + Send + Sync + 'static,
    ) -> Self {
        DatabaseError {
            kind,
            dialect,
            code: None,
            message: message.into(),
            table: None,
            columns: Vec::new(),
            constraint: None,
            sql: None,
            source: Box::new(source),
        }
    }

    /// The driver's own error, if it is of that type. Whatever is made of it may show values.
    ///
    /// ```
    /// # #[cfg(feature = "postgres")]
    /// fn detail(error: &aludel::Error) -> Option<&str> {
    ///     error.database()?.driver_error::<postgres::Error>()?.as_db_error()?.detail()
    /// }
    /// ```
    pub fn driver_error<E: std::error::Error + 'static>(&self) -> Option<&E> {
        let hidden = self.source.downcast_ref::<DriverError<E>>();
        hidden.map(DriverError::get).or_else(|| self.source.downcast_ref())
    }
}

impl From<CompileError> for Error {
    fn from(error: CompileError) -> Self {
        Error::Compile(Box::new(error))
    }
}

impl From<DatabaseError> for Error {
    fn from(error: DatabaseError) -> Self {
        Error::Database(Box::new(error))
    }
}

fn with_code(code: &Option<String>) -> String {
    code.as_ref().map_or(String::new(), |code| format!(" code {code}"))
}

/// The statement, cut in the middle if it is long.
fn in_sql(sql: &str) -> String {
    const SHOWN: usize = 400;
    let length = sql.chars().count();
    if length == 0 {
        String::new()
    } else if length <= SHOWN {
        format!(" in: {sql}")
    } else {
        let start: String = sql.chars().take(SHOWN / 2).collect();
        let end: String = sql.chars().skip(length - SHOWN / 2).collect();
        format!(" in: {start} … {end}")
    }
}
