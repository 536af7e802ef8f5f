//! Names: what is left of them when case, accents, script, punctuation and legal form are away.

#[cfg(feature = "full")]
mod cjk;
mod fold;
mod forms;
mod letters;
mod oddities;
mod roman;
mod scripts;
mod sound;
mod split;
mod words;

pub use oddities::Oddity;
pub use words::Class;

pub(crate) use fold::fold;
#[cfg(not(feature = "full"))]
pub(crate) use letters::{composed, is_mark};
pub(crate) use split::tokens;

use forms::Stripped;

/// Characters that are read; what comes behind is no name any more.
const LONGEST: usize = 200;

/// A word of a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// The word in lower-case letters without accents, in Latin script.
    pub text: String,
    /// The word that stands for all words of its meaning, in any language; the text itself where there is none.
    pub meaning: String,
    /// How it roughly sounds: equal for the ways in which one name is transliterated.
    pub sound: String,
    /// What the word is there for.
    pub class: Class,
    /// It was written in another script than Latin.
    pub foreign: bool,
    /// It stands in brackets or behind the legal form.
    pub aside: bool,
}

/// A name, read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Name {
    /// The words without the legal form, in their order.
    pub tokens: Vec<Token>,
    /// The legal forms that it had, in the spelling that stands for all others.
    pub forms: Vec<String>,
    /// Its first letters, in the ways in which people take them: with and without words that hold others together, with
    /// and without the form. Empty for a name of one word.
    pub initials: Vec<String>,
    compact: String,
    core: String,
}

impl Name {
    /// The ways to read what is written, at least one, and what is odd about it.
    pub fn readings(written: &str) -> (Vec<Self>, Vec<Oddity>) {
        let (shown, oddities) = oddities::shown(written, LONGEST);
        let mut readings: Vec<Self> = Vec::new();
        for part in aliases(&shown) {
            let name = Self::read(&part);
            if !name.tokens.is_empty() && !readings.contains(&name) {
                readings.push(name);
            }
        }
        if readings.is_empty() {
            readings.push(Self::read(&shown));
        }
        (readings, oddities)
    }

    fn read(text: &str) -> Self {
        let tokens = split::tokens(text);
        let mut initials = initials(&tokens);
        let Stripped { tokens, forms } = forms::strip(tokens);
        initials.extend(self::initials(&tokens));
        initials.sort();
        initials.dedup();
        let (compact, core) = (compact(&tokens), core(&tokens));
        Self { tokens, forms, initials, compact, core }
    }

    /// The words that say who it is, joined without spaces: equal for names that differ in spaces and form only.
    pub fn compact(&self) -> &str {
        &self.compact
    }

    /// The words that are the name itself (no trade, place or number), joined; empty when there is none.
    pub fn core(&self) -> &str {
        &self.core
    }
}

fn compact(tokens: &[Token]) -> String {
    let says = |token: &&Token| !token.aside && token.class != Class::Structure;
    let joined: String = tokens.iter().filter(says).map(|token| token.text.as_str()).collect();
    if joined.is_empty() { tokens.iter().map(|token| token.text.as_str()).collect() } else { joined }
}

fn core(tokens: &[Token]) -> String {
    let core =
        |token: &&Token| matches!(token.class, Class::Core | Class::Common | Class::First) && !token.aside;
    tokens.iter().filter(core).map(|token| token.text.as_str()).collect()
}

/// The first letters of words, in the ways in which people take them.
fn initials(tokens: &[Token]) -> Vec<String> {
    let of = |keep: &dyn Fn(&Token) -> bool| {
        let words: Vec<&Token> = tokens.iter().filter(|token| !token.aside && keep(token)).collect();
        if words.len() < 2 { String::new() } else { words.into_iter().map(first_letter).collect() }
    };
    let holds = |token: &Token| matches!(token.meaning.as_str(), "and" | "of" | "the");
    let all = of(&|token| !holds(token));
    let last = tokens.iter().rposition(|token| !token.aside).unwrap_or(0);
    let short = tokens
        .get(last)
        .map(first_letter)
        .filter(|letter| all.ends_with(letter))
        .map(|letter| all[..all.len() - letter.len()].to_owned());
    let mut ways = vec![of(&|token| token.class != Class::Structure), of(&|_| true), all];
    ways.extend(short.filter(|short| short.len() > 1));
    ways.retain(|way| way.len() >= 2 && way.len() <= 8);
    ways.sort();
    ways.dedup();
    ways
}

/// The first letter of a word; of another script as many Latin letters as stand for it.
fn first_letter(token: &Token) -> &str {
    const PAIRS: &[&str] = &["shch", "zh", "kh", "ts", "ch", "sh", "yu", "ya", "th"];
    let pair = PAIRS.iter().filter(|_| token.foreign).find(|pair| token.text.starts_with(**pair));
    pair.copied().unwrap_or_else(|| {
        token.text.char_indices().nth(1).map_or(token.text.as_str(), |(at, _)| &token.text[..at])
    })
}

/// Both names where one field holds two: "Acme Ltd trading as Bolt".
fn aliases(text: &str) -> Vec<String> {
    const MARKS: &[&str] =
        &[" trading as ", " t/a ", " d/b/a ", " dba ", " formerly ", " vormals ", " a/k/a ", " aka "];
    let lower = text.to_lowercase();
    // Lower case may be of another length than what it was made of: only equal lengths can be cut at the same place.
    let begins =
        |at: usize| MARKS.iter().position(|mark| lower[at..].starts_with(mark)).map(|mark| (mark, at));
    let first = lower.match_indices(' ').filter_map(|(at, _)| begins(at)).min();
    let cut = first.map(|(mark, at)| (at, MARKS[mark].len()));
    match cut {
        Some((at, length))
            if lower.len() == text.len()
                && text.is_char_boundary(at)
                && text.is_char_boundary(at + length) =>
        {
            let (one, other) = (&text[..at], &text[at + length..]);
            vec![one.to_owned(), other.to_owned(), text.to_owned()]
        }
        _ => vec![text.to_owned()],
    }
}

#[cfg(test)]
mod tests;
