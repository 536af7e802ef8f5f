//! The page of a list: views, search and filters, the table with heads to sort by, the way on, and its files. All of it is
//! links and one form that leads to an address, so it works in any browser.

use super::api::{ListChoice, ListHead, ListLink, ListRow, ListTable, Listing, Setting, ShowList, Shown};
use crate::erase::{Erase, EraseAll};
use crate::exporting::export_menu;
use crate::forms::SearchForm;
use crate::loading::{PageTitle, load};
use crate::renewal::record;
use crate::texts::text;
use crate::ui::{
    Badge, ButtonKind, ButtonLink, Card, Cell, CellKind, DataTable, EmptyState, Field, Head, Hidden, Money,
    PageHeader, Pager, Row, Select, SubmitButton, TabLink, Tabs, Tone,
};
use domain::lists::List;
use leptos::prelude::*;
use leptos_router::hooks::use_location;
use std::sync::Arc;

/// What stands at the end of a row, by its id.
pub(crate) type AtEnd = Arc<dyn Fn(&str) -> AnyView + Send + Sync>;

/// Deals.
#[component]
pub fn DealsPage() -> impl IntoView {
    page(List::Deals)
}

/// What waits for a decision.
#[component]
pub fn QueuePage() -> impl IntoView {
    page(List::Queue)
}

/// Customer accounts.
#[component]
pub fn AccountsPage() -> impl IntoView {
    page(List::Accounts)
}

/// Renewals that come up.
#[component]
pub fn RenewalsPage() -> impl IntoView {
    page(List::Renewals)
}

/// Partner organisations.
#[component]
pub fn PartnersPage() -> impl IntoView {
    page(List::Partners)
}

/// Courses, for those who write them.
#[component]
pub fn CoursesPage() -> impl IntoView {
    page(List::Courses)
}

fn page(list: List) -> AnyView {
    let query = use_location().search;
    load(record(move || ShowList { list, query: query.get() }), |listing| draw(listing, None, None))
}

/// Draws a list; `beside` it, what is set of its filters and all of them.
pub(crate) fn draw(listing: Listing, at_end: Option<AtEnd>, beside: Option<(AnyView, AnyView)>) -> AnyView {
    let Listing { list, title, lead, table, none: (icon, none, help), query, .. } = listing;
    let called = title.clone();
    let files = export_menu(list.as_str(), &query);
    let lines = match table {
        ListTable::Empty => None,
        ListTable::Drawn(drawing) => Some(drawing.shown("drawn")),
        ListTable::Made(heads, rows) => Some(self::table(title.clone(), heads, rows, at_end)),
    };
    let table = match lines {
        None => view! { <EmptyState icon=icon title=none text=help/> }.erase(),
        Some(lines) => view! {
            {lines}
            <Pager
                label=called
                newer_label=text::deals::first_page()
                older_label=text::deals::next_page()
                newer=listing.newer
                older=listing.older
            />
        }
        .erase(),
    };
    let table = match beside {
        None => table,
        Some((set, panel)) => {
            view! { {set} <div class="catalogue">{panel}<div class="catalogue-list">{table}</div></div> }
                .erase()
        }
    };
    let actions = listing.actions.into_iter().map(action).erase_all();
    let lead = lead.unwrap_or_default();
    view! {
        <PageTitle title=title.clone()/>
        <PageHeader title=title.clone() lead=lead>
            {files}
            {actions}
        </PageHeader>
        {views(title, listing.views)}
        {form(list, listing.search, listing.filters, listing.order, listing.columns, &query)}
        {table}
    }
    .erase()
}

fn action(link: ListLink) -> AnyView {
    let kind = if link.first { ButtonKind::Primary } else { ButtonKind::Secondary };
    view! { <ButtonLink href=link.href kind icon=link.icon>{link.label}</ButtonLink> }.erase()
}

fn views(label: String, views: Vec<ListLink>) -> AnyView {
    if views.is_empty() {
        return ().into_any();
    }
    let tabs = views
        .into_iter()
        .map(|view| TabLink { href: view.href, label: view.label, count: None, current: view.first })
        .collect();
    view! { <Tabs label tabs/> }.erase()
}

