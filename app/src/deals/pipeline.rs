//! The partner pipeline: what becomes of deals while they are protected.

mod api;
mod card;
mod page;

pub use api::GATES;
pub(super) use card::opportunity_card;
pub use page::PipelinePage;
