//! An organisation's deals: how many stand where, and the newest.

use crate::api::{ApiError, Desk};
use crate::deals::{Whose, promises_card, table};
use crate::erase::Erase;
use crate::home::bars;
use crate::texts::text;
use crate::ui::{Card, Section};
use crate::words;
use domain::access::Subject;
use domain::deals::State;
use domain::id::PartnerId;
use leptos::prelude::*;
use store::Read;
use store::deals::promises;

pub(super) async fn block(desk: &Desk, read: &mut Read, partner: &PartnerId) -> Result<AnyView, ApiError> {
    let scope = desk.actor.scope(Subject::Deals);
    let tallies = store::deals::tallies::of_partner(read, &scope, partner, desk.now()).await?;
    if tallies.is_empty() {
        return Ok(().into_any());
    }
    let newest = store::deals::latest(read, &scope, partner, desk.now()).await?;
    let states = State::ALL.iter().map(|state| {
        let deals = tallies.iter().filter(|one| one.state == *state).map(|one| one.deals).sum();
        (words::deal_state(*state).to_owned(), deals)
    });
    let states = states.filter(|(_, deals)| *deals > 0).collect();
    let own = promises::of_partner(read, &scope, partner, desk.now()).await?;
    let all = promises::of_all(read, desk.now()).await?;
    let whose = if desk.profile().role.is_partner() { Whose::Own(own) } else { Whose::Partner(own) };
    let promises = promises_card(whose, all);
    let newest = table(newest, desk.now(), false);
    Ok(view! {
        <Section title=text::about::deals()>
            <Card title=text::home::by_state()>{bars(text::home::by_state(), states)}</Card>
            {newest}
        </Section>
        {promises}
    }
    .erase())
}
