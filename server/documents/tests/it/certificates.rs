//! The certificate as a person, a machine and a second program read it.

use crate::{poppler, samples};
use documents::{Certificate, certificate, inspect, render_page};

#[test]
fn it_is_one_page_that_says_everything() {
    let pdf = certificate(&samples::certificate()).unwrap();
    let page = inspect(pdf.clone()).unwrap().pages;
    assert_eq!(page.len(), 1);
    assert!((page[0].width - 841.89).abs() < 0.1 && (page[0].height - 595.28).abs() < 0.1);
    let text = poppler::texts(&pdf).remove(0);
    for fact in [
        "Aurora Thermal",
        "Ana Sofía Pereira",
        "Northwind Climate Systems",
        "Heat pump installation, level 2",
        "AT-2026-004217",
        "24 November 2026",
        "24 November 2028",
        "partners.aurora-thermal.example/verify/c7k2m9q4x1",
    ] {
        assert!(text.contains(fact), "{fact} in {text}");
    }
    assert!(pdf.len() < 200_000, "{} bytes", pdf.len());
}

#[test]
fn its_code_leads_a_camera_to_the_page_that_verifies_it() {
    let wanted = samples::certificate();
    assert_eq!(code(&wanted), (wanted.verify_url.clone(), false));
}

#[test]
fn in_a_language_from_right_to_left_the_page_is_mirrored() {
    let mut wanted = Certificate { right_to_left: true, ..samples::certificate() };
    wanted.words.title = "شهادة إتمام".into();
    wanted.words.certifies = "نشهد بأن".into();
    assert_eq!(code(&wanted), (wanted.verify_url.clone(), true));
}

/// What the code says, and whether it stands in the left half of the page.
fn code(wanted: &Certificate) -> (String, bool) {
    let png = render_page(certificate(wanted).unwrap(), 0, 1600).unwrap();
    let page = image::load_from_memory(&png).unwrap().into_luma8();
    let (width, height) = page.dimensions();
    let mut photograph =
        rqrr::PreparedImage::prepare_from_greyscale(width as usize, height as usize, |x, y| {
            page.get_pixel(x as u32, y as u32)[0]
        });
    let codes = photograph.detect_grids();
    assert_eq!(codes.len(), 1);
    let is_left = codes[0].bounds.iter().all(|corner| (corner.x as u32) < width / 2);
    (codes[0].decode().unwrap().1, is_left)
}

#[test]
fn one_that_never_expires_says_nothing_about_it() {
    let pdf = certificate(&Certificate { expires_on: None, ..samples::certificate() }).unwrap();
    let text = poppler::texts(&pdf).remove(0);
    assert!(text.contains("24 November 2026") && !text.contains("Valid until"));
}

#[test]
fn a_very_long_name_is_printed_whole() {
    let person = "Maximiliane Freifrau von und zu Hohenlohe-Waldenburg-Schillingsfürst-Αλεξάνδρα";
    let pdf = certificate(&Certificate { person: person.into(), ..samples::certificate() }).unwrap();
    assert!(poppler::texts(&pdf)[0].contains(person));
}

#[test]
fn the_same_facts_give_the_same_bytes() {
    let wanted = samples::certificate();
    assert_eq!(certificate(&wanted).unwrap(), certificate(&wanted).unwrap());
}
