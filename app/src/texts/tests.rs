use super::*;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_owned()
}

fn sources(folder: &Path, into: &mut String) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, into);
        } else if path.extension().is_some_and(|e| e == "rs") {
            into.push_str(&std::fs::read_to_string(&path).unwrap());
        }
    }
}

/// Whether the code has this path and not only a longer one. It may be called there or handed on.
fn says(code: &str, path: &str) -> bool {
    code.match_indices(path).any(|(at, _)| {
        let next = code[at + path.len()..].chars().next();
        !next.is_some_and(|next| next.is_alphanumeric() || next == '_')
    })
}

/// The texts that a language has, as `part::key`, without the forms of counts.
fn keys(language: &str) -> BTreeSet<String> {
    let mut keys = BTreeSet::new();
    for entry in std::fs::read_dir(root().join("texts").join(language)).unwrap() {
        let path = entry.unwrap().path();
        let part = path.file_stem().unwrap().to_str().unwrap().to_owned();
        for line in std::fs::read_to_string(&path).unwrap().lines() {
            let Some((key, _)) = line.split_once(" = ") else { continue };
            let key = key.trim().split('.').next().unwrap();
            keys.insert(format!("{part}::{key}"));
        }
    }
    keys
}

#[test]
fn no_text_is_kept_that_no_page_shows() {
    let mut code = String::new();
    sources(&root().join("src"), &mut code);
    sources(&root().join("../server/src"), &mut code);
    let mut words = std::fs::read_to_string(root().join("src/words.rs")).unwrap();
    sources(&root().join("src/words"), &mut words);
    let unused: Vec<String> = keys("en")
        .into_iter()
        .filter(|path| {
            let (part, key) = path.split_once("::").unwrap();
            // `words.rs` calls the catalogue of an enum `t`.
            let as_word = words.contains(&format!("text::{part} as t")) && says(&words, &format!("t::{key}"));
            !as_word && !says(&code, path)
        })
        .collect();
    assert!(unused.is_empty(), "{unused:?}");
}

#[test]
fn a_page_counts_in_its_language() {
    let left = |language, n| speaking(language, || text::deals::days_left(n));
    assert_eq!(left(Language::English, 1), "1 day left");
    assert_eq!(left(Language::English, 3), "3 days left");
    assert_eq!(language(), Language::FIRST);
}

/// Words that German has from English, or English from it.
const SAME_IN_GERMAN: [&str; 32] = [
    "CSV",
    "Deals",
    "Distributor",
    "Domain",
    "Domains",
    "Downloads",
    "E-Mail",
    "EB Garamond",
    "Gold",
    "Inter",
    "Link",
    "Links",
    "Logo",
    "Marketing",
    "Name",
    "Organisation",
    "PDF",
    "Partner",
    "Region",
    "Single Sign-on",
    "System",
    "Text",
    "Version",
    "Version {n}",
    "Video",
    "Website",
    "ZIP",
    "Import",
    "Status",
    "Team",
    "Person",
    "Pipeline",
];

/// Each text of a language by `part::key.form`.
fn lines(language: &str) -> std::collections::BTreeMap<String, String> {
    let mut lines = std::collections::BTreeMap::new();
    for entry in std::fs::read_dir(root().join("texts").join(language)).unwrap() {
        let path = entry.unwrap().path();
        let part = path.file_stem().unwrap().to_str().unwrap().to_owned();
        for line in std::fs::read_to_string(&path).unwrap().lines().filter(|line| !line.starts_with('#')) {
            let Some((key, words)) = line.split_once(" = ") else { continue };
            lines.insert(format!("{part}::{}", key.trim()), words.trim().to_owned());
        }
    }
    lines
}

#[test]
fn german_says_every_text() {
    let (english, german) = (lines("en"), lines("de"));
    let lacking: Vec<&String> = english.keys().filter(|key| !german.contains_key(*key)).collect();
    assert!(lacking.is_empty(), "texts/de lacks (see docs/languages.md): {lacking:#?}");
}

#[test]
fn arabic_says_every_text_in_every_form_of_a_count() {
    let arabic = lines("ar");
    let forms = ["zero", "one", "two", "few", "many", "other"];
    let mut lacking = Vec::new();
    for key in lines("en").into_keys() {
        match key.rsplit_once('.') {
            None if !arabic.contains_key(&key) => lacking.push(key),
            None => {}
            Some((base, _)) => {
                let of_count = forms.iter().map(|form| format!("{base}.{form}"));
                lacking.extend(of_count.filter(|form| !arabic.contains_key(form)));
            }
        }
    }
    lacking.dedup();
    assert!(lacking.is_empty(), "texts/ar lacks (see docs/languages.md): {lacking:#?}");
}

#[test]
fn no_translation_is_the_english_forgotten_there() {
    let english = lines("en");
    let mut forgotten = Vec::new();
    for (language, same) in [("de", &SAME_IN_GERMAN[..]), ("ar", &[])] {
        for (key, words) in lines(language) {
            // What is left of a text without its parameters says whether there are words in it.
            let bare: String =
                words.split('{').map(|piece| piece.rsplit('}').next().unwrap_or_default()).collect();
            let wordless = !bare.chars().any(char::is_alphabetic);
            if english.get(&key) == Some(&words) && !wordless && !same.contains(&words.as_str()) {
                forgotten.push(format!("{language} {key} = {words}"));
            }
        }
    }
    assert!(forgotten.is_empty(), "{forgotten:#?}");
}

#[test]
fn an_arabic_text_ends_the_isolates_that_it_begins() {
    for (key, words) in lines("ar") {
        let begun = words.matches(['\u{2066}', '\u{2067}', '\u{2068}']).count();
        assert_eq!(begun, words.matches('\u{2069}').count(), "{key}");
    }
}

#[test]
fn every_language_has_every_country() {
    let codes = |language| {
        let countries = speaking(language, text::countries);
        let codes: BTreeSet<&str> = countries.iter().map(|(code, _)| *code).collect();
        assert_eq!(codes.len(), countries.len(), "{language}");
        codes
    };
    let english = codes(Language::English);
    assert_eq!(codes(Language::German), english);
    assert_eq!(codes(Language::Arabic), english);
    assert_eq!(speaking(Language::German, || crate::words::country("DE")), "Deutschland");
    assert_eq!(speaking(Language::Arabic, || crate::words::country("SA")), "المملكة العربية السعودية");
}

/// What a page says stands in the catalogue: no words between tags, none in the attributes that are read out.
#[test]
fn pages_have_no_words_of_their_own() {
    let mut code = String::new();
    sources(&root().join("src"), &mut code);
    let attributes =
        ["aria-label", "alt", "caption", "help", "label", "legend", "placeholder", "prompt", "title"];
    let mut found = Vec::new();
    for line in code.lines() {
        let line = line.trim();
        let between = line.match_indices("\"").any(|(at, _)| {
            let inside = &line[at + 1..];
            let word = inside.chars().take_while(|c| c.is_alphabetic()).count();
            line[..at].trim_end().ends_with('>') && !line[..at].trim_end().ends_with("=>") && word > 1
        });
        let named = attributes.iter().any(|name| {
            let start = format!("{name}=\"");
            line.match_indices(&start).any(|(at, _)| {
                let own = !line[..at].ends_with(|c: char| c == '-' || c.is_alphanumeric());
                own && line[at + start.len()..].starts_with(char::is_alphabetic)
            })
        });
        if (between || named) && !line.starts_with("//") {
            found.push(line.to_owned());
        }
    }
    assert!(found.is_empty(), "{found:#?}");
}
