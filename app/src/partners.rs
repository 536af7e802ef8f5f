//! Partner organisations: the vendor's list and record of them, and the partner's own page.

mod api;
mod form_page;
mod show_page;

pub use api::{GATES, PartnerChoices};
pub use form_page::PartnerFormPage;
pub use show_page::{OwnPartnerPage, PartnerPage};
