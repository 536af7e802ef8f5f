//! The words on the pages of a PDF, to find it by. Only what fonts tell of their signs: nothing is recognised in pictures.

use crate::refusal::Refusal;
use crate::source;
use hayro::hayro_interpret::font::Glyph;
use hayro::hayro_interpret::hayro_cmap::BfString;
use hayro::hayro_interpret::{
    BlendMode, ClipPath, Context, Device, GlyphDrawMode, Image, InterpreterCache, InterpreterSettings, Paint,
    PathDrawMode, SoftMask, interpret_page,
};
use hayro::hayro_syntax::Pdf;
use hayro::vello_cpu::kurbo::{Affine, BezPath, Point, Rect};

/// Characters that are kept: enough to find a document by, too few to fill a database.
const MOST: usize = 100_000;
/// Pages that are read.
const PAGES: usize = 100;

/// The words of a document in the order in which its pages draw them.
pub fn words(pdf: Vec<u8>) -> Result<String, Refusal> {
    let pdf = source::open(pdf)?;
    words_while(&pdf, || true)
}

/// The same of as many pages as there is time for: what a slow document says first is better than nothing.
pub(crate) fn words_while(pdf: &Pdf, has_time: impl Fn() -> bool) -> Result<String, Refusal> {
    let cache = InterpreterCache::new();
    let mut reader = Reader::default();
    for page in pdf.pages().iter().take(PAGES) {
        if reader.text.len() >= MOST || !has_time() {
            break;
        }
        let size = source::page_size(page)?;
        let whole = Rect::new(0.0, 0.0, f64::from(size.width), f64::from(size.height));
        let [a, b, c, d, e, f] = page.initial_transform(true).as_coeffs();
        let transform = Affine::new([a, b, c, d, e, f]);
        let mut context = Context::new(transform, whole, &cache, page.xref(), InterpreterSettings::default());
        interpret_page(page, &mut context, &mut reader);
        reader.apart();
    }
    let kept = reader.text.char_indices().nth(MOST).map_or(reader.text.len(), |(end, _)| end);
    Ok(reader.text[..kept].split_whitespace().collect::<Vec<_>>().join(" "))
}

/// Listens to what is drawn, and keeps signs.
#[derive(Default)]
struct Reader {
    text: String,
    last: Option<Point>,
}

impl Reader {
    fn apart(&mut self) {
        self.last = None;
        self.text.push(' ');
    }
}

impl<'a> Device<'a> for Reader {
    fn draw_glyph(
        &mut self,
        glyph: &Glyph<'a>,
        transform: Affine,
        glyph_transform: Affine,
        _paint: &Paint<'a>,
        _draw_mode: &GlyphDrawMode,
    ) {
        if self.text.len() >= 4 * MOST {
            return;
        }
        let at = transform * glyph_transform * Point::ORIGIN;
        // Another line, or back to its beginning: whatever comes is no part of the word before.
        if self.last.is_some_and(|last| (at.y - last.y).abs() > 2.0 || at.x < last.x - 1.0) {
            self.apart();
        }
        self.last = Some(at);
        match glyph.as_unicode() {
            Some(BfString::Char(sign)) => self.text.push(sign),
            Some(BfString::String(signs)) => self.text.push_str(&signs),
            None => self.text.push(' '),
        }
    }

    fn set_soft_mask(&mut self, _mask: Option<SoftMask<'a>>) {}
    fn set_blend_mode(&mut self, _blend_mode: BlendMode) {}
    fn draw_path(&mut self, _path: &BezPath, _transform: Affine, _paint: &Paint<'a>, _mode: &PathDrawMode) {}
    fn push_clip_path(&mut self, _clip_path: &ClipPath) {}
    fn push_transparency_group(
        &mut self,
        _opacity: f32,
        _mask: Option<SoftMask<'a>>,
        _blend_mode: BlendMode,
    ) {
    }
    fn draw_image(&mut self, _image: Image<'a, '_>, _transform: Affine) {}
    fn pop_clip_path(&mut self) {}
    fn pop_transparency_group(&mut self) {}
}
