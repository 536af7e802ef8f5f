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
