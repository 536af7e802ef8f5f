//! Searching everything that the reader may see, from any page.

mod api;
mod page;

pub use api::GATES;
pub use page::SearchPage;
