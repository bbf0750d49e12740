//! What of the driver a connection may be made of.

use std::any::Any;

use ::mysql::prelude::Queryable;
use ::mysql::{Conn, PooledConn, Transaction};

use super::MySqlConnection;

/// A handle of the driver `mysql` that a [`MySqlConnection`](super::MySqlConnection) works on:
/// `mysql::Conn`, `mysql::PooledConn`, `mysql::Transaction`, and a `&mut` to each.
pub trait MySqlHandle {
    /// What statements run on.
    type Queryable: Queryable;

    /// How many transactions the handle is inside of.
    const DEPTH: usize = 0;

    /// How many statements stay prepared if nothing else is said: none on a handle that is given
    /// back, whose server would keep them.
    const STATEMENTS: usize = 0;

    /// What statements run on.
    fn queryable(&mut self) -> &mut Self::Queryable;

    /// Resets the session to what it was when it was opened; `false` if this handle cannot.
    ///
    /// # Errors
    /// The server refuses.
    fn reset_session(&mut self) -> ::mysql::Result<bool> {
        Ok(false)
    }

    /// The connection on the handle, for what is its own; none if it borrows.
    fn as_any(_: &mut MySqlConnection<Self>) -> Option<&mut dyn Any>
    where
        Self: Sized,
    {
        None
    }
}

/// How many statements a connection of our own keeps prepared.
const STATEMENTS: usize = 128;

impl MySqlHandle for Conn {
    type Queryable = Conn;
    const STATEMENTS: usize = STATEMENTS;
    fn queryable(&mut self) -> &mut Conn {
        self
    }
    fn reset_session(&mut self) -> ::mysql::Result<bool> {
        self.reset().map(|()| true)
    }
    fn as_any(connection: &mut MySqlConnection<Self>) -> Option<&mut dyn Any> {
        Some(connection)
    }
}

impl MySqlHandle for PooledConn {
    type Queryable = PooledConn;
    // The driver's pool, unless told otherwise, resets a session that is given back: what was
    // prepared goes with it.
    const STATEMENTS: usize = STATEMENTS;
    fn queryable(&mut self) -> &mut PooledConn {
        self
    }
    fn reset_session(&mut self) -> ::mysql::Result<bool> {
        self.as_mut().reset().map(|()| true)
    }
    fn as_any(connection: &mut MySqlConnection<Self>) -> Option<&mut dyn Any> {
        Some(connection)
    }
}

impl<'c> MySqlHandle for Transaction<'c> {
    type Queryable = Transaction<'c>;
    const DEPTH: usize = 1;
    fn queryable(&mut self) -> &mut Transaction<'c> {
        self
    }
}

impl<H: MySqlHandle> MySqlHandle for &mut H {
    type Queryable = H::Queryable;
    const DEPTH: usize = H::DEPTH;
    fn queryable(&mut self) -> &mut H::Queryable {
        (**self).queryable()
    }
    fn reset_session(&mut self) -> ::mysql::Result<bool> {
        (**self).reset_session()
    }
}
