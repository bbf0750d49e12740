//! Whose server it is, and how a session is set up.

use crate::dialect::{Dialect, MariaDb, MySql, Version};
use ::mysql::prelude::Queryable;

/// What a server says of itself and of the session.
pub(super) struct Session {
    /// The number that KILL takes.
    pub(super) id: u64,
    pub(super) dialect: Box<dyn Dialect>,
    sql_mode: String,
}

impl Session {
    /// Asks the server; the handshake tells MariaDB's version wrong.
    pub(super) fn ask(on: &mut impl Queryable) -> ::mysql::Result<Self> {
        const QUESTION: &str = "SELECT version(), connection_id(), @@sql_mode";
        let row: Option<::mysql::Row> = on.query_first(QUESTION)?;
        let text = |index| {
            let value: Option<String> = row.as_ref()?.get_opt(index)?.ok();
            value
        };
        let version = text(0).unwrap_or_default();
        let id = text(1).and_then(|id| id.parse().ok()).unwrap_or_default();
        let sql_mode = text(2).unwrap_or_default();
        Ok(Session { id, dialect: dialect(&version), sql_mode })
    }

    /// Sets up what the promises of a connection need, in one statement.
    pub(super) fn set_up(&self, on: &mut impl Queryable) -> ::mysql::Result<()> {
        let mode = sql_mode(&self.sql_mode);
        // MariaDB's cache of subqueries takes 'ABC' for 'abc' where the collation does. What it makes
        // an IN of EXISTS over a CTE or derived table is wrong when a prepared statement runs again:
        // all rows are found, or none. A recursion that goes too deep it breaks off, and says nothing;
        // MySQL fails.
        let own = match self.dialect.name() {
            "MariaDB" => {
                "optimizer_switch = 'subquery_cache=off,exists_to_in=off', \
                 max_recursive_iterations = 4294967295"
            }
            _ => "cte_max_recursion_depth = 4294967295",
        };
        // What is collected of a group is cut at this length, without an error.
        on.query_drop(format!(
            "SET NAMES utf8mb4, time_zone = '+00:00', sql_mode = '{mode}', \
             group_concat_max_len = 4294967295, {own}"
        ))
    }
}

/// `9.7.4-2`, `10.11.19-MariaDB-deb12`.
fn dialect(version: &str) -> Box<dyn Dialect> {
    let mut numbers =
        version.split(|c: char| !c.is_ascii_digit()).map_while(|part| part.parse::<u16>().ok());
    let mut next = || numbers.next().unwrap_or_default();
    let Version { major, minor, patch } = Version::new(next(), next(), next());
    if version.contains("MariaDB") {
        Box::new(MariaDb::version(major, minor))
    } else {
        Box::new(MySql::version(major, minor, patch))
    }
}

/// The modes that are set, strict, and without those that change how a text is read.
fn sql_mode(set: &str) -> String {
    const OTHER_SYNTAX: &[&str] = &[
        "ANSI",
        "ANSI_QUOTES",
        "DB2",
        "EMPTY_STRING_IS_NULL",
        "HIGH_NOT_PRECEDENCE",
        "IGNORE_SPACE",
        "MAXDB",
        "MSSQL",
        "NO_BACKSLASH_ESCAPES",
        "NO_UNSIGNED_SUBTRACTION",
        "ORACLE",
        "PAD_CHAR_TO_FULL_LENGTH",
        "PIPES_AS_CONCAT",
        "POSTGRESQL",
        "REAL_AS_FLOAT",
        "STRICT_ALL_TABLES",
    ];
    let kept = set.split(',').filter(|mode| !mode.is_empty() && !OTHER_SYNTAX.contains(mode));
    kept.chain(["STRICT_ALL_TABLES"]).collect::<Vec<_>>().join(",")
}
