//! Pairs of accounts as HTML.

use crate::accounts::show::{card, deals_table};
use crate::erase::{Erase, EraseAll};
use crate::texts::text;
use crate::ui::{Card, Cell, CellKind, DataTable, EmptyState, Fact, Facts, Head, Row, Section};
use crate::words::{self, Told};
use domain::accounts::Pair;
use domain::time::Instant;
use leptos::prelude::*;
use matching::Explained;
use store::accounts::record::Record;
use store::deals::DealRow;

/// Pairs that nobody has decided.
pub(super) fn pairs(found: &[Pair]) -> String {
    if found.is_empty() {
        return view! { <EmptyState icon="circle-check" title=text::accounts::no_duplicates() text=text::accounts::no_duplicates_help()/> }
            .erase()
            .to_html();
    }
    let rows = found
        .iter()
        .map(|pair| {
            let href = format!("/accounts/{}/merge/{}", pair.one.0, pair.other.0);
            let called =
                |(_, name, country): &(_, String, String)| format!("{name} · {}", words::country(country));
            let (one, other) = (called(&pair.one), called(&pair.other));
            let score = text::matching::score(u8::try_from(pair.score).unwrap_or_default());
            view! {
                <Row>
                    <Cell kind=CellKind::Lead href=href>{one}</Cell>
                    <Cell label=text::accounts::other_account()>{other}</Cell>
                    <Cell kind=CellKind::Short label=text::accounts::likeness()>{score}</Cell>
                </Row>
            }
        })
        .erase_all();
    let head = vec![
        Head::new(text::accounts::one_account()),
        Head::new(text::accounts::other_account()),
        Head::new(text::accounts::likeness()),
    ];
    view! { <Card flush=true><DataTable caption=text::accounts::duplicates() head>{rows}</DataTable></Card> }
        .erase()
        .to_html()
}

/// How sure the engine is, and why.
pub(super) fn likeness(explained: &Explained) -> String {
    let told = explained.reasons.iter().map(words::told).collect();
    let (score, why) = (text::matching::score(explained.likeness.score), reasons(told));
    view! {
        <Section title=text::matching::reasons()>
            <Card><Facts><Fact label=text::accounts::likeness()>{score}</Fact></Facts><div class="reasons">{why}</div></Card>
        </Section>
    }
    .erase()
    .to_html()
}

fn reasons(told: Vec<Told>) -> AnyView {
    if told.is_empty() {
        return ().into_any();
    }
    let items =
        told.into_iter().map(|told| view! { <li>{told.said} {reasons(told.under)}</li> }.erase()).erase_all();
    view! { <ul>{items}</ul> }.erase()
}

/// Who both are.
pub(super) fn beside(one: &Record, other: &Record) -> String {
    let named = |record: &Record| card(&record.account.legal_name, record);
    view! { <div class="card-pair">{named(one)} {named(other)}</div> }.erase().to_html()
}

/// The deals on one of them.
pub(super) fn deals_of(name: &str, rows: Vec<DealRow>, now: Instant) -> String {
    let title = text::accounts::deals_of(name);
    view! { <Section title>{deals_table(rows, now)}</Section> }.erase().to_html()
}
