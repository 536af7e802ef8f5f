//! Learning and certification: courses of lessons with a quiz, and what passing it is worth.
//!
//! Education staff write a course ([`CourseForm`], [`LessonForm`], [`QuestionForm`]) and publish it when it is complete
//! ([`publishing`]) for the partners it is meant for ([`audience`]). A partner's person enrols, reads and takes the quiz
//! ([`quiz`]); passing it makes a [`Certificate`] that anybody can verify by its number.

pub mod assignments;
pub mod audience;
pub mod captions;
pub mod certificates;
mod course_form;
mod lesson_form;
pub mod medium;
pub mod publishing;
mod question_form;
pub mod quiz;
pub mod sitting;
pub mod viewing;

pub use audience::Audience;
pub use certificates::{Certificate, CertificateNumber, CertificateState, Credential, Term};
pub(crate) use course_form::or_zero;
pub use course_form::{CourseForm, MONTHS_MOST};
pub use lesson_form::{BODY_MOST, LessonForm, NewLesson};
pub use medium::{Medium, Shown, VideoKind};
pub use question_form::{CHOICES_MOST, NewChoice, NewQuestion, QuestionForm};
pub use quiz::{Answers, Grade, QuizForm, Standing, Tried};
pub use sitting::Sitting;
pub use viewing::Viewing;

use crate::id::{AttemptId, ChoiceId, CourseId, EnrolmentId, LessonId, QuestionId};
use crate::partners::{PartnerType, Tier};
use crate::time::Instant;
use serde::{Deserialize, Serialize};

/// Characters that titles of courses and lessons may have.
pub const TITLE_MOST: u32 = 120;
/// Characters that a course's summary may have.
pub const SUMMARY_MOST: u32 = 600;
/// Lessons that one course may have.
pub const LESSONS_MOST: u32 = 60;
/// Questions that the bank of one course may have.
pub const QUESTIONS_MOST: u32 = 200;

crate::text_enum! {
    /// What a course is about.
    pub enum Topic {
        /// How to sell it.
        Sales = "sales",
        /// How it works and how it is set up.
        Technical = "technical",
        /// How to speak of it.
        Marketing = "marketing",
    }
}

crate::text_enum! {
    /// Where a course stands.
    pub enum CourseState {
        /// Being written; staff only.
        Draft = "draft",
        /// In the catalogue of those it is meant for.
        Published = "published",
        /// Not offered any more; certificates stay.
        Retired = "retired",
    }
}

crate::text_enum! {
    /// How many choices of a question are right.
    pub enum QuestionKind {
        /// Exactly one.
        Single = "single",
        /// One or more, all of which have to be found.
        Multiple = "multiple",
    }
}

/// What a course says of itself and asks for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CourseDetails {
    /// Title.
    pub title: String,
    /// What one can do afterwards.
    pub summary: String,
    /// What it is about.
    pub topic: Topic,
    /// Minutes it takes.
    pub minutes: i64,
    /// Percent of the questions that have to be right.
    pub pass_mark: i64,
    /// Attempts at the quiz; 0 means without limit.
    pub attempt_limit: i64,
    /// Questions that are drawn for each attempt; 0 means that all are asked.
    pub draw: i64,
    /// Minutes from the start of an attempt until answers don't count any more; 0 means without limit.
    pub time_limit: i64,
    /// Hours that somebody who has failed waits before the next attempt; 0 means none.
    pub wait_hours: i64,
    /// Months that a certificate is valid; 0 means for good.
    pub validity_months: i64,
    /// Tiers it is for; none means all.
    pub tiers: Vec<Tier>,
    /// Types it is for; none means all.
    pub types: Vec<PartnerType>,
}

#[cfg(test)]
impl CourseDetails {
    /// A course that asks for little, for tests.
    fn sample() -> Self {
        Self {
            title: "T".into(),
            summary: "S".into(),
            topic: Topic::Sales,
            minutes: 1,
            pass_mark: 1,
            attempt_limit: 0,
            draw: 0,
            time_limit: 0,
            wait_hours: 0,
            validity_months: 0,
            tiers: Vec::new(),
            types: Vec::new(),
        }
    }
}

