//! The form for a quiz question with its choices.

use super::QuestionKind;
use crate::form::{Fault, Faults};
use crate::text;
use serde::{Deserialize, Serialize};

/// Choices that a question may have; the form has a line for each.
pub const CHOICES_MOST: usize = 6;
/// Choices that a question needs.
const CHOICES_LEAST: usize = 2;
/// Characters that a question may have.
const WORDING_MOST: u32 = 500;
/// Characters that a choice may have.
const CHOICE_MOST: u32 = 300;

/// The form. Lines of choices that are left empty do not count.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct QuestionForm {
    /// The course.
    pub course: String,
    /// The question that is changed; empty for a new one.
    pub question: String,
    /// The course's version the form was made from.
    pub version: String,
    /// Makes a new question sent twice one.
    pub key: String,
    /// Single or multiple.
    pub kind: String,
    /// What is asked.
    pub wording: String,
    /// What can be chosen, line by line.
    pub choices: Vec<String>,
    /// The numbers of the right lines, from 0.
    pub right: Vec<String>,
}

/// A checked choice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NewChoice {
    /// What it says.
    pub wording: String,
    /// Whether it is right.
    pub is_right: bool,
}

/// A checked question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NewQuestion {
    /// How many choices are right.
    pub kind: QuestionKind,
    /// What is asked.
    pub wording: String,
    /// What can be chosen.
    pub choices: Vec<NewChoice>,
}

impl QuestionForm {
    /// Checks the form.
    pub fn check(&self) -> Result<NewQuestion, Faults> {
        let mut faults = Faults::new();
        let kind = faults.keep("kind", self.kind.parse::<QuestionKind>().map_err(|_| Fault::Unknown));
        let wording = faults.take("wording", text::lines(&self.wording, WORDING_MOST));
        let choices = faults.keep("choices", self.choices());
        if let (Some(kind), Some(choices)) = (kind, &choices) {
            let right = choices.iter().filter(|choice| choice.is_right).count();
            if !has_key(kind, right) {
                faults.add("right", Fault::NoRightChoice);
            }
        }
        let made = match (kind, choices) {
            (Some(kind), Some(choices)) => Some(NewQuestion { kind, wording, choices }),
            _ => None,
        };
        faults.or(made)
    }

    fn choices(&self) -> Result<Vec<NewChoice>, Fault> {
        if self.choices.len() > CHOICES_MOST {
            return Err(Fault::TooMany { most: CHOICES_MOST as u32 });
        }
        let mut choices: Vec<NewChoice> = Vec::new();
        for (line, typed) in self.choices.iter().enumerate() {
            let wording = text::optional_line(typed, CHOICE_MOST)?;
            let is_right = self.right.contains(&line.to_string());
            match wording.is_empty() {
                // A right choice that says nothing is a slip, not a line to leave out.
                true if is_right => return Err(Fault::Missing),
                true => {}
                false if choices.iter().any(|choice| choice.wording == wording) => return Err(Fault::Taken),
                false => choices.push(NewChoice { wording, is_right }),
            }
        }
        if choices.len() < CHOICES_LEAST { Err(Fault::Missing) } else { Ok(choices) }
    }
}

/// Whether a question of this kind can be answered right with so many right choices.
pub(super) fn has_key(kind: QuestionKind, right: usize) -> bool {
    match kind {
        QuestionKind::Single => right == 1,
        QuestionKind::Multiple => right >= 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(kind: &str, choices: &[&str], right: &[&str]) -> QuestionForm {
        QuestionForm {
            kind: kind.into(),
            wording: "Which?".into(),
            choices: choices.iter().map(ToString::to_string).collect(),
            right: right.iter().map(ToString::to_string).collect(),
            ..QuestionForm::default()
        }
    }

    #[test]
    fn empty_lines_are_left_out_and_right_ones_stay_right() {
        let question = form("single", &["", "a", "", "b"], &["3"]).check().unwrap();
        let choices: Vec<_> = question.choices.iter().map(|c| (c.wording.as_str(), c.is_right)).collect();
        assert_eq!(choices, [("a", false), ("b", true)]);
    }

    #[test]
    fn a_single_choice_has_exactly_one_right_and_a_multiple_at_least_one() {
        let fault = |kind: &str, right: &[&str]| {
            form(kind, &["a", "b", "c"], right).check().err().and_then(|f| f.on("right").cloned())
        };
        assert_eq!(fault("single", &["0"]), None);
        assert_eq!(fault("single", &[]), Some(Fault::NoRightChoice));
        assert_eq!(fault("single", &["0", "1"]), Some(Fault::NoRightChoice));
        assert_eq!(fault("multiple", &["0", "1", "2"]), None);
        assert_eq!(fault("multiple", &["9"]), Some(Fault::NoRightChoice));
    }

    #[test]
    fn a_question_needs_two_different_choices() {
        let fault = |choices: &[&str], right: &[&str]| {
            form("multiple", choices, right).check().err().and_then(|f| f.on("choices").cloned())
        };
        assert_eq!(fault(&["a"], &["0"]), Some(Fault::Missing));
        assert_eq!(fault(&["a", " a "], &["0"]), Some(Fault::Taken));
        assert_eq!(fault(&["a", "b", ""], &["2"]), Some(Fault::Missing));
        assert_eq!(fault(&["a", "b", "c", "d", "e", "f", "g"], &["0"]), Some(Fault::TooMany { most: 6 }));
        assert!(form("oddly", &["a", "b"], &["0"]).check().unwrap_err().on("kind").is_some());
    }
}
