//! Words that many names have, from `data/words.txt`.

use super::fold::fold;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::sync::LazyLock;

/// What a word of a name is there for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Class {
    /// The name itself.
    Core,
    /// A word that many take for a name: "Delta", "Atlas".
    Common,
    /// The first name of a person.
    First,
    /// What the company does.
    Trade,
    /// Where it is.
    Place,
    /// A number.
    Number,
    /// A word that holds others together, or says that it is a group.
    Structure,
    /// A word that begins or ends the name of a branch.
    Branch,
}

impl Class {
    /// How much a word of the class says of who it is, from 0 to 1.
    pub fn weight(self) -> f32 {
        match self {
            Self::Core => 1.0,
            Self::Number => 0.8,
            Self::Common => 0.6,
            Self::First => 0.45,
            Self::Trade => 0.4,
            Self::Place => 0.35,
            Self::Structure | Self::Branch => 0.05,
        }
    }
}

type Words = HashMap<String, (&'static str, Class)>;

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    let mut words = Words::new();
    let mut class = Class::Trade;
    for line in include_str!("../../data/words.txt").lines().filter(|line| !line.starts_with('#')) {
        if let Some(name) = line.strip_prefix('[') {
            class = match name.trim_end_matches(']') {
                "structure" => Class::Structure,
                "place" => Class::Place,
                "common" => Class::Common,
                "first" => Class::First,
                "branch" => Class::Branch,
                _ => Class::Trade,
            };
            continue;
        }
        let (meaning, others) = line.split_once(" = ").unwrap_or((line, ""));
        for word in std::iter::once(meaning).chain(others.split_whitespace()) {
            words.entry(fold(word)).or_insert((meaning, class));
        }
    }
    words
});

/// The meaning and the class of a folded word, when it is one of many names.
pub fn known(text: &str) -> Option<(&'static str, Class)> {
    WORDS.get(text).copied()
}
