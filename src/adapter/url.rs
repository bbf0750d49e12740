//! Database URLs: which database, what the engine's own options in them say, and the rest, which
//! is for the driver.

use std::fmt;
use std::time::Duration;

use percent_encoding::percent_decode_str;

use super::{EngineOptions, Server};
use crate::Error;

/// The kinds of database that a URL can name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scheme {
    Sqlite,
    Postgres,
    MySql,
}

/// A URL in its parts.
pub(super) struct DatabaseUrl {
    pub(super) scheme: Scheme,
    /// For a server, the URL without the engine's options; for SQLite the path, or none for a
    /// database in memory.
    pub(super) target: Option<String>,
    pub(super) server: Server,
    #[cfg_attr(not(feature = "sqlite"), expect(dead_code, reason = "SQLite is left out"))]
    pub(super) sqlite: SqliteSettings,
}

/// What a URL may say about a SQLite database.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct SqliteSettings {
    pub(super) mode: Mode,
    pub(super) busy_timeout: Option<Duration>,
    pub(super) foreign_keys: Option<bool>,
}

/// How a database file is opened.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Mode {
    ReadOnly,
    ReadWrite,
    /// Read and written, and made if it is not there.
    #[default]
    Create,
}

/// The longest time that an option may name; a clock cannot count forever.
const LONGEST: Duration = Duration::from_secs(365 * 24 * 60 * 60);

const ENGINE_OPTIONS: &str = "pool_size, pool_min_idle, pool_timeout, pool_recycle, pool_idle_timeout, pool_pre_ping, statement_cache, echo";
const SQLITE_OPTIONS: &str = "mode, busy_timeout, foreign_keys";

impl DatabaseUrl {
    /// Takes a URL apart; what it says of the pool goes into the options.
    pub(super) fn parse(url: &str, options: &mut EngineOptions) -> Result<Self, Error> {
        let Some((scheme, rest)) = url.split_once(':') else {
            return refuse(
                "the database URL has no scheme; it begins with `sqlite:`, `postgresql://`, `mysql://` or `mariadb://`",
            );
        };
        let scheme = match scheme {
            "sqlite" => Scheme::Sqlite,
            "postgresql" | "postgres" => Scheme::Postgres,
            "mysql" | "mariadb" => Scheme::MySql,
            other => {
                return refuse(format!(
                    "the scheme `{}` of the database URL is not known; the schemes are sqlite, postgresql, postgres, mysql, mariadb",
                    shown(other)
                ));
            }
        };
        let (place, query) = rest.split_once('?').unwrap_or((rest, ""));
        let mut sqlite = SqliteSettings::default();
        let mut kept = Vec::new();
        for pair in query.split('&').filter(|pair| !pair.is_empty()) {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            if engine_option(options, name, &decode(value, name)?)? {
                continue;
            }
            if scheme == Scheme::Sqlite {
                sqlite.set(name, &decode(value, name)?)?;
            } else {
                kept.push(pair);
            }
        }
        let target = match scheme {
            Scheme::Sqlite => sqlite_path(place)?,
            Scheme::Postgres => Some(server("postgresql", place, &kept)?),
            Scheme::MySql => Some(server("mysql", place, &kept)?),
        };
        let server = match scheme {
            Scheme::Sqlite => Server::file(target.as_deref()),
            Scheme::Postgres | Scheme::MySql => Server::of(rest),
        };
        Ok(DatabaseUrl { scheme, target, server, sqlite })
    }
}

fn server(scheme: &str, place: &str, options: &[&str]) -> Result<String, Error> {
    if !place.starts_with("//") || place.len() == 2 {
        return refuse(format!(
            "the database URL names no server; it reads `{scheme}://user:password@host:port/database`"
        ));
    }
    let mark = if options.is_empty() { "" } else { "?" };
    Ok(format!("{scheme}:{place}{mark}{}", options.join("&")))
}

