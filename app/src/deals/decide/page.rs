//! A deal, for the vendor's people: a part of its own, which partners do not fetch.

use super::{Place, decision_card};
use crate::deals::show_page::{Rest, deal};
use crate::deals::transfer_card::transfer_card;
use domain::deals::Deal;
use leptos::prelude::*;

/// A deal, for the vendor.
#[component]
pub fn DealDecisionPage() -> impl IntoView {
    deal(acts)
}

/// Approvers decide; administrators hand over as well.
fn acts(deal: &Deal, rest: Rest) -> (AnyView, AnyView) {
    let Rest { colleagues, desk, accounts, .. } = rest;
    let decision = desk.map(|desk| decision_card(deal, desk, accounts, Place::Record));
    let transfer = transfer_card(deal, colleagues);
    (().into_any(), view! { {decision} {transfer} }.into_any())
}
