//! When a course may be offered, and what must not be taken from one that is.

use super::question_form::has_key;
use super::{CourseState, KeyedQuestion, Manuscript};
use serde::{Deserialize, Serialize};

/// What a course lacks before it can be offered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum Lack {
    /// Something to read.
    #[error("no lesson")]
    Lessons,
    /// Something to be asked.
    #[error("no question")]
    Questions,
    /// A question that can be answered right.
    #[error("a question that nobody can answer right")]
    Key,
    /// As many questions as are drawn for an attempt.
    #[error("fewer questions than are drawn")]
    Draw,
}

/// Everything that a course lacks; nothing when it can be published.
pub fn lacks(course: &Manuscript) -> Vec<Lack> {
    let mut lacks = Vec::new();
    if course.lessons.is_empty() {
        lacks.push(Lack::Lessons);
    }
    if course.questions.is_empty() {
        lacks.push(Lack::Questions);
    }
    if !course.questions.iter().all(is_answerable) {
        lacks.push(Lack::Key);
    }
    if !course.questions.is_empty() && course.course.details.draw > course.questions.len() as i64 {
        lacks.push(Lack::Draw);
    }
    lacks
}

fn is_answerable(question: &KeyedQuestion) -> bool {
    let known = question.right.iter().all(|right| question.question.choices.iter().any(|c| c.id == *right));
    known && question.question.choices.len() > 1 && has_key(question.question.kind, question.right.len())
}

/// Whether the course may be published now: complete, and not published already.
pub fn may_publish(course: &Manuscript) -> bool {
    course.course.state != CourseState::Published && lacks(course).is_empty()
}

/// Whether a lesson may be removed: a published course keeps at least one.
pub fn may_remove_lesson(course: &Manuscript) -> bool {
    course.course.state != CourseState::Published || course.lessons.len() > 1
}

/// Whether a question may be removed: a published course keeps at least one, and as many as are drawn.
pub fn may_remove_question(course: &Manuscript) -> bool {
    let needed = course.course.details.draw.max(1);
    course.course.state != CourseState::Published || course.questions.len() as i64 > needed
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::{ChoiceId, CourseId, LessonId, QuestionId};
    use crate::learning::{Choice, Course, CourseDetails, Lesson, Question, QuestionKind};
    use crate::time::Instant;

    const NOW: Instant = Instant::from_millis(1);

    fn manuscript() -> Manuscript {
        let choice = |n: u8| Choice { id: ChoiceId::new(NOW, [n; 10]), wording: n.to_string() };
        let question = Question {
            id: QuestionId::new(NOW, [1; 10]),
            kind: QuestionKind::Single,
            wording: "?".into(),
            choices: vec![choice(1), choice(2)],
        };
        let details = CourseDetails::sample();
        let id = CourseId::new(NOW, [1; 10]);
        Manuscript {
            course: Course { id, details, state: CourseState::Draft, version: 1 },
            lessons: vec![Lesson {
                id: LessonId::new(NOW, [1; 10]),
                title: "L".into(),
                body: "b".into(),
                needed: 90,
                medium: None,
            }],
            questions: vec![KeyedQuestion { question, right: vec![choice(2).id] }],
        }
    }

    #[test]
    fn a_complete_draft_may_be_published_and_a_published_one_not_again() {
        let mut course = manuscript();
        assert!(may_publish(&course));
        course.course.state = CourseState::Published;
        assert!(!may_publish(&course));
        course.course.state = CourseState::Retired;
        assert!(may_publish(&course));
    }

    #[test]
    fn a_course_needs_lessons_and_questions_that_can_be_answered() {
        let mut course = manuscript();
        course.lessons.clear();
        course.questions[0].right.clear();
        assert_eq!(lacks(&course), [Lack::Lessons, Lack::Key]);
        course.questions.clear();
        assert_eq!(lacks(&course), [Lack::Lessons, Lack::Questions]);
        let mut foreign = manuscript();
        foreign.questions[0].right = vec![ChoiceId::new(NOW, [9; 10])];
        assert_eq!(lacks(&foreign), [Lack::Key]);
    }

    #[test]
    fn nobody_can_be_asked_more_than_the_bank_has() {
        let mut course = manuscript();
        course.course.details.draw = 2;
        assert_eq!(lacks(&course), [Lack::Draw]);
        course.questions.push(course.questions[0].clone());
        assert_eq!(lacks(&course), []);
        course.course.state = CourseState::Published;
        assert!(!may_remove_question(&course));
        course.course.details.draw = 1;
        assert!(may_remove_question(&course));
    }

    #[test]
    fn a_published_course_keeps_its_last_lesson_and_question() {
        let mut course = manuscript();
        assert!(may_remove_lesson(&course) && may_remove_question(&course));
        course.course.state = CourseState::Published;
        assert!(!may_remove_lesson(&course) && !may_remove_question(&course));
    }
}
