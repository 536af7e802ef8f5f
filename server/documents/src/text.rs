//! Setting one line of text: several scripts, both directions, a face for every letter that has one.

use crate::fonts;
use crate::refusal::Refusal;
use krilla::geom::Point;
use krilla::surface::Surface;
use krilla::text::{Font, GlyphId, KrillaGlyph};
use rustybuzz::{Direction, UnicodeBuffer};
use std::ops::Range;
use unicode_bidi::BidiInfo;

/// Which of the portal's voices a line speaks in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Voice {
    Text,
    Strong,
    Display,
}

struct Face {
    shaper: rustybuzz::Face<'static>,
    font: Font,
}

impl Face {
    fn load(bytes: &'static [u8]) -> Option<Self> {
        Some(Self { shaper: rustybuzz::Face::from_slice(bytes, 0)?, font: Font::new(bytes.into(), 0)? })
    }

    fn has(&self, letter: char) -> bool {
        self.shaper.glyph_index(letter).is_some()
    }
}

/// The faces of all voices, ready to shape with.
pub(crate) struct Typesetter {
    voices: [Face; 3],
    fallbacks: Vec<Face>,
}

/// A shaped line, measured in units of its size.
pub(crate) struct Line {
    text: String,
    runs: Vec<Run>,
    em: f32,
}

struct Run {
    font: Font,
    glyphs: Vec<KrillaGlyph>,
    em: f32,
}

impl Typesetter {
    pub(crate) fn new() -> Result<Self, Refusal> {
        // The fonts are part of the binary: that one can't be read is the portal's fault, never the file's.
        let face = |bytes| Face::load(bytes).ok_or(Refusal::Unavailable);
        Ok(Self {
            voices: [face(fonts::TEXT)?, face(fonts::STRONG)?, face(fonts::DISPLAY)?],
            fallbacks: fonts::FALLBACKS.into_iter().map(face).collect::<Result<_, _>>()?,
        })
    }

    fn voice(&self, voice: Voice) -> &Face {
        &self.voices[voice as usize]
    }

    /// The faces to look for a letter in, best first.
    fn chain(&self, voice: Voice) -> impl Iterator<Item = &Face> {
        std::iter::once(self.voice(voice)).chain(&self.fallbacks)
    }

    /// Shapes a line; `tracking` is extra space after each letter, in units of the size.
    pub(crate) fn line(&self, voice: Voice, text: &str, tracking: f32) -> Line {
        let text = printable(text);
        let bidi = BidiInfo::new(&text, None);
        let mut runs = Vec::new();
        for paragraph in &bidi.paragraphs {
            let (levels, ranges) = bidi.visual_runs(paragraph, paragraph.range.clone());
            for range in ranges {
                let rightward = levels.get(range.start).is_none_or(|level| level.is_ltr());
                let mut parts = self.parts(voice, &text, range);
                if !rightward {
                    parts.reverse();
                }
                runs.extend(
                    parts.into_iter().map(|(face, part)| shape(face, &text, part, rightward, tracking)),
                );
            }
        }
        let em = runs.iter().map(|run: &Run| run.em).sum();
        Line { text, runs, em }
    }

