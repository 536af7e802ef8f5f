//! What a partner gets: the vendor's pages with the partner's brand on them, and nothing else.

use crate::poppler;
use crate::samples::{self, RED};
use documents::{Align, Brand, Refusal, Zone, ZoneKind, inspect, letters_without_a_glyph, merge};
use image::RgbImage;

fn name_zone(page: u32) -> Zone {
    Zone::new(page, ZoneKind::PartnerName, 40.0, 40.0, 300.0, 30.0)
}

#[test]
fn all_pages_keep_their_size_and_text_and_the_brand_is_on_its_pages_only() {
    let sizes = [(595.0, 842.0), (400.0, 300.0), (595.0, 842.0)];
    let zones = [name_zone(0), Zone::new(2, ZoneKind::Contact, 40.0, 500.0, 200.0, 60.0)];
    let merged = merge(samples::pages(&sizes), &zones, &samples::brand()).unwrap();

    let facts = inspect(merged.clone()).unwrap();
    assert_eq!(facts.pages.iter().map(|page| (page.width, page.height)).collect::<Vec<_>>(), sizes);
    assert!(poppler::facts(&merged, &[]).contains("Pages:           3"));

    let texts = poppler::texts(&merged);
    assert_eq!(texts.len(), 3);
    for (index, text) in texts.iter().enumerate() {
        assert!(text.contains(&format!("Data sheet page {}", index + 1)), "{text}");
        assert_eq!(text.contains("Northwind Climate"), index == 0, "{text}");
        assert_eq!(text.contains("+351 21 555 0100"), index == 2, "{text}");
    }
}

#[test]
fn the_logo_fills_its_zone_without_being_stretched_and_sits_in_its_middle() {
    // Three to one, in a zone of one to one: 90 by 30 in the middle of 90 by 90.
    let zone = Zone::new(0, ZoneKind::Logo, 50.0, 60.0, 90.0, 90.0);
    let merged = merge(samples::pages(&[(400.0, 300.0)]), &[zone], &samples::brand()).unwrap();
    assert_red_box(&poppler::pixels(&merged, 1), [50, 90, 140, 120]);
    let own = documents::render_page(merged, 0, 400).unwrap();
    assert_red_box(&image::load_from_memory(&own).unwrap().into_rgb8(), [50, 90, 140, 120]);
}

#[test]
fn zones_are_placed_on_turned_and_cropped_pages_as_they_are_shown() {
    for turn in [0, 90, 180, 270] {
        let entries = format!("/MediaBox [100 50 400 650] /CropBox [120 80 380 600] /Rotate {turn}");
        // A blue mark in the corner of the page's own origin, to see that the page itself is turned rightly as well.
        let source = samples::one_page(&entries, b"0 0 1 rg 120 80 20 20 re f", &[]);
        let zone = Zone::new(0, ZoneKind::Logo, 30.0, 40.0, 90.0, 30.0);
        let merged = merge(source.clone(), &[zone], &samples::brand()).unwrap();

        let (before, after) = (poppler::pixels(&source, 1), poppler::pixels(&merged, 1));
        assert_eq!(before.dimensions(), after.dimensions(), "turned by {turn}");
        assert_eq!(bounds(&before, is_blue), bounds(&after, is_blue), "turned by {turn}");
        assert!(bounds(&before, is_blue).is_some());
        assert_red_box(&after, [30, 40, 120, 70]);
    }
}

