//! Text that marketing has locked, pictures with a brand, and what is measured before.

use crate::poppler;
use crate::samples;
use documents::{
    Align, Font, MediaKind, PageSize, Refusal, Zone, ZoneKind, look, measure, merge, merge_picture,
};
use image::ImageFormat;

fn text_zone(text: &str) -> Zone {
    Zone { text: text.into(), ..Zone::new(0, ZoneKind::Text, 40.0, 40.0, 300.0, 60.0) }
}

#[test]
fn a_locked_text_is_on_the_page_in_its_face_and_cut_where_it_may_not_go_on() {
    let zones = [
        Zone { font: Some(Font::Display), align: Align::Right, ..text_zone("Sold by Northwind\nwith care") },
        Zone { y: 200.0, characters: Some(8), padding: 6.0, ..text_zone("Northwind International") },
    ];
    let merged = merge(samples::pages(&[(400.0, 300.0)]), &zones, &samples::brand()).unwrap();
    let text = poppler::texts(&merged).concat();
    assert!(text.contains("Sold by Northwind") && text.contains("with care"), "{text}");
    assert!(text.contains("Northwi…") && !text.contains("International"), "{text}");
}

#[test]
fn a_picture_takes_the_logo_where_its_zone_is_and_stays_of_its_kind() {
    let zone = Zone::new(0, ZoneKind::Logo, 20.0, 30.0, 90.0, 30.0);
    for (kind, format) in [(MediaKind::Png, ImageFormat::Png), (MediaKind::Jpeg, ImageFormat::Jpeg)] {
        let source = samples::picture(200, 100, [255, 255, 255, 255], format);
        assert_eq!(look(source.clone(), kind, 90).unwrap().pages, [PageSize { width: 200.0, height: 100.0 }]);
        let merged = merge_picture(&source, kind, std::slice::from_ref(&zone), &samples::brand()).unwrap();
        assert_eq!(documents::sniff(&merged), kind);
        let pixels = image::load_from_memory(&merged).unwrap().into_rgb8();
        assert_eq!(pixels.dimensions(), (200, 100));
        let is_red = |x, y| {
            let [r, g, b] = pixels.get_pixel(x, y).0;
            r > 150 && g < 90 && b < 90
        };
        assert!(is_red(65, 45) && is_red(24, 34) && is_red(105, 56));
        assert!(!is_red(10, 45) && !is_red(120, 45) && !is_red(65, 20) && !is_red(65, 70));
    }
}

#[test]
fn a_picture_takes_no_zone_that_is_not_on_it_and_no_flood() {
    let source = samples::png(100, 100, [0, 0, 0, 255]);
    for zone in [
        Zone::new(0, ZoneKind::Logo, 50.0, 0.0, 51.0, 30.0),
        Zone::new(1, ZoneKind::Logo, 0.0, 0.0, 30.0, 30.0),
        Zone::new(0, ZoneKind::Logo, -1.0, 0.0, 30.0, 30.0),
        Zone::new(0, ZoneKind::Logo, f32::NAN, 0.0, 30.0, 30.0),
    ] {
        let refused = merge_picture(&source, MediaKind::Png, &[zone], &samples::brand());
        assert_eq!(refused, Err(Refusal::ZoneOutside { page: 1 }));
    }
    let flood = samples::png(4_000, 4_000, [0, 0, 0, 255]);
    assert_eq!(look(flood.clone(), MediaKind::Png, 90).unwrap().pages, [], "collateral as it is");
    assert!(matches!(
        merge_picture(&flood, MediaKind::Png, &[], &samples::brand()),
        Err(Refusal::TooManyPixels { .. })
    ));
    assert_eq!(
        merge_picture(b"GIF89a", MediaKind::Gif, &[], &samples::brand()),
        Err(Refusal::UnsupportedPicture)
    );
}

#[test]
fn what_is_behind_a_zone_and_what_a_logo_is_are_measured() {
    // The left half of the page is black, the right half white.
    let page = samples::one_page("/MediaBox [0 0 400 300]", b"0 g 0 0 200 300 re f", &[]);
    let zones = [
        Zone::new(0, ZoneKind::Logo, 20.0, 20.0, 100.0, 50.0),
        Zone::new(0, ZoneKind::Logo, 250.0, 20.0, 100.0, 50.0),
        Zone::new(0, ZoneKind::Logo, 150.0, 20.0, 100.0, 50.0),
    ];
    let logo = samples::png(90, 30, [200, 10, 10, 255]);
    let found = measure(page, MediaKind::Pdf, &zones, Some(&logo)).unwrap();
    assert_eq!(found.grounds.len(), 3);
    assert!(found.grounds[0].colour[0] < 5 && found.grounds[0].unrest < 5.0);
    assert!(found.grounds[1].colour[0] > 250 && found.grounds[1].unrest < 5.0);
    assert!(found.grounds[2].unrest > 100.0, "half of it is black: {:?}", found.grounds[2]);
    let logo = found.logo.unwrap();
    assert_eq!((logo.width, logo.height, logo.colour, logo.is_opaque), (90, 30, [200, 10, 10], true));
    let clear = samples::png(90, 30, [9, 9, 9, 0]);
    let picture = samples::png(100, 100, [255, 0, 0, 255]);
    let on_picture = measure(picture, MediaKind::Png, &zones[..1], Some(&clear)).unwrap();
    assert_eq!(on_picture.grounds[0].colour, [255, 0, 0]);
    assert!(!on_picture.logo.unwrap().is_opaque);
}

#[test]
fn the_words_on_the_pages_are_read_line_by_line() {
    let sizes = [(595.0, 842.0), (400.0, 300.0)];
    let read = documents::words(samples::pages(&sizes)).unwrap();
    assert!(read.contains("Data sheet page 1") && read.contains("Data sheet page 2"), "{read}");
    let zone = text_zone("Größte Leistung\nin Räumen");
    let merged = merge(samples::pages(&sizes[..1]), &[zone], &samples::brand()).unwrap();
    let read = documents::words(merged).unwrap();
    assert!(read.contains("Größte Leistung in Räumen"), "{read}");
}