    /// Cuts a range into pieces that one face can set; marks and spaces stay with the letter before them.
    fn parts<'a>(&'a self, voice: Voice, text: &str, range: Range<usize>) -> Vec<(&'a Face, Range<usize>)> {
        let mut parts: Vec<(&Face, Range<usize>)> = Vec::new();
        for (at, letter) in text[range.clone()].char_indices() {
            let (start, end) = (range.start + at, range.start + at + letter.len_utf8());
            match parts.last_mut() {
                Some((face, part)) if face.has(letter) && !self.voice(voice).has(letter) => part.end = end,
                Some((face, part)) if letter == ' ' && face.has(letter) => part.end = end,
                last => {
                    let face = self.chain(voice).find(|face| face.has(letter)).unwrap_or(self.voice(voice));
                    match last {
                        Some((before, part)) if std::ptr::eq(*before, face) => part.end = end,
                        _ => parts.push((face, start..end)),
                    }
                }
            }
        }
        parts
    }

    /// Shapes a line that fits the width: at `size` if it can be, smaller down to `floor`, then cut with an ellipsis.
    pub(crate) fn fit(&self, voice: Voice, text: &str, width: f32, size: f32, floor: f32) -> (Line, f32) {
        let line = self.line(voice, text, 0.0);
        if line.width(size) <= width {
            return (line, size);
        }
        let floor = floor.min(size);
        let shrunk = width / line.em;
        if shrunk >= floor {
            return (line, shrunk);
        }
        (self.cut(voice, text, width / floor), floor)
    }

    /// The longest beginning that fits into so many ems together with an ellipsis.
    fn cut(&self, voice: Voice, text: &str, em: f32) -> Line {
        let ends: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
        let shortened = |count: usize| {
            let kept = ends.get(count).map_or(text, |end| &text[..*end]);
            self.line(voice, &format!("{}…", kept.trim_end()), 0.0)
        };
        let (mut fits, mut exceeds) = (0, ends.len());
        while fits + 1 < exceeds {
            let middle = fits.midpoint(exceeds);
            if shortened(middle).em <= em { fits = middle } else { exceeds = middle }
        }
        shortened(fits)
    }
}

impl Line {
    pub(crate) fn width(&self, size: f32) -> f32 {
        self.em * size
    }

    /// Draws the line with the surface's current fill, its left end at `x`.
    pub(crate) fn draw(&self, surface: &mut Surface<'_>, x: f32, baseline: f32, size: f32) {
        let mut x = x;
        for run in &self.runs {
            let start = Point::from_xy(x, baseline);
            surface.draw_glyphs(start, &run.glyphs, run.font.clone(), &self.text, size, false);
            x += run.em * size;
        }
    }
}

/// The letters of a text that would print as an empty box, because no built-in face has them.
pub fn letters_without_a_glyph(text: &str) -> Result<Vec<char>, Refusal> {
    let typesetter = Typesetter::new()?;
    let mut missing: Vec<char> = printable(text)
        .chars()
        .filter(|letter| !typesetter.chain(Voice::Text).any(|face| face.has(*letter)))
        .collect();
    missing.sort_unstable();
    missing.dedup();
    Ok(missing)
}

/// One line without control characters, and without the marks that could turn a name around.
fn printable(text: &str) -> String {
    let turns = |c: char| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}');
    let separates = |c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}');
    text.trim().chars().filter(|c| !turns(*c)).map(|c| if separates(c) { ' ' } else { c }).collect()
}

fn shape(face: &Face, text: &str, range: Range<usize>, rightward: bool, tracking: f32) -> Run {
    let mut buffer = UnicodeBuffer::new();
    buffer.push_str(&text[range.clone()]);
    buffer.guess_segment_properties();
    buffer.set_direction(if rightward { Direction::LeftToRight } else { Direction::RightToLeft });
    let shaped = rustybuzz::shape(&face.shaper, &[], buffer);

    // A glyph stands for the letters up to the next cluster in reading order, so that copying the text works.
    let mut starts: Vec<usize> = shaped.glyph_infos().iter().map(|info| info.cluster as usize).collect();
    starts.sort_unstable();
    starts.dedup();
    let end_of = |start: usize| {
        let next = starts.partition_point(|other| *other <= start);
        starts.get(next).map_or(range.end, |next| range.start + next)
    };

    let unit = face.font.units_per_em();
    let glyphs: Vec<KrillaGlyph> = shaped
        .glyph_infos()
        .iter()
        .zip(shaped.glyph_positions())
        .map(|(info, position)| {
            let start = info.cluster as usize;
            KrillaGlyph::new(
                GlyphId::new(info.glyph_id),
                position.x_advance as f32 / unit + tracking,
                position.x_offset as f32 / unit,
                position.y_offset as f32 / unit,
                position.y_advance as f32 / unit,
                range.start + start..end_of(start),
                None,
            )
        })
        .collect();
    let em = glyphs.iter().map(|glyph| glyph.x_advance).sum();
    Run { font: face.font.clone(), glyphs, em }
}
