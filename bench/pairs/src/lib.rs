//! Labelled pairs of company records: the same company twice, or two companies that look alike.
//!
//! What is here does not know the matching engine that is measured with it, and shares no table with it. Pairs
//! come from two sources: a generator ([`families`]) that makes companies of 34 countries, their look-alikes and
//! the ways in which people write them down, and two lists written by hand ([`written`]). They are split by company into a part to tune
//! with and a part to test with; the test part's SHA-256 is in `frozen.txt`, written down before the engine was.

mod company;
mod countries;
mod families;
mod letters;
mod record;
mod rng;
mod siblings;
mod tax;
mod variants;
mod written;

pub use record::{Pair, Part, Record, Source};

use sha2::{Digest, Sha256};

/// How many families of companies the generator makes.
pub const FAMILIES: u64 = 1000;

/// All pairs, always the same ones in the same order.
pub fn pairs() -> Vec<Pair> {
    let mut pairs = written::pairs();
    pairs.extend(families::pairs(FAMILIES));
    pairs
}

/// The pairs of one part.
pub fn part(part: Part) -> Vec<Pair> {
    pairs().into_iter().filter(|pair| pair.part == part).collect()
}

/// Pairs as lines of JSON, which is what is hashed and what other programs read.
///
/// # Panics
/// Never: a pair is made of strings.
pub fn lines(pairs: &[Pair]) -> String {
    let mut text = String::new();
    for pair in pairs {
        text.push_str(&serde_json::to_string(pair).expect("a pair is made of strings"));
        text.push('\n');
    }
    text
}

/// The SHA-256 of a text, in hexadecimal.
pub fn sha256(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Names of distinct companies as the generator writes them down, without end: what a large table is filled with.
pub fn companies(seed: u64) -> impl Iterator<Item = Record> {
    families::companies(seed)
}
