//! An attempt that was started: what was drawn for it, and how long it may take.
//!
//! The server draws when somebody starts, keeps what it drew, and holds the time. What is sent when the time is over
//! doesn't count; what was sent before does, complete or not.

use super::{Answers, CourseDetails, KeyedQuestion, Question};
use crate::id::SittingId;
use crate::time::Instant;
use serde::{Deserialize, Serialize};

/// Seconds after the end in which answers still arrive: a page sends them by itself when the time is over, and that
/// takes its way.
const GRACE_SECONDS: i64 = 15;

/// An attempt that was started, as its taker sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sitting {
    /// Which.
    pub id: SittingId,
    /// The drawn questions without their key, in the order of this attempt.
    pub questions: Vec<Question>,
    /// What was answered so far.
    pub answers: Answers,
    /// When the time is over; `None` without limit.
    pub ends_at: Option<Instant>,
}

/// How an attempt stands with its time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Timing {
    /// Answers are taken when they are complete.
    Running,
    /// The time is over right now: answers are taken as they are, complete or not.
    Ending,
    /// Nothing is taken any more.
    Over,
}

/// How an attempt that ends at this time stands now.
pub fn timing(ends_at: Option<Instant>, now: Instant) -> Timing {
    match ends_at {
        Some(end) if now >= end.plus_seconds(GRACE_SECONDS) => Timing::Over,
        Some(end) if now >= end => Timing::Ending,
        _ => Timing::Running,
    }
}

/// When an attempt at this course that starts now is over.
pub fn ends_at(course: &CourseDetails, now: Instant) -> Option<Instant> {
    (course.time_limit > 0).then(|| now.plus_seconds(course.time_limit * 60))
}

/// How many of so many questions an attempt asks.
pub fn asked(course: &CourseDetails, bank: i64) -> i64 {
    if course.draw == 0 { bank } else { course.draw.min(bank) }
}

/// Draws the questions of an attempt from the bank: as many as the course says, all alike likely, in any order, with
/// their choices in any order. `dice(n)` throws one of `0..n`.
pub fn draw(
    course: &CourseDetails,
    mut bank: Vec<KeyedQuestion>,
    mut dice: impl FnMut(usize) -> usize,
) -> Vec<KeyedQuestion> {
    let many = asked(course, bank.len() as i64);
    shuffle(&mut bank, &mut dice);
    bank.truncate(usize::try_from(many).unwrap_or(0));
    for keyed in &mut bank {
        shuffle(&mut keyed.question.choices, &mut dice);
    }
    bank
}

/// Fisher and Yates's.
fn shuffle<T>(list: &mut [T], dice: &mut impl FnMut(usize) -> usize) {
    for last in (1..list.len()).rev() {
        list.swap(last, dice(last + 1).min(last));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::{ChoiceId, QuestionId};
    use crate::learning::{Choice, QuestionKind};
    use std::collections::BTreeSet;

    const NOW: Instant = Instant::from_millis(1_700_000_000_000);

    fn course(draw: i64, time_limit: i64) -> CourseDetails {
        CourseDetails { draw, time_limit, ..CourseDetails::sample() }
    }

    fn bank(many: u8) -> Vec<KeyedQuestion> {
        let question = |n: u8| {
            let choice = |c: u8| Choice { id: ChoiceId::new(NOW, [n * 4 + c; 10]), wording: c.to_string() };
            let choices: Vec<_> = (0..4).map(choice).collect();
            let right = vec![choices[0].id.clone()];
            let id = QuestionId::new(NOW, [n; 10]);
            KeyedQuestion {
                question: Question { id, kind: QuestionKind::Single, wording: n.to_string(), choices },
                right,
            }
        };
        (0..many).map(question).collect()
    }

    /// Dice that fall alike in every run.
    fn dice(mut seed: u64) -> impl FnMut(usize) -> usize {
        move |n| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            ((seed >> 33) as usize) % n
        }
    }

    fn wordings(paper: &[KeyedQuestion]) -> Vec<&str> {
        paper.iter().map(|keyed| keyed.question.wording.as_str()).collect()
    }

    #[test]
    fn as_many_are_drawn_as_the_course_says_and_none_twice() {
        for seed in 0..50 {
            let paper = draw(&course(3, 0), bank(8), dice(seed));
            let different: BTreeSet<&str> = wordings(&paper).into_iter().collect();
            assert_eq!((paper.len(), different.len()), (3, 3));
        }
        assert_eq!(draw(&course(0, 0), bank(8), dice(1)).len(), 8);
        assert_eq!(draw(&course(9, 0), bank(2), dice(1)).len(), 2, "a bank that has shrunk is asked whole");
        assert!(draw(&course(3, 0), vec![], dice(1)).is_empty());
    }

    #[test]
    fn every_question_and_every_order_of_choices_comes_up() {
        let papers: Vec<_> = (0..200).map(|seed| draw(&course(2, 0), bank(5), dice(seed))).collect();
        for n in 0..5 {
            let often =
                papers.iter().filter(|paper| wordings(paper).contains(&n.to_string().as_str())).count();
            assert!((40..120).contains(&often), "{n} came up {often} times of 200");
        }
        let first: BTreeSet<_> =
            papers.iter().map(|paper| paper[0].question.choices[0].wording.clone()).collect();
        assert_eq!(first.len(), 4);
    }

    #[test]
    fn a_shuffled_question_keeps_its_key() {
        let paper = draw(&course(0, 0), bank(5), dice(7));
        for keyed in &paper {
            let right = keyed.question.choices.iter().find(|choice| choice.id == keyed.right[0]).unwrap();
            assert_eq!((keyed.question.choices.len(), right.wording.as_str()), (4, "0"));
        }
    }

    #[test]
    fn time_is_over_at_its_end_and_a_moment_later_nothing_is_taken() {
        let end = ends_at(&course(0, 10), NOW).unwrap();
        assert_eq!(end, NOW.plus_seconds(600));
        assert_eq!(timing(Some(end), NOW.plus_seconds(599)), Timing::Running);
        assert_eq!(timing(Some(end), end), Timing::Ending);
        assert_eq!(timing(Some(end), end.plus_seconds(14)), Timing::Ending);
        assert_eq!(timing(Some(end), end.plus_seconds(15)), Timing::Over);
        assert_eq!(ends_at(&course(0, 0), NOW), None);
        assert_eq!(timing(None, NOW.plus_days(999)), Timing::Running);
    }
}
