//! Which certificates are trusted.

use std::sync::Arc;

use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls::{ClientConfig, RootCertStore};

use crate::Error;

/// Trusts the certificates of a file, or else the system's.
pub(super) fn trusted(file: Option<&str>) -> Result<ClientConfig, Error> {
    let mut roots = RootCertStore::empty();
    match file {
        Some(path) => {
            let unread = |reason: &dyn std::fmt::Display| {
                Error::Url(format!("the certificates of {path} are not read: {reason}"))
            };
            let certificates =
                CertificateDer::pem_file_iter(path).map_err(|error| unread(&error))?;
            for certificate in certificates {
                let certificate = certificate.map_err(|error| unread(&error))?;
                roots.add(certificate).map_err(|error| unread(&error))?;
            }
            if roots.is_empty() {
                return Err(unread(&"there is none in it"));
            }
        }
        None => {
            roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
        }
    }
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| Error::Url(format!("TLS is not to be had: {error}")))?;
    Ok(config.with_root_certificates(roots).with_no_client_auth())
}
