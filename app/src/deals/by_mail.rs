//! Links in mails that do one thing to one deal: what is asked before it is done, and what became of it.

mod api;
mod page;

pub use api::GATES;
pub use page::MailActPage;