fn sqlite_path(place: &str) -> Result<Option<String>, Error> {
    const FORMS: &str =
        "it reads `sqlite::memory:`, `sqlite:///relative/path.db` or `sqlite:////absolute/path.db`";
    if place == ":memory:" {
        return Ok(None);
    }
    match place.strip_prefix("///") {
        Some("") | None => refuse(format!("the SQLite URL names no file; {FORMS}")),
        Some(path) => decode(path, "the path").map(Some),
    }
}

impl SqliteSettings {
    fn set(&mut self, name: &str, value: &str) -> Result<(), Error> {
        match name {
            "mode" => {
                self.mode = match value {
                    "ro" => Mode::ReadOnly,
                    "rw" => Mode::ReadWrite,
                    "rwc" => Mode::Create,
                    _ => return wrong(name, value, "one of ro, rw, rwc"),
                };
            }
            "busy_timeout" => self.busy_timeout = Some(seconds(name, value)?),
            "foreign_keys" => self.foreign_keys = Some(switch(name, value)?),
            _ => {
                return refuse(format!(
                    "the option `{}` of the SQLite URL is not known; the options are {ENGINE_OPTIONS}, {SQLITE_OPTIONS}",
                    shown(name)
                ));
            }
        }
        Ok(())
    }
}

/// Whether the option is the engine's.
fn engine_option(options: &mut EngineOptions, name: &str, value: &str) -> Result<bool, Error> {
    match name {
        "pool_size" => options.pool_size = number(name, value)?,
        "pool_min_idle" => options.min_idle = number(name, value)?,
        "pool_timeout" => options.pool_timeout = seconds(name, value)?,
        "pool_recycle" => options.recycle = Some(seconds(name, value)?),
        "pool_idle_timeout" => options.idle_timeout = Some(seconds(name, value)?),
        "pool_pre_ping" => options.pre_ping = switch(name, value)?,
        "statement_cache" => options.statement_cache = Some(number(name, value)?),
        #[cfg(feature = "tracing")]
        "echo" if value == "tracing" => options.set_echo_to_tracing(),
        "echo" => options.set_echo(switch(name, value)?),
        _ => return Ok(false),
    }
    Ok(true)
}

impl EngineOptions {
    /// What no pool can be made of is refused.
    pub(super) fn check(&self) -> Result<(), Error> {
        if self.pool_size == 0 {
            return refuse("pool_size is 0; a pool has at least one connection");
        }
        if self.min_idle > self.pool_size {
            return refuse("pool_min_idle is greater than pool_size; it is at most as great");
        }
        let times = [
            ("pool_timeout", Some(self.pool_timeout)),
            ("pool_recycle", self.recycle),
            ("pool_idle_timeout", self.idle_timeout),
        ];
        for (name, time) in times {
            if time.is_some_and(|time| time.is_zero() || time > LONGEST) {
                return refuse(format!("{name} is not more than 0 seconds and at most a year"));
            }
        }
        Ok(())
    }
}

fn number<N: std::str::FromStr>(name: &str, value: &str) -> Result<N, Error> {
    value.parse().or_else(|_| wrong(name, value, "a whole number from 0"))
}

fn switch(name: &str, value: &str) -> Result<bool, Error> {
    match value {
        "true" | "on" | "yes" | "1" => Ok(true),
        "false" | "off" | "no" | "0" => Ok(false),
        _ => wrong(name, value, "true or false"),
    }
}

fn seconds(name: &str, value: &str) -> Result<Duration, Error> {
    let time = value.parse().ok().and_then(|seconds| Duration::try_from_secs_f64(seconds).ok());
    match time {
        Some(time) if time <= LONGEST => Ok(time),
        _ => wrong(name, value, "a number of seconds, at most a year"),
    }
}

fn wrong<T>(name: &str, value: &str, allowed: &str) -> Result<T, Error> {
    refuse(format!("the option {name} is `{}`, which is not {allowed}", shown(value)))
}

fn refuse<T>(sentence: impl Into<String>) -> Result<T, Error> {
    Err(Error::Url(sentence.into()))
}

/// What is shown of a part of the URL: a slip of the pen may have put anything there.
fn shown(part: &str) -> String {
    if part.contains(['@', ':', '/']) || part.len() > 40 { "***".into() } else { part.into() }
}

