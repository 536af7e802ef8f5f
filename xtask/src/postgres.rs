//! A PostgreSQL of the tests' own: in a temporary folder, on a free port of loopback, gone afterwards.

use std::{
    fs,
    net::{Ipv4Addr, TcpListener},
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result};

use crate::processes;

/// The account that Debian makes for the server, which refuses to run as root.
const ACCOUNT: &str = "postgres";

/// A running server; stopped and deleted when dropped.
pub struct Postgres {
    programs: PathBuf,
    folder: PathBuf,
    port: u16,
}

/// The folder with `initdb` and `pg_ctl`: the newest that Debian has, or that of the path.
pub fn programs() -> Option<PathBuf> {
    let mut versions: Vec<(u32, PathBuf)> = fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| Some((entry.file_name().to_str()?.parse().ok()?, entry.path().join("bin"))))
        .filter(|(_, folder)| processes::is_program(&folder.join("initdb")))
        .collect();
    versions.sort();
    let debian = versions.pop().map(|(_, folder)| folder);
    debian.or_else(|| processes::on_path("initdb")?.parent().map(Path::to_owned))
}

impl Postgres {
    /// Makes an empty cluster and starts it, with durability off: it holds nothing that matters.
    pub fn start() -> Result<Self> {
        Self::start_with(" -c fsync=off -c synchronous_commit=off -c full_page_writes=off")
    }

    /// As an operator would have it: what is measured on it is as durable as theirs.
    pub fn start_durable() -> Result<Self> {
        Self::start_with("")
    }

    fn start_with(further: &str) -> Result<Self> {
        let programs = programs().context("no PostgreSQL here")?;
        let folder = std::env::temp_dir().join(format!("tandem-postgres-{}", std::process::id()));
        fs::create_dir_all(&folder)?;
        // From here on, a failure too leaves nothing behind.
        let server = Self { programs, folder, port: free_port()? };
        if nix::unistd::geteuid().is_root() {
            processes::run(Command::new("chown").arg(ACCOUNT).arg(&server.folder))?;
        }
        let data = server.folder.join("data");
        let mut initdb = server.program("initdb");
        initdb.args(["--username=postgres", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync"]);
        processes::output(initdb.arg("--pgdata").arg(&data))?;
        let options = format!(
            "-c listen_addresses=127.0.0.1 -c port={} -c unix_socket_directories='' -c max_connections=300\
{further}",
            server.port
        );
        let mut start = server.program("pg_ctl");
        start.args(["start", "--wait", "--silent", "--timeout=60", "--options", &options]);
        start.arg("--log").arg(server.folder.join("log")).arg("--pgdata").arg(&data);
        processes::run(&mut start).with_context(|| {
            fs::read_to_string(server.folder.join("log")).unwrap_or_else(|_| "it left no log".to_owned())
        })?;
        Ok(server)
    }

    /// Where tests make their databases.
    pub fn url(&self) -> String {
        format!("{}/postgres", self.server())
    }

    /// The same without a database's name.
    pub fn server(&self) -> String {
        format!("postgres://postgres@127.0.0.1:{}", self.port)
    }

    /// Its first process.
    pub fn id(&self) -> Result<u32> {
        let file = fs::read_to_string(self.folder.join("data/postmaster.pid"))?;
        let first = file.lines().next().unwrap_or_default();
        first.trim().parse().context("PostgreSQL does not say which process it is")
    }

    fn program(&self, name: &str) -> Command {
        let program = self.programs.join(name);
        let mut command = if nix::unistd::geteuid().is_root() {
            let mut command = Command::new("runuser");
            command.args(["--user", ACCOUNT, "--"]).arg(program);
            command
        } else {
            Command::new(program)
        };
        command.current_dir(&self.folder);
        command
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        let data = self.folder.join("data");
        if data.join("postmaster.pid").exists() {
            let mut stop = self.program("pg_ctl");
            stop.args(["stop", "--mode=immediate", "--silent", "--wait", "--pgdata"]).arg(&data);
            if let Err(error) = processes::output(&mut stop) {
                eprintln!("PostgreSQL was not stopped: {error:#}");
            }
        }
        if let Err(error) = fs::remove_dir_all(&self.folder) {
            eprintln!("{} is left behind: {error}", self.folder.display());
        }
    }
}

/// A port of loopback that nobody listens on just now.
pub fn free_port() -> Result<u16> {
    Ok(TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port())
}
