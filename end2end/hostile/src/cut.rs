//! Files with nothing in them, and files cut off at each of their sections.

use crate::Case;
use crate::packed::{Member, office};
use crate::paper::sound as document;
use crate::picture::sound;
use image::ImageFormat::{Gif, Jpeg, Png, WebP};

pub(crate) fn cases() -> Vec<Case> {
    let mut cases = vec![
        Case::new("nothing", "empty.pdf", "application/pdf", Vec::new()),
        Case::new("one byte", "one.pdf", "application/pdf", b"%".to_vec()),
        Case::new("one zero", "zero.png", "image/png", vec![0]),
        Case::new("an end of line", "line.pdf", "application/pdf", b"\r\n".to_vec()),
    ];
    let pdf = document();
    let find = |bytes: &[u8], what: &[u8]| {
        bytes.windows(what.len()).position(|some| some == what).unwrap_or(bytes.len())
    };
    let at = |what: &[u8]| find(&pdf, what);
    cut(
        &mut cases,
        "a document",
        "cut.pdf",
        "application/pdf",
        &pdf,
        &[
            5,
            9,
            at(b"3 0 obj") + 20,
            at(b"stream") + 10,
            at(b"xref"),
            at(b"trailer"),
            at(b"startxref"),
            at(b"%%EOF"),
        ],
    );
    let png = sound(Png);
    let data = find(&png, b"IDAT");
    cut(
        &mut cases,
        "a PNG",
        "cut.png",
        "image/png",
        &png,
        &[8, 16, 33, data, data + 10, png.len() - 12, png.len() - 4],
    );
    let jpeg = sound(Jpeg);
    let (frame, scan) = (find(&jpeg, b"\xff\xc0"), find(&jpeg, b"\xff\xda"));
    cut(
        &mut cases,
        "a JPEG",
        "cut.jpg",
        "image/jpeg",
        &jpeg,
        &[3, frame, frame + 6, scan, scan + 14, jpeg.len() - 2],
    );
    let gif = sound(Gif);
    cut(&mut cases, "a GIF", "cut.gif", "image/gif", &gif, &[6, 10, 13, gif.len() / 2, gif.len() - 1]);
    let webp = sound(WebP);
    cut(&mut cases, "a WebP", "cut.webp", "image/webp", &webp, &[12, 18, 24, webp.len() - 8]);
    let text = office("word", &[Member::deflated("word/document.xml", b"<document/>")]);
    let directory = find(&text, b"PK\x01\x02");
    let kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
    cut(
        &mut cases,
        "an office",
        "cut.docx",
        kind,
        &text,
        &[4, 40, directory, text.len() - 22, text.len() - 1],
    );
    let film = [b"\0\0\0\x18ftypisom\0\0\0\0isommp42".as_slice(), b"\0\0\x10\0moov"].concat();
    cut(&mut cases, "a film", "cut.mp4", "video/mp4", &film, &[8, 12, 24, 32]);
    cases
}

fn cut(
    cases: &mut Vec<Case>,
    what: &str,
    called: &str,
    declared: &'static str,
    whole: &[u8],
    places: &[usize],
) {
    for place in places {
        let place = (*place).min(whole.len());
        let name = format!("{what} cut off at byte {place} of {}", whole.len());
        cases.push(Case::new(&name, called, declared, &whole[..place]));
    }
}
