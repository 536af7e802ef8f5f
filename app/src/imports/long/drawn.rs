//! A table of many rows as HTML: how far it is, how many rows have which fate, and a page of them.

use crate::erase::Erase;
use crate::imports::drawn::{figures, is_kind, like, one_row, why};
use crate::texts::{language, speaking, text};
use crate::ui::{
    ButtonLink, Card, Cell, CellKind, DataTable, EmptyState, Head, Notice, Pager, Progress, Row, TabLink,
    Tabs, Tone,
};
use crate::words;
use domain::imports::{Columns, Failure, Fate, FateKind, LongImport, Record, Sort, Stage};
use domain::language::Language;
use leptos::prelude::*;
use store::accounts::imports::rows::Shown;

/// Characters of a name that is shown.
const NAME_MOST: usize = 120;

/// What applying would do.
pub(super) fn word(new: i64, changed: i64) -> String {
    text::imports::apply(number(new), number(changed))
}

/// What may be applied beside that.
pub(super) fn word_of_alike(alike: i64) -> Option<String> {
    (alike > 0).then(|| text::imports::with_alike(alike))
}

/// What a table is of, and where it came from.
pub(super) fn lead(import: &LongImport) -> String {
    let file = if import.file.is_empty() { text::imports::pasted() } else { &import.file };
    text::imports::of_what(sort(import.sort), file, words::at(import.at))
}

fn sort(sort: Sort) -> &'static str {
    match sort {
        Sort::Organisations => text::imports::organisations(),
        Sort::People => text::imports::people(),
        Sort::Accounts => text::imports::accounts(),
        Sort::NamedAccounts => text::imports::named_accounts(),
    }
}

fn number(number: i64) -> String {
    language().number(number)
}

/// Why a row has its fate, in one line; for files.
pub fn told(fate: &Fate) -> (&'static str, String) {
    let mut all = why(fate);
    if let Fate::Alike(others) = fate {
        all.extend(others.iter().map(like));
    }
    (is_kind(fate.kind()), all.join("; "))
}

/// Headings under which a table of this sort is read, in a language that headings are read in.
pub fn template(sort: Sort) -> Vec<String> {
    let spoken = if language() == Language::German { Language::German } else { Language::English };
    let heading = |field: &&str| words::field(field).unwrap_or_else(|| (*field).to_owned());
    speaking(spoken, || sort.fields().iter().map(heading).collect())
}

/// Tables that were brought before.
pub(super) fn latest(all: &[LongImport]) -> String {
    if all.is_empty() {
        return String::new();
    }
    let head = vec![
        Head::new(text::imports::table()),
        Head::new(text::imports::stage()),
        Head::number(text::imports::row_count()),
        Head::new(text::imports::brought()),
    ];
    let row = |import: &LongImport| {
        let (href, at) = (format!("/accounts/import/{}", import.id), words::at(import.at));
        let name = if import.file.is_empty() { sort(import.sort).to_owned() } else { import.file.clone() };
        let (stage, rows) = (stage(import.stage), number(import.rows));
        view! {
            <Row>
                <Cell kind=CellKind::Lead href>{name}</Cell>
                <Cell kind=CellKind::Status label=text::imports::stage()>{stage}</Cell>
                <Cell kind=CellKind::Number label=text::imports::row_count()>{rows}</Cell>
                <Cell label=text::imports::brought()>{at}</Cell>
            </Row>
        }
        .erase()
    };
    let rows = all.iter().map(row).collect::<Vec<_>>();
    view! { <Card flush=true><DataTable caption=text::imports::latest() head>{rows}</DataTable></Card> }
        .erase()
        .to_html()
}

fn stage(stage: Stage) -> &'static str {
    match stage {
        Stage::Reading => text::imports::reading(),
        Stage::Looking => text::imports::looking(),
        Stage::Looked => text::imports::looked(),
        Stage::Applying => text::imports::applying(),
        Stage::Done => text::imports::done(),
        Stage::Failed => text::imports::failed(),
    }
}

/// The table: how far it is, and a page of rows of this fate, from the first one or a later one, with the line that the next page is
/// behind.
pub(super) fn import(
    import: &LongImport,
    columns: &Columns,
    rows: &[Shown],
    (fate, later, next): (Option<FateKind>, bool, Option<u64>),
) -> String {
    let unused = columns.unused().join(", ");
    let unused =
        (!unused.is_empty()).then(|| view! { <p class="aside">{text::imports::unused(unused)}</p> }.erase());
    let state = state(import);
    let rows = (import.stage != Stage::Reading).then(|| page(import, columns, rows, (fate, later, next)));
    view! { {state} {figures(import.outcome, true)} {unused} {rows} }.erase().to_html()
}

