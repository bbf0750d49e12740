//! SQLite's errors by kind: <https://sqlite.org/rescode.html>.

use rusqlite::{Error as Failure, ffi};

use crate::{DatabaseError, Error, ErrorKind};

/// The driver's error, with the text of the statement it is about.
#[cold]
pub(super) fn error(failure: Failure, sql: &str) -> Error {
    let (code, message) = match &failure {
        Failure::SqliteFailure(error, Some(message)) => {
            (Some(error.extended_code), message.clone())
        }
        Failure::SqliteFailure(error, None) => (Some(error.extended_code), error.to_string()),
        // What is found while preparing: here alone the code is inside.
        Failure::SqlInputError { error, msg, .. } => (Some(error.extended_code), msg.clone()),
        failure => (None, failure.to_string()),
    };
    let kind = code.map_or(ErrorKind::Other, |code| kind(code, &message));
    let mut error = DatabaseError::new(kind, "SQLite", message, failure);
    error.code = code.map(|code| code.to_string());
    error.sql = (!sql.is_empty()).then(|| sql.to_owned());
    name_places(&mut error);
    error.into()
}

fn kind(code: i32, message: &str) -> ErrorKind {
    match code {
        ffi::SQLITE_CONSTRAINT_UNIQUE
        | ffi::SQLITE_CONSTRAINT_PRIMARYKEY
        | ffi::SQLITE_CONSTRAINT_ROWID => return ErrorKind::Unique,
        ffi::SQLITE_CONSTRAINT_FOREIGNKEY => return ErrorKind::ForeignKey,
        ffi::SQLITE_CONSTRAINT_NOTNULL => return ErrorKind::NotNull,
        ffi::SQLITE_CONSTRAINT_CHECK => return ErrorKind::Check,
        ffi::SQLITE_CONSTRAINT_DATATYPE => return ErrorKind::InvalidData,
        ffi::SQLITE_BUSY_SNAPSHOT => return ErrorKind::Serialization,
        _ => {}
    }
    // The last eight bits are the primary code.
    match code & 0xff {
        ffi::SQLITE_CONSTRAINT => ErrorKind::Constraint,
        ffi::SQLITE_BUSY | ffi::SQLITE_LOCKED => ErrorKind::LockTimeout,
        ffi::SQLITE_INTERRUPT => ErrorKind::Interrupted,
        ffi::SQLITE_READONLY => ErrorKind::ReadOnly,
        ffi::SQLITE_FULL => ErrorKind::Full,
        ffi::SQLITE_CANTOPEN | ffi::SQLITE_IOERR => ErrorKind::Connection,
        ffi::SQLITE_CORRUPT | ffi::SQLITE_NOTADB => ErrorKind::Corrupt,
        ffi::SQLITE_AUTH | ffi::SQLITE_PERM => ErrorKind::Permission,
        ffi::SQLITE_MISMATCH | ffi::SQLITE_TOOBIG | ffi::SQLITE_RANGE => ErrorKind::InvalidData,
        ffi::SQLITE_ERROR => kind_by_message(message),
        _ => ErrorKind::Other,
    }
}

/// What the code `SQLITE_ERROR` leaves open, the words tell.
fn kind_by_message(message: &str) -> ErrorKind {
    const STARTS: &[(&str, ErrorKind)] = &[
        ("no such ", ErrorKind::UndefinedObject),
        ("unknown database ", ErrorKind::UndefinedObject),
        ("near ", ErrorKind::Syntax),
        ("incomplete input", ErrorKind::Syntax),
        ("unrecognized token", ErrorKind::Syntax),
        ("integer overflow", ErrorKind::InvalidData),
        ("malformed JSON", ErrorKind::InvalidData),
    ];
    const PARTS: &[(&str, ErrorKind)] = &[
        (" has no column named ", ErrorKind::UndefinedObject),
        (" already exists", ErrorKind::DuplicateObject),
        ("duplicate column name", ErrorKind::DuplicateObject),
    ];
    let starts = STARTS.iter().find(|(start, _)| message.starts_with(start));
    let part = || PARTS.iter().find(|(part, _)| message.contains(part));
    starts.or_else(part).map_or(ErrorKind::Other, |(_, kind)| *kind)
}

/// Table, columns and constraint, as far as the message names them.
fn name_places(error: &mut DatabaseError) {
    let Some((_, what)) = error.message.split_once(" constraint failed: ") else { return };
    if let Some(index) = what.strip_prefix("index '") {
        error.constraint = Some(index.trim_end_matches('\'').to_owned());
    } else if error.kind == ErrorKind::Check {
        error.constraint = Some(what.to_owned());
    } else if matches!(error.kind, ErrorKind::Unique | ErrorKind::NotNull) {
        // `users.email, users.name`
        for column in what.split(", ") {
            if let Some((table, column)) = column.split_once('.') {
                error.table = Some(table.to_owned());
                error.columns.push(column.to_owned());
            }
        }
    }
}
