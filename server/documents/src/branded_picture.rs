//! Co-branding of pictures: the same zones as on a page, in pixels, laid over a PNG or a JPEG.

use crate::kind::MediaKind;
use crate::merge::{Brand, Overlay, Zone};
use crate::picture;
use crate::refusal::Refusal;
use hayro::hayro_interpret::InterpreterSettings;
use hayro::hayro_syntax::Pdf;
use hayro::vello_cpu::color::palette::css::TRANSPARENT;
use hayro::{RenderCache, RenderSettings, render};
use image::codecs::jpeg::JpegEncoder;
use image::{Rgba, RgbaImage};
use krilla::Document;
use krilla::page::PageSettings;
use std::sync::Arc;

/// The most pixels of a picture that takes a brand: it is in memory three times at once.
const MAX_MEGAPIXELS: u32 = 12;
/// No side of what is laid over a picture is longer.
const MAX_SIDE: u32 = 8_000;
/// Of a JPEG: no loss that is seen.
const QUALITY: u8 = 92;

/// Lays the brand over a picture; a point of a zone is a pixel. A PNG stays one, a JPEG too.
pub fn merge_picture(
    bytes: &[u8],
    kind: MediaKind,
    zones: &[Zone],
    brand: &Brand,
) -> Result<Vec<u8>, Refusal> {
    if !matches!(kind, MediaKind::Png | MediaKind::Jpeg) {
        return Err(Refusal::UnsupportedPicture);
    }
    let mut picture = picture::decode(bytes, kind, MAX_MEGAPIXELS)?.into_rgba8();
    let (width, height) = picture.dimensions();
    if width.max(height) > MAX_SIDE {
        return Err(Refusal::TooManyPixels { max_megapixels: MAX_MEGAPIXELS });
    }
    for zone in zones {
        let fits = zone.page == 0 && zone.x >= 0.0 && zone.y >= 0.0;
        // Sizes are kept in hundredths: what reaches as far as the edge is on the picture.
        let right = zone.x + zone.width <= width as f32 + 0.01;
        let bottom = zone.y + zone.height <= height as f32 + 0.01;
        if !(fits && right && bottom) {
            return Err(Refusal::ZoneOutside { page: 1 });
        }
    }
    lay_over(&mut picture, &overlay(width, height, zones, brand)?);
    match kind {
        MediaKind::Jpeg => {
            let opaque = image::DynamicImage::ImageRgba8(picture).into_rgb8();
            let mut jpeg = Vec::new();
            JpegEncoder::new_with_quality(&mut jpeg, QUALITY)
                .encode_image(&opaque)
                .map_err(|_| Refusal::Broken)?;
            Ok(jpeg)
        }
        _ => picture::png_of_rgba(&picture),
    }
}

/// Whether a picture of this kind and size in pixels takes a brand.
pub(crate) fn takes_a_brand(kind: MediaKind, width: u32, height: u32) -> bool {
    let pixels = u64::from(width) * u64::from(height);
    matches!(kind, MediaKind::Png | MediaKind::Jpeg)
        && width.max(height) <= MAX_SIDE
        && pixels <= u64::from(MAX_MEGAPIXELS) * 1_000_000
}

/// The brand alone, drawn as on a page of a PDF and turned into pixels, so that both look the same.
fn overlay(width: u32, height: u32, zones: &[Zone], brand: &Brand) -> Result<RgbaImage, Refusal> {
    let overlay = Overlay::new(brand)?;
    let mut document = Document::new();
    let settings = PageSettings::from_wh(width as f32, height as f32).ok_or(Refusal::Broken)?;
    let mut page = document.start_page_with(settings);
    let mut surface = page.surface();
    for zone in zones {
        overlay.draw(&mut surface, zone);
    }
    surface.finish();
    page.finish();
    let pdf =
        Pdf::new(Arc::new(document.finish().map_err(|_| Refusal::Broken)?)).map_err(|_| Refusal::Broken)?;
    let page = pdf.pages().first().ok_or(Refusal::Broken)?;
    let side = |pixels: u32| u16::try_from(pixels).map_err(|_| Refusal::Broken);
    let settings = RenderSettings {
        x_scale: 1.0,
        y_scale: 1.0,
        width: Some(side(width)?),
        height: Some(side(height)?),
        bg_color: TRANSPARENT,
    };
    let pixmap = render(page, &RenderCache::new(), &InterpreterSettings::default(), &settings);
    RgbaImage::from_raw(width, height, pixmap.data_as_u8_slice().to_vec()).ok_or(Refusal::Broken)
}

/// Over: colours of the upper one are multiplied by their opacity already (Porter and Duff, 1984).
fn lay_over(under: &mut RgbaImage, over: &RgbaImage) {
    for (below, Rgba([r, g, b, a])) in under.pixels_mut().zip(over.pixels()) {
        if *a == 0 {
            continue;
        }
        let rest = 255 - u32::from(*a);
        let alpha = u32::from(below[3]);
        let out_alpha = u32::from(*a) + (alpha * rest + 127) / 255;
        for (channel, top) in below.0[..3].iter_mut().zip([r, g, b]) {
            let behind = u32::from(*channel) * alpha * rest / (255 * 255);
            let mixed = (u32::from(*top) + behind) * 255 / out_alpha.max(1);
            *channel = mixed.min(255) as u8;
        }
        below[3] = out_alpha.min(255) as u8;
    }
}
