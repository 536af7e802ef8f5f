//! Taking a quiz: what was answered, what it is worth, and who may try again.

use super::{CertificateState, CourseDetails, KeyedQuestion, Mark, Question, QuestionKind, Term};
use crate::form::{Fault, Faults};
use crate::id::{ChoiceId, QuestionId};
use crate::time::Instant;
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
    /// The attempt as it was started; sent twice it is graded once.
    pub sitting: String,
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
    /// Checks the form against the drawn questions: every one needs an answer, so that no attempt is lost by a slip, and
    /// single choice takes one. A choice that is not of the question is a fault of that question.
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

    /// What was answered so far, without the questions that have no answer or none that fits.
    pub fn given(&self, quiz: &[Question]) -> Answers {
        let fitting = quiz.iter().filter_map(|question| {
            let chosen = answer(question, self.answers.get(question.id.as_str())?).ok()?;
            Some((question.id.clone(), chosen))
        });
        Answers(fitting.collect())
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
    /// Has failed, and may take it again from this time on.
    Waiting {
        /// From when.
        until: Instant,
    },
    /// Has passed, and the certificate is good for a while yet.
    Passed,
    /// Has used every attempt.
    Exhausted,
}

/// Attempts since the last pass.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tried {
    /// How many.
    pub count: i64,
    /// When the last of them was graded.
    pub last: Option<Instant>,
}

/// Where somebody stands who has tried so often since the last pass, with the certificate of that pass if there was one.
/// A pass that a certification asks for anew can be made again, however good the certificate is.
pub fn standing(
    course: &CourseDetails,
    tried: Tried,
    certificate: Option<&Term>,
    is_wanted: bool,
    now: Instant,
) -> Standing {
    if !is_wanted && certificate.is_some_and(|term| term.state(now.day()) == CertificateState::Valid) {
        return Standing::Passed;
    }
    let limit = course.attempt_limit;
    let left = (limit > 0).then(|| (limit - tried.count).max(0));
    let until = tried.last.map(|last| last.plus_hours(course.wait_hours)).filter(|until| *until > now);
    match (left, until) {
        (Some(0), _) => Standing::Exhausted,
        (_, Some(until)) => Standing::Waiting { until },
        (left, None) => Standing::Open { left },
    }
}

/// What became of every question that was asked, for whoever wants to understand the grade.
pub fn marks(paper: &[KeyedQuestion], answers: &Answers, grade: &Grade) -> Vec<Mark> {
    let mark = |keyed: &KeyedQuestion| {
        let question = &keyed.question;
        let words = |is_meant: &dyn Fn(&ChoiceId) -> bool| {
            question.choices.iter().filter(|one| is_meant(&one.id)).map(|one| one.wording.clone()).collect()
        };
        let chosen = answers.chosen(&question.id);
        Mark {
            question: question.id.clone(),
            wording: question.wording.clone(),
            chosen: words(&|id| chosen.is_some_and(|chosen| chosen.contains(id))),
            is_right: !grade.wrong.contains(&question.id),
            right: words(&|id| keyed.right.contains(id)),
        }
    };
    paper.iter().map(mark).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::learning::Choice;
    use crate::time::Day;

    const NOW: Instant = Instant::from_millis(1);

    fn choice(n: u8) -> ChoiceId {
        ChoiceId::new(NOW, [n; 10])
    }

    fn question(n: u8, kind: QuestionKind, right: &[u8]) -> KeyedQuestion {
        let choices = (1..=3)
            .map(|c| Choice { id: choice(n * 10 + c), wording: (n * 10 + c).to_string() })
            .collect::<Vec<_>>();
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
        let now = today.start().plus_hours(9);
        let at = |attempt_limit, count, certificate: Option<Term>| {
            let course = CourseDetails { attempt_limit, ..CourseDetails::sample() };
            standing(&course, Tried { count, last: None }, certificate.as_ref(), false, now)
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
        let course = CourseDetails { attempt_limit: 3, ..CourseDetails::sample() };
        let wanted = standing(&course, Tried::default(), Some(&good(None)), true, now);
        assert_eq!(wanted, Standing::Open { left: Some(3) });
    }

    #[test]
    fn whoever_has_failed_waits_as_long_as_the_course_says() {
        let course = CourseDetails { wait_hours: 24, attempt_limit: 2, ..CourseDetails::sample() };
        let at = |count, hours: i64| {
            let tried = Tried { count, last: (count > 0).then_some(NOW) };
            standing(&course, tried, None, false, NOW.plus_hours(hours))
        };
        assert_eq!(at(0, 0), Standing::Open { left: Some(2) });
        assert_eq!(at(1, 0), Standing::Waiting { until: NOW.plus_hours(24) });
        assert_eq!(at(1, 23), Standing::Waiting { until: NOW.plus_hours(24) });
        assert_eq!(at(1, 24), Standing::Open { left: Some(1) });
        assert_eq!(at(2, 0), Standing::Exhausted, "nobody is told to wait for nothing");
    }

    #[test]
    fn a_grade_is_explained_question_by_question() {
        let quiz = quiz();
        let open: Vec<Question> = quiz.iter().map(|keyed| keyed.question.clone()).collect();
        let given = form(&[(1, &[1]), (2, &[1]), (9, &[1])]).given(&open);
        let grade = grade(&quiz, &given, 50);
        let marks = marks(&quiz, &given, &grade);
        let told: Vec<_> = marks.iter().map(|m| (m.is_right, m.chosen.len(), m.right.len())).collect();
        assert_eq!(told, [(true, 1, 1), (false, 1, 2), (false, 0, 1)]);
        assert_eq!((grade.score, marks[1].chosen[0].as_str()), (33, "21"));
    }

    #[test]
    fn only_what_fits_counts_of_an_answer_that_is_not_complete() {
        let open: Vec<Question> = quiz().into_iter().map(|keyed| keyed.question).collect();
        let mut form = form(&[(1, &[1, 2]), (2, &[2, 3])]);
        form.answers.insert(open[2].id.to_string(), vec!["nonsense".into()]);
        let given = form.given(&open);
        let many = |n: usize| given.chosen(&open[n].id).map(BTreeSet::len);
        assert_eq!((many(0), many(1), many(2)), (None, Some(2), None));
    }
}
