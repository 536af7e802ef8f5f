//! The files that an asset has had. Partners get the one with the highest number, by old links too; marketing sees all of
//! them, and brings an old one back by making it the newest.

use super::{AssetFile, Length, PageSize, Zone};
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
    /// How many zones stayed though their page has another size than before, until zones were placed anew.
    pub zones_moved: i64,
    /// Who brought it; nobody for what the portal made itself.
    pub by: Option<String>,
    /// When.
    pub at: Instant,
}

/// What becomes of an asset's zones when its file is replaced.
#[derive(Debug, Clone, PartialEq)]
pub struct ZonesKept {
    /// Those that have room on the new pages.
    pub zones: Vec<Zone>,
    /// How many have none.
    pub lost: i64,
    /// How many of those that stay are on a page of another size: they may not be where they were meant to be.
    pub moved: i64,
}

/// Programs don't agree on the size of a sheet of paper: lengths this near are the same.
const NEAR: i64 = 100;

fn near(one: Length, other: Length) -> bool {
    (one.hundredths() - other.hundredths()).abs() <= NEAR
}

/// The zones that stay when these pages come after those `before`. One that reached the edge of its page still does when the
/// new page is smaller by a hair.
pub fn zones_kept(zones: &[Zone], before: &[PageSize], pages: &[PageSize]) -> ZonesKept {
    let mut kept = ZonesKept { zones: Vec::new(), lost: 0, moved: 0 };
    for zone in zones {
        let page = zone.page as usize;
        let Some((size, stays)) = pages.get(page).and_then(|size| Some((size, on_page(zone, *size)?))) else {
            kept.lost += 1;
            continue;
        };
        let is_same = |before: &PageSize| near(before.width, size.width) && near(before.height, size.height);
        kept.moved += i64::from(!before.get(page).is_some_and(is_same));
        kept.zones.push(stays);
    }
    kept
}

fn on_page(zone: &Zone, size: PageSize) -> Option<Zone> {
    let none = Length::from_hundredths(0);
    let inside = zone.moved(none, none, size).resized(none, none, size);
    let pairs =
        [(zone.x, inside.x), (zone.y, inside.y), (zone.width, inside.width), (zone.height, inside.height)];
    pairs.iter().all(|(was, is)| near(*was, *is)).then_some(inside)
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
    use super::super::{Media, ZoneKind};
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
        let told = |pages: &[PageSize]| {
            let kept = zones_kept(&zones, &[a4, a4], pages);
            (kept.zones.iter().map(|zone| (zone.page, zone.x)).collect::<Vec<_>>(), kept.lost, kept.moved)
        };
        let places = zones.each_ref().map(|zone| (zone.page, zone.x));
        assert_eq!(told(&[a4, a4]), (places.to_vec(), 0, 0));
        assert_eq!(told(&[page(400.0, 400.0), a4]), (vec![places[0], places[2]], 1, 1));
        assert_eq!(
            told(&[page(600.0, 900.0), a4, a4]),
            (places.to_vec(), 0, 2),
            "another size, and room enough"
        );
        assert_eq!(told(&[a4]), (places[..2].to_vec(), 1, 0), "the second page is gone");
        assert_eq!(told(&[]), (vec![], 3, 0), "a file without pages takes no brand");
    }

    #[test]
    fn a_zone_at_the_edge_stays_on_a_page_that_another_program_made_smaller_by_a_hair() {
        let points = Length::from_points;
        let edge = Zone {
            x: points(0.0),
            y: points(762.0),
            width: points(595.28),
            height: points(79.89),
            ..Zone::around(0, ZoneKind::Logo, (points(100.0), points(100.0)), page(595.28, 841.89))
        };
        let before = [page(595.28, 841.89)];
        let kept = zones_kept(std::slice::from_ref(&edge), &before, &[page(595.0, 841.5)]);
        assert_eq!((kept.lost, kept.moved), (0, 0));
        assert!(kept.zones[0].fits(&[page(595.0, 841.5)]));
        assert_eq!(zones_kept(&[edge], &before, &[page(590.0, 841.5)]).lost, 1);
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
