//! Bytes on their way in: to the local disk, counted, hashed and judged while they come.

use super::{Beside, HEAD_BYTES, PutError, Received, hex};
use bytes::Bytes;
use futures::{Stream, StreamExt as _};
use sha2::{Digest as _, Sha256};
use std::fmt::Display;
use std::io;
use store::fault;
use tokio::fs::File;
use tokio::io::AsyncWriteExt as _;

/// Each upload has it twice: here, and while it is written.
const BUFFER_BYTES: usize = 64 * 1024;

pub(super) async fn write<S, E, F>(
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
        fault::point("receiving");
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