fn form(
    list: List,
    (label, words): (String, String),
    filters: Vec<ListChoice>,
    order: ListChoice,
    columns: Vec<(String, String, bool)>,
    query: &str,
) -> AnyView {
    let filters = filters
        .into_iter()
        .map(|filter| match filter.options.is_empty() {
            true if filter.value.is_empty() => ().into_any(),
            true => view! { <Hidden name=filter.name value=filter.value/> }.erase(),
            false => select(filter, Some(text::deals::any())),
        })
        .collect::<Vec<_>>();
    let columns = columns
        .into_iter()
        .map(|(name, label, there)| {
            view! {
                <label class="choice">
                    <input type="checkbox" class="check" name="c" value=name checked=there/>
                    <span>{label}</span>
                </label>
            }
        })
        .erase_all();
    let keep = format!("/views/{list}?{query}");
    view! {
        <SearchForm action=list.path()>
            <Field name="q" kind="search" label=label value=words/>
            {filters}
            <details class="list-look">
                <summary class="button">{text::lists::look()}</summary>
                <div class="list-look-body">
                    {select(order, None)}
                    <fieldset class="list-columns"><legend class="label">{text::lists::columns()}</legend>{columns}</fieldset>
                    <a href=keep class="button button-quiet">{text::lists::keep()}</a>
                </div>
            </details>
            <SubmitButton kind=ButtonKind::Secondary>{text::deals::find()}</SubmitButton>
        </SearchForm>
    }
    .erase()
}

fn select(ListChoice { name, label, value, options }: ListChoice, prompt: Option<&'static str>) -> AnyView {
    let any = prompt.map(|prompt| (String::new(), prompt.to_owned()));
    let options = any.into_iter().chain(options).collect();
    view! { <Select name label options value/> }.erase()
}

/// The rows of a list in their card.
pub(super) fn table(
    title: String,
    heads: Vec<ListHead>,
    rows: Vec<ListRow>,
    at_end: Option<AtEnd>,
) -> AnyView {
    let settings: Vec<(Setting, String)> =
        heads.iter().map(|head| (head.setting, head.label.clone())).collect();
    let mut head: Vec<Head> = heads
        .into_iter()
        .map(|ListHead { label, setting, href, sorted }| {
            let head = if setting == Setting::Number { Head::number(label) } else { Head::new(label) };
            head.sorts(href, sorted)
        })
        .collect();
    if at_end.is_some() {
        head.push(Head::hidden(text::people::change()));
    }
    let rows = rows
        .into_iter()
        .map(|ListRow { id, mut href, cells }| {
            let cells = cells
                .into_iter()
                .zip(&settings)
                .map(|(cell, column)| one(cell, column, href.take()))
                .erase_all();
            let end = at_end.as_ref().map(|end| end(&id));
            let end = end.map(|end| view! { <Cell kind=CellKind::Action>{end}</Cell> }.erase());
            view! { <Row>{cells}{end}</Row> }
        })
        .erase_all();
    view! { <Card flush=true><DataTable caption=title head>{rows}</DataTable></Card> }.erase()
}

fn one(cell: Shown, (setting, label): &(Setting, String), href: Option<String>) -> AnyView {
    let kind = match setting {
        Setting::Lead => CellKind::Lead,
        Setting::Plain => CellKind::Plain,
        Setting::Short => CellKind::Short,
        Setting::Status => CellKind::Status,
        Setting::Number => CellKind::Number,
    };
    let inside = match cell {
        // No text is not an empty one: a cell with nothing in it has no label on a phone.
        Shown::Text(text) if text.is_empty() => ().into_any(),
        Shown::Text(text) => text.into_any(),
        Shown::State(tone, word) => view! { <Badge tone=Tone::of(tone)>{word}</Badge> }.erase(),
        Shown::Money(amount, currency) => view! { <Money amount currency/> }.erase(),
    };
    match href {
        Some(href) => view! { <Cell kind href=href>{inside}</Cell> }.erase(),
        None => view! { <Cell kind label=label.clone()>{inside}</Cell> }.erase(),
    }
}
