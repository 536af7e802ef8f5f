//! What the form for a line of an install base asks and does.

use crate::api::ApiError;
use crate::api::access::Gate;
use crate::api::rows::Rows;
use domain::access::Role;
use domain::accounts::InstallForm;
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use {
    crate::accounts::api::{choices, kept},
    crate::api::Desk,
    domain::access::ManageAccounts,
    domain::form::{Fault, Faults},
    store::accounts::{self, installs},
};

const KEEPERS: Gate = Gate::Roles(&[Role::Administrator, Role::Approver]);

/// Who may ask.
pub const GATES: &[(&str, Gate)] = &[
    ("/api/accounts/install", KEEPERS),
    ("/api/accounts/install/save", KEEPERS),
    ("/api/accounts/install/remove", KEEPERS),
];

/// What the form for a line begins with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InstallEditor {
    /// What the account is called.
    pub name: String,
    /// The line as it is; empty for a new one.
    pub form: InstallForm,
    /// Product families.
    pub families: Vec<(String, String)>,
}

/// A line for its editor; the empty form for a new one.
#[server(endpoint = "accounts/install", input = GetUrl, output = Rows)]
pub async fn install_for_editing(id: String, install: Option<String>) -> Result<InstallEditor, ApiError> {
    let desk = Desk::open().await?;
    let permit = desk.actor.permit(ManageAccounts)?;
    let mut read = desk.read().await?;
    let account = kept(&desk, &mut read, &id).await?.account;
    let form = match install {
        None => InstallForm { id, key: crate::forms::fresh_key().await?, ..InstallForm::default() },
        Some(install) => {
            let found = installs::find(&mut read, &permit, &account.id, &install.parse()?).await?;
            let found = found.ok_or(ApiError::Missing)?;
            InstallForm {
                id,
                install,
                version: found.version.to_string(),
                key: String::new(),
                family: found.family.0.to_string(),
                quantity: found.quantity.to_string(),
                since_on: found.since.to_string(),
                renews_on: found.renews.map(|day| day.to_string()).unwrap_or_default(),
                remark: found.note,
            }
        }
    };
    let families = accounts::families(&mut read, &permit).await?;
    let families = families.into_iter().map(|family| (family.id, family.name)).collect();
    Ok(InstallEditor { name: account.legal_name, form, families: choices(families) })
}

/// Adds a line, or changes one.
#[server(endpoint = "accounts/install/save", output = Rows)]
pub async fn save_install(#[server(flatten)] form: InstallForm) -> Result<(), ApiError> {
    let desk = Desk::open().await?;
    let new = form.check()?;
    let permit = desk.actor.permit(ManageAccounts)?;
    let mut tx = desk.begin().await?;
    let account = kept(&desk, &mut tx, &form.id).await?.account.id;
    if !accounts::has_family(&mut tx, &permit, &new.family).await? {
        return Err(Faults::of("family", Fault::Unknown).into());
    }
    if form.install.is_empty() {
        let key = domain::text::line(&form.key, 64).map_err(|_| Faults::new())?;
        installs::add(&mut tx, &permit, &account, &new, &key).await?;
    } else {
        let before = installs::find(&mut tx, &permit, &account, &form.install.parse()?).await?;
        let before = before.ok_or(ApiError::Missing)?;
        let version = form.version.parse().map_err(|_| ApiError::Conflict)?;
        installs::change(&mut tx, &permit, &account, &before, version, &new).await?;
    }
    tx.commit().await?;
    leptos_axum::redirect(&format!("/accounts/{account}"));
    Ok(())
}

/// Takes a line away.
#[server(endpoint = "accounts/install/remove", output = Rows)]
pub async fn remove_install(id: String, install: String, version: String) -> Result<(), ApiError> {
    let desk = Desk::open().await?;
    let permit = desk.actor.permit(ManageAccounts)?;
    let mut tx = desk.begin().await?;
    let account = kept(&desk, &mut tx, &id).await?.account.id;
    let before = installs::find(&mut tx, &permit, &account, &install.parse()?).await?;
    let version = version.parse().map_err(|_| ApiError::Conflict)?;
    installs::remove(&mut tx, &permit, &account, &before.ok_or(ApiError::Missing)?, version).await?;
    tx.commit().await?;
    leptos_axum::redirect(&format!("/accounts/{account}"));
    Ok(())
}
