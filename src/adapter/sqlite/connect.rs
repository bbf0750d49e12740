//! How an engine connects to SQLite.

use std::sync::atomic::{AtomicBool, Ordering};

use rusqlite::OpenFlags;
use rusqlite::config::DbConfig;

use super::{SqliteConnection, outside};
use crate::Error;
use crate::adapter::pool::Connect;
use crate::adapter::url::{Mode, SqliteSettings};

/// What connects to a file, or, once, to a database in memory.
pub(in crate::adapter) fn connector(
    path: Option<String>,
    settings: SqliteSettings,
    cache: Option<usize>,
) -> Box<Connect> {
    let opened = AtomicBool::new(false);
    Box::new(move || {
        let mut connection = match &path {
            Some(path) => {
                let flags = flags(settings.mode);
                SqliteConnection::new(
                    rusqlite::Connection::open_with_flags(path, flags).map_err(outside)?,
                )?
            }
            // Another one would be empty.
            None if opened.swap(true, Ordering::Relaxed) => {
                return Err(Error::Unsupported {
                    what: "a second connection to a database in memory",
                    dialect: "SQLite",
                    instead: "use a file",
                });
            }
            None => SqliteConnection::open_in_memory()?,
        };
        set_up(&connection, &settings)?;
        if let Some(statements) = cache {
            connection.set_statement_cache_capacity(statements);
        }
        Ok(Box::new(connection))
    })
}

fn set_up(connection: &SqliteConnection, settings: &SqliteSettings) -> Result<(), Error> {
    let handle = connection.handle();
    if let Some(timeout) = settings.busy_timeout {
        handle.busy_timeout(timeout).map_err(outside)?;
    }
    if let Some(on) = settings.foreign_keys {
        handle.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_FKEY, on).map_err(outside)?;
    }
    Ok(())
}

fn flags(mode: Mode) -> OpenFlags {
    let mode = match mode {
        Mode::ReadOnly => OpenFlags::SQLITE_OPEN_READ_ONLY,
        Mode::ReadWrite => OpenFlags::SQLITE_OPEN_READ_WRITE,
        Mode::Create => OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE,
    };
    // The pool keeps a connection with one thread at a time.
    mode | OpenFlags::SQLITE_OPEN_NO_MUTEX
}
