//! A second opinion on the documents that the portal makes.

use image::RgbImage;
use std::path::PathBuf;
use std::process::Command;
use std::sync::atomic::{AtomicU32, Ordering};

fn saved(pdf: &[u8]) -> PathBuf {
    static NUMBER: AtomicU32 = AtomicU32::new(0);
    let number = NUMBER.fetch_add(1, Ordering::Relaxed);
    let path =
        PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("{}-{number}.pdf", std::process::id()));
    std::fs::write(&path, pdf).unwrap();
    path
}

fn output_of(program: &str, pdf: &[u8], before: &[&str], after: &[&str]) -> Vec<u8> {
    let path = saved(pdf);
    let output = Command::new(program).args(before).arg(&path).args(after).output();
    std::fs::remove_file(&path).unwrap();
    let output = output.unwrap_or_else(|error| panic!("{program} (poppler-utils) can't be run: {error}"));
    assert!(output.status.success(), "{program}: {}", String::from_utf8_lossy(&output.stderr));
    output.stdout
}

/// The text of each page.
pub fn texts(pdf: &[u8]) -> Vec<String> {
    let text = String::from_utf8(output_of("pdftotext", pdf, &["-layout"], &["-"])).unwrap();
    let mut pages: Vec<String> = text.split('\x0c').map(str::to_owned).collect();
    pages.pop();
    pages
}

/// What `pdfinfo` says with these arguments.
pub fn facts(pdf: &[u8], args: &[&str]) -> String {
    String::from_utf8_lossy(&output_of("pdfinfo", pdf, args, &[])).into_owned()
}

/// A page (counted from 1) with one pixel a point.
pub fn pixels(pdf: &[u8], page: u32) -> RgbImage {
    let page = page.to_string();
    let png = output_of("pdftoppm", pdf, &["-r", "72", "-cropbox", "-png", "-f", &page, "-l", &page], &[]);
    image::load_from_memory(&png).unwrap().into_rgb8()
}
