//! Where a database is, as far as its URL says.

/// Where a database is, as far as its URL says. No user and no password.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Server {
    /// The host's name or address, or the directory of its socket.
    pub address: Option<String>,
    /// The port, if it is named.
    pub port: Option<u16>,
    /// The database's name; of SQLite, its file.
    pub namespace: Option<String>,
}

#[cfg(feature = "pool")]
impl Server {
    /// The file of a SQLite database.
    pub(in crate::adapter) fn file(path: Option<&str>) -> Self {
        Server { namespace: path.map(str::to_owned), ..Server::default() }
    }

    /// The server of a URL, behind its scheme.
    pub(in crate::adapter) fn of(rest: &str) -> Self {
        let (place, query) = rest.split_once('?').unwrap_or((rest, ""));
        // A password that is not written as it should be may reach as far as that.
        if query.contains('@') {
            return Server::default();
        }
        let place = place.trim_start_matches('/');
        let place = place.rsplit_once('@').map_or(place, |(_, host)| host);
        let (host, database) = place.split_once('/').unwrap_or((place, ""));
        let (address, port) = match host.rsplit_once(':') {
            // The last colon may be one of an IPv6 address.
            Some((address, port)) if !port.contains(']') => (address, port.parse().ok()),
            _ => (host, None),
        };
        // Which one of several hosts it is, only the driver knows.
        let (address, port) = if host.contains(',') { ("", None) } else { (address, port) };
        let address = address.trim_start_matches('[').trim_end_matches(']');
        Server { address: decoded(address), port, namespace: decoded(database) }
    }
}

#[cfg(feature = "pool")]
fn decoded(part: &str) -> Option<String> {
    let text = percent_encoding::percent_decode_str(part).decode_utf8().ok()?;
    (!text.is_empty()).then(|| text.into_owned())
}

#[cfg(all(test, feature = "pool"))]
mod tests {
    use super::Server;

    #[test]
    fn the_server_of_a_url() {
        let cases = [
            ("//u:p@h:5432/d?x=1", (Some("h"), Some(5432), Some("d"))),
            ("//h", (Some("h"), None, None)),
            ("//u:p@ss/w@[::1]:3306/a%20b", (Some("::1"), Some(3306), Some("a b"))),
            ("//[fe80::1]/d", (Some("fe80::1"), None, Some("d"))),
            ("//%2Frun%2Fpg/d", (Some("/run/pg"), None, Some("d"))),
            ("//a:1,b:2/d", (None, None, Some("d"))),
            ("//u:12?w@h/d", (None, None, None)),
        ];
        for (url, (address, port, namespace)) in cases {
            let Server { address: a, port: p, namespace: n } = Server::of(url);
            assert_eq!((a.as_deref(), p, n.as_deref()), (address, port, namespace), "{url}");
        }
    }
}
