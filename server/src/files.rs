//! The bytes that people bring, on local disk under their SHA-256. What they are is recorded by the store.
//!
//! A file is received beside, judged there, and renamed into place when it is wanted: whoever sees a name sees the whole
//! file, and what was refused is gone. The same bytes are kept once.

mod turns;

use bytes::Bytes;
use futures::{Stream, StreamExt as _};
use sha2::{Digest as _, Sha256};
use std::fmt::Display;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;
use store::Store;
use tokio::fs::File;
use tokio::io::AsyncWriteExt as _;
use tracing::Instrument as _;
use turns::Turns;

/// As much of the beginning as telling the kind of a file needs.
const HEAD_BYTES: usize = 64 * 1024;
const BUFFER_BYTES: usize = 256 * 1024;
/// What was received and not kept for so long belongs to nobody any more.
const LEFT_BEHIND: Duration = Duration::from_secs(24 * 3600);

/// The file store. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Files {
    folder: PathBuf,
    turns: Turns,
}

/// Bytes that are on disk and not kept yet: dropped, they are gone.
#[derive(Debug)]
pub struct Received {
    /// SHA-256, lower-case hex: the name for [`Files::path`] once they are kept.
    pub sha256: String,
    /// Length.
    pub bytes: u64,
    /// The beginning, up to 64 KiB.
    pub head: Vec<u8>,
    beside: Beside,
}

impl Received {
    /// Where they are meanwhile.
    pub fn path(&self) -> &Path {
        &self.beside.0
    }
}

/// A file that the portal made of others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cached {
    /// Where it is.
    pub path: PathBuf,
    /// Changes with what it is made of.
    pub tag: String,
}

/// Why bytes were not kept. Nothing of them is left behind.
#[derive(Debug, thiserror::Error)]
pub enum PutError {
    /// More than is taken.
    #[error("more than {most} bytes")]
    TooLarge {
        /// How many are taken.
        most: u64,
    },
    /// The sender went away or sent nonsense.
    #[error("the upload was cut: {0}")]
    Cut(String),
    /// No room on the disk.
    #[error("no room on the disk")]
    Full,
    /// The disk.
    #[error(transparent)]
    Io(io::Error),
}

impl From<io::Error> for PutError {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::Full,
            _ => Self::Io(error),
        }
    }
}

impl Files {
    /// The file store in this folder, made if it isn't there. What a crash left half written a day ago is removed.
    pub fn open(folder: &Path) -> io::Result<Self> {
        let incoming = folder.join("incoming");
        std::fs::create_dir_all(&incoming)?;
        for entry in std::fs::read_dir(incoming)? {
            let entry = entry?;
            if entry.metadata()?.modified()?.elapsed().is_ok_and(|age| age > LEFT_BEHIND) {
                std::fs::remove_file(entry.path())?;
            }
        }
        Ok(Self { folder: folder.to_owned(), turns: Turns::default() })
    }

    /// Where the bytes with this SHA-256 are.
    pub fn path(&self, sha256: &str) -> PathBuf {
        let (shelf, rest) = sha256.split_at_checked(2).unwrap_or(("", sha256));
        self.folder.join(shelf).join(rest)
    }

    /// All bytes at once; for what is known to be small.
    pub async fn read(&self, sha256: &str) -> io::Result<Vec<u8>> {
        tokio::fs::read(self.path(sha256)).await
    }

    /// What is made of things that its name tells: from before if it is still there, otherwise made now, once for
    /// everybody who asks meanwhile. It can be made again: a lost one is no harm.
    pub async fn made<E: From<PutError>>(
        &self,
        shelf: &str,
        made_of: &str,
        make: impl Future<Output = Result<Vec<u8>, E>>,
    ) -> Result<Cached, E> {
        let made = self.cached_as(shelf, made_of);
        if is_there(&made).await {
            return Ok(made);
        }
        let _turn = self.turns.take(&format!("{shelf}/{}", made.tag)).await;
        if !is_there(&made).await {
            let bytes = make.await?;
            self.cache(shelf, &made, bytes).await?;
        }
        Ok(made)
    }

    async fn cache(&self, shelf: &str, made: &Cached, bytes: Vec<u8>) -> Result<(), PutError> {
        let beside = self.beside();
        tokio::fs::create_dir_all(self.folder.join("made").join(shelf)).await?;
        let mut file = File::create_new(&beside.0).await?;
        file.write_all(&bytes).await?;
        // A name without its bytes would be served for good.
        file.sync_all().await?;
        tokio::fs::rename(&beside.0, &made.path).await?;
        Ok(())
    }

    fn cached_as(&self, shelf: &str, made_of: &str) -> Cached {
        let tag = hex(&Sha256::digest(made_of));
        Cached { path: self.folder.join("made").join(shelf).join(&tag), tag }
    }

    fn beside(&self) -> Beside {
        Beside(self.folder.join("incoming").join(hex(&store::db::random())))
    }

    /// Keeps bytes that are in memory; answers their SHA-256.
    pub async fn keep(&self, bytes: Vec<u8>) -> Result<String, PutError> {
        let received = self.receive_all(bytes).await?;
        let sha256 = received.sha256.clone();
        self.shelve(received).await?;
        Ok(sha256)
    }

