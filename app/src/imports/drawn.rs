//! The rows of a table with their fates, as HTML.

use crate::erase::{Erase, EraseAll};
use crate::texts::{language, text};
use crate::ui::{
    Badge, Card, Cell, CellKind, DataTable, EmptyState, Figure, Figures, Head, Notice, Row, Tone,
};
use crate::words;
use domain::form::Fault;
use domain::imports::{Fate, Line, Outcome, Sheet};
use domain::time::Instant;
use leptos::prelude::*;

/// What applying it would do.
pub(super) fn word(outcome: Outcome) -> String {
    text::imports::apply(outcome.new, outcome.changed)
}

/// What became of a table that was applied.
pub(super) fn applied(at: Instant, outcome: Outcome) -> String {
    let title = text::imports::applied(words::at(at));
    view! { <Notice tone=Tone::Positive title/> {figures(outcome)} }.erase().to_html()
}

fn figures(outcome: Outcome) -> AnyView {
    let said = |number: i64| language().number(number);
    view! {
        <Figures>
            <Figure label=text::imports::new() value=said(outcome.new)/>
            <Figure label=text::imports::changed() value=said(outcome.changed)/>
            <Figure label=text::imports::unchanged() value=said(outcome.unchanged)/>
            <Figure label=text::imports::refused() value=said(outcome.refused)/>
        </Figures>
    }
    .erase()
}

/// Every row with its fate.
pub(super) fn lines(sheet: &Sheet, lines: &[Line], outcome: Outcome) -> String {
    let unused = sheet.unused().join(", ");
    let unused =
        (!unused.is_empty()).then(|| view! { <p class="aside">{text::imports::unused(unused)}</p> }.erase());
    let nothing = (!outcome.does_something()).then(|| {
        view! { <EmptyState icon="circle-check" title=text::imports::nothing() text=text::imports::nothing_help()/> }.erase()
    });
    let head = vec![
        Head::new(text::imports::name()),
        Head::new(text::imports::fate()),
        Head::new(text::imports::why()),
        Head::number(text::imports::line()),
    ];
    let rows = lines.iter().map(row).collect::<Vec<_>>();
    view! {
        {figures(outcome)}
        {unused}
        {nothing}
        <Card flush=true><DataTable caption=text::imports::rows() head>{rows}</DataTable></Card>
    }
    .erase()
    .to_html()
}

fn row(line: &Line) -> AnyView {
    let (tone, fate, why) = match &line.fate {
        Fate::New => (Tone::Positive, text::imports::is_new(), Vec::new()),
        Fate::Unchanged => (Tone::Neutral, text::imports::is_unchanged(), Vec::new()),
        Fate::Changed(what) => {
            let told = what.iter().map(|one| {
                let or_nothing = |said: &str| match said {
                    "" => text::imports::empty().to_owned(),
                    said => said.to_owned(),
                };
                text::imports::from_to(field(&one.field), or_nothing(&one.after), or_nothing(&one.before))
            });
            (Tone::Info, text::imports::is_changed(), told.collect())
        }
        Fate::Refused(faults) => {
            let told = faults.iter().map(|(name, fault)| text::faults::of_field(field(name), said(fault)));
            (Tone::Negative, text::imports::is_refused(), told.collect())
        }
    };
    let why = why.into_iter().map(|one| view! { <div>{one}</div> }).erase_all();
    let (name, number) = (line.name.clone(), line.line.to_string());
    view! {
        <Row>
            <Cell kind=CellKind::Lead>{name}</Cell>
            <Cell kind=CellKind::Status label=text::imports::fate()><Badge tone>{fate}</Badge></Cell>
            <Cell label=text::imports::why()>{why}</Cell>
            <Cell kind=CellKind::Number label=text::imports::line()>{number}</Cell>
        </Row>
    }
    .erase()
}

fn field(name: &str) -> String {
    words::field(name).unwrap_or_else(|| name.to_owned())
}

/// Why a row is refused; a form would say some of it otherwise.
fn said(fault: &Fault) -> String {
    match fault {
        Fault::Unknown => text::imports::unknown().to_owned(),
        Fault::Taken => text::imports::taken().to_owned(),
        other => words::fault(other),
    }
}
