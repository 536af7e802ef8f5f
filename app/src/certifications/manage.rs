//! Writing certifications: plain pages with forms, for education staff and administrators.

mod api;
mod details_page;
mod list_page;
mod plan_page;

pub use api::GATES;
pub use details_page::CertificationDetailsPage;
pub use list_page::CertificationsManagePage;
pub use plan_page::PlanPage;
