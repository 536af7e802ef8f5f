//! Files on their way in, piece by piece: a connection that is cut costs a piece of the file, never the file.

use crate::assets::most_bytes_of_file;
use crate::id::UploadId;
use crate::text::optional_line;
use crate::time::Instant;
use serde::{Deserialize, Serialize};

pub use sending::{AT_ONCE, Answer, pause, percent, until};

mod sending;

/// The most bytes of a piece: so many at most are sent again after a cut.
pub const PIECE_BYTES: u64 = 8 << 20;
/// The most pieces of a file. A gigabyte in full pieces has 128; the rest is for connections that are cut again and again.
pub const PIECES_MOST: i64 = 4096;
/// The most files that one person has on their way at the same time.
pub const OPEN_MOST: i64 = 100;
/// The most bytes that these have together.
pub const OPEN_BYTES_MOST: i64 = 20 << 30;
/// How long an upload waits for its next piece: over a weekend.
pub const KEPT_HOURS: i64 = 72;

const NAME_MOST: u32 = 200;

/// A file that somebody wants to send.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewUpload {
    /// As it is called, cleaned; may be empty.
    pub name: String,
    /// How many bytes it has.
    pub bytes: i64,
    /// When it was changed last, as its sender's machine says (milliseconds since 1970); zero when it doesn't. With name and
    /// length it tells a file that is chosen once more from another one.
    pub modified: i64,
}

/// Why a file can't be sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotTaken {
    /// It has no bytes.
    #[error("the file is empty")]
    Empty,
    /// It has more bytes than a file of its name may have.
    #[error("more than {most} bytes")]
    TooLarge {
        /// How many it may have.
        most: u64,
    },
}

impl NewUpload {
    /// A file of this name and length, changed at that time.
    pub fn check(name: &str, bytes: u64, modified: i64) -> Result<Self, NotTaken> {
        let short: String = name.chars().rev().take(NAME_MOST as usize).collect();
        let short: String = short.chars().rev().collect();
        let name = optional_line(&short, NAME_MOST).unwrap_or_default();
        let most = most_bytes_of_file(&name);
        match i64::try_from(bytes) {
            Ok(0) => Err(NotTaken::Empty),
            Ok(length) if bytes <= most => Ok(Self { name, bytes: length, modified }),
            _ => Err(NotTaken::TooLarge { most }),
        }
    }
}

/// A file of which some bytes may be there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Upload {
    /// Which.
    pub id: UploadId,
    /// As it was called, cleaned.
    pub name: String,
    /// How many bytes it will have.
    pub bytes: i64,
    /// When the file was changed last, as its sender's machine said; zero when it didn't.
    pub modified: i64,
    /// How many of them are there.
    pub received: i64,
    /// In how many pieces.
    pub pieces: i64,
    /// When it is given up, unless a piece comes before.
    pub expires_at: Instant,
}

impl Upload {
    /// Whether it was given up.
    pub fn is_over(&self, now: Instant) -> bool {
        self.expires_at <= now
    }

    /// Whether all bytes are there.
    pub fn is_complete(&self) -> bool {
        self.received == self.bytes
    }

    /// Whether this file is the one that was begun: called the same, as long, and not changed since.
    pub fn is_of(&self, file: &NewUpload) -> bool {
        self.name == file.name && self.bytes == file.bytes && self.modified == file.modified
    }

    /// How many bytes are missing.
    pub fn missing(&self) -> u64 {
        u64::try_from(self.bytes - self.received).unwrap_or_default()
    }
}

/// Whether one more file may be on its way beside those that are.
pub fn has_room(open: i64, open_bytes: i64, new: &NewUpload) -> bool {
    open < OPEN_MOST && open_bytes.saturating_add(new.bytes) <= OPEN_BYTES_MOST
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_taken_up_to_what_its_name_promises() {
        assert_eq!(NewUpload::check("a.pdf", 0, 0), Err(NotTaken::Empty));
        assert!(NewUpload::check("a.pdf", 50 << 20, 0).is_ok());
        assert_eq!(NewUpload::check("a.pdf", (50 << 20) + 1, 0), Err(NotTaken::TooLarge { most: 50 << 20 }));
        assert!(NewUpload::check("a.mp4", 1 << 30, 0).is_ok());
        assert!(NewUpload::check("a.mp4", u64::MAX, 0).is_err());
    }

    #[test]
    fn a_long_name_keeps_its_ending() {
        let long = format!("{}\u{202e}.pdf", "x".repeat(5_000));
        let name = NewUpload::check(&long, 1, 0).unwrap().name;
        assert!(name.len() <= 200 && name.ends_with("x.pdf"), "{name}");
    }

    #[test]
    fn nobody_fills_the_disk_with_files_that_never_arrive() {
        let new = NewUpload { name: String::new(), bytes: 1 << 30, modified: 0 };
        assert!(has_room(0, 0, &new));
        assert!(!has_room(OPEN_MOST, 0, &new));
        assert!(has_room(1, OPEN_BYTES_MOST - new.bytes, &new));
        assert!(!has_room(1, OPEN_BYTES_MOST - new.bytes + 1, &new));
    }
    #[test]
    fn a_file_goes_on_as_itself_only() {
        let new = NewUpload::check("film.mp4", 10, 5).unwrap();
        let upload = Upload {
            id: UploadId::new(Instant::from_millis(1), [0; 10]),
            name: new.name.clone(),
            bytes: 10,
            modified: 5,
            received: 4,
            pieces: 1,
            expires_at: Instant::from_millis(2),
        };
        assert!(upload.is_of(&new));
        for other in [
            NewUpload::check("film.mp4", 10, 6),
            NewUpload::check("film.mp4", 11, 5),
            NewUpload::check("a.mp4", 10, 5),
        ] {
            assert!(!upload.is_of(&other.unwrap()));
        }
    }
}
