//! Ways to say how alike two records are.

use matching::{Company, Likeness, Written, compare};
use pairs::{Pair, Record};

/// A record as the engine reads it.
pub fn company(record: &Record) -> Company {
    Company::of(&Written {
        name: &record.name,
        domain: &record.domain,
        tax: &record.tax,
        country: &record.country,
        street: &record.street,
        postcode: &record.postcode,
        city: &record.city,
    })
}

/// The engine, with everything that is known.
pub fn engine(pair: &Pair) -> Likeness {
    compare(&company(&pair.one), &company(&pair.other))
}

/// The engine, with the names alone.
pub fn engine_names(pair: &Pair) -> f64 {
    let name = |record: &Record| Company::of(&Written { name: &record.name, ..Written::default() });
    f64::from(compare(&name(&pair.one), &name(&pair.other)).odds)
}

/// Jaro-Winkler alone, of the names in lower case.
pub fn jaro_winkler(pair: &Pair) -> f64 {
    strsim::jaro_winkler(&pair.one.name.to_lowercase(), &pair.other.name.to_lowercase())
}

/// The ratio of token sets alone, as RapidFuzz has it: of the words in common, and those with the rest of either, the best ratio of
/// an edit distance without replacements.
pub fn token_set(pair: &Pair) -> f64 {
    let words = |name: &str| {
        let lower = name.to_lowercase();
        let mut words: Vec<String> = lower
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .map(str::to_owned)
            .collect();
        words.sort();
        words.dedup();
        words
    };
    let (one, other) = (words(&pair.one.name), words(&pair.other.name));
    let (common, left): (Vec<String>, Vec<String>) = one.into_iter().partition(|word| other.contains(word));
    let right: Vec<String> = other.into_iter().filter(|word| !common.contains(word)).collect();
    if !common.is_empty() && (left.is_empty() || right.is_empty()) {
        return 1.0;
    }
    let common = common.join(" ");
    let with = |rest: &[String]| format!("{common} {}", rest.join(" ")).trim().to_owned();
    let (left, right) = (with(&left), with(&right));
    [ratio(&left, &right), ratio(&common, &left), ratio(&common, &right)].into_iter().fold(0.0, f64::max)
}

/// Twice the longest common subsequence over both lengths.
fn ratio(one: &str, other: &str) -> f64 {
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    if one.is_empty() || other.is_empty() {
        return 0.0;
    }
    let mut row = vec![0_usize; other.len() + 1];
    for a in &one {
        let mut before = 0;
        for (at, b) in other.iter().enumerate() {
            let above = row[at + 1];
            row[at + 1] = if a == b { before + 1 } else { above.max(row[at]) };
            before = above;
        }
    }
    2.0 * row[other.len()] as f64 / (one.len() + other.len()) as f64
}
