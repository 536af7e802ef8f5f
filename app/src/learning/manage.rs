//! The writers' desk: courses, lessons with preview, questions, publishing.

mod api;
mod course_page;
mod lesson_page;
mod list_page;
mod question_page;

pub use api::{
    CourseDesk, GATES, course_for_editing, drop_part, list_courses, move_lesson, preview_lesson, save_course,
    save_lesson, save_question, set_course_state,
};
pub use course_page::{CourseEditPage, CourseNewPage};
pub use lesson_page::LessonEditPage;
pub use list_page::CoursesManagePage;
pub use question_page::QuestionEditPage;
