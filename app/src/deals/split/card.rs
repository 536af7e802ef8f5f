//! Who takes part in a deal, on its page.

use crate::erase::{Erase, EraseAll};
use crate::texts::text;
use crate::ui::{Card, Fact, Facts};
use crate::words;
use domain::deals::{Deal, Part, split_locked_at};
use domain::time::Instant;
use leptos::prelude::*;

/// The parts, drawn: for the vendor's people with the way to change them; nothing for a partner that has the deal alone.
pub(in crate::deals) fn split_card(deal: &Deal, parts: &[Part], writes: bool, now: Instant) -> String {
    let changes = writes && deal.state.is_shared();
    if parts.is_empty() && !changes {
        return String::new();
    }
    let all = parts
        .iter()
        .map(|part| {
            let said = text::split::part(words::part_role(part.role), part.share);
            view! { <Fact label=part.partner.1.clone()>{said}</Fact> }.erase()
        })
        .erase_all();
    let locks = deal.submitted_at.map(split_locked_at).filter(|_| !parts.is_empty()).map(|at| {
        let day = words::day(at.day());
        let said = if at <= now { text::split::locked_on(day) } else { text::split::locks_on(day) };
        view! { <p class="help">{said}</p> }.erase()
    });
    let alone = parts.is_empty().then(|| view! { <p class="help">{text::split::alone()}</p> }.erase());
    let change = changes.then(|| {
        let href = format!("/deals/{}/partners", deal.id);
        view! { <p><a href=href>{text::split::change()}</a></p> }.erase()
    });
    view! { <Card title=text::split::title()><Facts>{all}</Facts> {alone} {locks} {change}</Card> }
        .erase()
        .to_html()
}
