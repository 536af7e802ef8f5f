//! Telling files apart by their content.

use crate::samples;
use documents::{MediaKind, sniff};
use image::ImageFormat;

#[test]
fn the_kinds_that_the_portal_knows_are_told_by_their_content() {
    let picture = |format| samples::picture(4, 4, samples::RED, format);
    assert_eq!(sniff(&samples::pages(&[(100.0, 100.0)])), MediaKind::Pdf);
    assert_eq!(sniff(&picture(ImageFormat::Png)), MediaKind::Png);
    assert_eq!(sniff(&picture(ImageFormat::Jpeg)), MediaKind::Jpeg);
    assert_eq!(sniff(&picture(ImageFormat::Gif)), MediaKind::Gif);
    assert_eq!(sniff(&picture(ImageFormat::WebP)), MediaKind::Webp);
    assert_eq!(sniff(b"\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\x82\x84webm"), MediaKind::Webm);
    assert_eq!(sniff(b"\x1a\x45\xdf\xa3\x93\x42\x82\x88matroska"), MediaKind::Unknown);
    assert_eq!(sniff(b"\0\0\0\x20ftypisom\0\0\x02\0isomiso2avc1mp41"), MediaKind::Mp4);
    assert_eq!(sniff("Straße, 5 m² — für alle\n".as_bytes()), MediaKind::Text);
    assert_eq!(sniff(b""), MediaKind::Unknown);
    assert_eq!(sniff(b"\x7fELF\x02\x01\x01\0"), MediaKind::Unknown);
}

#[test]
fn text_cut_in_the_middle_of_a_letter_is_still_text() {
    let text = "Wärme".as_bytes();
    assert_eq!(sniff(&text[..2]), MediaKind::Text);
    assert_eq!(sniff(b"W\xe4rme"), MediaKind::Unknown, "Latin-1 is not UTF-8");
}

#[test]
fn drawings_are_known_behind_declarations_comments_and_entities() {
    for head in [
        "<svg xmlns='http://www.w3.org/2000/svg'/>",
        "\u{feff}<?xml version='1.0'?>\n<!-- drawn by hand -->\n<svg >",
        "<!DOCTYPE svg PUBLIC '-//W3C//DTD SVG 1.1//EN' 'svg11.dtd'><svg>",
        "<!DOCTYPE svg [ <!ENTITY ns 'http://ns'> ]><svg>",
    ] {
        assert_eq!(sniff(head.as_bytes()), MediaKind::Svg, "{head}");
    }
}

#[test]
fn nothing_that_a_browser_may_run_gets_a_type_that_it_runs() {
    let pages: [&[u8]; 12] = [
        b"<html><body onload=alert(1)>",
        b"\xef\xbb\xbf <!DOCTYPE HTML><script>alert(1)</script>",
        b"<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'/>",
        b"<!-- a comment --><script src=//evil.example></script>",
        b"Dear customer,\n\n<img src=x onerror=alert(1)>",
        b"<html><svg xmlns='http://www.w3.org/2000/svg'/>",
        b"<svgscript><svg/>",
        b"  %PDF-1.7 <script>alert(1)</script>",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"\xff\xfe<\0s\0c\0r\0i\0p\0t\0>\0",
        b"+ADw-script+AD4-alert(1)\0",
        b"<?php system($_GET['c']);",
    ];
    for page in pages {
        let kind = sniff(page);
        assert_eq!(
            kind.media_type(),
            "application/octet-stream",
            "{kind:?}: {}",
            String::from_utf8_lossy(page)
        );
    }
}

#[test]
fn no_kind_is_served_as_a_page_a_drawing_or_a_script() {
    for kind in [
        MediaKind::Pdf,
        MediaKind::Png,
        MediaKind::Jpeg,
        MediaKind::Webp,
        MediaKind::Gif,
        MediaKind::Svg,
        MediaKind::Mp4,
        MediaKind::Webm,
        MediaKind::Docx,
        MediaKind::Pptx,
        MediaKind::Xlsx,
        MediaKind::Zip,
        MediaKind::Text,
        MediaKind::Unknown,
    ] {
        let served = kind.media_type();
        assert!(
            !["html", "svg", "script", "+xml", "text/xml", "/xml"].iter().any(|bad| served.contains(bad))
        );
    }
}

#[test]
fn office_files_are_told_apart_by_the_folder_of_their_parts() {
    for (folder, kind) in [
        ("word/document.xml", MediaKind::Docx),
        ("ppt/presentation.xml", MediaKind::Pptx),
        ("xl/workbook.xml", MediaKind::Xlsx),
        ("pictures/one.png", MediaKind::Zip),
    ] {
        let archive = [entry("[Content_Types].xml"), entry("_rels/.rels"), entry(folder)].concat();
        assert_eq!(sniff(&archive), kind);
    }
    assert_eq!(sniff(&entry("word/document.xml")), MediaKind::Zip, "a folder alone makes no Office file");
}

/// The local header of an archive's entry, with a little content.
fn entry(name: &str) -> Vec<u8> {
    let mut header = b"PK\x03\x04".to_vec();
    header.extend([0; 22]);
    header.extend((name.len() as u16).to_le_bytes());
    header.extend([0, 0]);
    header.extend(name.bytes());
    header.extend(b"content");
    header
}
