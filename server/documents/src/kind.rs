//! What a file is, decided by its content alone: names and declared types are claims of strangers.

use serde::{Deserialize, Serialize};

/// The kinds of file that the portal tells apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MediaKind {
    Pdf,
    Png,
    Jpeg,
    Webp,
    Gif,
    Svg,
    Mp4,
    Webm,
    Docx,
    Pptx,
    Xlsx,
    Zip,
    Text,
    Unknown,
}

impl MediaKind {
    /// The type under which the file may be served.
    ///
    /// Only types that a browser shows without running anything in them have their own name here. SVG and everything
    /// unknown go out as plain bytes: together with `nosniff` a browser then saves them and never opens them.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
            Self::Webp => "image/webp",
            Self::Gif => "image/gif",
            Self::Mp4 => "video/mp4",
            Self::Webm => "video/webm",
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Self::Pptx => "application/vnd.openxmlformats-officedocument.presentationml.presentation",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Zip => "application/zip",
            Self::Text => "text/plain; charset=utf-8",
            Self::Svg | Self::Unknown => "application/octet-stream",
        }
    }

    /// The ending that a saved copy gets, without the dot.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Png => "png",
            Self::Jpeg => "jpg",
            Self::Webp => "webp",
            Self::Gif => "gif",
            Self::Svg => "svg",
            Self::Mp4 => "mp4",
            Self::Webm => "webm",
            Self::Docx => "docx",
            Self::Pptx => "pptx",
            Self::Xlsx => "xlsx",
            Self::Zip => "zip",
            Self::Text => "txt",
            Self::Unknown => "bin",
        }
    }

    /// Whether [`thumbnail`](crate::thumbnail()) can draw it.
    pub fn has_thumbnail(self) -> bool {
        matches!(self, Self::Pdf | Self::Png | Self::Jpeg | Self::Webp | Self::Gif | Self::Svg)
    }
}

/// Tells the kind of a file from its beginning; 4 KiB are enough, more tell Office files apart better.
///
/// A signature counts at the first byte only. Text that a browser could take for a page or a script with markup is
/// [`MediaKind::Unknown`], so that it is never served as anything but bytes to save.
pub fn sniff(head: &[u8]) -> MediaKind {
    match head {
        [b'%', b'P', b'D', b'F', b'-', ..] => MediaKind::Pdf,
        [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n', ..] => MediaKind::Png,
        [0xff, 0xd8, 0xff, ..] => MediaKind::Jpeg,
        [b'G', b'I', b'F', b'8', b'7' | b'9', b'a', ..] => MediaKind::Gif,
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => MediaKind::Webp,
        [b'P', b'K', 3, 4, ..] => office_or_zip(head),
        [0x1a, 0x45, 0xdf, 0xa3, rest @ ..] if is_webm(rest) => MediaKind::Webm,
        [_, _, _, _, b'f', b't', b'y', b'p', brand @ ..] if is_mp4_brand(brand) => MediaKind::Mp4,
        _ => markup_or_text(head),
    }
}

fn is_mp4_brand(brand: &[u8]) -> bool {
    const BRANDS: [&[u8; 4]; 11] =
        [b"isom", b"iso2", b"iso4", b"iso5", b"iso6", b"mp41", b"mp42", b"avc1", b"M4V ", b"M4VH", b"dash"];
    brand.get(..4).is_some_and(|brand| BRANDS.iter().any(|known| known.as_slice() == brand))
}

/// The type of document stands in the first element, which is short; Matroska of other kinds isn't for browsers.
fn is_webm(rest: &[u8]) -> bool {
    memchr::memmem::find(&rest[..rest.len().min(64)], b"\x42\x82\x84webm").is_some()
}

/// Office files are archives whose parts lie in a folder named after the program; the local headers of the first
/// entries tell it without unpacking anything.
fn office_or_zip(head: &[u8]) -> MediaKind {
    const NAME_AT: usize = 30;
    let mut is_package = false;
    for at in memchr::memmem::find_iter(head, b"PK\x03\x04") {
        let Some(header) = head.get(at..at + NAME_AT) else { break };
        let length = usize::from(u16::from_le_bytes([header[26], header[27]]));
        let end = (at + NAME_AT + length).min(head.len());
        let name = &head[at + NAME_AT..end];
        is_package |= name == b"[Content_Types].xml" || name == b"_rels/.rels";
        if is_package {
            match name {
                [b'w', b'o', b'r', b'd', b'/', ..] => return MediaKind::Docx,
                [b'p', b'p', b't', b'/', ..] => return MediaKind::Pptx,
                [b'x', b'l', b'/', ..] => return MediaKind::Xlsx,
                _ => {}
            }
        }
    }
    MediaKind::Zip
}

fn markup_or_text(head: &[u8]) -> MediaKind {
    let text = match std::str::from_utf8(head) {
        Ok(text) => text,
        // The head may end in the middle of a letter; anything else isn't text.
        Err(error) if error.error_len().is_none() => {
            std::str::from_utf8(&head[..error.valid_up_to()]).unwrap_or_default()
        }
        Err(_) => return MediaKind::Unknown,
    };
    if text.is_empty() || text.chars().any(|c| c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\x0c')) {
        return MediaKind::Unknown;
    }
    if root_is_svg(text) {
        MediaKind::Svg
    } else if has_markup(text) {
        MediaKind::Unknown
    } else {
        MediaKind::Text
    }
}

/// Whether the first element is `svg`, behind an XML declaration, comments and a document type.
fn root_is_svg(text: &str) -> bool {
    let mut rest = text.trim_start_matches('\u{feff}').trim_start();
    loop {
        let end = if rest.starts_with("<?") {
            rest.find("?>").map(|at| at + 2)
        } else if rest.starts_with("<!--") {
            rest.find("-->").map(|at| at + 3)
        } else if rest.starts_with("<!DOCTYPE svg") {
            end_of_document_type(rest)
        } else {
            let name = rest.strip_prefix("<svg:svg").or_else(|| rest.strip_prefix("<svg"));
            return name.is_some_and(|after| after.starts_with([' ', '\t', '\r', '\n', '>', '/']));
        };
        match end {
            Some(end) => rest = rest[end..].trim_start(),
            None => return false,
        }
    }
}

fn end_of_document_type(text: &str) -> Option<usize> {
    match (text.find('['), text.find('>')?) {
        (Some(open), close) if open < close => {
            let subset = text.find(']')?;
            text[subset..].find('>').map(|at| subset + at + 1)
        }
        (_, close) => Some(close + 1),
    }
}

/// Whether a browser that guesses could take the text for a page: any tag, comment or declaration will do.
fn has_markup(text: &str) -> bool {
    text.match_indices('<').any(|(at, _)| {
        text[at + 1..].starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '!' | '?' | '/'))
    })
}
