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

mod bulk;
mod connection;
mod driver;
#[cfg(feature = "pool")]
mod engine;
#[cfg(feature = "pool")]
mod engine_options;
mod explain;
mod flow;
mod forward;
mod insert_key;
mod limit;
#[cfg(feature = "mysql")]
mod mysql;
mod observe;
#[cfg(feature = "pool")]
mod pool;
#[cfg(feature = "postgres")]
mod postgres;
mod prepared;
mod retry;
#[cfg(feature = "pool")]
mod session;
#[cfg(feature = "sqlite")]
mod sqlite;
#[cfg(all(test, feature = "sqlite"))]
mod tests;
#[cfg(all(test, feature = "sqlite"))]
mod tests_many;
#[cfg(all(feature = "tls", feature = "postgres"))]
mod tls;
mod transaction;
#[cfg(feature = "pool")]
mod url;

pub use bulk::{Bulk, BulkOptions, BulkRows, StatementLimits, insert_by_statements};
pub use connection::Connection;
pub use driver::{CacheStatistics, Delivery, Driver, RowFn};
#[cfg(feature = "pool")]
pub use engine::{Engine, PooledConnection};
#[cfg(feature = "pool")]
pub use engine_options::EngineOptions;
pub use explain::Explanation;
pub use flow::Flow;
pub use forward::{On, on};
pub use limit::{TimeLimit, TimeLimited};
#[cfg(feature = "mysql")]
pub use mysql::{MySqlConnection, MySqlHandle};
pub use observe::{Action, Event, Hooks, Observed, Observer, Outcome, Server, observe};
#[cfg(feature = "pool")]
pub use pool::PoolStatus;
#[cfg(feature = "postgres")]
pub use postgres::{PostgresConnection, PostgresHandle};
pub use prepared::{Bound, PreparedQuery};
pub use retry::RetryPolicy;
#[cfg(feature = "sqlite")]
pub use sqlite::SqliteConnection;
pub use transaction::{
    Isolation, Transaction, TransactionLock, TransactionOptions, TransactionStep,
};
