//! Taking a quiz: what was answered, what it is worth, and who may try again.

use super::{CertificateState, KeyedQuestion, Question, QuestionKind, Term};
use crate::form::{Fault, Faults};
use crate::id::{ChoiceId, QuestionId};
use crate::time::Day;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Days before its certificate expires from which a passed quiz may be taken again.
pub const RENEWAL_DAYS: i64 = 60;

/// The form of a quiz: the chosen choices by question.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct QuizForm {
    /// The course.
    pub course: String,
    /// Makes a form sent twice one attempt.
    pub key: String,
    /// Question to chosen choices.
    pub answers: BTreeMap<String, Vec<String>>,
}

/// What somebody answered: a set of choices for every question of the quiz.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answers(BTreeMap<QuestionId, BTreeSet<ChoiceId>>);

impl Answers {
    /// What was chosen for this question.
    pub fn chosen(&self, question: &QuestionId) -> Option<&BTreeSet<ChoiceId>> {
        self.0.get(question)
    }
}

/// The name of a question's field in the form.
pub fn field(question: &QuestionId) -> String {
    format!("answers[{question}][]")
}

impl QuizForm {
    /// Checks the form against the quiz as it is now: every question needs an answer, so that no attempt is lost by a
    /// slip, and single choice takes one. A choice that is not of the question (any more) is a fault of that question.
    pub fn check(&self, quiz: &[Question]) -> Result<Answers, Faults> {
        let mut faults = Faults::new();
        let mut answers = BTreeMap::new();
        for question in quiz {
            let chosen = self.answers.get(question.id.as_str()).map_or(&[][..], Vec::as_slice);
            if let Some(chosen) = faults.keep(&field(&question.id), answer(question, chosen)) {
                answers.insert(question.id.clone(), chosen);
            }
        }
        faults.or(Some(Answers(answers)))
    }
}

fn answer(question: &Question, chosen: &[String]) -> Result<BTreeSet<ChoiceId>, Fault> {
    let chosen: BTreeSet<ChoiceId> =
        chosen.iter().map(|id| id.parse()).collect::<Result<_, _>>().map_err(|_| Fault::Unknown)?;
    if chosen.is_empty() {
        return Err(Fault::Missing);
    }
    if !chosen.iter().all(|id| question.choices.iter().any(|choice| choice.id == *id)) {
        return Err(Fault::Unknown);
    }
    match question.kind {
        QuestionKind::Single if chosen.len() > 1 => Err(Fault::TooMany { most: 1 }),
        _ => Ok(chosen),
    }
}

/// What answers are worth.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grade {
    /// Percent of the questions answered right, rounded down.
    pub score: i64,
    /// Whether that reaches the pass mark.
    pub passed: bool,
    /// What was not answered right.
    pub wrong: Vec<QuestionId>,
}

/// Grades answers. A question is right when exactly its right choices were chosen; there are no half points. A quiz
/// without questions cannot be passed.
pub fn grade(quiz: &[KeyedQuestion], answers: &Answers, pass_mark: i64) -> Grade {
    let wrong: Vec<QuestionId> = quiz
        .iter()
        .filter(|keyed| {
            let right: BTreeSet<ChoiceId> = keyed.right.iter().cloned().collect();
            right.is_empty() || answers.chosen(&keyed.question.id) != Some(&right)
        })
        .map(|keyed| keyed.question.id.clone())
        .collect();
    let right = (quiz.len() - wrong.len()) as i64;
    let score = (right * 100).checked_div(quiz.len() as i64).unwrap_or(0);
    Grade { score, passed: !quiz.is_empty() && score >= pass_mark, wrong }
}

/// Whether somebody may take the quiz now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Standing {
    /// May take it.
    Open {
        /// Attempts left; `None` without limit.
        left: Option<i64>,
    },
    /// Has passed, and the certificate is good for a while yet.
    Passed,
    /// Has used every attempt.
    Exhausted,
}

