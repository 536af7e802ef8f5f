//! Where approvers decide: the decision beside the deal, and one case after another in their inbox.

mod after;
mod api;
mod approve;
mod asking;
#[cfg(feature = "ssr")]
mod candidates;
mod card;
mod fields;
mod inbox;
mod page;
mod place;
mod several;

pub use api::{DecisionDesk, GATES};
#[cfg(feature = "ssr")]
pub(super) use api::{approved, decision_desk, permit};
pub(super) use approve::AccountChoice;
pub(super) use asking::question_fields;
use card::decision_card;
pub(super) use fields::message;
pub use inbox::{GATES as INBOX_GATES, InboxPage};
pub use page::DealDecisionPage;
pub(super) use place::Place;
pub use several::{GATES as SEVERAL_GATES, SeveralPage};
