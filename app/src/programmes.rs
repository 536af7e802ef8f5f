//! Registration programmes, as channel managers keep them.

mod api;
mod edit_page;
mod list_page;
mod more_fields;
mod steps_fields;
#[cfg(feature = "ssr")]
mod text_file;

pub use api::GATES;
#[cfg(feature = "ssr")]
pub use api::export;
#[cfg(feature = "ssr")]
pub(crate) use api::text_of;
pub use edit_page::ProgrammePage;
pub use list_page::ProgrammesPage;
