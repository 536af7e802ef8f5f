//! One case: who asks for what, what the rules say of it, what can be answered, and its story.

use crate::deals::api::{DealRecord, Vendors};
use crate::deals::decide::Place;
use crate::deals::decide::after::extension;
use crate::deals::decide::card::decision;
use crate::deals::facts_card::rejection;
use crate::deals::story::story;
use crate::deals::{tone, until, urgency};
use crate::erase::{Erase, EraseAll};
use crate::texts::text;
use crate::ui::{Badge, ButtonKind, ButtonLink, Icon, Money, PageHeader, Tone};
use crate::words;
use domain::deals::{Deal, Step, Turn};
use domain::time::Instant;
use leptos::prelude::*;

/// What became of the case before.
pub(super) fn said(said: String) -> AnyView {
    view! { <p class="inbox-said" data-tone=Tone::Positive.name()><Icon name="circle-check"/>{said}</p> }
        .erase()
}

/// The case with everything that it is decided by. `chosen` tells whether it was asked for: on a phone the list comes first.
pub(super) fn case(record: DealRecord, accounts: String, chosen: bool, done: Option<AnyView>) -> AnyView {
    let DealRecord { deal, drawn, key, vendors, now, .. } = record;
    let Vendors { review, desk } = vendors.and_then(|folded| folded.open()).unwrap_or_default();
    let more_time = (desk.is_some() && deal.allows(Step::Extend)).then(|| extension(&deal, Place::Inbox));
    // A channel manager has none: others' claims are not theirs to see.
    let desk = desk.unwrap_or_default();
    let decision = decision(&deal, &review, (&desk.accounts, &desk.named), accounts, Place::Inbox);
    let conflicts = if desk.has_others { [desk.verdict, desk.others].concat() } else { desk.verdict };
    let about = [drawn.facts, drawn.evidence].concat();
    let story = story(&deal, &drawn.story, key, Place::Inbox);
    let class = if chosen { "inbox-case" } else { "inbox-case inbox-first" };
    view! {
        <section class=class data-about=deal.id.to_string() aria-labelledby="part-title">
            {done}
            {header(&deal, now)}
            {rejection(&deal)}
            <div class="drawn" inner_html=conflicts></div>
            <div class="card-pair" inner_html=about></div>
            <div class="drawn" inner_html=drawn.steps></div>
            {decision}
            {more_time}
            {story}
            {actions(&deal, review.turn)}
        </section>
    }
    .erase()
}

fn header(deal: &Deal, now: Instant) -> AnyView {
    let (state, href) = (deal.state, format!("/deals/{}", deal.id));
    let lead = words::beside([deal.number.as_deref().unwrap_or_default(), &deal.partner.1]);
    let clock = deal.decide_by_at.filter(|_| state.waits()).map(|at| {
        let words = text::deals::decide_by(words::at(at), until(now, at));
        view! { <span class="clock" data-tone=urgency(now, at).name()><Icon name="clock"/>{words}</span> }
            .erase()
    });
    let money = deal
        .amount
        .clone()
        .map(|money| view! { <Money amount=words::amount(&money) currency=money.currency/> }.erase());
    let families = words::listed(&deal.families.iter().map(|(_, name)| name.as_str()).collect::<Vec<_>>());
    view! {
        <PageHeader
            title=deal.customer.name.clone()
            lead
            nested=true
            back=("/deals/inbox".to_owned(), text::inbox::waiting().to_owned())
            status=move || { view! { <Badge tone=tone(state)>{words::deal_state(state)}</Badge> }.erase() }
            below=move || { view! { <div class="header-line">{clock} {money} <span>{families}</span></div> }.erase() }
        >
            <ButtonLink href kind=ButtonKind::Quiet>{text::inbox::open()}</ButtonLink>
        </PageHeader>
    }
    .erase()
}

/// What can be answered, within reach: each leads to its form, by its key too.
fn actions(deal: &Deal, turn: Turn) -> AnyView {
    let link = |primary: bool, to: &'static str, key: &'static str, label: &'static str| {
        let class = if primary { "button button-primary" } else { "button" };
        view! { <a class=class href=to rel="external">{label} <kbd aria-hidden="true">{key}</kbd></a> }
            .erase()
    };
    let approval = match turn {
        Turn::Step { last: false, .. } => "#field-approve-note",
        _ => "#field-approve-account",
    };
    // Where it is somebody else's turn, there is nothing but to say something.
    let due = |step: &Step| turn != Turn::Nothing && deal.allows(*step);
    let all = [
        (Some(Step::Approve), true, approval, "a", text::inbox::approve()),
        (Some(Step::Reject), false, "#field-reject-reason", "r", text::inbox::reject()),
        (Some(Step::Extend), true, "#field-extend-note", "e", text::deals::extension_title()),
        (None, false, "#field-body", "c", text::deals::comment()),
    ];
    let links = all
        .into_iter()
        .filter(|(step, ..)| step.as_ref().is_none_or(due))
        .map(|(_, primary, to, key, label)| link(primary, to, key, label))
        .erase_all();
    view! { <div class="inbox-actions">{links}</div> }.erase()
}
