//! Files made to exhaust or crash whoever reads them, given to a child: each ends in a reason, in time.

use crate::{samples, workshop::workshop};
use documents::{Brand, MediaKind, Refusal, Zone, ZoneKind};
use std::time::{Duration, Instant};

/// What one file may cost (2 s of processor time) on a machine that is busy with other things.
const IN_TIME: Duration = Duration::from_secs(11);

#[tokio::test]
async fn a_tree_of_pages_that_contains_itself_is_refused() {
    let pdf = samples::written(
        "1.7",
        &["<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 2 >>"],
    );
    let before = Instant::now();
    assert_eq!(workshop().look(&pdf, MediaKind::Pdf, 100).await, Err(Refusal::Broken));
    assert!(before.elapsed() < IN_TIME);
}

#[tokio::test]
async fn a_tree_that_doubles_its_pages_at_every_level_is_refused() {
    let mut objects = vec!["<< /Type /Catalog /Pages 2 0 R >>".to_owned()];
    for level in 0..40 {
        let child = level + 3;
        objects.push(format!("<< /Type /Pages /Kids [{child} 0 R {child} 0 R] /Count 2 >>"));
    }
    objects.push("<< /Type /Page /MediaBox [0 0 9 9] >>".to_owned());
    let before = Instant::now();
    let refusal = workshop().look(&samples::written("1.7", &objects), MediaKind::Pdf, 100).await.unwrap_err();
    assert!(matches!(refusal, Refusal::TooSlow | Refusal::OutOfMemory), "{refusal:?}");
    assert!(before.elapsed() < IN_TIME);
}

#[tokio::test]
async fn brackets_nested_without_end_do_no_harm() {
    let depth = 200_000;
    let nested = ["[".repeat(depth), "]".repeat(depth)].concat();
    let dictionaries = ["<< /A ".repeat(depth), ">>".repeat(depth)].concat();
    for object in [nested.clone(), dictionaries] {
        let entries = format!("/MediaBox [0 0 100 100] /Resources << /ExtGState {object} >>");
        let pdf = samples::one_page(&entries, nested.as_bytes(), &[]);
        let before = Instant::now();
        for outcome in [
            workshop().look(&pdf, MediaKind::Pdf, 100).await.map(drop),
            workshop().render_page(&pdf, 0, 100).await.map(drop),
            workshop().merge(&pdf, &[], &Brand::default()).await.map(drop),
        ] {
            // Left out or refused: both will do, as long as it is the file that is blamed.
            assert!(outcome.is_ok() || outcome.is_err_and(|refusal| !refusal.is_ours()));
        }
        assert!(before.elapsed() < 3 * IN_TIME);
    }
}

#[tokio::test]
async fn a_stream_that_unfolds_beyond_memory_is_refused() {
    let bomb = samples::deflated_twice(300 << 20);
    assert!(bomb.len() < 20_000);
    let content = samples::stream("/Filter [/FlateDecode /FlateDecode]", &bomb);
    let objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_vec(),
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 100 100] /Contents 4 0 R >>".to_vec(),
        content,
    ];
    let pdf = samples::written("1.7", &objects);
    let before = Instant::now();
    assert_eq!(workshop().render_page(&pdf, 0, 100).await, Err(Refusal::OutOfMemory));
    assert_eq!(workshop().merge(&pdf, &[], &Brand::default()).await, Err(Refusal::OutOfMemory));
    assert_eq!(workshop().thumbnail(&pdf, MediaKind::Pdf, 100).await, Err(Refusal::OutOfMemory));
    assert!(before.elapsed() < 3 * IN_TIME);
}

#[tokio::test]
async fn a_page_that_would_be_drawn_for_years_is_stopped_after_two_seconds() {
    let before = Instant::now();
    assert_eq!(workshop().render_page(&ten_billion_times("q Q"), 0, 400).await, Err(Refusal::TooSlow));
    assert!((Duration::from_secs(1)..IN_TIME).contains(&before.elapsed()), "{:?}", before.elapsed());
}

