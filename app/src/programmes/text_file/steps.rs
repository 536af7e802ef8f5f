//! The steps of an approval in the text of a programme: people stand there by their addresses, families by their names.

use super::Amount;
use domain::accounts::Family;
use domain::money::Money;
use domain::partners::Region;
use domain::programmes::{ApprovalStep, DecidedBy, Meaning, StepTyped};
use serde::{Deserialize, Serialize};
use store::people::Decider;

/// A step as its text has it.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct StepText {
    name: String,
    #[serde(default)]
    public_name: String,
    meaning: Meaning,
    #[serde(default = "first")]
    turn: u16,
    #[serde(default = "approver")]
    decided_by: DecidedBy,
    /// By their addresses.
    #[serde(default)]
    people: Vec<String>,
    from: Option<Amount>,
    #[serde(default)]
    regions: Vec<Region>,
    /// By their names.
    #[serde(default)]
    families: Vec<String>,
}

fn first() -> u16 {
    1
}

fn approver() -> DecidedBy {
    DecidedBy::Approver
}

impl StepText {
    /// The text of what there is. Who can't decide any more is left out, as a family is that is not in use.
    pub(super) fn of(step: &ApprovalStep, families: &[Family], deciders: &[Decider]) -> Self {
        let family = |id: &_| families.iter().find(|one| one.id == *id).map(|one| one.name.clone());
        let person = |id: &_| deciders.iter().find(|one| one.id == *id).map(|one| one.email.clone());
        let amount = |from: &Money| Amount { amount: from.plain(), currency: from.currency.clone() };
        Self {
            name: step.name.clone(),
            public_name: step.public_name.clone(),
            meaning: step.meaning,
            turn: step.turn,
            decided_by: step.decided_by,
            people: step.people.iter().filter_map(person).collect(),
            from: step.from.as_ref().map(amount),
            regions: step.regions.clone(),
            families: step.families.iter().filter_map(family).collect(),
        }
    }

    /// The form of it, or the part of which something is unknown.
    pub(super) fn typed(self, families: &[Family], deciders: &[Decider]) -> Result<StepTyped, &'static str> {
        let people = self.people.iter().map(|email| {
            let known = deciders.iter().find(|one| one.email.eq_ignore_ascii_case(email.trim()));
            known.map(|one| one.id.to_string()).ok_or("people")
        });
        let chosen = self.families.iter().map(|name| {
            let known = families.iter().find(|family| family.name == *name);
            known.map(|family| family.id.to_string()).ok_or("families")
        });
        let (people, families) = (people.collect::<Result<_, _>>()?, chosen.collect::<Result<_, _>>()?);
        let empty = StepTyped::empty(self.turn.into());
        let (from, currency) = match self.from {
            Some(from) => (from.amount, from.currency),
            None => (empty.from.clone(), empty.currency.clone()),
        };
        Ok(StepTyped {
            name: self.name,
            public_name: self.public_name,
            meaning: self.meaning.to_string(),
            decided_by: self.decided_by.to_string(),
            people,
            from,
            currency,
            regions: self.regions.iter().map(ToString::to_string).collect(),
            families,
            ..empty
        })
    }
}
