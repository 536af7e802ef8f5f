//! What hides in a name: letters that look like others, marks that turn the direction, characters that nobody sees.
//!
//! Unicode Technical Report 36 and Technical Standard 39 describe what is done with them.

use super::letters::composed;
use serde::{Deserialize, Serialize};

/// Something odd that staff should know of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Oddity {
    /// A mark turns the direction: it is shown otherwise than it is stored.
    Turned,
    /// It has characters that nobody sees.
    Hidden,
    /// One word has letters of several scripts that look alike.
    Mixed,
    /// It is too long for a name; only its beginning is read.
    Long,
}

/// The name as a reader sees it, no longer than so many characters.
pub fn shown(written: &str, longest: usize) -> (String, Vec<Oddity>) {
    // Most names are: nothing of them turns, hides or looks like something else.
    if written.len() <= longest && written.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        return (written.to_owned(), Vec::new());
    }
    let mut oddities = Vec::new();
    let mut text: Vec<char> = Vec::new();
    let mut overrides: Vec<usize> = Vec::new();
    // A few more are read than count, so that marks in between don't push the name itself out.
    for c in written.chars().take(longest * 4) {
        match c {
            '\u{202e}' => overrides.push(text.len()),
            '\u{202a}'..='\u{202d}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}' | '\u{061c}' => {
                if c == '\u{202c}'
                    && let Some(from) = overrides.pop()
                {
                    text[from..].reverse();
                    note(&mut oddities, Oddity::Turned);
                }
            }
            c if unseen(c) => note(&mut oddities, Oddity::Hidden),
            c => text.push(c),
        }
    }
    for from in overrides.into_iter().rev() {
        text[from..].reverse();
        note(&mut oddities, Oddity::Turned);
    }
    let mut text = composed(text.into_iter());
    if text.len() > longest || written.chars().nth(longest * 4).is_some() {
        text.truncate(longest);
        note(&mut oddities, Oddity::Long);
    }
    let mut shown = String::new();
    for word in text.split_inclusive(|c| !c.is_alphabetic()) {
        let latin = word.iter().any(char::is_ascii_alphabetic);
        if latin && word.iter().any(|c| look_alike(*c).is_some()) && word.iter().all(|c| !other_letter(*c)) {
            note(&mut oddities, Oddity::Mixed);
            shown.extend(word.iter().map(|c| look_alike(*c).unwrap_or(*c)));
        } else {
            shown.extend(word);
        }
    }
    (shown, oddities)
}

fn note(oddities: &mut Vec<Oddity>, oddity: Oddity) {
    if !oddities.contains(&oddity) {
        oddities.push(oddity);
    }
}

/// Zero-width and control characters, soft hyphens, variation selectors, tags.
fn unseen(c: char) -> bool {
    (c.is_control() && !c.is_whitespace())
        || matches!(c, '\u{ad}' | '\u{34f}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180e}' | '\u{200b}'..='\u{200d}'
            | '\u{2060}'..='\u{2064}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{e0000}'..='\u{e01ef}')
}

/// A Cyrillic or Greek letter without a Latin twin: its word is written in that script.
fn other_letter(c: char) -> bool {
    matches!(c, '\u{370}'..='\u{52f}') && look_alike(c).is_none()
}

/// The Latin letter that a Cyrillic or Greek one can't be told from.
fn look_alike(c: char) -> Option<char> {
    const PAIRS: &[(&str, &str)] = &[
        ("АВЕЅІЈКМНОРСТХУԌԚԜ", "ABESIJKMHOPCTXYGQW"),
        ("аеѕіјорсухһԛԝѵӏ", "aesijopcyxhqwvl"),
        ("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "ABEZHIKMNOPTYX"),
        ("ονκρυα", "ovkpua"),
    ];
    PAIRS
        .iter()
        .find_map(|(from, to)| from.chars().zip(to.chars()).find(|(twin, _)| *twin == c))
        .map(|(_, to)| to)
}
