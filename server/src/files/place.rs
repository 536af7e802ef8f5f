//! What a place for files has to be able to do. There are two: a folder of this machine, and a bucket.

use super::reading::{OnDisk, Stretch};
use super::{GetError, PutError};
use async_trait::async_trait;
use bytes::Bytes;
use futures::stream::BoxStream;
use std::fmt::Debug;
use std::io;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

/// So many bytes are worth a way of their own.
const MANY_BYTES: u64 = 256 * 1024;

/// Whoever finds a name in a place finds all of its bytes, and they never change.
#[async_trait]
pub(super) trait Place: Debug + Send + Sync {
    /// Keeps a whole file of this machine under a name, durably; the file itself may be gone afterwards.
    async fn put(&self, name: &str, from: &Path, bytes: u64) -> Result<(), PutError>;

    /// As [`Self::put`], for what is read once: it takes no room from what is read often.
    async fn put_for_once(&self, name: &str, from: &Path, bytes: u64) -> Result<(), PutError> {
        self.put(name, from, bytes).await
    }

    /// Removes what one owner had for itself and never named.
    async fn discard(&self, name: &str) -> Result<(), PutError>;

    /// Removes everything below a name that had one owner, who is done with it.
    async fn clear(&self, shelf: &str) -> Result<(), PutError>;

    /// Whether there is something under the name.
    async fn has(&self, name: &str) -> Result<bool, PutError>;

    /// Removes what nothing names, where nobody else can be about to name it.
    async fn remove(&self, name: &str) -> io::Result<()>;

    /// A file of this machine with the bytes.
    async fn here(&self, name: &str) -> Result<Here, GetError>;

    /// The bytes on their way out, from wherever they are.
    async fn open(&self, name: &str) -> Result<There, GetError>;

    /// All bytes on their way out, and how many they are, for what goes through everything: no copy is kept of them.
    async fn whole(&self, name: &str) -> Result<Whole, GetError>;

    /// Everything that is there.
    async fn every(&self) -> Result<Vec<Lying>, GetError>;
}

/// All bytes of a file.
pub struct Whole {
    /// How many.
    pub bytes: u64,
    /// They themselves, a few at a time.
    pub parts: BoxStream<'static, io::Result<Bytes>>,
}

/// What lies in a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lying {
    /// Under which name.
    pub name: String,
    /// How many bytes.
    pub bytes: u64,
    /// Since when.
    pub since: SystemTime,
}

/// A file of this machine, there for as long as this is held.
#[derive(Debug, Clone)]
pub struct Here {
    pub(super) path: PathBuf,
    pub(super) _held: Option<Arc<()>>,
}

impl Here {
    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }
}

/// What makes a stream of a part of the bytes; none of it is in memory but a few pieces.
pub(super) type Parts = Box<dyn FnOnce(Range<u64>) -> BoxStream<'static, io::Result<Bytes>> + Send>;

/// Bytes that can be sent, from wherever they are.
pub(crate) struct There {
    /// How many there are.
    pub(crate) bytes: u64,
    pub(super) parts: Parts,
    /// Where they lie, if on this machine.
    pub(super) on_disk: Option<Arc<OnDisk>>,
}

impl There {
    /// A part of them where it lies, if that is on this machine and they are many: few are sent sooner with the head of
    /// their answer.
    pub(crate) fn stretch(&self, range: Range<u64>) -> Option<Stretch> {
        let file = self.on_disk.clone()?;
        let many = cfg!(target_os = "linux") && range.end - range.start >= MANY_BYTES;
        many.then_some(Stretch { file, range })
    }

    /// A part of them.
    pub(crate) fn part(self, range: Range<u64>) -> BoxStream<'static, io::Result<Bytes>> {
        (self.parts)(range)
    }
}
