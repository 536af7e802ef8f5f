//! The small picture of a file in lists and cards.

use crate::kind::MediaKind;
use crate::picture;
use crate::refusal::Refusal;
use crate::render;

/// No thumbnail is larger than this on either side.
const MAX_SIDE: u32 = 1600;
/// A tall picture becomes no taller than this many times the width asked for.
const MAX_RATIO: u32 = 3;

/// Draws the file (of a PDF the first page) at most so wide; small pictures are not enlarged. Pages and photographs become a
/// JPEG, which is less than half of the bytes; what may have clear places or plain colours a PNG.
pub fn thumbnail(bytes: Vec<u8>, kind: MediaKind, width: u32) -> Result<Vec<u8>, Refusal> {
    let width = width.clamp(16, MAX_SIDE);
    let height = (width * MAX_RATIO).min(MAX_SIDE);
    match kind {
        MediaKind::Pdf => picture::jpeg(&render::page_pixels(bytes, 0, width)?),
        MediaKind::Svg => picture::png_of_rgba(&picture::draw_svg(&bytes, width, height)?),
        _ => {
            let picture = picture::decode(&bytes, kind, picture::MAX_PHOTO_MEGAPIXELS)?;
            if picture.color().has_alpha() {
                picture::png_of_rgba(&picture::shrink(picture.into_rgba8(), width, height))
            } else {
                let small = if picture.width() > width || picture.height() > height {
                    picture.thumbnail(width, height)
                } else {
                    picture
                };
                match kind {
                    MediaKind::Jpeg => picture::jpeg(&small.into_rgb8()),
                    _ => picture::png_of_rgb(&small.into_rgb8()),
                }
            }
        }
    }
}
