//! Pictures of strangers: read only after their declared size has been looked at, written without any metadata.

use crate::fonts;
use crate::kind::MediaKind;
use crate::refusal::Refusal;
use image::codecs::png::PngEncoder;
use image::metadata::Orientation;
use image::{
    DynamicImage, ExtendedColorType, ImageDecoder, ImageEncoder, ImageFormat, ImageReader, RgbImage,
    RgbaImage,
};
use jpeg_encoder::{ColorType, Encoder, SamplingFactor};
use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{ImageHrefResolver, ImageKind, Options, Tree};
use std::io::Cursor;
use std::sync::Arc;

/// The most pixels of a picture in two bytes a channel that fit into the child's memory next to their copies.
pub(crate) const MAX_MEGAPIXELS: u32 = 16;
/// Photographs have one byte a channel, so that more of them fit.
pub(crate) const MAX_PHOTO_MEGAPIXELS: u32 = 40;
const MAX_SIDE: u32 = 16_000;
/// The largest drawing that is read; parsing makes a tree of many times its size.
const MAX_SVG_BYTES: usize = 2 * 1024 * 1024;

/// Decodes a raster picture, upright, after checking how large it says it is.
pub(crate) fn decode(bytes: &[u8], kind: MediaKind, max_megapixels: u32) -> Result<DynamicImage, Refusal> {
    let format = match kind {
        MediaKind::Png => ImageFormat::Png,
        MediaKind::Jpeg => ImageFormat::Jpeg,
        MediaKind::Webp => ImageFormat::WebP,
        MediaKind::Gif => ImageFormat::Gif,
        _ => return Err(Refusal::UnsupportedPicture),
    };
    let reader = ImageReader::with_format(Cursor::new(bytes), format);
    let mut decoder = reader.into_decoder().map_err(|_| Refusal::Broken)?;
    let (width, height) = decoder.dimensions();
    refuse_floods(width, height, max_megapixels)?;
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let mut picture = DynamicImage::from_decoder(decoder).map_err(|_| Refusal::Broken)?;
    picture.apply_orientation(orientation);
    Ok(picture)
}

fn refuse_floods(width: u32, height: u32, max_megapixels: u32) -> Result<(), Refusal> {
    let pixels = u64::from(width) * u64::from(height);
    if pixels == 0 {
        Err(Refusal::Broken)
    } else if width.max(height) > MAX_SIDE || pixels > u64::from(max_megapixels) * 1_000_000 {
        Err(Refusal::TooManyPixels { max_megapixels })
    } else {
        Ok(())
    }
}

/// Draws an SVG as large as fits the box. Nothing outside the file is looked at: no fonts, files or addresses.
pub(crate) fn draw_svg(bytes: &[u8], max_width: u32, max_height: u32) -> Result<RgbaImage, Refusal> {
    if bytes.len() > MAX_SVG_BYTES {
        return Err(Refusal::TooLarge { max_mb: (MAX_SVG_BYTES >> 20) as u32 });
    }
    // Text only: a compressed drawing could unfold to any size.
    let text = std::str::from_utf8(bytes).map_err(|_| Refusal::Broken)?;
    let tree = Tree::from_str(text, &sealed_options()).map_err(|_| Refusal::Broken)?;

    let size = tree.size();
    let scale = (max_width as f32 / size.width()).min(max_height as f32 / size.height());
    let side = |length: f32, max: u32| ((length * scale).round() as u32).clamp(1, max);
    let (width, height) = (side(size.width(), max_width), side(size.height(), max_height));
    let mut pixmap = Pixmap::new(width, height).ok_or(Refusal::UnsupportedPicture)?;
    resvg::render(&tree, Transform::from_scale(scale, scale), &mut pixmap.as_mut());

    let straight = pixmap.pixels().iter().flat_map(|pixel| {
        let pixel = pixel.demultiply();
        [pixel.red(), pixel.green(), pixel.blue(), pixel.alpha()]
    });
    RgbaImage::from_raw(width, height, straight.collect()).ok_or(Refusal::Broken)
}

