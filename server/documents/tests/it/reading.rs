//! Measuring and showing the pages of a PDF, and refusing those that are none.

use crate::samples;
use documents::{PageSize, Refusal, inspect, render_page};

const RED_BOX: &[u8] = b"1 0 0 rg";

#[test]
fn every_page_is_measured() {
    let facts = inspect(samples::pages(&[(595.0, 842.0), (300.0, 200.0)])).unwrap();
    assert_eq!(
        facts.pages,
        [PageSize { width: 595.0, height: 842.0 }, PageSize { width: 300.0, height: 200.0 }]
    );
}

#[test]
fn a_turned_and_cropped_page_is_measured_as_it_is_shown() {
    let pdf = samples::one_page("/MediaBox [100 50 400 650] /CropBox [120 80 380 600] /Rotate 90", b"", &[]);
    assert_eq!(inspect(pdf).unwrap().pages, [PageSize { width: 520.0, height: 260.0 }]);
}

#[test]
fn a_page_is_drawn_upright_at_the_width_asked_for() {
    // Red in the lower left corner of the page's own space, which is the upper left after a turn by 90 degrees.
    let content = [RED_BOX, b" 120 80 26 26 re f"].concat();
    let pdf =
        samples::one_page("/MediaBox [100 50 400 650] /CropBox [120 80 380 600] /Rotate 90", &content, &[]);
    let page = image::load_from_memory(&render_page(pdf, 0, 1040).unwrap()).unwrap().into_rgb8();
    assert_eq!(page.dimensions(), (1040, 520));
    assert_eq!(page.get_pixel(10, 10).0, [255, 0, 0]);
    assert_eq!(page.get_pixel(10, 500).0, [255, 255, 255]);
    assert_eq!(page.get_pixel(1030, 10).0, [255, 255, 255]);
}

#[test]
fn a_page_as_long_as_a_banner_stays_a_bearable_picture() {
    let pdf = samples::one_page("/MediaBox [0 0 10 14400]", b"", &[]);
    let page = image::load_from_memory(&render_page(pdf, 0, 2000).unwrap()).unwrap();
    assert!(page.height() <= 4000 && page.width() >= 1);
}

#[test]
fn a_page_that_is_not_there_is_refused_by_its_number() {
    let refusal = render_page(samples::pages(&[(100.0, 100.0)]), 1, 100).unwrap_err();
    assert_eq!(refusal, Refusal::NoSuchPage { page: 2 });
    assert_eq!(refusal.to_string(), "The PDF has no page 2.");
}

#[test]
fn files_with_a_password_are_refused_as_such() {
    assert_eq!(inspect(include_bytes!("files/password.pdf").to_vec()), Err(Refusal::Encrypted));
}

#[test]
fn files_that_open_without_a_password_but_forbid_changes_are_refused_too() {
    assert_eq!(inspect(include_bytes!("files/restricted.pdf").to_vec()), Err(Refusal::Encrypted));
    assert_eq!(inspect(include_bytes!("files/restricted-streams.pdf").to_vec()), Err(Refusal::Encrypted));
}

#[test]
fn a_page_that_speaks_of_encryption_is_not_taken_for_an_encrypted_one() {
    let content = b"BT (the key /Encrypt of the trailer, /EncryptMetadata true) Tj ET";
    assert!(inspect(samples::one_page("/MediaBox [0 0 100 100]", content, &[])).is_ok());
}

#[test]
fn garbage_and_halves_of_files_are_refused_as_broken() {
    let whole = samples::pages(&[(100.0, 100.0), (100.0, 100.0), (100.0, 100.0)]);
    let cases: [Vec<u8>; 5] = [
        Vec::new(),
        b"not a document".to_vec(),
        b"%PDF-1.7\n%%EOF".to_vec(),
        whole[..whole.len() / 2].to_vec(),
        [b"%PDF-1.7\n".to_vec(), (0..5000_u32).map(|n| (n * 7919 % 251) as u8).collect(), b"%%EOF".to_vec()]
            .concat(),
    ];
    for case in cases {
        assert_eq!(inspect(case), Err(Refusal::Broken));
    }
}

#[test]
fn a_file_that_has_lost_pages_is_refused_as_broken() {
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R 4 0 R] /Count 2 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 100 100] >>",
    ];
    assert_eq!(inspect(samples::written("1.7", &objects)), Err(Refusal::Broken));
}

#[test]
fn more_pages_than_anybody_merges_are_refused() {
    let kids = "3 0 R ".repeat(501);
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        format!("<< /Type /Pages /Kids [{kids}] /Count 501 >>"),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 100 100] >>".to_owned(),
    ];
    assert_eq!(inspect(samples::written("1.7", &objects)), Err(Refusal::TooManyPages { max: 500 }));
}

#[test]
fn pages_of_impossible_size_are_refused() {
    for media_box in ["0 0 1000000 1000000", "0 0 100 14401", "0 0 99999999999999999999 100"] {
        let pdf = samples::one_page(&format!("/MediaBox [{media_box}]"), b"", &[]);
        assert_eq!(inspect(pdf), Err(Refusal::PageSize { max_mm: 5080 }), "{media_box}");
    }
}
