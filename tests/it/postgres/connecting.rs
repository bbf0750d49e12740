//! URLs, users and TLS.

use aludel::prelude::*;

#[test]
fn a_wrong_url_is_told_without_its_password() {
    for url in ["postgresql://u:secret@h/db?what=1", "postgres:/u:secret@h/db"] {
        let error = PostgresConnection::connect(url).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Settings);
        assert!(!format!("{error} {error:?}").contains("secret"), "{error}");
    }
}

/// The server's URL of the user `tester`, who has a password.
fn with_password() -> String {
    std::env::var("ALUDEL_POSTGRES_PW_URL").expect("the address of a server")
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn who_has_no_right_is_refused() {
    let url = with_password();
    let user = select(aludel::sql::<Text>("current_user::text", ()));
    assert_eq!(PostgresConnection::connect(&url).unwrap().fetch_scalar(&user).unwrap(), "tester");
    for (wrong, kind) in [
        (url.replace(":secret@", ":wrong@"), ErrorKind::Permission),
        (url.replace("tester:secret@", "nobody@"), ErrorKind::Permission),
        (url.replace(":secret@", "@"), ErrorKind::Permission),
        (format!("{url}_no_such_database"), ErrorKind::UndefinedObject),
    ] {
        let error = PostgresConnection::connect(&wrong).unwrap_err();
        assert_eq!(error.kind(), kind, "{error}");
        let shown = format!("{error} {error:?}");
        assert!(!shown.contains("secret") && !shown.contains("wrong"), "{shown}");
    }
    let error = PostgresConnection::connect("postgresql:///db").unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Settings, "{error}");
    let error = PostgresConnection::connect("postgresql://u:secret@127.0.0.1:1/db").unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Connection, "{error}");
    assert!(!format!("{error} {error:?}").contains("secret"), "{error}");
}

#[cfg(feature = "tls")]
mod tls {
    use super::*;

    fn certificates(name: &str) -> String {
        format!("{}/{name}", std::env::var("ALUDEL_TLS_DIR").expect("where certificates are"))
    }

    fn is_encrypted(url: &str) -> Result<bool, aludel::Error> {
        let sql = "(SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid())";
        PostgresConnection::connect(url)?.fetch_scalar(&select(aludel::sql::<Boolean>(sql, ())))
    }

    #[test]
    #[ignore = "needs the servers of tests/all-engines.sh"]
    fn the_servers_certificate_is_checked() {
        let by_address = with_password();
        let by_name = by_address.replace("@127.0.0.1:", "@localhost:");
        let (ca, other) = (certificates("ca.crt"), certificates("other-ca.crt"));
        for url in [by_address, by_name] {
            assert!(!is_encrypted(&url).unwrap());
            for mode in ["require", "verify-full", "prefer"] {
                assert!(is_encrypted(&format!("{url}?sslmode={mode}&sslrootcert={ca}")).unwrap());
            }
            for wrong in [
                format!("{url}?sslmode=require&sslrootcert={other}"),
                format!("{url}?sslmode=prefer&sslrootcert={other}"),
                // The system does not know who signed it.
                format!("{url}?sslmode=require"),
            ] {
                let error = is_encrypted(&wrong).unwrap_err();
                assert_eq!(error.kind(), ErrorKind::Connection, "{error}");
                assert!(error.to_string().contains("certificate"), "{error}");
            }
        }
    }

    #[test]
    #[ignore = "needs the servers of tests/all-engines.sh"]
    fn settings_that_cannot_be_met_are_refused() {
        let url = with_password();
        for wrong in [
            "sslmode=require&sslrootcert=/no/such/file",
            "sslmode=verify-ca",
            "sslmode=always",
            // A file of certificates is for TLS, which is not asked for.
            "sslrootcert=/no/such/file",
        ] {
            let error = is_encrypted(&format!("{url}?{wrong}")).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Settings, "{error}");
        }
    }
}
