//! Configuration: a TOML file, overruled by environment variables, overruled by flags. See `docs/operate/configure.md`.

mod connections;
mod files;
mod mail;

pub use files::Bucket;

use clap::Args;
use domain::access::Role;
use domain::deals::Protection;
use domain::language::Language;
use serde::Deserialize;
use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};
use store::Store;

/// What every command works on.
#[derive(Debug, Clone, Default, Args)]
pub struct At {
    /// Folder of the embedded database and the file store [default: data].
    #[arg(long, global = true, env = "TANDEM_DATA", value_name = "DIR")]
    pub data: Option<PathBuf>,
    /// PostgreSQL to use instead of the embedded database.
    // Its address may have a password in it, which no help text should show.
    #[arg(long, global = true, env = "TANDEM_DATABASE", value_name = "URL", hide_env_values = true)]
    pub database: Option<String>,
    /// Configuration file.
    #[arg(long, global = true, env = "TANDEM_CONFIG", value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// The address people reach the portal at, when it is not the one listened on.
    #[arg(long, global = true, env = "TANDEM_ORIGIN")]
    pub origin: Option<String>,
}

/// Flags and environment of `serve`.
#[derive(Debug, Clone, Default, Args)]
pub struct Options {
    /// What it works on.
    #[command(flatten)]
    pub at: At,
    /// Address to listen on [default: 127.0.0.1:3000].
    #[arg(long, env = "TANDEM_ADDR")]
    pub addr: Option<SocketAddr>,
    /// Folder of the built pages, styles and scripts, instead of those within the program [default: those within, else
    /// target/site].
    #[arg(long, env = "TANDEM_SITE", value_name = "DIR")]
    pub site: Option<PathBuf>,
    /// A proxy whose `X-Forwarded-For` is believed; may be said several times, in the environment with commas.
    #[arg(long, env = "TANDEM_TRUSTED_PROXY", value_delimiter = ',')]
    pub trusted_proxy: Vec<IpAddr>,
    /// Seed nothing: a one-time link on the console makes the first administrator.
    #[arg(long, conflicts_with = "demo")]
    pub empty: bool,
    /// Seed the demo programme at the first start; refused on an address that isn't loopback.
    #[arg(long)]
    pub demo: bool,
    /// Refuse to start on a database whose schema is not this program's, instead of migrating it.
    #[arg(long, env = "TANDEM_NO_MIGRATE")]
    pub no_migrate: bool,
}

/// Where the portal listens and what it works on, after flags, environment, file and defaults.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Address to listen on.
    pub addr: SocketAddr,
    /// Folder of the embedded database and the file store.
    pub data: PathBuf,
    /// Folder of the built pages, styles and scripts, when one was named.
    pub site: Option<PathBuf>,
    /// PostgreSQL to use instead of the embedded database.
    pub database: Option<String>,
    /// The address people reach the portal at, when it is not the one listened on.
    pub origin: Option<String>,
}

impl Options {
    /// The place that these options and this file say together.
    pub fn place(&self, file: &File) -> Place {
        let filed = self.at.place(file);
        Place { addr: self.addr.unwrap_or(filed.addr), site: self.site.clone().or(filed.site), ..filed }
    }
}

impl At {
    /// The place that these options and this file say together.
    pub fn place(&self, file: &File) -> Place {
        Place {
            addr: file.addr.unwrap_or_else(|| SocketAddr::from(([127, 0, 0, 1], 3000))),
            data: self.data.clone().or_else(|| file.data.clone()).unwrap_or_else(|| "data".into()),
            site: file.site.clone(),
            database: self.database.clone().or_else(|| file.database.clone()),
            origin: self.origin.clone().or_else(|| file.origin.clone()),
        }
    }
}

impl Place {
    /// The address of the database.
    pub fn database_url(&self) -> String {
        self.database.clone().unwrap_or_else(|| Store::sqlite_url(&self.data.join("tandem.db")))
    }

    /// The folder of the file store.
    pub fn files(&self) -> PathBuf {
        self.data.join("files")
    }

    /// The address people reach the portal at, without a slash at the end.
    pub fn reached_at(&self) -> String {
        let origin = self.origin.clone().unwrap_or_else(|| format!("http://{}", self.addr));
        origin.trim_end_matches('/').to_owned()
    }
}

