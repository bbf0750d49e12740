//! SQL as Rust values, for SQLite, PostgreSQL, MySQL and MariaDB.
//!
//! Statements are values that fit into one another: a condition is built here, a query there, and
//! any [dialect](dialect) renders the whole, with bound parameters, or says in a typed
//! [error](CompileError) why that database has no such thing and what to write instead.
//!
//! ```
//! use aludel::prelude::*;
//!
//! table! {
//!     /// People who may sign in.
//!     pub users {
//!         id: BigInt [primary_key, auto_increment],
//!         name: VarChar<100>,
//!         age: Nullable<Integer>,
//!     }
//! }
//!
//! fn adults(min: i32) -> Select<(BigInt, VarChar<100>)> {
//!     select((users::id, users::name)).from(users::table).filter(users::age.ge(min))
//! }
//!
//! let search: Option<&str> = Some("an");
//! let q = adults(18)
//!     .filter_opt(search.map(|text| users::name.contains(text)))
//!     .order_by(users::name.asc())
//!     .limit(20);
//!
//! assert_eq!(
//!     format!("{:#}", q.compile(&Postgres::new())?),
//!     r#"
//! SELECT "users"."id", "users"."name"
//! FROM "users"
//! WHERE "users"."age" >= $1 AND "users"."name" LIKE $2 ESCAPE '!'
//! ORDER BY "users"."name"
//! LIMIT $3"#.trim_start()
//! );
//!
//! // MySQL cannot return the rows that it inserts: an error, never a dropped clause.
//! let insert = insert_into(users::table).set(users::name, "Joan").returning(users::id);
//! let error = insert.compile(&MySql::new()).unwrap_err();
//! assert!(error.to_string().starts_with("RETURNING on INSERT is not supported by MySQL 9.7"));
//! # Ok::<(), CompileError>(())
//! ```
//!
//! The row type of a query follows from what it selects:
//!
#![cfg_attr(feature = "sqlite", doc = "```")]
#![cfg_attr(not(feature = "sqlite"), doc = "```ignore")]
//! # use aludel::prelude::*;
//! # table! {
//! #     pub users { id: BigInt [primary_key, auto_increment], name: VarChar<100>, age: Nullable<Integer> }
//! # }
//! let mut db = SqliteConnection::open_in_memory()?;
//! db.execute_ddl(&create_table(users::table))?;
//! db.execute(&insert_into(users::table).columns((users::name, users::age)).row(("Joan", 44)))?;
//!
//! let rows: Vec<(i64, String, Option<i32>)> =
//!     db.fetch_all(&select(users::all).from(users::table))?;
//! assert_eq!(rows, [(1, "Joan".to_owned(), Some(44))]);
//! # Ok::<(), Error>(())
//! ```
//!
//! # Where to find what
//!
//! | You want to | Look at |
//! |---|---|
//! | declare tables | [`table!`], [`row_struct!`], [`sql_type!`] |
//! | query | [`select`], [`Select`], [`Compound`] for UNION, [`cte`] |
//! | take rows from more than tables | [`joined`], [`on_key`], [`values`], [`generate_series`], [`json_table`] |
//! | count a query's rows, page by key | [`Select::count`], [`Select::seek_after`] |
//! | write conditions | the methods of [`Column`] and [`Expr`] |
//! | change rows | [`insert_into`], [`update`], [`delete`], [`merge_into`], [`truncate_table`] |
//! | use what one database has | [`mysql`], [`postgres`], [`sqlite`] |
//! | compute with text and numbers | [`lower`], [`split_part`], [`round`], [`power`], [`greatest`], … in [`query`], [`Expr::matches`], [`Expr::try_cast`] |
//! | work with dates and times | `now`, [`extract`], [`truncate`], [`shift`], [`days_between`], [`format_date`] |
//! | read and change JSON | [`json_text`], [`json_integer`], [`json_set`], [`json_remove`], `json_object` |
//! | aggregate and rank | [`Aggregate`], [`window`](query::window()) |
//! | name columns at run time | [`table`](query::table()), [`column`](query::column()), [`Any`], [`select_dyn`] |
//! | write SQL that is not here | [`sql!`], [`function`](query::function()) |
//! | get SQL text and parameters | [`Compile`](dialect::Compile), [`Compiled`](dialect::Compiled) |
//! | render once and bind anew | [`Prepared`](dialect::Prepared), [`param`] |
//! | create tables | [`create_table`](schema::create_table), [`schema`] |
//! | use what only PostgreSQL has: arrays, ranges | [`postgres`](mod@postgres) |
//! | know what which database has | [`guide::support`] |
//! | run on a cluster or behind a pooler | [`guide::distributed`] |
//! | test a program | [`testing`], [`assert_sql!`] |
//! | connect by URL, with a pool | `Engine`, `EngineOptions` (feature `pool`) |
//! | see what is executed | [`Hooks`](adapter::Hooks), [`observe`](adapter::observe()) |
//! | run statements | [`Connection`](adapter::Connection), `SqliteConnection`, `PostgresConnection`, `MySqlConnection` |
//! | read or change statements | [`ast`], [`Visit`](ast::Visit), [`VisitMut`](ast::VisitMut), [`Transform`](ast::Transform) |
//! | support another database | [`Dialect`](dialect::Dialect) |
//!
//! # Rooms
//!
//! The crate is five rooms in one line, each of which uses only those before it: [`ast`], plain data;
//! [`dialect`], which turns it into text and parameters; [`query`], the typed words that build it;
//! [`schema`], tables and DDL; [`adapter`], which runs statements and decodes rows.
//!
//! # What is portable
//!
//! An expression means the same rows on all four databases wherever that costs nothing that a user
//! would notice: integer division truncates, `in_` of nothing is false, text joined with NULL is
//! NULL, the assignments of an UPDATE read the old row, an upsert honours the key it names. Where
//! sameness by default would cost an index or surprise that database's users, the meaning is the
//! server's own, its documentation says so, and the portable form is one word away: the order of
//! NULLs (`nulls_first`, `nulls_last`), the case of `=` and `like` on text (`collate`, `ilike`),
//! division by zero (`nullif`).
//!
//! # Beside its rivals
//!
//! - **sea-query** builds the same four dialects from untyped names. Here types are checked where they
//!   are known, statements are checked when they are compiled, and what a dialect lacks is an error
//!   instead of a dropped clause or a panic.
//! - **Diesel** proves more in types (the tables in scope, for one) and pays for it in compile time
//!   and messages; conditions in a `Vec` or an `if` need boxing. Here a condition has one type.
//! - **SQLAlchemy Core** is the model. What is guessed there (FROM, correlation, strings as SQL) is
//!   said here.
//!
//! # Features
//!
//! | Feature | Brings |
//! |---|---|
//! | `sqlite` (default) | execution on SQLite through `rusqlite`, bundled |
//! | `pool` | `Engine`: URLs and a pool of connections |
//! | `tls` | TLS to PostgreSQL, MySQL and MariaDB, through `rustls` |
//! | `tracing` | a span for each statement of an `Engine`, or of [`Hooks`](adapter::Hooks) |
//! | `postgres` | execution on PostgreSQL through `postgres` |
//! | `mysql` | execution on MySQL and MariaDB through `mysql` |
//! | `chrono` | `Date`, `Time`, `Timestamp`, `TimestampTz` and their values |
//! | `decimal` | values of [`Decimal`] as `rust_decimal::Decimal`; else they are text |
//! | `uuid` | `Uuid` |
//! | `json` | `Json` |
#![forbid(unsafe_code)]
#![deny(missing_docs)]
// No input may stop a caller.
#![cfg_attr(
    not(test),
    deny(
        clippy::expect_used,
        clippy::indexing_slicing,
        clippy::panic,
        clippy::todo,
        clippy::unimplemented,
        clippy::unreachable,
        clippy::unwrap_used
    )
)]

