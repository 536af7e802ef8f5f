//! Where approvers decide: the queue by its clock, and the decision beside the deal.

mod after;
mod api;
mod asking;
mod card;

#[cfg(feature = "ssr")]
pub(super) use api::decision_desk;
pub use api::{DecisionDesk, GATES};
pub(super) use card::decision_card;
