//! The form for a lesson.

use super::TITLE_MOST;
use super::viewing::NEEDED_AT_FIRST;
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
    /// Percent of its video that has to be played; empty means as for others.
    pub needed: String,
}

/// A checked lesson.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NewLesson {
    /// Title.
    pub title: String,
    /// Markdown.
    pub body: String,
    /// Percent of its video that has to be played.
    pub needed: i64,
}

impl LessonForm {
    /// Checks the form.
    pub fn check(&self) -> Result<NewLesson, Faults> {
        let mut faults = Faults::new();
        let title = faults.take("title", text::line(&self.title, TITLE_MOST));
        let body = faults.take("body", text::lines(&self.body, BODY_MOST));
        let needed = match self.needed.trim() {
            "" => NEEDED_AT_FIRST,
            typed => faults.take("needed", text::number(typed, 1, 100)),
        };
        faults.or(Some(NewLesson { title, body, needed }))
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
        assert_eq!(lesson.check().unwrap().needed, 90);
    }

    #[test]
    fn what_has_to_be_played_is_some_of_it_and_not_more_than_all() {
        let needed = |typed: &str| {
            let form = LessonForm {
                title: "One".into(),
                body: "b".into(),
                needed: typed.into(),
                ..LessonForm::default()
            };
            form.check().map(|lesson| lesson.needed).map_err(|faults| faults.on("needed").is_some())
        };
        assert_eq!((needed("50"), needed(" 100 ")), (Ok(50), Ok(100)));
        assert_eq!((needed("0"), needed("101"), needed("all")), (Err(true), Err(true), Err(true)));
    }
}
