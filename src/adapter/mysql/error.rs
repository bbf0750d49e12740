//! The servers' errors by kind, without the values that they show:
//! <https://dev.mysql.com/doc/mysql-errors/en/server-error-reference.html>,
//! <https://mariadb.com/kb/en/mariadb-error-code-reference/>.

use ::mysql::{DriverError, Error as Failure};

use crate::dialect::ANOTHER_KEY;
use crate::{DatabaseError, Error, ErrorKind};

/// The driver's error, with the text of the statement it is about.
#[cold]
pub(super) fn error(mut failure: Failure, dialect: &'static str, sql: &str) -> Error {
    let (kind, code, message) = match &mut failure {
        Failure::MySqlError(error) => {
            error.message = without_values(error.code, &error.message);
            let kind = match error.code {
                // How an upsert says that a row met another in a key that it does not name.
                1242 if sql.contains(ANOTHER_KEY) => ErrorKind::Unique,
                code => kind(code),
            };
            (kind, Some(error.code), error.message.clone())
        }
        Failure::IoError(_) | Failure::CodecError(_) => {
            (ErrorKind::Connection, None, failure.to_string())
        }
        Failure::DriverError(
            DriverError::ConnectTimeout
            | DriverError::CouldNotConnect(_)
            | DriverError::UnexpectedPacket
            | DriverError::SetupError
            | DriverError::TlsNotSupported
            | DriverError::PacketTooLarge
            | DriverError::PacketOutOfSync,
        ) => (ErrorKind::Connection, None, failure.to_string()),
        #[cfg(feature = "tls")]
        Failure::TlsError(_) => (ErrorKind::Connection, None, failure.to_string()),
        failure => (ErrorKind::Other, None, failure.to_string()),
    };
    let mut error = DatabaseError::new(kind, dialect, message, failure);
    error.code = code.map(|code| code.to_string());
    error.sql = (!sql.is_empty()).then(|| sql.to_owned());
    if let Some(code) = code {
        name_places(&mut error, code);
    }
    error.into()
}

/// A statement that was stopped at its time limit, and does not say so.
#[cold]
pub(super) fn timed_out(dialect: &'static str) -> Error {
    let message = "the statement was stopped at its time limit";
    let source = std::io::Error::from(std::io::ErrorKind::TimedOut);
    DatabaseError::new(ErrorKind::StatementTimeout, dialect, message, source).into()
}

/// Whether the server has rolled the whole transaction back with this error.
pub(super) fn ends_transaction(code: u16) -> bool {
    // Deadlock; lock table full; XA deadlock; refused by the cluster; rolled back at COMMIT.
    matches!(code, 1213 | 1206 | 1614 | 1047 | 1180 | 3101)
}

fn kind(code: u16) -> ErrorKind {
    match code {
        1022 | 1062 | 1169 | 1586 => ErrorKind::Unique,
        1216 | 1217 | 1451 | 1452 | 1761 | 1762 => ErrorKind::ForeignKey,
        1048 | 1364 => ErrorKind::NotNull,
        3819 | 4025 => ErrorKind::Check,
        1213 | 1614 => ErrorKind::Deadlock,
        1205 | 3572 => ErrorKind::LockTimeout,
        1020 | 1180 | 3101 => ErrorKind::Serialization,
        1969 | 3024 => ErrorKind::StatementTimeout,
        1317 => ErrorKind::Interrupted,
        1064 | 1149 => ErrorKind::Syntax,
        1008 | 1049 | 1051 | 1054 | 1091 | 1109 | 1128 | 1146 | 1176 | 1305 | 1360 => {
            ErrorKind::UndefinedObject
        }
        1007 | 1050 | 1060 | 1061 | 1304 | 1359 | 1826 => ErrorKind::DuplicateObject,
        1290 | 1792 | 1836 => ErrorKind::ReadOnly,
        1044 | 1045 | 1095 | 1142 | 1143 | 1227 | 1370 | 1698 => ErrorKind::Permission,
        1021 | 1114 | 1206 => ErrorKind::Full,
        1264..=1266
        | 1292
        | 1300
        | 1365..=1367
        | 1406
        | 1411
        | 1416
        | 1525
        | 1690
        | 3140
        | 3141
        | 4078 => ErrorKind::InvalidData,
        1153 | 1390 => ErrorKind::InvalidData,
        1040
        | 1047
        | 1053
        | 1152
        | 1158..=1161
        | 1184
        | 1203
        | 1226
        | 1927
        | 2006
        | 2013
        | 4031 => ErrorKind::Connection,
        _ => ErrorKind::Other,
    }
}

/// The message, with the values that were sent left out.
fn without_values(code: u16, message: &str) -> String {
    match code {
        1062 | 1586 => match message.rsplit_once("' for key ") {
            Some((_, key)) => format!("Duplicate entry for key {key}"),
            None => "Duplicate entry".to_owned(),
        },
        // `Incorrect integer value: 'abc' for column 'n' at row 1`
        1292 | 1300 | 1366 | 1411 | 1525 => match message.split_once(": ") {
            Some((start, rest)) => match rest.rsplit_once("' for ") {
                Some((_, place)) => format!("{start} for {place}"),
                None => start.to_owned(),
            },
            None => message.to_owned(),
        },
        // `XPATH syntax error: '…'`
        1105 => message.split_once(": '").map_or(message, |(start, _)| start).to_owned(),
        1367 => "Illegal value found during parsing".to_owned(),
        // `BIGINT value is out of range in '(9223372036854775807 + 1)'`
        1690 => message.split_once(" in '").map_or(message, |(start, _)| start).to_owned(),
        _ => message.to_owned(),
    }
}

/// Table, column and constraint, as far as the message names them.
fn name_places(error: &mut DatabaseError, code: u16) {
    let message = error.message.as_str();
    let name = |text: &str| text.to_owned();
    match code {
        1062 | 1586 => {
            // `'users.email'` on MySQL, `'email'` on MariaDB.
            let Some(key) = between(message, "for key '", '\'') else { return };
            let (table, key) = match key.rsplit_once('.') {
                Some((table, key)) => (Some(name(table)), name(key)),
                None => (None, name(key)),
            };
            (error.table, error.constraint) = (table, Some(key));
        }
        1451 | 1452 => {
            // "(`database`.`table`, CONSTRAINT `name` FOREIGN KEY (`column`) …"
            let table = between(message, "`.`", '`').map(name);
            let constraint = between(message, "CONSTRAINT `", '`').map(name);
            (error.table, error.constraint) = (table, constraint);
        }
        1048 | 1264 | 1366 | 1406 | 1292 | 1265 => {
            if let Some(column) = between(message, "olumn '", '\'') {
                error.columns = vec![name(column)];
            } else if let Some((_, column)) = message.rsplit_once("`.`") {
                error.columns = column.split('`').take(1).map(name).collect();
            }
        }
        1364 => error.columns = between(message, "Field '", '\'').map(name).into_iter().collect(),
        3819 => error.constraint = between(message, "constraint '", '\'').map(name),
        4025 => {
            let constraint = between(message, "CONSTRAINT `", '`').map(name);
            let table = between(message, "`.`", '`').map(name);
            (error.table, error.constraint) = (table, constraint);
        }
        _ => {}
    }
}

/// What stands between a start and the end after it.
fn between<'m>(message: &'m str, start: &str, end: char) -> Option<&'m str> {
    message.split_once(start)?.1.split_once(end).map(|(found, _)| found)
}
