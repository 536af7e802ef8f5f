//! A step of an approval as a channel manager types it.

use super::form::{chosen, number};
use super::{ApprovalStep, DecidedBy, Meaning, NAME_MOST, STEPS_MOST, TURN_MOST};
use crate::form::{Fault, Faults};
use crate::money::Money;
use crate::text;
use serde::{Deserialize, Serialize};

/// A step as it is typed; one without a name is none.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct StepTyped {
    /// What the vendor's people read.
    pub name: String,
    /// What partners read; may be empty.
    pub public_name: String,
    /// What it is about.
    pub meaning: String,
    /// Its turn.
    pub turn: String,
    /// Who decides it.
    pub decided_by: String,
    /// Who is named.
    pub people: Vec<String>,
    /// The amount from which it is needed; may be empty.
    pub from: String,
    /// ISO 4217.
    pub currency: String,
    /// Regions in which it is needed.
    pub regions: Vec<String>,
    /// Families for which it is needed.
    pub families: Vec<String>,
}

impl StepTyped {
    /// The form of what there is.
    pub fn of(step: &ApprovalStep) -> Self {
        let from = step.from.as_ref();
        Self {
            name: step.name.clone(),
            public_name: step.public_name.clone(),
            meaning: step.meaning.to_string(),
            turn: step.turn.to_string(),
            decided_by: step.decided_by.to_string(),
            people: step.people.iter().map(ToString::to_string).collect(),
            from: from.map(Money::plain).unwrap_or_default(),
            currency: from.map_or_else(|| "EUR".into(), |from| from.currency.clone()),
            regions: step.regions.iter().map(ToString::to_string).collect(),
            families: step.families.iter().map(ToString::to_string).collect(),
        }
    }

    /// The form of a step that is still to be named, in this turn.
    pub fn empty(turn: usize) -> Self {
        Self {
            meaning: Meaning::Business.to_string(),
            turn: turn.to_string(),
            decided_by: DecidedBy::Approver.to_string(),
            currency: "EUR".into(),
            ..Self::default()
        }
    }

    fn check(&self, at: usize, faults: &mut Faults) -> Option<ApprovalStep> {
        let field = |part: &str| format!("steps[{at}][{part}]");
        let name = faults.take(&field("name"), text::line(&self.name, NAME_MOST));
        let public_name =
            faults.take(&field("public_name"), text::optional_line(&self.public_name, NAME_MOST));
        let meaning = faults.keep(&field("meaning"), self.meaning.parse().map_err(|_| Fault::Unknown));
        let turn = faults.take(&field("turn"), number(&self.turn, 1, TURN_MOST));
        let decided_by = faults
            .keep(&field("decided_by"), self.decided_by.parse::<DecidedBy>().map_err(|_| Fault::Unknown));
        let people = match decided_by {
            // Whoever was chosen before another way was is forgotten.
            Some(DecidedBy::Named) => faults.take(&field("people"), named(&self.people)),
            _ => Vec::new(),
        };
        let from = faults.take(&field("from"), amount(&self.from, &self.currency));
        let regions = faults.take(&field("regions"), chosen(&self.regions));
        let families = faults.take(&field("families"), chosen(&self.families));
        let (meaning, decided_by) = (meaning?, decided_by?);
        Some(ApprovalStep { name, public_name, meaning, turn, decided_by, people, from, regions, families })
    }
}

/// Checks all steps of a programme, with what is wrong by step and field.
pub(super) fn steps(typed: &[StepTyped], faults: &mut Faults) -> Vec<ApprovalStep> {
    let named = typed.iter().enumerate().filter(|(_, step)| !step.name.trim().is_empty());
    let steps: Vec<_> = named.filter_map(|(at, step)| step.check(at, faults)).collect();
    if steps.len() > STEPS_MOST {
        faults.add("steps", Fault::TooMany { most: STEPS_MOST as u32 });
    }
    steps
}

fn named<T: std::str::FromStr + Ord>(ids: &[String]) -> Result<Vec<T>, Fault> {
    chosen(ids).and_then(|ids: Vec<T>| if ids.is_empty() { Err(Fault::Missing) } else { Ok(ids) })
}

/// An amount that may be left out; nothing is less than one.
pub(super) fn amount(typed: &str, currency: &str) -> Result<Option<Money>, Fault> {
    match typed.trim() {
        "" => Ok(None),
        amount => {
            Money::read(amount, currency.trim()).map(|money| Some(money).filter(|money| money.minor > 0))
        }
    }
}
