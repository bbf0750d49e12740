//! The engine: a database by its URL, and a pool of connections to it.

use std::fmt;
use std::sync::Arc;

use super::forward::forward;
use super::pool::{Connect, Manager, Pool};
use super::retry::retry;
use super::url::{DatabaseUrl, Scheme, Shown};
use super::{
    BulkOptions, Connection, Driver, EngineOptions, Explanation, Flow, PoolStatus, RetryPolicy,
    Server, Transaction, TransactionOptions, observe,
};
use crate::Error;
use crate::dialect::{Bindings, Version};
use crate::query::{
    AsStatement, Columns, Delete, Fetch, Insert, KeyColumns, Projection, Row, RowType, RowValues,
    Update,
};
use crate::schema::Ddl;

/// A database, and a pool of connections to it. Cheap to clone, and shared between threads.
///
/// Its methods are those of [`Connection`]; each takes a connection from the pool and gives it
/// back. What belongs together is done in a [`transaction`](Engine::transaction), or on one
/// [`connection`](Engine::connection).
///
/// | URL | database |
/// |---|---|
/// | `sqlite::memory:` | SQLite in memory, on exactly one connection |
/// | `sqlite:///path.db` | the SQLite file `path.db`, from the working directory |
/// | `sqlite:////var/path.db` | the SQLite file `/var/path.db` |
/// | `postgresql://user:password@host:5432/database`, `postgres://…` | PostgreSQL |
/// | `mysql://user:password@host:3306/database`, `mariadb://…` | MySQL or MariaDB |
///
/// Behind a `?` stand options, as `pool_size=5&pool_timeout=2.5`: those of [`EngineOptions`], for
/// SQLite `mode` (`ro`, `rw`, `rwc`), `busy_timeout` and `foreign_keys`, for a server those of its
/// driver. Times are in seconds.
///
/// A connection that comes back with an open transaction, or on which a script was run, is reset;
/// any other costs no round trip. One that is lost is closed. Each engine has three threads that
/// make and close connections.
///
/// ```
/// # #[cfg(feature = "sqlite")] {
/// use aludel::prelude::*;
/// table! { users { id: BigInt [primary_key], name: Text } }
///
/// let engine = Engine::connect("sqlite::memory:")?;
/// engine.execute_ddl(&create_table(users::table))?;
/// engine.execute(&insert_into(users::table).columns((users::id, users::name)).row((1, "Ann")))?;
/// let name = engine.fetch_one(&select(users::name).from(users::table))?;
/// assert_eq!(name, "Ann");
///
/// let columns = (users::id, users::name);
/// engine.insert_many(&insert_into(users::table).columns(columns), [(2, "Bob"), (3, "Cid")])?;
/// let renamed = [(2, "Rob"), (9, "Eve")];   // there is no user 9
/// assert_eq!(engine.update_many(&update(users::table), columns, users::id, renamed)?, 1);
/// assert_eq!(engine.delete_many(&delete(users::table), users::id, [1_i64, 3])?, 2);
/// # }
/// # Ok::<(), aludel::Error>(())
/// ```
#[derive(Clone)]
pub struct Engine(Arc<Inner>);

struct Inner {
    pool: Pool,
    name: &'static str,
    version: Version,
    url: Option<Shown>,
}

impl Engine {
    /// Connects to the database of the URL.
    ///
    /// # Errors
    /// [`Error::Url`], or the database cannot be reached or refuses: at once, without retries.
    pub fn connect(url: &str) -> Result<Self, Error> {
        Self::connect_with(url, EngineOptions::new())
    }

    /// [`connect`](Engine::connect), with options. What the URL says goes over them.
    ///
    /// # Errors
    /// Those of [`connect`](Engine::connect).
    pub fn connect_with(url: &str, mut options: EngineOptions) -> Result<Self, Error> {
        let parsed = DatabaseUrl::parse(url, &mut options)?;
        if parsed.target.is_none() {
            // Each connection would have a database of its own, which goes when it is closed.
            (options.pool_size, options.min_idle) = (1, 0);
            (options.recycle, options.idle_timeout) = (None, None);
        }
        let server = parsed.server.clone();
        let connector = connector(parsed, options.statement_cache)?;
        Self::build(connector, options, server, Some(Shown::new(url)))
    }

