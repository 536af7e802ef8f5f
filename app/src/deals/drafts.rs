//! Registrations as they are written: the form, the draft that is kept meanwhile, the warning of conflicts.

mod api;
mod conflict;
mod form_page;
mod keeping;

pub use api::GATES;
pub use form_page::DealFormPage;

#[cfg(feature = "ssr")]
pub(super) use api::own_permit;
