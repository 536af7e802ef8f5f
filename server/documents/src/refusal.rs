//! Why a file was not accepted, in words for the person who brought it.

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// The reason why a file could not be read, shown or merged.
///
/// The text is meant for people: what happened, and what they can do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Error)]
#[serde(rename_all = "snake_case")]
pub enum Refusal {
    #[error(
        "The PDF is protected by a password or by restrictions. Save a copy without protection and use that."
    )]
    Encrypted,
    #[error("The file is damaged or incomplete. Export it again from the program that made it.")]
    Broken,
    #[error("The PDF has more than {max} pages. Split it into smaller files.")]
    TooManyPages { max: u32 },
    #[error(
        "The file is larger than {max_mb} MB. Make it smaller, for example with fewer or smaller pictures."
    )]
    TooLarge { max_mb: u32 },
    #[error("A page of the PDF is larger or smaller than a page can be (at most {max_mm} mm a side).")]
    PageSize { max_mm: u32 },
    #[error("The PDF has no page {page}.")]
    NoSuchPage { page: u32 },
    #[error("A zone on page {page} lies outside the page.")]
    ZoneOutside { page: u32 },
    #[error("Reading the file took too long. Simplify it: fewer layers, vectors or effects on a page.")]
    TooSlow,
    #[error("Reading the file took too much memory. Use smaller pictures in it.")]
    OutOfMemory,
    #[error("This kind of picture can't be used here.")]
    UnsupportedPicture,
    #[error("The picture has more than {max_megapixels} million pixels or a very long side. Scale it down.")]
    TooManyPixels { max_megapixels: u32 },
    #[error(
        "Files can't be processed at the moment. Try again; if it stays like this, tell the portal's operator."
    )]
    Unavailable,
}

impl Refusal {
    /// Whether the portal is at fault and not the file: worth an entry in the log and another try later.
    pub fn is_ours(&self) -> bool {
        matches!(self, Self::Unavailable)
    }
}
