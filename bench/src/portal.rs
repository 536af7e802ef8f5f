//! The portal under measurement, started as an operator starts it.

use crate::recorded::{self, Step};
use anyhow::{Context, Result, bail, ensure};
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use reqwest::header::{ACCEPT, COOKIE, SET_COOKIE};
use reqwest::{Client, StatusCode};
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// The password of the demo's accounts.
pub const PASSWORD: &str = "tandem-demo-2026";

/// What is started.
#[derive(Debug, Clone)]
pub struct Program {
    /// The program.
    pub tandem: PathBuf,
    /// The built site.
    pub site: PathBuf,
}

impl Program {
    /// Whether it was built to be developed, not to be used.
    pub fn is_debug(&self) -> Result<bool> {
        let said = Command::new(&self.tandem).arg("--version").output()?;
        let said = String::from_utf8_lossy(&said.stdout).into_owned();
        ensure!(said.starts_with("tandem "), "{} is no portal", self.tandem.display());
        Ok(said.contains("debug"))
    }

    /// Serves what is in this folder and database. Statements are told to the log when `tells`.
    pub fn start(&self, data: &Path, database: Option<&str>, tells: bool) -> Result<Portal> {
        fs::create_dir_all(data)?;
        let (out, log) = (data.join("out"), data.join("log"));
        let mut command = Command::new(&self.tandem);
        command.args(["serve", "--demo", "--addr", "127.0.0.1:0", "--trusted-proxy", "127.0.0.1", "--data"]);
        command.arg(data).arg("--site").arg(&self.site);
        if let Some(database) = database {
            command.args(["--database", database]);
        }
        command.env("TANDEM_LOG", if tells { "warn,store::statement=trace" } else { "warn" });
        if tells {
            command.env("TANDEM_LOG_JSON", "1");
        }
        command.stdin(Stdio::null()).stdout(File::create(&out)?).stderr(File::create(&log)?);
        let began = Instant::now();
        let child = command.spawn().with_context(|| format!("starting {}", self.tandem.display()))?;
        let mut portal = Portal { child, origin: String::new(), log, ready: Duration::ZERO };
        loop {
            let said = fs::read_to_string(&out)?;
            if let Some(origin) = said.lines().find_map(|line| line.strip_prefix("Tandem serves at ")) {
                portal.origin = origin.to_owned();
                portal.ready = began.elapsed();
                return Ok(portal);
            }
            if let Some(status) = portal.child.try_wait()? {
                bail!("the portal ended with {status}: {said}{}", fs::read_to_string(&portal.log)?);
            }
            ensure!(began.elapsed() < Duration::from_secs(120), "the portal does not serve: {said}");
            std::thread::sleep(Duration::from_millis(2));
        }
    }
}

/// A portal that serves; stopped when dropped.
pub struct Portal {
    child: Child,
    /// Where.
    pub origin: String,
    log: PathBuf,
    /// From its start until it served.
    pub ready: Duration,
}

impl Portal {
    /// Its process.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Signs somebody of the demo in; answers the cookie.
    pub async fn sign_in(&self, client: &Client, email: &str) -> Result<String> {
        let form = [("email", email), ("password", PASSWORD), ("next", "/")];
        let request =
            client.post(format!("{}/auth/sign-in", self.origin)).header(ACCEPT, "text/html").form(&form);
        let answer = request.send().await?;
        let cookie = answer.headers().get(SET_COOKIE).and_then(|value| value.to_str().ok());
        let cookie = cookie.and_then(|text| text.split(';').next()).unwrap_or_default().to_owned();
        let home =
            client.get(format!("{}/", self.origin)).header(ACCEPT, "text/html").header(COOKIE, &cookie);
        ensure!(home.send().await?.status() == StatusCode::OK, "{email} is not signed in");
        Ok(cookie)
    }

    /// What the request that `ask` makes asks the database; the portal has to tell.
    pub async fn recorded<T>(&self, ask: impl Future<Output = Result<T>>) -> Result<(T, Vec<Step>)> {
        let before = fs::read_to_string(&self.log)?.len();
        let answered = ask.await?;
        // The log is written by the process itself, line by line: what was asked for the answer is there soon.
        tokio::time::sleep(Duration::from_millis(100)).await;
        let log = fs::read_to_string(&self.log)?;
        Ok((answered, recorded::steps(log.get(before..).unwrap_or_default())?))
    }
}

impl Drop for Portal {
    fn drop(&mut self) {
        if let Ok(id) = i32::try_from(self.child.id()) {
            let _ = kill(Pid::from_raw(id), Signal::SIGTERM);
        }
        let asked = Instant::now();
        while matches!(self.child.try_wait(), Ok(None)) {
            if asked.elapsed() > Duration::from_secs(40) {
                let _ = self.child.kill();
                let _ = self.child.wait();
            }
            std::thread::sleep(Duration::from_millis(10));
        }
    }
}
