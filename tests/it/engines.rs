//! The four engines, each behind its plain driver, for tests of meaning: one statement, the same rows.

use std::env;
use std::sync::atomic::{AtomicU32, Ordering};

use aludel::ast::{DataType, Value};
use aludel::dialect::{Compiled, Dialect, MariaDb, MySql, Param, Postgres, Sqlite, Version};
use aludel::prelude::*;
use aludel::query::{DecodeError, DecodeErrorKind, RowSource, ValueRef};
use aludel::schema::Ddl;
use mysql::prelude::Queryable;
use postgres::types::{Format, FromSql, IsNull, ToSql, Type, to_sql_checked};

/// A live engine, with a database of its own for the test that asked for it.
pub struct Db {
    pub name: &'static str,
    pub dialect: Box<dyn Dialect>,
    driver: Driver,
    space: String,
}

enum Driver {
    Sqlite(rusqlite::Connection),
    Postgres(Box<postgres::Client>),
    MySql(Box<mysql::Conn>),
}

/// What a server says of a statement that it refuses.
pub type Outcome<T> = Result<T, String>;

/// Runs the test on SQLite, PostgreSQL, MySQL and MariaDB, each with an empty database.
///
/// The servers' addresses come from the environment; `tests/all-engines.sh` starts them.
#[track_caller]
pub fn on_all_engines(mut test: impl FnMut(&mut Db)) {
    for mut db in [Db::sqlite(), Db::postgres(), Db::mysql(), Db::mariadb()] {
        test(&mut db);
    }
}

/// Fetches the query on every engine after the set-up, and holds the rows to be the expected ones.
#[track_caller]
pub fn same_rows<Q>(set_up: impl Fn(&mut Db), query: &Q, expected: &[Q::Row])
where
    Q: Fetch,
    Q::Row: PartialEq + std::fmt::Debug,
{
    on_all_engines(|db| {
        set_up(db);
        assert_eq!(db.fetch_all(query), expected, "on {}", db.name);
    });
}

fn url(variable: &str) -> String {
    env::var(variable)
        .unwrap_or_else(|_| panic!("{variable} is not set: run this test by tests/all-engines.sh"))
}

/// A name that no other test has.
fn space() -> String {
    static COUNTER: AtomicU32 = AtomicU32::new(0);
    format!("t{}_{}", std::process::id(), COUNTER.fetch_add(1, Ordering::Relaxed))
}

impl Db {
    pub fn sqlite() -> Self {
        let connection = rusqlite::Connection::open_in_memory().expect("SQLite opens");
        connection.execute_batch("PRAGMA foreign_keys = ON").expect("a pragma");
        for option in [
            rusqlite::config::DbConfig::SQLITE_DBCONFIG_DQS_DML,
            rusqlite::config::DbConfig::SQLITE_DBCONFIG_DQS_DDL,
        ] {
            connection.set_db_config(option, false).expect("a setting");
        }
        let driver = Driver::Sqlite(connection);
        Db { name: "SQLite", dialect: Box::new(Sqlite::new()), driver, space: String::new() }
    }

    pub fn postgres() -> Self {
        let mut client = postgres::Client::connect(&url("ALUDEL_POSTGRES_URL"), postgres::NoTls)
            .expect("PostgreSQL answers");
        let space = space();
        client
            .batch_execute(&format!("CREATE SCHEMA {space}; SET search_path = {space}"))
            .expect("a schema");
        let number: i32 = client
            .query_one("SELECT current_setting('server_version_num')::int", &[])
            .expect("a version")
            .get(0);
        let dialect = Postgres::version(u16::try_from(number / 10_000).expect("a version"));
        let driver = Driver::Postgres(Box::new(client));
        Db { name: "PostgreSQL", dialect: Box::new(dialect), driver, space }
    }

    pub fn mysql() -> Self {
        let (driver, version, space) = Self::connect_mysql("ALUDEL_MYSQL_URL");
        assert!(!version.1, "ALUDEL_MYSQL_URL is of a MariaDB server");
        let Version { major, minor, patch } = version.0;
        let dialect = Box::new(MySql::version(major, minor, patch));
        Db { name: "MySQL", dialect, driver, space }
    }

    pub fn mariadb() -> Self {
        let (driver, version, space) = Self::connect_mysql("ALUDEL_MARIADB_URL");
        assert!(version.1, "ALUDEL_MARIADB_URL is of a MySQL server");
        let dialect = Box::new(MariaDb::version(version.0.major, version.0.minor));
        Db { name: "MariaDB", dialect, driver, space }
    }

