//! Chinese, Japanese and Korean: common words by a table, the rest by how it is read.

use super::fold::fold;
use super::words::{Class, known};
use std::collections::HashMap;
use std::sync::LazyLock;

/// A part of a word that is written without spaces.
pub struct Part {
    pub text: String,
    pub meaning: String,
    pub class: Class,
}

#[derive(Clone, Copy)]
enum Entry {
    Form(&'static str),
    Word(&'static str),
    Place(&'static str),
    Name(&'static str),
}

struct Table {
    entries: HashMap<&'static str, Entry>,
    /// The longest entry, in characters.
    longest: usize,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let mut entries = HashMap::new();
    for line in include_str!("../../data/cjk.txt").lines().filter(|line| !line.starts_with('#')) {
        let Some((class, list)) = line.split_once(": ") else { continue };
        for (word, reading) in list.split(';').filter_map(|entry| entry.trim().split_once(" = ")) {
            let entry = match class {
                "f" => Entry::Form(reading),
                "w" => Entry::Word(reading),
                "p" => Entry::Place(reading),
                _ => Entry::Name(reading),
            };
            // Brackets are cut off before a word comes here.
            entries.insert(word.trim_matches(['(', ')', '（', '）']), entry);
        }
    }
    let longest = entries.keys().map(|word| word.chars().count()).max().unwrap_or(1);
    Table { entries, longest }
});

/// The parts of a word, the longest that the table knows first.
pub fn parts(word: &str) -> Vec<Part> {
    let letters: Vec<char> = word.chars().collect();
    let mut parts = Vec::new();
    let mut unknown = String::new();
    let mut at = 0;
    while at < letters.len() {
        let found = (1..=TABLE.longest.min(letters.len() - at)).rev().find_map(|length| {
            // One letter is only a word when it is all there is: otherwise it is part of a name.
            if length == 1 && letters.len() > 1 {
                return None;
            }
            let piece: String = letters[at..at + length].iter().collect();
            TABLE.entries.get(piece.as_str()).map(|entry| (*entry, length))
        });
        if let Some((entry, length)) = found {
            read(&mut unknown, &mut parts);
            add(entry, &mut parts);
            at += length;
        } else {
            unknown.push(letters[at]);
            at += 1;
        }
    }
    read(&mut unknown, &mut parts);
    parts
}

fn add(entry: Entry, parts: &mut Vec<Part>) {
    let mut push = |text: &str, meaning: &str, class: Class| {
        parts.push(Part { text: text.to_owned(), meaning: meaning.to_owned(), class });
    };
    match entry {
        Entry::Form(form) => push(form, form, Class::Structure),
        Entry::Word(words) => {
            for word in words.split(' ') {
                let (meaning, class) = known(&fold(word)).unwrap_or((word, Class::Trade));
                push(&fold(word), meaning, class);
            }
        }
        Entry::Place(words) => {
            for word in words.split(' ') {
                let (meaning, class) = known(&fold(word)).unwrap_or((word, Class::Place));
                push(&fold(word), meaning, class);
            }
        }
        Entry::Name(name) => push(&fold(name), &fold(name), Class::Core),
    }
}

fn read(unknown: &mut String, parts: &mut Vec<Part>) {
    if !unknown.is_empty() {
        let text = fold(&latin(&std::mem::take(unknown)));
        if !text.is_empty() {
            let (meaning, class) = known(&text)
                .map_or((text.clone(), Class::Core), |(meaning, class)| (meaning.to_owned(), class));
            parts.push(Part { text, meaning, class });
        }
    }
}

/// Letters of any script in Latin ones, without spaces: Chinese as Pinyin, Kana and Hangul by syllables.
pub fn latin(text: &str) -> String {
    if text.is_ascii() {
        return text.to_owned();
    }
    let spoken: String = text.chars().filter(|c| !matches!(c, 'ー' | 'ッ' | 'っ')).collect();
    // What the table of readings has otherwise than people say it.
    let spoken = spoken.replace('万', "wan").replace('长', "chang");
    deunicode::deunicode(&spoken)
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .flat_map(char::to_lowercase)
        .collect()
}