/// Where somebody stands with so many attempts since the last pass, and the certificate of that pass if there was one.
/// A pass that a certification asks for anew can be made again, however good the certificate is.
pub fn standing(
    limit: i64,
    attempts: i64,
    certificate: Option<&Term>,
    is_wanted: bool,
    today: Day,
) -> Standing {
    if !is_wanted && certificate.is_some_and(|term| term.state(today) == CertificateState::Valid) {
        return Standing::Passed;
    }
    match (limit > 0).then(|| (limit - attempts).max(0)) {
        Some(0) => Standing::Exhausted,
        left => Standing::Open { left },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::learning::Choice;
    use crate::time::Instant;

    const NOW: Instant = Instant::from_millis(1);

    fn choice(n: u8) -> ChoiceId {
        ChoiceId::new(NOW, [n; 10])
    }

    fn question(n: u8, kind: QuestionKind, right: &[u8]) -> KeyedQuestion {
        let choices =
            (1..=3).map(|c| Choice { id: choice(n * 10 + c), wording: c.to_string() }).collect::<Vec<_>>();
        let id = QuestionId::new(NOW, [n; 10]);
        KeyedQuestion {
            question: Question { id, kind, wording: "?".into(), choices },
            right: right.iter().map(|c| choice(n * 10 + c)).collect(),
        }
    }

    fn quiz() -> Vec<KeyedQuestion> {
        vec![
            question(1, QuestionKind::Single, &[1]),
            question(2, QuestionKind::Multiple, &[1, 3]),
            question(3, QuestionKind::Single, &[2]),
        ]
    }

    fn form(chosen: &[(u8, &[u8])]) -> QuizForm {
        let answers = chosen
            .iter()
            .map(|(n, list)| {
                let ids = list.iter().map(|c| choice(n * 10 + c).to_string()).collect();
                (QuestionId::new(NOW, [*n; 10]).to_string(), ids)
            })
            .collect();
        QuizForm { answers, ..QuizForm::default() }
    }

    fn graded(chosen: &[(u8, &[u8])], pass_mark: i64) -> Grade {
        let quiz = quiz();
        let open: Vec<Question> = quiz.iter().map(|keyed| keyed.question.clone()).collect();
        grade(&quiz, &form(chosen).check(&open).unwrap(), pass_mark)
    }

    #[test]
    fn multiple_choice_needs_exactly_the_right_set() {
        assert_eq!(graded(&[(1, &[1]), (2, &[3, 1]), (3, &[2])], 100).score, 100);
        assert_eq!(graded(&[(1, &[1]), (2, &[1]), (3, &[2])], 100).score, 66);
        assert_eq!(graded(&[(1, &[1]), (2, &[1, 2, 3]), (3, &[2])], 100).score, 66);
    }

    #[test]
    fn two_of_three_pass_sixty_six_percent_and_not_sixty_seven() {
        let answers: &[(u8, &[u8])] = &[(1, &[1]), (2, &[1, 3]), (3, &[1])];
        assert!(graded(answers, 66).passed);
        let failed = graded(answers, 67);
        assert!(!failed.passed);
        assert_eq!(failed.wrong, [QuestionId::new(NOW, [3; 10])]);
    }

    #[test]
    fn nothing_asked_is_nothing_passed() {
        assert_eq!(grade(&[], &Answers::default(), 1), Grade { score: 0, passed: false, wrong: vec![] });
    }

    #[test]
    fn an_unanswered_question_is_told_and_costs_no_attempt() {
        let open: Vec<Question> = quiz().into_iter().map(|keyed| keyed.question).collect();
        let faults = form(&[(1, &[1]), (3, &[1, 2])]).check(&open).unwrap_err();
        assert_eq!(faults.on(&field(&open[0].id)), None);
        assert_eq!(faults.on(&field(&open[1].id)), Some(&Fault::Missing));
        assert_eq!(faults.on(&field(&open[2].id)), Some(&Fault::TooMany { most: 1 }));
    }

    #[test]
    fn a_choice_of_another_question_is_refused() {
        let open: Vec<Question> = quiz().into_iter().map(|keyed| keyed.question).collect();
        let mut form = form(&[(1, &[1]), (2, &[1]), (3, &[1])]);
        form.answers.insert(open[0].id.to_string(), vec![choice(21).to_string()]);
        assert_eq!(form.check(&open).unwrap_err().on(&field(&open[0].id)), Some(&Fault::Unknown));
        form.answers.insert(open[0].id.to_string(), vec!["' OR 1=1".into()]);
        assert_eq!(form.check(&open).unwrap_err().on(&field(&open[0].id)), Some(&Fault::Unknown));
    }

    #[test]
    fn attempts_run_out_and_a_pass_opens_again_before_it_expires() {
        let today: Day = "2026-11-24".parse().unwrap();
        let good = |expires_on: Option<Day>| Term {
            issued_on: today,
            expires_on,
            renew_from: None,
            grace_until: None,
            revoked_at: None,
        };
        let at = |limit, attempts, certificate: Option<Term>| {
            standing(limit, attempts, certificate.as_ref(), false, today)
        };
        assert_eq!(at(0, 99, None), Standing::Open { left: None });
        assert_eq!(at(3, 1, None), Standing::Open { left: Some(2) });
        assert_eq!(at(3, 3, None), Standing::Exhausted);
        assert_eq!(at(3, 5, None), Standing::Exhausted);
        assert_eq!(at(3, 0, Some(good(None))), Standing::Passed);
        assert_eq!(at(3, 0, Some(good(Some(today.plus_days(61))))), Standing::Passed);
        assert_eq!(at(3, 0, Some(good(Some(today.plus_days(60))))), Standing::Open { left: Some(3) });
        assert_eq!(at(3, 3, Some(good(Some(today.plus_days(-5))))), Standing::Exhausted);
        // A certification that is renewed asks for a pass anew.
        assert_eq!(standing(3, 0, Some(&good(None)), true, today), Standing::Open { left: Some(3) });
    }
}
