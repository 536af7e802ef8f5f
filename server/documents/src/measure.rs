//! What can be measured of a brand on a page before anybody takes it: what is behind each zone, and what the logo is.

use crate::kind::MediaKind;
use crate::merge::Zone;
use crate::picture;
use crate::refusal::Refusal;
use crate::render;
use crate::source;
use hayro::hayro_syntax::Pdf;
use image::RgbImage;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

/// Pixels across a page that is looked at: enough to see what is behind a line of text.
const WIDTH: u32 = 600;

/// What is behind a zone.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Ground {
    /// The mean colour, as red, green and blue.
    pub colour: [u8; 3],
    /// How much its lightness changes: the standard deviation, from 0 to about 127.
    pub unrest: f32,
}

/// What a logo is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogoFacts {
    pub width: u32,
    pub height: u32,
    /// The mean colour of what is not clear.
    pub colour: [u8; 3],
    /// Whether it brings its own ground: hardly anything of it is clear.
    pub is_opaque: bool,
}

/// What was measured.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Measures {
    /// One for each zone, in their order.
    pub grounds: Vec<Ground>,
    /// Of the logo, where there is one.
    pub logo: Option<LogoFacts>,
}

/// Looks at what is behind the zones on the pages of a PDF or on a picture, and at the logo.
pub fn measure(
    file: Vec<u8>,
    kind: MediaKind,
    zones: &[Zone],
    logo: Option<&[u8]>,
) -> Result<Measures, Refusal> {
    let grounds = if kind == MediaKind::Pdf {
        let pdf = source::open(file)?;
        grounds(zones, |page| of_pdf(&pdf, page))?
    } else {
        grounds(zones, |_| of_picture(&file, kind))?
    };
    let logo = logo.map(logo_facts).transpose()?;
    Ok(Measures { grounds, logo })
}

/// What is behind each zone. No page is drawn twice.
fn grounds(
    zones: &[Zone],
    draw: impl Fn(u32) -> Result<(RgbImage, f32), Refusal>,
) -> Result<Vec<Ground>, Refusal> {
    let mut pages = BTreeMap::new();
    let mut grounds = Vec::new();
    for zone in zones {
        let (pixels, scale) = match pages.entry(zone.page) {
            Entry::Occupied(drawn) => drawn.into_mut(),
            Entry::Vacant(place) => place.insert(draw(zone.page)?),
        };
        grounds.push(ground(pixels, zone, *scale));
    }
    Ok(grounds)
}

/// The page as pixels, and how many of them a point is.
fn of_pdf(pdf: &Pdf, page: u32) -> Result<(RgbImage, f32), Refusal> {
    let (pixels, points) = render::page_and_width(pdf, page, WIDTH)?;
    let scale = pixels.width() as f32 / points;
    Ok((pixels, scale))
}

/// The same of a picture.
fn of_picture(file: &[u8], kind: MediaKind) -> Result<(RgbImage, f32), Refusal> {
    let picture = picture::decode(file, kind, picture::MAX_PHOTO_MEGAPIXELS)?;
    let width = picture.width();
    let small = picture.thumbnail(WIDTH.min(width), u32::MAX).into_rgb8();
    let scale = small.width() as f32 / width as f32;
    Ok((small, scale))
}

fn ground(pixels: &RgbImage, zone: &Zone, scale: f32) -> Ground {
    let (width, height) = pixels.dimensions();
    let from = |at: f32, side: u32| ((at * scale).max(0.0) as u32).min(side.saturating_sub(1));
    let to = |at: f32, side: u32| ((at * scale).ceil().max(1.0) as u32).clamp(1, side);
    let (left, top) = (from(zone.x, width), from(zone.y, height));
    let (right, bottom) = (to(zone.x + zone.width, width), to(zone.y + zone.height, height));
    let (mut sum, mut light, mut squares, mut count) = ([0_f64; 3], 0_f64, 0_f64, 0_f64);
    for y in top..bottom.max(top + 1) {
        for x in left..right.max(left + 1) {
            let [r, g, b] = pixels.get_pixel(x, y).0.map(f64::from);
            let lightness = 0.2126 * r + 0.7152 * g + 0.0722 * b;
            for (sum, value) in sum.iter_mut().zip([r, g, b]) {
                *sum += value;
            }
            light += lightness;
            squares += lightness * lightness;
            count += 1.0;
        }
    }
    let mean = light / count;
    let unrest = (squares / count - mean * mean).max(0.0).sqrt();
    Ground { colour: sum.map(|sum| (sum / count).round() as u8), unrest: unrest as f32 }
}

fn logo_facts(png: &[u8]) -> Result<LogoFacts, Refusal> {
    let pixels = picture::decode(png, MediaKind::Png, picture::MAX_MEGAPIXELS)?.into_rgba8();
    let (width, height) = pixels.dimensions();
    let (mut sum, mut seen, mut clear) = ([0_f64; 3], 0_f64, 0_u64);
    for pixel in pixels.pixels() {
        let alpha = f64::from(pixel[3]) / 255.0;
        clear += u64::from(pixel[3] < 128);
        seen += alpha;
        for (sum, value) in sum.iter_mut().zip(&pixel.0[..3]) {
            *sum += f64::from(*value) * alpha;
        }
    }
    let colour = sum.map(|sum| (sum / seen.max(1.0)).round() as u8);
    let is_opaque = clear * 50 < u64::from(width) * u64::from(height);
    Ok(LogoFacts { width, height, colour, is_opaque })
}
