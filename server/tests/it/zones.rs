//! Zones for partners' brands: what can't be merged is told to marketing, not to a partner.

use crate::portal::{Person, Portal, target};
use reqwest::Response;

/// Ends what is run-length encoded.
const END: u8 = 128;

fn run_lengths(bytes: &[u8]) -> Vec<u8> {
    let runs = bytes.chunk_by(|a, b| a == b).flat_map(|run| run.chunks(128));
    let encoded = runs.flat_map(|run| [if run.len() == 1 { 0 } else { (257 - run.len()) as u8 }, run[0]]);
    encoded.chain([END]).collect()
}

/// A PDF of two pages: the first can be drawn, the second unfolds to more than there is memory for.
fn heavy_at_the_end() -> Vec<u8> {
    // Each two of these bytes are 128 of them once decoded.
    let large = [vec![129_u8; 5 << 20], vec![END]].concat();
    let bomb = run_lengths(&run_lengths(&large));
    let filters = "/RunLengthDecode ".repeat(3);
    let page = |contents| {
        format!("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 300] /Contents {contents} 0 R >>")
            .into_bytes()
    };
    let stream = |entries: &str, content: &[u8]| {
        let head = format!("<< {entries} /Length {} >>\nstream\n", content.len());
        [head.as_bytes(), content, b"\nendstream"].concat()
    };
    let objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
        b"<< /Type /Pages /Kids [3 0 R 4 0 R] /Count 2 >>".to_vec(),
        page(5),
        page(6),
        stream("", b"0 0 90 90 re f"),
        stream(&format!("/Filter [{filters}]"), &bomb),
    ];
    let mut pdf = b"%PDF-1.7\n".to_vec();
    for (object, number) in objects.iter().zip(1..) {
        pdf.extend(format!("{number} 0 obj\n").bytes());
        pdf.extend(object);
        pdf.extend(b"\nendobj\n");
    }
    pdf.extend(b"trailer\n<< /Size 7 /Root 1 0 R >>\n%%EOF\n");
    pdf
}

fn version(page: &str) -> String {
    page.split("name=\"version\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned()
}

async fn place_a_logo(mia: &Person, asset: &str) -> Response {
    let page = format!("{asset}/zones");
    let version = version(&mia.text(&page).await);
    let form = [
        ("id", asset.rsplit('/').next().unwrap()),
        ("version", &version),
        ("zones[0][kind]", "logo"),
        ("zones[0][page]", "1"),
        ("zones[0][x]", "20"),
        ("zones[0][y]", "20"),
        ("zones[0][width]", "100"),
        ("zones[0][height]", "40"),
    ];
    mia.send_from(&page, "/api/assets/zones", &form).await
}

#[tokio::test]
async fn zones_on_a_file_that_cannot_be_merged_are_refused_with_the_reason() {
    let portal = Portal::start().await;
    let mia = portal.person("mia@vendor.example").await;
    let file = ("heavy.pdf", heavy_at_the_end());
    let fields = [("key", "heavy")];
    let answer = mia.upload("/assets/manage/new", "/uploads/asset", &fields, (file.0, &file.1)).await;
    let asset = target(&answer);
    assert_ne!(asset, "/assets/manage/new", "its first page can be drawn");
    let page = format!("{asset}/zones");
    let before = version(&mia.text(&page).await);
    let answer = place_a_logo(&mia, &asset).await;
    assert_eq!(target(&answer), page);
    let told = mia.text(&page).await;
    assert!(told.contains("Nothing was saved") && told.contains("too much memory"), "{told}");
    let now = mia.text(&page).await;
    assert_eq!(version(&now), before);
    assert!(!now.contains("value=\"100\""), "nothing is kept");
}

#[tokio::test]
async fn zones_on_a_file_that_can_be_merged_are_saved() {
    let portal = Portal::start().await;
    let mia = portal.person("mia@vendor.example").await;
    let list = mia.text("/assets/manage").await;
    let id = list.split("/assets/manage/as_").nth(1).unwrap().split('"').next().unwrap();
    let asset = format!("/assets/manage/as_{id}");
    let page = format!("{asset}/zones");
    let before = version(&mia.text(&page).await);
    let answer = place_a_logo(&mia, &asset).await;
    assert_eq!(target(&answer), format!("{page}?saved=1"));
    let now = mia.text(&page).await;
    assert_ne!(version(&now), before);
    assert!(now.contains("value=\"100\""));
    // No zones at all are nothing to try.
    let version = version(&now);
    let form = [("id", asset.rsplit('/').next().unwrap()), ("version", &version), ("zones[0][kind]", "")];
    assert_eq!(target(&mia.send_from(&page, "/api/assets/zones", &form).await), format!("{page}?saved=1"));
}
