//! What the page of an account's partners asks and does.

use crate::api::ApiError;
use crate::api::access::Gate;
use crate::api::rows::Rows;
use crate::drawing::Drawing;
use domain::access::Role;
use domain::accounts::{EndForm, OfRecordForm};
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use {
    super::drawn,
    crate::accounts::api::{choices, kept},
    crate::api::Desk,
    domain::access::{ManageAccounts, Subject},
    domain::form::Faults,
    store::accounts::of_record::{self, NotOnRecord},
    store::accounts::{self, record},
};

const KEEPERS: Gate = Gate::Roles(&[Role::Administrator, Role::Approver]);

/// Who may ask.
pub const GATES: &[(&str, Gate)] = &[
    ("/api/accounts/partners", KEEPERS),
    ("/api/accounts/assign", KEEPERS),
    ("/api/accounts/unassign", KEEPERS),
];

/// Who is, was and will be on record for an account, and what the forms offer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountPartners {
    /// The account.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// Everybody, drawn.
    pub html: Drawing,
    /// Product families.
    pub families: Vec<(String, String)>,
    /// Organisations.
    pub partners: Vec<(String, String)>,
    /// Periods that can still be ended.
    pub periods: Vec<(String, String)>,
    /// Today, as a field begins with it.
    pub today: String,
}

/// The partners of record of one account.
#[server(endpoint = "accounts/partners", input = GetUrl, output = Rows)]
pub async fn show_partners(id: String) -> Result<AccountPartners, ApiError> {
    let desk = Desk::open().await?;
    let permit = desk.actor.permit(ManageAccounts)?;
    let mut read = desk.read().await?;
    let account = kept(&desk, &mut read, &id).await?.account;
    let scope = desk.actor.scope(Subject::Accounts);
    let known = of_record::of_account(&mut read, &scope, &account.id).await?;
    let today = desk.now().day();
    let ending = known.iter().filter(|one| one.period.until.is_none_or(|until| until >= today));
    let periods = ending.map(|one| (one.id.to_string(), drawn::named(one))).collect();
    let families = accounts::families(&mut read, &permit).await?;
    let families = families.into_iter().map(|family| (family.id, family.name)).collect();
    Ok(AccountPartners {
        id,
        name: account.legal_name,
        html: Drawing::new(&drawn::history(&known, today)),
        families: choices(families),
        partners: choices(record::partners(&mut read, &permit).await?),
        periods,
        today: today.to_string(),
    })
}

/// Puts a partner on record for an account and family.
#[server(endpoint = "accounts/assign", output = Rows)]
pub async fn assign_account(#[server(flatten)] form: OfRecordForm) -> Result<(), ApiError> {
    let desk = Desk::open().await?;
    let new = form.check()?;
    let permit = desk.actor.permit(ManageAccounts)?;
    let mut tx = desk.begin().await?;
    let account = kept(&desk, &mut tx, &form.id).await?.account.id;
    of_record::assign(&mut tx, &permit, &account, &new).await.map_err(refused)?;
    tx.commit().await?;
    leptos_axum::redirect(&format!("/accounts/{account}/partners"));
    Ok(())
}

/// Ends a partner's time on record.
#[server(endpoint = "accounts/unassign", output = Rows)]
pub async fn end_assignment(#[server(flatten)] form: EndForm) -> Result<(), ApiError> {
    let desk = Desk::open().await?;
    let (until, reason) = form.check()?;
    let permit = desk.actor.permit(ManageAccounts)?;
    let mut tx = desk.begin().await?;
    let account = kept(&desk, &mut tx, &form.id).await?.account.id;
    let period = form.record.parse()?;
    of_record::end(&mut tx, &permit, &account, &period, (until, &reason)).await.map_err(refused)?;
    tx.commit().await?;
    leptos_axum::redirect(&format!("/accounts/{account}/partners"));
    Ok(())
}

#[cfg(feature = "ssr")]
fn refused(error: NotOnRecord) -> ApiError {
    match error {
        NotOnRecord::Field(field, fault) => Faults::of(field, fault).into(),
        NotOnRecord::Store(other) => other.into(),
    }
}
