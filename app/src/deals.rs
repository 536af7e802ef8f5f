//! Deal registration: what partners write and follow, and where the vendor's people decide.

mod answer_card;
mod api;
#[cfg(feature = "ssr")]
mod at_home;
mod by_mail;
mod decide;
mod drafts;
mod evidence_card;
mod facts_card;
mod lost_card;
mod overview;
mod pipeline;
mod plea_card;
#[cfg(feature = "ssr")]
mod promises_card;
mod show_page;
mod split;
mod steps_card;
mod story;
#[cfg(feature = "ssr")]
mod table;
mod transfer_card;

pub use api::{GATES, HandOverAllDeals};
#[cfg(feature = "ssr")]
pub(crate) use at_home::{deciders_home, sellers_home};
pub use by_mail::{GATES as BY_MAIL_GATES, MailActPage};
pub use decide::{
    DealDecisionPage, GATES as DECIDE_GATES, INBOX_GATES, InboxPage, SEVERAL_GATES, SeveralPage,
};
pub use drafts::{DealFormPage, GATES as DRAFT_GATES};
pub use overview::{BoardPage, CalendarPage, GATES as OVERVIEW_GATES};
pub use pipeline::{GATES as PIPELINE_GATES, PipelinePage};
#[cfg(feature = "ssr")]
pub(crate) use promises_card::{Whose, promises_card};
pub use show_page::DealPage;
pub use split::{GATES as SPLIT_GATES, JointDealsPage, SplitPage};
#[cfg(feature = "ssr")]
pub(crate) use table::table;

use crate::texts::text;
use crate::ui::Tone;
#[cfg(feature = "ssr")]
use domain::access::{Profile, Role};
use domain::deals::State;
use domain::time::Instant;

/// Whether somebody decides all that waits, and so begins with the inbox. Channel managers have one for the steps that are theirs.
#[cfg(feature = "ssr")]
pub(crate) fn has_inbox(who: &Profile) -> bool {
    matches!(who.role, Role::Administrator | Role::Approver)
}

/// What it is called to take a deal back from here: one that is protected gives its protection up.
fn withdrawal(state: State) -> &'static str {
    if state.protects() { text::deals::release() } else { text::deals::withdraw() }
}

/// How a state looks.
pub(crate) fn tone(state: State) -> Tone {
    match state {
        State::Draft | State::Withdrawn | State::Expired => Tone::Neutral,
        State::ActionRequired => Tone::Caution,
        State::Submitted | State::InReview | State::ExtensionPending => Tone::Info,
        State::Approved | State::Won => Tone::Positive,
        State::Rejected | State::Lost | State::Revoked => Tone::Negative,
    }
}

/// What a deal waits for, and how long.
#[cfg(feature = "ssr")]
pub(crate) fn clock(
    state: State,
    decide_by: Option<Instant>,
    protected_until: Option<Instant>,
    now: Instant,
) -> String {
    let at = match state {
        State::Submitted | State::InReview | State::ExtensionPending => decide_by,
        State::Approved => protected_until,
        _ => None,
    };
    at.map(|at| until(now, at)).unwrap_or_default()
}

/// How urgent a clock is: run out, or about to within a day.
pub(crate) fn urgency(now: Instant, at: Instant) -> Tone {
    if at < now {
        Tone::Negative
    } else if at < now.plus_days(1) {
        Tone::Caution
    } else {
        Tone::Neutral
    }
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
