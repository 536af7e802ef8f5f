//! Papers of the demo programme: A4 pages in the vendor's colour; data sheets have room at their foot for a partner's brand.

use crate::merge::ink;
use crate::refusal::Refusal;
use crate::text::{Typesetter, Voice};
use krilla::Document;
use krilla::geom::{PathBuilder, Rect};
use krilla::metadata::Metadata;
use krilla::page::PageSettings;
use krilla::surface::Surface;

/// A4, in points.
pub const A4: (f32, f32) = (595.28, 841.89);
const MARGIN: f32 = 48.0;
const INK: [u8; 3] = [0x1b, 0x1f, 0x24];
const MUTED: [u8; 3] = [0x5a, 0x63, 0x6e];
const PAPER: [u8; 3] = [0xff, 0xff, 0xff];
const FOOT: [u8; 3] = [0xf1, 0xf3, 0xf6];
/// Where the foot begins that partners' brands stand in.
const FOOT_TOP: f32 = 716.0;

/// What a data sheet says.
#[derive(Debug, Clone, Copy)]
pub struct DataSheet<'a> {
    /// The product.
    pub title: &'a str,
    /// What it does, in a line.
    pub lead: &'a str,
    /// Headings with their lines.
    pub parts: &'a [(&'a str, &'a [&'a str])],
    /// The colour of the band, as red, green and blue.
    pub accent: [u8; 3],
}

/// Prints a data sheet.
pub fn data_sheet(sheet: &DataSheet<'_>) -> Result<Vec<u8>, Refusal> {
    print(std::slice::from_ref(sheet), true)
}

/// Prints a handout of a course: sheets without room for a brand, one to a page.
pub fn handout(sheets: &[DataSheet<'_>]) -> Result<Vec<u8>, Refusal> {
    print(sheets, false)
}

fn print(sheets: &[DataSheet<'_>], with_foot: bool) -> Result<Vec<u8>, Refusal> {
    let types = Typesetter::new()?;
    let mut document = Document::new();
    let title = sheets.first().map_or("", |sheet| sheet.title);
    document.set_metadata(Metadata::new().title(title.to_owned()));
    for sheet in sheets {
        let size = PageSettings::from_wh(A4.0, A4.1).ok_or(Refusal::Unavailable)?;
        let mut page = document.start_page_with(size);
        let mut surface = page.surface();
        draw(&mut surface, &types, sheet, with_foot);
        surface.finish();
        page.finish();
    }
    document.finish().map_err(|_| Refusal::Unavailable)
}

fn draw(surface: &mut Surface<'_>, types: &Typesetter, sheet: &DataSheet<'_>, with_foot: bool) {
    fill(surface, sheet.accent, 0.0, 0.0, A4.0, 196.0);
    let width = A4.0 - 2.0 * MARGIN;
    let write = |surface: &mut Surface<'_>, voice, text: &str, colour, size: f32, baseline: f32| {
        surface.set_fill(Some(ink(colour)));
        let (line, size) = types.fit(voice, text, width, size, 6.0);
        line.draw(surface, MARGIN, baseline, size);
    };
    write(surface, Voice::Strong, sheet.title, PAPER, 34.0, 112.0);
    write(surface, Voice::Text, sheet.lead, PAPER, 14.0, 146.0);
    let mut y = 250.0;
    for (heading, lines) in sheet.parts {
        write(surface, Voice::Strong, heading, sheet.accent, 15.0, y);
        y += 22.0;
        for line in *lines {
            write(surface, Voice::Text, line, INK, 11.0, y);
            y += 17.0;
        }
        y += 22.0;
    }
    if with_foot {
        fill(surface, FOOT, 0.0, FOOT_TOP, A4.0, A4.1 - FOOT_TOP);
        write(surface, Voice::Text, "Your partner for this product", MUTED, 9.0, FOOT_TOP + 20.0);
    }
}

fn fill(surface: &mut Surface<'_>, colour: [u8; 3], x: f32, y: f32, width: f32, height: f32) {
    surface.set_stroke(None);
    surface.set_fill(Some(ink(colour)));
    let mut path = PathBuilder::new();
    if let Some(rect) = Rect::from_xywh(x, y, width, height) {
        path.push_rect(rect);
    }
    if let Some(path) = path.finish() {
        surface.draw_path(&path);
    }
}
