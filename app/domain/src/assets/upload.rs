//! What may be uploaded as collateral.

/// The most bytes of an asset's file: a long video fits.
pub const MOST_BYTES: u64 = 1 << 30;
/// The most bytes of a PDF: more could not be rendered and merged within bounds.
pub const PDF_MOST_BYTES: u64 = 50 << 20;
/// The most bytes of a picture: all of it is read to make it small.
pub const PICTURE_MOST_BYTES: u64 = 50 << 20;
/// The most bytes of a drawing: reading it makes many times as much of it.
pub const DRAWING_MOST_BYTES: u64 = 2 << 20;
/// The most bytes of a logo as it is uploaded.
pub const LOGO_MOST_BYTES: u64 = 2 << 20;

crate::text_enum! {
    /// The kinds of file that collateral may be. Kinds that can carry programs of a page (HTML, archives) are not among
    /// them, but for drawings, which are shown as pixels and leave the portal as bytes to save.
    pub enum Media {
        /// Portable Document Format.
        Pdf = "pdf",
        /// Pixels without loss.
        Png = "png",
        /// Photographs.
        Jpeg = "jpeg",
        /// Pixels for the web.
        Webp = "webp",
        /// Pixels, perhaps moving.
        Gif = "gif",
        /// Drawings (SVG).
        Svg = "svg",
        /// Video.
        Mp4 = "mp4",
        /// Text document.
        Docx = "docx",
        /// Slides.
        Pptx = "pptx",
        /// Tables.
        Xlsx = "xlsx",
    }
}

impl Media {
    /// What file pickers offer, as the `accept` attribute takes it. Phones offer their camera and photographs for types, not
    /// for endings.
    pub const ACCEPT: &'static str = ".pdf,.png,.jpg,.jpeg,.webp,.gif,.svg,.mp4,.docx,.pptx,.xlsx,image/png,image/jpeg,image/webp,video/mp4";

    /// The most bytes of a file of this kind.
    pub fn most_bytes(self) -> u64 {
        match self {
            Self::Pdf => PDF_MOST_BYTES,
            Self::Png | Self::Jpeg | Self::Webp | Self::Gif => PICTURE_MOST_BYTES,
            Self::Svg => DRAWING_MOST_BYTES,
            Self::Mp4 | Self::Docx | Self::Pptx | Self::Xlsx => MOST_BYTES,
        }
    }

    /// What a file of this name says to be; what it is tells its content.
    fn of_file(name: &str) -> Option<Self> {
        let (_, ending) = name.rsplit_once('.')?;
        match ending.to_ascii_lowercase().as_str() {
            "jpg" => Some(Self::Jpeg),
            other => other.parse().ok(),
        }
    }

    /// Whether there is a small picture of it: of a film when it `has_still`, of others when they can be drawn.
    pub fn has_picture(self, has_still: bool) -> bool {
        has_still || matches!(self, Self::Pdf | Self::Png | Self::Jpeg | Self::Webp | Self::Gif | Self::Svg)
    }
}

/// The most bytes of a file of this name: a browser need not send what is refused in the end.
pub fn most_bytes_of_file(name: &str) -> u64 {
    Media::of_file(name).map_or(MOST_BYTES, Media::most_bytes)
}

/// A title made from a file's name: without folders and ending, its dashes and underscores read as spaces.
pub fn title_of_file(name: &str) -> Option<String> {
    let name = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let spaced = stem.replace(['_', '-'], " ");
    let short: String = spaced.chars().take(super::TITLE_MOST as usize).collect();
    crate::text::line(&short, super::TITLE_MOST).ok()
}
