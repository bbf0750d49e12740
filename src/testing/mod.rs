//! For the tests of programs that use this crate: SQL compared on every dialect, a connection that
//! records instead of executing, and work that is undone.

mod recorder;
mod sql;

#[doc(inline)]
pub use crate::assert_sql;
pub use recorder::{Recorded, Recorder};
#[doc(hidden)]
pub use sql::{Expected, dialects, differences};

use crate::Error;
use crate::adapter::{Driver, Transaction, TransactionOptions};

/// A connection whose work is all undone when it is dropped: each test finds the database as the
/// one before did.
///
/// It is a transaction; one that is begun inside of it is a savepoint, and nothing of it outlives
/// the whole. On MySQL and MariaDB a statement that changes the schema ends the transaction and
/// keeps what was done before it; there, make tables before.
///
/// ```
/// # #[cfg(feature = "sqlite")] {
/// use aludel::prelude::*;
/// use aludel::testing::rolled_back;
/// table! { users { id: BigInt [primary_key] } }
/// let mut db = SqliteConnection::open_in_memory()?;
/// db.execute_ddl(&create_table(users::table))?;
/// {
///     let mut test = rolled_back(&mut db)?;
///     let insert = insert_into(users::table).set(users::id, 1);
///     test.transaction(|tx| tx.execute(&insert))?;   // the code under test commits
///     assert_eq!(test.fetch_all(&select(users::id).from(users::table))?, [1]);
/// }
/// assert!(db.fetch_all(&select(users::id).from(users::table))?.is_empty());
/// # }
/// # Ok::<(), aludel::Error>(())
/// ```
///
/// # Errors
/// The database refuses.
pub fn rolled_back(driver: &mut dyn Driver) -> Result<Transaction<'_>, Error> {
    Transaction::begin(driver, TransactionOptions::new())
}