    fn connect_mysql(variable: &str) -> (Driver, (Version, bool), String) {
        let options = mysql::Opts::from_url(&url(variable)).expect("a URL");
        let capabilities = mysql::consts::CapabilityFlags::CLIENT_FOUND_ROWS;
        // MySQL keeps the types that a prepared statement's parameters had at its first execution: a
        // text given later for a number becomes 0. So no statement is prepared for two executions.
        let options = mysql::OptsBuilder::from_opts(options)
            .prefer_socket(false)
            .stmt_cache_size(0)
            .additional_capabilities(capabilities);
        let mut conn = mysql::Conn::new(options).expect("the server answers");
        let space = space();
        let text: String = conn.query_first("SELECT version()").expect("a version").expect("a row");
        for set_up in [
            format!("CREATE DATABASE {space} CHARACTER SET utf8mb4"),
            format!("USE {space}"),
            "SET time_zone = '+00:00'".to_owned(),
            // The driver asks for another collation than tables have: a text made by CAST would
            // compare with no column.
            "SET NAMES utf8mb4".to_owned(),
        ] {
            conn.query_drop(set_up).expect("a set-up statement");
        }
        let mut numbers =
            text.split(|c: char| !c.is_ascii_digit()).map_while(|part| part.parse::<u16>().ok());
        let mut next = || numbers.next().unwrap_or(0);
        let version = Version::new(next(), next(), next());
        (Driver::MySql(Box::new(conn)), (version, text.contains("MariaDB")), space)
    }

    // ---- statements

    /// Compiles for this engine.
    #[track_caller]
    pub fn compile<'q, S: AsStatement + ?Sized>(&self, statement: &'q S) -> Compiled<'q> {
        statement
            .compile(&*self.dialect)
            .unwrap_or_else(|error| panic!("on {}: {error}", self.name))
    }

    /// Runs a statement; how many rows it matched.
    #[track_caller]
    pub fn execute<S: AsStatement + ?Sized>(&mut self, statement: &S) -> u64 {
        let compiled = self.compile(statement);
        self.try_execute(&compiled)
            .unwrap_or_else(|error| panic!("on {}: {error}\n{compiled}", self.name))
    }

    /// Fetches the rows of a query.
    #[track_caller]
    pub fn fetch_all<Q: Fetch>(&mut self, query: &Q) -> Vec<Q::Row> {
        let compiled = self.compile(query);
        let rows = self
            .try_query(&compiled)
            .unwrap_or_else(|error| panic!("on {}: {error}\n{compiled}", self.name));
        let decode = |row: Vec<Value>| {
            query
                .decode(&mut ValueRow { values: row.iter() })
                .unwrap_or_else(|error| panic!("on {}: {error} in {row:?}\n{compiled}", self.name))
        };
        rows.into_iter().map(decode).collect()
    }

    /// Fetches the only row of a query.
    #[track_caller]
    pub fn fetch_one<Q: Fetch>(&mut self, query: &Q) -> Q::Row {
        let mut rows = self.fetch_all(query);
        assert_eq!(rows.len(), 1, "rows on {}", self.name);
        rows.remove(0)
    }

    /// Creates or drops what the DDL says.
    #[track_caller]
    pub fn create(&mut self, ddl: &impl Ddl) {
        let statements = ddl.statements(&*self.dialect);
        let statements = statements.unwrap_or_else(|error| panic!("on {}: {error}", self.name));
        statements.iter().for_each(|statement| self.batch(statement));
    }

    /// Runs SQL text as it is.
    #[track_caller]
    pub fn batch(&mut self, sql: &str) {
        self.try_batch(sql).unwrap_or_else(|error| panic!("on {}: {error}\n{sql}", self.name));
    }

    pub fn try_batch(&mut self, sql: &str) -> Outcome<()> {
        match &mut self.driver {
            Driver::Sqlite(connection) => connection.execute_batch(sql).map_err(text),
            Driver::Postgres(client) => client.batch_execute(sql).map_err(postgres_text),
            Driver::MySql(conn) => conn.query_drop(sql).map_err(text),
        }
    }

    pub fn try_execute(&mut self, statement: &Compiled<'_>) -> Outcome<u64> {
        match &mut self.driver {
            Driver::Sqlite(connection) => {
                let mut prepared = connection.prepare(statement.text()).map_err(text)?;
                bind_sqlite(&mut prepared, statement)?;
                if prepared.column_count() > 0 {
                    let mut rows = prepared.raw_query();
                    let mut count = 0;
                    while rows.next().map_err(text)?.is_some() {
                        count += 1;
                    }
                    return Ok(count);
                }
                prepared.raw_execute().map(|rows| rows as u64).map_err(text)
            }
            Driver::Postgres(client) => {
                let (prepared, values) = prepare_postgres(client, statement)?;
                let params: Vec<&(dyn ToSql + Sync)> =
                    values.iter().map(|value| value as &(dyn ToSql + Sync)).collect();
                client.execute(&prepared, &params).map_err(postgres_text)
            }
            Driver::MySql(conn) => {
                let values = mysql_values(statement);
                conn.exec_drop(statement.text(), values).map_err(text)?;
                Ok(conn.affected_rows())
            }
        }
    }

    pub fn try_query(&mut self, statement: &Compiled<'_>) -> Outcome<Vec<Vec<Value>>> {
        match &mut self.driver {
            Driver::Sqlite(connection) => {
                let mut prepared = connection.prepare(statement.text()).map_err(text)?;
                bind_sqlite(&mut prepared, statement)?;
                let width = prepared.column_count();
                let mut rows = prepared.raw_query();
                let mut all = Vec::new();
                while let Some(row) = rows.next().map_err(text)? {
                    let cell = |index| row.get_ref(index).map(sqlite_value).map_err(text);
                    all.push((0..width).map(cell).collect::<Outcome<_>>()?);
                }
                Ok(all)
            }
            Driver::Postgres(client) => {
                let (prepared, values) = prepare_postgres(client, statement)?;
                let params: Vec<&(dyn ToSql + Sync)> =
                    values.iter().map(|value| value as &(dyn ToSql + Sync)).collect();
                let rows = client.query(&prepared, &params).map_err(postgres_text)?;
                rows.iter()
                    .map(|row| {
                        let cell = |index| {
                            let value: Option<PgValue> =
                                row.try_get(index).map_err(postgres_text)?;
                            Ok(value.map_or(Value::Null, |value| value.0))
                        };
                        (0..row.len()).map(cell).collect()
                    })
                    .collect()
            }
            Driver::MySql(conn) => {
                let values = mysql_values(statement);
                let rows: Vec<mysql::Row> = conn.exec(statement.text(), values).map_err(text)?;
                rows.into_iter().map(mysql_row).collect()
            }
        }
    }
}

