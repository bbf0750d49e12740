//! The four engines, each behind its adapter, for tests of meaning: one statement, the same rows.

use std::env;
use std::fmt::Display;
use std::ops::ControlFlow;
use std::sync::atomic::{AtomicU32, Ordering};

use aludel::adapter::{Delivery, Driver};
use aludel::ast::{Statement, StatementRef};
use aludel::dialect::{Compiled, Dialect};
use aludel::prelude::*;
use aludel::query::RowType;
use aludel::schema::Ddl;

/// A live engine, with a database of its own for the test that asked for it.
pub struct Db {
    pub name: &'static str,
    pub connection: Box<dyn Driver>,
    /// How the database is dropped.
    drop: String,
}

/// A node as a statement.
pub struct Plain(pub Statement);

impl AsStatement for Plain {
    fn statement(&self) -> StatementRef<'_> {
        (&self.0).into()
    }
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
        Self::of(SqliteConnection::open_in_memory(), [], String::new())
    }

    pub fn postgres() -> Self {
        let space = space();
        let set_up = [format!("CREATE SCHEMA {space}"), format!("SET search_path = {space}")];
        let connection = PostgresConnection::connect(&url("ALUDEL_POSTGRES_URL"));
        Self::of(connection, set_up, format!("DROP SCHEMA {space} CASCADE"))
    }

    pub fn mysql() -> Self {
        Self::mysql_or_mariadb("ALUDEL_MYSQL_URL", "MySQL")
    }

    pub fn mariadb() -> Self {
        Self::mysql_or_mariadb("ALUDEL_MARIADB_URL", "MariaDB")
    }

    fn mysql_or_mariadb(variable: &str, name: &str) -> Self {
        let space = space();
        let create = format!("CREATE DATABASE {space} CHARACTER SET utf8mb4");
        let set_up = [create, format!("USE {space}")];
        let connection = MySqlConnection::connect(&url(variable));
        let db = Self::of(connection, set_up, format!("DROP DATABASE {space}"));
        assert_eq!(db.name, name, "{variable} is of another server");
        db
    }

    fn of<const N: usize>(
        connection: Result<impl Driver + 'static, Error>,
        set_up: [String; N],
        drop: String,
    ) -> Self {
        let mut connection: Box<dyn Driver> = Box::new(connection.expect("the database answers"));
        for statement in set_up {
            connection.execute_script(&statement).expect("a set-up statement");
        }
        Db { name: connection.dialect().name(), connection, drop }
    }

    pub fn dialect(&self) -> &dyn Dialect {
        self.connection.dialect()
    }

    #[track_caller]
    fn expect<T, E: Display>(&self, result: Result<T, E>) -> T {
        result.unwrap_or_else(|error| panic!("on {}: {error}", self.name))
    }

    /// Compiles for this engine.
    #[track_caller]
    pub fn compile<'q, S: AsStatement + ?Sized>(&self, statement: &'q S) -> Compiled<'q> {
        self.expect(statement.compile(self.dialect()))
    }

    /// Runs a statement; how many rows it matched.
    #[track_caller]
    pub fn execute<S: AsStatement + ?Sized>(&mut self, statement: &S) -> u64 {
        let done = self.connection.execute(statement);
        self.expect(done)
    }

    /// Fetches the rows of a query.
    #[track_caller]
    pub fn fetch_all<Q: Fetch>(&mut self, query: &Q) -> Vec<Q::Row> {
        let rows = self.connection.fetch_all(query);
        self.expect(rows)
    }

    /// Fetches the only row of a query.
    #[track_caller]
    pub fn fetch_one<Q: Fetch>(&mut self, query: &Q) -> Q::Row {
        let row = self.connection.fetch_one(query);
        self.expect(row)
    }

    /// Creates or drops what the DDL says.
    #[track_caller]
    pub fn create(&mut self, ddl: &impl Ddl) {
        let done = self.connection.execute_ddl(ddl);
        self.expect(done);
    }

    /// Runs SQL text as it is.
    #[track_caller]
    pub fn batch(&mut self, sql: &str) {
        let done = self.try_batch(sql);
        self.expect(done);
    }

    pub fn try_batch(&mut self, sql: &str) -> Outcome<()> {
        self.connection.execute_script(sql).map_err(text)
    }

    pub fn try_execute(&mut self, statement: &Compiled<'_>) -> Outcome<u64> {
        self.connection.run(statement).map_err(text)
    }

    /// The rows of a statement that is compiled already, as values.
    pub fn try_query(&mut self, statement: &Compiled<'_>) -> Outcome<Vec<Vec<Value>>> {
        self.values_of(statement).map_err(text)
    }

    /// As [`Db::try_query`], with the error as it is.
    pub fn values_of(&mut self, statement: &Compiled<'_>) -> Result<Vec<Vec<Value>>, Error> {
        let mut rows = Vec::new();
        self.connection.run_query(statement, Delivery::Together, &mut |row| {
            rows.push(DynamicRow::decode_row(row)?.into_values());
            Ok(ControlFlow::Continue(()))
        })?;
        Ok(rows)
    }
}

fn text(error: Error) -> String {
    error.to_string()
}

impl Drop for Db {
    fn drop(&mut self) {
        if !self.drop.is_empty() {
            // A test that failed has said why already.
            let _ = self.connection.execute_script(&self.drop);
        }
    }
}
