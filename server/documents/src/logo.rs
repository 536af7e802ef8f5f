//! A partner's logo, turned into plain pixels whatever it was before.

use crate::kind::{MediaKind, sniff};
use crate::picture;
use crate::refusal::Refusal;
use serde::{Deserialize, Serialize};

const MAX_LOGO_BYTES: usize = 2 * 1024 * 1024;
const MAX_WIDTH: u32 = 1200;
const MAX_HEIGHT: u32 = 600;

/// A logo that is safe to show and to merge: PNG with alpha, no metadata, at most 1200 by 600 pixels.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Logo {
    #[serde(skip)]
    pub png: Vec<u8>,
    pub width: u32,
    pub height: u32,
}

/// Makes a logo from a PNG or an SVG; a PNG is never enlarged, an SVG is drawn as large as a logo may be.
pub fn normalise_logo(bytes: &[u8]) -> Result<Logo, Refusal> {
    if bytes.len() > MAX_LOGO_BYTES {
        return Err(Refusal::TooLarge { max_mb: (MAX_LOGO_BYTES >> 20) as u32 });
    }
    let pixels = match sniff(bytes) {
        MediaKind::Png => {
            let picture = picture::decode(bytes, MediaKind::Png, picture::MAX_MEGAPIXELS)?;
            picture::shrink(picture.into_rgba8(), MAX_WIDTH, MAX_HEIGHT)
        }
        MediaKind::Svg => picture::draw_svg(bytes, MAX_WIDTH, MAX_HEIGHT)?,
        _ => return Err(Refusal::UnsupportedPicture),
    };
    let (width, height) = pixels.dimensions();
    Ok(Logo { png: picture::png_of_rgba(&pixels)?, width, height })
}
