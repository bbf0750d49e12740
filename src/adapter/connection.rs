//! What a program does with a connection, whatever the driver.

use std::borrow::Cow;
use std::ops::ControlFlow;
use std::time::Duration;

use super::bulk::{RowsOf, collect};
use super::explain::explain;
use super::insert_key::{check_one_row, insert_and_select, insert_with_key, is_returned};
use super::retry::retry;
use super::{
    Bulk, BulkOptions, Delivery, Driver, Explanation, Flow, PreparedQuery, RetryPolicy, RowFn,
    TimeLimited, Transaction, TransactionOptions, observe,
};
use crate::Error;
use crate::ast::Statement;
use crate::dialect::{Bindings, Compiled};
use crate::query::{
    AsStatement, Column, Columns, DecodeError, Delete, DynamicRow, Fetch, Insert, KeyColumns,
    Projection, Row, RowSource, RowType, RowValues, SqlType, Update,
};
use crate::schema::Ddl;

/// A connection to a database: a driver's handle, a [`Transaction`], or anything else that is a
/// [`Driver`].
///
/// Fetching is named for how many rows are wanted: [`fetch_all`](Connection::fetch_all),
/// [`fetch_one`](Connection::fetch_one), [`fetch_optional`](Connection::fetch_optional),
/// [`fetch_first`](Connection::fetch_first), [`fetch_scalar`](Connection::fetch_scalar), and
/// [`for_each`](Connection::for_each), which holds one row at a time.
///
/// A handle that has methods of these names itself (`rusqlite::Connection::execute`) keeps them;
/// [`on`](super::on)`(&conn)` puts them aside.
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
        let statement = statement.rendered(self.dialect())?;
        self.run(&statement)
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
        let decode = |row: &mut dyn RowSource| query.decode(row);
        run_query(self, query, Delivery::Together, &mut collect(&mut rows, decode))?;
        Ok(rows)
    }

    /// Every row, as values by position and by name, whatever the query's type.
    ///
    /// ```
    /// # #[cfg(feature = "sqlite")] {
    /// # use aludel::prelude::*;
    /// # let mut db = SqliteConnection::open_in_memory()?;
    /// let rows = db.fetch_rows(&select((val::<BigInt>(1), val::<Text>("a").label("letter"))))?;
    /// assert_eq!(rows[0].get("letter"), Some(&Value::from("a")));
    /// assert_eq!(rows[0].get(0), Some(&Value::from(1)));
    /// # }
    /// # Ok::<(), aludel::Error>(())
    /// ```
    ///
    /// # Errors
    /// The statement does not compile, or the database refuses it.
    fn fetch_rows<Q: AsStatement + ?Sized>(&mut self, query: &Q) -> Result<Vec<Row>, Error> {
        let mut rows = Vec::new();
        let decode = DynamicRow::decode_row;
        run_query(self, query, Delivery::Together, &mut collect(&mut rows, decode))?;
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
        let sql = run_for_one(self, query, &mut |row| {
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
        run_for_one(self, query, &mut |row| {
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
        run_query(self, query, Delivery::Streamed, &mut |row| {
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
        let sql = run_query(self, query, Delivery::Streamed, &mut |row| {
            found = Some(query.decode(row)?);
            Ok(ControlFlow::Break(()))
        })?;
        found.ok_or_else(|| no_rows(sql))
    }

    /// Hands every row to a function, one at a time: memory holds one row.
    ///
    /// The function returns nothing, a [`ControlFlow`] to stop early, or a `Result` of either.
    /// When it stops, SQLite does too; a server sends the rest all the same, which is read and thrown
    /// away. A [`limit`](crate::query::Select::limit) keeps it from being computed.
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
        run_query(self, query, Delivery::Streamed, &mut |row| {
            Ok(function(query.decode(row)?).flow().unwrap_or_else(|error| {
                failure = Some(error);
                ControlFlow::Break(())
            }))
        })?;
        failure.map_or(Ok(()), Err)
    }

    /// Hands the rows over in lists of so many, the last of which may be shorter: memory holds one
    /// list.
    ///
    /// ```
    /// # #[cfg(feature = "sqlite")] {
    /// # use aludel::prelude::*;
    /// # table! { users { id: BigInt [primary_key] } }
    /// # let mut db = SqliteConnection::open_in_memory()?;
    /// # db.execute_ddl(&create_table(users::table))?;
    /// # db.execute(&insert_into(users::table).columns(users::id).rows([(1,), (2,), (3,)]))?;
    /// let q = select(users::id).from(users::table).order_by(users::id.asc());
    /// let mut lists = Vec::new();
    /// db.for_each_partition(&q, 2, |ids| lists.push(ids))?;
    /// assert_eq!(lists, [vec![1, 2], vec![3]]);
    /// # }
    /// # Ok::<(), aludel::Error>(())
    /// ```
    ///
    /// # Errors
    /// Those of [`for_each`](Connection::for_each).
    fn for_each_partition<Q: Fetch + ?Sized, F: Flow>(
        &mut self,
        query: &Q,
        size: usize,
        mut function: impl FnMut(Vec<Q::Row>) -> F,
    ) -> Result<(), F::Error> {
        let size = size.max(1);
        let mut rows = Vec::new();
        let mut stopped = false;
        self.for_each(query, |row| {
            rows.push(row);
            if rows.len() < size {
                return Ok(ControlFlow::Continue(()));
            }
            let flow = function(std::mem::take(&mut rows)).flow();
            stopped = !matches!(flow, Ok(ControlFlow::Continue(())));
            flow
        })?;
        if stopped || rows.is_empty() {
            return Ok(());
        }
        // There is nothing left to stop.
        function(rows).flow().map(|_| ())
    }

    /// Inserts one row: the key that it has, given in the statement or made by the database.
    ///
    /// By RETURNING, where INSERT has it; else it is the key given, or what the server says of a key
    /// declared with `[auto_increment]`.
    ///
    /// ```
    /// # #[cfg(feature = "sqlite")] {
    /// # use aludel::prelude::*;
    /// table! { users { id: BigInt [primary_key, auto_increment], name: Text [unique] } }
    /// # let mut db = SqliteConnection::open_in_memory()?;
    /// # db.execute_ddl(&create_table(users::table))?;
    /// let ann = insert_into(users::table).set(users::name, "Ann");
    /// let id: i64 = db.insert_key(&ann, users::id)?;
    /// assert_eq!(id, 1);
    ///
    /// // An upsert that leaves the row that is there as it is has none.
    /// let again = ann.on_conflict(users::name).do_nothing();
    /// assert_eq!(db.insert_key(&again, users::id).unwrap_err().kind(), ErrorKind::NoRows);
    /// # }
    /// # Ok::<(), aludel::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::NoRows`]: an upsert left the row that is there as it is. [`Error::Unsupported`]: the
    /// INSERT is not of one row of values; or the database cannot say which key the row has (MySQL:
    /// a key that is neither given nor generated; MySQL and MariaDB: an upsert of a table whose key
    /// is not generated, or one with a condition). And those of [`execute`](Connection::execute).
    fn insert_key<C, K: SqlType>(
        &mut self,
        insert: &Insert<C>,
        key: Column<K>,
    ) -> Result<K::Rust, Error> {
        let node = insert.as_ast();
        check_one_row(self.dialect(), node)?;
        if is_returned(self.dialect(), node) {
            return self.fetch_one(&insert.clone().returning(key));
        }
        let value = insert_with_key(self, node, key.reference())?;
        K::decode((&value).into()).map_err(|error| Error::decode(error, ""))
    }

    /// Inserts one row: what is asked for of it, defaults and generated values included.
    ///
    /// By RETURNING, where INSERT has it; else the row is read by its key, in the same transaction.
    ///
    /// ```
    /// # #[cfg(feature = "sqlite")] {
    /// # use aludel::prelude::*;
    /// table! { users { id: BigInt [primary_key, auto_increment], name: Text, age: Integer [default("18")] } }
    /// # let mut db = SqliteConnection::open_in_memory()?;
    /// # db.execute_ddl(&create_table(users::table))?;
    /// let ann = insert_into(users::table).set(users::name, "Ann");
    /// let (id, age) = db.insert_returning(&ann, users::id, (users::id, users::age))?;
    /// assert_eq!((id, age), (1, 18));
    /// # }
    /// # Ok::<(), aludel::Error>(())
    /// ```
    ///
    /// # Errors
    /// Those of [`insert_key`](Connection::insert_key) and of a transaction.
    fn insert_returning<C, K: SqlType, P: Projection<Sql = R>, R: RowType>(
        &mut self,
        insert: &Insert<C>,
        key: Column<K>,
        projection: P,
    ) -> Result<R::Out, Error>
    where
        Self: Sized,
    {
        let node = insert.as_ast();
        check_one_row(self.dialect(), node)?;
        if is_returned(self.dialect(), node) {
            return self.fetch_one(&insert.clone().returning(projection));
        }
        insert_and_select(self, node, key.reference(), projection, |tx, query| tx.fetch_one(query))
    }

    /// Inserts rows from an iterator, as many as there are, in the fastest way the database has:
    /// how many were inserted or, by an upsert, changed. All of them are, or none.
    ///
    /// The rows are tuples, or structs of [`row_struct!`](crate::row_struct); they are taken from
    /// the iterator as they are sent, some thousands at a time.
    ///
    /// | database | way |
    /// |---|---|
    /// | SQLite | a prepared statement of some rows, run again and again |
    /// | PostgreSQL | `INSERT … SELECT … FROM unnest(arrays)`, else rows of VALUES |
    /// | MySQL, MariaDB | rows of VALUES, as many as a packet holds |
    ///
    /// A row that an upsert finds as it should be counts, except on MySQL and MariaDB. The same key
    /// twice is updated twice, except on PostgreSQL, which refuses it (21000) within one statement:
    /// see [`BulkOptions::chunk_rows`].
    ///
    /// ```
    /// # #[cfg(feature = "sqlite")] {
    /// # use aludel::prelude::*;
    /// # table! { users { id: BigInt [primary_key], age: Integer } }
    /// # let mut db = SqliteConnection::open_in_memory()?;
    /// # db.execute_ddl(&create_table(users::table))?;
    /// let insert = insert_into(users::table).columns((users::id, users::age));
    /// let count = db.insert_many(&insert, (0..100_000_i64).map(|id| (id, 30)))?;
    /// assert_eq!(count, 100_000);
    ///
    /// let error = db.insert_many(&insert, [(200_000_i64, 1), (5, 1)]).unwrap_err();
    /// assert_eq!((error.kind(), error.row()), (ErrorKind::Unique, Some(1)));
    /// # }
    /// # Ok::<(), aludel::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::Row`] where one row is to blame, and those of a transaction.
    fn insert_many<C, V: RowValues<C>>(
        &mut self,
        insert: &Insert<C>,
        rows: impl IntoIterator<Item = V>,
    ) -> Result<u64, Error>
    where
        Self: Sized,
    {
        self.insert_many_with(insert, rows, BulkOptions::new())
    }

    /// [`insert_many`](Connection::insert_many), with a say in how many rows are sent at a time,
    /// and told of its progress.
    ///
    /// # Errors
    /// Those of [`insert_many`](Connection::insert_many).
    fn insert_many_with<C, V: RowValues<C>>(
        &mut self,
        insert: &Insert<C>,
        rows: impl IntoIterator<Item = V>,
        options: BulkOptions<'_>,
    ) -> Result<u64, Error>
    where
        Self: Sized,
    {
        let mut rows = RowsOf { rows: rows.into_iter(), put: V::put };
        self.transaction(|tx| {
            tx.run_bulk(&mut Bulk::new(insert.as_ast(), &mut rows, options, None))
        })
    }

    /// [`insert_many`](Connection::insert_many) with RETURNING: what is asked for of each inserted
    /// row, in the order of the rows given.
    ///
    /// # Errors
    /// Those of [`insert_many`](Connection::insert_many); the database has no RETURNING.
    fn insert_many_returning<C, V: RowValues<C>, P: Projection<Sql = R>, R: RowType>(
        &mut self,
        insert: &Insert<C>,
        rows: impl IntoIterator<Item = V>,
        projection: P,
    ) -> Result<Vec<R::Out>, Error>
    where
        Self: Sized,
    {
        let insert = insert.clone().returning(projection);
        let mut rows = RowsOf { rows: rows.into_iter(), put: V::put };
        let mut returned = Vec::new();
        self.transaction(|tx| match insert.as_ast() {
            Statement::Insert(node) => {
                let mut each = collect(&mut returned, R::decode_row);
                let options = BulkOptions::new();
                tx.run_bulk(&mut Bulk::new(node, &mut rows, options, Some(&mut each)))
            }
            _ => Ok(0),
        })?;
        Ok(returned)
    }

    /// Renders a statement with [`param`](crate::query::param)s once, to be bound and run many times:
    /// see [`PreparedQuery`].
    ///
    /// # Errors
    /// The statement does not compile.
    fn prepare_query<Q: AsStatement>(&self, query: Q) -> Result<PreparedQuery<Q>, Error> {
        PreparedQuery::new(query, self.dialect())
    }

    /// Executes a statement with [`param`](crate::query::param)s once for each set of values: how
    /// many rows it inserted, deleted or found to update in all. All of them are kept, or none.
    /// It is the way to give many rows values of their own.
    ///
    /// A set of values is a tuple in the order of the names in the text, or an array of
    /// `("name", value)`. The statement is rendered once. A set for which no row is found counts
    /// nothing and is no error.
    ///
    /// ```
    /// # #[cfg(feature = "sqlite")] {
    /// # use aludel::prelude::*;
    /// # table! { users { id: BigInt [primary_key], name: Text } }
    /// # let mut db = SqliteConnection::open_in_memory()?;
    /// # db.execute_ddl(&create_table(users::table))?;
    /// # db.insert_many(&insert_into(users::table).columns((users::id, users::name)), [(1_i64, "a"), (2, "b")])?;
    /// let rename = update(users::table)
    ///     .set(users::name, param::<Text>("name"))
    ///     .filter(users::id.eq(param::<BigInt>("id")));
    /// assert_eq!(db.execute_many(&rename, [("Ann", 1), ("Bob", 2), ("Cid", 3)])?, 2);
    /// # }
    /// # Ok::<(), aludel::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::Row`] with the number of the set that failed, and those of a transaction.
    fn execute_many<S: AsStatement + ?Sized, B: Bindings>(
        &mut self,
        statement: &S,
        rows: impl IntoIterator<Item = B>,
    ) -> Result<u64, Error>
    where
        Self: Sized,
    {
        let prepared = self.prepare_query(statement)?;
        self.transaction(|tx| {
            let mut count = 0;
            for (values, row) in rows.into_iter().zip(0..) {
                let done = prepared.bind(values).and_then(|bound| tx.execute(&bound));
                count += done.map_err(|error| error.in_row(row))?;
            }
            Ok(count)
        })
    }

    /// Changes many rows, each to values of its own, some hundred rows a statement: how many were found.
    /// All of them are changed, or none. A row that meets none of the table is passed over.
    ///
    /// What is said of [`set_each`](Update::set_each) holds here; what further conditions and
    /// assignments the UPDATE has hold as well. A LIMIT is one of each statement.
    ///
    /// ```
    /// # #[cfg(feature = "sqlite")] {
    /// # use aludel::prelude::*;
    /// # table! { users { id: BigInt [primary_key], name: Text } }
    /// # let mut db = SqliteConnection::open_in_memory()?;
    /// # db.execute_ddl(&create_table(users::table))?;
    /// # db.insert_many(&insert_into(users::table).columns((users::id, users::name)), [(1_i64, "a"), (2, "b")])?;
    /// let rows = [(1, "Ann"), (2, "Bob"), (3, "Cid")];
    /// let columns = (users::id, users::name);
    /// assert_eq!(db.update_many(&update(users::table), columns, users::id, rows)?, 2);
    /// # }
    /// # Ok::<(), aludel::Error>(())
    /// ```
    ///
    /// # Errors
    /// Those of [`execute`](Connection::execute) and of a transaction.
    fn update_many<C: Columns + Clone, K: Columns + Clone, V: RowValues<C::Sql>>(
        &mut self,
        update: &Update,
        columns: C,
        key: K,
        rows: impl IntoIterator<Item = V>,
    ) -> Result<u64, Error>
    where
        Self: Sized,
    {
        // Few texts, so that they stay prepared; far below what each database takes.
        const ROWS: usize = 500;
        let mut rows = rows.into_iter();
        self.transaction(|tx| {
            let mut count = 0;
            loop {
                let some: Vec<V> = rows.by_ref().take(ROWS).collect();
                if some.is_empty() {
                    return Ok(count);
                }
                let (columns, key) = (columns.clone(), key.clone());
                count += tx.execute(&update.clone().set_each(columns, key, some))?;
            }
        })
    }

    /// Deletes the rows with these keys, some hundred keys a statement: how many were deleted. All of
    /// them are, or none. A key that no row has counts nothing and is no error.
    ///
    /// What further conditions the DELETE has hold as well; a LIMIT is one of each statement. A key of
    /// several columns is a tuple of them, and of values: `(orders::customer, orders::number)`,
    /// `[(1, 7), (2, 3)]`.
    ///
    /// ```
    /// # #[cfg(feature = "sqlite")] {
    /// # use aludel::prelude::*;
    /// # table! { users { id: BigInt [primary_key], name: Text } }
    /// # let mut db = SqliteConnection::open_in_memory()?;
    /// # db.execute_ddl(&create_table(users::table))?;
    /// # db.insert_many(&insert_into(users::table).columns((users::id, users::name)), [(1_i64, "a"), (2, "b")])?;
    /// assert_eq!(db.delete_many(&delete(users::table), users::id, [1_i64, 2, 3])?, 2);
    /// # }
    /// # Ok::<(), aludel::Error>(())
    /// ```
    ///
    /// # Errors
    /// Those of [`execute`](Connection::execute) and of a transaction.
    fn delete_many<V>(
        &mut self,
        delete: &Delete,
        key: impl KeyColumns<V>,
        keys: impl IntoIterator<Item = V>,
    ) -> Result<u64, Error>
    where
        Self: Sized,
    {
        // Few texts, so that they stay prepared; far below what each database takes.
        const KEYS: usize = 500;
        let mut keys = keys.into_iter();
        self.transaction(|tx| {
            let mut count = 0;
            loop {
                let some: Vec<V> = keys.by_ref().take(KEYS).collect();
                if some.is_empty() {
                    return Ok(count);
                }
                count += tx.execute(&delete.clone().filter(key.among(some)))?;
            }
        })
    }

    /// How the database would carry the statement out; it is not carried out.
    ///
    /// ```
    /// # #[cfg(feature = "sqlite")] {
    /// # use aludel::prelude::*;
    /// # table! { users { id: BigInt [primary_key] } }
    /// # let mut db = SqliteConnection::open_in_memory()?;
    /// # db.execute_ddl(&create_table(users::table))?;
    /// let plan = db.explain(&select(users::id).from(users::table).filter(users::id.eq(5)))?;
    /// assert!(plan.to_string().starts_with("SEARCH users USING "));
    /// # }
    /// # Ok::<(), aludel::Error>(())
    /// ```
    ///
    /// # Errors
    /// The statement does not compile, or the database refuses it.
    fn explain<S: AsStatement + ?Sized>(&mut self, statement: &S) -> Result<Explanation, Error> {
        explain(self, statement.statement(), false)
    }

    /// [`explain`](Connection::explain), with what was measured: the statement **is** carried out.
    ///
    /// # Errors
    /// Those of [`explain`](Connection::explain); [`Error::Unsupported`] on SQLite, which does not
    /// measure, and of a statement that writes on MySQL, which would not carry it out.
    fn explain_analyze<S: AsStatement + ?Sized>(
        &mut self,
        statement: &S,
    ) -> Result<Explanation, Error> {
        explain(self, statement.statement(), true)
    }

    /// The same connection with a time limit for each statement:
    /// [`ErrorKind::StatementTimeout`](crate::ErrorKind::StatementTimeout).
    ///
    /// SQLite is interrupted; PostgreSQL's `statement_timeout` is set for the statement's
    /// transaction; on MySQL and MariaDB the server stops it.
    ///
    /// ```
    /// # #[cfg(feature = "sqlite")] {
    /// use std::time::Duration;
    /// # use aludel::prelude::*;
    /// # let mut db = SqliteConnection::open_in_memory()?;
    /// let one = db.time_limit(Duration::from_secs(2)).fetch_one(&select(val::<Integer>(1)))?;
    /// # assert_eq!(one, 1);
    /// # }
    /// # Ok::<(), aludel::Error>(())
    /// ```
    fn time_limit(&mut self, limit: Duration) -> TimeLimited<'_, Self> {
        TimeLimited::new(self, limit)
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

    /// [`transaction`](Connection::transaction), run again from its start where another transaction
    /// was in its way ([`Error::is_transient`]), as often as the default [`RetryPolicy`] says. What
    /// the function does outside of the database it does each time.
    ///
    /// Inside of a transaction it runs once: what is around it would have to be run again as well.
    ///
    /// ```
    /// # #[cfg(feature = "sqlite")] {
    /// # use aludel::prelude::*;
    /// # let mut db = SqliteConnection::open_in_memory()?;
    /// let one = db.transaction_retry(|tx| tx.fetch_scalar(&select(val::<Integer>(1))))?;
    /// # assert_eq!(one, 1);
    /// # }
    /// # Ok::<(), aludel::Error>(())
    /// ```
    ///
    /// # Errors
    /// Those of [`transaction`](Connection::transaction), of the last attempt.
    fn transaction_retry<T, E: From<Error>>(
        &mut self,
        work: impl FnMut(&mut Transaction<'_>) -> Result<T, E>,
    ) -> Result<T, E>
    where
        Self: Sized,
    {
        self.transaction_retry_with(RetryPolicy::new(), work)
    }

    /// [`transaction_retry`](Connection::transaction_retry), with a say in how the transaction
    /// starts, by [`TransactionOptions`], or in how often it is run as well, by a [`RetryPolicy`].
    ///
    /// ```
    /// # #[cfg(feature = "sqlite")] {
    /// # use aludel::prelude::*;
    /// use aludel::adapter::{RetryPolicy, TransactionOptions};
    /// # let mut db = SqliteConnection::open_in_memory()?;
    /// let q = select(val::<Integer>(1));
    /// let immediate = TransactionOptions::new().immediate();
    /// let one = db.transaction_retry_with(immediate, |tx| tx.fetch_scalar(&q))?;
    /// # assert_eq!(one, 1);
    /// let twice = RetryPolicy::new().attempts(2).transaction(immediate);
    /// let one = db.transaction_retry_with(twice, |tx| tx.fetch_scalar(&q))?;
    /// # assert_eq!(one, 1);
    /// # }
    /// # Ok::<(), aludel::Error>(())
    /// ```
    ///
    /// # Errors
    /// Those of [`transaction_retry`](Connection::transaction_retry).
    fn transaction_retry_with<T, E: From<Error>>(
        &mut self,
        policy: impl Into<RetryPolicy>,
        mut work: impl FnMut(&mut Transaction<'_>) -> Result<T, E>,
    ) -> Result<T, E>
    where
        Self: Sized,
    {
        let mut policy = policy.into();
        if self.depth() > 0 {
            policy = policy.attempts(1);
        }
        retry(policy, false, |failures, options| {
            observe(&mut *self, failures).transaction_with(options, &mut work)
        })
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

/// Runs a query, and returns its text for an error message.
fn run_query<'q, D: Driver + ?Sized, Q: AsStatement + ?Sized>(
    driver: &mut D,
    query: &'q Q,
    delivery: Delivery,
    row: &mut RowFn<'_>,
) -> Result<Cow<'q, Compiled<'q>>, Error> {
    let compiled = query.rendered(driver.dialect())?;
    driver.run_query(&compiled, delivery, row)?;
    Ok(compiled)
}

/// Runs a query for at most one row.
fn run_for_one<'q, D: Driver + ?Sized, Q: AsStatement + ?Sized>(
    driver: &mut D,
    query: &'q Q,
    decode: &mut dyn FnMut(&mut dyn RowSource) -> Result<(), DecodeError>,
) -> Result<Cow<'q, Compiled<'q>>, Error> {
    let mut count = 0;
    let compiled = run_query(driver, query, Delivery::Together, &mut |row| {
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
fn no_rows(compiled: Cow<'_, Compiled<'_>>) -> Error {
    Error::NoRows { sql: compiled.text().into() }
}
