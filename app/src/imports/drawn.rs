//! The rows of a table with their fates, as HTML.

use crate::erase::Erase;
use crate::texts::{language, text};
use crate::ui::{
    Badge, Card, Cell, CellKind, DataTable, EmptyState, Figure, Figures, Head, Notice, Row, Tone,
};
use crate::words;
use domain::form::Fault;
use domain::imports::{Fate, FateKind, Like, Line, Outcome, Sheet};
use domain::time::Instant;
use leptos::prelude::*;

/// What applying it would do.
pub(super) fn word(outcome: Outcome) -> String {
    text::imports::apply(outcome.new, outcome.changed)
}

/// What became of a table that was applied.
pub(super) fn applied(at: Instant, outcome: Outcome) -> String {
    let title = text::imports::applied(words::at(at));
    view! { <Notice tone=Tone::Positive title/> {figures(outcome, false)} }.erase().to_html()
}

pub(super) fn figures(outcome: Outcome, with_alike: bool) -> AnyView {
    let said = |number: i64| language().number(number);
    view! {
        <Figures>
            <Figure label=text::imports::new() value=said(outcome.new)/>
            <Figure label=text::imports::changed() value=said(outcome.changed)/>
            <Figure label=text::imports::unchanged() value=said(outcome.unchanged)/>
            {with_alike.then(|| view! { <Figure label=text::imports::alike() value=said(outcome.alike)/> }.erase())}
            <Figure label=text::imports::refused() value=said(outcome.refused)/>
        </Figures>
    }
    .erase()
}

/// Every row with its fate.
pub(super) fn lines(sheet: &Sheet, lines: &[Line], outcome: Outcome) -> String {
    let unused = sheet.columns.unused().join(", ");
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
        {figures(outcome, false)}
        {unused}
        {nothing}
        <Card flush=true><DataTable caption=text::imports::rows() head>{rows}</DataTable></Card>
    }
    .erase()
    .to_html()
}

fn row(line: &Line) -> AnyView {
    one_row(line.line, line.name.clone(), Some(&line.fate))
}

/// A row with its fate, and why.
pub(super) fn one_row(line: u64, name: String, fate: Option<&Fate>) -> AnyView {
    let (tone, word) = match fate.map(Fate::kind) {
        None => (Tone::Neutral, text::imports::not_yet()),
        Some(kind) => (tone(kind), is_kind(kind)),
    };
    let links = fate.map(alike).unwrap_or_default();
    let why = fate.map(why).unwrap_or_default();
    let why = why.into_iter().map(|one| view! { <div>{one}</div> }.erase()).chain(links).collect::<Vec<_>>();
    let number = line.to_string();
    view! {
        <Row>
            <Cell kind=CellKind::Lead>{name}</Cell>
            <Cell kind=CellKind::Status label=text::imports::fate()><Badge tone>{word}</Badge></Cell>
            <Cell label=text::imports::why()>{why}</Cell>
            <Cell kind=CellKind::Number label=text::imports::line()>{number}</Cell>
        </Row>
    }
    .erase()
}

fn tone(kind: FateKind) -> Tone {
    match kind {
        FateKind::New => Tone::Positive,
        FateKind::Changed => Tone::Info,
        FateKind::Unchanged => Tone::Neutral,
        FateKind::Alike => Tone::Caution,
        FateKind::Refused => Tone::Negative,
    }
}

/// What a row is that has this fate.
pub fn is_kind(kind: FateKind) -> &'static str {
    match kind {
        FateKind::New => text::imports::is_new(),
        FateKind::Changed => text::imports::is_changed(),
        FateKind::Unchanged => text::imports::is_unchanged(),
        FateKind::Alike => text::imports::is_alike(),
        FateKind::Refused => text::imports::is_refused(),
    }
}

/// Why a row has its fate, in words.
pub fn why(fate: &Fate) -> Vec<String> {
    match fate {
        Fate::New | Fate::Unchanged | Fate::Alike(_) => Vec::new(),
        Fate::Changed(what) => {
            let told = what.iter().map(|one| {
                let said = |said: &str| match (one.field.as_str(), said) {
                    (_, "") => text::imports::empty().to_owned(),
                    ("segment", said) => {
                        said.parse().map_or_else(|_| said.to_owned(), |one| words::segment(one).to_owned())
                    }
                    ("country", said) => words::country(said),
                    (_, said) => said.to_owned(),
                };
                text::imports::from_to(field(&one.field), said(&one.after), said(&one.before))
            });
            told.collect()
        }
        Fate::Refused(faults) => {
            let told =
                faults.iter().map(|(name, fault)| text::faults::of_field(field(name), said(name, fault)));
            told.collect()
        }
    }
}

/// What a row may be the same as, in words.
pub fn like(one: &Like) -> String {
    match one {
        Like::Known(_, name) => text::imports::like_known(name),
        Like::Line(line) => text::imports::like_line(line),
    }
}

fn alike(fate: &Fate) -> Vec<AnyView> {
    let Fate::Alike(all) = fate else { return Vec::new() };
    let one = |one: &Like| match one {
        Like::Known(id, _) => {
            let (href, words) = (format!("/accounts/{id}"), like(one));
            view! { <div><a href=href>{words}</a></div> }.erase()
        }
        Like::Line(_) => {
            let words = like(one);
            view! { <div>{words}</div> }.erase()
        }
    };
    all.iter().map(one).collect()
}

fn field(name: &str) -> String {
    words::field(name).unwrap_or_else(|| name.to_owned())
}

/// Why a row is refused; a form would say some of it otherwise.
fn said(field: &str, fault: &Fault) -> String {
    match (field, fault) {
        ("parent_account", Fault::Unknown) => text::imports::parent_unknown().to_owned(),
        (_, Fault::Unknown) => text::imports::unknown().to_owned(),
        (_, Fault::Taken) => text::imports::taken().to_owned(),
        (_, Fault::NotADay) => text::imports::not_a_day().to_owned(),
        (_, other) => words::fault(other),
    }
}