/// What the file may say.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct File {
    /// As the flag.
    pub addr: Option<SocketAddr>,
    /// As the flag.
    pub data: Option<PathBuf>,
    /// As the flag.
    pub site: Option<PathBuf>,
    /// As the flag.
    pub database: Option<String>,
    /// As the flag.
    pub origin: Option<String>,
    /// The vendor.
    pub vendor: Vendor,
    /// Deal registration.
    pub deals: Deals,
    /// Links to collateral.
    pub shares: Shares,
    /// Where files are kept, when not in the data folder.
    pub files: Option<Bucket>,
    /// Mail.
    pub mail: Mail,
    /// Single sign-on, one for the vendor and any number for partners.
    pub connection: Vec<Connection>,
}

/// The vendor that runs the portal.
#[derive(Debug, Clone, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Vendor {
    /// Name.
    pub name: String,
    /// Hue of the accent in degrees (OKLCH), 0 to 360.
    pub hue: u16,
    /// The language of pages and mail for people who want none that there is.
    pub language: Language,
}

impl Default for Vendor {
    fn default() -> Self {
        Self { name: "Tandem".into(), hue: 262, language: Language::FIRST }
    }
}

/// Deal registration.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Deals {
    /// How long an approval protects, in days, from 1 to 730 [default: 90].
    pub protection_days: Option<u16>,
}

impl Deals {
    /// How long an approval protects; `None` for a length that no vendor can mean.
    pub fn protection(&self) -> Option<Protection> {
        self.protection_days.map_or(Some(Protection::DEFAULT), Protection::of_days)
    }
}

/// Links by which people outside get collateral.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Shares {
    /// The most days that a link is good for, from 1 to 3650 [default: 365].
    pub days_most: Option<i64>,
}

impl Shares {
    /// The most days that a link is good for.
    pub fn days_most(&self) -> i64 {
        self.days_most.unwrap_or(365).clamp(1, 3650)
    }
}

/// Mail; off without a server.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Mail {
    /// The mail server: `smtps://user@host`, or `smtp://user@host:587?tls=required`.
    pub smtp: Option<String>,
    /// Whom mails are from: an address, with a name in front of it in angle brackets.
    pub from: Option<String>,
    /// Where answers go, when not there.
    pub reply_to: Option<String>,
    /// The password of the user.
    pub password: Option<String>,
    /// A file with it, beside the configuration unless the path is absolute.
    pub password_file: Option<PathBuf>,
    /// The hour from which the daily mail goes, by the reader's clock, 0 to 23 [default: 7].
    pub digest_hour: Option<u8>,
    /// The time zone of people who have not chosen one [default: UTC].
    pub time_zone: Option<String>,
    /// Whether links in mails can approve, ask, extend or release without signing in, each once [default: true].
    pub acts: Option<bool>,
}

impl Mail {
    /// The hour of the daily mail where none is configured.
    pub const DIGEST_HOUR: u8 = 7;

    /// The time zone of people who have not chosen one.
    pub fn time_zone(&self) -> &str {
        self.time_zone.as_deref().unwrap_or("UTC")
    }
}

/// An OpenID provider.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Connection {
    /// A short name for addresses and logs.
    pub key: String,
    /// What people read.
    pub name: String,
    /// Issuer, exactly as the provider says it.
    pub issuer: String,
    /// Client id.
    pub client_id: String,
    /// Client secret, when the provider wants one.
    #[serde(default)]
    pub client_secret: Option<String>,
    /// A file with the client secret, beside the configuration unless the path is absolute.
    #[serde(default)]
    pub client_secret_file: Option<PathBuf>,
    /// E-mail domains it may vouch for. Empty for a partner: the organisation's own domains.
    #[serde(default)]
    pub domains: Vec<String>,
    /// `vendor`, or a partner organisation: its id, one of its e-mail domains, or its name as long as no other has it.
    pub organisation: String,
    /// Role of people who come for the first time.
    pub role: Role,
}

impl Connection {
    /// Whether it speaks for the vendor.
    pub fn is_vendors(&self) -> bool {
        self.organisation == "vendor"
    }
}

impl File {
    /// E-mail domains that the vendor's single sign-on speaks for.
    pub fn vendor_domains(&self) -> Vec<String> {
        let vendors = self.connection.iter().filter(|connection| connection.is_vendors());
        vendors.flat_map(|connection| &connection.domains).map(|domain| domain.to_lowercase()).collect()
    }
}

