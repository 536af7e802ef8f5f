//! What pages ask about customer accounts and families.

use crate::api::ApiError;
use crate::api::access::Gate;
use crate::api::rows::Rows;
use domain::access::Role;
use domain::accounts::{AccountForm, Family, FamilyForm};
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use {
    super::saving::{as_form, settled},
    crate::api::Desk,
    domain::access::{ManageAccounts, Subject},
    domain::form::{Fault, Faults},
    store::StoreError,
    store::accounts::{self, record},
};

const KEEPERS: Gate = Gate::Roles(&[Role::Administrator, Role::Approver]);

/// Who may ask.
pub const GATES: &[(&str, Gate)] = &[
    ("/api/accounts/editing", KEEPERS),
    ("/api/accounts/save", KEEPERS),
    ("/api/accounts/families", KEEPERS),
    ("/api/accounts/family", KEEPERS),
];

/// What the form for an account begins with.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountEditor {
    /// The account as it is; empty for a new one.
    pub form: AccountForm,
    /// Organisations that it can be named for.
    pub partners: Vec<(String, String)>,
}

/// An account for its editor; the empty form for a new one.
#[server(endpoint = "accounts/editing", input = GetUrl, output = Rows)]
pub async fn account_for_editing(id: Option<String>) -> Result<AccountEditor, ApiError> {
    let desk = Desk::open().await?;
    let permit = desk.actor.permit(ManageAccounts)?;
    let mut read = desk.read().await?;
    let form = match id {
        None => AccountForm { key: crate::forms::fresh_key().await?, ..AccountForm::default() },
        Some(id) => as_form(kept(&desk, &mut read, &id).await?),
    };
    Ok(AccountEditor { form, partners: choices(record::partners(&mut read, &permit).await?) })
}

/// An account of the caller's scope that is nobody's part.
#[cfg(feature = "ssr")]
pub(super) async fn kept(desk: &Desk, read: &mut store::Read, id: &str) -> Result<record::Record, ApiError> {
    let scope = desk.actor.scope(Subject::Accounts);
    let found = record::find(read, &scope, &id.parse()?).await?;
    found.filter(|record| record.merged_into.is_none()).ok_or(ApiError::Missing)
}

/// Records with their names as a form offers them.
#[cfg(feature = "ssr")]
pub(super) fn choices<I: ToString>(named: Vec<(I, String)>) -> Vec<(String, String)> {
    named.into_iter().map(|(id, name)| (id.to_string(), name)).collect()
}

/// Makes or changes an account.
#[server(endpoint = "accounts/save", output = Rows)]
pub async fn save_account(#[server(flatten)] form: AccountForm) -> Result<(), ApiError> {
    let desk = Desk::open().await?;
    form.check()?;
    let permit = desk.actor.permit(ManageAccounts)?;
    let mut tx = desk.begin().await?;
    let before = if form.id.is_empty() { None } else { Some(kept(&desk, &mut tx, &form.id).await?) };
    let new = settled(&mut tx, &permit, before.as_ref(), &form).await?;
    let id = match before {
        None => {
            let key = domain::text::line(&form.key, 64).map_err(|_| Faults::new())?;
            accounts::make(&mut tx, &permit, &new, &key).await?
        }
        Some(before) => {
            let version = form.version.parse().map_err(|_| ApiError::Conflict)?;
            accounts::change(&mut tx, &permit, &before.account, version, &new).await?;
            before.account.id
        }
    };
    tx.commit().await?;
    leptos_axum::redirect(&format!("/accounts/{id}"));
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
