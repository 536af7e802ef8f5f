//! Opening a PDF that a stranger made, and the plain facts about it.

use crate::refusal::Refusal;
use hayro::hayro_syntax::object::Dict;
use hayro::hayro_syntax::page::Page;
use hayro::hayro_syntax::{LoadPdfError, Pdf};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// The largest document that is read at all.
pub const MAX_DOCUMENT_BYTES: usize = 50 * 1024 * 1024;
/// The most pages a document may have.
pub const MAX_PAGES: u32 = 500;

/// The longest side of a page in points, as the PDF standard's Annex C has it: 200 inches.
const MAX_SIDE: f32 = 14_400.0;
const MIN_SIDE: f32 = 3.0;
/// The header and the end mark are looked for this far from the edges, as viewers do.
const EDGE: usize = 1024;

/// The size of a page as it is shown (cropped and turned), in points.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct PageSize {
    pub width: f32,
    pub height: f32,
}

/// What the portal keeps about a PDF.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PdfFacts {
    pub pages: Vec<PageSize>,
}

/// Counts and measures the pages of a PDF, and refuses what could not be shown or merged later.
pub fn inspect(pdf: Vec<u8>) -> Result<PdfFacts, Refusal> {
    let pdf = open(pdf)?;
    facts(&pdf)
}

pub(crate) fn facts(pdf: &Pdf) -> Result<PdfFacts, Refusal> {
    let pages = pdf.pages().iter().map(page_size).collect::<Result<_, _>>()?;
    Ok(PdfFacts { pages })
}

pub(crate) fn open(bytes: Vec<u8>) -> Result<Arc<Pdf>, Refusal> {
    if bytes.len() > MAX_DOCUMENT_BYTES {
        return Err(Refusal::TooLarge { max_mb: (MAX_DOCUMENT_BYTES >> 20) as u32 });
    }
    let head = &bytes[..bytes.len().min(EDGE)];
    let tail = &bytes[bytes.len().saturating_sub(EDGE)..];
    // The parser would mend a file cut short and silently lose its pages: half an upload is no document.
    if memchr::memmem::find(head, b"%PDF-").is_none() || memchr::memmem::find(tail, b"%%EOF").is_none() {
        return Err(Refusal::Broken);
    }
    if declares_encryption(&bytes) {
        return Err(Refusal::Encrypted);
    }
    let pdf = Pdf::new(Arc::new(bytes)).map_err(|error| match error {
        LoadPdfError::Decryption(_) => Refusal::Encrypted,
        LoadPdfError::Invalid => Refusal::Broken,
    })?;
    let found = pdf.pages().len();
    if found > MAX_PAGES as usize {
        return Err(Refusal::TooManyPages { max: MAX_PAGES });
    }
    if found == 0 || declared_pages(&pdf).is_some_and(|declared| declared > found) {
        return Err(Refusal::Broken);
    }
    Ok(Arc::new(pdf))
}

pub(crate) fn page_size(page: &Page<'_>) -> Result<PageSize, Refusal> {
    let (width, height) = page.render_dimensions();
    let fits = |side: f32| (MIN_SIDE..=MAX_SIDE).contains(&side);
    if fits(width) && fits(height) {
        Ok(PageSize { width, height })
    } else {
        Err(Refusal::PageSize { max_mm: (MAX_SIDE / 72.0 * 25.4) as u32 })
    }
}

/// Whether a trailer points to an encryption dictionary.
///
/// Trailers are never compressed, so the bytes tell. The parser itself opens files whose user password is empty; the
/// portal doesn't: their author restricted printing or changing, and a merged copy would lift that.
fn declares_encryption(bytes: &[u8]) -> bool {
    const KEY: &[u8] = b"/Encrypt";
    memchr::memmem::find_iter(bytes, KEY).any(|at| {
        let value = bytes[at + KEY.len()..].trim_ascii_start();
        value.starts_with(b"<<") || is_reference(value)
    })
}

fn is_reference(value: &[u8]) -> bool {
    let mut words = value.get(..value.len().min(32)).unwrap_or_default().split(u8::is_ascii_whitespace);
    let mut number =
        || words.next().is_some_and(|word| !word.is_empty() && word.iter().all(u8::is_ascii_digit));
    number() && number() && words.next().is_some_and(|word| word.starts_with(b"R"))
}

/// How many pages the document says it has, to notice pages that could not be read.
fn declared_pages(pdf: &Pdf) -> Option<usize> {
    let catalogue = pdf.xref().get::<Dict<'_>>(pdf.xref().root_id())?;
    let count = catalogue.get::<Dict<'_>>(b"Pages")?.get::<i32>(b"Count")?;
    usize::try_from(count).ok()
}
