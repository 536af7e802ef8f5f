//! The form for a lesson.

use super::TITLE_MOST;
use crate::form::Faults;
use crate::text;
use serde::{Deserialize, Serialize};

/// Characters of Markdown that a lesson may have.
pub const BODY_MOST: u32 = 50_000;

/// The form.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct LessonForm {
    /// The course.
    pub course: String,
    /// The lesson that is changed; empty for a new one.
    pub lesson: String,
    /// The course's version the form was made from.
    pub version: String,
    /// Makes a new lesson sent twice one.
    pub key: String,
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
        let body = faults.take("body", text::lines(&self.body, BODY_MOST));
        faults.or(Some(NewLesson { title, body }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::Fault;

    #[test]
    fn a_lesson_needs_a_title_and_something_to_read() {
        let faults = LessonForm { title: " \u{200b} ".into(), ..LessonForm::default() }.check().unwrap_err();
        assert_eq!((faults.on("title"), faults.on("body")), (Some(&Fault::Missing), Some(&Fault::Missing)));
        let lesson =
            LessonForm { title: "One".into(), body: "# A\r\n\r\nb ".into(), ..LessonForm::default() };
        assert_eq!(lesson.check().unwrap().body, "# A\n\nb");
    }
}
