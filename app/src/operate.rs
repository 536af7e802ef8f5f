//! What administrators see of the portal's own work: events that could not be worked off.

mod api;
mod mails;
mod page;

pub use api::GATES;
pub use mails::GATES as MAIL_GATES;
pub use page::OperatePage;
