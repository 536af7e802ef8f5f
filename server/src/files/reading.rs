//! Files of this machine on their way out, in large pieces. What the system has in its memory is read where it is sent from;
//! only what it has to fetch from the disk is read on another thread, one piece ahead, since the way there and back costs
//! more than the copying of a piece. The memory of a piece that was sent is that of a later one: fresh memory of this size
//! costs the system as much as copying the bytes.

use super::place::{Here, There};
use bytes::Bytes;
use futures::StreamExt as _;
use std::fs::File;
use std::io;
use std::ops::Range;
use std::os::unix::fs::FileExt as _;
use std::sync::{Arc, Mutex, PoisonError};

const PIECE_BYTES: u64 = 256 * 1024;
/// Pieces that are read or wait to be taken.
const AHEAD: usize = 2;
/// What the system reads of a disk at once lies within so much.
const STEP_BYTES: u64 = 128 * 1024;

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
        let on_disk = Arc::new(OnDisk { file, _here: self });
        let read_from = on_disk.clone();
        let spare = Spare::default();
        let parts = Box::new(move |range: Range<u64>| {
            let count = (range.end - range.start).div_ceil(PIECE_BYTES);
            let piece = move |n: u64| {
                let (read_from, spare) = (read_from.clone(), spare.clone());
                let start = range.start + n * PIECE_BYTES;
                let most = PIECE_BYTES.min(range.end - start);
                async move {
                    let mut piece = spare.take(most);
                    let had = at_hand(&read_from.file, start, &mut piece.bytes);
                    if had == piece.bytes.len() {
                        return Ok(Bytes::from_owner(piece));
                    }
                    let rest = move || fetch(&read_from.file, start, piece, had);
                    tokio::task::spawn_blocking(rest).await.map_err(io::Error::other)?
                }
            };
            futures::stream::iter(0..count).map(piece).buffered(AHEAD).boxed()
        });
        Ok(There { bytes, parts, on_disk: Some(on_disk) })
    }
}

/// An open file of this machine, there for as long as this is held.
#[derive(Debug)]
pub struct OnDisk {
    file: File,
    _here: Here,
}

impl std::os::fd::AsFd for OnDisk {
    fn as_fd(&self) -> std::os::fd::BorrowedFd<'_> {
        self.file.as_fd()
    }
}

/// A stretch of a file.
#[derive(Debug, Clone)]
pub struct Stretch {
    /// Which file.
    pub file: Arc<OnDisk>,
    /// Which of its bytes.
    pub range: Range<u64>,
}

impl OnDisk {
    /// Brings these bytes into the system's memory, so that whoever sends them does not wait for the disk.
    pub(crate) async fn at_hand(self: &Arc<Self>, range: Range<u64>) -> io::Result<()> {
        let steps = range.clone().step_by(STEP_BYTES as usize);
        if steps.chain([range.end - 1]).all(|at| at_hand(&self.file, at, &mut [0]) == 1) {
            return Ok(());
        }
        let here = self.clone();
        let read = move || {
            let mut bytes = vec![0; STEP_BYTES as usize];
            for start in range.clone().step_by(STEP_BYTES as usize) {
                let most = STEP_BYTES.min(range.end - start);
                here.file.read_exact_at(&mut bytes[..most as usize], start)?;
            }
            Ok(())
        };
        tokio::task::spawn_blocking(read).await.map_err(io::Error::other)?
    }
}

/// Reads what can be had without a wait; how many bytes that were. Any error is told by who reads the rest.
#[cfg(target_os = "linux")]
fn at_hand(file: &File, start: u64, into: &mut [u8]) -> usize {
    use rustix::io::{ReadWriteFlags, preadv2};
    let mut into = [io::IoSliceMut::new(into)];
    preadv2(file, &mut into, start, ReadWriteFlags::NOWAIT).unwrap_or(0)
}

/// Elsewhere no system says what it has in its memory.
#[cfg(not(target_os = "linux"))]
fn at_hand(_: &File, _: u64, _: &mut [u8]) -> usize {
    0
}

/// Reads the rest of a piece from the disk.
fn fetch(file: &File, start: u64, mut piece: Piece, had: usize) -> io::Result<Bytes> {
    file.read_exact_at(&mut piece.bytes[had..], start + had as u64)?;
    Ok(Bytes::from_owner(piece))
}

/// Memory of pieces of one file that were sent; at most as many as were under way at once.
#[derive(Clone, Default)]
struct Spare(Arc<Mutex<Vec<Vec<u8>>>>);

impl Spare {
    fn take(self, length: u64) -> Piece {
        let bytes = self.0.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let mut bytes = bytes.unwrap_or_default();
        bytes.resize(length as usize, 0);
        Piece { bytes, spare: self }
    }
}

/// Gives its memory back when nobody needs its bytes any more.
struct Piece {
    bytes: Vec<u8>,
    spare: Spare,
}

impl AsRef<[u8]> for Piece {
    fn as_ref(&self) -> &[u8] {
        &self.bytes
    }
}

impl Drop for Piece {
    fn drop(&mut self) {
        let bytes = std::mem::take(&mut self.bytes);
        self.spare.0.lock().unwrap_or_else(PoisonError::into_inner).push(bytes);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures::TryStreamExt as _;

    #[test]
    fn a_piece_that_was_sent_leaves_its_memory_to_a_later_one_and_none_of_its_bytes() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("file");
        std::fs::write(&path, [[1; 8], [2; 8]].concat()).unwrap();
        let (file, spare) = (File::open(path).unwrap(), Spare::default());
        let read = |start, bytes| fetch(&file, start, spare.clone().take(bytes), 0);
        let first = read(0, 8).unwrap();
        let (held, place) = (first.slice(4..), first.as_ptr());
        drop(first);
        let second = read(8, 8).unwrap();
        assert_eq!((held.as_ref(), second.as_ref()), ([1; 4].as_slice(), [2; 8].as_slice()));
        drop(held);
        let last = read(14, 2).unwrap();
        assert_eq!((last.as_ref(), last.as_ptr()), ([2; 2].as_slice(), place));
        drop((second, last));
        assert_eq!(spare.0.lock().unwrap().len(), 2);
    }

    #[test]
    fn what_was_at_hand_and_what_was_fetched_make_the_piece() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("file");
        std::fs::write(&path, b"0123456789").unwrap();
        let file = File::open(&path).unwrap();
        let mut piece = Spare::default().take(6);
        let had = at_hand(&file, 2, &mut piece.bytes);
        assert!(had == 0 || piece.bytes[..had] == b"234567"[..had], "{had}");
        for had in 0..=6 {
            let mut piece = Spare::default().take(6);
            piece.bytes[..had].copy_from_slice(&b"234567"[..had]);
            assert_eq!(fetch(&file, 2, piece, had).unwrap(), b"234567"[..]);
        }
        let beyond = Spare::default().take(6);
        assert_eq!(fetch(&file, 8, beyond, 2).unwrap_err().kind(), io::ErrorKind::UnexpectedEof);
    }

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
