//! Bytes out of an archive and into the file store.

use super::BackupError;
use super::read::broken;
use crate::files::{Files, PutError};
use bytes::Bytes;
use std::io::{self, Read};

const PIECE_BYTES: usize = 256 * 1024;

/// Puts the member of an archive into the file store, under the SHA-256 that it has to have.
pub(super) async fn keep(files: &Files, sha256: &str, from: &mut impl Read) -> Result<(), BackupError> {
    let pieces = futures::stream::iter(std::iter::from_fn(|| piece(from).transpose()));
    let received = files.receive(pieces, |_| Ok::<_, PutError>(u64::MAX)).await?;
    if received.sha256 != sha256 {
        // Examined already; the archive was changed since.
        return Err(broken(format!("{sha256} was changed")));
    }
    Ok(files.shelve(received).await?)
}

fn piece(from: &mut impl Read) -> io::Result<Option<Bytes>> {
    let mut piece = vec![0; PIECE_BYTES];
    let length = from.read(&mut piece)?;
    piece.truncate(length);
    Ok((length > 0).then(|| piece.into()))
}
