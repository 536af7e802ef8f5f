//! What is found out about a file as it comes in, at one go: whether it can be shown, how large it is, what it says.

use crate::branded_picture::takes_a_brand;
use crate::kind::MediaKind;
use crate::picture;
use crate::refusal::Refusal;
use crate::render;
use crate::source::{self, PageSize};
use crate::thumbnail;
use crate::words;
use hayro::hayro_syntax::Pdf;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// What the portal keeps about a file.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Looked {
    /// The pages of a PDF in points, or a PNG or JPEG that can take a brand in pixels.
    pub pages: Vec<PageSize>,
    /// The words on the pages of a PDF, as far as there was time to read them.
    pub words: String,
}

/// Draws a file about this wide as it will be shown (of a PDF the first page), measures it and reads it: what can't be
/// shown is not found out by whoever it is for.
pub fn look(file: Vec<u8>, kind: MediaKind, width: u32) -> Result<Looked, Refusal> {
    let (pages, pdf) = look_first(file, kind, width)?;
    // Nobody is kept from a document whose fonts tell nothing.
    let words = pdf.and_then(|pdf| words::words_while(&pdf, || true).ok()).unwrap_or_default();
    Ok(Looked { pages, words })
}

/// As [`look`], without the words: those of the PDF that comes with it are read when everything else is told.
pub(crate) fn look_first(
    file: Vec<u8>,
    kind: MediaKind,
    width: u32,
) -> Result<(Vec<PageSize>, Option<Arc<Pdf>>), Refusal> {
    match kind {
        MediaKind::Pdf => {
            let pdf = source::open(file)?;
            let facts = source::facts(&pdf)?;
            picture::png_of_rgb(&render::page_and_width(&pdf, 0, width)?.0)?;
            Ok((facts.pages, Some(pdf)))
        }
        MediaKind::Svg => thumbnail::thumbnail(file, kind, width).map(|_| (Vec::new(), None)),
        _ => {
            let picture = picture::decode(&file, kind, picture::MAX_PHOTO_MEGAPIXELS)?;
            let (width_px, height_px) = (picture.width(), picture.height());
            thumbnail::small(picture, kind, width)?;
            // A picture that is too large for a brand is collateral as it is.
            let page = takes_a_brand(kind, width_px, height_px)
                .then_some(PageSize { width: width_px as f32, height: height_px as f32 });
            Ok((page.into_iter().collect(), None))
        }
    }
}
