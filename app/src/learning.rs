//! Learning: the catalogue, courses with lessons and a quiz, results, certificates and their public check; writing
//! courses is in [`manage`], which only staff opens.

mod api;
#[cfg(feature = "ssr")]
mod at_home;
pub mod attempts;
mod catalogue_page;
mod certificates;
mod certificates_page;
mod course_page;
mod document;
mod lesson_page;
pub mod manage;
#[cfg(feature = "ssr")]
pub mod markdown;
pub mod team;
mod verify_page;
mod video;
pub mod viewing;
mod words;

pub use api::GATES;
#[cfg(feature = "ssr")]
pub(crate) use api::{checked_key, taker};
#[cfg(feature = "ssr")]
pub(crate) use at_home::at_home;
pub use attempts::{QuizPage, QuizResultPage};
pub use catalogue_page::CataloguePage;
pub use certificates::{OwnCertificates, PartnerCertificates, card as certificate_card};
pub use certificates_page::CertificatesPage;
pub use course_page::CoursePage;
pub use lesson_page::LessonPage;
pub use verify_page::VerifyPage;
#[cfg(feature = "ssr")]
pub(crate) use words::course_state_word;
pub use words::{assignment_state, certificate_state, course_state, topic, until};
