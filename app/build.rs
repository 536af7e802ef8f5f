//! Makes the typed catalogue from `texts/<language>/<part>.txt`: one function a text, so that a key which does not exist
//! does not compile. A line is `key = words`; `{name}` in the words becomes a parameter; `key.one`, `key.other` and so on
//! become one function that takes the count first (plural forms of the CLDR: [`domain::language::Plural`]).
//!
//! English is the first language and says which texts there are. What another one lacks is said in English; a test lists
//! it. With `TANDEM_LANGUAGE=de` the catalogue has that language only: so is each client built that is delivered, since
//! nobody wants to load the words of all.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;

/// The languages with the forms that their counts take, in the order of [`domain::language::Language`].
const LANGUAGES: [(&str, &[&str]); 3] = [
    ("en", &["one", "other"]),
    ("de", &["one", "other"]),
    ("ar", &["zero", "one", "two", "few", "many", "other"]),
];

type Texts = BTreeMap<String, Text>;

/// What one key says.
enum Text {
    Plain(String),
    /// By form.
    Counted(BTreeMap<String, String>),
}

struct Catalogue {
    /// Where the language stands in [`LANGUAGES`].
    number: usize,
    /// By part.
    parts: BTreeMap<String, Texts>,
}

fn main() {
    println!("cargo::rerun-if-changed=texts");
    println!("cargo::rerun-if-env-changed=TANDEM_LANGUAGE");
    println!("cargo::rustc-check-cfg=cfg(one_language)");
    let only = std::env::var("TANDEM_LANGUAGE").ok();
    let first = read(0);
    let mut catalogues: Vec<Catalogue> = (1..LANGUAGES.len()).map(read).collect();
    for catalogue in &catalogues {
        compare(&first, catalogue);
    }
    catalogues.insert(0, first);
    let chosen: Vec<&Catalogue> = match &only {
        None => catalogues.iter().collect(),
        Some(tag) => {
            println!("cargo::rustc-cfg=one_language");
            let of_tag = |catalogue: &&Catalogue| LANGUAGES[catalogue.number].0 == tag;
            vec![catalogues.iter().find(of_tag).unwrap_or_else(|| panic!("no language {tag}"))]
        }
    };
    let out = Path::new(&std::env::var("OUT_DIR").expect("cargo sets OUT_DIR")).join("texts.rs");
    let mut text = generate(&catalogues[0], &chosen);
    text.push_str(&countries(&chosen));
    if only.is_some() {
        let _ = writeln!(text, "pub(super) const LANGUAGE: usize = {};", chosen[0].number);
    }
    std::fs::write(out, text).expect("OUT_DIR can be written");
}

fn read(number: usize) -> Catalogue {
    let (language, forms) = LANGUAGES[number];
    let mut parts = BTreeMap::new();
    for entry in std::fs::read_dir(format!("texts/{language}")).expect("the folder of the language") {
        let path = entry.expect("a readable folder").path();
        let part = path.file_stem().and_then(|s| s.to_str()).expect("a plain file name").to_owned();
        let text = std::fs::read_to_string(&path).expect("a readable file");
        parts.insert(part.clone(), texts(&text, forms, &format!("{language}/{part}.txt")));
    }
    Catalogue { number, parts }
}

fn texts(text: &str, forms: &[&str], file: &str) -> Texts {
    let mut texts = Texts::new();
    for (n, line) in text.lines().enumerate() {
        if line.trim().is_empty() || line.starts_with('#') {
            continue;
        }
        let place = format!("{file}:{}", n + 1);
        let (key, words) = line.split_once(" = ").unwrap_or_else(|| panic!("{place}: no ' = '"));
        let (key, words) = (key.trim(), words.trim().to_owned());
        let before = match key.rsplit_once('.') {
            None => texts.insert(key.to_owned(), Text::Plain(words)).is_some(),
            Some((base, form)) => {
                assert!(forms.contains(&form), "{place}: the language counts without {form}");
                let counted = texts.entry(base.to_owned()).or_insert_with(|| Text::Counted(BTreeMap::new()));
                match counted {
                    Text::Counted(by_form) => by_form.insert(form.to_owned(), words).is_some(),
                    Text::Plain(_) => true,
                }
            }
        };
        assert!(!before, "{place}: {key} stands twice");
    }
    for (key, text) in &texts {
        if let Text::Counted(by_form) = text {
            assert!(by_form.contains_key("other"), "{file}: {key} lacks the form for all other counts");
        }
    }
    texts
}

/// A translation says what is there, with the same parameters.
fn compare(first: &Catalogue, other: &Catalogue) {
    let language = LANGUAGES[other.number].0;
    for (part, texts) in &other.parts {
        for (key, text) in texts {
            let place = format!("{language}/{part}.txt: {key}");
            let original = first.parts.get(part).and_then(|texts| texts.get(key));
            match (original, text) {
                (Some(Text::Plain(original)), Text::Plain(words)) => {
                    assert_eq!(set(original), set(words), "{place}: other parameters than in English");
                }
                (Some(Text::Counted(_)), Text::Counted(by_form)) => {
                    let known = all_parameters(original);
                    for words in by_form.values() {
                        assert!(set(words).is_subset(&known), "{place}: a parameter that English lacks");
                    }
                }
                (Some(_), _) => panic!("{place}: counted in one language only"),
                (None, _) => panic!("{place}: no such text in English"),
            }
        }
    }
}

