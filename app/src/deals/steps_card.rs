//! The steps of an approval: for the vendor's people who decides what and who has; for partners how far it is.

use crate::texts::text;
use crate::words;
use domain::deals::Progress;

#[cfg(feature = "ssr")]
use {
    crate::erase::{Erase, EraseAll},
    crate::ui::{Card, Fact, Facts},
    domain::deals::{Chain, ReviewStep, State, StepState},
    domain::programmes::DecidedBy,
    leptos::prelude::*,
};

/// The steps with who, when and what is open, drawn; nothing where one decision is all.
#[cfg(feature = "ssr")]
pub(super) fn steps_card(steps: &Chain, state: State) -> String {
    if steps.is_empty() {
        return String::new();
    }
    // What has ended at a step leaves the later ones as they were.
    let goes_on = matches!(state, State::Submitted | State::InReview | State::ActionRequired);
    let all = steps
        .0
        .iter()
        .map(|step| {
            let (meaning, who) = (words::meaning(step.meaning), who(step));
            let stands = match (&step.agreed, steps.state(step)) {
                (Some(agreed), _) => text::deals::step_agreed(&agreed.name, words::at(agreed.at)),
                _ if !goes_on => text::deals::step_undecided().to_owned(),
                (None, StepState::Open) => text::deals::step_open().to_owned(),
                (None, _) => text::deals::step_waits().to_owned(),
            };
            let said = words::beside([meaning.to_owned(), who, stands]);
            view! { <Fact label=step.name.clone()>{said}</Fact> }.erase()
        })
        .erase_all();
    view! { <Card title=text::deals::steps_title()><Facts>{all}</Facts></Card> }.erase().to_html()
}

/// Who decides a step.
#[cfg(feature = "ssr")]
fn who(step: &ReviewStep) -> String {
    match step.decided_by {
        DecidedBy::Named => {
            words::listed(&step.people.iter().map(|(_, name)| name.as_str()).collect::<Vec<_>>())
        }
        other => words::decided_by(other).to_owned(),
    }
}

/// How far a review is, for its partner.
pub(super) fn progress_words(progress: &Progress) -> String {
    let names: Vec<_> = progress.names.iter().map(String::as_str).collect();
    match names.is_empty() {
        true => text::deals::step_of(progress.at, progress.of),
        false => text::deals::step_of_named(progress.at, progress.of, words::listed(&names)),
    }
}
