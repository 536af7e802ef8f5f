//! What lies ahead of a registration, told before it is handed in: who agrees to what, in which order.

use super::{Case, DecidedBy, Rules};
use crate::deals::DealForm;
use crate::partners::Region;

/// A step as its partner may know it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StepAhead {
    /// Its number among the steps of this registration; those that are decided side by side share the one of the first.
    pub number: i64,
    /// What partners read; may be empty.
    pub public_name: String,
    /// Who decides it; who is named is nobody's business but the vendor's.
    pub decided_by: DecidedBy,
}

impl Rules {
    /// The steps that a registration would take as it is typed by a partner of this region, in the order of their turns; none
    /// while amount or families do not say yet which. An empty list means that one decision is all.
    pub fn ahead(&self, form: &DealForm, region: Region) -> Option<Vec<StepAhead>> {
        let (amount, families) = (form.money().ok()?, form.families().ok()?);
        let needed = self.steps_for(&Case { amount: &amount, families: &families, region });
        let (mut steps, mut turn): (Vec<StepAhead>, Option<u16>) = (Vec::new(), None);
        for (at, (_, step)) in (1..).zip(needed) {
            let number = match steps.last() {
                Some(before) if turn == Some(step.turn) => before.number,
                _ => at,
            };
            turn = Some(step.turn);
            steps.push(StepAhead {
                number,
                public_name: step.public_name.clone(),
                decided_by: step.decided_by,
            });
        }
        Some(steps)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::FamilyId;
    use crate::money::Money;
    use crate::programmes::{ApprovalStep, Meaning};
    use crate::time::Instant;

    fn step(name: &str, turn: u16) -> ApprovalStep {
        ApprovalStep {
            name: format!("{name}, as the vendor says"),
            public_name: name.into(),
            meaning: Meaning::Business,
            turn,
            decided_by: DecidedBy::Approver,
            people: Vec::new(),
            from: None,
            regions: Vec::new(),
            families: Vec::new(),
        }
    }

    fn typed(amount: &str) -> DealForm {
        let family = FamilyId::new(Instant::from_millis(1), [1; 10]);
        DealForm {
            amount: amount.into(),
            currency: "EUR".into(),
            families: vec![family.to_string()],
            ..DealForm::default()
        }
    }

    #[test]
    fn it_is_told_as_soon_as_amount_and_families_say_it() {
        let from = Some(Money { minor: 100_000, currency: "EUR".into() });
        let rules = Rules {
            steps: vec![
                step("Price", 2),
                step("Fit", 1),
                step("Solution", 1),
                ApprovalStep { from, ..step("Board", 3) },
            ],
            ..Rules::default()
        };
        let told = |amount: &str| {
            rules.ahead(&typed(amount), Region::Emea).map(|steps| {
                steps.into_iter().map(|step| (step.number, step.public_name)).collect::<Vec<_>>()
            })
        };
        let three = vec![(1, "Fit".into()), (1, "Solution".into()), (3, "Price".into())];
        assert_eq!(told("999.99"), Some(three.clone()));
        assert_eq!(told("1000"), Some([three, vec![(4, "Board".into())]].concat()));
        for nothing in ["", "much", "0"] {
            assert_eq!(told(nothing), None, "{nothing}");
        }
        let unsaid = DealForm { families: Vec::new(), ..typed("5") };
        assert_eq!(rules.ahead(&unsaid, Region::Emea), None);
        assert_eq!(Rules::default().ahead(&typed("5"), Region::Emea), Some(Vec::new()));
    }
}
