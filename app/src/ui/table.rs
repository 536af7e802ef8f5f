//! Tables that stay tables on a desktop and become rows of two lines on a phone.
//!
//! The roles are written out because browsers drop a table's meaning once its rows are laid out as anything else.

use crate::erase::{Erase, EraseAll};
use crate::live::Live;
use leptos::prelude::*;

use super::icon::Icon;

/// The head of a column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    label: String,
    number: bool,
    hidden: bool,
    href: Option<String>,
    falling: Option<bool>,
}

impl Head {
    pub fn new(label: impl Into<String>) -> Self {
        Self { label: label.into(), number: false, hidden: false, href: None, falling: None }
    }

    /// A column of figures, set against its end.
    pub fn number(label: impl Into<String>) -> Self {
        Self { number: true, ..Self::new(label) }
    }

    /// A column whose label only assistive technology reads, such as that of the rows' actions.
    pub fn hidden(label: impl Into<String>) -> Self {
        Self { hidden: true, ..Self::new(label) }
    }

    /// Leads to the table sorted by this column, and says whether it is now, and falling.
    #[must_use]
    pub fn sorts(self, href: Option<String>, falling: Option<bool>) -> Self {
        Self { href, falling, ..self }
    }
}

impl From<String> for Head {
    fn from(label: String) -> Self {
        Self::new(label)
    }
}

/// A table of [`Row`]s.
#[component]
pub fn DataTable(
    /// What the table lists, for those who cannot see the page around it.
    #[prop(into)]
    caption: String,
    head: Vec<Head>,
    /// Rows of 32 px instead of 40.
    #[prop(optional)]
    compact: bool,
    children: Children,
) -> impl IntoView {
    let class = if compact { "table table-compact" } else { "table" };
    let head = head
        .into_iter()
        .enumerate()
        .map(|(at, Head { label, number, hidden, href, falling })| {
            let label = if hidden {
                view! { <span class="visually-hidden">{label}</span> }.erase()
            } else if let Some(href) = href {
                let icon = falling.map(|falling| {
                    let name = if falling { "arrow-down" } else { "arrow-up" };
                    view! { <Icon name=name/> }.erase()
                });
                // By it a table that is drawn anew gives the focus back.
                view! { <a id=format!("sort-{at}") href=href class="sort">{label}{icon}</a> }.erase()
            } else {
                label.into_any()
            };
            let sorted = falling.map(|falling| if falling { "descending" } else { "ascending" });
            view! { <th scope="col" role="columnheader" class:number=number aria-sort=sorted>{label}</th> }
        })
        .erase_all();
    view! {
        <table class=class role="table">
            <caption class="visually-hidden">{caption}</caption>
            <thead role="rowgroup">
                <tr role="row">{head}</tr>
            </thead>
            <tbody role="rowgroup">{children()}</tbody>
        </table>
    }
    .erase()
}

/// One row of [`Cell`]s.
#[component]
pub fn Row(#[prop(optional, into)] selected: Live<bool>, children: Children) -> impl IntoView {
    view! { <tr role="row" class:selected=move || selected.get()>{children()}</tr> }.erase()
}

/// What a cell is to its row; decides where it stands on a phone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CellKind {
    /// One of the details, in the small print on a phone.
    #[default]
    Plain,
    /// A few signs that stay on one line: an age, a date.
    Short,
    /// What the row is about: its name, linking to its page.
    Lead,
    /// The row's state, at the end of the first line on a phone.
    Status,
    /// A figure, at the end of the second line on a phone.
    Number,
    /// What can be done with the row.
    Action,
    /// Left out on a phone.
    Desktop,
}

impl CellKind {
    fn class(self) -> &'static str {
        match self {
            Self::Plain => "cell",
            Self::Short => "cell cell-short",
            Self::Lead => "cell cell-lead",
            Self::Status => "cell cell-status",
            Self::Number => "cell cell-number",
            Self::Action => "cell cell-action",
            Self::Desktop => "cell cell-desktop",
        }
    }
}

/// One cell. With `href` its content is the link that the whole row answers to.
#[component]
pub fn Cell(
    /// The column's label, shown before the value on a phone where the heads are gone.
    #[prop(optional, into)]
    label: Option<String>,
    #[prop(optional)] kind: CellKind,
    #[prop(optional, into)] href: Option<String>,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    let children = children.map(|children| children());
    let inside = match href {
        Some(href) => view! { <a href=href class="row-link">{children}</a> }.erase(),
        None => children.into_any(),
    };
    view! { <td role="cell" class=kind.class() data-label=label>{inside}</td> }.erase()
}