/// Something in the configuration cannot be.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The file cannot be read.
    #[error("{path}: {cause}")]
    Unreadable {
        /// Which.
        path: PathBuf,
        /// Why.
        cause: std::io::Error,
    },
    /// The file says something that it may not.
    #[error("{path}: {cause}")]
    Wrong {
        /// Which.
        path: PathBuf,
        /// What.
        cause: String,
    },
}

/// Reads the configuration file.
pub fn read(at: &At) -> Result<File, ConfigError> {
    let Some(path) = &at.config else { return Ok(File::default()) };
    let text = std::fs::read_to_string(path)
        .map_err(|cause| ConfigError::Unreadable { path: path.clone(), cause })?;
    let wrong = |cause: String| ConfigError::Wrong { path: path.clone(), cause };
    let mut file: File = toml::from_str(&text).map_err(|e| wrong(e.to_string()))?;
    connections::check(&file).map_err(wrong)?;
    mail::check(&file.mail).map_err(wrong)?;
    let folder = path.parent().unwrap_or(Path::new("."));
    mail::find_password(&mut file.mail, folder, std::env::var("TANDEM_SMTP_PASSWORD").ok()).map_err(wrong)?;
    if let Some(bucket) = &mut file.files {
        bucket.complete(folder, std::env::var("TANDEM_S3_SECRET_ACCESS_KEY").ok()).map_err(wrong)?;
    }
    for connection in &mut file.connection {
        connections::find_secret(connection, folder, |name| std::env::var(name).ok()).map_err(wrong)?;
    }
    Ok(file)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn options(text: &str) -> (tempdir::Folder, Options) {
        let folder = tempdir::Folder::new();
        let path = folder.path().join("tandem.toml");
        std::fs::write(&path, text).unwrap();
        let options = Options { at: At { config: Some(path), ..At::default() }, ..Options::default() };
        (folder, options)
    }

    mod tempdir {
        pub struct Folder(std::path::PathBuf);
        impl Folder {
            pub fn new() -> Self {
                let path = std::env::temp_dir().join(format!("tandem-config-{:02x?}", store::db::random()));
                std::fs::create_dir_all(&path).unwrap();
                Self(path)
            }
            pub fn path(&self) -> &std::path::Path {
                &self.0
            }
        }
        impl Drop for Folder {
            fn drop(&mut self) {
                let _ = std::fs::remove_dir_all(&self.0);
            }
        }
    }

    const CONNECTION: &str = r#"
        [vendor]
        name = "Acme"
        [[connection]]
        key = "vendor"
        name = "Acme staff"
        issuer = "https://id.example"
        client_id = "tandem"
        domains = ["acme.example"]
        organisation = "vendor"
        role = "ROLE"
    "#;

    #[test]
    fn a_connection_of_the_vendor_gives_vendor_roles_only() {
        let (_folder, good) = options(&CONNECTION.replace("ROLE", "approver"));
        let file = read(&good.at).unwrap();
        assert_eq!(file.connection[0].role, Role::Approver);
        assert_eq!(file.vendor_domains(), ["acme.example"]);
        let (_folder, bad) = options(&CONNECTION.replace("ROLE", "partner_user"));
        assert!(matches!(read(&bad.at), Err(ConfigError::Wrong { .. })));
    }

    #[test]
    fn a_misspelt_key_is_told_instead_of_ignored() {
        let (_folder, bad) = options("[vendor]\nnmae = \"Acme\"\n");
        assert!(read(&bad.at).unwrap_err().to_string().contains("nmae"));
    }

    #[test]
    fn flags_overrule_the_file_and_the_file_overrules_the_defaults() {
        let (_folder, mut said) =
            options("addr = \"127.0.0.1:80\"\ndata = \"filed\"\norigin = \"https://a.example\"\n");
        let file = read(&said.at).unwrap();
        said.at.data = Some("told".into());
        let place = said.place(&file);
        assert_eq!(place.addr.to_string(), "127.0.0.1:80");
        assert_eq!((place.data, place.site), ("told".into(), None));
        assert_eq!((place.origin.as_deref(), place.database), (Some("https://a.example"), None));
    }
}