fn set(words: &str) -> BTreeSet<String> {
    parameters(words).into_iter().collect()
}

fn all_parameters(text: Option<&Text>) -> BTreeSet<String> {
    match text {
        Some(Text::Counted(by_form)) => by_form.values().flat_map(|words| parameters(words)).collect(),
        _ => BTreeSet::new(),
    }
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

fn generate(first: &Catalogue, chosen: &[&Catalogue]) -> String {
    let mut out = String::new();
    for (part, texts) in &first.parts {
        let _ = writeln!(out, "/// Texts of {part}.\npub mod {part} {{");
        for (key, text) in texts {
            // Each language with its words, or the English ones with the way that English counts.
            let said: Vec<(usize, &Text)> = chosen
                .iter()
                .map(|catalogue| match catalogue.parts.get(part).and_then(|texts| texts.get(key)) {
                    Some(own) => (catalogue.number, own),
                    None => (0, text),
                })
                .collect();
            match text {
                Text::Plain(words) => plain(&mut out, key, words, &said),
                Text::Counted(by_form) => counted(&mut out, key, &by_form["other"], &said),
            }
        }
        out.push_str("}\n");
    }
    out
}

/// One of several, by the language; itself when they all say the same.
fn by_language(said: Vec<String>) -> String {
    if said.iter().all(|words| *words == said[0]) {
        return said[0].clone();
    }
    let last = said.len() - 1;
    let arm = |(i, words): (usize, &String)| match i == last {
        true => format!("_ => {words},"),
        false => format!("{i} => {words},"),
    };
    let arms: String = said.iter().enumerate().map(arm).collect();
    format!("match crate::texts::language() as usize {{ {arms} }}")
}

/// The countries by name, each language in its own order; the English ones are the domain's.
fn countries(chosen: &[&Catalogue]) -> String {
    let said = |catalogue: &&Catalogue| match LANGUAGES[catalogue.number].0 {
        "en" => "domain::countries::COUNTRIES".to_owned(),
        tag => {
            let text =
                std::fs::read_to_string(format!("texts/countries/{tag}.txt")).expect("a readable file");
            let pairs = text.lines().filter(|line| !line.starts_with('#')).map(|line| {
                let (code, name) =
                    line.split_once(" = ").unwrap_or_else(|| panic!("{tag}: {line}: no ' = '"));
                format!("({code:?}, {name:?}),")
            });
            format!("&[{}]", pairs.collect::<String>())
        }
    };
    let body = by_language(chosen.iter().map(said).collect());
    format!(
        "/// ISO 3166-1 alpha-2 codes and names, by name.\npub fn countries() -> &'static [(&'static str, &'static str)] {{ {body} }}\n"
    )
}

fn plain(out: &mut String, key: &str, words: &str, said: &[(usize, &Text)]) {
    let names = parameters(words);
    let doc = words.replace('\\', "\\\\");
    let literal = |text: &Text| match text {
        Text::Plain(words) => format!("{words:?}"),
        Text::Counted(_) => unreachable!("compared before"),
    };
    if names.is_empty() {
        let body = by_language(said.iter().map(|(_, text)| literal(text)).collect());
        let _ = writeln!(out, "/// {doc}\npub fn {key}() -> &'static str {{ {body} }}");
    } else {
        let list: Vec<String> = names.iter().map(|n| format!("{n}: impl std::fmt::Display")).collect();
        let body = by_language(said.iter().map(|(_, text)| format!("format!({})", literal(text))).collect());
        let _ = writeln!(out, "/// {doc}\npub fn {key}({}) -> String {{ {body} }}", list.join(", "));
    }
}

fn counted(out: &mut String, key: &str, other: &str, said: &[(usize, &Text)]) {
    let names: Vec<String> = parameters(other).into_iter().filter(|n| n != "n").collect();
    let list: String = names.iter().map(|n| format!(", {n}: impl std::fmt::Display")).collect();
    let body = by_language(said.iter().map(|(number, text)| forms(*number, text)).collect());
    let _ = writeln!(out, "/// {other}\npub fn {key}(n: i64{list}) -> String {{ {body} }}");
}

/// The form that this language takes for `n`.
fn forms(number: usize, text: &Text) -> String {
    let Text::Counted(by_form) = text else { unreachable!("compared before") };
    let (tag, _) = LANGUAGES[number];
    let variant = |form: &str| format!("{}{}", form[..1].to_uppercase(), &form[1..]);
    let arms: String = by_form
        .iter()
        .filter(|(form, _)| *form != "other")
        .map(|(form, words)| format!("domain::language::Plural::{} => format!({words:?}),", variant(form)))
        .collect();
    let language = match tag {
        "de" => "German",
        "ar" => "Arabic",
        _ => "English",
    };
    let other = &by_form["other"];
    format!("match domain::language::Language::{language}.plural(n) {{ {arms} _ => format!({other:?}) }}")
}
