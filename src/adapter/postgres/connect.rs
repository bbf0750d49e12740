//! Connecting: what a URL says beyond what the driver knows, and TLS.

use postgres::config::SslMode;
use postgres::{Client, Config, NoTls};

use super::{PostgresConnection, error};
use crate::{Error, ErrorKind};

/// What a URL asks for that is not the driver's matter.
#[derive(Debug, Default, PartialEq)]
struct Settings {
    statement_cache: Option<usize>,
    /// Whether the server has to have a certificate that is checked.
    tls: Tls,
    /// The file with the certificates that are trusted, if not the system's.
    root_certificates: Option<String>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq)]
enum Tls {
    #[default]
    Disable,
    /// If the server has it.
    Prefer,
    Require,
}

/// Connects to the server of a URL.
pub(super) fn connect(url: &str) -> Result<PostgresConnection<Client>, Error> {
    let (url, settings) = parse(url)?;
    let mut config: Config = url.parse().map_err(|failure| refused(&failure))?;
    config.ssl_mode(match settings.tls {
        Tls::Disable => SslMode::Disable,
        Tls::Prefer => SslMode::Prefer,
        Tls::Require => SslMode::Require,
    });
    let client = client(&config, &settings)?;
    let mut connection = PostgresConnection::new(client)?;
    if let Some(capacity) = settings.statement_cache {
        connection.set_statement_cache_capacity(capacity);
    }
    Ok(connection)
}

#[cfg(feature = "tls")]
fn client(config: &Config, settings: &Settings) -> Result<Client, Error> {
    if settings.tls == Tls::Disable {
        if settings.root_certificates.is_some() {
            return Err(Error::Url(
                "the URL has the option sslrootcert, but does not ask for TLS: add sslmode=require"
                    .into(),
            ));
        }
        return config.connect(NoTls).map_err(not_connected);
    }
    let trusted = crate::adapter::tls::trusted(settings.root_certificates.as_deref())?;
    let tls = tokio_postgres_rustls::MakeRustlsConnect::new(trusted);
    config.connect(tls).map_err(not_connected)
}

#[cfg(not(feature = "tls"))]
fn client(config: &Config, settings: &Settings) -> Result<Client, Error> {
    if settings.tls == Tls::Require || settings.root_certificates.is_some() {
        return Err(Error::Url(
            "the URL asks for TLS, which is not part of this build of aludel (feature `tls`)"
                .into(),
        ));
    }
    config.connect(NoTls).map_err(not_connected)
}

/// Takes out of a URL what the driver does not know.
fn parse(url: &str) -> Result<(String, Settings), Error> {
    let mut settings = Settings::default();
    let Some((place, query)) = url.split_once('?') else { return Ok((url.to_owned(), settings)) };
    let mut kept = Vec::new();
    for option in query.split('&').filter(|option| !option.is_empty()) {
        let (name, value) = option.split_once('=').unwrap_or((option, ""));
        match name {
            "statement_cache" => settings.statement_cache = Some(number(name, value)?),
            "sslrootcert" => settings.root_certificates = Some(decoded(value)?),
            "sslmode" => settings.tls = tls(value)?,
            _ => kept.push(option),
        }
    }
    let url = match kept.as_slice() {
        [] => place.to_owned(),
        kept => format!("{place}?{}", kept.join("&")),
    };
    Ok((url, settings))
}

/// Whoever asks for a certificate has it checked, name and all.
fn tls(value: &str) -> Result<Tls, Error> {
    match value {
        "disable" => Ok(Tls::Disable),
        "prefer" => Ok(Tls::Prefer),
        "require" | "verify-full" => Ok(Tls::Require),
        "verify-ca" => Err(Error::Url(
            "sslmode=verify-ca is not supported: write sslmode=verify-full, which checks the server's name as well".into(),
        )),
        _ => Err(Error::Url(
            "the option sslmode of the URL is one of disable, prefer, require, verify-full".into(),
        )),
    }
}

fn number(name: &str, value: &str) -> Result<usize, Error> {
    value.parse().map_err(|_| Error::Url(format!("the option {name} of the URL is a whole number")))
}

/// A value without its percent-escapes.
fn decoded(value: &str) -> Result<String, Error> {
    let text = percent_encoding::percent_decode_str(value).decode_utf8();
    let text = text.map_err(|_| Error::Url("a value of the URL is not UTF-8".into()))?;
    Ok(text.into_owned())
}

/// What the driver itself finds wrong before there is a connection.
#[cold]
fn not_connected(failure: postgres::Error) -> Error {
    let (what, why) = (failure.to_string(), reason(&failure));
    let kind = match (what.as_str(), why.as_str()) {
        ("authentication error", _) | (_, "password missing") => ErrorKind::Permission,
        ("invalid configuration", _) => ErrorKind::Settings,
        _ => ErrorKind::Connection,
    };
    let error = error::error(failure, "");
    if error.code().is_some() { error } else { error.with_kind(kind) }
}

fn reason(failure: &postgres::Error) -> String {
    std::error::Error::source(failure).map_or_else(|| failure.to_string(), ToString::to_string)
}

/// The driver's complaint shows the option, not the password.
fn refused(failure: &postgres::Error) -> Error {
    Error::Url(format!("the PostgreSQL URL is not understood: {}", reason(failure)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_driver_does_not_know_is_taken_out() {
        let url = "postgresql://u:p@h/d?sslmode=verify-full&connect_timeout=3&sslrootcert=/a%20b&statement_cache=0";
        let (kept, settings) = parse(url).unwrap();
        assert_eq!(kept, "postgresql://u:p@h/d?connect_timeout=3");
        let expected = Settings {
            statement_cache: Some(0),
            tls: Tls::Require,
            root_certificates: Some("/a b".into()),
        };
        assert_eq!(settings, expected);
        assert_eq!(parse("postgresql://h/d").unwrap().0, "postgresql://h/d");
    }

    #[test]
    fn what_makes_no_sense_is_refused_without_the_password() {
        for url in [
            "postgresql://u:secret@h/d?sslmode=perhaps",
            "postgresql://u:secret@h/d?sslmode=verify-ca",
            "postgresql://u:secret@h/d?statement_cache=many",
            "postgresql://u:secret@h/d?sslrootcert=%ff",
            "postgresql://u:secret@h/d?no_such_option=1",
            "postgresql://u:secret@h:port/d",
        ] {
            let error = connect(url).unwrap_err();
            assert_eq!(error.kind(), crate::ErrorKind::Settings, "{url}");
            assert!(!error.to_string().contains("secret"), "{error}");
        }
    }
}
