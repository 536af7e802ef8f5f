//! The program itself, started as an operator starts it.

use std::path::{Path, PathBuf};
use std::process::{ExitStatus, Stdio};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::io::{AsyncBufReadExt as _, AsyncRead, BufReader};
use tokio::process::{Child, Command};

/// Far more than anything here takes; only a test that fails waits for it.
const PATIENCE: Duration = Duration::from_secs(60);

/// `tandem serve` on a free port.
pub struct Program {
    child: Child,
    said: Arc<Mutex<String>>,
}

impl Program {
    /// Starts it over this folder, with these further words.
    pub fn start(folder: &Path, words: &[&str]) -> Self {
        Self::start_in(&[], folder, words)
    }

    /// The same in this environment.
    pub fn start_in(around: &[(&str, &str)], folder: &Path, words: &[&str]) -> Self {
        Self::start_by(Path::new(env!("CARGO_BIN_EXE_tandem")), around, folder, words)
    }

    /// The same by something that becomes the program.
    pub fn start_by(starter: &Path, around: &[(&str, &str)], folder: &Path, words: &[&str]) -> Self {
        let mut command = Command::new(starter);
        command.args(["serve", "--data"]).arg(data(folder)).arg("--site").arg(site(folder));
        if !words.contains(&"--addr") {
            command.args(["--addr", "127.0.0.1:0"]);
        }
        command.envs(around.iter().copied());
        command.args(words).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.kill_on_drop(true).spawn().unwrap();
        let said = Arc::<Mutex<String>>::default();
        hear(child.stdout.take().unwrap(), said.clone());
        hear(child.stderr.take().unwrap(), said.clone());
        Self { child, said }
    }

    /// All that it has written so far.
    pub fn said(&self) -> String {
        self.said.lock().unwrap().clone()
    }

    /// The rest of the line that begins so, as soon as it is there.
    pub async fn line(&self, begin: &str) -> String {
        let found = || self.said().lines().find_map(|line| line.strip_prefix(begin).map(str::to_owned));
        let wait = async {
            loop {
                match found() {
                    Some(rest) => return rest,
                    None => tokio::time::sleep(Duration::from_millis(10)).await,
                }
            }
        };
        let rest = tokio::time::timeout(PATIENCE, wait).await;
        rest.unwrap_or_else(|_| panic!("no line {begin:?} in: {}", self.said()))
    }

    /// Its origin, once it serves.
    pub async fn origin(&self) -> String {
        self.line("Tandem serves at ").await
    }

    /// Asks it to stop, as a service manager does.
    pub async fn terminate(&self) {
        let id = self.child.id().unwrap().to_string();
        assert!(Command::new("kill").args(["-TERM", &id]).status().await.unwrap().success());
    }

    /// Its process.
    pub fn id(&self) -> u32 {
        self.child.id().unwrap()
    }

    /// Ends it as a failing machine does: it learns nothing of it.
    pub async fn kill(&mut self) {
        self.child.kill().await.unwrap();
    }

    /// Whether it still runs.
    pub fn runs(&mut self) -> bool {
        self.child.try_wait().unwrap().is_none()
    }

    pub async fn ended(&mut self) -> ExitStatus {
        let ended = tokio::time::timeout(PATIENCE, self.child.wait()).await;
        let status =
            ended.unwrap_or_else(|_| panic!("it does not end: {}", self.said.lock().unwrap())).unwrap();
        // Its last words may still be on their way to those who listen.
        let heard = async {
            while Arc::strong_count(&self.said) > 1 {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        };
        let _ = tokio::time::timeout(Duration::from_secs(5), heard).await;
        status
    }

    /// What it says when it cannot start.
    pub async fn refusal(&mut self) -> String {
        assert_eq!(self.ended().await.code(), Some(1), "{}", self.said());
        self.line("tandem: ").await
    }
}

/// What a command said, and how it ended.
pub struct Said {
    pub code: Option<i32>,
    pub text: String,
}

/// Runs `tandem` with these words to its end.
pub async fn tandem(words: &[&str]) -> Said {
    tandem_with(&[], words).await
}

/// The same in this environment.
pub async fn tandem_with(around: &[(&str, &str)], words: &[&str]) -> Said {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tandem"));
    let command = command.args(words).env("TANDEM_LOG", "error").envs(around.iter().copied());
    let command = command.kill_on_drop(true).stdin(Stdio::null());
    let output = tokio::time::timeout(PATIENCE, command.output()).await;
    let output = output.unwrap_or_else(|_| panic!("{words:?} does not end")).unwrap();
    let text = [output.stdout, output.stderr].concat();
    Said { code: output.status.code(), text: String::from_utf8(text).unwrap() }
}

impl Said {
    /// Its words, when it ended with this code.
    pub fn with(self, code: i32) -> String {
        assert_eq!(self.code, Some(code), "{}", self.text);
        self.text
    }
}

fn hear(stream: impl AsyncRead + Unpin + Send + 'static, said: Arc<Mutex<String>>) {
    tokio::spawn(async move {
        let mut lines = BufReader::new(stream).lines();
        while let Ok(Some(line)) = lines.next_line().await {
            let mut said = said.lock().unwrap();
            said.push_str(&line);
            said.push('\n');
        }
    });
}

/// The folder of the rows and files.
pub fn data(folder: &Path) -> PathBuf {
    folder.join("data")
}

/// A built site with nothing in it.
pub fn site(folder: &Path) -> PathBuf {
    let site = folder.join("site");
    std::fs::create_dir_all(&site).unwrap();
    let manifest = r#"{"css":"pkg/x.css","client":{"js":"pkg/x.js","wasm":"pkg/x.wasm","split":null}}"#;
    std::fs::write(site.join("manifest.json"), manifest).unwrap();
    site
}
