//! Collections as marketing keeps them.

mod api;
mod edit_page;
mod list_page;

pub use api::GATES;
pub use edit_page::{CollectionEditPage, CollectionNewPage};
pub use list_page::CollectionsPage;
