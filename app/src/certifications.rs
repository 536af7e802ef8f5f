//! Certifications: the catalogue by track and level, and one's own path to each; writing them is in [`manage`], which only
//! staff opens.

mod api;
mod list_page;
pub mod manage;
mod path_page;
mod words;

pub use api::GATES;
pub use list_page::CertificationsPage;
pub use path_page::CertificationPage;
