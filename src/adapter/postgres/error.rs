//! PostgreSQL's errors by kind: <https://www.postgresql.org/docs/current/errcodes-appendix.html>.

use postgres::Error as Failure;

use crate::{DatabaseError, DriverError, Error, ErrorKind};

/// The driver's error, with the text of the statement it is about.
///
/// The server's detail and context are left to the driver's error, which is hidden: they show values.
#[cold]
pub(super) fn error(failure: Failure, sql: &str) -> Error {
    let mut error = match failure.as_db_error() {
        Some(db) => {
            let code = db.code().code();
            let (table, column) = (db.table().map(str::to_owned), db.column().map(str::to_owned));
            let constraint = db.constraint().map(str::to_owned);
            let kind = kind(code, db.message());
            let message = without_value(code, db.message());
            let code = Some(code.to_owned());
            let mut error =
                DatabaseError::new(kind, "PostgreSQL", message, DriverError::new(failure));
            error.columns = column.into_iter().collect();
            (error.code, error.table, error.constraint) = (code, table, constraint);
            error
        }
        None => {
            let lost = failure.is_closed() || is_io(&failure);
            // What is not lost, the driver refused to send: a value that does not fit.
            let kind = if lost { ErrorKind::Connection } else { ErrorKind::InvalidData };
            let message = match std::error::Error::source(&failure) {
                Some(source) => format!("{failure}: {source}"),
                None => failure.to_string(),
            };
            DatabaseError::new(kind, "PostgreSQL", message, DriverError::new(failure))
        }
    };
    error.sql = (!sql.is_empty()).then(|| sql.to_owned());
    error.into()
}

/// Whether the driver could not read from the server or write to it.
fn is_io(failure: &Failure) -> bool {
    let mut source = std::error::Error::source(failure);
    while let Some(error) = source {
        if error.is::<std::io::Error>() {
            return true;
        }
        source = error.source();
    }
    false
}

/// `value "99999" is out of range for type smallint` without what was sent. The quotation marks are
/// those of the server's language.
fn without_value(code: &str, message: &str) -> String {
    const MARKS: [char; 8] = ['"', '„', '“', '”', '«', '»', '‘', '’'];
    if !code.starts_with("22") {
        return message.to_owned();
    }
    let shown = match (message.find(MARKS), message.rfind(MARKS)) {
        (Some(first), Some(last)) => {
            let after = message.get(last..).unwrap_or_default().trim_start_matches(MARKS);
            format!("{}…{after}", message.get(..first).unwrap_or_default())
        }
        _ => message.to_owned(),
    };
    // Bytes that are no text are told as numbers.
    shown.split(": 0x").next().unwrap_or_default().to_owned()
}

fn kind(code: &str, message: &str) -> ErrorKind {
    match code {
        "23505" => ErrorKind::Unique,
        "23503" => ErrorKind::ForeignKey,
        "23502" => ErrorKind::NotNull,
        "23514" => ErrorKind::Check,
        "40001" => ErrorKind::Serialization,
        "40P01" => ErrorKind::Deadlock,
        "55P03" => ErrorKind::LockTimeout,
        // The code is that of a cancel by the user too.
        "57014" if message.contains("statement timeout") => ErrorKind::StatementTimeout,
        "57014" => ErrorKind::Interrupted,
        "25006" => ErrorKind::ReadOnly,
        "25P02" => ErrorKind::TransactionEnded,
        "42501" => ErrorKind::Permission,
        "42P01" | "42703" | "42883" | "42704" | "3D000" | "3F000" | "26000" | "34000" => {
            ErrorKind::UndefinedObject
        }
        "42P07" | "42701" | "42710" | "42P05" | "42P06" | "42723" | "42P04" => {
            ErrorKind::DuplicateObject
        }
        "53100" | "53200" => ErrorKind::Full,
        "53300" | "57P01" | "57P02" | "57P03" | "57P05" | "25P03" => ErrorKind::Connection,
        "XX001" | "XX002" => ErrorKind::Corrupt,
        code => match code.get(..2).unwrap_or_default() {
            "08" => ErrorKind::Connection,
            "22" => ErrorKind::InvalidData,
            "23" => ErrorKind::Constraint,
            "28" => ErrorKind::Permission,
            "40" => ErrorKind::Serialization,
            "42" => ErrorKind::Syntax,
            _ => ErrorKind::Other,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_show_no_values() {
        for (message, shown) in [
            (
                r#"value "70000" is out of range for type smallint"#,
                "value … is out of range for type smallint",
            ),
            (
                r#"invalid input syntax for type integer: "a "b": c""#,
                "invalid input syntax for type integer: …",
            ),
            (
                "ungültige Eingabesyntax für Typ integer: »abc«",
                "ungültige Eingabesyntax für Typ integer: …",
            ),
            (
                r#"invalid byte sequence for encoding "UTF8": 0xe9 0x2c"#,
                "invalid byte sequence for encoding …",
            ),
            ("division by zero", "division by zero"),
        ] {
            assert_eq!(without_value("22000", message), shown);
        }
        let constraint = r#"duplicate key value violates unique constraint "items_pkey""#;
        assert_eq!(without_value("23505", constraint), constraint);
    }
}
