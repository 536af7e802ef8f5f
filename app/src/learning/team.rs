//! An organisation's learning: how far its people are, what they are asked to complete, and whether it has the certified
//! people it needs. Its administrators see their own, the vendor's staff those of the organisations in their reach.

mod api;
mod organisations_page;
mod requirements_page;
mod team_page;

pub use api::GATES;
pub use requirements_page::RequirementsPage;
pub use team_page::{PartnerTeamPage, TeamPage};

use crate::erase::{Erase, EraseAll};
use crate::texts::text::team;
use crate::ui::{Badge, Tone};
use domain::certifications::coverage::{Coverage, CoverageState};
use leptos::prelude::*;

/// What an organisation needs and has, line by line.
pub(super) fn coverage_list(all: &[Coverage]) -> AnyView {
    if all.is_empty() {
        return view! { <p>{team::nothing_required()}</p> }.erase();
    }
    let lines = all
        .iter()
        .map(|one| {
            let figures = team::line(&one.title, team::of_required(one.required, one.held));
            view! { <li>{figures} " " {coverage_state(one)}</li> }.erase()
        })
        .erase_all();
    view! { <ul class="plain-list">{lines}</ul> }.erase()
}

/// How a requirement stands.
fn coverage_state(one: &Coverage) -> AnyView {
    let (tone, words) = match one.state {
        CoverageState::Met => (Tone::Positive, team::met().to_owned()),
        CoverageState::AtRisk => (Tone::Caution, team::at_risk().to_owned()),
        CoverageState::Short { by } => (Tone::Negative, team::short(by)),
    };
    view! { <Badge tone>{words}</Badge> }.erase()
}