impl Drop for Db {
    fn drop(&mut self) {
        let space = &self.space;
        // A test that failed has said why already.
        let _ = match &mut self.driver {
            Driver::Sqlite(_) => Ok(()),
            Driver::Postgres(client) => {
                client.batch_execute(&format!("DROP SCHEMA {space} CASCADE")).map_err(text)
            }
            Driver::MySql(conn) => conn.query_drop(format!("DROP DATABASE {space}")).map_err(text),
        };
    }
}

fn text(error: impl std::fmt::Display) -> String {
    error.to_string()
}

fn postgres_text(error: postgres::Error) -> String {
    match error.as_db_error() {
        Some(db) => format!("{} {}", db.code().code(), db.message()),
        None => format!("{error:?}"),
    }
}

// ---- rows

struct ValueRow<'a> {
    values: std::slice::Iter<'a, Value>,
}

impl RowSource for ValueRow<'_> {
    fn next(&mut self) -> Result<ValueRef<'_>, DecodeError> {
        self.values.next().map(value_ref).ok_or_else(|| DecodeError::new(DecodeErrorKind::EndOfRow))
    }
}

fn value_ref(value: &Value) -> ValueRef<'_> {
    match value {
        Value::Bool(value) => ValueRef::Bool(*value),
        Value::Int(value) => ValueRef::Int(*value),
        Value::UInt(value) => ValueRef::UInt(*value),
        Value::Double(value) => ValueRef::Double(*value),
        Value::Text(value) => ValueRef::Text(value),
        Value::Blob(value) => ValueRef::Blob(value),
        #[cfg(feature = "chrono")]
        Value::Date(value) => ValueRef::Date(*value),
        #[cfg(feature = "chrono")]
        Value::Timestamp(value) => ValueRef::Timestamp(*value),
        #[cfg(feature = "chrono")]
        Value::TimestampTz(value) => ValueRef::TimestampTz(*value),
        #[cfg(feature = "decimal")]
        Value::Decimal(value) => ValueRef::Decimal(*value),
        _ => ValueRef::Null,
    }
}

// ---- SQLite

