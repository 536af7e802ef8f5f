//! What a deal is about: whose, for whom, what, and how much. The server draws it: pages have no program for what they only show.

use crate::erase::Erase;
#[cfg(feature = "ssr")]
use crate::erase::EraseAll;
#[cfg(feature = "ssr")]
use crate::texts::text;
#[cfg(feature = "ssr")]
use crate::ui::{Card, Fact, Facts, Money};
use crate::ui::{Notice, Tone};
use crate::words;
use domain::deals::Deal;
use leptos::prelude::*;

/// The facts of a deal, and what the customer needs; the account for the vendor's people only.
#[cfg(feature = "ssr")]
pub(super) fn facts_card(deal: &Deal, staff: bool) -> String {
    let families = deal.families.iter().map(|(_, name)| name.as_str()).collect::<Vec<_>>();
    let families = words::listed(&families);
    let contact = words::beside([&deal.contact.name, &deal.contact.role, &deal.contact.email]);
    let money = deal
        .amount
        .clone()
        .map(|money| view! { <Money amount=words::amount(&money) currency=money.currency/> }.erase());
    let partner = deal.partner.1.clone();
    let person = deal.person.clone();
    let (domain, country) = (deal.customer.domain.clone(), crate::words::country(&deal.customer.country));
    let account = deal.account.as_ref().map(|(_, name)| name.clone());
    let (close_on, submitted_at, need) = (deal.close_on, deal.submitted_at, deal.need.clone());
    let programme =
        deal.programme.as_ref().map(|under| text::deals::programme_version(&under.name, under.number));
    let own = deal
        .own
        .iter()
        .cloned()
        .map(|(label, value)| view! { <Fact label=label>{value}</Fact> }.erase())
        .erase_all();
    let discount = deal.discount.filter(|discount| *discount > 0).map(|discount| {
        let percent = domain::programmes::percent(u16::try_from(discount).unwrap_or_default());
        view! { <Fact label=text::deals::discount()>{text::home::percent_of(percent)}</Fact> }.erase()
    });
    view! {
        <Card title=text::deals::facts()>
            <Facts>
                <Fact label=text::deals::partner()>{partner}</Fact>
                <Fact label=text::deals::registered_by()>{person}</Fact>
                {(!domain.is_empty()).then(|| view! { <Fact label=text::deals::customer_domain()>{domain}</Fact> }.erase())}
                <Fact label=text::deals::customer_country()>{country}</Fact>
                <Fact label=text::deals::families()>{families}</Fact>
                <Fact label=text::deals::amount()>{money}</Fact>
                <Fact label=text::deals::close_on()>{close_on.map(words::day)}</Fact>
                <Fact label=text::deals::contact()>{contact}</Fact>
                {own}
                {programme.map(|words| view! { <Fact label=text::programmes::name()>{words}</Fact> }.erase())}
                {discount}
                {account.filter(|_| staff).map(|name| view! { <Fact label=text::deals::account()>{name}</Fact> }.erase())}
                {submitted_at
                    .map(|at| view! { <Fact label=text::deals::submitted_at()>{words::at(at)}</Fact> }.erase())}
            </Facts>
            <h3 class="card-part">{text::deals::need()}</h3>
            <p class="as-written">{need}</p>
        </Card>
    }
    .erase()
    .to_html()
}

/// Why it was rejected or revoked, where it was.
pub(super) fn rejection(deal: &Deal) -> Option<AnyView> {
    let reason = deal.reason?;
    let note = deal.reason_note.clone();
    Some(
        view! {
            <Notice tone=Tone::Negative title=words::deal_reason(reason)>
                {(!note.is_empty()).then_some(note)}
            </Notice>
        }
        .erase(),
    )
}
