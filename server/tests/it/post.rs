//! A real mail server, and what it took.

use serde::Deserialize;
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use tempfile::TempDir;

/// aiosmtpd, with a maildir of its own.
pub struct Post {
    folder: TempDir,
    port: String,
    child: Option<Child>,
}

impl Drop for Post {
    fn drop(&mut self) {
        self.stop();
    }
}

/// A mail as it came.
#[derive(Debug, Deserialize)]
pub struct Received {
    pub recipients: Vec<String>,
    pub headers: Vec<(String, String)>,
    pub text: String,
    pub html: String,
}

impl Received {
    pub fn header(&self, name: &str) -> &str {
        let found = self.headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
        found.map_or("", |(_, value)| value.as_str())
    }
}

fn python() -> &'static str {
    let has = |program: &&str| {
        let look = Command::new(program).args(["-c", "import aiosmtpd"]).stderr(Stdio::null()).status();
        look.is_ok_and(|status| status.success())
    };
    ["/usr/bin/python3", "python3"].into_iter().find(has).expect(
        "no Python here has aiosmtpd: `cargo xtask test` brings it, or install the package python3-aiosmtpd",
    )
}

impl Post {
    pub fn start() -> Self {
        let mut post = Self { folder: tempfile::tempdir().unwrap(), port: String::new(), child: None };
        post.begin();
        post
    }

    /// Starts the server, after a stop where it was before.
    pub fn begin(&mut self) {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/smtp.py");
        let mut command = Command::new(python());
        command.arg(script).arg(self.folder.path()).stdout(Stdio::piped());
        if !self.port.is_empty() {
            command.arg(&self.port);
        }
        let mut child = command.spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        self.port = line.trim().to_owned();
        assert!(!self.port.is_empty(), "the mail server did not start");
        self.child = Some(child);
    }

    pub fn stop(&mut self) {
        if let Some(mut child) = self.child.take() {
            child.kill().unwrap();
            child.wait().unwrap();
        }
    }

    pub fn smtp(&self) -> String {
        format!("smtp://127.0.0.1:{}", self.port)
    }

    /// Refuses these recipients with these replies from now on.
    pub fn refuse(&self, rules: &[(&str, &str)]) {
        let lines: Vec<String> = rules.iter().map(|(reply, address)| format!("{reply} {address}")).collect();
        std::fs::write(self.folder.path().join("rules"), lines.join("\n")).unwrap();
    }

    /// What it took, in order.
    pub fn received(&self) -> Vec<Received> {
        let files = std::fs::read_dir(self.folder.path()).unwrap().map(|entry| entry.unwrap().path());
        let mut files: Vec<_> = files.filter(|path| path.extension().is_some_and(|e| e == "json")).collect();
        files.sort();
        files.iter().map(|file| serde_json::from_slice(&std::fs::read(file).unwrap()).unwrap()).collect()
    }

    /// What it took for this address.
    pub fn received_by(&self, address: &str) -> Vec<Received> {
        self.received().into_iter().filter(|mail| mail.recipients == [address]).collect()
    }
}
