//! The files that an asset has had. Partners get the one with the highest number, by old links too; marketing sees all of
//! them, and brings an old one back by making it the newest.

use super::{AssetFile, PageSize, Zone};
use crate::time::Instant;
use serde::{Deserialize, Serialize};

/// Characters that may be said of a version.
pub const NOTE_MOST: u32 = 300;
/// How many versions are shown, the newest first.
pub const VERSIONS_SHOWN: i64 = 50;

/// A file that an asset has or had.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Version {
    /// Counted from 1.
    pub number: i64,
    /// The file.
    pub file: AssetFile,
    /// The sizes of a PDF's pages; empty for everything else.
    pub pages: Vec<PageSize>,
    /// What was said of it; may be empty.
    pub note: String,
    /// The version whose file it brings back.
    pub restores: Option<i64>,
    /// How many zones had no room on its pages, until zones were placed anew.
    pub zones_lost: i64,
    /// Who brought it; nobody for what the portal made itself.
    pub by: Option<String>,
    /// When.
    pub at: Instant,
}

/// The zones that have room on these pages, and how many have none.
pub fn zones_with_room(zones: &[Zone], pages: &[PageSize]) -> (Vec<Zone>, i64) {
    let kept: Vec<Zone> = zones.iter().filter(|zone| zone.fits(pages)).cloned().collect();
    let lost = zones.len() - kept.len();
    (kept, lost as i64)
}

/// The very bytes that the asset has already.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the asset has this very file already")]
pub struct SameFile;

/// Whether a file with this SHA-256 can take the place of another: the same bytes once more are no new version.
pub fn may_replace(now: &AssetFile, sha256: &str) -> Result<(), SameFile> {
    if now.sha256 == sha256 { Err(SameFile) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::super::{Length, Media, ZoneKind};
    use super::*;
    use crate::id::FileId;

    fn page(width: f64, height: f64) -> PageSize {
        PageSize { width: Length::from_points(width), height: Length::from_points(height) }
    }

    #[test]
    fn zones_stay_on_pages_that_have_room_for_them() {
        let a4 = page(595.0, 842.0);
        let at = |n: u32, x: f64, y: f64| {
            let middle = (Length::from_points(x), Length::from_points(y));
            Zone::around(n, ZoneKind::Logo, middle, a4)
        };
        let zones = [at(0, 100.0, 100.0), at(0, 500.0, 800.0), at(1, 100.0, 100.0)];
        assert_eq!(zones_with_room(&zones, &[a4, a4]), (zones.to_vec(), 0));
        let (kept, lost) = zones_with_room(&zones, &[page(400.0, 400.0), a4]);
        assert_eq!((kept, lost), (vec![zones[0].clone(), zones[2].clone()], 1));
        assert_eq!(zones_with_room(&zones, &[a4]).1, 1, "the second page is gone");
        assert_eq!(zones_with_room(&zones, &[]), (vec![], 3), "a file without pages takes no brand");
        assert_eq!(zones_with_room(&[], &[]), (vec![], 0));
    }

    #[test]
    fn the_same_bytes_are_no_new_version() {
        let file = AssetFile {
            id: FileId::new(Instant::from_millis(1), [0; 10]),
            sha256: "aa".into(),
            bytes: 1,
            media: Media::Pdf,
            name: "a.pdf".into(),
        };
        assert!(may_replace(&file, "bb").is_ok());
        assert_eq!(may_replace(&file, "aa"), Err(SameFile));
    }
}
