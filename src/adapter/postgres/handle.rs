//! What of the driver a connection is made of.

use std::any::Any;

use postgres::{Client, GenericClient};

use super::PostgresConnection;

/// A handle of the driver `postgres`: a `Client`, a `Transaction`, or a reference to one.
pub trait PostgresHandle {
    /// What statements are run on.
    type Client: GenericClient;
    /// How many transactions are open on a handle that is new here.
    const DEPTH: usize;
    /// What statements are run on.
    fn client(&mut self) -> &mut Self::Client;
    /// Whether the connection is known to be lost.
    fn is_closed(&self) -> bool {
        false
    }
    /// The connection on the handle, for what is its own.
    fn as_any(_: &mut PostgresConnection<Self>) -> Option<&mut dyn Any>
    where
        Self: Sized,
    {
        None
    }
}

impl PostgresHandle for Client {
    type Client = Client;
    const DEPTH: usize = 0;
    fn client(&mut self) -> &mut Client {
        self
    }
    fn is_closed(&self) -> bool {
        Client::is_closed(self)
    }
    fn as_any(connection: &mut PostgresConnection<Client>) -> Option<&mut dyn Any> {
        Some(connection)
    }
}

impl<'t> PostgresHandle for postgres::Transaction<'t> {
    type Client = postgres::Transaction<'t>;
    const DEPTH: usize = 1;
    fn client(&mut self) -> &mut postgres::Transaction<'t> {
        self
    }
}

impl<H: PostgresHandle> PostgresHandle for &mut H {
    type Client = H::Client;
    const DEPTH: usize = H::DEPTH;
    fn client(&mut self) -> &mut H::Client {
        (**self).client()
    }
    fn is_closed(&self) -> bool {
        (**self).is_closed()
    }
}
