//! URLs, and what the driver is told for them.

use ::mysql::consts::CapabilityFlags;
use ::mysql::{Opts, OptsBuilder};

use crate::Error;

/// The driver's options for a URL, and how many statements stay prepared, if it says so.
pub(super) fn options(url: &str) -> Result<(Opts, Option<usize>), Error> {
    let rest = url.strip_prefix("mysql://").or_else(|| url.strip_prefix("mariadb://"));
    let rest = rest.ok_or_else(|| {
        Error::Url("a URL of MySQL or MariaDB starts with mysql:// or mariadb://".to_owned())
    })?;
    let (place, query) = rest.split_once('?').unwrap_or((rest, ""));
    let mut own = format!("mysql://{place}?prefer_socket=false");
    let mut capacity = None;
    for (name, value) in query.split('&').filter_map(|pair| pair.split_once('=')) {
        if name == "statement_cache" {
            capacity = Some(value.parse().map_err(|_| {
                Error::Url("the URL's option statement_cache is a number of statements".to_owned())
            })?);
            continue;
        }
        if let Some(option) = option(name, value)? {
            own.push('&');
            own.push_str(&option);
        }
    }
    let options = Opts::from_url(&own).map_err(|error| match error {
        ::mysql::UrlError::UnknownParameter(name) => {
            Error::Url(format!("the URL has the option {name}, which is not known"))
        }
        // What else it says can hold parts of the URL.
        ::mysql::UrlError::InvalidValue(name, _) => {
            Error::Url(format!("the value of the URL's option {name} is not understood"))
        }
        _ => Error::Url(
            "the URL is not understood; it is mysql://user:password@host:port/database".to_owned(),
        ),
    })?;
    let options = OptsBuilder::from_opts(options)
        .stmt_cache_size(0)
        .additional_capabilities(CapabilityFlags::CLIENT_FOUND_ROWS);
    Ok((options.into(), capacity))
}

/// An option, in the driver's words, if it takes any.
fn option(name: &str, value: &str) -> Result<Option<String>, Error> {
    let own = match name {
        "ssl-mode" | "sslmode" => match value.to_ascii_lowercase().replace('-', "_").as_str() {
            "disabled" | "disable" => return Ok(None),
            "required" | "require" | "verify_identity" | "verify_full" => {
                "danger_skip_domain_validation=false".to_owned()
            }
            "verify_ca" => "danger_skip_domain_validation=true".to_owned(),
            _ => {
                return Err(Error::Url(format!(
                    "the URL's option {name} is disabled, required, verify_ca or verify_identity"
                )));
            }
        },
        "ssl-ca" => format!("root_cert_path={value}"),
        "connect_timeout" => {
            let seconds: u32 = value.parse().map_err(|_| {
                Error::Url("the URL's option connect_timeout is a number of seconds".to_owned())
            })?;
            return Ok(Some(format!("tcp_connect_timeout_ms={}", u64::from(seconds) * 1000)));
        }
        _ => return Ok(Some(format!("{name}={value}"))),
    };
    if cfg!(feature = "tls") {
        Ok(Some(own))
    } else {
        Err(Error::Url(format!("the URL's option {name} needs the feature `tls`")))
    }
}
