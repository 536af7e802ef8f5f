//! What a lesson shows beside its text: a video, or the pages of a document.

use serde::{Deserialize, Serialize};

/// Most bytes of a lesson's video.
pub const VIDEO_MOST_BYTES: u64 = 512 << 20;
/// Most bytes of a lesson's document.
pub const DOCUMENT_MOST_BYTES: u64 = 50 << 20;

crate::text_enum! {
    /// How a video is packed; browsers play both.
    pub enum VideoKind {
        /// ISO base media (MPEG-4 part 12).
        Mp4 = "mp4",
        /// WebM.
        Webm = "webm",
    }
}

impl VideoKind {
    /// Its media type.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Mp4 => "video/mp4",
            Self::Webm => "video/webm",
        }
    }
}

/// What a lesson shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Medium {
    /// A video.
    Video {
        /// How it is packed.
        kind: VideoKind,
        /// Milliseconds it takes.
        length: i64,
    },
    /// A PDF.
    Document {
        /// Pages it has.
        pages: i64,
    },
}

impl Medium {
    /// As rows know it: the kind, and how much of it there is.
    pub fn parts(self) -> (&'static str, i64) {
        match self {
            Self::Video { kind, length } => (kind.as_str(), length),
            Self::Document { pages } => ("pdf", pages),
        }
    }

    /// From what rows know.
    pub fn of(kind: &str, extent: i64) -> Option<Self> {
        match kind {
            "pdf" => Some(Self::Document { pages: extent }),
            _ => kind.parse().ok().map(|kind| Self::Video { kind, length: extent }),
        }
    }
}

/// What a lesson's reader goes on with: its medium, and what of it is theirs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shown {
    /// What there is.
    pub medium: Medium,
    /// Languages of its captions.
    pub captions: Vec<String>,
    /// Where the reader goes on: milliseconds, or the page.
    pub place: i64,
    /// Percent that the reader has played.
    pub percent: i64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_medium_comes_back_from_its_row() {
        for medium in [
            Medium::Video { kind: VideoKind::Webm, length: 12_000 },
            Medium::Video { kind: VideoKind::Mp4, length: 1 },
            Medium::Document { pages: 3 },
        ] {
            let (kind, extent) = medium.parts();
            assert_eq!(Medium::of(kind, extent), Some(medium));
        }
        assert_eq!(Medium::of("exe", 1), None);
    }
}
