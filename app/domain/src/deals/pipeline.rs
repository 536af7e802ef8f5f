//! What becomes of a deal while it is protected: an **opportunity** of the partner pipeline, with a stage, a next step and, at
//! the end, why it ended so.

use crate::form::{Fault, Faults};
use crate::money::Money;
use crate::text;
use crate::time::Day;
use serde::{Deserialize, Serialize};

/// Characters of a next step.
pub const NEXT_STEP_MOST: u32 = 200;

crate::text_enum! {
    /// How far the sale is.
    pub enum Stage {
        /// Whether there is a need, a budget and somebody who decides.
        Qualification = "qualification",
        /// What would solve it: a design, a trial.
        Solution = "solution",
        /// An offer is out.
        Proposal = "proposal",
        /// Terms are talked about.
        Negotiation = "negotiation",
        /// The customer has said yes; the order is awaited.
        Commitment = "commitment",
    }
}

impl Stage {
    /// How likely an order is from here, in percent: what a forecast weighs amounts by.
    pub fn chance(self) -> i64 {
        match self {
            Self::Qualification => 20,
            Self::Solution => 40,
            Self::Proposal => 60,
            Self::Negotiation => 80,
            Self::Commitment => 90,
        }
    }

    /// What such an amount counts for in a forecast, rounded down to the minor unit.
    pub fn weighted(self, money: &Money) -> Money {
        let minor = i128::from(money.minor) * i128::from(self.chance()) / 100;
        Money { minor: i64::try_from(minor).unwrap_or(i64::MAX), currency: money.currency.clone() }
    }
}

crate::text_enum! {
    /// Why a deal was won or lost.
    pub enum CloseReason {
        /// What it costs.
        Price = "price",
        /// What the product does.
        Product = "product",
        /// Another vendor.
        Competitor = "competitor",
        /// The partner's own work: service, nearness, trust.
        Service = "service",
        /// There is no money for it.
        NoBudget = "no_budget",
        /// The customer does not decide.
        NoDecision = "no_decision",
        /// Sooner or later than it could be had.
        Timing = "timing",
        /// Something else.
        Other = "other",
    }
}

/// Where a protected deal stands on its way to an order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opportunity {
    /// How far it is.
    pub stage: Stage,
    /// What is done next; may be empty.
    pub next_step: String,
    /// By when.
    pub next_on: Option<Day>,
    /// Why it ended as it did; `None` while it is open, and where nothing was said.
    pub close_reason: Option<CloseReason>,
}

/// An opportunity as it is typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct OpportunityForm {
    /// The deal.
    pub id: String,
    /// The version that was read.
    pub version: String,
    /// How far it is.
    pub stage: String,
    /// What is done next.
    pub next_step: String,
    /// By when.
    pub next_on: String,
}

/// What a partner says of an opportunity.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Headway {
    /// How far it is.
    pub stage: Stage,
    /// What is done next.
    pub next_step: String,
    /// By when; only with a next step.
    pub next_on: Option<Day>,
}

impl OpportunityForm {
    /// Checks it. A day needs something that is done on it; one that has passed says that it is late, and stays.
    pub fn check(&self) -> Result<Headway, Faults> {
        let mut faults = Faults::new();
        let stage = faults.keep("stage", self.stage.trim().parse().map_err(|_| Fault::Unknown));
        let next_step = faults.take("next_step", text::optional_line(&self.next_step, NEXT_STEP_MOST));
        let next_on = faults.take("next_on", text::optional_day(&self.next_on));
        if next_on.is_some() && next_step.is_empty() && faults.on("next_step").is_none() {
            faults.add("next_step", Fault::Missing);
        }
        faults.or(stage.map(|stage| Headway { stage, next_step, next_on }))
    }
}

impl Opportunity {
    /// As it would be typed.
    pub fn as_form(&self) -> OpportunityForm {
        OpportunityForm {
            stage: self.stage.to_string(),
            next_step: self.next_step.clone(),
            next_on: self.next_on.map(|day| day.to_string()).unwrap_or_default(),
            ..OpportunityForm::default()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(stage: &str, next_step: &str, next_on: &str) -> OpportunityForm {
        OpportunityForm {
            stage: stage.into(),
            next_step: next_step.into(),
            next_on: next_on.into(),
            ..OpportunityForm::default()
        }
    }

    #[test]
    fn a_day_needs_something_that_is_done_on_it() {
        let progress = form("proposal", " Call Kadri ", "2020-01-01").check().unwrap();
        assert_eq!((progress.stage, progress.next_step.as_str()), (Stage::Proposal, "Call Kadri"));
        assert!(progress.next_on.is_some(), "what is late stays");
        assert_eq!(
            form("proposal", "", "2026-12-01").check().unwrap_err().on("next_step"),
            Some(&Fault::Missing)
        );
        assert_eq!(form("won", "", "").check().unwrap_err().on("stage"), Some(&Fault::Unknown));
        assert!(form("solution", "", "tomorrow").check().unwrap_err().on("next_on").is_some());
    }

    #[test]
    fn a_forecast_counts_what_is_further_for_more_and_never_overflows() {
        let chances: Vec<_> = Stage::ALL.iter().map(|stage| stage.chance()).collect();
        assert!(chances.is_sorted() && chances.iter().all(|chance| (1..100).contains(chance)), "{chances:?}");
        let money = |minor| Money { minor, currency: "EUR".into() };
        assert_eq!(Stage::Solution.weighted(&money(12_345)), money(4_938));
        assert_eq!(Stage::Commitment.weighted(&money(i64::MAX)).minor, 8_301_034_833_169_298_226);
    }

    #[test]
    fn it_is_typed_again_as_it_is() {
        let progress = form("negotiation", "Send the terms", "2027-02-03").check().unwrap();
        let Headway { stage, next_step, next_on } = progress.clone();
        let opportunity = Opportunity { stage, next_step, next_on, close_reason: None };
        assert_eq!(opportunity.as_form().check().unwrap(), progress);
    }
}
