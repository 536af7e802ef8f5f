//! A deal, for the vendor's people: a part of its own, which partners do not fetch.

use super::{Place, decision_card};
use crate::deals::api::Vendors;
use crate::deals::show_page::{Acted, Rest, deal};
use crate::deals::transfer_card::transfer_card;
use crate::erase::Erase;
use crate::texts::text;
use crate::ui::ButtonLink;
use domain::deals::{Deal, Turn};
use leptos::prelude::*;

/// A deal, for the vendor.
#[component]
pub fn DealDecisionPage() -> impl IntoView {
    deal(acts)
}

/// Approvers decide; administrators hand over as well.
fn acts(deal: &Deal, rest: Rest) -> Acted {
    let Rest { vendors, colleagues, accounts, drawn_evidence, .. } = rest;
    let Vendors { review, desk } = vendors.and_then(|folded| folded.open()).unwrap_or_default();
    // A channel manager has no desk, and decides nothing but a step that is theirs.
    let decides = desk.is_some() || matches!(review.turn, Turn::Step { .. });
    let decision = decides.then(|| decision_card(deal, &review, desk, accounts, Place::Record));
    let transfer = transfer_card(deal, colleagues);
    let evidence = view! { <div class="drawn" inner_html=drawn_evidence></div> }.erase();
    let history = format!("/history/deals/{}", deal.id);
    let in_head =
        view! { <ButtonLink href=history icon="clock">{text::history::title()}</ButtonLink> }.erase();
    Acted { in_head, above_story: view! { {decision} {transfer} }.into_any(), evidence }
}