    /// An engine over any driver.
    ///
    /// ```
    /// # #[cfg(feature = "sqlite")] {
    /// use aludel::adapter::EngineOptions;
    /// use aludel::prelude::*;
    /// let engine = Engine::with_connector(EngineOptions::new().pool_size(1), || {
    ///     Ok(Box::new(SqliteConnection::open_in_memory()?))
    /// })?;
    /// assert_eq!(engine.dialect_name(), "SQLite");
    /// # }
    /// # Ok::<(), aludel::Error>(())
    /// ```
    ///
    /// # Errors
    /// The options make no pool, or the first connection fails.
    pub fn with_connector(
        options: EngineOptions,
        connect: impl Fn() -> Result<Box<dyn Driver + Send>, Error> + Send + Sync + 'static,
    ) -> Result<Self, Error> {
        Self::build(Box::new(connect), options, Server::default(), None)
    }

    fn build(
        connect: Box<Connect>,
        options: EngineOptions,
        server: Server,
        url: Option<Shown>,
    ) -> Result<Self, Error> {
        let (pool, (name, version)) = Pool::connect(connect, options, server, |driver| {
            (driver.dialect().name(), driver.dialect().version())
        })?;
        Ok(Engine(Arc::new(Inner { pool, name, version, url })))
    }

