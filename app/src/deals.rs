//! Deal registration: what partners write and follow, and where the vendor's people decide.

mod api;
mod at_home;
mod decide;
mod drafts;
mod evidence_card;
mod list_page;
mod show_page;

pub use api::GATES;
pub use at_home::DealsAtHome;
pub use decide::{GATES as DECIDE_GATES, QueuePage};
pub use drafts::{DealFormPage, GATES as DRAFT_GATES};
pub use list_page::DealsPage;
pub use show_page::DealPage;

use crate::texts::text;
use crate::ui::Tone;
use crate::words;
use domain::deals::State;
use domain::time::Instant;

/// How a state looks.
pub(crate) fn tone(state: State) -> Tone {
    match state {
        State::Draft | State::Withdrawn | State::Expired => Tone::Neutral,
        State::Submitted | State::InReview => Tone::Info,
        State::Approved | State::Won => Tone::Positive,
        State::Rejected | State::Lost => Tone::Negative,
    }
}

/// States for a choice.
fn state_choices() -> Vec<(String, String)> {
    State::ALL.iter().map(|state| (state.to_string(), words::deal_state(*state).to_owned())).collect()
}

/// How far a clock is, in the largest unit that says something.
fn until(now: Instant, at: Instant) -> String {
    const HOUR: i64 = 3_600_000;
    let left = at.since(now);
    let hours = left.abs() / HOUR;
    match (left >= 0, hours) {
        (true, 0) => text::deals::hour_left().to_owned(),
        (false, 0) => text::deals::hour_over().to_owned(),
        (true, 0..48) => text::deals::hours_left(hours),
        (true, _) => text::deals::days_left(hours / 24),
        (false, 0..48) => text::deals::hours_over(hours),
        (false, _) => text::deals::days_over(hours / 24),
    }
}
