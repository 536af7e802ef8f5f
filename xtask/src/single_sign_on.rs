//! Single sign-on without any other program: one small OpenID provider for the vendor and one for a partner, and the
//! configuration that makes the portal trust each of them for its own organisation.

use std::{
    fs,
    net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream},
    path::{Path, PathBuf},
    process::Command,
    thread::sleep,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::{house::House, postgres::free_port, processes::Running};

/// An organisation of the demonstration that brings its own provider.
struct Connection {
    key: &'static str,
    name: &'static str,
    domain: &'static str,
    /// `vendor`, or the partner's name in the demonstration's data.
    organisation: &'static str,
    /// What a person gets at the first sign-in.
    role: &'static str,
}

const CONNECTIONS: [Connection; 2] = [
    Connection {
        key: "vendor",
        name: "Tandem staff",
        domain: "vendor.example",
        organisation: "vendor",
        role: "channel_manager",
    },
    Connection {
        key: "partner",
        name: "Northwind",
        domain: "northwind.example",
        organisation: "Northwind",
        role: "partner_user",
    },
];

/// The running providers and the file that introduces them.
pub struct SingleSignOn {
    configuration: PathBuf,
    _providers: Vec<Running>,
}

impl SingleSignOn {
    /// Starts a provider for each connection, for a portal at `portal` that keeps its data in `data`.
    pub fn start(house: &House, program: &Path, portal: SocketAddr, data: &Path) -> Result<Self> {
        let all = house.end2end().join("demo-people.json");
        let people: Vec<Value> = serde_json::from_str(
            &fs::read_to_string(&all).with_context(|| format!("reading {}", all.display()))?,
        )
        .with_context(|| format!("reading {}", all.display()))?;
        let configuration = data.join("single-sign-on.toml");
        let ports = introduce(&configuration)?;
        let mut providers = Vec::new();
        for (connection, port) in CONNECTIONS.iter().zip(ports) {
            let own: Vec<_> = people.iter().filter(|person| is_at(person, connection.domain)).collect();
            let file = data.join(format!("people-{}.json", connection.key));
            fs::write(&file, format!("{:#}\n", serde_json::json!(own)))?;
            providers.push(provide(program, connection, portal, port, &file)?);
            println!("{} at http://127.0.0.1:{port}:", connection.name);
            for person in own {
                println!("    {} ({})", said(person, "email"), said(person, "name"));
            }
        }
        Ok(Self { configuration, _providers: providers })
    }

    /// The file for the portal's `--config`.
    pub fn configuration(&self) -> &Path {
        &self.configuration
    }
}

/// Writes the file that introduces the providers to the portal, and hands back their ports.
///
/// A person is known by the issuer's address, so a provider keeps the port that the former start wrote: on another one
/// everybody who has signed in would be a stranger whose address is taken.
fn introduce(configuration: &Path) -> Result<Vec<u16>> {
    let former = fs::read_to_string(configuration).unwrap_or_default();
    let mut ports = Vec::new();
    let mut text = String::new();
    for connection in &CONNECTIONS {
        let port = match remembered(&former, connection) {
            Some(port) => still_free(port, connection, configuration)?,
            None => another_port(&ports)?,
        };
        text.push_str(&entry(connection, port));
        ports.push(port);
    }
    fs::write(configuration, text).with_context(|| format!("writing {}", configuration.display()))?;
    Ok(ports)
}

/// The port of this connection's issuer in a file that [`introduce`] wrote.
fn remembered(former: &str, connection: &Connection) -> Option<u16> {
    let key = format!("key = \"{}\"", connection.key);
    let own = former.split("[[connection]]").find(|entry| entry.lines().any(|line| line == key))?;
    let issuer = own.lines().find_map(|line| line.strip_prefix("issuer = \"http://127.0.0.1:"))?;
    issuer.trim_end_matches('"').parse().ok()
}

