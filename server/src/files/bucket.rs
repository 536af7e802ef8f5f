//! Files in a bucket of an S3 service, so that any number of servers share them.
//!
//! Every call has a bound in time and is tried again a few times, never for long: what asks is told that the bucket is
//! away, and the next one who asks tries anew.

use super::near::Near;
use super::place::{Here, Lying, Parts, Place, There, Whole};
use super::turns::Turns;
use super::{Beside, GetError, PutError, hex};
use crate::config::Bucket as Told;
use async_trait::async_trait;
use bytes::Bytes;
use futures::{StreamExt as _, TryStreamExt as _};
use object_store::aws::{AmazonS3, AmazonS3Builder};
use object_store::path::Path as Key;
use object_store::{
    BackoffConfig, ClientOptions, Error, MultipartUpload, ObjectStore as _, ObjectStoreExt as _, RetryConfig,
};
use std::io;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use tokio::fs::File;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

/// The parts that a file is sent in; S3 takes ten thousand of at least 5 MiB.
const PART_BYTES: u64 = 8 << 20;
/// The pieces that a file is fetched in, and how many at the same time.
const PIECE_BYTES: u64 = 2 << 20;
const PIECES: usize = 2;
const CONNECTING: Duration = Duration::from_secs(5);
const TRIES_AGAIN: usize = 3;

#[derive(Debug)]
pub(super) struct Bucket {
    store: Arc<AmazonS3>,
    prefix: Option<String>,
    near: Near,
    incoming: PathBuf,
    turns: Turns,
}

impl Bucket {
    pub(super) fn open(told: &Told, folder: &Path) -> io::Result<Self> {
        // The client of the bucket brings none; another part of the program may have chosen the same one before.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let patience = told.patience();
        let times = ClientOptions::new()
            .with_timeout(patience)
            .with_connect_timeout(patience.min(CONNECTING))
            .with_allow_http(true);
        let retry = RetryConfig {
            backoff: BackoffConfig { max_backoff: Duration::from_secs(1), ..BackoffConfig::default() },
            max_retries: TRIES_AGAIN,
            retry_timeout: patience,
        };
        let mut builder = AmazonS3Builder::new()
            .with_bucket_name(&told.bucket)
            .with_region(&told.region)
            .with_access_key_id(&told.access_key_id)
            .with_secret_access_key(&told.secret_access_key)
            .with_virtual_hosted_style_request(!told.path_style)
            .with_client_options(times)
            .with_retry(retry);
        if let Some(endpoint) = &told.endpoint {
            builder = builder.with_endpoint(endpoint);
        }
        Ok(Self {
            store: Arc::new(builder.build().map_err(io::Error::other)?),
            prefix: told.prefix.clone(),
            near: Near::open(folder.join("near"), told.near_bytes())?,
            incoming: folder.join("incoming"),
            turns: Turns::default(),
        })
    }

    fn key(&self, name: &str) -> Key {
        match &self.prefix {
            Some(prefix) => Key::from(format!("{prefix}/{name}")),
            None => Key::from(name),
        }
    }

    async fn send(&self, key: &Key, from: &Path, bytes: u64) -> Result<(), PutError> {
        let mut file = File::open(from).await?;
        if bytes <= PART_BYTES {
            let whole = read_part(&mut file).await?;
            self.store.put(key, whole.into()).await.map_err(|error| away(&error))?;
            return Ok(());
        }
        let mut upload = self.store.put_multipart(key).await.map_err(|error| away(&error))?;
        match send_parts(upload.as_mut(), &mut file).await {
            Ok(()) => Ok(()),
            Err(error) => {
                if let Err(error) = upload.abort().await {
                    tracing::warn!(%error, "parts of an upload stay in the bucket until it removes them itself");
                }
                Err(error)
            }
        }
    }

    async fn fetch(&self, name: &str) -> Result<Here, GetError> {
        let key = self.key(name);
        let length = self.store.head(&key).await.map_err(|error| missing(name, error))?.size;
        let beside = Beside(self.incoming.join(hex(&store::db::random())));
        let mut file = File::create_new(&beside.0).await?;
        let mut pieces = pieces(self.store.clone(), key, 0..length);
        while let Some(piece) = pieces.try_next().await.map_err(|error| missing(name, error))? {
            file.write_all(&piece).await?;
        }
        file.flush().await?;
        Ok(self.near.put(name, &beside.0, length)?)
    }
}

#[async_trait]
impl Place for Bucket {
    async fn put(&self, name: &str, from: &Path, bytes: u64) -> Result<(), PutError> {
        self.send(&self.key(name), from, bytes).await?;
        if self.near.welcomes(bytes) {
            self.near.put(name, from, bytes)?;
        }
        Ok(())
    }

