//! Coverage: how many of its people an organisation needs with a certification, by its tier, and how many it has. Counted
//! are the people whom it has today, each by the newest certificate; nothing of it is kept.

use crate::certifications::standing::{Standing, standing};
use crate::form::{Fault, Faults};
use crate::id::CertificationId;
use crate::learning::{Certificate, or_zero};
use crate::partners::Tier;
use crate::time::Day;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// People that can be required.
pub const REQUIRED_MOST: i64 = 999;

/// Whether an organisation has the people it needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum CoverageState {
    /// It has.
    Met,
    /// It has as long as certificates are renewed whose window is open or whose grace is running.
    AtRisk,
    /// It lacks so many.
    Short {
        /// People.
        by: i64,
    },
}

/// What an organisation needs and has of one certification.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Coverage {
    /// The certification.
    pub certification: CertificationId,
    /// Its title.
    pub title: String,
    /// People needed.
    pub required: i64,
    /// People whose certificate counts today.
    pub held: i64,
    /// How that stands.
    pub state: CoverageState,
}

/// How many people's certificates count today, and how many of those end soon: newest certificates of current people.
pub fn counted<'a>(newest: impl Iterator<Item = &'a Certificate>, today: Day) -> (i64, i64) {
    newest
        .map(|one| standing(&[], Some(one), today))
        .filter(|standing| standing.counts())
        .fold((0, 0), |(held, ending), standing| {
            (held + 1, ending + i64::from(standing != Standing::Certified))
        })
}

/// How a requirement stands with so many people, some of whose certificates end soon.
pub fn coverage_state(required: i64, held: i64, ending: i64) -> CoverageState {
    if held < required {
        CoverageState::Short { by: required - held }
    } else if held - ending < required {
        CoverageState::AtRisk
    } else {
        CoverageState::Met
    }
}

/// What a certification requires of organisations, by tier.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Requirement {
    /// The certification.
    pub certification: CertificationId,
    /// Its title.
    pub title: String,
    /// People by tier; a tier that is not there needs none.
    pub numbers: Vec<(Tier, i64)>,
}

/// The form that sets what all certifications require.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct RequirementsForm {
    /// Numbers by certification and tier, as [`field_of`] writes them; empty or 0 means none.
    pub numbers: BTreeMap<String, String>,
}

/// The key of a certification's number for a tier.
pub fn field_of(certification: &CertificationId, tier: Tier) -> String {
    format!("{certification}-{tier}")
}

/// What certifications require: those that are named, with the tiers that need anybody.
pub type Requirements = BTreeMap<CertificationId, Vec<(Tier, i64)>>;

impl RequirementsForm {
    /// Checks the form.
    pub fn check(&self) -> Result<Requirements, Faults> {
        let mut faults = Faults::new();
        let mut all = Requirements::new();
        for (key, number) in &self.numbers {
            let named =
                key.split_once('-').and_then(|(of, tier)| Some((of.parse().ok()?, tier.parse().ok()?)));
            let Some((certification, tier)) = named else {
                faults.add("numbers", Fault::Unknown);
                continue;
            };
            let numbers = all.entry(certification).or_default();
            match or_zero(number, REQUIRED_MOST) {
                Ok(0) => {}
                Ok(number) => numbers.push((tier, number)),
                Err(fault) => faults.add(format!("numbers[{key}]"), fault),
            }
        }
        faults.or(Some(all))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_organisation_is_short_at_risk_or_has_enough() {
        assert_eq!(coverage_state(3, 2, 0), CoverageState::Short { by: 1 });
        assert_eq!(coverage_state(2, 2, 1), CoverageState::AtRisk);
        assert_eq!(coverage_state(2, 3, 1), CoverageState::Met);
        assert_eq!(coverage_state(2, 2, 0), CoverageState::Met);
    }

    #[test]
    fn numbers_are_for_tiers_that_there_are() {
        let id = CertificationId::new(crate::time::Instant::from_millis(1), [1; 10]);
        let form = |tier: &str, number: &str| RequirementsForm {
            numbers: BTreeMap::from([(format!("{id}-{tier}"), number.to_owned())]),
        };
        assert_eq!(form("gold", "2").check().unwrap()[&id], vec![(Tier::Gold, 2)]);
        assert_eq!(form("gold", "").check().unwrap()[&id], Vec::new());
        let field = format!("numbers[{}]", field_of(&id, Tier::Gold));
        assert!(form("gold", "1000").check().unwrap_err().on(&field).is_some());
        assert!(form("tin", "1").check().unwrap_err().on("numbers").is_some());
    }
}