#[test]
fn nothing_of_the_source_that_acts_survives() {
    let action = "<< /S /JavaScript /JS (app.alert\\(1\\)) >>";
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R /OpenAction 5 0 R /AA << /WC 5 0 R >> \
         /Names << /JavaScript << /Names [(x) 5 0 R] >> >> /AcroForm << /Fields [6 0 R] >> >>"
            .to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 200] /Contents 4 0 R /AA << /O 5 0 R >> \
         /Annots [6 0 R 7 0 R 8 0 R] >>"
            .to_owned(),
        "<< /Length 0 >>\nstream\n\nendstream".to_owned(),
        action.to_owned(),
        format!("<< /Type /Annot /Subtype /Widget /FT /Btn /T (b) /Rect [0 0 50 50] /A {action} >>"),
        "<< /Type /Annot /Subtype /Link /Rect [0 0 9 9] /A << /S /Launch /F (evil.exe) >> >>".to_owned(),
        "<< /Type /Annot /Subtype /Link /Rect [0 0 9 9] /A << /S /URI /URI (javascript:evil\\(\\)) >> >>"
            .to_owned(),
    ];
    let source = samples::written("1.7", &objects);
    assert!(poppler::facts(&source, &["-js"]).contains("app.alert"), "the sample does have a script");

    let merged = merge(source, &[name_zone(0)], &samples::brand()).unwrap();
    assert!(!poppler::facts(&merged, &["-js"]).contains("app.alert"));
    let bytes = String::from_utf8_lossy(&merged);
    for trace in ["JavaScript", "/JS", "OpenAction", "/AA", "AcroForm", "Launch", "evil", "alert"] {
        assert!(!bytes.contains(trace), "{trace} is still there");
    }
}

#[test]
fn links_to_the_web_stay_where_they_were() {
    let link = "<< /Type /Annot /Subtype /Link /Rect [20 150 120 170] \
                /A << /S /URI /URI (https://aurora-thermal.example/prices) >> >>";
    let source = samples::one_page("/MediaBox [0 0 300 200] /Annots [5 0 R]", b"", &[link.into()]);
    let merged = merge(source, &[], &Brand::default()).unwrap();
    assert!(poppler::facts(&merged, &["-url"]).contains("https://aurora-thermal.example/prices"));
    let bytes = String::from_utf8_lossy(&merged);
    assert!(bytes.contains("/Rect[20 150 120 170]"), "{bytes}");
}

#[test]
fn a_long_name_gets_smaller_and_only_then_shorter() {
    let brand = Brand { name: "Österreichische Gesellschaft für Wärmepumpen".into(), ..Brand::default() };
    let with_width = |width| {
        let zone = Zone::new(0, ZoneKind::PartnerName, 20.0, 20.0, width, 30.0);
        poppler::texts(&merge(samples::pages(&[(595.0, 842.0)]), &[zone], &brand).unwrap()).remove(0)
    };
    assert!(with_width(160.0).contains(&brand.name));
    let narrow = with_width(60.0);
    assert!(narrow.contains("Österr") && narrow.contains('…') && !narrow.contains("Wärmepumpen"), "{narrow}");
}

#[test]
fn contact_lines_that_find_no_room_are_marked_as_cut() {
    let contact = (1..=9).map(|n| format!("Line {n}")).collect();
    let brand = Brand { contact, ..Brand::default() };
    let zone = Zone::new(0, ZoneKind::Contact, 20.0, 20.0, 100.0, 28.0);
    let text = poppler::texts(&merge(samples::pages(&[(300.0, 300.0)]), &[zone], &brand).unwrap()).remove(0);
    assert!(text.contains("Line 4 …") && !text.contains("Line 5"), "{text}");
}

#[test]
fn names_in_other_scripts_are_printed_with_their_letters() {
    let name = "Борис Ωμέγα שלום ภาษาไทย";
    assert_eq!(letters_without_a_glyph(name).unwrap(), []);
    assert_eq!(letters_without_a_glyph("Li 李").unwrap(), ['李']);
    let brand = Brand { name: name.into(), contact: vec!["شركة الخليج".into()], logo: None };
    let zones = [name_zone(0), Zone::new(0, ZoneKind::Contact, 40.0, 100.0, 200.0, 30.0)];
    let text = poppler::texts(&merge(samples::pages(&[(400.0, 300.0)]), &zones, &brand).unwrap()).remove(0);
    for word in ["Борис", "Ωμέγα", "שלום", "شركة"] {
        assert!(text.contains(word), "{word} in {text}");
    }
}

