//! Partner organisations: the vendor's list and record of them, and the partner's own page.

mod api;
#[cfg(feature = "ssr")]
mod blocks;
mod form_page;
mod show_page;

#[cfg(feature = "ssr")]
pub(crate) use api::choice_faults;
pub use api::{GATES, PartnerChoices};
pub use form_page::PartnerFormPage;
pub use show_page::{OwnPartnerPage, PartnerPage};
