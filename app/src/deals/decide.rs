//! Where approvers decide: the decision beside the deal, and one case after another in their inbox.

mod after;
mod api;
mod approve;
mod asking;
mod candidates;
mod card;
mod fields;
mod inbox;
mod page;
mod place;

#[cfg(feature = "ssr")]
pub(super) use api::decision_desk;
pub use api::{DecisionDesk, GATES};
use card::decision_card;
pub use inbox::{GATES as INBOX_GATES, InboxPage};
pub use page::DealDecisionPage;
pub(super) use place::Place;
