//! What the connections of a configuration have to be, told at the start: a provider that is believed for the wrong
//! people is worse than a portal that doesn't start.

use super::{Connection, File};
use domain::deals::Protection;
use domain::text;
use std::collections::BTreeSet;
use std::net::IpAddr;
use std::path::Path;

/// What is wrong, in words for whoever runs the portal.
pub(super) fn check(file: &File) -> Result<(), String> {
    if file.vendor.hue > 360 {
        return Err(format!("vendor: hue {} is more than 360 degrees", file.vendor.hue));
    }
    if file.deals.protection().is_none() {
        let (days, most) = (file.deals.protection_days.unwrap_or_default(), Protection::LONGEST_DAYS);
        return Err(format!("deals: protection_days {days} is not from 1 to {most}"));
    }
    let (mut keys, mut domains) = (BTreeSet::new(), BTreeSet::new());
    for connection in &file.connection {
        let fault = |what: String| Err(format!("connection {}: {what}", connection.key));
        let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
        if connection.key.is_empty() || !connection.key.bytes().all(plain) {
            return fault("the key may have a-z, 0-9 and - only".into());
        }
        if !keys.insert(connection.key.as_str()) {
            return fault("another one has this key".into());
        }
        if connection.role.is_partner() == connection.is_vendors() {
            return fault(format!(
                "role {} doesn't fit organisation {}",
                connection.role, connection.organisation
            ));
        }
        if connection.is_vendors() && connection.domains.is_empty() {
            return fault("the vendor's needs domains".into());
        }
        for domain in &connection.domains {
            if text::ascii_domain(domain).as_deref() != Ok(domain.to_lowercase().as_str()) {
                return fault(format!("{domain} is no e-mail domain in its ASCII form"));
            }
            if !domains.insert(domain.to_lowercase()) {
                return fault(format!("another one has the domain {domain}"));
            }
        }
        if !is_safe(&connection.issuer) {
            return fault(format!("the issuer {} is not https", connection.issuer));
        }
        if connection.client_secret.is_some() && connection.client_secret_file.is_some() {
            return fault("client_secret and client_secret_file exclude each other".into());
        }
    }
    Ok(())
}

/// What a provider says is worth as much as the way to it; only on this machine a plain one will do.
fn is_safe(issuer: &str) -> bool {
    let Ok(url) = reqwest::Url::parse(issuer) else { return false };
    let host = url.host_str().unwrap_or_default();
    let address = host.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
    let is_here = host == "localhost" || address.is_ok_and(|address| address.is_loopback());
    url.scheme() == "https" || (url.scheme() == "http" && is_here)
}

/// Finds the client secret where it was put: `TANDEM_CLIENT_SECRET_<KEY>`, else the file, else what the configuration
/// says itself.
pub(super) fn find_secret(
    connection: &mut Connection,
    folder: &Path,
    environment: impl Fn(&str) -> Option<String>,
) -> Result<(), String> {
    let name = format!("TANDEM_CLIENT_SECRET_{}", connection.key.to_uppercase().replace('-', "_"));
    if let Some(secret) = environment(&name) {
        connection.client_secret = Some(secret);
    } else if let Some(file) = &connection.client_secret_file {
        let path = folder.join(file);
        let text = std::fs::read_to_string(&path);
        let text =
            text.map_err(|cause| format!("connection {}: {}: {cause}", connection.key, path.display()))?;
        connection.client_secret = Some(text.trim().to_owned());
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Vendor;
    use domain::access::Role;

    fn staff() -> Connection {
        Connection {
            key: "staff".into(),
            name: "Acme staff".into(),
            issuer: "https://id.acme.example".into(),
            client_id: "tandem".into(),
            client_secret: None,
            client_secret_file: None,
            domains: vec!["acme.example".into()],
            organisation: "vendor".into(),
            role: Role::ChannelManager,
        }
    }

    fn partner() -> Connection {
        Connection {
            key: "north-wind".into(),
            domains: Vec::new(),
            organisation: "northwind.example".into(),
            role: Role::PartnerUser,
            ..staff()
        }
    }

    fn told(connections: Vec<Connection>) -> String {
        check(&File { vendor: Vendor::default(), connection: connections, ..File::default() })
            .err()
            .unwrap_or_default()
    }

    #[test]
    fn what_cannot_be_is_told_at_the_start() {
        assert_eq!(told(vec![staff(), partner()]), "");
        assert_eq!(told(vec![Connection { issuer: "http://127.0.0.1:9000".into(), ..staff() }]), "");
        let narrowed = Connection { domains: vec!["ACME.example".into()], ..partner() };
        for (wrong, word) in [
            (vec![staff(), Connection { domains: vec!["other.example".into()], ..staff() }], "has this key"),
            (vec![Connection { key: "Staff/1".into(), ..staff() }], "the key may have"),
            (vec![Connection { domains: Vec::new(), ..staff() }], "needs domains"),
            (vec![Connection { domains: vec!["bücher.example".into()], ..staff() }], "ASCII"),
            (vec![Connection { issuer: "http://id.acme.example".into(), ..staff() }], "not https"),
            (vec![Connection { issuer: "http://127.0.0.1.evil.example".into(), ..staff() }], "not https"),
            (vec![Connection { role: Role::PartnerUser, ..staff() }], "doesn't fit"),
            (vec![staff(), narrowed], "has the domain"),
            (
                vec![Connection {
                    client_secret: Some("x".into()),
                    client_secret_file: Some("y".into()),
                    ..staff()
                }],
                "exclude",
            ),
        ] {
            assert!(told(wrong.clone()).contains(word), "{word}: {}", told(wrong));
        }
        let hue = File { vendor: Vendor { hue: 361, ..Vendor::default() }, ..File::default() };
        assert!(check(&hue).unwrap_err().contains("361"));
        let days = File { deals: super::super::Deals { protection_days: Some(0) }, ..File::default() };
        assert!(check(&days).unwrap_err().contains("protection_days 0"));
    }

    #[test]
    fn a_secret_is_found_in_the_environment_before_the_file() {
        let folder = std::env::temp_dir().join(format!("tandem-secret-{:02x?}", store::db::random()));
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join("secret"), "of the file\n").unwrap();
        let from_file = Connection { client_secret_file: Some("secret".into()), ..partner() };
        let environment =
            |name: &str| (name == "TANDEM_CLIENT_SECRET_NORTH_WIND").then(|| "of the environment".to_owned());
        let mut one = from_file.clone();
        find_secret(&mut one, &folder, environment).unwrap();
        assert_eq!(one.client_secret.as_deref(), Some("of the environment"));
        let mut other = from_file;
        find_secret(&mut other, &folder, |_| None).unwrap();
        assert_eq!(other.client_secret.as_deref(), Some("of the file"));
        let mut missing = Connection { client_secret_file: Some("nowhere".into()), ..partner() };
        assert!(find_secret(&mut missing, &folder, |_| None).unwrap_err().contains("nowhere"));
        std::fs::remove_dir_all(&folder).unwrap();
    }
}