/// A course.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Course {
    /// Which.
    pub id: CourseId,
    /// What it says of itself.
    pub details: CourseDetails,
    /// Where it stands.
    pub state: CourseState,
    /// Counts changes of the course, its lessons and its questions.
    pub version: i64,
}

/// A lesson in an outline.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LessonLine {
    /// Which.
    pub id: LessonId,
    /// Title.
    pub title: String,
    /// Whether the reader has read it.
    pub read: bool,
}

/// A lesson.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lesson {
    /// Which.
    pub id: LessonId,
    /// Title.
    pub title: String,
    /// Markdown.
    pub body: String,
    /// Percent of its video that has to be played.
    pub needed: i64,
    /// What it shows beside its text.
    pub medium: Option<Medium>,
}

/// A choice as takers see it: it does not know whether it is right.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    /// Which.
    pub id: ChoiceId,
    /// What it says.
    pub wording: String,
}

/// A question as takers see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// Which.
    pub id: QuestionId,
    /// How many choices are right.
    pub kind: QuestionKind,
    /// What is asked.
    pub wording: String,
    /// What can be chosen, in order.
    pub choices: Vec<Choice>,
}

/// A question with its key: for those who write it and for grading, never for takers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyedQuestion {
    /// The question.
    pub question: Question,
    /// The right choices.
    pub right: Vec<ChoiceId>,
}

/// A course with everything in it, for those who write it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manuscript {
    /// The course.
    pub course: Course,
    /// Its lessons, in order.
    pub lessons: Vec<Lesson>,
    /// Its questions with their keys, in order.
    pub questions: Vec<KeyedQuestion>,
}

/// A course in the catalogue, with how far the reader has come.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CourseCard {
    /// Which.
    pub id: CourseId,
    /// Title.
    pub title: String,
    /// What one can do afterwards.
    pub summary: String,
    /// What it is about.
    pub topic: Topic,
    /// Minutes it takes.
    pub minutes: i64,
    /// Where it stands.
    pub state: CourseState,
    /// Lessons it has.
    pub lessons: i64,
    /// Lessons the reader has read.
    pub read: i64,
    /// Whether the reader is enrolled.
    pub enrolled: bool,
    /// Whether the reader has passed it.
    pub completed: bool,
    /// Whether it is offered to the reader; one that was begun can be read when it is not any more.
    pub offered: bool,
}

/// One person's enrolment in a course.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Enrolment {
    /// Which.
    pub id: EnrolmentId,
    /// The lesson last opened.
    pub resume: Option<LessonId>,
    /// When the person enrolled.
    pub enrolled_at: Instant,
    /// When the person first passed.
    pub completed_at: Option<Instant>,
}

/// An attempt at a quiz, graded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attempt {
    /// Which.
    pub id: AttemptId,
    /// Counts from 1.
    pub number: i64,
    /// Percent of the questions answered right.
    pub score: i64,
    /// Whether that was enough.
    pub passed: bool,
    /// When.
    pub graded_at: Instant,
    /// Whether the time was over before it was sent: graded is what was answered until then.
    pub ran_out: bool,
}

/// A question that was asked in an attempt, and what became of it, in the words of that time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    /// Which.
    pub question: QuestionId,
    /// What was asked.
    pub wording: String,
    /// What was chosen. Attempts from before banks know it of no question, and have the ones that were not right only.
    #[serde(default)]
    pub chosen: Vec<String>,
    /// Whether that was right.
    #[serde(default)]
    pub is_right: bool,
    /// What is right; told of an attempt that was passed only.
    pub right: Vec<String>,
}

/// A course in the list of those who write, with what came of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CourseTally {
    /// Which.
    pub id: CourseId,
    /// Title.
    pub title: String,
    /// Where it stands.
    pub state: CourseState,
    /// Lessons.
    pub lessons: i64,
    /// Questions.
    pub questions: i64,
    /// People enrolled.
    pub enrolled: i64,
    /// People who have passed.
    pub passed: i64,
}
