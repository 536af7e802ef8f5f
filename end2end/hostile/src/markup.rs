//! Pages, scripts and programs under names that are taken.

use crate::{Case, canary};

pub(crate) fn cases() -> Vec<Case> {
    let js = canary();
    let page = format!("<!DOCTYPE html><html><body onload=\"{js}\"><script>{js}</script></body></html>");
    let xhtml = format!(
        "<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'><script>{js}</script></html>"
    );
    let entities: String = (1..10)
        .map(|level| format!("<!ENTITY e{level} '{}'>", format!("&e{};", level - 1).repeat(10)))
        .collect();
    let wide: Vec<u8> =
        [0xfe, 0xff].into_iter().chain(page.encode_utf16().flat_map(u16::to_be_bytes)).collect();
    let case =
        |name: &str, called: &str, declared, text: &str| Case::new(name, called, declared, text.as_bytes());
    vec![
        case("a page", "page.html", "text/html", &page),
        case("a page that says it is a document", "page.pdf", "application/pdf", &page),
        case("a page that says it is a picture", "page.png", "image/png", &page),
        case("a page that says it is a film", "page.mp4", "video/mp4", &page),
        case("a page as XML", "page.xhtml", "application/xhtml+xml", &xhtml),
        case("a page as XML that says it is a picture", "page.jpg", "image/jpeg", &xhtml),
        case("a page behind blanks", "page.pdf", "text/plain", &format!("{}{page}", " \n".repeat(1000))),
        case("a page behind a mark of its order", "page.pdf", "text/plain", &format!("\u{feff}{page}")),
        Case::new("a page in two bytes a letter", "page.txt", "text/plain", wide),
        case(
            "a page in seven bits",
            "page.txt",
            "text/html; charset=utf-7",
            "+ADw-script+AD4-alert('canary')+ADw-/script+AD4-",
        ),
        case(
            "a page in an archive of the web",
            "page.mhtml",
            "message/rfc822",
            &format!("MIME-Version: 1.0\r\nContent-Type: text/html\r\n\r\n{page}"),
        ),
        case("a program of pages", "page.hta", "application/hta", &format!("<HTA:APPLICATION/>{page}")),
        case(
            "a comment that ends",
            "page.pdf",
            "application/pdf",
            &format!("<!--%PDF-1.7--><script>{js}</script>"),
        ),
        case("a script", "script.js", "text/javascript", &js),
        case("a script that says it is a picture", "script.png", "image/png", &js),
        case("a style that fetches", "style.css", "text/css", "@import url(https://canary.example/ran);"),
        case(
            "a transformation",
            "sheet.xsl",
            "text/xsl",
            &format!(
                "<xsl:stylesheet version='1.0' xmlns:xsl='http://www.w3.org/1999/XSL/Transform'><xsl:template match='/'><script>{js}</script></xsl:template></xsl:stylesheet>"
            ),
        ),
        case(
            "a billion laughs",
            "laughs.xml",
            "application/xml",
            &format!("<?xml version='1.0'?><!DOCTYPE x [<!ENTITY e0 'ha'>{entities}]><x>&e9;</x>"),
        ),
        case(
            "an entity of this machine",
            "entity.xml",
            "application/xml",
            "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><x>&e;</x>",
        ),
        case(
            "a feed",
            "feed.rss",
            "application/rss+xml",
            &format!("<rss><channel><title>&lt;script&gt;{js}&lt;/script&gt;</title></channel></rss>"),
        ),
        case("a table of formulas", "table.csv", "text/csv", "=cmd|' /C calc'!A0,@SUM(1),+1,-1\r\n"),
        case(
            "notes with a script",
            "notes.md",
            "text/markdown",
            &format!("[x](javascript:alert(1)) <script>{js}</script>"),
        ),
        Case::new(
            "a program for Windows",
            "offer.pdf",
            "application/pdf",
            [b"MZ\x90\0".as_slice(), &[0; 200]].concat(),
        ),
        Case::new(
            "a program for Linux",
            "offer.png",
            "image/png",
            [b"\x7fELF\x02\x01\x01".as_slice(), &[0; 200]].concat(),
        ),
        Case::new("a program of the web", "offer.webp", "image/webp", b"\0asm\x01\0\0\0".to_vec()),
        Case::new("a film of the old web", "offer.mp4", "video/mp4", b"CWS\x0a\0\0\0\0".to_vec()),
    ]
}
