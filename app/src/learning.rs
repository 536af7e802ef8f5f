//! Learning: the partner's catalogue, courses, quizzes and certificates, and the writers' desk behind them.

mod api;
mod at_home;
mod catalogue_page;
mod certificates_page;
mod course_page;
mod lesson_page;
mod manage;
mod quiz_page;
#[cfg(feature = "ssr")]
mod render;
mod verify_page;

pub use api::{
    GATES, browse_courses, course_card, enrol, lesson_card, own_certificates, partner_certificates,
    quiz_card, read_lesson, send_quiz, verify_certificate,
};
pub use at_home::{EducationAtHome, LearningAtHome};
pub use catalogue_page::CataloguePage;
pub use certificates_page::{CertificatesPage, PartnerCertificates};
pub use course_page::CoursePage;
pub use lesson_page::LessonPage;
pub use manage::{
    CourseEditPage, CourseNewPage, CoursesManagePage, GATES as MANAGE_GATES, LessonEditPage,
    QuestionEditPage, course_for_editing, drop_part, list_courses, move_lesson, preview_lesson, save_course,
    save_lesson, save_question, set_course_state,
};
pub use quiz_page::QuizPage;
pub use verify_page::VerifyPage;
