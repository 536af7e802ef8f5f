//! Writing courses: plain pages with forms, for education staff and administrators.

mod api;
mod course_page;
mod details_page;
mod lesson_page;
mod medium;
mod question_page;

pub use api::GATES;
pub use course_page::ManuscriptPage;
pub use details_page::CourseDetailsPage;
pub use lesson_page::LessonEditorPage;
pub use question_page::QuestionEditorPage;