#[test]
fn marks_that_turn_text_around_are_dropped_from_names() {
    let brand = Brand { name: "Acme\u{202e}\u{2066}\n Ltd".into(), ..Brand::default() };
    let text =
        poppler::texts(&merge(samples::pages(&[(400.0, 300.0)]), &[name_zone(0)], &brand).unwrap()).remove(0);
    assert!(text.contains("Acme  Ltd") || text.contains("Acme Ltd"), "{text}");
}

#[test]
fn text_stands_where_its_zone_aligns_it() {
    let left_edge = |align| {
        let zone =
            Zone { align, ink: [0, 0, 255], ..Zone::new(0, ZoneKind::PartnerName, 50.0, 20.0, 300.0, 20.0) };
        let brand = Brand { name: "Acme".into(), ..Brand::default() };
        let merged = merge(samples::one_page("/MediaBox [0 0 400 100]", b"", &[]), &[zone], &brand).unwrap();
        bounds(&poppler::pixels(&merged, 1), is_blue).unwrap()[0]
    };
    let (left, centre, right) = (left_edge(Align::Left), left_edge(Align::Centre), left_edge(Align::Right));
    assert!(left.abs_diff(50) <= 2 && (175..195).contains(&centre) && right > 305, "{left} {centre} {right}");
}

#[test]
fn a_newer_version_of_the_format_is_merged_too() {
    let source = samples::written(
        "2.0",
        &[
            "<< /Type /Catalog /Pages 2 0 R >>",
            "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 400 300] >>",
        ],
    );
    let merged = merge(source, &[name_zone(0)], &samples::brand()).unwrap();
    assert!(poppler::texts(&merged)[0].contains("Northwind Climate"));
}

#[test]
fn zones_that_lie_outside_are_refused() {
    let outside = [
        (400.0, 0.0, 10.0, 10.0),
        (-20.0, 0.0, 10.0, 10.0),
        (0.0, 0.0, f32::NAN, 10.0),
        (0.0, 0.0, 0.0, 9.0),
    ];
    for (x, y, width, height) in outside {
        let zone = Zone::new(0, ZoneKind::Logo, x, y, width, height);
        let refusal = merge(samples::pages(&[(400.0, 300.0)]), &[zone], &samples::brand()).unwrap_err();
        assert_eq!(refusal, Refusal::ZoneOutside { page: 1 });
    }
    let refusal = merge(samples::pages(&[(400.0, 300.0)]), &[name_zone(1)], &samples::brand()).unwrap_err();
    assert_eq!(refusal, Refusal::NoSuchPage { page: 2 });
}

#[test]
fn an_encrypted_source_is_refused() {
    let source = include_bytes!("files/restricted.pdf").to_vec();
    assert_eq!(merge(source, &[], &Brand::default()), Err(Refusal::Encrypted));
}

#[test]
fn the_same_merge_gives_the_same_bytes() {
    let merged = || merge(samples::pages(&[(400.0, 300.0)]), &[name_zone(0)], &samples::brand()).unwrap();
    assert_eq!(merged(), merged());
}

fn is_blue(pixel: [u8; 3]) -> bool {
    pixel[2] > 150 && pixel[0] < 110 && pixel[1] < 110
}

fn is_red(pixel: [u8; 3]) -> bool {
    pixel.iter().zip(RED).all(|(have, want)| have.abs_diff(want) < 60)
}

/// The left, top, right and bottom edge of the pixels that are so.
fn bounds(page: &RgbImage, is: fn([u8; 3]) -> bool) -> Option<[u32; 4]> {
    page.enumerate_pixels().filter(|(_, _, pixel)| is(pixel.0)).fold(None, |bounds, (x, y, _)| {
        let [left, top, right, bottom] = bounds.unwrap_or([x, y, x + 1, y + 1]);
        Some([left.min(x), top.min(y), right.max(x + 1), bottom.max(y + 1)])
    })
}

fn assert_red_box(page: &RgbImage, expected: [u32; 4]) {
    let found = bounds(page, is_red).expect("the logo is on the page");
    assert!(found.iter().zip(expected).all(|(a, b)| a.abs_diff(b) <= 1), "{found:?} instead of {expected:?}");
}
