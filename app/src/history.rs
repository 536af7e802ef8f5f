//! What a deal, an account or a programme was on a day, and who changed what since it began: for the vendor's people.

mod api;
#[cfg(feature = "ssr")]
mod drawn;
#[cfg(feature = "ssr")]
mod facts;
mod page;

pub use api::GATES;
pub use page::HistoryPage;
