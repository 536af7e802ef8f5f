//! What pages ask about customer accounts and families.

use crate::api::ApiError;
use crate::api::access::Gate;
use crate::api::rows::Rows;
use domain::access::Role;
use domain::accounts::{AccountForm, Family, FamilyForm};
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

#[cfg(feature = "ssr")]
use crate::api::Desk;
#[cfg(feature = "ssr")]
use domain::access::ManageAccounts;
#[cfg(feature = "ssr")]
use domain::form::{Fault, Faults};
#[cfg(feature = "ssr")]
use store::{StoreError, accounts};

const KEEPERS: Gate = Gate::Roles(&[Role::Administrator, Role::Approver]);

/// Who may ask.
pub const GATES: &[(&str, Gate)] = &[
    ("/api/accounts/editing", KEEPERS),
    ("/api/accounts/save", KEEPERS),
    ("/api/accounts/families", KEEPERS),
    ("/api/accounts/family", KEEPERS),
];

/// An account for its editor; the empty form for a new one.
#[server(endpoint = "accounts/editing", input = GetUrl, output = Rows)]
pub async fn account_for_editing(id: Option<String>) -> Result<AccountForm, ApiError> {
    let desk = Desk::open().await?;
    let permit = desk.actor.permit(ManageAccounts)?;
    let Some(id) = id else {
        return Ok(AccountForm { key: crate::forms::fresh_key().await?, ..AccountForm::default() });
    };
    let mut read = desk.read().await?;
    let account = accounts::find(&mut read, &permit, &id.parse()?).await?.ok_or(ApiError::Missing)?;
    Ok(AccountForm {
        id: account.id.to_string(),
        version: account.version.to_string(),
        key: String::new(),
        legal_name: account.legal_name,
        domain: account.domain,
        country: account.country,
    })
}

/// Makes or changes an account.
#[server(endpoint = "accounts/save", output = Rows)]
pub async fn save_account(#[server(flatten)] form: AccountForm) -> Result<(), ApiError> {
    let desk = Desk::open().await?;
    let new = form.check()?;
    let permit = desk.actor.permit(ManageAccounts)?;
    let mut tx = desk.begin().await?;
    if form.id.is_empty() {
        let key = domain::text::line(&form.key, 64).map_err(|_| Faults::new())?;
        accounts::make(&mut tx, &permit, &new, &key).await?;
    } else {
        let before = accounts::find(&mut tx, &permit, &form.id.parse()?).await?.ok_or(ApiError::Missing)?;
        let version = form.version.parse().map_err(|_| ApiError::Conflict)?;
        accounts::change(&mut tx, &permit, &before, version, &new).await?;
    }
    tx.commit().await?;
    leptos_axum::redirect("/accounts");
    Ok(())
}

/// Every family.
#[server(endpoint = "accounts/families", input = GetUrl, output = Rows)]
pub async fn list_families() -> Result<Vec<Family>, ApiError> {
    let desk = Desk::open().await?;
    let permit = desk.actor.permit(ManageAccounts)?;
    let mut read = desk.read().await?;
    Ok(accounts::families(&mut read, &permit).await?)
}

/// Makes or changes a family.
#[server(endpoint = "accounts/family", output = Rows)]
pub async fn save_family(#[server(flatten)] form: FamilyForm) -> Result<(), ApiError> {
    let desk = Desk::open().await?;
    let (name, active) = form.check()?;
    let permit = desk.actor.permit(ManageAccounts)?;
    let mut tx = desk.begin().await?;
    let done = if form.id.is_empty() {
        accounts::make_family(&mut tx, &permit, &name).await.map(drop)
    } else {
        let all = accounts::families(&mut tx, &permit).await?;
        let before = all.iter().find(|known| known.id.as_str() == form.id).ok_or(ApiError::Missing)?;
        let version = form.version.parse().map_err(|_| ApiError::Conflict)?;
        accounts::change_family(&mut tx, &permit, before, version, &name, active).await
    };
    match done {
        Err(StoreError::Duplicate { .. }) => return Err(Faults::of("name", Fault::Taken).into()),
        other => other?,
    }
    tx.commit().await?;
    leptos_axum::redirect("/accounts/families");
    Ok(())
}
