//! The certificate that a person gets for a passed course: one A4 page, made to hang on a wall.

mod colour;
mod rosette;

use crate::merge::ink;
use crate::refusal::Refusal;
use crate::text::{Line, Typesetter, Voice};
use colour::Palette;
use fast_qr::ECL;
use fast_qr::qr::QRBuilder;
use krilla::Document;
use krilla::action::{Action, LinkAction};
use krilla::annotation::{Annotation, LinkAnnotation, Target};
use krilla::geom::{Path, PathBuilder, Rect};
use krilla::metadata::Metadata;
use krilla::page::PageSettings;
use krilla::paint::{FillRule, Stroke};
use krilla::surface::Surface;
use serde::{Deserialize, Serialize};

/// A4 on its side, in points.
const WIDTH: f32 = 841.89;
const HEIGHT: f32 = 595.28;
const FRAME: f32 = 24.0;
/// Where everything that is read begins and ends.
const MARGIN: f32 = 84.0;
const LEFT: f32 = MARGIN;
const RIGHT: f32 = WIDTH - MARGIN;
/// The code is about 3.2 cm wide: a phone reads it from an arm's length.
const CODE_SIDE: f32 = 92.0;
const CODE_TOP: f32 = 396.0;
const FACTS_TOP: f32 = 458.0;
const FACTS_RIGHT: f32 = 560.0;

/// What the certificate says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Certificate {
    pub vendor_name: String,
    pub person: String,
    pub organisation: String,
    pub course: String,
    pub number: String,
    /// As it shall be printed.
    pub issued_on: String,
    pub expires_on: Option<String>,
    /// The public page that tells whether the certificate is genuine; also in the code.
    pub verify_url: String,
    /// The vendor's colour, as red, green and blue; text in it is darkened as far as reading needs.
    pub accent_rgb: [u8; 3],
    /// Whether the words are of a language that is written from right to left: the page is mirrored then.
    pub right_to_left: bool,
    pub words: CertificateWords,
}

/// The fixed words around the facts, in the language of the reader.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CertificateWords {
    /// "Certificate of completion"
    pub title: String,
    /// "This certifies that"
    pub certifies: String,
    /// "has completed and passed"
    pub completed: String,
    /// "Issued on"
    pub issued: String,
    /// "Valid until"
    pub expires: String,
    /// "Certificate number"
    pub number: String,
    /// "Check that it is genuine"
    pub verify: String,
}

/// Prints the certificate as a PDF. The same facts always give the same bytes.
pub fn certificate(certificate: &Certificate) -> Result<Vec<u8>, Refusal> {
    let sheet = Sheet {
        certificate,
        palette: Palette::of(certificate.accent_rgb),
        typesetter: Typesetter::new()?,
        code: code_modules(&certificate.verify_url)?,
    };
    let mut document = Document::new();
    document.set_metadata(
        Metadata::new()
            .title(format!("{}: {}", certificate.words.title, certificate.course))
            .authors(vec![certificate.vendor_name.clone()])
            .description(certificate.number.clone()),
    );
    let settings = PageSettings::from_wh(WIDTH, HEIGHT).ok_or(Refusal::Unavailable)?;
    let mut page = document.start_page_with(settings);
    let mut surface = page.surface();
    sheet.draw(&mut surface);
    surface.finish();
    let left = sheet.mirrored(RIGHT - CODE_SIDE, CODE_SIDE);
    if let Some(place) = Rect::from_xywh(left, CODE_TOP, CODE_SIDE, CODE_SIDE) {
        let link = LinkAction::new(certificate.verify_url.clone());
        let link = LinkAnnotation::new(place, Target::Action(Action::Link(link)));
        page.add_annotation(Annotation::new_link(link, Some(certificate.words.verify.clone())));
    }
    page.finish();
    document.finish().map_err(|_| Refusal::Unavailable)
}