fn decode(text: &str, what: &str) -> Result<String, Error> {
    let escapes = text.split('%').skip(1);
    for escape in escapes {
        if escape.bytes().take(2).filter(u8::is_ascii_hexdigit).count() < 2 {
            return refuse(format!(
                "{} of the database URL has a % without two hexadecimal digits after it; a % itself is written %25",
                shown(what)
            ));
        }
    }
    match percent_decode_str(text).decode_utf8() {
        Ok(text) => Ok(text.into_owned()),
        Err(_) => refuse(format!("{} of the database URL is not UTF-8", shown(what))),
    }
}

/// A URL as it may be shown: without its password.
#[derive(Clone)]
pub(super) struct Shown(String);

impl Shown {
    pub(super) fn new(url: &str) -> Self {
        // All that may be a password is left out, even where the URL is not well made: from the
        // first colon behind the scheme to the last `@`.
        let (scheme, rest) = url.split_once("://").unwrap_or(("", url));
        let mut text = match (rest.find(':'), rest.rfind('@')) {
            (Some(colon), Some(at)) if colon < at => {
                let (user, host) = (rest.get(..colon), rest.get(at..));
                format!("{}:***{}", user.unwrap_or_default(), host.unwrap_or_default())
            }
            _ => rest.to_owned(),
        };
        if let Some((place, query)) = text.split_once('?') {
            let pairs = query.split('&').map(|pair| match pair.split_once('=') {
                Some((name, _)) if is_secret(name) => format!("{name}=***"),
                _ => pair.to_owned(),
            });
            text = format!("{place}?{}", pairs.collect::<Vec<_>>().join("&"));
        }
        let colon = if scheme.is_empty() { "" } else { "://" };
        Shown(format!("{scheme}{colon}{text}"))
    }
}

fn is_secret(option: &str) -> bool {
    percent_decode_str(option).decode_utf8_lossy().to_ascii_lowercase().contains("pass")
}

impl fmt::Display for Shown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_password_is_shown() {
        let cases = [
            ("postgresql://u:secret@h:5432/d?x=1", "postgresql://u:***@h:5432/d?x=1"),
            ("mysql://u:se:cr@/e?t@h/d", "mysql://u:***@h/d"),
            ("postgres:u:secret@h", "postgres:***@h"),
            ("mysql://u@h:3306/d", "mysql://u@h:3306/d"),
            (
                "postgresql://h/d?user=u&password=secret&a=b",
                "postgresql://h/d?user=u&password=***&a=b",
            ),
            ("postgresql://h/d?p%61ssword=secret", "postgresql://h/d?p%61ssword=***"),
            ("sqlite:///a.db?mode=ro", "sqlite:///a.db?mode=ro"),
        ];
        for (url, shown) in cases {
            assert_eq!(Shown::new(url).to_string(), shown);
        }
    }

    #[test]
    fn the_engines_options_are_taken_out_and_the_rest_is_the_drivers() {
        let parse = |url| {
            let mut options = EngineOptions::new();
            let parsed = DatabaseUrl::parse(url, &mut options).unwrap();
            (parsed.scheme, parsed.target, options.pool_size)
        };
        let cases = [
            (
                "postgres://u:p%40@h/d?sslmode=require&pool_size=3&application_name=a%20b",
                (
                    Scheme::Postgres,
                    Some("postgresql://u:p%40@h/d?sslmode=require&application_name=a%20b"),
                    3,
                ),
            ),
            ("mariadb://u:p?w@h/d", (Scheme::MySql, Some("mysql://u:p?w@h/d"), 10)),
            ("mysql://h/d?pool_size=4&", (Scheme::MySql, Some("mysql://h/d"), 4)),
            ("sqlite:///a%20b.db?mode=ro", (Scheme::Sqlite, Some("a b.db"), 10)),
            ("sqlite:////a.db", (Scheme::Sqlite, Some("/a.db"), 10)),
            ("sqlite::memory:", (Scheme::Sqlite, None, 10)),
        ];
        for (url, (scheme, target, size)) in cases {
            assert_eq!(parse(url), (scheme, target.map(str::to_owned), size), "{url}");
        }
    }
}