    /// The database's name, as its dialect has it.
    pub fn dialect_name(&self) -> &'static str {
        self.0.name
    }

    /// The database's version, as the first connection told it.
    pub fn dialect_version(&self) -> Version {
        self.0.version
    }

    /// A connection from the pool, which goes back when it is dropped. On it is done what has no
    /// method here: a time limit, a transaction that is ended by hand, a tag.
    ///
    /// ```
    /// # #[cfg(feature = "sqlite")] {
    /// use std::time::Duration;
    /// use aludel::prelude::*;
    /// let engine = Engine::connect("sqlite::memory:")?;
    /// let mut db = engine.connection()?;
    /// db.time_limit(Duration::from_secs(2)).fetch_one(&select(val::<Integer>(1)))?;
    /// let tx = db.begin()?;
    /// tx.commit()?;
    /// # }
    /// # Ok::<(), aludel::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::PoolTimeout`]: none was free in time, and none could be made.
    pub fn connection(&self) -> Result<PooledConnection, Error> {
        self.0.pool.get().map(PooledConnection)
    }

    /// How the pool fares.
    pub fn pool_status(&self) -> PoolStatus {
        self.0.pool.status()
    }

    /// [`Connection::transaction_retry`], which goes on with another connection if the one that it
    /// has is lost before COMMIT was sent. If it is lost while COMMIT is under way, it is not run
    /// again: [`ErrorKind::CommitUnknown`](crate::ErrorKind::CommitUnknown).
    ///
    /// # Errors
    /// Those of [`transaction`](Engine::transaction), of the last attempt.
    pub fn transaction_retry<T, E: From<Error>>(
        &self,
        work: impl FnMut(&mut Transaction<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        self.transaction_retry_with(RetryPolicy::new(), work)
    }

    /// [`transaction_retry`](Engine::transaction_retry), with a say in how the transaction starts,
    /// by [`TransactionOptions`], or in how often it is run as well, by a [`RetryPolicy`].
    ///
    /// ```
    /// # #[cfg(feature = "sqlite")] {
    /// # use aludel::prelude::*;
    /// use aludel::adapter::TransactionOptions;
    /// # let engine = Engine::connect("sqlite::memory:")?;
    /// let one = engine.transaction_retry_with(TransactionOptions::new().immediate(), |tx| {
    ///     tx.fetch_scalar(&select(val::<Integer>(1)))
    /// })?;
    /// # assert_eq!(one, 1);
    /// # }
    /// # Ok::<(), aludel::Error>(())
    /// ```
    ///
    /// # Errors
    /// Those of [`transaction_retry`](Engine::transaction_retry).
    pub fn transaction_retry_with<T, E: From<Error>>(
        &self,
        policy: impl Into<RetryPolicy>,
        mut work: impl FnMut(&mut Transaction<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        retry(policy.into(), true, |failures, options| {
            observe(self.connection()?, failures).transaction_with(options, &mut work)
        })
    }
}

/// Methods that do what those of the same name of [`Connection`] do, on a connection of the pool.
macro_rules! on_a_connection {
    ($(
        fn $name:ident [$($generic:tt)*] ($($argument:ident: $type:ty),*) -> $result:ty;
    )*) => {
        impl Engine { $(
            #[doc = concat!("[`Connection::", stringify!($name), "`], on a connection of the pool.")]
            ///
            /// # Errors
            /// [`Error::PoolTimeout`], and those of the method on a connection.
            pub fn $name<$($generic)*>(&self, $($argument: $type),*) -> $result {
                self.connection()?.$name($($argument),*)
            }
        )* }
    };
}

on_a_connection! {
    fn execute[S: AsStatement + ?Sized](statement: &S) -> Result<u64, Error>;
    fn execute_script[](sql: &str) -> Result<(), Error>;
    fn execute_ddl[D: Ddl + ?Sized](ddl: &D) -> Result<(), Error>;
    fn fetch_all[Q: Fetch + ?Sized](query: &Q) -> Result<Vec<Q::Row>, Error>;
    fn fetch_rows[Q: AsStatement + ?Sized](query: &Q) -> Result<Vec<Row>, Error>;
    fn fetch_one[Q: Fetch + ?Sized](query: &Q) -> Result<Q::Row, Error>;
    fn fetch_optional[Q: Fetch + ?Sized](query: &Q) -> Result<Option<Q::Row>, Error>;
    fn fetch_first[Q: Fetch + ?Sized](query: &Q) -> Result<Option<Q::Row>, Error>;
    fn fetch_scalar[Q: Fetch + ?Sized](query: &Q) -> Result<Q::Row, Error>;
    fn explain[S: AsStatement + ?Sized](statement: &S) -> Result<Explanation, Error>;
    fn explain_analyze[S: AsStatement + ?Sized](statement: &S) -> Result<Explanation, Error>;
    fn for_each[Q: Fetch + ?Sized, F: Flow](
        query: &Q, function: impl FnMut(Q::Row) -> F
    ) -> Result<(), F::Error>;
    fn for_each_partition[Q: Fetch + ?Sized, F: Flow](
        query: &Q, size: usize, function: impl FnMut(Vec<Q::Row>) -> F
    ) -> Result<(), F::Error>;
    fn insert_many[C, V: RowValues<C>](
        insert: &Insert<C>, rows: impl IntoIterator<Item = V>
    ) -> Result<u64, Error>;
    fn insert_many_with[C, V: RowValues<C>](
        insert: &Insert<C>, rows: impl IntoIterator<Item = V>, options: BulkOptions<'_>
    ) -> Result<u64, Error>;
    fn insert_many_returning[C, V: RowValues<C>, P: Projection<Sql = R>, R: RowType](
        insert: &Insert<C>, rows: impl IntoIterator<Item = V>, projection: P
    ) -> Result<Vec<R::Out>, Error>;
    fn execute_many[S: AsStatement + ?Sized, B: Bindings](
        statement: &S, rows: impl IntoIterator<Item = B>
    ) -> Result<u64, Error>;
    fn update_many[C: Columns + Clone, K: Columns + Clone, V: RowValues<C::Sql>](
        update: &Update, columns: C, key: K, rows: impl IntoIterator<Item = V>
    ) -> Result<u64, Error>;
    fn delete_many[V](
        delete: &Delete, key: impl KeyColumns<V>, keys: impl IntoIterator<Item = V>
    ) -> Result<u64, Error>;
    fn transaction[T, E: From<Error>](
        work: impl FnOnce(&mut Transaction<'_>) -> Result<T, E>
    ) -> Result<T, E>;
    fn transaction_with[T, E: From<Error>](
        options: TransactionOptions, work: impl FnOnce(&mut Transaction<'_>) -> Result<T, E>
    ) -> Result<T, E>;
}

impl fmt::Display for Engine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0.url {
            Some(url) => url.fmt(f),
            None => f.write_str(self.0.name),
        }
    }
}

impl fmt::Debug for Engine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Engine")
            .field("url", &format_args!("{self}"))
            .field("pool", &self.0.pool)
            .finish_non_exhaustive()
    }
}

