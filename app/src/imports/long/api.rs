//! What the pages of tables of many rows ask, and the word that applies one.

use crate::api::ApiError;
use crate::api::access::Gate;
use crate::api::rows::Rows;
use crate::drawing::Drawing;
use domain::access::Role;
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use {
    super::drawn,
    crate::api::Desk,
    domain::access::ManageAccounts,
    domain::imports::{FateKind, Stage},
    store::accounts::imports::{self, rows},
};

const KEEPERS: Gate = Gate::Roles(&[Role::Administrator, Role::Approver]);
/// Rows of a page.
#[cfg(feature = "ssr")]
const PAGE: usize = 200;

/// Who may ask.
pub const GATES: &[(&str, Gate)] = &[
    ("/api/accounts/imports", KEEPERS),
    ("/api/accounts/imports/show", KEEPERS),
    ("/api/accounts/imports/apply", KEEPERS),
];

/// The latest tables that the caller has brought, drawn; empty where there is none.
#[server(endpoint = "accounts/imports", input = GetUrl, output = Rows)]
pub async fn list_account_imports() -> Result<String, ApiError> {
    let desk = Desk::open().await?;
    let permit = desk.actor.permit(ManageAccounts)?;
    let mut read = desk.read().await?;
    Ok(drawn::latest(&imports::latest(&mut read, &permit).await?))
}

/// A table, how far it is, and a page of its rows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountImportShown {
    /// Which.
    pub id: String,
    /// What it is of.
    pub lead: String,
    /// How far it is, and its rows with their fates, drawn.
    pub html: Drawing,
    /// Whether somebody works on it.
    pub is_moving: bool,
    /// What applying it would do, in words; none when there is nothing to apply, or it was applied.
    pub word: Option<String>,
    /// What may be applied beside that, in words.
    pub alike: Option<String>,
}

/// A table that the caller has brought: rows of a fate behind a line.
#[server(endpoint = "accounts/imports/show", input = GetUrl, output = Rows)]
pub async fn show_account_import(
    id: String,
    fate: Option<String>,
    after: Option<String>,
) -> Result<AccountImportShown, ApiError> {
    let desk = Desk::open().await?;
    let permit = desk.actor.permit(ManageAccounts)?;
    let mut read = desk.read().await?;
    let found = imports::find(&mut read, &permit, &id.parse()?).await?;
    let (import, columns) = found.ok_or(ApiError::Missing)?;
    // What no page of ours has written means any of them, from the first one.
    let fate = fate.and_then(|fate| fate.parse::<FateKind>().ok());
    let behind = after.and_then(|line| line.parse::<i64>().ok());
    let mut rows = rows::page(&mut read, &import.id, fate, behind.unwrap_or(0), PAGE as i64 + 1).await?;
    let more = rows.len() > PAGE;
    rows.truncate(PAGE);
    let next = rows.last().filter(|_| more).map(|row| row.record.0);
    let waits = import.stage == Stage::Looked;
    let (new, changed) = import.would(false);
    let word = (waits && new + changed + import.outcome.alike > 0).then(|| drawn::word(new, changed));
    Ok(AccountImportShown {
        lead: drawn::lead(&import),
        html: Drawing::new(&drawn::import(&import, &columns, &rows, (fate, behind.is_some(), next))),
        is_moving: import.stage.is_moving(),
        alike: word.as_ref().and_then(|_| drawn::word_of_alike(import.outcome.alike)),
        word,
        id,
    })
}

/// Says the word that applies a table. Twice is once.
#[server(endpoint = "accounts/imports/apply", output = Rows)]
pub async fn apply_account_import(
    id: String,
    #[server(default)] with_alike: Option<String>,
) -> Result<(), ApiError> {
    let desk = Desk::open().await?;
    let permit = desk.actor.permit(ManageAccounts)?;
    let mut tx = desk.begin().await?;
    let found = imports::find(&mut tx, &permit, &id.parse()?).await?;
    let (import, _) = found.ok_or(ApiError::Missing)?;
    imports::apply(&mut tx, &permit, &import, with_alike.as_deref() == Some("true")).await?;
    tx.commit().await?;
    leptos_axum::redirect(&format!("/accounts/import/{id}"));
    Ok(())
}
