//! The words of the portal: a typed catalogue made from `texts/<language>/*.txt` when the crate is built.
//!
//! `text::deals::title()` is a function, so a key that does not exist does not compile, and a language that lacks a
//! key fails the build.

/// A language of the portal.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Language {
    /// English.
    #[default]
    English = 0,
}

impl Language {
    /// BCP 47 tag.
    pub fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
        }
    }
}

/// The language of the page that is being made.
pub fn language() -> Language {
    leptos::prelude::use_context().unwrap_or_default()
}

/// The texts.
#[allow(clippy::all, missing_docs)]
pub mod text {
    include!(concat!(env!("OUT_DIR"), "/texts.rs"));
}

#[cfg(test)]
mod tests {
    use std::path::Path;

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

    #[test]
    fn no_text_is_kept_that_no_page_shows() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let mut code = String::new();
        sources(&root.join("src"), &mut code);
        sources(&root.join("../server/src"), &mut code);
        let words = std::fs::read_to_string(root.join("src/words.rs")).unwrap();
        let mut unused = Vec::new();
        for entry in std::fs::read_dir(root.join("texts/en")).unwrap() {
            let path = entry.unwrap().path();
            let part = path.file_stem().unwrap().to_str().unwrap().to_owned();
            for line in std::fs::read_to_string(&path).unwrap().lines() {
                let Some((key, _)) = line.split_once(" = ") else { continue };
                let key = key.trim().trim_end_matches(".one").trim_end_matches(".other");
                // `words.rs` calls the catalogue of an enum `t`.
                let as_word =
                    words.contains(&format!("text::{part} as t")) && says(&words, &format!("t::{key}"));
                if !as_word && !says(&code, &format!("{part}::{key}")) {
                    unused.push(format!("{part}::{key}"));
                }
            }
        }
        assert!(unused.is_empty(), "{unused:?}");
    }
}
