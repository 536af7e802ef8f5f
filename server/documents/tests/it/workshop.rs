//! The child process: it answers as the functions themselves do, and whatever happens to it, the portal goes on.

use crate::samples;
use documents::{MediaKind, Refusal, Workshop, Zone, ZoneKind};
use std::time::{Duration, Instant};

/// Zones that an asset has at most.
const ZONES: u32 = 32;

pub fn workshop() -> Workshop {
    Workshop::new(env!("CARGO_BIN_EXE_documents-worker").into(), Vec::new(), 2)
}

fn other(program: &str, args: &[&str], parallel: usize) -> Workshop {
    Workshop::new(program.into(), args.iter().map(|arg| (*arg).to_owned()).collect(), parallel)
}

#[tokio::test]
async fn the_child_answers_as_the_functions_do() {
    let workshop = workshop();
    let pdf = samples::pages(&[(595.0, 842.0), (400.0, 300.0)]);
    let zones = [
        Zone::new(0, ZoneKind::Logo, 40.0, 40.0, 100.0, 50.0),
        Zone::new(1, ZoneKind::Contact, 40.0, 40.0, 100.0, 50.0),
    ];
    let brand = samples::brand();
    let looked = documents::look(pdf.clone(), MediaKind::Pdf, 500).unwrap();
    assert!(looked.pages.len() == 2 && looked.words.contains("Data sheet page 2"));
    assert_eq!(workshop.look(&pdf, MediaKind::Pdf, 500).await, Ok(looked));
    assert_eq!(workshop.render_page(&pdf, 1, 500).await, documents::render_page(pdf.clone(), 1, 500));
    assert_eq!(workshop.merge(&pdf, &zones, &brand).await, documents::merge(pdf.clone(), &zones, &brand));
    assert_eq!(
        workshop.thumbnail(&pdf, MediaKind::Pdf, 200).await,
        documents::thumbnail(pdf.clone(), MediaKind::Pdf, 200)
    );
    let logo = samples::png(30, 20, samples::RED);
    assert_eq!(workshop.normalise_logo(&logo).await, documents::normalise_logo(&logo));
    let certificate = samples::certificate();
    assert_eq!(workshop.certificate(&certificate).await, documents::certificate(&certificate));
}

#[tokio::test]
async fn the_reason_for_a_refusal_comes_back() {
    let workshop = workshop();
    let encrypted = include_bytes!("files/password.pdf");
    assert_eq!(workshop.look(encrypted, MediaKind::Pdf, 100).await, Err(Refusal::Encrypted));
    assert_eq!(workshop.merge(b"%PDF-", &[], &samples::brand()).await, Err(Refusal::Broken));
    let pdf = samples::pages(&[(100.0, 100.0)]);
    assert_eq!(workshop.render_page(&pdf, 7, 100).await, Err(Refusal::NoSuchPage { page: 8 }));
}

#[tokio::test]
async fn the_largest_documents_fit_through_and_larger_ones_are_refused() {
    let padding = vec![b'%'; documents::MAX_DOCUMENT_BYTES - 10_000];
    let large = samples::one_page("/MediaBox [0 0 100 100]", b"", &[samples::stream("", &padding)]);
    assert_eq!(workshop().look(&large, MediaKind::Pdf, 100).await.map(|looked| looked.pages.len()), Ok(1));
    let larger = vec![b' '; documents::MAX_DOCUMENT_BYTES + 1];
    assert_eq!(workshop().look(&larger, MediaKind::Pdf, 100).await, Err(Refusal::TooLarge { max_mb: 50 }));
}

#[tokio::test]
async fn a_large_document_is_merged_within_the_limits() {
    let noise = |seed: u32, length: usize| -> Vec<u8> {
        let mut state = seed;
        let mut next = || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 24) as u8
        };
        (0..length).map(|_| next()).collect()
    };
    // Two pictures of 3,600 by 1,800 pixels that can't be made smaller: 39 MB.
    let picture = |seed| {
        let entries = "/Type /XObject /Subtype /Image /Width 3600 /Height 1800 /ColorSpace /DeviceRGB /BitsPerComponent 8";
        samples::stream(entries, &noise(seed, 3600 * 1800 * 3))
    };
    let pdf = samples::one_page(
        "/MediaBox [0 0 400 400] /Resources << /XObject << /A 5 0 R /B 6 0 R >> >>",
        b"q 400 0 0 200 0 0 cm /A Do Q q 400 0 0 200 0 200 cm /B Do Q",
        &[picture(1), picture(2)],
    );
    let zone = Zone::new(0, ZoneKind::Logo, 10.0, 10.0, 100.0, 100.0);
    let merged = workshop().merge(&pdf, &[zone], &samples::brand()).await.unwrap();
    assert!(merged.len() > 35_000_000);
}

#[tokio::test]
async fn a_document_of_as_many_pages_as_one_may_have_is_merged_and_measured_within_the_limits() {
    let pdf = samples::pages(&[(595.0, 842.0); documents::MAX_PAGES as usize]);
    assert_eq!(workshop().look(&pdf, MediaKind::Pdf, 1200).await.map(|looked| looked.pages.len()), Ok(500));
    let zones: Vec<Zone> =
        (0..ZONES).map(|page| Zone::new(page, ZoneKind::Logo, 9.0, 9.0, 99.0, 99.0)).collect();
    assert!(workshop().merge(&pdf, &zones, &samples::brand()).await.is_ok());
    let measured = workshop().measure(&pdf, MediaKind::Pdf, &zones, None).await;
    assert_eq!(measured.map(|measured| measured.grounds.len()), Ok(zones.len()));
}

#[tokio::test]
async fn a_program_that_is_missing_or_another_one_is_the_portals_fault() {
    for workshop in [other("/nowhere/tandem", &[], 1), other("/bin/true", &[], 1)] {
        let refusal = workshop.look(b"%PDF-1.7", MediaKind::Pdf, 100).await.unwrap_err();
        assert!(refusal.is_ours(), "{refusal:?}");
    }
}

/// The clock of this test jumps ahead whenever there is nothing to do but wait.
#[tokio::test(start_paused = true)]
async fn a_child_that_never_answers_is_given_up() {
    let before = tokio::time::Instant::now();
    assert_eq!(
        other("/bin/sleep", &["60"], 1).look(b"%PDF-1.7", MediaKind::Pdf, 100).await,
        Err(Refusal::TooSlow)
    );
    assert_eq!(before.elapsed().as_secs(), 10);
}

#[tokio::test]
async fn a_child_that_never_stops_speaking_is_cut_off() {
    assert_eq!(
        other("/usr/bin/yes", &[], 1).look(b"%PDF-1.7", MediaKind::Pdf, 100).await,
        Err(Refusal::Broken)
    );
}

#[tokio::test]
async fn no_more_children_run_at_once_than_there_are_places() {
    let workshop = other("/bin/sleep", &["0.3"], 1);
    let before = Instant::now();
    let _ = tokio::join!(
        workshop.look(b"a", MediaKind::Pdf, 100),
        workshop.look(b"b", MediaKind::Pdf, 100),
        workshop.look(b"c", MediaKind::Pdf, 100)
    );
    assert!(before.elapsed() >= Duration::from_millis(900));
}
