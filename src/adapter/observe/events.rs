//! Events of `tracing` for the connections of a pool; without that feature no one is told.

use std::time::Duration;

use super::Server;
use crate::Error;

/// Tells of a connection that was made, or not.
pub(in crate::adapter) fn connected(server: &Server, took: Duration, failure: Option<&Error>) {
    #[cfg(not(feature = "tracing"))]
    let _ = (server, took, failure);
    #[cfg(feature = "tracing")]
    match failure {
        None => tracing::debug!(
            target: "aludel",
            {
                server.address = server.address.as_deref(),
                server.port = server.port,
                db.namespace = server.namespace.as_deref(),
                ?took
            },
            "connected"
        ),
        Some(error) => tracing::warn!(
            target: "aludel",
            {
                server.address = server.address.as_deref(),
                server.port = server.port,
                db.namespace = server.namespace.as_deref(),
                ?took,
                error.type = ?error.kind(),
                %error
            },
            "could not connect"
        ),
    }
}

/// Tells that a connection of the pool was waited for, or not free in time.
pub(in crate::adapter) fn waited(waited: Duration, failure: Option<&Error>) {
    #[cfg(not(feature = "tracing"))]
    let _ = (waited, failure);
    #[cfg(feature = "tracing")]
    match failure {
        None => tracing::debug!(target: "aludel", ?waited, "waited for a connection"),
        Some(error) => tracing::warn!(target: "aludel", ?waited, %error, "no connection was free"),
    }
}
