//! Makes the typed catalogue from `texts/<language>/<part>.txt`: one function a text, so that a missing key does not
//! compile. A line is `key = words`; `{name}` in the words becomes a parameter; `key.one` and `key.other` become one
//! function that takes the count first (plural rules of CLDR; English needs these two).

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;

const LANGUAGES: [&str; 1] = ["en"];

type Catalogue = BTreeMap<(String, String), String>;

fn main() {
    println!("cargo::rerun-if-changed=texts");
    let catalogues: Vec<Catalogue> = LANGUAGES.iter().map(|language| read(language)).collect();
    for (language, catalogue) in LANGUAGES.iter().zip(&catalogues) {
        for key in catalogues[0].keys() {
            assert!(catalogue.contains_key(key), "{language} lacks {}::{}", key.0, key.1);
        }
    }
    let out = Path::new(&std::env::var("OUT_DIR").expect("cargo sets OUT_DIR")).join("texts.rs");
    std::fs::write(out, generate(&catalogues)).expect("OUT_DIR can be written");
}

fn read(language: &str) -> Catalogue {
    let mut catalogue = Catalogue::new();
    for entry in std::fs::read_dir(format!("texts/{language}")).expect("the folder of the language") {
        let path = entry.expect("a readable folder").path();
        let part = path.file_stem().and_then(|s| s.to_str()).expect("a plain file name").to_owned();
        let text = std::fs::read_to_string(&path).expect("a readable file");
        for (n, line) in text.lines().enumerate() {
            if line.trim().is_empty() || line.starts_with('#') {
                continue;
            }
            let (key, words) =
                line.split_once(" = ").unwrap_or_else(|| panic!("{part}.txt:{}: no ' = '", n + 1));
            let before = catalogue.insert((part.clone(), key.trim().to_owned()), words.trim().to_owned());
            assert!(before.is_none(), "{part}.txt:{}: {key} stands twice", n + 1);
        }
    }
    catalogue
}

fn generate(catalogues: &[Catalogue]) -> String {
    let mut out = String::new();
    let parts: BTreeSet<&String> = catalogues[0].keys().map(|(part, _)| part).collect();
    for part in parts {
        let _ = writeln!(out, "/// Texts of {part}.\npub mod {part} {{");
        for ((_, key), words) in catalogues[0].iter().filter(|((p, _), _)| p == part) {
            let all: Vec<&String> = catalogues.iter().map(|c| &c[&(part.clone(), key.clone())]).collect();
            match key.rsplit_once('.') {
                Some((base, "one")) => {
                    let others: Vec<&String> =
                        catalogues.iter().map(|c| &c[&(part.clone(), format!("{base}.other"))]).collect();
                    plural(&mut out, base, &all, &others);
                }
                Some((_, "other")) => {}
                _ => plain(&mut out, key, words, &all),
            }
        }
        out.push_str("}\n");
    }
    out
}

/// The names in braces, in the order in which they first stand.
fn parameters(words: &str) -> Vec<String> {
    let mut names = Vec::new();
    for piece in words.split('{').skip(1) {
        let name = piece.split('}').next().unwrap_or_default().to_owned();
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

fn arms(texts: &[&String]) -> String {
    let arms: Vec<String> = texts.iter().map(|text| format!("{text:?}")).collect();
    format!("[{}][crate::texts::language() as usize]", arms.join(", "))
}

fn formatted(texts: &[&String]) -> String {
    let arms: String =
        texts.iter().enumerate().map(|(i, text)| format!("{i} => format!({text:?}),")).collect();
    format!("match crate::texts::language() as usize {{ {arms} _ => String::new() }}")
}

fn plain(out: &mut String, key: &str, words: &str, all: &[&String]) {
    let names = parameters(words);
    let doc = words.replace('\\', "\\\\");
    if names.is_empty() {
        let _ = writeln!(out, "/// {doc}\npub fn {key}() -> &'static str {{ {} }}", arms(all));
    } else {
        let list: Vec<String> = names.iter().map(|n| format!("{n}: impl std::fmt::Display")).collect();
        let _ =
            writeln!(out, "/// {doc}\npub fn {key}({}) -> String {{ {} }}", list.join(", "), formatted(all));
    }
}

fn plural(out: &mut String, key: &str, one: &[&String], other: &[&String]) {
    let names: Vec<String> = parameters(other[0]).into_iter().filter(|n| n != "n").collect();
    let list: String = names.iter().map(|n| format!(", {n}: impl std::fmt::Display")).collect();
    let _ = writeln!(
        out,
        "/// {}\npub fn {key}(n: i64{list}) -> String {{ if n == 1 {{ {} }} else {{ {} }} }}",
        other[0],
        formatted(one),
        formatted(other)
    );
}
