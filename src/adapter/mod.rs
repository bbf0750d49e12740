//! Executing statements: connections, rows, transactions.
//!
//! Everything here works on the driver's own handle. A [`Driver`] is what a handle has to do; a
//! [`Connection`] is what every driver can do for it, and what a program calls.
//!
//! ```
//! # #[cfg(feature = "sqlite")] {
//! use aludel::prelude::*;
//!
//! table! { users { id: BigInt [primary_key, auto_increment], name: VarChar<100>, age: Nullable<Integer> } }
//!
//! let mut db = SqliteConnection::open_in_memory()?;
//! db.execute_ddl(&create_table(users::table))?;
//! let people = [("Ann", Some(30)), ("Bob", None)];
//! db.execute(&insert_into(users::table).columns((users::name, users::age)).rows(people))?;
//!
//! let q = select((users::id, users::name)).from(users::table).filter(users::age.ge(18));
//! let adults: Vec<(i64, String)> = db.fetch_all(&q)?;
//! assert_eq!(adults, [(1, "Ann".to_string())]);
//! # }
//! # Ok::<(), aludel::Error>(())
//! ```

use std::ops::ControlFlow;

use crate::Error;
use crate::ast::StatementRef;
use crate::dialect::{Compiled, Dialect, compile};
use crate::query::{AsStatement, DecodeError, Fetch, RowSource};
use crate::schema::Ddl;

mod flow;
mod forward;
#[cfg(feature = "sqlite")]
mod sqlite;
#[cfg(all(test, feature = "sqlite"))]
mod tests;
mod transaction;

pub use flow::Flow;
pub use forward::{On, on};
#[cfg(feature = "sqlite")]
pub use sqlite::SqliteConnection;
pub use transaction::{Transaction, TransactionLock, TransactionOptions};

/// What is done with each row of a query.
pub type RowFn<'f> = dyn FnMut(&mut dyn RowSource) -> Result<ControlFlow<()>, DecodeError> + 'f;

/// What a driver does for one of its handles. Programs call [`Connection`], which every driver has.
///
/// The trait is object-safe, so that all that is generic over rows is two lines around what is
/// compiled once.
pub trait Driver {
    /// The dialect of the database, in its version.
    fn dialect(&self) -> &dyn Dialect;

    /// Runs a statement and hands its rows over, one after the other, until there is no more or
    /// `row` breaks off. A statement that writes is carried out in full in any case.
    ///
    /// # Errors
    /// The database refuses, or `row` cannot decode.
    fn run_query(&mut self, statement: &Compiled<'_>, row: &mut RowFn<'_>) -> Result<(), Error>;

    /// Runs a statement to its end: how many rows it inserted, deleted, or found to update; of a
    /// query, how many it yielded.
    ///
    /// # Errors
    /// The database refuses.
    fn run(&mut self, statement: &Compiled<'_>) -> Result<u64, Error>;

    /// Runs SQL text, of one or several statements without parameters.
    ///
    /// # Errors
    /// The database refuses; what came before the statement in question is done.
    fn run_script(&mut self, sql: &str) -> Result<(), Error>;

    /// Starts a transaction.
    ///
    /// # Errors
    /// The database refuses.
    fn run_begin(&mut self, options: TransactionOptions) -> Result<(), Error>;

    /// How many transactions are open around what is run here, savepoints included, as far as the
    /// handle knows.
    fn depth(&self) -> usize {
        0
    }

    /// Whether the transaction that was started here has ended otherwise: SQLite rolls back by
    /// itself when the disk is full, say.
    fn transaction_ended(&self) -> bool {
        false
    }
}

/// A connection to a database: a driver's handle, a [`Transaction`], or anything else that is a
/// [`Driver`].
///
/// Fetching is named for how many rows are wanted: [`fetch_all`](Connection::fetch_all),
/// [`fetch_one`](Connection::fetch_one), [`fetch_optional`](Connection::fetch_optional),
/// [`fetch_first`](Connection::fetch_first), [`fetch_scalar`](Connection::fetch_scalar), and
/// [`for_each`](Connection::for_each), which holds one row at a time.
///
/// A handle that has methods of these names itself (`rusqlite::Connection::execute`) keeps them;
/// [`on`]`(&conn)` puts them aside.
pub trait Connection: Driver {
    /// Executes a statement: how many rows it inserted, deleted, or found to update, changed or not.
    ///
    /// ```
    /// # #[cfg(feature = "sqlite")] {
    /// # use aludel::prelude::*;
    /// # table! { users { id: BigInt [primary_key], age: Integer } }
    /// # let mut db = SqliteConnection::open_in_memory()?;
    /// # db.execute_ddl(&create_table(users::table))?;
    /// db.execute(&insert_into(users::table).columns((users::id, users::age)).rows([(1, 30), (2, 40)]))?;
    /// let changed = db.execute(&update(users::table).set(users::age, 30).all_rows())?;
    /// assert_eq!(changed, 2);
    /// # }
    /// # Ok::<(), aludel::Error>(())
    /// ```
    ///
    /// # Errors
    /// The statement does not compile, or the database refuses it.
    fn execute<S: AsStatement + ?Sized>(&mut self, statement: &S) -> Result<u64, Error> {
        run(self, statement.statement())
    }

