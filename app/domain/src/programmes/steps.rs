//! The steps that an approval takes: who has to agree to what, in which turn, and for which registrations.

use super::Rules;
use crate::id::{FamilyId, PersonId};
use crate::money::Money;
use crate::partners::Region;
use serde::{Deserialize, Serialize};

/// Steps that a programme may ask for.
pub const STEPS_MOST: usize = 6;
/// The last turn that a step may have.
pub const TURN_MOST: u16 = 9;

crate::text_enum! {
    /// What a step is about, whatever a programme calls it: figures over several programmes go by it.
    pub enum Meaning {
        /// Partner and territory fit.
        Business = "business",
        /// The solution fits.
        Technical = "technical",
        /// Price and discount.
        Commercial = "commercial",
        /// Compliance.
        Legal = "legal",
        /// The final word.
        Executive = "executive",
    }
}

crate::text_enum! {
    /// Who decides a step.
    pub enum DecidedBy {
        /// Any approver.
        Approver = "approver",
        /// An administrator.
        Administrator = "administrator",
        /// The channel manager of the partner.
        ChannelManager = "channel_manager",
        /// Somebody who is named.
        Named = "named",
    }
}

/// A step as the rules have it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ApprovalStep {
    /// What the vendor's people read.
    pub name: String,
    /// What partners read; empty where they only read its number.
    #[serde(default)]
    pub public_name: String,
    /// What it is about.
    pub meaning: Meaning,
    /// Steps of one turn are decided side by side; a later turn waits for all earlier ones.
    pub turn: u16,
    /// Who decides it.
    pub decided_by: DecidedBy,
    /// Who is named.
    #[serde(default)]
    pub people: Vec<PersonId>,
    /// Needed from this amount on; a deal in another currency always needs it, because nobody can say that it is worth less.
    #[serde(default)]
    pub from: Option<Money>,
    /// Needed for partners of these regions; empty means of any.
    #[serde(default)]
    pub regions: Vec<Region>,
    /// Needed for a deal with one of these families; empty means with any.
    #[serde(default)]
    pub families: Vec<FamilyId>,
}

/// What of a registration says which steps it needs.
#[derive(Debug, Clone, Copy)]
pub struct Case<'a> {
    /// What it is worth.
    pub amount: &'a Money,
    /// Its families.
    pub families: &'a [FamilyId],
    /// Where its partner sells.
    pub region: Region,
}

impl ApprovalStep {
    /// Whether this registration needs it: every condition that is named has to hold.
    pub fn is_needed(&self, case: &Case<'_>) -> bool {
        let amount = self
            .from
            .as_ref()
            .is_none_or(|from| from.currency != case.amount.currency || case.amount.minor >= from.minor);
        let region = self.regions.is_empty() || self.regions.contains(&case.region);
        let family =
            self.families.is_empty() || case.families.iter().any(|family| self.families.contains(family));
        amount && region && family
    }
}

impl Rules {
    /// The steps that a registration needs, with their places among the rules' steps, in the order of their turns. None means
    /// that one decision is all there is.
    pub fn steps_for(&self, case: &Case<'_>) -> Vec<(i64, &ApprovalStep)> {
        let mut needed: Vec<_> = (1..).zip(&self.steps).filter(|(_, step)| step.is_needed(case)).collect();
        needed.sort_by_key(|(position, step)| (step.turn, *position));
        needed
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn step(name: &str, turn: u16) -> ApprovalStep {
        ApprovalStep {
            name: name.into(),
            public_name: String::new(),
            meaning: Meaning::Business,
            turn,
            decided_by: DecidedBy::Approver,
            people: Vec::new(),
            from: None,
            regions: Vec::new(),
            families: Vec::new(),
        }
    }

    fn money(minor: i64, currency: &str) -> Money {
        Money { minor, currency: currency.into() }
    }

    fn family(last: char) -> FamilyId {
        format!("fa_01hzxk3v9mqe5t7c2n8r4w6y0{last}").parse().unwrap()
    }

    #[test]
    fn every_condition_that_is_named_has_to_hold() {
        let large = ApprovalStep {
            from: Some(money(100_000, "EUR")),
            regions: vec![Region::Emea],
            families: vec![family('b')],
            ..step("Large", 1)
        };
        let (below, from, other) = (money(99_999, "EUR"), money(100_000, "EUR"), money(1, "JPY"));
        let needed = |amount: &Money, families: &[FamilyId], region| {
            large.is_needed(&Case { amount, families, region })
        };
        let both = [family('b'), family('c')];
        assert!(needed(&from, &both, Region::Emea));
        assert!(!needed(&below, &both, Region::Emea));
        assert!(needed(&other, &both, Region::Emea), "another currency can't be held against it");
        assert!(!needed(&from, &both, Region::Americas));
        assert!(!needed(&from, &both[1..], Region::Emea));
        assert!(step("Any", 1).is_needed(&Case { amount: &below, families: &[], region: Region::Americas }));
    }

    #[test]
    fn steps_come_by_their_turns_and_keep_their_places() {
        let large = ApprovalStep { from: Some(money(100_000, "EUR")), ..step("Large", 3) };
        let rules =
            Rules { steps: vec![step("Last", 2), large, step("A", 1), step("B", 1)], ..Rules::default() };
        let case = Case { amount: &money(5, "EUR"), families: &[], region: Region::Emea };
        let names: Vec<_> =
            rules.steps_for(&case).into_iter().map(|(at, step)| (at, step.name.as_str())).collect();
        assert_eq!(names, [(3, "A"), (4, "B"), (1, "Last")]);
        assert!(Rules::default().steps_for(&case).is_empty());
    }
}
