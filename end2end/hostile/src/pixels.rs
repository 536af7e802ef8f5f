//! Pictures that claim to be giants, or become giants when they are unfolded.

use crate::Case;
use crate::packed::{zlib, zlib_of_zeros};
use crate::picture::{chunk, gif_frame, gif_head, ihdr, jpeg_of, jpeg_with, png, png_with, sound, webp};
use image::ImageFormat::{Jpeg, Png};

pub(crate) fn cases() -> Vec<Case> {
    [pngs(), jpegs(), gifs(), webps()].concat()
}

/// A PNG whose head claims this and whose pixels are a few.
fn claims(width: u32, height: u32, depth: u8, colour: u8) -> Vec<u8> {
    png(&[ihdr(width, height, depth, colour, 0), chunk(b"IDAT", &zlib(&[0; 64]))])
}

/// A PNG whose pixels are there, all of them black.
fn black(width: u32, height: u32, depth: u8, channels: u32, interlaced: u8) -> Vec<u8> {
    let colour = [0, 2, 6][(channels as usize / 2).min(2)];
    let row = (width as usize * channels as usize * depth as usize).div_ceil(8) + 1;
    png(&[
        ihdr(width, height, depth, colour, interlaced),
        chunk(b"IDAT", &zlib_of_zeros(row * height as usize)),
    ])
}

fn pngs() -> Vec<Case> {
    let unfolds = |kind: &[u8; 4], before: &[u8]| {
        png_with(&[chunk(kind, &[before, &zlib_of_zeros(200 << 20)].concat())])
    };
    let text = chunk(b"zTXt", &[b"a\0\0".as_slice(), &zlib_of_zeros(8 << 20)].concat());
    let mut wrong = sound(Png);
    let at = wrong.len() - 20;
    wrong[at] ^= 0xff;
    let frames: Vec<Vec<u8>> = (0..2000_u32)
        .map(|n| {
            let mut control = n.to_be_bytes().to_vec();
            control.extend([0, 0, 0, 4, 0, 0, 0, 4]);
            control.extend([0; 14]);
            chunk(b"fcTL", &control)
        })
        .collect();
    let animated = png_with(
        &[vec![chunk(b"acTL", &[0, 0, 7, 208, 0, 0, 0, 0])], frames]
            .concat()
            .concat()
            .chunks(usize::MAX)
            .map(<[u8]>::to_vec)
            .collect::<Vec<_>>(),
    );
    let case = |name: &str, bytes: Vec<u8>| Case::new(name, "picture.png", "image/png", bytes);
    vec![
        case("a PNG that claims 65,535 squared", claims(65_535, 65_535, 8, 6)),
        case("a PNG that claims two milliards squared", claims(0x7fff_ffff, 0x7fff_ffff, 16, 6)),
        case("a PNG that claims more than there is", claims(u32::MAX, u32::MAX, 8, 2)),
        case("a PNG that claims nothing", claims(0, 0, 8, 2)),
        case("a PNG as thin as a hair", claims(2_000_000, 1, 1, 0)),
        case("a PNG of an unknown colour", claims(4, 4, 7, 5)),
        case("a PNG of a hundred million black dots", black(10_000, 10_000, 1, 1, 0)),
        case("a PNG of thirty-six million wide pixels", black(6000, 6000, 16, 4, 0)),
        case("a PNG of sixteen million wide pixels, interlaced", black(4000, 4000, 16, 4, 1)),
        case(
            "a PNG with pixels that go on",
            png(&[ihdr(4, 4, 8, 2, 0), chunk(b"IDAT", &zlib_of_zeros(500 << 20))]),
        ),
        case("a PNG with a profile that unfolds", unfolds(b"iCCP", b"a\0\0")),
        case("a PNG with a text that unfolds", unfolds(b"zTXt", b"a\0\0")),
        case("a PNG with a text in all languages that unfolds", unfolds(b"iTXt", b"a\0\x01\0\0\0")),
        case("a PNG with a hundred texts that unfold", png_with(&vec![text; 100])),
        case("a PNG with a wrong sum", wrong),
        case("a PNG of two thousand frames", animated),
        case(
            "a PNG with a chunk longer than the file",
            [&sound(Png)[..33], &[0x7f, 0xff, 0xff, 0xff], b"IDAT1234"].concat(),
        ),
        case(
            "a PNG with two heads",
            png(&[ihdr(4, 4, 8, 2, 0), ihdr(60_000, 60_000, 8, 2, 0), chunk(b"IDAT", &zlib(&[0; 52]))]),
        ),
    ]
}

