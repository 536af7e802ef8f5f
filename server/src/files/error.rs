//! What can go wrong with bytes.

use std::io;

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
    /// The bucket does not answer, or not in time.
    #[error("the bucket is away: {0}")]
    Away(String),
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

/// Why bytes that were kept can't be had now.
#[derive(Debug, thiserror::Error)]
pub enum GetError {
    /// A row names them, and they are not where they should be.
    #[error("{0} is not in the file store")]
    Lost(String),
    /// The bucket does not answer, or not in time.
    #[error("the bucket is away: {0}")]
    Away(String),
    /// No room on this machine for a copy to work on.
    #[error("no room on the disk")]
    Full,
    /// The disk.
    #[error(transparent)]
    Io(io::Error),
}

impl From<io::Error> for GetError {
    fn from(error: io::Error) -> Self {
        match PutError::from(error) {
            PutError::Io(error) => Self::Io(error),
            _ => Self::Full,
        }
    }
}
