//! The bytes that people bring, under their SHA-256 in a folder of this machine or in a bucket. What they are is recorded
//! by the store.
//!
//! A file is received beside, on this machine, judged there, and put into place when it is wanted: whoever sees a name sees
//! the whole file, and what was refused is gone. The same bytes are kept once.

mod bucket;
mod error;
mod folder;
mod near;
pub(crate) mod pieces;
mod place;
mod reading;
mod receive;
mod turns;

pub use error::{GetError, PutError};
pub(crate) use place::There;
pub use place::{Here, Lying, Whole};
pub use reading::{OnDisk, Stretch};

use crate::config::Bucket;
use bytes::Bytes;
use futures::{Stream, TryStreamExt as _};
use place::Place;
use sha2::{Digest as _, Sha256};
use std::fmt::Display;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use store::{Store, fault};
use tokio::fs::File;
use tokio::io::AsyncWriteExt as _;
use tracing::Instrument as _;
use turns::Turns;

/// As much of the beginning as telling the kind of a file needs.
const HEAD_BYTES: usize = 64 * 1024;
/// What was received and not kept for so long belongs to nobody any more.
const LEFT_BEHIND: Duration = Duration::from_secs(24 * 3600);

/// The file store. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Files {
    place: Arc<dyn Place>,
    incoming: PathBuf,
    turns: Turns,
}

/// Bytes that are on disk and not kept yet: dropped, they are gone.
#[derive(Debug)]
pub struct Received {
    /// SHA-256, lower-case hex: the name for [`Files::kept`] once they are kept.
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

/// A file in the store: brought by somebody, or made of others by the portal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// Where it is, below whatever the place begins with.
    name: String,
    /// Changes with its bytes.
    pub tag: String,
}

impl Files {
    /// The file store in this folder, made if it isn't there. What a crash left half written a day ago is removed.
    pub fn open(folder: &Path) -> io::Result<Self> {
        let incoming = swept(folder)?;
        Ok(Self { place: Arc::new(folder::Folder(folder.to_owned())), incoming, turns: Turns::default() })
    }

    /// The file store in a bucket; what comes in, and copies of what is worked on, are in this folder.
    pub fn in_bucket(bucket: &Bucket, folder: &Path) -> io::Result<Self> {
        let incoming = swept(folder)?;
        let place = bucket::Bucket::open(bucket, folder)?;
        Ok(Self { place: Arc::new(place), incoming, turns: Turns::default() })
    }

    /// The file with this SHA-256.
    pub fn kept(&self, sha256: &str) -> Kept {
        let (shelf, rest) = sha256.split_at_checked(2).unwrap_or(("", sha256));
        Kept { name: format!("{shelf}/{rest}"), tag: sha256.to_owned() }
    }

    /// A file of this machine with the bytes, for whoever works on files.
    pub async fn here(&self, file: &Kept) -> Result<Here, GetError> {
        self.place.here(&file.name).await
    }

    /// The bytes on their way out.
    pub(crate) async fn opened(&self, file: &Kept) -> Result<There, GetError> {
        self.place.open(&file.name).await
    }

    /// Whether these are its first bytes; what can't be had begins with nothing.
    pub(crate) async fn begins_with(&self, file: &Kept, bytes: &[u8]) -> bool {
        let Ok(there) = self.opened(file).await else { return false };
        let some = there.bytes.min(bytes.len() as u64);
        let first: Result<Vec<Bytes>, _> = there.part(0..some).try_collect().await;
        first.is_ok_and(|first| first.concat() == bytes)
    }

    /// All bytes at once; for what is known to be small.
    pub async fn read(&self, file: &Kept) -> Result<Vec<u8>, GetError> {
        let here = self.here(file).await?;
        Ok(tokio::fs::read(here.path()).await?)
    }

    /// All bytes under this SHA-256, for what goes through everything.
    pub async fn whole(&self, sha256: &str) -> Result<Whole, GetError> {
        self.place.whole(&self.kept(sha256).name).await
    }

