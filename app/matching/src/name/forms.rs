//! Legal forms, from `data/forms_*.txt`: at the end of a name, before it where that is usual, and in the middle.

use super::oddities::shown;
use super::split::tokens;
use super::{Class, LONGEST, Token};
use std::collections::HashMap;
use std::sync::LazyLock;

/// A name without its forms.
pub struct Stripped {
    pub tokens: Vec<Token>,
    pub forms: Vec<String>,
}

/// Forms that stand before the name in their countries. Others are words there: "SAS Institute", "AG Insurance".
const BEFORE: &[&str] = &[
    "ab",
    "ooo",
    "oao",
    "zao",
    "ao",
    "pao",
    "ip",
    "tov",
    "tzov",
    "prat",
    "pat",
    "fop",
    "pjsc",
    "cjsc",
    "ojsc",
    "jsc",
    "gup",
    "mup",
    "fgup",
    "too",
    "odo",
    "llc",
    "pt",
    "uab",
    "sia",
    "kk",
    "yk",
    "gk",
    "coltd",
    "ltd",
    "sc",
    "ood",
    "eood",
    "ead",
    "stichting",
    "kabushiki kaisha",
    "yugen kaisha",
    "godo kaisha",
    "cong ty tnhh",
    "cong ty co phan",
    "ctcp",
    "perseroan terbatas",
];

/// Forms that are too much like words to be seen in the middle of a name.
const ONLY_LAST: &[&str] = &[
    "co", "company", "group", "inh", "me", "as", "sa", "da", "pa", "na", "pc", "cc", "sf", "ps", "se", "ca",
    "ac", "no", "ev",
];

struct Forms {
    /// Words of a form, joined by spaces, with the form that stands for all ways to write it.
    forms: HashMap<String, String>,
    /// The words that a form begins with, with the words of the longest form that begins so.
    begins: HashMap<String, usize>,
}

impl Forms {
    /// How many words a form may have that begins with this one; none when no form does.
    fn longest(&self, first: &Token) -> usize {
        // What is written without spaces may be a form of several words: 株式会社.
        let word = first.text.split(' ').next().unwrap_or_default();
        self.begins.get(word).copied().unwrap_or(0)
    }
}

static FORMS: LazyLock<Forms> = LazyLock::new(|| {
    let mut forms = HashMap::new();
    let mut read = |text: &'static str| {
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            let Some((_, list)) = line.split_once(": ") else { continue };
            for entry in list.split(';') {
                let mut ways = entry.split(" = ").map(str::trim).filter(|way| !way.is_empty());
                let Some(first) = ways.next() else { continue };
                let read = |way: &str| joined(&tokens(&shown(way, LONGEST).0));
                let form = read(first);
                for way in std::iter::once(first).chain(ways) {
                    forms.entry(read(way)).or_insert_with(|| form.clone());
                }
            }
        }
    };
    read(include_str!("../../data/forms_common.txt"));
    #[cfg(feature = "full")]
    read(include_str!("../../data/forms_all.txt"));
    forms.remove("");
    let mut begins: HashMap<String, usize> = HashMap::new();
    for form in forms.keys() {
        let mut words = form.split(' ');
        let longest = begins.entry(words.next().unwrap_or_default().to_owned()).or_default();
        *longest = (*longest).max(words.count() + 1);
    }
    Forms { forms, begins }
});

fn joined(tokens: &[Token]) -> String {
    tokens.iter().map(|token| token.text.as_str()).collect::<Vec<_>>().join(" ")
}

/// The form that these words are, with the words as they are written.
fn form(tokens: &[Token]) -> Option<(String, &'static str)> {
    if FORMS.longest(tokens.first()?) < tokens.len() {
        return None;
    }
    let written = joined(tokens);
    let form = FORMS.forms.get(&written)?;
    Some((written, form))
}

/// Takes the forms off; a name that is nothing else keeps its last one.
pub fn strip(mut tokens: Vec<Token>) -> Stripped {
    let mut forms: Vec<String> = Vec::new();
    branch(&mut tokens);
    off_the_end(&mut tokens, &mut forms);
    // A form stands before what is in brackets, too: "Voith GmbH (Heidenheim)".
    let said = tokens.iter().rposition(|token| !token.aside).map_or(0, |at| at + 1);
    let aside = tokens.split_off(said);
    off_the_end(&mut tokens, &mut forms);
    tokens.extend(aside);
    while let Some((length, form)) = first(&tokens) {
        forms.push(form.to_owned());
        tokens.drain(..length);
    }
    if let Some((from, to, form)) = middle(&tokens) {
        forms.push(form.to_owned());
        for token in &mut tokens[to..] {
            token.aside = true;
        }
        tokens.drain(from..to);
    }
    // An "and" is left over where "& Sons Ltd" or "& Co." has lost what came behind.
    while tokens.len() > 1 && tokens.last().is_some_and(|token| token.meaning == "and") {
        tokens.pop();
    }
    Stripped { tokens, forms }
}

fn off_the_end(tokens: &mut Vec<Token>, forms: &mut Vec<String>) {
    while let Some((at, form)) = last(tokens) {
        forms.push(form.to_owned());
        tokens.truncate(at);
    }
}

/// A form at the end with where it begins. Something has to be left before it.
fn last(tokens: &[Token]) -> Option<(usize, &'static str)> {
    let said = tokens.iter().position(|token| token.class != Class::Structure)?;
    (said + 1..tokens.len()).find_map(|at| form(&tokens[at..]).map(|(_, form)| (at, form)))
}

fn first(tokens: &[Token]) -> Option<(usize, &'static str)> {
    let longest = FORMS.longest(tokens.first()?).min(tokens.len() - 1);
    (1..=longest).rev().find_map(|length| {
        let (written, form) = form(&tokens[..length])?;
        (BEFORE.contains(&written.as_str()) || tokens[0].foreign).then_some((length, form))
    })
}

fn middle(tokens: &[Token]) -> Option<(usize, usize, &'static str)> {
    (1..tokens.len()).find_map(|from| {
        let longest = FORMS.longest(&tokens[from]).min(tokens.len() - from - 1);
        (1..=longest).rev().find_map(|length| {
            let (written, form) = form(&tokens[from..from + length])?;
            (!ONLY_LAST.contains(&written.as_str())).then_some((from, from + length, form))
        })
    })
}

/// Puts aside what makes the name that of a branch: "Niederlassung Wien", "Paris Branch".
fn branch(tokens: &mut Vec<Token>) {
    let Some(at) = tokens.iter().skip(1).position(|token| token.class == Class::Branch).map(|at| at + 1)
    else {
        return;
    };
    let places = tokens[..at].iter().rev().take_while(|token| token.class == Class::Place).count();
    // "Paris Branch": the place before it belongs to it when nothing follows.
    let from = if at + 1 == tokens.len() { at - places.min(at - 1) } else { at };
    tokens.truncate(from);
}
