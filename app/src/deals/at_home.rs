//! Deals on the home page: for partners what moves and what ends, for the vendor's people what waits.

use super::api::{self, DealLine, DealsDesk};
use super::clock;
use super::table::table;
use crate::erase::{Erase, EraseAll};
use crate::loading::load;
use crate::renewal::record;
use crate::session;
use crate::texts::text;
use crate::ui::{ButtonKind, ButtonLink, Card, EmptyState, Figure, Figures, Section};
use crate::words;
use domain::deals::State;
use domain::time::Instant;
use leptos::prelude::*;

/// Lines that the home page shows of the queue.
const QUEUE_LINES: usize = 8;

/// What the reader's deals need today.
#[component]
pub fn DealsAtHome() -> impl IntoView {
    let desk = record(|| api::DealsAtHome {});
    load(desk, |desk| {
        if session::profile().is_some_and(|who| who.role.is_partner()) { partner(desk) } else { staff(desk) }
    })
}

fn figures(desk: &DealsDesk, own: bool) -> AnyView {
    let count = |state: State| desk.counts.iter().find(|(known, _)| *known == state).map_or(0, |(_, n)| *n);
    let (protected, won) = (count(State::Approved).to_string(), count(State::Won).to_string());
    let waiting = count(State::Submitted) + count(State::InReview);
    let queue = if own { "/deals?state=waiting" } else { "/deals/queue" };
    view! {
        <Figures>
            <Figure label=text::deals::waiting() value=waiting.to_string() href=queue/>
            <Figure label=text::deals::protected() value=protected href="/deals?state=approved"/>
            <Figure label=text::deals::won() value=won href="/deals?state=won"/>
        </Figures>
    }
    .erase()
}

fn partner(desk: DealsDesk) -> AnyView {
    let nothing = desk.counts.is_empty();
    let figures = figures(&desk, true);
    let now = desk.now;
    view! {
        <Section
            title=text::deals::own_title()
            action=|| {
                view! {
                    <ButtonLink href="/deals/new" kind=ButtonKind::Primary icon="plus">{text::deals::register()}</ButtonLink>
                }.erase()
            }
        >
            {if nothing {
                view! { <EmptyState icon="handshake" title=text::deals::none() text=text::deals::none_yet(session::surroundings().protection.days())/> }.erase()
            } else {
                view! {
                    {figures}
                    <div class="card-pair">
                        {lines(text::deals::decided_lately(), text::deals::nothing_decided(), desk.decided, now)}
                        {lines(text::deals::ends_soon(), text::deals::nothing_ends(), desk.ending, now)}
                    </div>
                }
                    .erase()
            }}
        </Section>
    }
    .erase()
}

fn staff(mut desk: DealsDesk) -> AnyView {
    let figures = figures(&desk, false);
    desk.waiting.truncate(QUEUE_LINES);
    view! {
        <Section title=text::deals::queue() action=|| { view! { <a href="/deals/queue">{text::deals::to_queue()}</a> }.erase() }>
            {figures}
            {if desk.waiting.is_empty() {
                view! { <EmptyState icon="inbox" title=text::deals::queue_empty() text=text::deals::queue_empty_help()/> }.erase()
            } else {
                table(desk.waiting, desk.now, true)
            }}
        </Section>
    }
    .erase()
}

fn lines(title: &'static str, none: &'static str, rows: Vec<DealLine>, now: Instant) -> AnyView {
    let empty = rows.is_empty();
    let rows = rows
        .into_iter()
        .map(|line| {
            let words = format!("{} {}", words::deal_state(line.state), clock(line.state, line.decide_by_at, line.protected_until_at, now));
            view! { <li><a href=format!("/deals/{}", line.id)>{line.customer}</a> " " <span class="aside">{words}</span></li> }
        })
        .erase_all();
    view! {
        <Card title=title>
            {if empty {
                view! { <p>{none}</p> }.erase()
            } else {
                view! { <ul class="lines">{rows}</ul> }.erase()
            }}
        </Card>
    }
    .erase()
}
