//! One answer to several cases: a page of what waits, a mark beside each, and what became of them.

mod api;
mod page;

pub use api::GATES;
pub use page::SeveralPage;
