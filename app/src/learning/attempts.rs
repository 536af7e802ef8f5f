//! Taking the quiz of a course, and what came of it.

mod api;
mod quiz_page;
mod result_page;

pub use api::GATES;
pub use quiz_page::QuizPage;
pub use result_page::QuizResultPage;
