//! Sound files that say they are something else.

use crate::Case;
use crate::packed::office;
use crate::paper::sound as document;
use crate::picture::sound;
use image::ImageFormat::{Gif, Jpeg, Png, WebP};

pub(crate) fn cases() -> Vec<Case> {
    let film = b"\0\0\0\x18ftypisom\0\0\0\0isommp42".to_vec();
    vec![
        Case::new("a document called a picture", "offer.png", "image/png", document()),
        Case::new("a document called a page", "offer.html", "text/html", document()),
        Case::new("a document called a program", "offer.exe", "application/x-msdownload", document()),
        Case::new("a document called a link", "offer.lnk", "application/pdf", document()),
        Case::new("a document called a script of the shell", "offer.sh", "text/x-shellscript", document()),
        Case::new("a picture called a document", "offer.pdf", "application/pdf", sound(Png)),
        Case::new("a picture called a drawing", "offer.svg", "image/svg+xml", sound(Png)),
        Case::new("a photograph called a page", "offer.htm", "text/html", sound(Jpeg)),
        Case::new("a GIF called a script", "offer.js", "text/javascript", sound(Gif)),
        Case::new("a WebP called a page of XML", "offer.xht", "application/xhtml+xml", sound(WebP)),
        Case::new("a film called a drawing", "offer.svg", "image/svg+xml", film),
        Case::new("an office called a page", "offer.shtml", "text/html", office("word", &[])),
        Case::new("a picture of no type", "offer", "", sound(Png)),
        Case::new(
            "a picture of a type that ends the header",
            "offer.png",
            "image/png; charset=\"",
            sound(Png),
        ),
    ]
}