/// Row by row, whether a square of the code is dark.
fn code_modules(url: &str) -> Result<Vec<Vec<bool>>, Refusal> {
    let code = QRBuilder::new(url).ecl(ECL::M).build().map_err(|_| Refusal::TooLarge { max_mb: 0 })?;
    Ok((0..code.size)
        .map(|row| code[row][..code.size].iter().map(|module| module.value()).collect())
        .collect())
}

struct Sheet<'a> {
    certificate: &'a Certificate,
    palette: Palette,
    typesetter: Typesetter,
    code: Vec<Vec<bool>>,
}

impl Sheet<'_> {
    /// Where something of this width begins that is meant for `left` on a page that is read from left to right.
    fn mirrored(&self, left: f32, width: f32) -> f32 {
        if self.certificate.right_to_left { WIDTH - left - width } else { left }
    }

    fn draw(&self, surface: &mut Surface<'_>) {
        self.draw_paper(surface);
        self.draw_statement(surface);
        self.draw_facts(surface);
        self.draw_code(surface);
    }

    fn draw_paper(&self, surface: &mut Surface<'_>) {
        surface.set_stroke(None);
        surface.set_fill(Some(ink(self.palette.paper)));
        fill_rect(surface, 0.0, 0.0, WIDTH, HEIGHT);
        self.draw_frame(surface, FRAME, 1.4);
        self.draw_frame(surface, FRAME + 5.0, 0.4);
        // The rosette is cut by the frame like a seal that reaches under a mount.
        let inset = FRAME + 5.0;
        if let Some(window) = rectangle(inset, inset, WIDTH - 2.0 * inset, HEIGHT - 2.0 * inset) {
            surface.push_clip_path(&window, &FillRule::NonZero);
            rosette::draw(surface, &self.palette, (self.mirrored(RIGHT - 66.0, 0.0), 206.0), 216.0);
            surface.pop();
        }
    }

    fn draw_frame(&self, surface: &mut Surface<'_>, inset: f32, width: f32) {
        let Some(path) = rectangle(inset, inset, WIDTH - 2.0 * inset, HEIGHT - 2.0 * inset) else { return };
        surface.set_fill(None);
        surface.set_stroke(Some(Stroke {
            paint: ink(self.palette.accent).paint,
            width,
            ..Stroke::default()
        }));
        surface.draw_path(&path);
        surface.set_stroke(None);
    }

    /// Who passed what: the part that is read from across the room.
    fn draw_statement(&self, surface: &mut Surface<'_>) {
        let Certificate { vendor_name, person, organisation, course, words, .. } = self.certificate;
        let palette = &self.palette;
        let width = RIGHT - LEFT;

        self.write(
            surface,
            Voice::Strong,
            vendor_name,
            palette.accent_text,
            (LEFT, 98.0),
            (width, 15.0, 9.0),
        );
        self.write(surface, Voice::Display, &words.title, palette.ink, (LEFT, 166.0), (width, 36.0, 18.0));
        self.write(surface, Voice::Text, &words.certifies, palette.muted, (LEFT, 218.0), (width, 11.0, 8.0));
        self.write(surface, Voice::Display, person, palette.accent_text, (LEFT, 272.0), (width, 54.0, 20.0));
        self.write(surface, Voice::Strong, organisation, palette.ink, (LEFT, 300.0), (width, 13.0, 8.0));

        let room = RIGHT - CODE_SIDE - 32.0 - LEFT;
        self.write(surface, Voice::Text, &words.completed, palette.muted, (LEFT, 352.0), (width, 11.0, 8.0));
        self.write(surface, Voice::Display, course, palette.ink, (LEFT, 390.0), (room, 30.0, 13.0));
    }

    /// The dates and the number, in a row under a hairline.
    fn draw_facts(&self, surface: &mut Surface<'_>) {
        let Certificate { number, issued_on, expires_on, words, .. } = self.certificate;
        surface.set_fill(Some(ink(self.palette.line)));
        let width = FACTS_RIGHT - LEFT;
        fill_rect(surface, self.mirrored(LEFT, width), FACTS_TOP, width, 0.6);

        let mut facts = vec![(&words.issued, issued_on)];
        facts.extend(expires_on.as_ref().map(|day| (&words.expires, day)));
        facts.push((&words.number, number));
        let column = (FACTS_RIGHT - LEFT) / facts.len() as f32;
        for (index, (word, fact)) in facts.into_iter().enumerate() {
            let x = LEFT + column * index as f32;
            let room = column - 12.0;
            self.write(
                surface,
                Voice::Text,
                word,
                self.palette.muted,
                (x, FACTS_TOP + 24.0),
                (room, 8.5, 6.0),
            );
            self.write(
                surface,
                Voice::Strong,
                fact,
                self.palette.ink,
                (x, FACTS_TOP + 41.0),
                (room, 12.0, 7.0),
            );
        }
    }

    /// The code and, for those who type, the address.
    fn draw_code(&self, surface: &mut Surface<'_>) {
        let Certificate { verify_url, words, .. } = self.certificate;
        let left = self.mirrored(RIGHT - CODE_SIDE, CODE_SIDE);
        // White all around, as wide as four of its squares: the rosette must not disturb a camera.
        let square = CODE_SIDE / self.code.len() as f32;
        let quiet = 4.0 * square;
        surface.set_fill(Some(ink([255, 255, 255])));
        fill_rect(surface, left - quiet, CODE_TOP - quiet, CODE_SIDE + 2.0 * quiet, CODE_SIDE + 2.0 * quiet);
        if let Some(path) = code_path(&self.code, (left, CODE_TOP), square) {
            surface.set_fill(Some(ink(self.palette.ink)));
            surface.draw_path(&path);
        }
        let address = verify_url.trim_start_matches("https://");
        let lines = [(words.verify.as_str(), self.palette.muted), (address, self.palette.ink)];
        for (index, (text, colour)) in lines.into_iter().enumerate() {
            let (line, size) = self.typesetter.fit(Voice::Text, text, RIGHT - FACTS_RIGHT - 16.0, 7.5, 4.5);
            let baseline = CODE_TOP + CODE_SIDE + quiet + 10.0 + 11.0 * index as f32;
            let width = line.width(size);
            self.set(surface, &line, colour, (self.mirrored(RIGHT - width, width), baseline), size);
        }
    }

    /// Writes a line from a point, within (width, largest size, smallest size); mirrored, it ends there.
    fn write(
        &self,
        surface: &mut Surface<'_>,
        voice: Voice,
        text: &str,
        colour: [u8; 3],
        (x, baseline): (f32, f32),
        (width, size, floor): (f32, f32, f32),
    ) {
        let (line, size) = self.typesetter.fit(voice, text, width, size, floor);
        self.set(surface, &line, colour, (self.mirrored(x, line.width(size)), baseline), size);
    }

    fn set(&self, surface: &mut Surface<'_>, line: &Line, colour: [u8; 3], at: (f32, f32), size: f32) {
        surface.set_fill(Some(ink(colour)));
        line.draw(surface, at.0, at.1, size);
    }
}

fn rectangle(x: f32, y: f32, width: f32, height: f32) -> Option<Path> {
    let mut path = PathBuilder::new();
    path.push_rect(Rect::from_xywh(x, y, width, height)?);
    path.finish()
}

fn fill_rect(surface: &mut Surface<'_>, x: f32, y: f32, width: f32, height: f32) {
    if let Some(path) = rectangle(x, y, width, height) {
        surface.draw_path(&path);
    }
}

/// One path for the whole code: dark squares side by side in a row become one bar, so that no seams show.
fn code_path(code: &[Vec<bool>], (left, top): (f32, f32), square: f32) -> Option<Path> {
    let mut path = PathBuilder::new();
    for (row, modules) in code.iter().enumerate() {
        let mut column = 0;
        for bar in modules.chunk_by(|a, b| a == b) {
            if bar[0] {
                let (x, y) = (left + square * column as f32, top + square * row as f32);
                path.push_rect(Rect::from_xywh(x, y, square * bar.len() as f32, square)?);
            }
            column += bar.len();
        }
    }
    path.finish()
}
