//! Files that are two things at once, for two readers.

use crate::packed::{Member, office, zip};
use crate::paper::{one_page, sound as document};
use crate::picture::{chunk, gif_frame, gif_head, jpeg_with, png_with, sound, webp};
use crate::{Case, canary};
use image::ImageFormat::{Jpeg, Png, WebP};

pub(crate) fn cases() -> Vec<Case> {
    let js = canary();
    let page = format!("<html><body onload=\"{js}\"><script>{js}</script></body></html>");
    let page = page.as_bytes();
    let archive = zip(&[Member::stored("page.html", page)]);
    let inside = |before: &[u8], rest: &[u8]| [before, b"\n", rest].concat();
    let commented = one_page("", "", &[b"%".as_slice(), page].concat(), &[]);
    let hidden = [b"%PDF-1.7\n%".as_slice(), page, b"\n", &document()[9..]].concat();
    let gif = [gif_head(24, 16), gif_frame(24, 16), vec![0x3b]].concat();
    // `GIF89a` is a name to a script, and what follows is a comment until it ends.
    let gif_js = [b"GIF89a/*".as_slice(), &gif[8..], b"*/=1;", js.as_bytes()].concat();
    let gif_comment = [
        &gif_head(24, 16)[..],
        &[0x21, 0xfe, page.len().min(255) as u8],
        &page[..page.len().min(255)],
        &[0],
        &gif_frame(24, 16),
        &[0x3b],
    ]
    .concat();
    let webp_js = [b"RIFF/*\0\0WEBP*/=1;".as_slice(), js.as_bytes()].concat();
    let film = [
        b"\0\0\0\x18ftypisom\0\0\0\0isommp42".as_slice(),
        &(page.len() as u32 + 8).to_be_bytes(),
        b"free",
        page,
    ]
    .concat();
    vec![
        Case::new("a document and a page behind its head", "a.html", "text/html", hidden),
        Case::new("a document and a page in what it draws", "a.html", "text/html", commented),
        Case::new("a document and a page behind its end", "a.pdf", "text/html", inside(&document(), page)),
        Case::new("a page and a document behind it", "a.pdf", "application/pdf", inside(page, &document())),
        Case::new("a document and an archive", "a.zip", "application/zip", inside(&document(), &archive)),
        Case::new(
            "an archive and a document in it",
            "a.pdf",
            "application/pdf",
            zip(&[Member::stored("a.pdf", &document())]),
        ),
        Case::new(
            "a document and a script",
            "a.js",
            "text/javascript",
            one_page("", "", format!("/*\n{js}\n*/").as_bytes(), &[]),
        ),
        Case::new("a GIF and a script", "a.js", "text/javascript", gif_js),
        Case::new("a GIF and a page in its comment", "a.html", "text/html", gif_comment),
        Case::new("a GIF and a page behind its end", "a.gif", "image/gif", inside(&gif, page)),
        Case::new(
            "a PNG and a page in its text",
            "a.html",
            "text/html",
            png_with(&[chunk(b"tEXt", &[b"Comment\0".as_slice(), page].concat())]),
        ),
        Case::new("a PNG and a page behind its end", "a.png", "image/png", inside(&sound(Png), page)),
        Case::new("a PNG and an archive", "a.png", "image/png", inside(&sound(Png), &archive)),
        Case::new("a JPEG and an archive", "a.jpg", "image/jpeg", inside(&sound(Jpeg), &archive)),
        Case::new("a JPEG and a page in its comment", "a.html", "text/html", jpeg_with(0xfe, page)),
        Case::new(
            "a JPEG and a script in its comment",
            "a.js",
            "text/javascript",
            jpeg_with(0xfe, format!("*/=1;{js}/*").as_bytes()),
        ),
        Case::new("a WebP and a script", "a.js", "text/javascript", webp_js),
        Case::new(
            "a WebP and a page in a chunk",
            "a.html",
            "text/html",
            webp(&[(b"VP8 ", sound(WebP)[20..].to_vec()), (b"XMP ", page.to_vec())]),
        ),
        Case::new("a film and a page in it", "a.html", "text/html", film),
        Case::new(
            "a document of an office and a page in it",
            "a.html",
            "text/html",
            office("word", &[Member::stored("page.html", page)]),
        ),
        Case::new(
            "a document of an office and a PDF",
            "a.docx",
            "application/pdf",
            inside(&office("word", &[]), &document()),
        ),
    ]
}
