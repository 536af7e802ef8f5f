//! What the vendor promised and kept, as a small table: one's own figures beside everybody's.

use crate::erase::{Erase, EraseAll};
use crate::texts::{language, text};
use crate::ui::{Card, Cell, CellKind, DataTable, Head, Row, Section};
use domain::deals::promises::{PERIODS, Promises};
use leptos::prelude::*;

/// What a figure is called, and what it says.
type Figure = (&'static str, fn(Promises) -> String);

/// Figures of each of [`PERIODS`].
type Figures = [Promises; PERIODS.len()];

/// Whose figures stand beside everybody's.
pub(crate) enum Whose {
    /// The reader's own.
    Own(Figures),
    /// Those of the partner whose page it is.
    Partner(Figures),
    /// Those of the partners whom the reader looks after.
    Assigned(Figures),
    /// Nobody's: everybody's alone.
    Nobody,
}

/// The table; nothing where nothing was ever answered.
pub(crate) fn promises_card(whose: Whose, all: Figures) -> AnyView {
    if all.iter().all(|one| *one == Promises::default()) {
        return ().into_any();
    }
    let (own, named) = match whose {
        Whose::Own(own) => (Some(own), text::promises::own as fn(_) -> _),
        Whose::Partner(own) => (Some(own), text::promises::partner as fn(_) -> _),
        Whose::Assigned(own) => (Some(own), text::promises::assigned as fn(_) -> _),
        Whose::Nobody => (None, text::promises::all as fn(_) -> _),
    };
    let mut columns: Vec<(String, Promises)> = Vec::new();
    for (at, days) in PERIODS.into_iter().enumerate() {
        columns.extend(own.map(|own| (named(days), own[at])));
        columns.push((text::promises::all(days), all[at]));
    }
    let figures: [Figure; 4] = [
        (text::promises::median(), |one| one.median.map_or_else(nothing, took)),
        (text::promises::in_time(), |one| share(one.answers.percent(), one.answers.decided)),
        (text::promises::honoured(), |one| share(one.honoured_percent(), one.honoured + one.overridden)),
        (text::promises::overridden(), |one| language().number(one.overridden)),
    ];
    let rows = figures
        .into_iter()
        .map(|(label, said)| {
            let cells = columns
                .iter()
                .map(|(column, promises)| {
                    let said = said(*promises);
                    view! { <Cell kind=CellKind::Plain label=column.clone()>{said}</Cell> }
                })
                .erase_all();
            view! { <Row><Cell kind=CellKind::Lead>{label}</Cell>{cells}</Row> }
        })
        .erase_all();
    let head = std::iter::once(Head::new(text::promises::measure()))
        .chain(columns.iter().map(|(column, _)| Head::new(column.clone())))
        .collect();
    view! {
        <Section title=text::promises::title() lead=text::promises::lead()>
            <div class="promises">
                <Card flush=true>
                    <DataTable caption=text::promises::title() head>{rows}</DataTable>
                </Card>
            </div>
        </Section>
    }
    .erase()
}

fn nothing() -> String {
    "–".to_owned()
}

fn share(percent: Option<i64>, all: i64) -> String {
    percent.map_or_else(nothing, |percent| text::promises::share(percent, language().number(all)))
}

/// A time in its two largest units.
fn took(millis: i64) -> String {
    let minutes = millis / 60_000;
    match minutes / 60 {
        0 => text::promises::minutes(minutes),
        hours @ 1..48 => text::promises::hours(hours, minutes % 60),
        hours => text::promises::days(hours / 24, hours % 24),
    }
}
