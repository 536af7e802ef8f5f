//! A place for a portal of either engine, and the words that name it to a command.

use crate::bucket::Service;
use crate::portal::Engine;
use crate::program::data;
use std::path::PathBuf;
use store::Store;
use store::catalogue::{self, Kind};
use store::sql::Statement;
use tempfile::TempDir;

pub struct Place {
    pub url: String,
    pub folder: TempDir,
    words: Vec<String>,
}

impl Place {
    /// A place where nothing is yet.
    pub async fn fresh(engine: Engine) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let data = data(folder.path());
        std::fs::create_dir_all(&data).unwrap();
        let url = engine.fresh(&data).await;
        let mut words = vec!["--data".to_owned(), data.display().to_string()];
        if let Engine::Postgres = engine {
            words.extend(["--database".to_owned(), url.clone()]);
        }
        Self { url, folder, words }
    }

    /// The same with its files in this bucket.
    pub fn in_bucket(mut self, service: &Service) -> Self {
        let told = service.told();
        let text = format!(
            "[files]\nbucket = {:?}\nendpoint = {:?}\nprefix = {:?}\npath_style = true\n\
             access_key_id = {:?}\nsecret_access_key = {:?}\n",
            told.bucket,
            told.endpoint.unwrap(),
            told.prefix.unwrap(),
            told.access_key_id,
            told.secret_access_key
        );
        let path = self.folder.path().join("bucket.toml");
        std::fs::write(&path, text).unwrap();
        self.words.extend(["--config".to_owned(), path.display().to_string()]);
        self
    }

    /// A command on this place.
    pub fn words<'a>(&'a self, command: &[&'a str]) -> Vec<&'a str> {
        command.iter().copied().chain(self.words.iter().map(String::as_str)).collect()
    }

    /// The words for `Program::start`, which names the folder itself.
    pub fn database(&self) -> Vec<&str> {
        self.words[2..].iter().map(String::as_str).collect()
    }

    pub fn file(&self, sha256: &str) -> PathBuf {
        data(self.folder.path()).join("files").join(&sha256[..2]).join(&sha256[2..])
    }

    pub async fn store(&self) -> Store {
        Store::connect(&self.url).await.unwrap()
    }

    /// Every row of every table, as text, in an order of its own.
    pub async fn rows(&self) -> Vec<String> {
        let store = self.store().await;
        let mut read = store.read().await.unwrap();
        let mut lines = Vec::new();
        for table in catalogue::tables(&mut read).await.unwrap() {
            let text = format!("SELECT * FROM {}", table.name).leak();
            for row in read.all(Statement::new(text), Vec::new()).await.unwrap() {
                let value = |column: &catalogue::Column| {
                    let name = column.name.as_str();
                    let value = match column.kind {
                        Kind::Text => row.maybe_text(name).unwrap(),
                        Kind::Int => row.maybe_int(name).unwrap().map(|n| n.to_string()),
                        Kind::Flag => row.maybe_flag(name).unwrap().map(|flag| flag.to_string()),
                    };
                    format!("{name}={value:?}")
                };
                let values: Vec<String> = table.columns.iter().map(value).collect();
                lines.push(format!("{} {}", table.name, values.join(" ")));
            }
        }
        drop(read);
        store.close().await;
        lines.sort();
        lines
    }

    /// SHA-256 of every file that rows name.
    pub async fn files(&self) -> Vec<String> {
        let store = self.store().await;
        let mut read = store.read().await.unwrap();
        let named = store::files::every(&mut read).await.unwrap();
        drop(read);
        store.close().await;
        named.into_iter().map(|(sha256, _)| sha256).collect()
    }

    /// Waits until nothing is left to do in the background: from then on the rows stay as they are.
    pub async fn at_rest(&self) {
        let store = self.store().await;
        loop {
            let mut read = store.read().await.unwrap();
            if store::outbox::counts(&mut read).await.unwrap().is_empty() {
                break;
            }
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
        store.close().await;
    }
}
