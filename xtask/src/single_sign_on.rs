//! Single sign-on without any other program: one small OpenID provider for the vendor and one for a partner, and the
//! configuration that makes the portal trust each of them for its own organisation.

use std::{
    fs,
    net::{Ipv4Addr, SocketAddr, TcpStream},
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
        let mut text = String::new();
        let mut providers = Vec::new();
        for connection in &CONNECTIONS {
            let own: Vec<_> = people.iter().filter(|person| is_at(person, connection.domain)).collect();
            let file = data.join(format!("people-{}.json", connection.key));
            fs::write(&file, format!("{:#}\n", serde_json::json!(own)))?;
            let port = free_port()?;
            providers.push(provide(program, connection, portal, port, &file)?);
            text.push_str(&entry(connection, port));
            println!("{} at http://127.0.0.1:{port}:", connection.name);
            for person in own {
                println!("    {} ({})", said(person, "email"), said(person, "name"));
            }
        }
        let configuration = data.join("single-sign-on.toml");
        fs::write(&configuration, text)?;
        Ok(Self { configuration, _providers: providers })
    }

    /// The file for the portal's `--config`.
    pub fn configuration(&self) -> &Path {
        &self.configuration
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