    /// Receives bytes that are in memory.
    pub async fn receive_all(&self, bytes: Vec<u8>) -> Result<Received, PutError> {
        let once = futures::stream::once(async { Ok::<_, io::Error>(Bytes::from(bytes)) });
        self.receive(std::pin::pin!(once), |_| Ok::<_, PutError>(u64::MAX)).await
    }

    /// Receives a stream of bytes in memory that does not grow with them. How many are taken is judged by their beginning,
    /// up to 64 KiB, as soon as it is there: what is not wanted at all is refused before the rest was sent.
    pub async fn receive<S, E, F>(
        &self,
        bytes: S,
        most: impl FnOnce(&[u8]) -> Result<u64, F>,
    ) -> Result<Received, F>
    where
        S: Stream<Item = Result<Bytes, E>> + Unpin,
        E: Display,
        F: From<PutError>,
    {
        write(self.beside(), bytes, most).await
    }

    /// Keeps what was received while the rows that name it are written. When no row does in the end, the bytes are gone
    /// again; an upload of the same bytes at the same time waits until that is known. It comes to its end even when the
    /// sender has gone away and nobody waits for the answer any more.
    pub async fn keep_with<T, E>(
        &self,
        store: &Store,
        received: Received,
        written: impl Future<Output = Result<T, E>> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<PutError> + Send + 'static,
    {
        let (files, store) = (self.clone(), store.clone());
        let to_the_end = async move { files.keep_or_remove(&store, received, written).await };
        match tokio::spawn(to_the_end.in_current_span()).await {
            Ok(done) => done,
            Err(error) => match error.try_into_panic() {
                Ok(panic) => std::panic::resume_unwind(panic),
                Err(error) => Err(PutError::Io(io::Error::other(error)).into()),
            },
        }
    }

    async fn keep_or_remove<T, E: From<PutError>>(
        &self,
        store: &Store,
        received: Received,
        written: impl Future<Output = Result<T, E>>,
    ) -> Result<T, E> {
        let sha256 = received.sha256.clone();
        let _turn = self.turns.take(&sha256).await;
        let done = match self.shelve(received).await {
            Ok(()) => written.await,
            Err(error) => Err(error.into()),
        };
        let recorded = match store.read().await {
            Ok(mut read) => store::files::is_recorded(&mut read, &sha256).await,
            Err(error) => Err(error),
        };
        match recorded {
            Ok(true) => {}
            Ok(false) => {
                if let Err(error) = tokio::fs::remove_file(self.path(&sha256)).await {
                    tracing::debug!(%error, sha256, "bytes that no row names");
                }
            }
            // Bytes too many are better than bytes too few.
            Err(error) => tracing::warn!(%error, sha256, "bytes stay whether or not a row names them"),
        }
        done
    }

    async fn shelve(&self, received: Received) -> Result<(), PutError> {
        let place = self.path(&received.sha256);
        if let Some(shelf) = place.parent() {
            tokio::fs::create_dir_all(shelf).await?;
            tokio::fs::rename(received.path(), &place).await?;
            // The name has to be as durable as the bytes.
            File::open(shelf).await?.sync_all().await?;
        }
        Ok(())
    }
}

async fn is_there(made: &Cached) -> bool {
    tokio::fs::try_exists(&made.path).await.unwrap_or(false)
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A file that is gone again unless it was renamed.
#[derive(Debug)]
struct Beside(PathBuf);

impl Drop for Beside {
    fn drop(&mut self) {
        // Gone already after a rename; a leftover that can't be removed now is removed at the next start.
        let _ = std::fs::remove_file(&self.0);
    }
}

async fn write<S, E, F>(
    beside: Beside,
    mut bytes: S,
    most: impl FnOnce(&[u8]) -> Result<u64, F>,
) -> Result<Received, F>
where
    S: Stream<Item = Result<Bytes, E>> + Unpin,
    E: Display,
    F: From<PutError>,
{
    let disk = |error: io::Error| F::from(PutError::from(error));
    let created = File::create_new(&beside.0).await.map_err(disk)?;
    let mut file = tokio::io::BufWriter::with_capacity(BUFFER_BYTES, created);
    let mut received = Received { sha256: String::new(), bytes: 0, head: Vec::new(), beside };
    let mut hash = Sha256::new();
    let (mut judge, mut limit) = (Some(most), u64::MAX);
    while let Some(next) = bytes.next().await {
        let chunk = next.map_err(|error| PutError::Cut(error.to_string()))?;
        received.bytes += chunk.len() as u64;
        let wanted = HEAD_BYTES.saturating_sub(received.head.len()).min(chunk.len());
        received.head.extend_from_slice(&chunk[..wanted]);
        if let Some(judge) = judge.take_if(|_| received.head.len() == HEAD_BYTES) {
            limit = judge(&received.head)?;
        }
        if received.bytes > limit {
            return Err(PutError::TooLarge { most: limit }.into());
        }
        hash.update(&chunk);
        file.write_all(&chunk).await.map_err(disk)?;
    }
    if let Some(judge) = judge {
        limit = judge(&received.head)?;
        if received.bytes > limit {
            return Err(PutError::TooLarge { most: limit }.into());
        }
    }
    file.flush().await.map_err(disk)?;
    file.get_ref().sync_all().await.map_err(disk)?;
    received.sha256 = hex(&hash.finalize());
    Ok(received)
}

#[cfg(test)]
mod tests;
