//! What is asked and said of one customer account.

use crate::api::ApiError;
use crate::api::access::Gate;
use crate::api::rows::Rows;
use domain::access::Role;
use domain::accounts::{AccountComment, AccountCommentForm};
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use {
    crate::api::Desk,
    domain::access::{CommentOnAccount, ManageAccounts},
    domain::form::Faults,
    domain::id::AccountId,
    store::accounts::{self, comments},
};

const KEEPERS: Gate = Gate::Roles(&[Role::Administrator, Role::Approver]);

/// Who may ask.
pub const GATES: &[(&str, Gate)] = &[("/api/accounts/talk", KEEPERS), ("/api/accounts/comment", KEEPERS)];

/// What was said, and the key of the next comment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Talk {
    /// The account.
    pub(super) id: String,
    /// The newest of it, oldest first.
    pub(super) said: Vec<AccountComment>,
    /// For the next comment.
    pub(super) key: String,
}

/// What was said of an account.
#[server(endpoint = "accounts/talk", input = GetUrl, output = Rows)]
pub async fn account_talk(id: String) -> Result<Talk, ApiError> {
    let desk = Desk::open().await?;
    let permit = desk.actor.permit(CommentOnAccount)?;
    let keeper = desk.actor.permit(ManageAccounts)?;
    let mut read = desk.read().await?;
    let account = accounts::find(&mut read, &keeper, &id.parse()?).await?.ok_or(ApiError::Missing)?;
    let said = comments::latest(&mut read, &permit, &account).await?;
    Ok(Talk { id, said, key: crate::forms::fresh_key().await? })
}

/// Says something of an account.
#[server(endpoint = "accounts/comment", output = Rows)]
pub async fn comment_account(#[server(flatten)] form: AccountCommentForm) -> Result<(), ApiError> {
    let desk = Desk::open().await?;
    let account = match said(&desk, &form).await {
        // The same comment in another transaction that has ended by now.
        Err(ApiError::Conflict) => said(&desk, &form).await?,
        other => other?,
    };
    leptos_axum::redirect(&format!("/accounts/{account}"));
    Ok(())
}

#[cfg(feature = "ssr")]
async fn said(desk: &Desk, form: &AccountCommentForm) -> Result<AccountId, ApiError> {
    let body = form.check()?;
    let key = domain::text::line(&form.key, 64).map_err(|_| Faults::new())?;
    let permit = desk.actor.permit(CommentOnAccount)?;
    let keeper = desk.actor.permit(ManageAccounts)?;
    let mut tx = desk.begin().await?;
    let account = accounts::find(&mut tx, &keeper, &form.id.parse()?).await?.ok_or(ApiError::Missing)?;
    comments::say(&mut tx, &permit, &account, &body, &key).await?;
    tx.commit().await?;
    Ok(account.id)
}