pub mod adapter;
pub mod ast;
pub mod dialect;
mod error;
pub mod guide;
pub mod mysql;
pub mod postgres;
pub mod query;
pub mod schema;
pub mod sqlite;
pub mod testing;

pub use error::{CompileError, DatabaseError, DriverError, Error, ErrorKind};
// At the root as well, so that compiler messages name them briefly.
#[doc(no_inline)]
pub use query::*;

/// What a program that writes statements imports: `use aludel::prelude::*;`.
pub mod prelude {
    pub use crate::adapter::Connection;
    #[cfg(feature = "pool")]
    pub use crate::adapter::Engine;
    #[cfg(feature = "mysql")]
    pub use crate::adapter::MySqlConnection;
    #[cfg(feature = "postgres")]
    pub use crate::adapter::PostgresConnection;
    #[cfg(feature = "sqlite")]
    pub use crate::adapter::SqliteConnection;
    pub use crate::ast::Value;
    pub use crate::dialect::{
        Compile, Compiled, Dialect, MariaDb, MySql, Postgres, Prepared, Sqlite,
    };
    pub use crate::query::*;
    pub use crate::schema::{create_index, create_table, drop_index, drop_table};
    pub use crate::{CompileError, Error, ErrorKind};
    pub use crate::{row_struct, sql, sql_type, table};
}
