//! What the page of one customer account asks.

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
    crate::texts::text,
    crate::words,
    domain::access::{ManageAccounts, Subject},
    domain::accounts::Merge,
    store::accounts::{installs, merging, of_record, record},
};

const READERS: Gate = Gate::Roles(&[Role::Administrator, Role::Approver, Role::ChannelManager]);

/// Who may ask.
pub const GATES: &[(&str, Gate)] = &[("/api/accounts/show", READERS)];

/// An account as it is shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountShown {
    /// Which.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// Whether the reader keeps accounts.
    pub keeps: bool,
    /// Whether it is an account of its own, and no part of another one.
    pub stands: bool,
    /// What there is of it, drawn.
    pub story: Drawing,
    /// Who it is, drawn.
    pub facts: String,
    /// Merges into it that can be undone, in words.
    pub merges: Vec<(String, String)>,
}

/// One account; what is outside the caller's scope does not exist.
#[server(endpoint = "accounts/show", input = GetUrl, output = Rows)]
pub async fn show_account(id: String) -> Result<AccountShown, ApiError> {
    let desk = Desk::open().await?;
    let scope = desk.actor.scope(Subject::Accounts);
    let mut read = desk.read().await?;
    let found = record::find(&mut read, &scope, &id.parse()?).await?.ok_or(ApiError::Missing)?;
    let (now, account) = (desk.now(), &found.account.id);
    let keeps = desk.actor.permit(ManageAccounts).is_ok();
    let known = of_record::of_account(&mut read, &scope, account).await?;
    let installed = installs::of_account(&mut read, &scope, account, now.day()).await?;
    let deals = desk.actor.scope(Subject::Deals);
    let deals = store::deals::on_account(&mut read, &deals, account, now).await?;
    let merges = match desk.actor.permit(ManageAccounts) {
        Ok(permit) => merging::of_account(&mut read, &permit, account).await?,
        Err(_) => Vec::new(),
    };
    let story = [
        found.merged_into.as_ref().map(drawn::merged_into).unwrap_or_default(),
        drawn::of_record(account, &known, now.day(), keeps),
        drawn::install_base(account, &installed, now.day(), keeps),
        drawn::deals(deals, now),
    ];
    Ok(AccountShown {
        id,
        name: found.account.legal_name.clone(),
        keeps,
        story: Drawing::new(&story.concat()),
        facts: drawn::facts(&found),
        stands: found.merged_into.is_none(),
        merges: merges.iter().filter(|merge| merge.undone.is_none()).map(told).collect(),
    })
}

#[cfg(feature = "ssr")]
fn told(merge: &Merge) -> (String, String) {
    let words =
        text::accounts::was_merged(&merge.merged.1, &merge.person, words::at(merge.at), &merge.reason);
    (merge.id.to_string(), words)
}
