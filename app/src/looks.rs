//! How the portal looks and speaks as the vendor's own, set by administrators in the browser.

mod api;
mod page;
mod words_page;

pub use api::{ChangeLook, ChangeWords, GATES, LookNow, RemoveLogo};
pub use page::LookPage;
pub use words_page::WordsPage;
