//! Logos and thumbnails from pictures that strangers made.

use crate::samples::{self, RED};
use documents::{MediaKind, Refusal, normalise_logo, thumbnail};
use image::{ImageFormat, RgbaImage};
use std::time::{Duration, Instant};

fn pixels(png: &[u8]) -> RgbaImage {
    image::load_from_memory_with_format(png, ImageFormat::Png).unwrap().into_rgba8()
}

/// PNG or JPEG.
fn small_pixels(picture: &[u8]) -> RgbaImage {
    let format = image::guess_format(picture).unwrap();
    assert!(matches!(format, ImageFormat::Png | ImageFormat::Jpeg), "{format:?}");
    image::load_from_memory_with_format(picture, format).unwrap().into_rgba8()
}

fn drawn(svg: &str) -> RgbaImage {
    pixels(&normalise_logo(svg.as_bytes()).unwrap().png)
}

#[test]
fn a_large_logo_is_scaled_down_and_stays_clear_where_it_was() {
    let logo = normalise_logo(&samples::png(3000, 1000, [10, 200, 30, 128])).unwrap();
    assert_eq!((logo.width, logo.height), (1200, 400));
    let pixel = pixels(&logo.png).get_pixel(600, 200).0;
    assert!(pixel[3].abs_diff(128) <= 1 && pixel[1].abs_diff(200) <= 3, "{pixel:?}");
}

#[test]
fn clear_pixels_do_not_darken_the_edges_of_a_logo() {
    let mut picture = RgbaImage::from_pixel(2400, 1200, image::Rgba([0, 0, 0, 0]));
    for (x, _, pixel) in picture.enumerate_pixels_mut() {
        if x % 2 == 0 {
            pixel.0 = [255, 255, 255, 255];
        }
    }
    let mut png = std::io::Cursor::new(Vec::new());
    picture.write_to(&mut png, ImageFormat::Png).unwrap();
    let small = pixels(&normalise_logo(png.get_ref()).unwrap().png);
    let pixel = small.get_pixel(600, 300).0;
    assert!(pixel[0] > 250 && (100..156).contains(&pixel[3]), "{pixel:?}");
}

#[test]
fn a_small_logo_keeps_its_size() {
    let logo = normalise_logo(&samples::png(64, 32, RED)).unwrap();
    assert_eq!((logo.width, logo.height), (64, 32));
    assert_eq!(pixels(&logo.png).get_pixel(5, 5).0, RED);
}

#[test]
fn what_a_picture_says_beside_its_pixels_is_dropped() {
    let plain = samples::png(8, 8, RED);
    let (start, rest) = plain.split_at(33);
    let text = samples::png_chunk(b"tEXt", b"Comment\0<script>alert(1)</script> lat=48.1");
    let told = [start, &text, rest, b"<?php evil(); ?>"].concat();
    let logo = normalise_logo(&told).unwrap();
    assert_eq!(pixels(&logo.png).get_pixel(4, 4).0, RED);
    let bytes = String::from_utf8_lossy(&logo.png);
    assert!(!bytes.contains("script") && !bytes.contains("evil") && !bytes.contains("tEXt"));
}

#[test]
fn a_logo_is_a_png_or_an_svg_of_bearable_size() {
    let jpeg = samples::picture(10, 10, RED, ImageFormat::Jpeg);
    assert_eq!(normalise_logo(&jpeg), Err(Refusal::UnsupportedPicture));
    assert_eq!(normalise_logo(b"<html>"), Err(Refusal::UnsupportedPicture));
    assert_eq!(normalise_logo(&samples::png(10, 10, RED)[..60]), Err(Refusal::Broken));
    assert_eq!(normalise_logo(&vec![b' '; 2 * 1024 * 1024 + 1]), Err(Refusal::TooLarge { max_mb: 2 }));
}

#[test]
fn a_picture_that_declares_a_flood_of_pixels_is_refused_before_it_is_decoded() {
    let header = [60_000_u32.to_be_bytes(), 60_000_u32.to_be_bytes()].concat();
    let flood = [
        b"\x89PNG\r\n\x1a\n".to_vec(),
        samples::png_chunk(b"IHDR", &[header.as_slice(), &[8, 6, 0, 0, 0]].concat()),
        samples::png_chunk(b"IDAT", &samples::deflated_twice(1 << 20)),
        samples::png_chunk(b"IEND", b""),
    ]
    .concat();
    let before = Instant::now();
    assert_eq!(normalise_logo(&flood), Err(Refusal::TooManyPixels { max_megapixels: 16 }));
    assert_eq!(thumbnail(flood, MediaKind::Png, 400), Err(Refusal::TooManyPixels { max_megapixels: 40 }));
    assert!(before.elapsed() < Duration::from_millis(500));
}

#[test]
fn a_drawing_becomes_pixels_as_large_as_a_logo_may_be() {
    let svg = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 20 20'><rect width='10' height='20' fill='red'/></svg>";
    let logo = drawn(svg);
    assert_eq!(logo.dimensions(), (600, 600));
    assert_eq!(logo.get_pixel(100, 300).0, [255, 0, 0, 255]);
    assert_eq!(logo.get_pixel(500, 300).0[3], 0, "what is not drawn stays clear");
}