    /// Everything that is there, what the portal made of it too.
    pub async fn every(&self) -> Result<Vec<Lying>, GetError> {
        self.place.every().await
    }

    /// The SHA-256 that somebody's bytes lie under; `None` for what the portal made.
    pub fn sha256(lying: &Lying) -> Option<String> {
        let hash = lying.name.replacen('/', "", 1);
        (hash.len() == 64 && hash.bytes().all(|byte| byte.is_ascii_hexdigit())).then_some(hash)
    }

    /// Bytes that this machine may still write.
    pub fn room(&self) -> io::Result<u64> {
        let disk = rustix::fs::statvfs(&self.incoming)?;
        Ok(disk.f_bavail.saturating_mul(disk.f_frsize))
    }

    /// Keeps what was received, without looking whether any row names it.
    pub async fn shelve(&self, received: Received) -> Result<(), PutError> {
        let kept = self.kept(&received.sha256);
        self.place.put(&kept.name, received.path(), received.bytes).await
    }

    /// What is made of things that its name tells: from before if it is still there, otherwise made now, once for
    /// everybody who asks meanwhile. It can be made again: a lost one is no harm.
    pub async fn made<E: From<PutError>>(
        &self,
        shelf: &str,
        made_of: &str,
        make: impl Future<Output = Result<Vec<u8>, E>>,
    ) -> Result<Kept, E> {
        let tag = hex(&Sha256::digest(made_of));
        let made = Kept { name: format!("made/{shelf}/{tag}"), tag };
        if self.place.has(&made.name).await? {
            return Ok(made);
        }
        let _turn = self.turns.take(&made.name).await;
        if !self.place.has(&made.name).await? {
            let bytes = make.await?;
            self.cache(&made, bytes).await?;
        }
        Ok(made)
    }

    async fn cache(&self, made: &Kept, bytes: Vec<u8>) -> Result<(), PutError> {
        let beside = self.beside();
        let mut file = File::create_new(&beside.0).await?;
        file.write_all(&bytes).await?;
        // A name without its bytes would be served for good.
        file.sync_all().await?;
        self.place.put(&made.name, &beside.0, bytes.len() as u64).await
    }

    fn beside(&self) -> Beside {
        Beside(self.incoming.join(hex(&store::db::random())))
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
        receive::write(self.beside(), bytes, most).await
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
            Ok(()) => {
                fault::point("shelved");
                written.await
            }
            Err(error) => Err(error.into()),
        };
        let recorded = match store.read().await {
            Ok(mut read) => store::files::is_recorded(&mut read, &sha256).await,
            Err(error) => Err(error),
        };
        match recorded {
            Ok(true) => {}
            Ok(false) => {
                if let Err(error) = self.place.remove(&self.kept(&sha256).name).await {
                    tracing::debug!(%error, sha256, "bytes that no row names");
                }
            }
            // Bytes too many are better than bytes too few.
            Err(error) => tracing::warn!(%error, sha256, "bytes stay whether or not a row names them"),
        }
        done
    }
}

/// The part of the folder in which files come in, without what a crash left there.
fn swept(folder: &Path) -> io::Result<PathBuf> {
    let incoming = folder.join("incoming");
    std::fs::create_dir_all(&incoming)?;
    for entry in std::fs::read_dir(&incoming)? {
        let entry = entry?;
        if entry.metadata()?.modified()?.elapsed().is_ok_and(|age| age > LEFT_BEHIND) {
            std::fs::remove_file(entry.path())?;
        }
    }
    Ok(incoming)
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A file of this machine that is gone again unless it was renamed.
#[derive(Debug)]
struct Beside(PathBuf);

impl Drop for Beside {
    fn drop(&mut self) {
        // Gone already after a rename; a leftover that can't be removed now is removed at the next start.
        let _ = std::fs::remove_file(&self.0);
    }
}

#[cfg(test)]
mod tests;