fn state(import: &LongImport) -> AnyView {
    let progress = |words: fn(String, String) -> String| {
        let label = words(number(import.handled), number(import.rows));
        let (value, max) = (import.handled, import.rows);
        let href = format!("/accounts/import/{}", import.id);
        view! {
            <Card>
                <Progress value max label/>
                <p class="aside">{text::imports::may_leave()}</p>
                <noscript><ButtonLink href>{text::imports::look_again()}</ButtonLink></noscript>
            </Card>
        }
        .erase()
    };
    let said =
        |tone: Tone, title: String, help: &'static str| view! { <Notice tone title>{help}</Notice> }.erase();
    match import.stage {
        Stage::Reading => said(Tone::Info, text::imports::reading().to_owned(), text::imports::reading_help()),
        Stage::Looking => progress(text::imports::looked_at),
        Stage::Applying => progress(text::imports::applied_so_far),
        Stage::Looked if import.would(true) == (0, 0) => {
            view! { <EmptyState icon="circle-check" title=text::imports::nothing() text=text::imports::nothing_help()/> }.erase()
        }
        Stage::Looked => said(Tone::Info, text::imports::looked().to_owned(), text::imports::looked_help()),
        Stage::Done => {
            let at = import.applied_at.map(words::at).unwrap_or_default();
            said(Tone::Positive, text::imports::applied(at), text::imports::done_help())
        }
        Stage::Failed => {
            let why = match import.failure {
                Some(Failure::Denied) => text::imports::denied(),
                Some(Failure::Broken) => text::imports::broken(),
                Some(Failure::Cut) | None => text::imports::cut(),
            };
            said(Tone::Negative, text::imports::failed().to_owned(), why)
        }
    }
}

fn page(
    import: &LongImport,
    columns: &Columns,
    rows: &[Shown],
    (fate, later, next): (Option<FateKind>, bool, Option<u64>),
) -> AnyView {
    let own = format!("/accounts/import/{}", import.id);
    let of = |fate: Option<FateKind>| fate.map_or(own.clone(), |fate| format!("{own}?fate={fate}"));
    let mut outcome = import.outcome;
    let tab = |of_fate: Option<FateKind>, label: &str, count: i64| TabLink {
        href: of(of_fate),
        label: label.to_owned(),
        count: Some(number(count)),
        current: fate == of_fate,
    };
    let mut tabs = vec![tab(None, text::imports::every(), import.rows)];
    for kind in FateKind::ALL {
        tabs.push(tab(Some(*kind), is_kind(*kind), *outcome.count(*kind)));
    }
    let head = vec![
        Head::new(text::imports::name()),
        Head::new(text::imports::fate()),
        Head::new(text::imports::why()),
        Head::number(text::imports::line()),
    ];
    let lines = rows.iter().map(|row| one_row(row.record.0, called(columns, &row.record), row.fate.as_ref()));
    let lines = lines.collect::<Vec<_>>();
    let newer = later.then(|| of(fate));
    let older = next.map(|line| {
        let first = of(fate);
        let sign = if fate.is_some() { '&' } else { '?' };
        format!("{first}{sign}after={line}")
    });
    let file = format!("{own}/rows/{}", fate.map_or("all", FateKind::as_str));
    let found = if rows.is_empty() {
        view! { <EmptyState icon="list" title=text::imports::none_of_them()/> }.erase()
    } else {
        view! {
            <Card flush=true><DataTable caption=text::imports::rows() head>{lines}</DataTable></Card>
            <div class="list-foot"><ButtonLink href=file icon="download" download=true>{text::imports::take_along()}</ButtonLink></div>
        }
        .erase()
    };
    view! {
        <Tabs label=text::imports::fate() tabs/>
        {found}
        <Pager
            label=text::imports::rows()
            newer_label=text::deals::first_page()
            older_label=text::deals::next_page()
            newer
            older
        />
    }
    .erase()
}

/// What a row is called: its first full cell of those that name something.
fn called(columns: &Columns, record: &Record) -> String {
    let names = ["legal_name", "account", "domain", "tax_number"];
    let mut full =
        names.iter().filter_map(|field| columns.cell(record, field)).filter(|cell| !cell.is_empty());
    let name = full.next().unwrap_or_default();
    // A name that turns the direction of what stands beside it is shown without what does so.
    let seen = domain::text::optional_line(name, u32::MAX).unwrap_or_default();
    seen.chars().take(NAME_MOST).collect()
}
