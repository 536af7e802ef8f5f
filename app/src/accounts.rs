//! Customer accounts and product families, kept by approvers and administrators.

mod api;
mod families_page;
mod form_page;
mod install_page;
mod merge;
mod partners_page;
#[cfg(feature = "ssr")]
pub(crate) mod saving;
mod show;
mod talk;

pub use api::GATES;
pub use families_page::FamiliesPage;
pub use form_page::AccountFormPage;
pub use install_page::{GATES as INSTALL_GATES, InstallFormPage};
pub use merge::{DuplicatesPage, GATES as MERGE_GATES, MergePage};
#[cfg(feature = "ssr")]
pub(crate) use partners_page::span;
pub use partners_page::{AccountPartnersPage, GATES as PARTNER_GATES};
pub use show::{CustomerPage, GATES as SHOW_GATES};
pub use talk::GATES as TALK_GATES;
