//! The small picture of a file in lists and cards.

use crate::kind::MediaKind;
use crate::picture;
use crate::refusal::Refusal;
use crate::render;
use crate::source;
use image::DynamicImage;

/// No thumbnail is larger than this on either side.
const MAX_SIDE: u32 = 1600;
/// A tall picture becomes no taller than this many times the width asked for.
const MAX_RATIO: u32 = 3;

/// Draws the file (of a PDF the first page) at most so wide; small pictures are not enlarged. Pages and photographs become a
/// JPEG, which is less than half of the bytes; what may have clear places or plain colours a PNG.
pub fn thumbnail(bytes: Vec<u8>, kind: MediaKind, width: u32) -> Result<Vec<u8>, Refusal> {
    let (width, height) = bounds(width);
    match kind {
        MediaKind::Pdf => {
            let pdf = source::open(bytes)?;
            picture::jpeg(&render::page_and_width(&pdf, 0, width)?.0)
        }
        MediaKind::Svg => picture::png_of_rgba(&picture::draw_svg(&bytes, width, height)?),
        _ => small(picture::decode(&bytes, kind, picture::MAX_PHOTO_MEGAPIXELS)?, kind, width),
    }
}

/// The same of a picture that is decoded.
pub(crate) fn small(picture: DynamicImage, kind: MediaKind, width: u32) -> Result<Vec<u8>, Refusal> {
    let (width, height) = bounds(width);
    if picture.color().has_alpha() {
        return picture::png_of_rgba(&picture::shrink(picture.into_rgba8(), width, height));
    }
    let is_small = picture.width() <= width && picture.height() <= height;
    let small = if is_small { picture } else { picture.thumbnail(width, height) };
    match kind {
        MediaKind::Jpeg => picture::jpeg(&small.into_rgb8()),
        _ => picture::png_of_rgb(&small.into_rgb8()),
    }
}

fn bounds(width: u32) -> (u32, u32) {
    let width = width.clamp(16, MAX_SIDE);
    (width, (width * MAX_RATIO).min(MAX_SIDE))
}
