//! Searching everything at once: what words are found by, what was asked for, and how far a caller's search reaches.
//!
//! Case, accents and scripts without spaces are dealt with here, once, so that both database engines find the same.

use crate::access::{Actor, ManageAccounts, ManagePeople, Scope, Subject};
use crate::learning::audience::Audience;
use serde::{Deserialize, Serialize};

mod marking;
mod words;

pub use marking::{Marked, marked};
pub use words::{RULES, words};

/// Characters of a question that are looked at; what comes after them is left aside.
pub const QUESTION_MOST: usize = 200;
/// How many of a kind are counted where very much fits the question; beyond that there are "more".
pub const COUNTED: i64 = 100;
/// Words of a question that count.
const WORDS_MOST: usize = 8;

crate::text_enum! {
    /// What can be found.
    pub enum SearchKind {
        /// A deal registration.
        Deal = "deal",
        /// A partner organisation.
        Partner = "partner",
        /// A person.
        Person = "person",
        /// A customer account.
        Account = "account",
        /// Collateral.
        Asset = "asset",
        /// A course.
        Course = "course",
    }
}

/// What was asked for: every word has to be there, of the last one the beginning.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    words: Vec<String>,
}

impl Question {
    /// Reads what somebody typed; `None` when no letter and no digit is in it.
    pub fn read(typed: &str) -> Option<Self> {
        let short: String = typed.chars().take(QUESTION_MOST).collect();
        let mut words = words::asked(&short);
        words.truncate(WORDS_MOST);
        (!words.is_empty()).then_some(Self { words })
    }

    /// The words that have to be there as they are.
    pub fn whole(&self) -> &[String] {
        self.words.split_last().map_or(&[], |(_, whole)| whole)
    }

    /// The beginning of the word that has to be there, too.
    pub fn beginning(&self) -> &str {
        self.words.last().map_or("", String::as_str)
    }
}

/// How far somebody's search reaches. Made from a verified person only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SearchReach {
    /// Deals; of the vendor's people only what was handed in.
    pub deals: Scope,
    /// Partner organisations and their people.
    pub partners: Scope,
    /// Whether the vendor's own people are found.
    pub staff: bool,
    /// Whether customer accounts are found.
    pub accounts: bool,
    /// Collateral.
    pub assets: Scope,
    /// Courses.
    pub courses: Audience,
}

impl SearchReach {
    /// The reach of this person: what the lists of each kind would show.
    pub fn of(actor: &Actor) -> Self {
        Self {
            deals: actor.scope(Subject::Deals),
            partners: actor.scope(Subject::Partners),
            staff: actor.profile().may(&ManagePeople),
            accounts: actor.profile().may(&ManageAccounts),
            assets: actor.scope(Subject::Assets),
            courses: Audience::of(actor),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_has_a_last_word_of_which_the_beginning_is_enough() {
        let asked = Question::read("  Nordwind SYST").unwrap();
        assert_eq!(asked.whole(), ["nordwind"]);
        assert_eq!(asked.beginning(), "syst");
    }

    #[test]
    fn what_has_no_word_asks_for_nothing() {
        for nothing in ["", "  ", "\0", "\"*()^:", "-- ; '", "\u{202e}\u{200b}", "%_\\"] {
            assert_eq!(Question::read(nothing), None, "{nothing:?}");
        }
    }

    #[test]
    fn a_question_of_any_length_stays_small() {
        let asked = Question::read(&"wort ".repeat(5000)).unwrap();
        assert_eq!(asked.beginning(), "wort");
        let many = Question::read(&(0..100).map(|n| format!("w{n} ")).collect::<String>()).unwrap();
        assert_eq!(many.whole().len() + 1, WORDS_MOST);
        assert!(Question::read(&"x".repeat(10_000)).unwrap().beginning().len() <= 40);
    }
}