fn jpegs() -> Vec<Case> {
    let sound = sound(Jpeg);
    let scan = sound.windows(2).position(|pair| pair == [0xff, 0xda]).unwrap_or_default();
    let scans = [&sound[..scan], &sound[scan..sound.len() - 2].repeat(2000), &[0xff, 0xd9]].concat();
    let mut progressive = jpeg_of(16_000, 2_400);
    if let Some(at) = progressive.windows(2).position(|pair| pair == [0xff, 0xc0]) {
        progressive[at + 1] = 0xc2;
    }
    // Its directory is its own next one.
    let looping = b"Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\x08\0\0\0";
    let case = |name: &str, bytes: Vec<u8>| Case::new(name, "picture.jpg", "image/jpeg", bytes);
    vec![
        case("a JPEG that claims 65,535 squared", jpeg_of(65_535, 65_535)),
        case("a JPEG that claims forty million pixels", jpeg_of(15_900, 2_500)),
        case("a JPEG that claims nothing", jpeg_of(0, 0)),
        case("a JPEG of two thousand scans", scans),
        case("a JPEG that comes step by step and does not", progressive),
        case("a JPEG with facts in a circle", jpeg_with(0xe1, looping)),
        case(
            "a JPEG with a segment longer than the file",
            [&sound[..2], &[0xff, 0xe2, 0xff, 0xff], b"ICC"].concat(),
        ),
        case(
            "a JPEG with sixty thousand empty segments",
            [&sound[..2], &[0xff, 0xfe, 0, 2].repeat(60_000), &sound[2..]].concat(),
        ),
    ]
}

fn gifs() -> Vec<Case> {
    let frames = |width: u16, height: u16, count: usize| {
        [gif_head(width, height), gif_frame(width, height).repeat(count), vec![0x3b]].concat()
    };
    let mut endless = gif_head(8, 8);
    endless.extend([0x2c, 0, 0, 0, 0, 8, 0, 8, 0, 0, 2]);
    endless.extend([&[255_u8][..], &[0x24; 255]].concat().repeat(4000));
    let case = |name: &str, bytes: Vec<u8>| Case::new(name, "picture.gif", "image/gif", bytes);
    vec![
        case("a GIF that claims 65,535 squared", frames(65_535, 65_535, 1)),
        case(
            "a GIF with a frame larger than itself",
            [gif_head(4, 4), gif_frame(60_000, 60_000), vec![0x3b]].concat(),
        ),
        case("a GIF of five thousand frames", frames(64, 64, 5000)),
        case("a GIF of nothing", frames(0, 0, 1)),
        case("a GIF that never says that it ends", endless),
        case(
            "a GIF without colours",
            [b"GIF89a\x04\0\x04\0\0\0\0".as_slice(), &gif_frame(4, 4), &[0x3b]].concat(),
        ),
    ]
}

fn webps() -> Vec<Case> {
    let canvas = |side: u32| {
        [&[0x02, 0, 0, 0][..], &(side - 1).to_le_bytes()[..3], &(side - 1).to_le_bytes()[..3]].concat()
    };
    // 14 bits for each side, all set.
    let lossless = [&[0x2f, 0xff, 0xff, 0xff, 0x0f][..], &[0; 32]].concat();
    let lossy = [&[0x10, 0, 0, 0x9d, 0x01, 0x2a, 0xff, 0x3f, 0xff, 0x3f][..], &[0; 32]].concat();
    let frame =
        [&[0; 6][..], &[0xff, 0x3f, 0, 0xff, 0x3f, 0, 0, 0, 0, 0], b"VP8L\x25\0\0\0", &lossless].concat();
    let mut frames = vec![(b"VP8X", canvas(16_384)), (b"ANIM", vec![0; 6])];
    frames.extend(std::iter::repeat_n((b"ANMF", frame), 500));
    let case = |name: &str, bytes: Vec<u8>| Case::new(name, "picture.webp", "image/webp", bytes);
    vec![
        case(
            "a WebP that claims sixteen million squared",
            webp(&[(b"VP8X", canvas(1 << 24)), (b"VP8L", lossless.clone())]),
        ),
        case("a WebP without loss that claims 16,384 squared", webp(&[(b"VP8L", lossless)])),
        case("a WebP with loss that claims 16,383 squared", webp(&[(b"VP8 ", lossy)])),
        case("a WebP of five hundred giant frames", webp(&frames)),
        case("a WebP of nothing", webp(&[])),
        case("a WebP longer than itself", b"RIFF\xff\xff\xff\xffWEBPVP8 \xff\xff\xff\xff".to_vec()),
    ]
}
