//! What administrators see of the portal's own work: events that could not be worked off.

mod api;
mod page;

pub use api::GATES;
pub use page::OperatePage;