fn bind_sqlite(prepared: &mut rusqlite::Statement<'_>, statement: &Compiled<'_>) -> Outcome<()> {
    for (index, value) in statement.values().enumerate() {
        use rusqlite::types::Value as Own;
        let own = match value {
            Value::Null => Own::Null,
            Value::Bool(value) => Own::Integer((*value).into()),
            Value::Int(value) => Own::Integer(*value),
            Value::Double(value) => Own::Real(*value),
            Value::Text(value) => Own::Text(value.clone()),
            Value::Blob(value) => Own::Blob(value.to_vec()),
            #[cfg(feature = "chrono")]
            Value::Date(value) => Own::Text(value.to_string()),
            #[cfg(feature = "chrono")]
            Value::Timestamp(value) => Own::Text(value.format("%Y-%m-%d %H:%M:%S%.f").to_string()),
            #[cfg(feature = "decimal")]
            Value::Decimal(value) => Own::Text(value.to_string()),
            other => return Err(format!("no SQLite value for {other:?}")),
        };
        prepared.raw_bind_parameter(index + 1, own).map_err(text)?;
    }
    Ok(())
}

fn sqlite_value(value: rusqlite::types::ValueRef<'_>) -> Value {
    use rusqlite::types::ValueRef as Ref;
    match value {
        Ref::Null => Value::Null,
        Ref::Integer(value) => Value::Int(value),
        Ref::Real(value) => Value::Double(value),
        Ref::Text(value) => Value::Text(String::from_utf8_lossy(value).into_owned()),
        Ref::Blob(value) => Value::Blob(value.into()),
    }
}

// ---- PostgreSQL

type Prepared<'s> = (postgres::Statement, Vec<PgParam<'s>>);

/// Prepares with the types that the parameters are known to have; the server infers the rest.
fn prepare_postgres<'s>(
    client: &mut postgres::Client,
    statement: &'s Compiled<'_>,
) -> Outcome<Prepared<'s>> {
    let type_of = |param: &Param<'_>| param.data_type().map_or(Type::UNKNOWN, postgres_type);
    let types: Vec<Type> = statement.params().iter().map(type_of).collect();
    let prepared = client.prepare_typed(statement.text(), &types).map_err(postgres_text)?;
    Ok((prepared, statement.values().map(PgParam).collect()))
}

fn postgres_type(data_type: &DataType) -> Type {
    match data_type {
        DataType::SmallInt => Type::INT2,
        DataType::Integer => Type::INT4,
        DataType::BigInt => Type::INT8,
        DataType::Real => Type::FLOAT4,
        DataType::Double => Type::FLOAT8,
        DataType::Decimal(_) => Type::NUMERIC,
        DataType::Boolean => Type::BOOL,
        DataType::Text => Type::TEXT,
        DataType::VarChar(_) => Type::VARCHAR,
        DataType::Char(_) => Type::BPCHAR,
        DataType::Blob => Type::BYTEA,
        DataType::Date => Type::DATE,
        DataType::Time => Type::TIME,
        DataType::Timestamp => Type::TIMESTAMP,
        DataType::TimestampTz => Type::TIMESTAMPTZ,
        DataType::Json => Type::JSONB,
        DataType::Uuid => Type::UUID,
        _ => Type::UNKNOWN,
    }
}

#[derive(Debug)]
struct PgParam<'a>(&'a Value);

impl ToSql for PgParam<'_> {
    fn to_sql(
        &self,
        ty: &Type,
        out: &mut postgres::types::private::BytesMut,
    ) -> Result<IsNull, Box<dyn std::error::Error + Sync + Send>> {
        match self.0 {
            Value::Null => Ok(IsNull::Yes),
            Value::Bool(value) => value.to_sql(ty, out),
            Value::Int(value) => match *ty {
                Type::INT2 => i16::try_from(*value)?.to_sql(ty, out),
                Type::INT4 => i32::try_from(*value)?.to_sql(ty, out),
                Type::FLOAT8 => (*value as f64).to_sql(ty, out),
                Type::INT8 => value.to_sql(ty, out),
                #[cfg(feature = "decimal")]
                Type::NUMERIC => rust_decimal::Decimal::from(*value).to_sql(ty, out),
                _ => Err(format!("an integer for {ty}").into()),
            },
            Value::Double(value) if *ty == Type::FLOAT4 => (*value as f32).to_sql(ty, out),
            Value::Double(value) => value.to_sql(ty, out),
            Value::Text(value) => value.to_sql(ty, out),
            Value::Blob(value) => (&**value).to_sql(ty, out),
            #[cfg(feature = "chrono")]
            Value::Date(value) => value.to_sql(ty, out),
            #[cfg(feature = "chrono")]
            Value::Timestamp(value) => value.to_sql(ty, out),
            #[cfg(feature = "decimal")]
            Value::Decimal(value) => value.to_sql(ty, out),
            other => Err(format!("no parameter for {other:?}").into()),
        }
    }

    /// Text goes to the server as text, whatever type it infers, as an untyped literal does.
    fn encode_format(&self, _: &Type) -> Format {
        if matches!(self.0, Value::Text(_)) { Format::Text } else { Format::Binary }
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    to_sql_checked!();
}

