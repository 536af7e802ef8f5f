//! A file on its way in, piece by piece: each is on the local disk first, then in the place, under a shelf that the file
//! has for itself.

use super::{Beside, Files, GetError, HEAD_BYTES, PutError, hex};
use bytes::Bytes;
use futures::stream::BoxStream;
use futures::{Stream, StreamExt as _, TryStreamExt as _};
use std::io;
use std::pin::Pin;
use std::time::Duration;
use tokio::fs::File;
use tokio::io::AsyncWriteExt as _;

/// A sender that sends nothing for so long has gone away.
const PATIENCE: Duration = Duration::from_secs(60);
const BUFFER_BYTES: usize = 256 * 1024;

/// Bytes as they come, of which some may be left over from before.
pub(crate) struct Coming<S> {
    bytes: Pin<Box<S>>,
    left: Bytes,
}

impl<S, E> Coming<S>
where
    S: Stream<Item = Result<Bytes, E>>,
{
    pub(crate) fn new(bytes: S) -> Self {
        Self { bytes: Box::pin(bytes), left: Bytes::new() }
    }

    /// The next bytes, at most so many; `None` at the end.
    async fn next(&mut self, most: u64) -> Option<Result<Bytes, Cut>> {
        while self.left.is_empty() {
            match tokio::time::timeout(PATIENCE, self.bytes.next()).await {
                Ok(Some(Ok(bytes))) => self.left = bytes,
                Ok(Some(Err(_))) | Err(_) => return Some(Err(Cut)),
                Ok(None) => return None,
            }
        }
        let most = usize::try_from(most).unwrap_or(usize::MAX).min(self.left.len());
        Some(Ok(self.left.split_to(most)))
    }

    /// Whether there is more.
    pub(crate) async fn has_more(&mut self) -> bool {
        match self.next(u64::MAX).await {
            Some(Ok(bytes)) => {
                self.left = bytes;
                true
            }
            Some(Err(Cut)) | None => false,
        }
    }
}

/// The sender went away.
struct Cut;

/// How a piece came to its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum End {
    /// It has as many bytes as a piece may have.
    Full,
    /// The sender had no more.
    Sent,
    /// The sender went away.
    Cut,
}

/// A piece that is on the local disk.
#[derive(Debug)]
pub(crate) struct Piece {
    pub(crate) bytes: u64,
    /// Its beginning, up to 64 KiB.
    pub(crate) head: Vec<u8>,
    pub(crate) end: End,
    beside: Beside,
}

impl Files {
    /// Receives the next piece, of at most so many bytes; `seen` is shown all of them.
    pub(crate) async fn piece<S, E>(
        &self,
        coming: &mut Coming<S>,
        most: u64,
        mut seen: impl FnMut(&[u8]),
    ) -> Result<Piece, PutError>
    where
        S: Stream<Item = Result<Bytes, E>>,
    {
        let beside = self.beside();
        let mut file = tokio::io::BufWriter::with_capacity(BUFFER_BYTES, File::create_new(&beside.0).await?);
        let mut piece = Piece { bytes: 0, head: Vec::new(), end: End::Full, beside };
        while piece.bytes < most {
            match coming.next(most - piece.bytes).await {
                Some(Ok(bytes)) => {
                    seen(&bytes);
                    let wanted = HEAD_BYTES.saturating_sub(piece.head.len()).min(bytes.len());
                    piece.head.extend_from_slice(&bytes[..wanted]);
                    piece.bytes += bytes.len() as u64;
                    file.write_all(&bytes).await?;
                }
                None => {
                    piece.end = End::Sent;
                    break;
                }
                Some(Err(Cut)) => {
                    piece.end = End::Cut;
                    break;
                }
            }
        }
        file.flush().await?;
        file.get_ref().sync_all().await?;
        Ok(piece)
    }

    /// Keeps a piece on the shelf of its file; answers its name.
    pub(crate) async fn keep_piece(&self, of: &str, piece: Piece) -> Result<String, PutError> {
        let name = format!("{}/{}", shelf(of), hex(&store::db::random()));
        self.place.put_for_once(&name, &piece.beside.0, piece.bytes).await?;
        Ok(name)
    }

    /// The bytes of these pieces, one after the other.
    pub(crate) fn through(&self, names: Vec<String>) -> BoxStream<'static, io::Result<Bytes>> {
        let files = self.clone();
        futures::stream::iter(names)
            .then(move |name| {
                let files = files.clone();
                async move { files.one(&name).await.map_err(io::Error::other) }
            })
            .try_flatten()
            .boxed()
    }

    async fn one(&self, name: &str) -> Result<BoxStream<'static, io::Result<Bytes>>, GetError> {
        let there = self.place.open(name).await?;
        let whole = 0..there.bytes;
        Ok(there.part(whole))
    }

    /// Removes a piece that nobody recorded.
    pub(crate) async fn discard_piece(&self, name: &str) {
        if let Err(error) = self.place.discard(name).await {
            tracing::debug!(%error, name, "a piece stays until its upload is over");
        }
    }

    /// Removes all pieces of a file, recorded or not.
    pub(crate) async fn clear_pieces(&self, of: &str) -> Result<(), PutError> {
        self.place.clear(&shelf(of)).await
    }
}

fn shelf(of: &str) -> String {
    format!("arriving/{of}")
}
