//! Partners of record as HTML.

use crate::erase::{Erase, EraseAll};
use crate::texts::text;
use crate::ui::{Badge, Card, Cell, CellKind, DataTable, EmptyState, Head, Row, Tone};
use crate::words;
use domain::accounts::{OfRecord, Period};
use domain::time::Day;
use leptos::prelude::*;

/// From when until when.
pub(crate) fn span(period: Period) -> String {
    let from = words::day(period.from);
    match period.until {
        Some(until) => text::accounts::from_until(from, words::day(until)),
        None => text::accounts::since(from),
    }
}

/// A period in a choice.
pub(super) fn named(one: &OfRecord) -> String {
    words::beside([one.family.1.as_str(), one.partner.1.as_str(), &span(one.period)])
}

/// Who is, was and will be on record, by family.
pub(super) fn history(known: &[OfRecord], today: Day) -> String {
    if known.is_empty() {
        return view! { <EmptyState icon="users" title=text::accounts::nobody_on_record() text=text::accounts::nobody_on_record_help()/> }
            .erase()
            .to_html();
    }
    let rows = known
        .iter()
        .map(|one| {
            let (tone, word) = if one.period.covers(today) {
                (Tone::Positive, text::accounts::on_record())
            } else if one.period.from > today {
                (Tone::Info, text::accounts::on_record_later())
            } else {
                (Tone::Neutral, text::accounts::was_on_record())
            };
            let href = format!("/partners/{}", one.partner.0);
            let (family, partner) = (one.family.1.clone(), one.partner.1.clone());
            let (when, why) = (span(one.period), format!("{} ({})", one.reason, one.person));
            view! {
                <Row>
                    <Cell kind=CellKind::Lead href=href>{partner}</Cell>
                    <Cell kind=CellKind::Status label=text::accounts::state()><Badge tone>{word}</Badge></Cell>
                    <Cell label=text::accounts::family()>{family}</Cell>
                    <Cell label=text::accounts::period()>{when}</Cell>
                    <Cell label=text::accounts::why()>{why}</Cell>
                </Row>
            }
        })
        .erase_all();
    let head = vec![
        Head::new(text::accounts::partner()),
        Head::new(text::accounts::state()),
        Head::new(text::accounts::family()),
        Head::new(text::accounts::period()),
        Head::new(text::accounts::why()),
    ];
    view! {
        <Card flush=true><DataTable caption=text::accounts::of_record() head>{rows}</DataTable></Card>
    }
    .erase()
    .to_html()
}
