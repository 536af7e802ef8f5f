//! What the page of a list asks.

use crate::api::ApiError;
use crate::api::access::Gate;
use crate::api::rows::Rows;
use crate::drawing::Drawing;
use domain::lists::List;
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use crate::api::Desk;

/// Who may ask. Which lists somebody has is asked inside.
pub const GATES: &[(&str, Gate)] = &[("/api/lists/show", Gate::SignedIn)];

/// How a column is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Setting {
    /// The name of the row.
    Lead,
    /// Words.
    Plain,
    /// A few signs on one line.
    Short,
    /// A state.
    Status,
    /// A figure.
    Number,
}

/// The head of a column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListHead {
    /// What it is called.
    pub label: String,
    /// How its cells are set.
    pub setting: Setting,
    /// The address of the list sorted by it.
    pub href: Option<String>,
    /// Whether the list is sorted by it now, and falling.
    pub sorted: Option<bool>,
}

/// What stands in a cell.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Shown {
    /// Words, as they are.
    Text(String),
    /// A state: its number among the tones, and its word.
    State(u8, String),
    /// An amount and its currency.
    Money(String, String),
}

/// A row: which, the address behind it, and its cells.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListRow {
    /// Its id.
    pub id: String,
    /// Its own page, if it has one.
    pub href: Option<String>,
    /// Its cells.
    pub cells: Vec<Shown>,
}

/// The rows of a list under their heads.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum ListTable {
    /// There is no row.
    Empty,
    /// They are only read: the server has drawn them.
    Drawn(Drawing),
    /// Something is done with each of them where it is shown.
    Made(Vec<ListHead>, Vec<ListRow>),
}

/// A choice of the form above the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListChoice {
    /// The name of its field.
    pub name: String,
    /// What it is called.
    pub label: String,
    /// What is chosen.
    pub value: String,
    /// What there is, with the words for it.
    pub options: Vec<(String, String)>,
}

/// The way to something else.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListLink {
    /// Where it leads.
    pub href: String,
    /// What it says.
    pub label: String,
    /// Its icon; of a kept view none.
    pub icon: String,
    /// The first thing to do here, or the view that is shown.
    pub first: bool,
}

/// A filter that stands beside a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListGroup {
    /// What it is called.
    pub title: String,
    /// Its choices.
    pub choices: Vec<ListFacet>,
}

/// One of its choices.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListFacet {
    /// The list with it; of what is chosen, without it.
    pub href: String,
    /// What it is called.
    pub label: String,
    /// How many rows it leaves.
    pub count: i64,
    /// Whether the list is narrowed to it.
    pub chosen: bool,
}

/// A list, ready to be drawn.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Listing {
    /// Which.
    pub list: List,
    /// Its title.
    pub title: String,
    /// How many there are, where that is told.
    pub lead: Option<String>,
    /// What its search is called, and the words in it.
    pub search: (String, String),
    /// Its filters. One without options is not chosen here, but beside the list.
    pub filters: Vec<ListChoice>,
    /// Filters beside it, with how many rows each choice leaves.
    pub facets: Vec<ListGroup>,
    /// What it can be sorted by.
    pub order: ListChoice,
    /// Columns that can be chosen: name, label, and whether they are there.
    pub columns: Vec<(String, String, bool)>,
    /// The columns that are there, and the rows.
    pub table: ListTable,
    /// Back to the first page.
    pub newer: Option<String>,
    /// The next page.
    pub older: Option<String>,
    /// The query that shows the same again, for its files.
    pub query: String,
    /// Kept views.
    pub views: Vec<ListLink>,
    /// What can be done here.
    pub actions: Vec<ListLink>,
    /// What stands in the place of rows: icon, title, and what to do next.
    pub none: (String, String, String),
}

/// A list as an address asks for it.
#[server(endpoint = "lists/show", input = GetUrl, output = Rows)]
pub async fn show_list(list: List, query: String) -> Result<Listing, ApiError> {
    let desk = Desk::open().await?;
    let mut read = desk.read().await?;
    Ok(super::listing(&desk, &mut read, list, &query).await?.0)
}
