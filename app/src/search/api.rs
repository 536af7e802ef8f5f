//! What the search page asks.

use crate::api::ApiError;
use crate::api::access::Gate;
use crate::api::rows::Rows;
use domain::id::PartnerId;
use domain::search::{Marked, SearchKind};
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use crate::api::Desk;
#[cfg(feature = "ssr")]
use domain::search::{Question, SearchReach, marked};

/// Who may ask. What is found is as far as the caller's own search reaches.
pub const GATES: &[(&str, Gate)] = &[("/api/search/find", Gate::SignedIn)];

/// How many of each kind are shown beside each other, and of one kind alone.
#[cfg(feature = "ssr")]
const BESIDE: i64 = 5;
#[cfg(feature = "ssr")]
const ALONE: i64 = 50;

/// Something that was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SearchHit {
    /// Its id.
    pub id: String,
    /// What it is called.
    pub title: Marked,
    /// A number, an address, a domain.
    pub detail: Marked,
    /// The word that says most of this kind: a state, a role, a tier.
    pub note: String,
    /// The partner whose it is; left out for the partner's own people.
    pub partner: Option<(PartnerId, String)>,
    /// Whether the words are in its title.
    pub in_title: bool,
}

/// What was found of one kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SearchGroup {
    /// Which kind.
    pub kind: SearchKind,
    /// How many there are.
    pub found: i64,
    /// The best of them.
    pub hits: Vec<SearchHit>,
}

/// The best of each kind, or more of one.
#[server(endpoint = "search/find", input = GetUrl, output = Rows)]
pub async fn search_all(q: String, kind: String) -> Result<Vec<SearchGroup>, ApiError> {
    let desk = Desk::open().await?;
    let Some(question) = Question::read(&q) else { return Ok(Vec::new()) };
    let kind: Option<SearchKind> = kind.parse().ok();
    let most = if kind.is_some() { ALONE } else { BESIDE };
    let reach = SearchReach::of(&desk.actor);
    let mut read = desk.read().await?;
    let found = store::search::find(&mut read, &reach, &question, kind, most, desk.now()).await?;
    let own = desk.profile().role.is_partner();
    let hit = |hit: store::search::Hit| SearchHit {
        id: hit.id,
        title: marked(&hit.title, &question),
        detail: marked(&hit.detail, &question),
        note: hit.note,
        partner: hit.partner.filter(|_| !own),
        in_title: hit.in_title,
    };
    let group = |group: store::search::Group| SearchGroup {
        kind: group.kind,
        found: group.found,
        hits: group.hits.into_iter().map(hit).collect(),
    };
    Ok(found.into_iter().map(group).collect())
}