    async fn put_for_once(&self, name: &str, from: &Path, bytes: u64) -> Result<(), PutError> {
        self.send(&self.key(name), from, bytes).await
    }

    async fn discard(&self, name: &str) -> Result<(), PutError> {
        self.store.delete(&self.key(name)).await.map_err(|error| away(&error))
    }

    async fn clear(&self, shelf: &str) -> Result<(), PutError> {
        let mut there = self.store.list(Some(&self.key(shelf)));
        while let Some(one) = there.try_next().await.map_err(|error| away(&error))? {
            match self.store.delete(&one.location).await {
                Ok(()) | Err(Error::NotFound { .. }) => {}
                Err(error) => return Err(away(&error)),
            }
        }
        Ok(())
    }

    async fn has(&self, name: &str) -> Result<bool, PutError> {
        if self.near.get(name).is_some() {
            return Ok(true);
        }
        match self.store.head(&self.key(name)).await {
            Ok(_) => Ok(true),
            Err(Error::NotFound { .. }) => Ok(false),
            Err(error) => Err(away(&error)),
        }
    }

    /// Nothing: another server may have found the bytes there, and be about to name them.
    async fn remove(&self, _name: &str) -> io::Result<()> {
        Ok(())
    }

    async fn here(&self, name: &str) -> Result<Here, GetError> {
        if let Some(copy) = self.near.get(name) {
            return Ok(copy);
        }
        let _turn = self.turns.take(name).await;
        match self.near.get(name) {
            Some(copy) => Ok(copy),
            None => self.fetch(name).await,
        }
    }

    async fn open(&self, name: &str) -> Result<There, GetError> {
        if let Some(copy) = self.near.get(name) {
            return Ok(copy.sent().await?);
        }
        let key = self.key(name);
        let bytes = self.store.head(&key).await.map_err(|error| missing(name, error))?.size;
        if self.near.welcomes(bytes) && bytes <= PIECE_BYTES {
            return Ok(self.here(name).await?.sent().await?);
        }
        let store = self.store.clone();
        let parts: Parts = Box::new(move |range| pieces(store, key, range).map_err(io::Error::other).boxed());
        Ok(There { bytes, parts, on_disk: None })
    }

    async fn whole(&self, name: &str) -> Result<Whole, GetError> {
        let key = self.key(name);
        let bytes = self.store.head(&key).await.map_err(|error| missing(name, error))?.size;
        let parts = pieces(self.store.clone(), key, 0..bytes).map_err(io::Error::other).boxed();
        Ok(Whole { bytes, parts })
    }

    async fn every(&self) -> Result<Vec<Lying>, GetError> {
        let prefix = self.prefix.as_ref().map(|prefix| Key::from(prefix.as_str()));
        let begin = prefix.as_ref().map_or(0, |prefix| prefix.as_ref().len() + 1);
        let listed = self.store.list(prefix.as_ref()).map_ok(|object| Lying {
            name: object.location.as_ref().get(begin..).unwrap_or_default().to_owned(),
            bytes: object.size,
            since: object.last_modified.into(),
        });
        listed.try_collect().await.map_err(|error| missing("the list", error))
    }
}

async fn read_part(file: &mut File) -> io::Result<Vec<u8>> {
    let mut part = Vec::new();
    file.take(PART_BYTES).read_to_end(&mut part).await?;
    Ok(part)
}

/// One part is on its way while the next one is read.
async fn send_parts(upload: &mut dyn MultipartUpload, file: &mut File) -> Result<(), PutError> {
    let mut part = read_part(file).await?;
    while !part.is_empty() {
        let sent = upload.put_part(std::mem::take(&mut part).into());
        let (sent, next) = tokio::join!(sent, read_part(file));
        sent.map_err(|error| away(&error))?;
        part = next?;
    }
    upload.complete().await.map_err(|error| away(&error))?;
    Ok(())
}

/// A stream of whole answers, each small enough to be fetched again when it breaks off.
fn pieces(
    store: Arc<AmazonS3>,
    key: Key,
    range: Range<u64>,
) -> impl futures::Stream<Item = Result<Bytes, Error>> + Send + Unpin + 'static {
    let end = range.end;
    let starts = range.step_by(PIECE_BYTES as usize);
    let fetched = futures::stream::iter(starts).map(move |start| {
        let (store, key) = (store.clone(), key.clone());
        async move { store.get_range(&key, start..end.min(start + PIECE_BYTES)).await }
    });
    Box::pin(fetched.buffered(PIECES))
}

fn away(error: &Error) -> PutError {
    PutError::Away(error.to_string())
}

fn missing(name: &str, error: Error) -> GetError {
    match error {
        Error::NotFound { .. } => GetError::Lost(name.to_owned()),
        error => GetError::Away(error.to_string()),
    }
}
