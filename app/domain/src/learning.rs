//! Courses, quizzes and certificates.
//!
//! A **course** is lessons and a quiz. It is published for an audience of tiers and types. Who **enrols** reads the
//! lessons and takes the quiz in **attempts**, which only the server grades; a passed one makes a **certificate**, which
//! anybody can verify by its number, and which may expire.

use crate::access::Membership;
use crate::id::{CertificateId, ChoiceId, CourseId, LessonId, PersonId, QuestionId};
use crate::partners::{PartnerType, Tier};
use crate::time::Day;
use serde::{Deserialize, Serialize};

mod certificate;
mod course;
mod quiz;

pub use certificate::{Standing, fresh_number, read_number};
pub use course::{
    CourseDetails, CourseForm, LESSON_MOST, LESSONS_MOST, LessonForm, NewLesson, NotReady, SUMMARY_MOST,
    TITLE_MOST, ready,
};
pub use quiz::{
    Answers, CHOICES_MOST, ChoiceForm, Graded, NewChoice, NewQuestion, QUESTIONS_MOST, QuestionForm, grade,
    read_answers,
};

/// Days before its end on which a certificate is said to expire soon.
pub const SOON_DAYS: i64 = 60;

crate::text_enum! {
    /// Whom a course is for.
    pub enum Topic {
        /// Selling.
        Sales = "sales",
        /// Installing and operating.
        Technical = "technical",
        /// Campaigns.
        Marketing = "marketing",
    }
}

crate::text_enum! {
    /// Where a course stands.
    pub enum CourseState {
        /// Being written.
        Draft = "draft",
        /// For its audience.
        Published = "published",
        /// Not offered any more; its certificates stay.
        Retired = "retired",
    }
}

crate::text_enum! {
    /// How many choices of a question are right.
    pub enum QuestionKind {
        /// One.
        Single = "single",
        /// One or more; all of them have to be found.
        Multiple = "multiple",
    }
}

/// A course as its writers see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Course {
    /// Which.
    pub id: CourseId,
    /// What is said of it.
    pub details: CourseDetails,
    /// Where it stands.
    pub state: CourseState,
    /// Its lessons, in order.
    pub lessons: Vec<Lesson>,
    /// Its questions, in order, with what is right.
    pub questions: Vec<Question>,
    /// Counts changes.
    pub version: i64,
}

/// A lesson.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lesson {
    /// Which.
    pub id: LessonId,
    /// Title.
    pub title: String,
    /// Markdown (CommonMark).
    pub body: String,
}

/// A question with what is right: for writers and for grading, never for takers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// Which.
    pub id: QuestionId,
    /// How many choices are right.
    pub kind: QuestionKind,
    /// What is asked.
    pub wording: String,
    /// What can be chosen.
    pub choices: Vec<Choice>,
}

/// A choice with whether it is right.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    /// Which.
    pub id: ChoiceId,
    /// What it says.
    pub wording: String,
    /// Whether it is right.
    pub is_right: bool,
}

/// A question as takers see it: it cannot tell what is right.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AskedQuestion {
    /// Which.
    pub id: QuestionId,
    /// How many choices are right.
    pub kind: QuestionKind,
    /// What is asked.
    pub wording: String,
    /// What can be chosen.
    pub choices: Vec<(ChoiceId, String)>,
}

impl From<Question> for AskedQuestion {
    fn from(question: Question) -> Self {
        let choices = question.choices.into_iter().map(|choice| (choice.id, choice.wording)).collect();
        Self { id: question.id, kind: question.kind, wording: question.wording, choices }
    }
}

/// A certificate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Certificate {
    /// Which.
    pub id: CertificateId,
    /// What is printed, and looked up in public.
    pub number: String,
    /// Whose.
    pub person: PersonId,
    /// Name at that time.
    pub person_name: String,
    /// Organisation at that time.
    pub partner_name: String,
    /// Title at that time.
    pub course_title: String,
    /// The day on which it was issued.
    pub issued_on: Day,
    /// The first day on which it isn't valid any more.
    pub expires_on: Option<Day>,
}

impl Certificate {
    /// Whether it is valid on a day.
    pub fn standing(&self, today: Day) -> Standing {
        Standing::of(self.expires_on, today)
    }
}

/// Whether a partner belongs to the audience of tiers and types; none of one kind means everybody.
pub fn in_audience(tiers: &[Tier], types: &[PartnerType], partner: &Membership) -> bool {
    (tiers.is_empty() || tiers.contains(&partner.tier))
        && (types.is_empty() || types.iter().any(|kind| partner.types.contains(kind)))
}
