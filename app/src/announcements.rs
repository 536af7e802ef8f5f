//! Announcements: what the vendor tells partners, and the desk where it is written.

mod api;
#[cfg(feature = "ssr")]
mod at_home;
pub mod manage;
mod read_pages;

pub use api::GATES;
#[cfg(feature = "ssr")]
pub(crate) use at_home::at_home;
pub use manage::{AnnouncementEditPage, AnnouncementsManagePage, GATES as MANAGE_GATES};
pub use read_pages::{AnnouncementPage, AnnouncementsPage};
