//! A record's history as HTML: what it was on the day, and before it each change with what it changed.

use super::facts::Fact;
use crate::erase::{Erase, EraseAll};
use crate::texts::text;
use crate::ui::{Card, EmptyState, Facts, Section, Timeline, TimelineItem};
use crate::words;
use domain::history::Line;
use domain::time::Day;
use leptos::prelude::*;

/// Changes that are shown, the newest of them.
const SHOWN: usize = 200;

/// The facts of the last state, and the lines with what each has changed: `states` has one more than there are lines.
pub fn history(day: Day, lines: &[Line], states: &[Vec<Fact>]) -> String {
    let (Some(last), false) = (states.last(), lines.is_empty()) else {
        return view! { <EmptyState icon="clock" title=text::history::none() text=text::history::none_help()/> }
            .erase()
            .to_html();
    };
    let facts = last
        .iter()
        .filter(|(_, value)| !value.is_empty())
        .cloned()
        .map(|(label, value)| view! { <crate::ui::Fact label=label>{value}</crate::ui::Fact> }.erase())
        .erase_all();
    let hidden = lines.len().saturating_sub(SHOWN);
    let items = lines
        .iter()
        .zip(states.windows(2))
        .rev()
        .take(SHOWN)
        .map(|(line, pair)| {
            let (when, who, what) = (words::at(line.at), line.person.clone(), line.act.clone());
            match changes(&pair[0], &pair[1]) {
                Some(changes) => view! { <TimelineItem when who what>{changes}</TimelineItem> }.erase(),
                None => view! { <TimelineItem when who what/> }.erase(),
            }
        })
        .erase_all();
    view! {
        <Card title=text::history::as_of(words::day(day))>
            <Facts>{facts}</Facts>
        </Card>
        <Section title=text::history::changes()>
            {(hidden > 0).then(|| view! { <p class="help">{text::history::cut(SHOWN)}</p> }.erase())}
            <Timeline>{items}</Timeline>
        </Section>
    }
    .erase()
    .to_html()
}

/// What differs, as it was and as it became; `None` where nothing does.
fn changes(before: &[Fact], after: &[Fact]) -> Option<AnyView> {
    let was = |label: &str| before.iter().find(|(other, _)| other == label).map_or("", |(_, value)| value);
    let gone = before.iter().filter(|(label, _)| !after.iter().any(|(other, _)| other == label));
    let changed = after.iter().filter(|(label, value)| was(label) != value);
    let lines = changed
        .map(|(label, value)| (label, was(label), value.as_str()))
        .chain(gone.map(|(label, value)| (label, value.as_str(), "")))
        .map(|(label, was, is)| {
            let (label, was, is) = (label.clone(), was.to_owned(), is.to_owned());
            let was = (!was.is_empty()).then(|| view! { <del>{was}</del> " " }.into_any());
            view! { <p class="as-written">{label} ": " {was} <ins>{is}</ins></p> }.erase()
        })
        .erase_all();
    (!lines.is_empty()).then(|| lines.into_any())
}