    /// Executes SQL text, of one or several statements without parameters.
    ///
    /// # Errors
    /// The database refuses; what came before the statement in question is done.
    fn execute_script(&mut self, sql: &str) -> Result<(), Error> {
        self.run_script(sql)
    }

    /// Executes a [`Ddl`] statement: [`create_table`](crate::schema::create_table) and the like.
    ///
    /// It may take several statements, which are executed one after the other; put them into a
    /// transaction where the database has transactions over DDL.
    ///
    /// # Errors
    /// It cannot be said in this dialect, or the database refuses.
    fn execute_ddl<D: Ddl + ?Sized>(&mut self, ddl: &D) -> Result<(), Error> {
        let statements = ddl.statements(self.dialect())?;
        statements.iter().try_for_each(|statement| self.run_script(statement))
    }

    /// Every row.
    ///
    /// ```
    /// # #[cfg(feature = "sqlite")] {
    /// # use aludel::prelude::*;
    /// # let mut db = SqliteConnection::open_in_memory()?;
    /// let rows: Vec<(i64, String)> = db.fetch_all(&select((val::<BigInt>(1), val::<Text>("a"))))?;
    /// # }
    /// # Ok::<(), aludel::Error>(())
    /// ```
    ///
    /// # Errors
    /// The statement does not compile, the database refuses it, or a value does not decode.
    fn fetch_all<Q: Fetch + ?Sized>(&mut self, query: &Q) -> Result<Vec<Q::Row>, Error> {
        let mut rows = Vec::new();
        run_query(self, query.statement(), &mut |row| {
            rows.push(query.decode(row)?);
            Ok(ControlFlow::Continue(()))
        })?;
        Ok(rows)
    }

    /// The one row of a query that is to have exactly one.
    ///
    /// ```
    /// # #[cfg(feature = "sqlite")] {
    /// # use aludel::prelude::*;
    /// # use aludel::ErrorKind;
    /// # table! { users { id: BigInt [primary_key] } }
    /// # let mut db = SqliteConnection::open_in_memory()?;
    /// # db.execute_ddl(&create_table(users::table))?;
    /// let q = select(users::id).from(users::table);
    /// assert_eq!(db.fetch_one(&q).unwrap_err().kind(), ErrorKind::NoRows);
    /// db.execute(&insert_into(users::table).columns(users::id).rows([(1,), (2,)]))?;
    /// assert_eq!(db.fetch_one(&q).unwrap_err().kind(), ErrorKind::TooManyRows);
    /// assert_eq!(db.fetch_one(&q.filter(users::id.eq(2)))?, 2);
    /// # }
    /// # Ok::<(), aludel::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::NoRows`], [`Error::TooManyRows`], and those of [`fetch_all`](Connection::fetch_all).
    /// What a statement that writes and yields more rows than one has written stays written.
    fn fetch_one<Q: Fetch + ?Sized>(&mut self, query: &Q) -> Result<Q::Row, Error> {
        let mut found = None;
        let sql = run_for_one(self, query.statement(), &mut |row| {
            found = Some(query.decode(row)?);
            Ok(())
        })?;
        found.ok_or_else(|| no_rows(sql))
    }

    /// The one row, if there is one.
    ///
    /// # Errors
    /// [`Error::TooManyRows`], and those of [`fetch_all`](Connection::fetch_all).
    fn fetch_optional<Q: Fetch + ?Sized>(&mut self, query: &Q) -> Result<Option<Q::Row>, Error> {
        let mut found = None;
        run_for_one(self, query.statement(), &mut |row| {
            found = Some(query.decode(row)?);
            Ok(())
        })?;
        Ok(found)
    }