#[tokio::test]
async fn a_document_is_not_given_more_time_for_having_many_pages() {
    let pdf = many_pages(&b"q 1 0 0 1 0 0 cm BT ET Q ".repeat(300_000), 31);
    let before = Instant::now();
    assert_eq!(workshop().look(&pdf, MediaKind::Pdf, 100).await.map(|looked| looked.pages.len()), Ok(32));
    let zones: Vec<Zone> = (0..32).map(|page| Zone::new(page, ZoneKind::Logo, 1.0, 1.0, 9.0, 9.0)).collect();
    assert_eq!(workshop().measure(&pdf, MediaKind::Pdf, &zones, None).await, Err(Refusal::TooSlow));
    assert!(before.elapsed() < 2 * IN_TIME);
}

#[tokio::test]
async fn words_that_take_too_long_keep_nobody_from_a_document_that_can_be_shown() {
    let page = |entries: &str| {
        format!("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 90 90] {entries} >>").into_bytes()
    };
    let mut objects = vec![
        b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
        b"<< /Type /Pages /Count 2 /Kids [3 0 R 4 0 R] >>".to_vec(),
        page(""),
        page("/Contents 5 0 R /Resources << /XObject << /F 6 0 R >> >>"),
        samples::stream("", b"/F Do"),
    ];
    objects.extend(ten_forms(6, "q Q"));
    let looked = workshop().look(&samples::written("1.7", &objects), MediaKind::Pdf, 100).await.unwrap();
    assert_eq!((looked.pages.len(), looked.words.as_str()), (2, ""));
}

/// A page with nothing on it, and so many that draw this.
fn many_pages(content: &[u8], slow: usize) -> Vec<u8> {
    let kids: Vec<String> = (0..=slow).map(|page| format!("{} 0 R", page + 4)).collect();
    let mut objects = vec![
        b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
        format!("<< /Type /Pages /Count {} /Kids [{}] >>", kids.len(), kids.join(" ")).into_bytes(),
        samples::stream("", content),
    ];
    objects.extend((0..=slow).map(|page| {
        let contents = if page == 0 { "" } else { "/Contents 3 0 R" };
        format!("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 90 90] {contents} >>").into_bytes()
    }));
    samples::written("1.7", &objects)
}

#[tokio::test]
async fn a_page_with_more_shapes_than_fit_into_memory_is_refused() {
    let before = Instant::now();
    let refusal = workshop().render_page(&ten_billion_times("0 0 90 90 re f"), 0, 400).await.unwrap_err();
    assert!(matches!(refusal, Refusal::OutOfMemory | Refusal::TooSlow), "{refusal:?}");
    assert!(before.elapsed() < IN_TIME);
}

/// A page on which every form draws the next one ten times, ten levels deep.
fn ten_billion_times(content: &str) -> Vec<u8> {
    let entries = "/MediaBox [0 0 100 100] /Resources << /XObject << /F 5 0 R >> >>";
    samples::one_page(entries, b"/F Do", &ten_forms(5, content))
}

/// These forms, numbered from `first` on.
fn ten_forms(first: usize, content: &str) -> Vec<Vec<u8>> {
    let form = |level: usize| {
        let (next, content) =
            if level == 9 { (first, content.to_owned()) } else { (first + level + 1, "/F Do ".repeat(10)) };
        let resources = format!("/Resources << /XObject << /F {next} 0 R >> >>");
        let entries = format!("/Type /XObject /Subtype /Form /BBox [0 0 100 100] {resources}");
        samples::stream(&entries, content.as_bytes())
    };
    (0..10).map(form).collect()
}

#[tokio::test]
async fn a_drawing_with_an_enormous_filter_is_refused_or_drawn_in_time() {
    let svg = "<svg xmlns='http://www.w3.org/2000/svg' width='1200' height='600'>\
               <filter id='f' x='-99999' y='-99999' width='999999' height='999999'>\
               <feGaussianBlur stdDeviation='9999'/><feTurbulence numOctaves='999'/></filter>\
               <g filter='url(#f)'><rect width='9' height='9' filter='url(#f)'/></g></svg>";
    let before = Instant::now();
    let outcome = workshop().normalise_logo(svg.as_bytes()).await;
    assert!(before.elapsed() < IN_TIME);
    assert!(outcome.is_ok() || outcome.is_err_and(|refusal| !refusal.is_ours()));
}
