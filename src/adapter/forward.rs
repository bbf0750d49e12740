//! Drivers that pass everything on to another.

use super::{Driver, RowFn, TransactionOptions};
use crate::Error;
use crate::dialect::{Compiled, Dialect};

/// A driver's handle without its own methods. Made by [`on`].
#[derive(Clone, Copy, Debug)]
pub struct On<D>(D);

/// A handle as nothing but a [`Connection`](super::Connection): where the handle has methods of the
/// same name, they are out of the way.
///
/// ```
/// # #[cfg(feature = "sqlite")] {
/// use aludel::adapter::on;
/// use aludel::prelude::*;
/// table! { users { id: BigInt [primary_key] } }
///
/// let conn = rusqlite::Connection::open_in_memory().unwrap();
/// on(&conn).execute_ddl(&create_table(users::table))?;
/// on(&conn).execute(&insert_into(users::table).set(users::id, 1))?;   // not rusqlite's `execute`
/// # }
/// # Ok::<(), aludel::Error>(())
/// ```
pub fn on<D: Driver>(handle: D) -> On<D> {
    On(handle)
}

macro_rules! forward {
    (|$self:ident| $inner:expr) => {
        fn dialect(&self) -> &dyn Dialect {
            let $self = self;
            $inner.dialect()
        }
        fn run_query(
            &mut self,
            statement: &Compiled<'_>,
            row: &mut RowFn<'_>,
        ) -> Result<(), Error> {
            let $self = self;
            $inner.run_query(statement, row)
        }
        fn run(&mut self, statement: &Compiled<'_>) -> Result<u64, Error> {
            let $self = self;
            $inner.run(statement)
        }
        fn run_script(&mut self, sql: &str) -> Result<(), Error> {
            let $self = self;
            $inner.run_script(sql)
        }
        fn run_begin(&mut self, options: TransactionOptions) -> Result<(), Error> {
            let $self = self;
            $inner.run_begin(options)
        }
        fn depth(&self) -> usize {
            let $self = self;
            $inner.depth()
        }
        fn transaction_ended(&self) -> bool {
            let $self = self;
            $inner.transaction_ended()
        }
    };
}

impl<D: Driver> Driver for On<D> {
    forward!(|this| this.0);
}

impl<D: Driver + ?Sized> Driver for &mut D {
    forward!(|this| (**this));
}