    /// The first row, if there is one; further rows are not read.
    ///
    /// # Errors
    /// Those of [`fetch_all`](Connection::fetch_all).
    fn fetch_first<Q: Fetch + ?Sized>(&mut self, query: &Q) -> Result<Option<Q::Row>, Error> {
        let mut found = None;
        run_query(self, query.statement(), &mut |row| {
            found = Some(query.decode(row)?);
            Ok(ControlFlow::Break(()))
        })?;
        Ok(found)
    }

    /// The value of the first row of a query for one value; further rows are not read.
    ///
    /// ```
    /// # #[cfg(feature = "sqlite")] {
    /// # use aludel::prelude::*;
    /// # table! { users { id: BigInt [primary_key] } }
    /// # let mut db = SqliteConnection::open_in_memory()?;
    /// # db.execute_ddl(&create_table(users::table))?;
    /// let count: i64 = db.fetch_scalar(&select(count_star()).from(users::table))?;
    /// assert_eq!(count, 0);
    /// # }
    /// # Ok::<(), aludel::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::NoRows`], and those of [`fetch_all`](Connection::fetch_all).
    fn fetch_scalar<Q: Fetch + ?Sized>(&mut self, query: &Q) -> Result<Q::Row, Error> {
        let mut found = None;
        let sql = run_query(self, query.statement(), &mut |row| {
            found = Some(query.decode(row)?);
            Ok(ControlFlow::Break(()))
        })?;
        found.ok_or_else(|| no_rows(sql))
    }

    /// Hands every row to a function, one at a time: memory holds one row.
    ///
    /// The function returns nothing, a [`ControlFlow`] to stop early, or a `Result` of either.
    ///
    /// ```
    /// # #[cfg(feature = "sqlite")] {
    /// use std::ops::ControlFlow;
    /// # use aludel::prelude::*;
    /// # table! { users { id: BigInt [primary_key] } }
    /// # let mut db = SqliteConnection::open_in_memory()?;
    /// # db.execute_ddl(&create_table(users::table))?;
    /// # db.execute(&insert_into(users::table).columns(users::id).rows([(1,), (2,), (3,)]))?;
    /// let q = select(users::id).from(users::table).order_by(users::id.asc());
    /// let mut sum = 0;
    /// db.for_each(&q, |id| sum += id)?;
    /// assert_eq!(sum, 6);
    /// db.for_each(&q, |id| if id < 2 { ControlFlow::Continue(()) } else { ControlFlow::Break(()) })?;
    /// # }
    /// # Ok::<(), aludel::Error>(())
    /// ```
    ///
    /// # Errors
    /// Those of [`fetch_all`](Connection::fetch_all), and the function's own.
    fn for_each<Q: Fetch + ?Sized, F: Flow>(
        &mut self,
        query: &Q,
        mut function: impl FnMut(Q::Row) -> F,
    ) -> Result<(), F::Error> {
        let mut failure = None;
        run_query(self, query.statement(), &mut |row| {
            Ok(function(query.decode(row)?).flow().unwrap_or_else(|error| {
                failure = Some(error);
                ControlFlow::Break(())
            }))
        })?;
        failure.map_or(Ok(()), Err)
    }