/// A connection of an engine's pool, to which it returns when it is dropped.
pub struct PooledConnection(r2d2::PooledConnection<Manager>);

impl PooledConnection {
    /// Puts a tag into the comment behind each statement, until the connection is given back. The
    /// server keeps the statements prepared with it, so there should be few values.
    ///
    /// ```
    /// # #[cfg(feature = "sqlite")] {
    /// use aludel::prelude::*;
    /// let engine = Engine::connect("sqlite::memory:")?;
    /// let mut db = engine.connection()?;
    /// db.set_tag("route", "/users");   // SELECT ? /*route='%2Fusers'*/
    /// db.fetch_one(&select(val::<Integer>(1)))?;
    /// # }
    /// # Ok::<(), aludel::Error>(())
    /// ```
    pub fn set_tag(&mut self, key: &str, value: &str) {
        self.0.driver.comment.set_tag(key, value);
    }

    /// Puts a tag into the comment that is another with each call, as `traceparent` is. As long as
    /// there is one, statements are not kept prepared.
    pub fn set_trace(&mut self, key: &str, value: &str) {
        self.0.driver.comment.set_trace(key, value);
    }

    /// Takes back what [`set_trace`](Self::set_trace) has put there.
    pub fn clear_traces(&mut self) {
        self.0.driver.comment.clear_traces();
    }
}

impl fmt::Debug for PooledConnection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PooledConnection").finish_non_exhaustive()
    }
}

impl Driver for PooledConnection {
    forward!(|this| this.0);
}

/// What connects to the database of the URL, and keeps so many statements prepared.
#[cfg_attr(
    not(any(feature = "sqlite", feature = "postgres", feature = "mysql")),
    expect(unused_variables, reason = "all drivers are left out")
)]
fn connector(url: DatabaseUrl, cache: Option<usize>) -> Result<Box<Connect>, Error> {
    match url.scheme {
        #[cfg(feature = "sqlite")]
        Scheme::Sqlite => Ok(super::sqlite::connector(url.target, url.sqlite, cache)),
        #[cfg(not(feature = "sqlite"))]
        Scheme::Sqlite => left_out("SQLite", "sqlite"),
        #[cfg(feature = "postgres")]
        Scheme::Postgres => Ok(super::postgres::connector(url.target, cache)),
        #[cfg(not(feature = "postgres"))]
        Scheme::Postgres => left_out("PostgreSQL", "postgres"),
        #[cfg(feature = "mysql")]
        Scheme::MySql => {
            let url = url.target.unwrap_or_default();
            Ok(Box::new(move || {
                let mut connection = super::MySqlConnection::connect(&url)?;
                if let Some(statements) = cache {
                    connection.set_statement_cache_capacity(statements)?;
                }
                Ok(Box::new(connection))
            }))
        }
        #[cfg(not(feature = "mysql"))]
        Scheme::MySql => left_out("MySQL and MariaDB", "mysql"),
    }
}

#[cfg(not(all(feature = "sqlite", feature = "postgres", feature = "mysql")))]
fn left_out<T>(database: &str, feature: &str) -> Result<T, Error> {
    Err(Error::Url(format!(
        "a driver for {database} (feature `{feature}`) is not part of this build of aludel"
    )))
}
