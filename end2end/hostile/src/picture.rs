//! Pictures: small sound ones, and the parts to make unsound ones of.

use crate::packed::{crc, zlib};
use image::{DynamicImage, ImageFormat, Rgb, RgbImage};
use std::io::Cursor;

/// A small sound picture.
pub(crate) fn sound(format: ImageFormat) -> Vec<u8> {
    let mut to = Cursor::new(Vec::new());
    let pixels =
        DynamicImage::ImageRgb8(RgbImage::from_fn(24, 16, |x, y| Rgb([x as u8 * 9, y as u8 * 14, 90])));
    // Writing into memory does not fail.
    pixels.write_to(&mut to, format).unwrap_or_default();
    to.into_inner()
}

pub(crate) fn chunk(kind: &[u8; 4], data: &[u8]) -> Vec<u8> {
    let body = [kind.as_slice(), data].concat();
    [&(data.len() as u32).to_be_bytes(), body.as_slice(), &crc(&body).to_be_bytes()].concat()
}

/// The head of a PNG: depth, kind of colour, and whether it is interlaced.
pub(crate) fn ihdr(width: u32, height: u32, depth: u8, colour: u8, interlaced: u8) -> Vec<u8> {
    let mut data = [width.to_be_bytes(), height.to_be_bytes()].concat();
    data.extend([depth, colour, 0, 0, interlaced]);
    chunk(b"IHDR", &data)
}

/// A PNG of these chunks, with its end.
pub(crate) fn png(chunks: &[Vec<u8>]) -> Vec<u8> {
    let mut out = b"\x89PNG\r\n\x1a\n".to_vec();
    chunks.iter().for_each(|chunk| out.extend(chunk));
    out.extend(chunk(b"IEND", b""));
    out
}

/// A sound PNG of some pixels with these chunks before its pixels.
pub(crate) fn png_with(chunks: &[Vec<u8>]) -> Vec<u8> {
    let mut all = vec![ihdr(4, 4, 8, 2, 0)];
    all.extend_from_slice(chunks);
    all.push(chunk(b"IDAT", &zlib(&[0; 4 * 13])));
    png(&all)
}

/// A JPEG with this segment behind its beginning.
pub(crate) fn jpeg_with(marker: u8, data: &[u8]) -> Vec<u8> {
    let sound = sound(ImageFormat::Jpeg);
    let length = (data.len() as u16 + 2).to_be_bytes();
    [&sound[..2], &[0xff, marker], &length, data, &sound[2..]].concat()
}

/// A sound JPEG that claims this size.
pub(crate) fn jpeg_of(width: u16, height: u16) -> Vec<u8> {
    let mut bytes = sound(ImageFormat::Jpeg);
    if let Some(at) = bytes.windows(2).position(|pair| matches!(pair, [0xff, 0xc0 | 0xc2])) {
        bytes[at + 5..at + 7].copy_from_slice(&height.to_be_bytes());
        bytes[at + 7..at + 9].copy_from_slice(&width.to_be_bytes());
    }
    bytes
}

/// The head of a GIF with two colours.
pub(crate) fn gif_head(width: u16, height: u16) -> Vec<u8> {
    let mut out = b"GIF89a".to_vec();
    out.extend(width.to_le_bytes());
    out.extend(height.to_le_bytes());
    out.extend([0x80, 0, 0, 0, 0, 0, 255, 255, 255]);
    out
}

/// A frame of a GIF; its pixels are those of one.
pub(crate) fn gif_frame(width: u16, height: u16) -> Vec<u8> {
    let mut out = vec![0x2c, 0, 0, 0, 0];
    out.extend(width.to_le_bytes());
    out.extend(height.to_le_bytes());
    out.extend([0, 2, 2, 0x44, 0x01, 0]);
    out
}

/// A WebP of these chunks.
pub(crate) fn webp(chunks: &[(&[u8; 4], Vec<u8>)]) -> Vec<u8> {
    let mut body = b"WEBP".to_vec();
    for (kind, data) in chunks {
        body.extend_from_slice(*kind);
        body.extend((data.len() as u32).to_le_bytes());
        body.extend(data);
        body.resize(body.len().next_multiple_of(2), 0);
    }
    [b"RIFF".as_slice(), &(body.len() as u32).to_le_bytes(), &body].concat()
}