    /// Runs a function in a transaction: what it did is kept if it returns `Ok`, and undone if it
    /// returns `Err` or panics. Inside of a transaction it is a savepoint.
    ///
    /// The function's error may be any that [`Error`] turns into.
    ///
    /// ```
    /// # #[cfg(feature = "sqlite")] {
    /// # use aludel::prelude::*;
    /// # use aludel::Error;
    /// # table! { users { id: BigInt [primary_key], age: Integer } }
    /// # let mut db = SqliteConnection::open_in_memory()?;
    /// # db.execute_ddl(&create_table(users::table))?;
    /// let insert = insert_into(users::table).columns((users::id, users::age));
    /// let two = db.transaction(|tx| {
    ///     tx.execute(&insert.clone().row((1, 30)))?;
    ///     tx.execute(&insert.clone().row((2, 40)))?;
    ///     Ok::<_, Error>(2)
    /// })?;
    /// # assert_eq!(two, 2);
    /// # }
    /// # Ok::<(), aludel::Error>(())
    /// ```
    ///
    /// # Errors
    /// The function's own, and those of starting and committing the transaction. Whatever the
    /// error, nothing of the transaction is kept.
    fn transaction<T, E: From<Error>>(
        &mut self,
        work: impl FnOnce(&mut Transaction<'_>) -> Result<T, E>,
    ) -> Result<T, E>
    where
        Self: Sized,
    {
        self.transaction_with(TransactionOptions::new(), work)
    }

    /// [`transaction`](Connection::transaction), with a say in how it starts.
    ///
    /// ```
    /// # #[cfg(feature = "sqlite")] {
    /// # use aludel::prelude::*;
    /// use aludel::adapter::TransactionOptions;
    /// # let mut db = SqliteConnection::open_in_memory()?;
    /// let one = db.transaction_with(TransactionOptions::new().immediate(), |tx| {
    ///     tx.fetch_scalar(&select(val::<Integer>(1)))
    /// })?;
    /// # assert_eq!(one, 1);
    /// # }
    /// # Ok::<(), aludel::Error>(())
    /// ```
    ///
    /// # Errors
    /// Those of [`transaction`](Connection::transaction).
    fn transaction_with<T, E: From<Error>>(
        &mut self,
        options: TransactionOptions,
        work: impl FnOnce(&mut Transaction<'_>) -> Result<T, E>,
    ) -> Result<T, E>
    where
        Self: Sized,
    {
        let mut transaction = Transaction::begin(self, options)?;
        // On an error or a panic the transaction is dropped, which rolls it back.
        let done = work(&mut transaction)?;
        transaction.commit()?;
        Ok(done)
    }

    /// Starts a transaction, to be ended by [`commit`](Transaction::commit); dropped without, it is
    /// rolled back. Inside of a transaction it is a savepoint.
    ///
    /// ```
    /// # #[cfg(feature = "sqlite")] {
    /// # use aludel::prelude::*;
    /// # let mut db = SqliteConnection::open_in_memory()?;
    /// let mut tx = db.begin()?;
    /// tx.execute_script("CREATE TABLE t (a INTEGER)")?;
    /// tx.rollback()?;
    /// assert!(db.execute_script("SELECT a FROM t").is_err());
    /// # }
    /// # Ok::<(), aludel::Error>(())
    /// ```
    ///
    /// # Errors
    /// The database refuses.
    fn begin(&mut self) -> Result<Transaction<'_>, Error>
    where
        Self: Sized,
    {
        Transaction::begin(self, TransactionOptions::new())
    }

    /// [`begin`](Connection::begin), with a say in how it starts.
    ///
    /// # Errors
    /// The database refuses.
    fn begin_with(&mut self, options: TransactionOptions) -> Result<Transaction<'_>, Error>
    where
        Self: Sized,
    {
        Transaction::begin(self, options)
    }
}

impl<D: Driver + ?Sized> Connection for D {}

// ---- what is compiled once a driver

fn run<D: Driver + ?Sized>(driver: &mut D, statement: StatementRef<'_>) -> Result<u64, Error> {
    let compiled = compile(statement, driver.dialect())?;
    driver.run(&compiled)
}

/// Runs a query, and returns its text for an error message.
fn run_query<'q, D: Driver + ?Sized>(
    driver: &mut D,
    statement: StatementRef<'q>,
    row: &mut RowFn<'_>,
) -> Result<Compiled<'q>, Error> {
    let compiled = compile(statement, driver.dialect())?;
    driver.run_query(&compiled, row)?;
    Ok(compiled)
}

/// Runs a query for at most one row.
fn run_for_one<'q, D: Driver + ?Sized>(
    driver: &mut D,
    statement: StatementRef<'q>,
    decode: &mut dyn FnMut(&mut dyn RowSource) -> Result<(), DecodeError>,
) -> Result<Compiled<'q>, Error> {
    let mut count = 0;
    let compiled = run_query(driver, statement, &mut |row| {
        count += 1;
        if count > 1 {
            return Ok(ControlFlow::Break(()));
        }
        decode(row).map(ControlFlow::Continue)
    })?;
    if count > 1 {
        return Err(Error::TooManyRows { sql: compiled.text().into() });
    }
    Ok(compiled)
}

#[cold]
fn no_rows(compiled: Compiled<'_>) -> Error {
    Error::NoRows { sql: compiled.text().into() }
}
