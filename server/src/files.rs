//! The bytes that people bring, on local disk under their SHA-256. What they are is recorded by the store.
//!
//! A file is written beside, synced and renamed into place: whoever sees a name sees the whole file. The same bytes
//! are kept once.

use bytes::Bytes;
use futures::{Stream, StreamExt as _};
use sha2::{Digest as _, Sha256};
use std::fmt::Display;
use std::io;
use std::path::{Path, PathBuf};
use tokio::fs::File;
use tokio::io::AsyncWriteExt as _;

/// As much of the beginning as telling the kind of a file needs.
const HEAD_BYTES: usize = 64 * 1024;
const BUFFER_BYTES: usize = 256 * 1024;

/// The file store. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Files {
    folder: PathBuf,
}

/// What is known of bytes once they are safe on disk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// SHA-256, lower-case hex: the name for [`Files::path`].
    pub sha256: String,
    /// Length.
    pub bytes: u64,
    /// The beginning, up to 64 KiB.
    pub head: Vec<u8>,
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
    /// The file store in this folder, made if it isn't there. What a crash left half written is removed.
    pub fn open(folder: &Path) -> io::Result<Self> {
        let incoming = folder.join("incoming");
        if incoming.exists() {
            std::fs::remove_dir_all(&incoming)?;
        }
        std::fs::create_dir_all(incoming)?;
        Ok(Self { folder: folder.to_owned() })
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

    /// What was made before of the same things, if it is still there.
    pub async fn cached(&self, shelf: &str, made_of: &str) -> Option<Cached> {
        let made = self.cached_as(shelf, made_of);
        tokio::fs::try_exists(&made.path).await.unwrap_or(false).then_some(made)
    }

    /// Keeps what was made of things that its name tells. It can be made again: a lost one is no harm.
    pub async fn cache(&self, shelf: &str, made_of: &str, bytes: Vec<u8>) -> Result<Cached, PutError> {
        let made = self.cached_as(shelf, made_of);
        let beside = self.beside();
        tokio::fs::create_dir_all(self.folder.join("made").join(shelf)).await?;
        let mut file = File::create_new(&beside.0).await?;
        file.write_all(&bytes).await?;
        // A name without its bytes would be served for good.
        file.sync_all().await?;
        tokio::fs::rename(&beside.0, &made.path).await?;
        Ok(made)
    }

    fn cached_as(&self, shelf: &str, made_of: &str) -> Cached {
        let tag = hex(&Sha256::digest(made_of));
        Cached { path: self.folder.join("made").join(shelf).join(&tag), tag }
    }

    fn beside(&self) -> Beside {
        Beside(self.folder.join("incoming").join(hex(&store::db::random())))
    }

    /// Keeps bytes that are in memory.
    pub async fn keep(&self, bytes: Vec<u8>) -> Result<Kept, PutError> {
        let once = futures::stream::once(async { Ok::<_, io::Error>(Bytes::from(bytes)) });
        self.put(std::pin::pin!(once), u64::MAX).await
    }

    /// Keeps a stream of bytes, `most` at most, in memory that does not grow with them.
    pub async fn put<S, E>(&self, bytes: S, most: u64) -> Result<Kept, PutError>
    where
        S: Stream<Item = Result<Bytes, E>> + Unpin,
        E: Display,
    {
        let beside = self.beside();
        let kept = write(&beside.0, bytes, most).await?;
        let place = self.path(&kept.sha256);
        if let Some(shelf) = place.parent() {
            tokio::fs::create_dir_all(shelf).await?;
            tokio::fs::rename(&beside.0, &place).await?;
            // The name has to be as durable as the bytes.
            File::open(shelf).await?.sync_all().await?;
        }
        Ok(kept)
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A file that is gone again unless it was renamed.
struct Beside(PathBuf);

impl Drop for Beside {
    fn drop(&mut self) {
        // Gone already after a rename; a leftover that can't be removed now is removed at the next start.
        let _ = std::fs::remove_file(&self.0);
    }
}

async fn write<S, E>(path: &Path, mut bytes: S, most: u64) -> Result<Kept, PutError>
where
    S: Stream<Item = Result<Bytes, E>> + Unpin,
    E: Display,
{
    let mut file = tokio::io::BufWriter::with_capacity(BUFFER_BYTES, File::create_new(path).await?);
    let mut kept = Kept { sha256: String::new(), bytes: 0, head: Vec::new() };
    let mut hash = Sha256::new();
    while let Some(next) = bytes.next().await {
        let chunk = next.map_err(|error| PutError::Cut(error.to_string()))?;
        kept.bytes += chunk.len() as u64;
        if kept.bytes > most {
            return Err(PutError::TooLarge { most });
        }
        let wanted = HEAD_BYTES.saturating_sub(kept.head.len()).min(chunk.len());
        kept.head.extend_from_slice(&chunk[..wanted]);
        hash.update(&chunk);
        file.write_all(&chunk).await?;
    }
    file.flush().await?;
    file.get_ref().sync_all().await?;
    kept.sha256 = hex(&hash.finalize());
    Ok(kept)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files() -> (tempfile::TempDir, Files) {
        let folder = tempfile::tempdir().unwrap();
        let files = Files::open(&folder.path().join("files")).unwrap();
        (folder, files)
    }

    fn incoming(files: &Files) -> usize {
        std::fs::read_dir(files.folder.join("incoming")).unwrap().count()
    }

    #[tokio::test]
    async fn what_was_kept_reads_back_under_its_hash() {
        let (_folder, files) = files();
        let kept = files.keep(b"abc".to_vec()).await.unwrap();
        // FIPS 180-4, the example of one block.
        assert_eq!(kept.sha256, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assert_eq!((kept.bytes, kept.head.as_slice()), (3, b"abc".as_slice()));
        assert_eq!(files.read(&kept.sha256).await.unwrap(), b"abc");
        assert_eq!(files.keep(b"abc".to_vec()).await.unwrap(), kept);
        assert_eq!(incoming(&files), 0);
    }

    #[tokio::test]
    async fn an_upload_that_is_cut_or_too_large_leaves_nothing() {
        let (_folder, files) = files();
        let cut = futures::stream::iter([Ok(Bytes::from_static(b"half")), Err("gone")]);
        assert!(matches!(files.put(cut, 100).await, Err(PutError::Cut(_))));
        let large = futures::stream::iter([Ok::<_, io::Error>(Bytes::from_static(b"12345"))]);
        assert!(matches!(files.put(large, 4).await, Err(PutError::TooLarge { most: 4 })));
        assert_eq!(incoming(&files), 0);
        assert_eq!(std::fs::read_dir(&files.folder).unwrap().count(), 1);
    }

    #[tokio::test]
    async fn what_is_made_of_the_same_things_is_made_once() {
        let (_folder, files) = files();
        assert_eq!(files.cached("pages", "a 1").await, None);
        let made = files.cache("pages", "a 1", b"png".to_vec()).await.unwrap();
        assert_eq!(files.cached("pages", "a 1").await, Some(made));
        assert_eq!(files.cached("pages", "a 2").await, None);
        assert_eq!(incoming(&files), 0);
    }

    #[tokio::test]
    async fn a_full_disk_is_told_as_such() {
        let full = PutError::from(io::Error::from(io::ErrorKind::StorageFull));
        assert!(matches!(full, PutError::Full));
    }
}
