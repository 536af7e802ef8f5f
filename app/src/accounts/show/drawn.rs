//! What is only read on the page of an account, as HTML.

use crate::accounts::partners_page::span;
use crate::deals::table;
use crate::erase::{Erase, EraseAll};
use crate::texts::text;
use crate::ui::{
    Badge, ButtonLink, Card, Cell, CellKind, DataTable, Fact, Facts, Head, Notice, Row, Section, Tone,
};
use crate::words;
use domain::accounts::{Install, OfRecord};
use domain::id::AccountId;
use domain::time::{Day, Instant};
use leptos::prelude::*;
use store::accounts::record::Record;
use store::deals::DealRow;

/// Who has it today and later, and the way to all that was.
pub(super) fn of_record(account: &AccountId, known: &[OfRecord], today: Day, keeps: bool) -> String {
    let now: Vec<&OfRecord> =
        known.iter().filter(|one| one.period.until.is_none_or(|until| until >= today)).collect();
    let none = now.is_empty().then(|| view! { <p>{text::accounts::nobody_on_record()}</p> }.erase());
    let lines = now
        .into_iter()
        .map(|one| {
            let (family, partner) = (one.family.1.clone(), one.partner.1.clone());
            let (href, aside) = (format!("/partners/{}", one.partner.0), span(one.period));
            view! { <li>{family} ": " <a href=href>{partner}</a> " " <span class="aside">{aside}</span></li> }
        })
        .erase_all();
    let more = keeps.then(|| {
        let href = format!("/accounts/{account}/partners");
        view! { <ButtonLink href icon="users">{text::accounts::all_of_record()}</ButtonLink> }.erase()
    });
    view! {
        <Section title=text::accounts::of_record()>
            <Card>{none}<ul class="lines">{lines}</ul>{more}</Card>
        </Section>
    }
    .erase()
    .to_html()
}

/// What the customer has.
pub(super) fn install_base(account: &AccountId, lines: &[Install], today: Day, keeps: bool) -> String {
    let rows = lines
        .iter()
        .map(|line| {
            let href = keeps.then(|| format!("/accounts/{account}/installs/{}", line.id));
            let (family, note) = (line.family.1.clone(), line.note.clone());
            let (since, quantity) = (words::day(line.since), line.quantity.to_string());
            let renews = line.renews.map(|day| {
                let passed = (day < today)
                    .then(|| view! { <Badge tone=Tone::Caution>{text::accounts::passed()}</Badge> }.erase());
                view! { {words::day(day)} " " {passed} }.erase()
            });
            let lead = match href {
                Some(href) => view! { <Cell kind=CellKind::Lead href>{family}</Cell> }.erase(),
                None => view! { <Cell kind=CellKind::Lead>{family}</Cell> }.erase(),
            };
            view! {
                <Row>
                    {lead}
                    <Cell kind=CellKind::Short label=text::accounts::since_on()>{since}</Cell>
                    <Cell kind=CellKind::Short label=text::accounts::renews_on()>{renews}</Cell>
                    <Cell label=text::accounts::remark()>{note}</Cell>
                    <Cell kind=CellKind::Number label=text::accounts::quantity()>{quantity}</Cell>
                </Row>
            }
        })
        .erase_all();
    let head = vec![
        Head::new(text::accounts::family()),
        Head::new(text::accounts::since_on()),
        Head::new(text::accounts::renews_on()),
        Head::new(text::accounts::remark()),
        Head::number(text::accounts::quantity()),
    ];
    let table = if lines.is_empty() {
        view! { <p>{text::accounts::nothing_installed()}</p> }.erase()
    } else {
        view! { <Card flush=true><DataTable caption=text::accounts::install_base() head>{rows}</DataTable></Card> }.erase()
    };
    let more = keeps.then(|| {
        let href = format!("/accounts/{account}/installs/new");
        view! { <ButtonLink href icon="plus">{text::accounts::new_install()}</ButtonLink> }.erase()
    });
    view! { <Section title=text::accounts::install_base()>{table}{more}</Section> }.erase().to_html()
}

/// Deals on it, as far as the reader sees deals.
pub(super) fn deals(rows: Vec<DealRow>, now: Instant) -> String {
    view! { <Section title=text::accounts::deals()>{deals_table(rows, now)}</Section> }.erase().to_html()
}

/// Deals on an account as a table.
pub(in crate::accounts) fn deals_table(rows: Vec<DealRow>, now: Instant) -> AnyView {
    if rows.is_empty() {
        view! { <p>{text::accounts::no_deals()}</p> }.erase()
    } else {
        table(rows, now, true)
    }
}

/// That the account has become a part of another one.
pub(super) fn merged_into((id, name): &(AccountId, String)) -> String {
    let link = link(id, name.clone());
    view! { <Notice title=text::accounts::merged_into()>{link}</Notice> }.erase().to_html()
}

/// Who the account is.
pub(super) fn facts(record: &Record) -> String {
    card(text::accounts::facts(), record).to_html()
}

/// Who an account is under a title; what nobody has said is not there.
pub(in crate::accounts) fn card(title: &str, record: &Record) -> AnyView {
    let details = &record.details;
    let domains: Vec<&str> = std::iter::once(&record.account.domain)
        .chain(&details.more_domains)
        .map(String::as_str)
        .filter(|domain| !domain.is_empty())
        .collect();
    let town = format!("{} {}", details.postcode, details.city);
    let address: Vec<&str> =
        [details.street.as_str(), town.trim()].into_iter().filter(|line| !line.is_empty()).collect();
    let parent = details.parent.as_ref().zip(record.parent.clone()).map(|(id, name)| link(id, name));
    let below = record
        .below
        .iter()
        .map(|(id, name)| link(id, name.clone()))
        .map(|one| view! { <div>{one}</div> })
        .erase_all();
    let below = (!record.below.is_empty())
        .then(|| view! { <Fact label=text::accounts::below()>{below}</Fact> }.erase());
    let named_for = details.named_for.as_ref().zip(record.account.named_for.clone()).map(|(id, name)| {
        let href = format!("/partners/{id}");
        view! { <Fact label=text::accounts::named_for()><a href=href>{name}</a></Fact> }.erase()
    });
    let parent = parent.map(|parent| view! { <Fact label=text::accounts::parent()>{parent}</Fact> }.erase());
    let plain = [
        said(text::accounts::trading_names(), details.trading_names.join(" · ")),
        said(text::accounts::domains(), domains.join(", ")),
        said(text::accounts::country(), words::country(&record.account.country)),
        said(text::accounts::address(), address.join(", ")),
        said(text::accounts::tax_number(), details.tax_number.clone()),
        said(text::accounts::segment(), details.segment.map(words::segment).unwrap_or_default().to_owned()),
    ];
    let all: Vec<AnyView> = plain.into_iter().chain([named_for, parent, below]).flatten().collect();
    view! { <Card title=title.to_owned()><Facts>{all}</Facts></Card> }.erase()
}

fn said(label: &'static str, words: String) -> Option<AnyView> {
    (!words.is_empty()).then(|| view! { <Fact label>{words}</Fact> }.erase())
}

fn link(id: &AccountId, name: String) -> AnyView {
    view! { <a href=format!("/accounts/{id}")>{name}</a> }.erase()
}
