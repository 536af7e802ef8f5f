//! Tables of many rows: they are looked at and applied in the background, part by part, and stand in the database meanwhile.

use super::{FateKind, Outcome, Sort};
use crate::accounts::{NewAccount, NewOfRecord};
use crate::id::{AccountId, AccountImportId};
use crate::time::Instant;
use serde::{Deserialize, Serialize};

crate::text_enum! {
    /// How far a table is.
    pub enum Stage {
        /// Its rows are on their way in.
        Reading = "reading",
        /// Its rows are being looked at.
        Looking = "looking",
        /// Every row's fate is known, and waits for somebody's word.
        Looked = "looked",
        /// The word was said, and rows are being applied.
        Applying = "applying",
        /// Everything that was to be done is done.
        Done = "done",
        /// It came to an end before.
        Failed = "failed",
    }
}

impl Stage {
    /// Whether somebody works on it, so that it is worth while to look again.
    pub fn is_moving(self) -> bool {
        matches!(self, Self::Reading | Self::Looking | Self::Applying)
    }
}

crate::text_enum! {
    /// Why a table came to an end before it was done. What was applied until then stays.
    pub enum Failure {
        /// It did not come whole.
        Cut = "cut",
        /// Whoever brought it may not do this any more.
        Denied = "denied",
        /// The same rows failed again and again, for a reason that is ours.
        Broken = "broken",
    }
}

/// A table of many rows, as whoever brought it sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LongImport {
    /// Which.
    pub id: AccountImportId,
    /// What it is of.
    pub sort: Sort,
    /// The file's name; empty when it was pasted.
    pub file: String,
    /// How far it is.
    pub stage: Stage,
    /// Why it failed.
    pub failure: Option<Failure>,
    /// How many rows it has.
    pub rows: i64,
    /// How many of them this stage has dealt with.
    pub handled: i64,
    /// How many have which fate, as far as is known.
    pub outcome: Outcome,
    /// Whether rows were made that may be there already.
    pub with_alike: bool,
    /// When it was brought.
    pub at: Instant,
    /// When it was applied.
    pub applied_at: Option<Instant>,
}

impl LongImport {
    /// What applying it would do: rows that are made, and that change something.
    pub fn would(&self, with_alike: bool) -> (i64, i64) {
        let alike = if with_alike { self.outcome.alike } else { 0 };
        (self.outcome.new + alike, self.outcome.changed)
    }

    /// Whether a row with this fate is applied.
    pub fn applies(with_alike: bool, kind: FateKind) -> bool {
        matches!(kind, FateKind::New | FateKind::Changed) || (with_alike && kind == FateKind::Alike)
    }
}

/// What a row of named accounts does, as it was found by the look: which account, and the times on record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    /// The account.
    pub account: AccountId,
    /// One for each family.
    pub periods: Vec<NewOfRecord>,
}

/// What a row comes to: rows behind it are looked at with that in mind, and what is applied is what was shown.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Planned {
    /// Nothing that anybody has to know of.
    #[default]
    Nothing,
    /// An account that is made.
    Account(Box<NewAccount>),
    /// Times on record.
    OnRecord(Plan),
}