fn still_free(port: u16, connection: &Connection, configuration: &Path) -> Result<u16> {
    TcpListener::bind((Ipv4Addr::LOCALHOST, port)).with_context(|| {
        format!(
            "port {port} is taken, where the provider of {} listened at the former start and has to listen again, \
             because people are known by its address; end what listens there (another `cargo xtask run`?), or \
             delete {} if nobody has signed in by it yet",
            connection.name,
            configuration.display()
        )
    })?;
    Ok(port)
}

/// A free port that none of these is.
fn another_port(taken: &[u16]) -> Result<u16> {
    loop {
        let port = free_port()?;
        if !taken.contains(&port) {
            return Ok(port);
        }
    }
}

fn provide(
    program: &Path,
    connection: &Connection,
    portal: SocketAddr,
    port: u16,
    people: &Path,
) -> Result<Running> {
    let key = connection.key;
    let mut command = Command::new(program);
    command.args(["--addr", &format!("127.0.0.1:{port}"), "--people"]).arg(people);
    command
        .args(["--client", &format!("tandem-{key}:{}:http://{portal}/sign-in/{key}/callback", secret(key))]);
    command.args(["--post-logout", &format!("http://{portal}/sign-in?ended=1")]);
    let mut running = Running::start("an OpenID provider", &mut command)?;
    let asked = Instant::now();
    while TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_err() {
        if !running.alive() || asked.elapsed() > Duration::from_secs(10) {
            bail!("the provider of {} did not start", connection.name);
        }
        sleep(Duration::from_millis(20));
    }
    Ok(running)
}

/// Known to everybody who reads this: the providers listen on loopback and vouch for invented people only.
fn secret(key: &str) -> String {
    format!("demonstration-{key}")
}

fn entry(connection: &Connection, port: u16) -> String {
    let Connection { key, name, domain, organisation, role } = connection;
    format!(
        "[[connection]]\nkey = \"{key}\"\nname = \"{name}\"\nissuer = \"http://127.0.0.1:{port}\"\n\
         client_id = \"tandem-{key}\"\nclient_secret = \"{}\"\ndomains = [\"{domain}\"]\n\
         organisation = \"{organisation}\"\nrole = \"{role}\"\n\n",
        secret(key)
    )
}

fn is_at(person: &Value, domain: &str) -> bool {
    said(person, "email").rsplit_once('@').is_some_and(|(_, found)| found.eq_ignore_ascii_case(domain))
}

fn said<'a>(person: &'a Value, field: &str) -> &'a str {
    person[field].as_str().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(name: &str) -> PathBuf {
        let dir = std::env::temp_dir().join(format!("tandem-sso-{name}-{}", std::process::id()));
        fs::create_dir_all(&dir).expect("a folder");
        dir
    }

    fn issuers(file: &Path) -> Vec<String> {
        let text = fs::read_to_string(file).expect("the file");
        text.lines().filter(|line| line.starts_with("issuer")).map(str::to_owned).collect()
    }

    #[test]
    fn two_starts_on_one_folder_write_the_same_issuers() {
        let dir = folder("twice");
        let file = dir.join("single-sign-on.toml");
        let first = introduce(&file).expect("it is written");
        let before = issuers(&file);
        assert_eq!(introduce(&file).expect("it is written again"), first);
        assert_eq!(issuers(&file), before);
        assert_eq!(before.len(), CONNECTIONS.len());
        assert_ne!(before[0], before[1]);
        fs::remove_dir_all(dir).expect("the folder goes");
    }

    #[test]
    fn a_remembered_port_that_is_taken_is_told_instead_of_replaced() {
        let dir = folder("taken");
        let file = dir.join("single-sign-on.toml");
        let port = introduce(&file).expect("it is written")[1];
        let before = issuers(&file);
        let other = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).expect("somebody else listens");
        let told = format!("{:#}", introduce(&file).expect_err("it is refused"));
        assert!(told.contains(&format!("port {port} is taken")) && told.contains("Northwind"), "{told}");
        assert_eq!(issuers(&file), before);
        drop(other);
        fs::remove_dir_all(dir).expect("the folder goes");
    }
}
