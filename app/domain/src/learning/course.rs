//! What writers say of a course, its lessons, and when it can be published.

use super::Topic;
use crate::form::{Fault, Faults};
use crate::partners::{PartnerType, Tier};
use crate::text;
use serde::{Deserialize, Serialize};

/// Characters a title may have.
pub const TITLE_MOST: u32 = 120;
/// Characters a summary may have.
pub const SUMMARY_MOST: u32 = 500;
/// Characters a lesson may have.
pub const LESSON_MOST: u32 = 40_000;
/// Lessons a course may have.
pub const LESSONS_MOST: usize = 50;

/// What is said of a course.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CourseDetails {
    /// Title.
    pub title: String,
    /// What one learns.
    pub summary: String,
    /// Whom it is for.
    pub topic: Topic,
    /// How long it takes.
    pub minutes: i64,
    /// Percent of the questions that passes.
    pub pass_mark: i64,
    /// How often the quiz may be tried; 0 for any number.
    pub attempt_limit: i64,
    /// Months that a certificate is valid; 0 for good.
    pub validity_months: i64,
    /// Tiers that see it; none means all.
    pub tiers: Vec<Tier>,
    /// Types that see it; none means all.
    pub types: Vec<PartnerType>,
}

/// The form for what is said of a course.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct CourseForm {
    /// The course; empty for a new one.
    pub id: String,
    /// The version the form was made from.
    pub version: String,
    /// Title.
    pub title: String,
    /// What one learns.
    pub summary: String,
    /// Whom it is for.
    pub topic: String,
    /// Minutes.
    pub minutes: String,
    /// Percent.
    pub pass_mark: String,
    /// Attempts; 0 for any number.
    pub attempt_limit: String,
    /// Months; 0 for good.
    pub validity_months: String,
    /// Tiers that see it.
    pub tiers: Vec<String>,
    /// Types that see it.
    pub types: Vec<String>,
}

impl Default for CourseForm {
    fn default() -> Self {
        Self {
            id: String::new(),
            version: String::new(),
            title: String::new(),
            summary: String::new(),
            topic: Topic::Sales.to_string(),
            minutes: "30".into(),
            pass_mark: "80".into(),
            attempt_limit: "3".into(),
            validity_months: "24".into(),
            tiers: Vec::new(),
            types: Vec::new(),
        }
    }
}

impl CourseForm {
    /// Checks the form.
    pub fn check(&self) -> Result<CourseDetails, Faults> {
        let mut faults = Faults::new();
        let title = faults.take("title", text::line(&self.title, TITLE_MOST));
        let summary = faults.take("summary", text::lines(&self.summary, SUMMARY_MOST));
        let topic = faults.keep("topic", self.topic.parse::<Topic>().map_err(|_| Fault::Unknown));
        let minutes = faults.take("minutes", text::number(&self.minutes, 1, 6000));
        let pass_mark = faults.take("pass_mark", text::number(&self.pass_mark, 1, 100));
        let attempt_limit = faults.take("attempt_limit", text::number(&self.attempt_limit, 0, 100));
        let validity_months = faults.take("validity_months", text::number(&self.validity_months, 0, 120));
        let tiers = faults.take("tiers", crate::assets::words(&self.tiers));
        let types = faults.take("types", crate::assets::words(&self.types));
        faults.or(topic.map(|topic| CourseDetails {
            title,
            summary,
            topic,
            minutes,
            pass_mark,
            attempt_limit,
            validity_months,
            tiers,
            types,
        }))
    }
}

impl From<&CourseDetails> for CourseForm {
    fn from(details: &CourseDetails) -> Self {
        Self {
            id: String::new(),
            version: String::new(),
            title: details.title.clone(),
            summary: details.summary.clone(),
            topic: details.topic.to_string(),
            minutes: details.minutes.to_string(),
            pass_mark: details.pass_mark.to_string(),
            attempt_limit: details.attempt_limit.to_string(),
            validity_months: details.validity_months.to_string(),
            tiers: details.tiers.iter().map(ToString::to_string).collect(),
            types: details.types.iter().map(ToString::to_string).collect(),
        }
    }
}

/// The form for a lesson.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct LessonForm {
    /// The course.
    pub course: String,
    /// The version of the course the form was made from.
    pub version: String,
    /// The lesson; empty for a new one.
    pub id: String,
    /// Title.
    pub title: String,
    /// Markdown.
    pub body: String,
}

/// A checked lesson.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NewLesson {
    /// Title.
    pub title: String,
    /// Markdown.
    pub body: String,
}

impl LessonForm {
    /// Checks the form.
    pub fn check(&self) -> Result<NewLesson, Faults> {
        let mut faults = Faults::new();
        let title = faults.take("title", text::line(&self.title, TITLE_MOST));
        let body = faults.take("body", text::lines(&self.body, LESSON_MOST));
        faults.or(Some(NewLesson { title, body }))
    }
}

/// What a course lacks before it can be published.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum NotReady {
    /// A lesson.
    NoLesson,
    /// A question.
    NoQuestion,
}

/// Everything that a course with so many lessons and questions lacks.
pub fn ready(lessons: usize, questions: usize) -> Vec<NotReady> {
    let mut lacks = Vec::new();
    if lessons == 0 {
        lacks.push(NotReady::NoLesson);
    }
    if questions == 0 {
        lacks.push(NotReady::NoQuestion);
    }
    lacks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_course_needs_a_title_and_numbers_within_bounds() {
        let form = CourseForm { pass_mark: "101".into(), minutes: "x".into(), ..CourseForm::default() };
        let faults = form.check().unwrap_err();
        let fields: Vec<&str> = faults.iter().map(|(field, _)| field).collect();
        assert_eq!(fields, ["title", "summary", "minutes", "pass_mark"]);
    }

    #[test]
    fn a_form_reads_back_what_it_made() {
        let form = CourseForm {
            title: "Basics".into(),
            summary: "All of them".into(),
            tiers: vec!["gold".into()],
            ..CourseForm::default()
        };
        let details = form.check().unwrap();
        assert_eq!(CourseForm::from(&details), form);
    }

    #[test]
    fn a_course_without_lesson_or_quiz_is_not_ready() {
        assert_eq!(ready(0, 0), [NotReady::NoLesson, NotReady::NoQuestion]);
        assert_eq!(ready(2, 1), []);
    }
}
