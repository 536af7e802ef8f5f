//! Customer accounts and product families, kept by approvers and administrators.

mod api;
mod families_page;
mod form_page;
mod talk;

pub use api::GATES;
pub use families_page::FamiliesPage;
pub use form_page::AccountFormPage;
pub use talk::GATES as TALK_GATES;
