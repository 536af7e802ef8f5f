//! What a partner does with a deal after it was handed in, and how the vendor answers a request for more time.

use super::{CloseReason, NEED_MOST, Step};
use crate::form::{Fault, Faults};
use crate::text;
use serde::{Deserialize, Serialize};

/// A step of a partner, as it is sent.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct StepForm {
    /// The deal.
    pub id: String,
    /// The version that was read.
    pub version: String,
    /// One of [`StepForm::STEPS`].
    pub step: String,
    /// What speaks for it.
    pub why: String,
    /// Why it was won or lost.
    pub reason: String,
}

/// A checked step of a partner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartnerStep {
    /// Which.
    pub step: Step,
    /// What speaks for it; never empty where the vendor has to be convinced.
    pub why: String,
    /// Why it was won or lost.
    pub reason: Option<CloseReason>,
}

impl PartnerStep {
    /// A step of which nothing is said.
    pub fn of(step: Step) -> Self {
        Self { step, why: String::new(), reason: None }
    }
}

impl StepForm {
    /// The steps that partners take, by the words that forms send.
    pub const STEPS: [(&str, Step); 5] = [
        ("withdraw", Step::Withdraw),
        ("won", Step::Win),
        ("lost", Step::Lose),
        ("extension", Step::AskExtension),
        ("appeal", Step::Appeal),
    ];

    /// Checks it. Who asks for more time or appeals says why: it is what the vendor decides by. A loss has a reason, of a list,
    /// so that losses can be counted; in words too where the list has none.
    pub fn check(&self) -> Result<PartnerStep, Faults> {
        let known = Self::STEPS.iter().find(|(word, _)| *word == self.step);
        let Some((_, step)) = known else { return Err(Faults::new()) };
        let mut faults = Faults::new();
        let why = match step {
            Step::AskExtension | Step::Appeal => text::lines(&self.why, NEED_MOST),
            Step::Lose if self.reason == CloseReason::Other.as_str() => text::lines(&self.why, NEED_MOST),
            _ => text::optional_lines(&self.why, NEED_MOST),
        };
        let why = faults.take("why", why);
        let reason = match (step, self.reason.trim()) {
            (Step::Lose, "") => Err(Fault::Missing),
            (Step::Lose | Step::Win, word) if !word.is_empty() => {
                word.parse().map(Some).map_err(|_| Fault::Unknown)
            }
            _ => Ok(None),
        };
        let reason = faults.take("reason", reason);
        faults.or(Some(PartnerStep { step: *step, why, reason }))
    }
}

/// The vendor's answer to a request for more time, as it is sent.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ExtensionForm {
    /// The deal.
    pub id: String,
    /// The version that was read.
    pub version: String,
    /// `extend` or `refuse`.
    pub answer: String,
    /// What the partner is told with it.
    pub note: String,
}

/// A checked answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ExtensionAnswer {
    /// Whether the window is made longer.
    pub extends: bool,
    /// What the partner is told with it; never empty in a refusal.
    pub note: String,
}

impl ExtensionForm {
    /// Checks it: a refusal says why.
    pub fn check(&self) -> Result<ExtensionAnswer, Faults> {
        let mut faults = Faults::new();
        let extends = match self.answer.as_str() {
            "extend" => Ok(true),
            "refuse" => Ok(false),
            _ => Err(Fault::Missing),
        };
        let extends = faults.keep("answer", extends);
        let note = match extends {
            Some(false) => text::lines(&self.note, NEED_MOST),
            _ => text::optional_lines(&self.note, NEED_MOST),
        };
        let note = faults.take("note", note);
        faults.or(extends.map(|extends| ExtensionAnswer { extends, note }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn step(step: &str, why: &str) -> Result<PartnerStep, Faults> {
        StepForm { step: step.into(), why: why.into(), ..StepForm::default() }.check()
    }

    #[test]
    fn who_asks_for_something_says_why() {
        assert_eq!(step("won", "").unwrap().step, Step::Win);
        for word in ["extension", "appeal"] {
            assert_eq!(step(word, "  ").unwrap_err().on("why"), Some(&Fault::Missing), "{word}");
            assert_eq!(step(word, " They test it in May. ").unwrap().why, "They test it in May.");
        }
        assert!(step("approve", "x").is_err(), "no partner decides");
        assert_eq!(step("lost", "").unwrap_err().on("reason"), Some(&Fault::Missing));
        let lost = |reason: &str, why: &str| {
            StepForm { step: "lost".into(), reason: reason.into(), why: why.into(), ..StepForm::default() }
                .check()
        };
        assert_eq!(lost("price", "").unwrap().reason, Some(CloseReason::Price));
        assert_eq!(lost("other", "").unwrap_err().on("why"), Some(&Fault::Missing));
        assert_eq!(lost("weather", "").unwrap_err().on("reason"), Some(&Fault::Unknown));
    }

    #[test]
    fn a_refusal_says_why_and_an_answer_is_one_of_two() {
        let answer = |answer: &str, note: &str| {
            ExtensionForm { answer: answer.into(), note: note.into(), ..ExtensionForm::default() }.check()
        };
        assert!(answer("extend", "").unwrap().extends);
        assert_eq!(answer("refuse", "").unwrap_err().on("note"), Some(&Fault::Missing));
        assert!(!answer("refuse", "No work shown").unwrap().extends);
        assert_eq!(answer("", "").unwrap_err().on("answer"), Some(&Fault::Missing));
    }
}