struct PgValue(Value);

impl<'a> FromSql<'a> for PgValue {
    fn from_sql(
        ty: &Type,
        raw: &'a [u8],
    ) -> Result<Self, Box<dyn std::error::Error + Sync + Send>> {
        Ok(PgValue(match *ty {
            Type::BOOL => Value::Bool(bool::from_sql(ty, raw)?),
            Type::INT2 => i16::from_sql(ty, raw)?.into(),
            Type::INT4 => i32::from_sql(ty, raw)?.into(),
            Type::INT8 => i64::from_sql(ty, raw)?.into(),
            Type::FLOAT4 => f32::from_sql(ty, raw)?.into(),
            Type::FLOAT8 => f64::from_sql(ty, raw)?.into(),
            Type::BYTEA => <&[u8]>::from_sql(ty, raw)?.into(),
            // A byte with the format's version stands before the text.
            Type::JSONB => <&str>::from_sql(ty, raw.get(1..).unwrap_or_default())?.into(),
            #[cfg(feature = "chrono")]
            Type::DATE => Value::Date(chrono::NaiveDate::from_sql(ty, raw)?),
            #[cfg(feature = "chrono")]
            Type::TIMESTAMP => Value::Timestamp(chrono::NaiveDateTime::from_sql(ty, raw)?),
            #[cfg(feature = "decimal")]
            Type::NUMERIC => Value::Decimal(rust_decimal::Decimal::from_sql(ty, raw)?),
            _ => <&str>::from_sql(ty, raw)?.into(),
        }))
    }

    fn accepts(_: &Type) -> bool {
        true
    }
}

// ---- MySQL and MariaDB

fn mysql_values(statement: &Compiled<'_>) -> mysql::Params {
    use mysql::Value as My;
    let own = |value: &Value| match value {
        Value::Null => My::NULL,
        Value::Bool(value) => My::Int((*value).into()),
        Value::Int(value) => My::Int(*value),
        Value::UInt(value) => My::UInt(*value),
        Value::Double(value) => My::Double(*value),
        Value::Text(value) => My::Bytes(value.clone().into_bytes()),
        Value::Blob(value) => My::Bytes(value.to_vec()),
        #[cfg(feature = "chrono")]
        Value::Date(value) => My::Bytes(value.to_string().into_bytes()),
        #[cfg(feature = "chrono")]
        Value::Timestamp(value) => {
            My::Bytes(value.format("%Y-%m-%d %H:%M:%S%.6f").to_string().into_bytes())
        }
        #[cfg(feature = "decimal")]
        Value::Decimal(value) => My::Bytes(value.to_string().into_bytes()),
        other => panic!("no MySQL value for {other:?}"),
    };
    let values: Vec<My> = statement.values().map(own).collect();
    if values.is_empty() { mysql::Params::Empty } else { mysql::Params::Positional(values) }
}

fn mysql_row(row: mysql::Row) -> Outcome<Vec<Value>> {
    use mysql::Value as My;
    use mysql::consts::{ColumnFlags, ColumnType};
    let columns = row.columns();
    let cells = row.unwrap().into_iter().zip(columns.iter());
    cells
        .map(|(cell, column)| {
            // The character set 63 is "binary": bytes, not text.
            let binary =
                column.character_set() == 63 && column.flags().contains(ColumnFlags::BINARY_FLAG);
            Ok(match cell {
                My::NULL => Value::Null,
                My::Int(value) => Value::Int(value),
                My::UInt(value) => Value::from(value),
                My::Float(value) => Value::Double(value.into()),
                My::Double(value) => Value::Double(value),
                My::Bytes(bytes) => match column.column_type() {
                    ColumnType::MYSQL_TYPE_NEWDECIMAL => Value::Text(utf8(bytes)?),
                    _ if binary => Value::Blob(bytes.into()),
                    _ => Value::Text(utf8(bytes)?),
                },
                My::Date(year, month, day, hour, minute, second, micros) => {
                    let date = format!("{year:04}-{month:02}-{day:02}");
                    Value::Text(match column.column_type() {
                        ColumnType::MYSQL_TYPE_DATE => date,
                        _ => format!("{date} {hour:02}:{minute:02}:{second:02}.{micros:06}"),
                    })
                }
                My::Time(..) => return Err("a time of day".into()),
            })
        })
        .collect()
}

fn utf8(bytes: Vec<u8>) -> Outcome<String> {
    String::from_utf8(bytes).map_err(text)
}
