//! One customer that was written down twice: which of two accounts stays, and how it is said that they are two after all.

use super::REASON_MOST;
use crate::form::{Fault, Faults};
use crate::id::{AccountId, AccountMergeId};
use crate::text;
use crate::time::Instant;
use serde::{Deserialize, Serialize};

/// Two accounts that may be one customer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pair {
    /// The one that was made first, and its name and country.
    pub one: (AccountId, String, String),
    /// The other one.
    pub other: (AccountId, String, String),
    /// How sure the engine is, of a hundred.
    pub score: i64,
}

/// Two accounts that were merged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Merge {
    /// Which merge.
    pub id: AccountMergeId,
    /// The account that was merged into another one, and its name.
    pub merged: (AccountId, String),
    /// When.
    pub at: Instant,
    /// By whom.
    pub person: String,
    /// Why.
    pub reason: String,
    /// When it was undone, and by whom.
    pub undone: Option<(Instant, String)>,
}

/// The form that merges two accounts.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct MergeForm {
    /// One account.
    pub one: String,
    /// The version that was looked at.
    pub one_version: String,
    /// The other one.
    pub other: String,
    /// The version that was looked at.
    pub other_version: String,
    /// Which of them stays.
    pub survivor: String,
    /// Why.
    pub reason: String,
}

/// An account at the version that was looked at.
pub type Seen = (AccountId, i64);

/// A merge about to be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewMerge {
    /// The account that stays.
    pub survivor: Seen,
    /// The account that becomes a part of it.
    pub merged: Seen,
    /// Why.
    pub reason: String,
}

impl MergeForm {
    /// Checks the form.
    ///
    /// # Errors
    ///
    /// Every fault of it.
    pub fn check(&self) -> Result<NewMerge, Faults> {
        let mut faults = Faults::new();
        let seen =
            |id: &str, version: &str| Some((id.parse::<AccountId>().ok()?, version.parse::<i64>().ok()?));
        let (one, other) = (seen(&self.one, &self.one_version), seen(&self.other, &self.other_version));
        let pair = one.zip(other).filter(|(one, other)| one.0 != other.0);
        let pair = pair.and_then(|(one, other)| match self.survivor.as_str() {
            id if id == one.0.as_str() => Some((one, other)),
            id if id == other.0.as_str() => Some((other, one)),
            _ => None,
        });
        let missing = if self.survivor.is_empty() { Fault::Missing } else { Fault::Unknown };
        let pair = faults.keep("survivor", pair.ok_or(missing));
        let reason = faults.keep("reason", text::line(&self.reason, REASON_MOST));
        faults.or(pair.zip(reason).map(|((survivor, merged), reason)| NewMerge { survivor, merged, reason }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(survivor: &str) -> MergeForm {
        let [one, other] = [1, 2].map(|n| AccountId::new(Instant::from_millis(1), [n; 10]).to_string());
        let survivor = match survivor {
            "one" => one.clone(),
            "other" => other.clone(),
            own => own.to_owned(),
        };
        MergeForm {
            one,
            one_version: "3".into(),
            other,
            other_version: "4".into(),
            survivor,
            reason: "Same".into(),
        }
    }

    #[test]
    fn one_of_the_two_stays() {
        let merge = form("other").check().unwrap();
        assert_eq!((merge.survivor.1, merge.merged.1), (4, 3));
        assert_eq!(form("one").check().unwrap().survivor.1, 3);
        assert_eq!(form("").check().unwrap_err().on("survivor"), Some(&Fault::Missing));
        assert_eq!(form("ac_somebody").check().unwrap_err().on("survivor"), Some(&Fault::Unknown));
        let itself = MergeForm { other: form("one").one, ..form("one") };
        assert_eq!(itself.check().unwrap_err().on("survivor"), Some(&Fault::Unknown));
        let silent = MergeForm { reason: " ".into(), ..form("one") };
        assert_eq!(silent.check().unwrap_err().on("reason"), Some(&Fault::Missing));
    }
}
