//! Taking the quiz of a course, and what came of it.

mod api;
mod clock;
mod quiz_page;
mod result_page;

pub use api::GATES;
#[cfg(feature = "ssr")]
pub(crate) use api::settle;
pub use quiz_page::QuizPage;
pub use result_page::QuizResultPage;
