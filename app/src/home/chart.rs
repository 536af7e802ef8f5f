//! Charts as SVG, drawn where the page is made. Widths are in percent and heights in pixels, so that letters keep their size
//! at any width; what runs from right to left is drawn from right to left. A table says the same in words.

use crate::erase::{Erase, EraseAll};
use crate::texts::{language, text};
use crate::ui::{Cell, CellKind, DataTable, Head, Row};
use leptos::prelude::*;

/// The height of what is drawn above the baseline, and of the line of labels under it, in pixels.
const HEIGHT: i64 = 150;
const LABELS: i64 = 24;
/// Room above the highest bar for its number.
const TOP: i64 = 18;

/// A set of bars of one colour: what it is called, and its values from the first label to the last.
pub(crate) struct Series {
    /// What is counted.
    pub(crate) name: &'static str,
    /// How many at each label.
    pub(crate) values: Vec<i64>,
}

/// A part of a whole width in percent, with two decimals.
fn percent(hundredths: i64) -> String {
    format!("{}.{:02}%", hundredths / 100, hundredths % 100)
}

/// Where something of this width stands, counted from where lines begin.
fn from_start(start: i64, width: i64) -> String {
    percent(if language().direction() == "rtl" { 10_000 - start - width } else { start })
}

/// Groups of upright bars, one group for each label: its short form stands under it, its long one in the table.
pub(crate) fn columns(
    title: &'static str,
    of: &'static str,
    labels: &[(String, String)],
    series: &[Series],
) -> AnyView {
    let highest = series.iter().flat_map(|one| &one.values).copied().max().unwrap_or(0).max(1);
    let group = 10_000 / labels.len().max(1) as i64;
    // A sixth of the group is room on either side.
    let bar = group * 2 / 3 / series.len().max(1) as i64;
    let bars = labels.iter().enumerate().flat_map(|(at, _)| {
        series.iter().enumerate().map(move |(which, one)| {
            let value = one.values.get(at).copied().unwrap_or(0);
            let start = at as i64 * group + group / 6 + which as i64 * bar;
            column(which, value, value * (HEIGHT - TOP) / highest, (start, bar))
        })
    });
    let below = labels.iter().enumerate().map(|(at, (short, _))| {
        let middle = from_start(at as i64 * group + group / 2, 0);
        view! { <text x=middle y=(HEIGHT + LABELS - 6).to_string() text-anchor="middle">{short.clone()}</text> }
    });
    let legend = series.iter().enumerate().map(|(which, one)| {
        view! {
            <li>
                <svg class="chart-key" width="12" height="12" aria-hidden="true" focusable="false">
                    <rect class=format!("chart-series chart-series-{which}") x="1" y="1" width="10" height="10"></rect>
                </svg>
                {one.name}
            </li>
        }
    });
    let head =
        std::iter::once(Head::new(of)).chain(series.iter().map(|one| Head::number(one.name))).collect();
    let rows = labels.iter().enumerate().map(|(at, (_, long))| {
        let cells = series.iter().map(move |one| {
            let value = language().number(one.values.get(at).copied().unwrap_or(0));
            view! { <Cell kind=CellKind::Number label=one.name>{value}</Cell> }
        });
        let (long, cells) = (long.clone(), cells.erase_all());
        view! { <Row><Cell kind=CellKind::Lead>{long}</Cell>{cells}</Row> }
    });
    let rows = rows.erase_all();
    view! {
        <figure class="chart-figure">
            <ul class="chart-legend">{legend.erase_all()}</ul>
            <svg class="chart" height=(HEIGHT + LABELS).to_string() role="img" aria-label=text::home::chart_said(title)>
                {bars.erase_all()}
                <line class="chart-grid" x1="0" x2="100%" y1=HEIGHT.to_string() y2=HEIGHT.to_string()></line>
                {below.erase_all()}
            </svg>
            <details class="chart-table">
                <summary>{text::home::as_table()}</summary>
                <DataTable caption=title head compact=true>{rows}</DataTable>
            </details>
        </figure>
    }
    .erase()
}

fn column(which: usize, value: i64, height: i64, (start, width): (i64, i64)) -> AnyView {
    if value == 0 {
        return ().into_any();
    }
    let height = height.max(2);
    let top = HEIGHT - height;
    let x = from_start(start, width);
    let middle = from_start(start + width / 2, 0);
    view! {
        <rect class=format!("chart-series chart-series-{which}") x=x y=top.to_string() width=percent(width) height=height.to_string()></rect>
        <text x=middle y=(top - 4).to_string() text-anchor="middle">{language().number(value)}</text>
    }
    .erase()
}

/// Lying bars, each with its words and its number before it.
pub(crate) fn bars(title: &'static str, lines: Vec<(String, i64)>) -> AnyView {
    let highest = lines.iter().map(|(_, value)| *value).max().unwrap_or(0).max(1);
    let lines = lines.into_iter().map(|(label, value)| {
        let width = (value * 10_000 / highest).max(60);
        view! {
            <li class="bar-line">
                <span>{label}</span>
                <span class="bar-value">{language().number(value)}</span>
                <svg class="chart bar-drawn" height="8" aria-hidden="true" focusable="false">
                    <rect class="chart-series chart-series-0" x=from_start(0, width) y="0" width=percent(width) height="8" rx="2"></rect>
                </svg>
            </li>
        }
    });
    view! { <ul class="bar-lines" aria-label=title>{lines.erase_all()}</ul> }.erase()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::texts::speaking;
    use domain::language::Language;

    fn drawn() -> String {
        let labels =
            [("Oct".to_owned(), "October 2026".to_owned()), ("Nov".to_owned(), "November 2026".to_owned())];
        let series = [
            Series { name: "Registered", values: vec![4, 1200] },
            Series { name: "<Approved>", values: vec![0, 3] },
        ];
        Owner::new().with(|| columns("Deals", "Month", &labels, &series).to_html())
    }

    #[test]
    fn a_chart_says_in_its_table_what_it_draws() {
        let html = drawn();
        for words in ["1,200", "October 2026", "role=\"img\"", "<table"] {
            assert!(html.contains(words), "{words} in {html}");
        }
        assert!(!html.contains("<Approved>"), "names are text: {html}");
        assert_eq!(html.matches("<rect").count(), 3 + 2, "three bars and a key for each series");
    }

    #[test]
    fn what_is_read_from_the_right_is_drawn_from_the_right() {
        assert!(drawn().contains("x=\"8.33%\""), "{}", drawn());
        let mirrored = speaking(Language::Arabic, drawn);
        assert!(!mirrored.contains("x=\"8.33%\"") && mirrored.contains("x=\"75.01%\""), "{mirrored}");
    }
}
