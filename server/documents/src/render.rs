//! Showing a page of a PDF as pixels.

use crate::picture;
use crate::refusal::Refusal;
use crate::source;
use hayro::hayro_interpret::InterpreterSettings;
use hayro::hayro_syntax::Pdf;
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::{RenderCache, RenderSettings, render};
use image::RgbImage;

/// No preview is wider or higher than this.
const MAX_SIDE: f32 = 4000.0;
const MIN_WIDTH: f32 = 16.0;

/// Draws one page (counted from 0) on white, as a PNG of about the given width.
///
/// Very long pages come out narrower, so that no side exceeds 4,000 pixels.
pub fn render_page(pdf: Vec<u8>, page: u32, width_px: u32) -> Result<Vec<u8>, Refusal> {
    let pdf = source::open(pdf)?;
    picture::png_of_rgb(&page_and_width(&pdf, page, width_px)?.0)
}

/// A page as pixels, and how many points it is wide.
pub(crate) fn page_and_width(pdf: &Pdf, page: u32, width_px: u32) -> Result<(RgbImage, f32), Refusal> {
    let index = usize::try_from(page).unwrap_or(usize::MAX);
    let page = pdf.pages().get(index).ok_or(Refusal::NoSuchPage { page: page.saturating_add(1) })?;
    let size = source::page_size(page)?;

    let wanted = (width_px as f32).clamp(MIN_WIDTH, MAX_SIDE) / size.width;
    let scale = wanted.min(MAX_SIDE / size.height);
    let pixels = |side: f32| (side * scale).round().max(1.0) as u16;
    let settings = RenderSettings {
        x_scale: scale,
        y_scale: scale,
        width: Some(pixels(size.width)),
        height: Some(pixels(size.height)),
        bg_color: WHITE,
    };
    let pixmap = render(page, &RenderCache::new(), &InterpreterSettings::default(), &settings);

    let (width, height) = (u32::from(pixmap.width()), u32::from(pixmap.height()));
    let opaque =
        pixmap.data_as_u8_slice().chunks_exact(4).flat_map(|pixel| [pixel[0], pixel[1], pixel[2]]).collect();
    let pixels = RgbImage::from_raw(width, height, opaque).ok_or(Refusal::Broken)?;
    Ok((pixels, size.width))
}
