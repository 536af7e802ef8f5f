//! What administrators see of the portal's own work: whether it is well, what waits, what it takes, and what could not be
//! worked off.

mod api;
mod condition;
mod mails;
mod page;

pub use api::GATES;
pub use condition::GATES as CONDITION_GATES;
pub use mails::GATES as MAIL_GATES;
pub use page::OperatePage;