#[test]
fn text_in_a_drawing_is_set_in_a_font_of_the_portal() {
    let svg = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 100 30'>\
               <text x='2' y='25' font-size='28' font-family='Comic Sans MS'>Acme</text></svg>";
    assert!(drawn(svg).pixels().filter(|pixel| pixel[3] > 200).count() > 1000);
}

#[test]
fn a_drawing_sees_no_file_and_runs_no_script() {
    let path = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("outside.png");
    std::fs::write(&path, samples::png(50, 50, RED)).unwrap();
    let path = path.display();
    for href in [format!("{path}"), format!("file://{path}"), "http://127.0.0.1:9/x.png".to_owned()] {
        let svg = format!(
            "<svg xmlns='http://www.w3.org/2000/svg' xmlns:xlink='http://www.w3.org/1999/xlink' width='50' height='50'>\
             <script>document.documentElement.innerHTML = ''</script>\
             <image xlink:href='{href}' width='50' height='50'/><rect x='40' width='10' height='10' fill='blue'/></svg>"
        );
        let logo = drawn(&svg);
        assert_eq!(logo.get_pixel(100, 300).0[3], 0, "{href} was loaded");
        assert_eq!(logo.get_pixel(550, 50).0, [0, 0, 255, 255]);
    }
}

#[test]
fn a_picture_inside_a_drawing_is_drawn_unless_it_is_a_flood_or_another_drawing() {
    use base64::Engine as _;
    let encode = |bytes: &[u8]| base64::engine::general_purpose::STANDARD.encode(bytes);
    let inside = |kind: &str, bytes: &[u8]| {
        drawn(&format!(
            "<svg xmlns='http://www.w3.org/2000/svg' width='50' height='50'>\
             <image href='data:{kind};base64,{}' width='50' height='50'/></svg>",
            encode(bytes)
        ))
    };
    assert_eq!(inside("image/png", &samples::png(5, 5, RED)).get_pixel(300, 300).0, RED);
    let nested =
        b"<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><rect width='9' height='9'/></svg>";
    assert_eq!(inside("image/svg+xml", nested).get_pixel(300, 300).0[3], 0);
    let wide = samples::png(20_000, 1, RED);
    assert_eq!(inside("image/png", &wide).get_pixel(300, 300).0[3], 0);
}

#[test]
fn a_billion_laughs_are_refused_at_once() {
    let mut entities = String::from("<!ENTITY a0 'lol'>");
    for n in 1..12 {
        entities += &format!("<!ENTITY a{n} '{}'>", format!("&a{};", n - 1).repeat(10));
    }
    let svg = format!(
        "<!DOCTYPE svg [{entities}]><svg xmlns='http://www.w3.org/2000/svg'><text>&a11;</text></svg>"
    );
    let before = Instant::now();
    assert_eq!(normalise_logo(svg.as_bytes()), Err(Refusal::Broken));
    assert!(before.elapsed() < Duration::from_secs(1));
}

#[test]
fn an_entity_that_names_a_file_brings_nothing_in() {
    let svg = "<!DOCTYPE svg [<!ENTITY secret SYSTEM 'file:///etc/hostname'>]>\
               <svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 100 30'><text y='20'>&secret;</text></svg>";
    match normalise_logo(svg.as_bytes()) {
        Ok(logo) => assert!(pixels(&logo.png).pixels().all(|pixel| pixel[3] == 0)),
        Err(refusal) => assert_eq!(refusal, Refusal::Broken),
    }
}

#[test]
fn every_kind_that_has_a_thumbnail_gets_one_of_the_width_asked_for() {
    let picture = |format| samples::picture(800, 400, RED, format);
    let svg = b"<svg xmlns='http://www.w3.org/2000/svg' width='20' height='10'><rect width='20' height='10' fill='#e60014'/></svg>";
    for (bytes, kind) in [
        (picture(ImageFormat::Png), MediaKind::Png),
        (picture(ImageFormat::Jpeg), MediaKind::Jpeg),
        (picture(ImageFormat::WebP), MediaKind::Webp),
        (picture(ImageFormat::Gif), MediaKind::Gif),
        (svg.to_vec(), MediaKind::Svg),
        (
            samples::one_page("/MediaBox [0 0 200 100]", b"0.9 0 0.08 rg 0 0 200 100 re f", &[]),
            MediaKind::Pdf,
        ),
    ] {
        assert!(kind.has_thumbnail());
        let small = small_pixels(&thumbnail(bytes, kind, 320).unwrap());
        assert_eq!(small.dimensions(), (320, 160), "{kind:?}");
        let pixel = small.get_pixel(160, 80).0;
        assert!(pixel.iter().zip(RED).all(|(a, b)| a.abs_diff(b) < 8), "{kind:?}: {pixel:?}");
    }
    assert_eq!(thumbnail(b"text".to_vec(), MediaKind::Text, 320), Err(Refusal::UnsupportedPicture));
}

#[test]
fn a_photograph_held_sideways_is_shown_upright() {
    let jpeg = samples::picture(80, 40, RED, ImageFormat::Jpeg);
    // Orientation (tag 0x0112) 6: to be turned by 90 degrees.
    let exif = b"Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0";
    let segment = [b"\xff\xe1".as_slice(), &(exif.len() as u16 + 2).to_be_bytes(), exif].concat();
    let turned = [&jpeg[..2], &segment, &jpeg[2..]].concat();
    assert_eq!(small_pixels(&thumbnail(turned, MediaKind::Jpeg, 320).unwrap()).dimensions(), (40, 80));
}
