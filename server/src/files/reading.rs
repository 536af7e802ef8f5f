//! Files of this machine on their way out: in large pieces, since each is a way to another thread and back, and one piece
//! ahead of whoever takes them.

use super::place::{Here, There};
use bytes::Bytes;
use futures::StreamExt as _;
use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt as _;
use std::sync::Arc;

const PIECE_BYTES: u64 = 256 * 1024;
/// Pieces that are read or wait to be taken.
const AHEAD: usize = 2;

impl Here {
    /// Its bytes as they are sent; the file is there until they were.
    pub(crate) async fn sent(self) -> io::Result<There> {
        let path = self.path().to_owned();
        let opened = tokio::task::spawn_blocking(move || {
            let file = File::open(path)?;
            let bytes = file.metadata()?.len();
            io::Result::Ok((file, bytes))
        });
        let (file, bytes) = opened.await.map_err(io::Error::other)??;
        let read_from = Arc::new((file, self));
        let parts = Box::new(move |range: std::ops::Range<u64>| {
            let count = (range.end - range.start).div_ceil(PIECE_BYTES);
            let piece = move |n: u64| {
                let (read_from, start) = (read_from.clone(), range.start + n * PIECE_BYTES);
                let most = PIECE_BYTES.min(range.end - start);
                async move {
                    let read = tokio::task::spawn_blocking(move || read(&read_from.0, start, most));
                    read.await.map_err(io::Error::other)?
                }
            };
            futures::stream::iter(0..count).map(piece).buffered(AHEAD).boxed()
        });
        Ok(There { bytes, parts })
    }
}

fn read(file: &File, start: u64, bytes: u64) -> io::Result<Bytes> {
    let mut piece = vec![0; bytes as usize];
    file.read_exact_at(&mut piece, start)?;
    Ok(piece.into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures::TryStreamExt as _;

    #[tokio::test]
    async fn a_part_of_a_file_is_the_bytes_of_that_part_wherever_pieces_end() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("file");
        let whole: Vec<u8> = (0..3 * PIECE_BYTES + 5).map(|n| (n % 251) as u8).collect();
        std::fs::write(&path, &whole).unwrap();
        let last = whole.len() as u64;
        for range in [
            0..last,
            0..0,
            7..8,
            100..2 * PIECE_BYTES + 100,
            PIECE_BYTES..2 * PIECE_BYTES,
            last - 1..last,
            last..last,
        ] {
            let here = Here { path: path.clone(), _held: None };
            let there = here.sent().await.unwrap();
            assert_eq!(there.bytes, last);
            let pieces: Vec<Bytes> = there.part(range.clone()).try_collect().await.unwrap();
            assert!(pieces.concat() == whole[range.start as usize..range.end as usize], "{range:?}");
        }
    }
}
