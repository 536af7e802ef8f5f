//! What becomes of rows.

use crate::form::Faults;
use serde::{Deserialize, Serialize};

/// What changes in one field: which, and what it was and would be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Difference {
    /// Which field.
    pub field: String,
    /// What it says now.
    pub before: String,
    /// What it would say.
    pub after: String,
}

impl Difference {
    /// Of a field that says something else; none where it says the same.
    pub fn of(field: &str, before: &str, after: &str) -> Option<Self> {
        let known = |text: &str| text.to_owned();
        (before != after).then(|| Self { field: known(field), before: known(before), after: known(after) })
    }
}

/// What a row may be the same as.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Like {
    /// A record that is there: its id, and what it is called.
    Known(String, String),
    /// Another row of the table: its line.
    Line(i64),
}

crate::text_enum! {
    /// What sort of thing becomes of a row.
    pub enum FateKind {
        /// Something is made of it.
        New = "new",
        /// What is there already changes.
        Changed = "changed",
        /// Everything is so already.
        Unchanged = "unchanged",
        /// It may be what is there already under another name.
        Alike = "alike",
        /// It is left out.
        Refused = "refused",
    }
}

/// What becomes of one row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Fate {
    /// Something is made of it.
    New,
    /// What is there already changes.
    Changed(Vec<Difference>),
    /// Everything is so already.
    Unchanged,
    /// It is left out, because of this.
    Refused(Faults),
    /// It may be the same as one of these: nothing is made of it unless somebody says so.
    Alike(Vec<Like>),
}

impl Fate {
    /// Its sort.
    pub fn kind(&self) -> FateKind {
        match self {
            Self::New => FateKind::New,
            Self::Changed(_) => FateKind::Changed,
            Self::Unchanged => FateKind::Unchanged,
            Self::Refused(_) => FateKind::Refused,
            Self::Alike(_) => FateKind::Alike,
        }
    }
}

/// A row with its fate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// The line of the table.
    pub line: u64,
    /// What it is called there.
    pub name: String,
    /// What becomes of it.
    pub fate: Fate,
    /// The record that it is about, with its version as the fate was found.
    pub stands: String,
}

/// How many rows had which fate.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Outcome {
    /// Made.
    pub new: i64,
    /// Changed.
    pub changed: i64,
    /// As they were.
    pub unchanged: i64,
    /// Left out.
    pub refused: i64,
    /// Left out, because they may be there already.
    pub alike: i64,
}

impl Outcome {
    /// Of these rows.
    pub fn of(lines: &[Line]) -> Self {
        let mut outcome = Self::default();
        for line in lines {
            *outcome.count(line.fate.kind()) += 1;
        }
        outcome
    }

    /// How many have this fate.
    pub fn count(&mut self, kind: FateKind) -> &mut i64 {
        match kind {
            FateKind::New => &mut self.new,
            FateKind::Changed => &mut self.changed,
            FateKind::Unchanged => &mut self.unchanged,
            FateKind::Refused => &mut self.refused,
            FateKind::Alike => &mut self.alike,
        }
    }

    /// Whether applying it would do anything.
    pub fn does_something(self) -> bool {
        self.new + self.changed > 0
    }
}
