//! Announcements: what the vendor tells partners, and the desk where it is written.

mod api;
mod at_home;
pub mod manage;
mod read_pages;

pub use api::GATES;
pub use at_home::AnnouncementsAtHome;
pub use manage::{AnnouncementEditPage, AnnouncementsManagePage, GATES as MANAGE_GATES};
pub use read_pages::{AnnouncementPage, AnnouncementsPage};
