//! Registrations as they are written: the form, the draft that is kept meanwhile, the warning of conflicts.

#[cfg(feature = "ssr")]
mod ahead;
mod api;
mod conflict;
#[cfg(feature = "ssr")]
mod device;
pub(super) mod fields;
mod form_page;
mod keeping;

pub use api::GATES;
pub use form_page::DealFormPage;

#[cfg(feature = "ssr")]
pub(super) use api::{not_claimed, own_permit};