fn sealed_options() -> Options<'static> {
    let mut options = Options {
        resources_dir: None,
        font_family: "Inter".to_owned(),
        image_href_resolver: ImageHrefResolver {
            resolve_data: Box::new(|_, data, _| embedded_picture(data)),
            resolve_string: Box::new(|_, _| None),
        },
        ..Options::default()
    };
    let database = options.fontdb_mut();
    for font in fonts::ALL {
        database.load_font_data(font.to_vec());
    }
    database.set_sans_serif_family("Inter");
    database.set_serif_family("EB Garamond Medium");
    options
}

/// A picture inside a drawing, if it is a plain one of a bearable size; drawings in drawings are left out.
fn embedded_picture(data: Arc<Vec<u8>>) -> Option<ImageKind> {
    let format = image::guess_format(&data).ok()?;
    let (width, height) =
        ImageReader::with_format(Cursor::new(data.as_slice()), format).into_dimensions().ok()?;
    refuse_floods(width, height, MAX_MEGAPIXELS).ok()?;
    match format {
        ImageFormat::Png => Some(ImageKind::PNG(data)),
        ImageFormat::Jpeg => Some(ImageKind::JPEG(data)),
        _ => None,
    }
}

pub(crate) fn png_of_rgba(picture: &RgbaImage) -> Result<Vec<u8>, Refusal> {
    png(picture, picture.width(), picture.height(), ExtendedColorType::Rgba8)
}

pub(crate) fn png_of_rgb(picture: &RgbImage) -> Result<Vec<u8>, Refusal> {
    png(picture, picture.width(), picture.height(), ExtendedColorType::Rgb8)
}

/// At a quality at which small text stays clean.
pub(crate) fn jpeg(picture: &RgbImage) -> Result<Vec<u8>, Refusal> {
    let side = |length: u32| u16::try_from(length).map_err(|_| Refusal::Broken);
    let mut jpeg = Vec::new();
    let mut encoder = Encoder::new(&mut jpeg, 78);
    encoder.set_sampling_factor(SamplingFactor::F_2_2);
    encoder.set_progressive(true);
    encoder.set_optimized_huffman_tables(true);
    let (width, height) = (side(picture.width())?, side(picture.height())?);
    encoder.encode(picture, width, height, ColorType::Rgb).map_err(|_| Refusal::Broken)?;
    Ok(jpeg)
}

fn png(pixels: &[u8], width: u32, height: u32, colour: ExtendedColorType) -> Result<Vec<u8>, Refusal> {
    let mut png = Vec::new();
    PngEncoder::new(&mut png).write_image(pixels, width, height, colour).map_err(|_| Refusal::Broken)?;
    Ok(png)
}

/// Scales down to fit the box; what is already smaller stays as it is.
///
/// Colours are weighted by their opacity meanwhile, or clear pixels would darken the edges of what they surround.
pub(crate) fn shrink(mut picture: RgbaImage, max_width: u32, max_height: u32) -> RgbaImage {
    let (width, height) = picture.dimensions();
    if width <= max_width && height <= max_height {
        return picture;
    }
    let scale = (f64::from(max_width) / f64::from(width)).min(f64::from(max_height) / f64::from(height));
    let side = |length: u32, max: u32| ((f64::from(length) * scale).round() as u32).clamp(1, max);
    for pixel in picture.pixels_mut() {
        let alpha = u16::from(pixel[3]);
        for channel in &mut pixel.0[..3] {
            *channel = ((u16::from(*channel) * alpha + 127) / 255) as u8;
        }
    }
    let mut small = image::imageops::thumbnail(&picture, side(width, max_width), side(height, max_height));
    for pixel in small.pixels_mut().filter(|pixel| pixel[3] > 0) {
        let alpha = u16::from(pixel[3]);
        for channel in &mut pixel.0[..3] {
            *channel = ((u16::from(*channel) * 255 + alpha / 2) / alpha).min(255) as u8;
        }
    }
    small
}
