//! The list of deals: a partner's own, or those in the scope of the vendor's people.

use super::api::{DealLine, DealList, ListDeals};
use super::{state_choices, tone, until};
use crate::erase::{Erase, EraseAll};
use crate::exporting::export_menu;
use crate::forms::SearchForm;
use crate::loading::{PageTitle, load};
use crate::renewal::record;
use crate::session;
use crate::texts::text;
use crate::ui::{
    Badge, ButtonKind, ButtonLink, Card, Cell, CellKind, DataTable, EmptyState, Field, Head, Money,
    PageHeader, Pager, Row, Select, SubmitButton,
};
use crate::words;
use domain::deals::State;
use domain::time::Instant;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use leptos_router::location::Url;

/// Deals.
#[component]
pub fn DealsPage() -> impl IntoView {
    let query = use_query_map();
    let asked = move || {
        query.with(|q| ListDeals {
            search: q.get("q").unwrap_or_default(),
            state: q.get("state").unwrap_or_default(),
            after: q.get("after"),
        })
    };
    load(record(asked), move |list| page(list, untrack(asked)))
}

fn page(list: DealList, ListDeals { search, state, after }: ListDeals) -> AnyView {
    let own = session::profile().is_some_and(|who| who.role.is_partner());
    let narrowed = !(search.is_empty() && state.is_empty());
    let base = format!("/deals?q={}&state={}", Url::escape(&search), Url::escape(&state));
    let export = export_menu("deals", base.trim_start_matches("/deals?"));
    let older = list.page.next.as_deref().map(|cursor| format!("{base}&after={}", Url::escape(cursor)));
    let newer = after.map(|_| base);
    let none = match (narrowed, own) {
        (true, _) => text::deals::none_found().to_owned(),
        (false, true) => text::deals::none_yet(session::surroundings().protection.days()),
        (false, false) => text::deals::none_registered().to_owned(),
    };
    view! {
        <PageTitle title=text::deals::title()/>
        <PageHeader title=text::deals::title()>
            {export}
            {own
                .then(|| {
                    view! {
                        <ButtonLink href="/deals/new" kind=ButtonKind::Primary icon="plus">{text::deals::register()}</ButtonLink>
                    }.erase()
                })}
        </PageHeader>
        <SearchForm action="/deals">
            <Field name="q" kind="search" label=text::deals::search() value=search/>
            <Select name="state" label=text::deals::state() options=state_choices() prompt=text::deals::any() value=state/>
            <SubmitButton kind=ButtonKind::Secondary>{text::deals::find()}</SubmitButton>
        </SearchForm>
        {if list.page.rows.is_empty() {
            view! { <EmptyState icon="handshake" title=text::deals::none() text=none/> }.erase()
        } else {
            view! {
                {table(list.page.rows, list.now, !own)}
                <Pager
                    label=text::deals::title()
                    newer_label=text::deals::first_page()
                    older_label=text::deals::next_page()
                    newer
                    older
                />
            }
                .erase()
        }}
    }
    .erase()
}

/// What a deal waits for, and how long.
pub(super) fn clock(line: &DealLine, now: Instant) -> String {
    let at = match line.state {
        State::Submitted | State::InReview => line.decide_by_at,
        State::Approved => line.protected_until_at,
        _ => None,
    };
    at.map(|at| until(now, at)).unwrap_or_default()
}

/// Deals as a table.
pub(super) fn table(rows: Vec<DealLine>, now: Instant, with_partner: bool) -> AnyView {
    let mut head = vec![Head::new(text::deals::customer()), Head::new(text::deals::state())];
    if with_partner {
        head.push(Head::new(text::deals::partner()));
    }
    head.extend([
        Head::new(text::deals::number()),
        Head::new(text::deals::clock()),
        Head::number(text::deals::amount()),
    ]);
    let rows = rows
        .into_iter()
        .map(|line| {
            let clock = clock(&line, now);
            let href = if line.state == State::Draft {
                format!("/deals/{}/edit", line.id)
            } else {
                format!("/deals/{}", line.id)
            };
            let customer = if line.customer.is_empty() { text::deals::unnamed().to_owned() } else { line.customer };
            view! {
                <Row>
                    <Cell kind=CellKind::Lead href>{customer}</Cell>
                    <Cell kind=CellKind::Status label=text::deals::state()>
                        <Badge tone=tone(line.state)>{words::deal_state(line.state)}</Badge>
                    </Cell>
                    {with_partner.then(|| view! { <Cell label=text::deals::partner()>{line.partner.1}</Cell> }.erase())}
                    <Cell kind=CellKind::Short label=text::deals::number()>{line.number}</Cell>
                    <Cell kind=CellKind::Short label=text::deals::clock()>{clock}</Cell>
                    <Cell kind=CellKind::Number label=text::deals::amount()>
                        {line.amount.map(|money| view! { <Money amount=words::amount(&money) currency=money.currency/> }.erase())}
                    </Cell>
                </Row>
            }
        })
        .erase_all();
    view! {
        <Card flush=true>
            <DataTable caption=text::deals::title() head>{rows}</DataTable>
        </Card>
    }
    .erase()
}
