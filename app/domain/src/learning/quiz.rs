//! Questions and how an attempt is graded.

use super::{Question, QuestionKind};
use crate::form::{Fault, Faults};
use crate::id::{ChoiceId, QuestionId};
use crate::text;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Choices a question may have.
pub const CHOICES_MOST: usize = 8;
/// Questions a quiz may have.
pub const QUESTIONS_MOST: usize = 100;
const WORDING_MOST: u32 = 500;

/// One choice as it is typed; without words it is an empty line of the form.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ChoiceForm {
    /// What it says.
    pub wording: String,
    /// `true` when it is right.
    pub right: String,
}

/// The form for a question.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct QuestionForm {
    /// The course.
    pub course: String,
    /// The version of the course the form was made from.
    pub version: String,
    /// The question; empty for a new one.
    pub id: String,
    /// How many choices are right.
    pub kind: String,
    /// What is asked.
    pub wording: String,
    /// What can be chosen.
    pub choices: Vec<ChoiceForm>,
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

/// A checked choice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NewChoice {
    /// What it says.
    pub wording: String,
    /// Whether it is right.
    pub is_right: bool,
}

impl QuestionForm {
    /// Checks the form: at least two choices, and as many right ones as the kind says.
    pub fn check(&self) -> Result<NewQuestion, Faults> {
        let mut faults = Faults::new();
        let wording = faults.take("wording", text::lines(&self.wording, WORDING_MOST));
        let kind = faults.keep("kind", self.kind.parse::<QuestionKind>().map_err(|_| Fault::Unknown));
        let mut choices = Vec::new();
        for (n, choice) in self.choices.iter().enumerate() {
            let wording = text::optional_line(&choice.wording, WORDING_MOST);
            let wording = faults.take(&format!("choices[{n}][wording]"), wording);
            if !wording.is_empty() {
                choices.push(NewChoice { wording, is_right: choice.right == "true" });
            }
        }
        let right = choices.iter().filter(|choice| choice.is_right).count();
        if choices.len() < 2 {
            faults.add("choices", Fault::Missing);
        } else if choices.len() > CHOICES_MOST {
            faults.add("choices", Fault::TooMany { most: CHOICES_MOST as u32 });
        } else if right == 0 || (kind == Some(QuestionKind::Single) && right > 1) {
            faults.add("choices", Fault::NoRightChoice);
        }
        faults.or(kind.map(|kind| NewQuestion { kind, wording, choices }))
    }
}

/// What was chosen, question by question.
pub type Answers = BTreeMap<QuestionId, Vec<ChoiceId>>;

/// An attempt's result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Graded {
    /// Percent of the questions that were right, rounded down.
    pub score: i64,
    /// The questions that were not.
    pub wrong: Vec<QuestionId>,
}

/// Reads what a form sent: `question id = choice ids`. What names nothing of ours is dropped, and so counts as not chosen.
pub fn read_answers<'a>(sent: impl IntoIterator<Item = (&'a str, &'a [String])>) -> Answers {
    let mut answers = Answers::new();
    for (question, choices) in sent {
        let Ok(question) = question.parse() else { continue };
        answers.insert(question, choices.iter().filter_map(|choice| choice.parse().ok()).collect());
    }
    answers
}

/// Grades an attempt: a question is right when exactly its right choices were chosen.
pub fn grade(questions: &[Question], answers: &Answers) -> Graded {
    let is_right = |question: &&Question| {
        let chosen = answers.get(&question.id).map(Vec::as_slice).unwrap_or_default();
        question.choices.iter().all(|choice| choice.is_right == chosen.contains(&choice.id))
    };
    let wrong: Vec<QuestionId> =
        questions.iter().filter(|question| !is_right(question)).map(|question| question.id.clone()).collect();
    let right = (questions.len() - wrong.len()) as i64;
    let score = if questions.is_empty() { 0 } else { right * 100 / questions.len() as i64 };
    Graded { score, wrong }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::learning::Choice;
    use crate::time::Instant;

    fn choice_id(n: u8) -> ChoiceId {
        ChoiceId::new(Instant::from_millis(1), [n; 10])
    }

    fn question(n: u8, kind: QuestionKind, right: &[bool]) -> Question {
        let choices = right
            .iter()
            .enumerate()
            .map(|(i, is_right)| Choice {
                id: choice_id(n * 10 + i as u8),
                wording: String::new(),
                is_right: *is_right,
            })
            .collect();
        let id = QuestionId::new(Instant::from_millis(1), [n; 10]);
        Question { id, kind, wording: String::new(), choices }
    }

    #[test]
    fn only_exactly_the_right_choices_are_right() {
        let quiz = [
            question(1, QuestionKind::Single, &[true, false]),
            question(2, QuestionKind::Multiple, &[true, true, false]),
            question(3, QuestionKind::Single, &[false, true]),
        ];
        let answer = |pairs: &[(usize, &[u8])]| -> Answers {
            pairs
                .iter()
                .map(|(n, ids)| (quiz[*n].id.clone(), ids.iter().map(|id| choice_id(*id)).collect()))
                .collect()
        };
        let all = grade(&quiz, &answer(&[(0, &[10]), (1, &[20, 21]), (2, &[31])]));
        assert_eq!(all, Graded { score: 100, wrong: vec![] });
        let partly = grade(&quiz, &answer(&[(0, &[10]), (1, &[20])]));
        assert_eq!(partly, Graded { score: 33, wrong: vec![quiz[1].id.clone(), quiz[2].id.clone()] });
        let everything = grade(&quiz, &answer(&[(0, &[10, 11]), (1, &[20, 21, 22]), (2, &[30, 31])]));
        assert_eq!(everything.score, 0);
        assert_eq!(grade(&[], &Answers::new()).score, 0);
    }

    #[test]
    fn a_question_needs_choices_and_a_right_one() {
        let choice = |wording: &str, right: &str| ChoiceForm { wording: wording.into(), right: right.into() };
        let form = |kind: &str, choices: &[ChoiceForm]| QuestionForm {
            kind: kind.into(),
            wording: "Which?".into(),
            choices: choices.to_vec(),
            ..QuestionForm::default()
        };
        let fault = |form: QuestionForm| form.check().unwrap_err().on("choices").cloned();
        assert_eq!(fault(form("single", &[choice("a", "true"), choice(" ", "")])), Some(Fault::Missing));
        assert_eq!(fault(form("single", &[choice("a", ""), choice("b", "")])), Some(Fault::NoRightChoice));
        let two = [choice("a", "true"), choice("b", "true")];
        assert_eq!(fault(form("single", &two)), Some(Fault::NoRightChoice));
        assert_eq!(form("multiple", &two).check().unwrap().choices.len(), 2);
    }

    #[test]
    fn foreign_answers_are_dropped() {
        let id = question(1, QuestionKind::Single, &[true]).id;
        let (sent, bad) = (["nonsense".to_owned(), choice_id(10).to_string()], ["x".to_owned()]);
        let answers = read_answers([(id.as_str(), sent.as_slice()), ("zzz", bad.as_slice())]);
        assert_eq!(answers, Answers::from([(id, vec![choice_id(10)])]));
    }
}
