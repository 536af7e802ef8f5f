//! The board: a column for each state, with the newest deals as cards. What may be done with a deal is a form on its card.

use super::api::{BoardCard, Column, ENDED_DAYS, ShowBoard};
use crate::deals::api::StepDeal;
use crate::deals::{tone, withdrawal};
use crate::erase::{Erase, EraseAll};
use crate::forms::{SendForm, Sending, use_form};
use crate::loading::{PageTitle, load};
use crate::renewal::record;
use crate::session;
use crate::texts::text;
use crate::ui::{Badge, ButtonKind, ButtonLink, ErrorSummary, Hidden, Money, PageHeader, SubmitButton};
use crate::words;
use domain::deals::{State, Step};
use leptos::prelude::*;

/// The board.
#[component]
pub fn BoardPage() -> impl IntoView {
    load(record(|| ShowBoard {}), page)
}

fn page(columns: Vec<Column>) -> AnyView {
    let own = session::profile().is_some_and(|who| who.role.is_partner());
    let state = use_form::<StepDeal>();
    let sending = own.then(|| state.sending());
    let columns = columns.into_iter().map(|one| column(one, sending.as_ref())).collect::<Vec<_>>();
    view! {
        <PageTitle title=text::board::title()/>
        <PageHeader
            title=text::board::title()
            lead=text::board::lead(ENDED_DAYS)
            back=("/deals".to_owned(), text::deals::title().to_owned())
        >
            <ButtonLink href="/deals/pipeline" icon="chart-column">{text::pipeline::title()}</ButtonLink>
            {own.then(|| view! { <ButtonLink href="/deals/joint" icon="handshake">{text::deals::split_of_others()}</ButtonLink> }.erase())}
            <ButtonLink href="/deals/calendar" icon="calendar">{text::calendar::title()}</ButtonLink>
        </PageHeader>
        <ErrorSummary title=text::errors::summary() faults=state.faults()/>
        <div class="board">{columns}</div>
    }
    .erase()
}

fn column(Column { state, count, worth, cards }: Column, sending: Option<&Sending>) -> AnyView {
    let title = format!("board-{state}");
    let labelled = title.clone();
    let shown = cards.len();
    let cards = cards.into_iter().map(|one| card(one, state, sending)).erase_all();
    let worth = worth
        .into_iter()
        .map(|(amount, currency)| view! { <Money amount currency/> }.erase())
        .collect::<Vec<_>>();
    let href = format!("/deals?state={state}");
    view! {
        <section class="board-column" aria-labelledby=labelled>
            <header class="board-head">
                <h2 id=title><Badge tone=tone(state)>{words::deal_state(state)}</Badge> <span class="board-count">{count}</span></h2>
                <p class="board-worth">{worth}</p>
            </header>
            {(shown == 0).then(|| view! { <p class="board-none">{text::deals::none()}</p> }.erase())}
            <ul class="board-cards">{cards}</ul>
            <a class="board-all" href=href>{text::board::all(words::deal_state(state))}</a>
        </section>
    }
    .erase()
}

fn card(card: BoardCard, state: State, sending: Option<&Sending>) -> AnyView {
    let moves = sending.and_then(|sending| moves(&card, state, sending.clone()));
    let href = format!("/deals/{}", card.id);
    let amount = card.amount.map(|(amount, currency)| view! { <Money amount currency/> }.erase());
    let aside = [card.partner.unwrap_or_default(), card.clock];
    let aside = words::beside(aside);
    view! {
        <li class="board-card">
            <a class="board-link" href=href dir="auto">{card.customer}</a>
            <p class="aside">{aside}</p>
            {amount}
            {moves}
        </li>
    }
    .erase()
}

/// What a partner may do from here on, folded up: each of it is an end.
fn moves(card: &BoardCard, state: State, sending: Sending) -> Option<AnyView> {
    let all = [
        (Step::Win, "won", ButtonKind::Primary, text::deals::report_won()),
        (Step::Withdraw, "withdraw", ButtonKind::Secondary, withdrawal(state)),
    ];
    let buttons = all
        .into_iter()
        .filter(|(step, ..)| state.takes(*step))
        .map(|(_, value, kind, label)| {
            view! { <SubmitButton name="step" value kind>{label}</SubmitButton> }.erase()
        })
        .collect::<Vec<_>>();
    if buttons.is_empty() {
        return None;
    }
    let (id, version) = (card.id.to_string(), card.version.to_string());
    Some(
        view! {
            <details class="board-moves">
                <summary>{text::board::moves()} <span class="visually-hidden">": " {card.customer.clone()}</span></summary>
                <SendForm sending class="button-row">
                    <Hidden name="id" value=id/>
                    <Hidden name="version" value=version/>
                    <Hidden name="board" value="on"/>
                    {buttons}
                </SendForm>
            </details>
        }
        .erase(),
    )
}
