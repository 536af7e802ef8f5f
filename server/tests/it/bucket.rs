//! An S3 service of the tests' own that checks signatures, with a door in front of it that can be shut.

use axum::Router;
use axum::error_handling::HandleError;
use axum::extract::Request;
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse as _, Response};
use reqwest::StatusCode;
use s3s::auth::SimpleAuth;
use s3s::service::S3ServiceBuilder;
use server::config::Bucket;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU8, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use tempfile::TempDir;

/// How long a slow service thinks: less than any patience.
const SLOW: std::time::Duration = std::time::Duration::from_millis(700);

const KEY: (&str, &str) = ("tests", "a key of the tests");

/// What the service does with who comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mood {
    Well = 0,
    /// It has an error for everybody.
    Ill = 1,
    /// It takes whatever is asked, and never answers.
    Asleep = 2,
    /// It thinks about everything for a while.
    Slow = 3,
}

pub struct Service {
    endpoint: String,
    folder: TempDir,
    mood: Arc<AtomicU8>,
    /// Methods and paths of what was asked.
    asked: Arc<Mutex<Vec<String>>>,
    /// The largest answer to a GET in bytes.
    largest: Arc<AtomicU64>,
    serving: tokio::task::JoinHandle<()>,
}

impl Drop for Service {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

impl Service {
    /// One with an empty bucket.
    pub async fn start() -> Self {
        let _ = rustls::crypto::ring::default_provider().install_default();
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("tandem")).unwrap();
        let mut builder = S3ServiceBuilder::new(s3s_fs::FileSystem::new(folder.path()).unwrap());
        builder.set_auth(SimpleAuth::from_single(KEY.0, KEY.1));
        let s3 = HandleError::new(builder.build(), |error: s3s::HttpError| async move {
            (StatusCode::INTERNAL_SERVER_ERROR, format!("{error:?}"))
        });
        let mood = Arc::new(AtomicU8::new(Mood::Well as u8));
        let asked = Arc::<Mutex<Vec<String>>>::default();
        let largest = Arc::<AtomicU64>::default();
        let (moods, notes, sizes) = (mood.clone(), asked.clone(), largest.clone());
        let door = from_fn(move |request: Request, next: Next| {
            let (mood, notes, sizes) = (moods.load(Ordering::SeqCst), notes.clone(), sizes.clone());
            async move {
                notes.lock().unwrap().push(format!("{} {}", request.method(), request.uri()));
                if mood == Mood::Slow as u8 {
                    tokio::time::sleep(SLOW).await;
                }
                match mood {
                    0 | 3 => {
                        let is_get = request.method() == reqwest::Method::GET;
                        let answer = next.run(request).await;
                        let length = answer.headers().get("content-length");
                        let length = length.and_then(|value| value.to_str().ok()?.parse().ok());
                        sizes.fetch_max(length.filter(|_| is_get).unwrap_or(0), Ordering::SeqCst);
                        answer
                    }
                    1 => StatusCode::SERVICE_UNAVAILABLE.into_response(),
                    _ => std::future::pending::<Response>().await,
                }
            }
        });
        let app = Router::new().fallback_service(s3).layer(door);
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let endpoint = format!("http://{}", listener.local_addr().unwrap());
        let serving = tokio::spawn(async move { axum::serve(listener, app).await.unwrap() });
        Self { endpoint, folder, mood, asked, largest, serving }
    }

    /// What a portal is told of it.
    pub fn told(&self) -> Bucket {
        Bucket {
            bucket: "tandem".into(),
            endpoint: Some(self.endpoint.clone()),
            region: "us-east-1".into(),
            prefix: Some("portal".into()),
            path_style: true,
            access_key_id: KEY.0.into(),
            secret_access_key: KEY.1.into(),
            secret_access_key_file: None,
            patience_seconds: Some(1),
            near_mb: None,
        }
    }

    pub fn is(&self, mood: Mood) {
        self.mood.store(mood as u8, Ordering::SeqCst);
    }

    /// Forgets what was asked, and says what it was.
    pub fn asked(&self) -> Vec<String> {
        self.largest.store(0, Ordering::SeqCst);
        std::mem::take(&mut self.asked.lock().unwrap())
    }

    /// The bytes of the largest answer since [`Self::asked`].
    pub fn largest(&self) -> u64 {
        self.largest.load(Ordering::SeqCst)
    }

    /// Every object, by its name in the bucket.
    pub fn objects(&self) -> Vec<String> {
        fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() { walk(&path, found) } else { found.push(path) }
            }
        }
        let bucket = self.folder.path().join("tandem");
        let mut found = Vec::new();
        walk(&bucket, &mut found);
        let name = |path: &PathBuf| path.strip_prefix(&bucket).unwrap().to_string_lossy().into_owned();
        let mut names: Vec<String> = found.iter().map(name).collect();
        names.sort();
        names
    }
}
