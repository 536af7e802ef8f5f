//! What the pages of accounts that were written down twice ask and do.

use crate::api::ApiError;
use crate::api::access::Gate;
use crate::api::rows::Rows;
use crate::drawing::Drawing;
use domain::access::Role;
use domain::accounts::MergeForm;
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use {
    super::drawn,
    crate::accounts::api::kept,
    crate::api::Desk,
    crate::words,
    domain::access::{ManageAccounts, Subject},
    domain::form::{Fault, Faults},
    domain::id::AccountId,
    store::accounts::merging::{self, NotMerged},
    store::accounts::pairs,
};

const KEEPERS: Gate = Gate::Roles(&[Role::Administrator, Role::Approver]);

/// Who may ask.
pub const GATES: &[(&str, Gate)] = &[
    ("/api/accounts/duplicates", KEEPERS),
    ("/api/accounts/pair", KEEPERS),
    ("/api/accounts/merge", KEEPERS),
    ("/api/accounts/keep-apart", KEEPERS),
    ("/api/accounts/unmerge", KEEPERS),
];

/// A page of pairs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Duplicates {
    /// The pairs, drawn.
    pub html: Drawing,
    /// The first page, from a later one.
    pub newer: Option<String>,
    /// The next page.
    pub older: Option<String>,
}

/// Pairs that may be one customer and that nobody has decided, the surest first.
#[server(endpoint = "accounts/duplicates", input = GetUrl, output = Rows)]
pub async fn list_duplicates(after: Option<String>) -> Result<Duplicates, ApiError> {
    let desk = Desk::open().await?;
    let permit = desk.actor.permit(ManageAccounts)?;
    // What no page of ours has written begins anew.
    let behind = after.as_deref().and_then(|after| {
        let mut parts = after.splitn(3, '~');
        let (score, one, other) = (parts.next()?, parts.next()?, parts.next()?);
        Some((score.parse().ok()?, one.parse::<AccountId>().ok()?.to_string(), other.to_owned()))
    });
    let mut read = desk.read().await?;
    let (found, next) = pairs::list(&mut read, &permit, behind.as_ref()).await?;
    Ok(Duplicates {
        html: Drawing::new(&drawn::pairs(&found)),
        newer: behind.map(|_| "/accounts/duplicates".to_owned()),
        older: next.map(|(score, one, other)| format!("/accounts/duplicates?after={score}~{one}~{other}")),
    })
}

/// Two accounts beside each other.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PairShown {
    /// The form with both and their versions.
    pub form: MergeForm,
    /// What they are called.
    pub names: (String, String),
    /// What is known of them, drawn.
    pub html: Drawing,
}

/// Two accounts, why they may be one, and what belongs to each.
#[server(endpoint = "accounts/pair", input = GetUrl, output = Rows)]
pub async fn show_pair(id: String, other: String) -> Result<PairShown, ApiError> {
    let desk = Desk::open().await?;
    let permit = desk.actor.permit(ManageAccounts)?;
    let mut read = desk.read().await?;
    let (one, other) = (kept(&desk, &mut read, &id).await?, kept(&desk, &mut read, &other).await?);
    let likeness = pairs::likeness(&mut read, &permit, &one.account.id, &other.account.id).await?;
    let mut html = drawn::likeness(&likeness);
    html.push_str(&drawn::beside(&one, &other));
    let scope = desk.actor.scope(Subject::Deals);
    for record in [&one, &other] {
        let deals = store::deals::on_account(&mut read, &scope, &record.account.id, desk.now()).await?;
        html.push_str(&drawn::deals_of(&record.account.legal_name, deals, desk.now()));
    }
    let form = MergeForm {
        one: one.account.id.to_string(),
        one_version: one.account.version.to_string(),
        other: other.account.id.to_string(),
        other_version: other.account.version.to_string(),
        ..MergeForm::default()
    };
    Ok(PairShown {
        form,
        names: (one.account.legal_name, other.account.legal_name),
        html: Drawing::new(&html),
    })
}

/// Makes one account of two.
#[server(endpoint = "accounts/merge", output = Rows)]
pub async fn merge_accounts(#[server(flatten)] form: MergeForm) -> Result<(), ApiError> {
    let desk = Desk::open().await?;
    let new = form.check()?;
    let permit = desk.actor.permit(ManageAccounts)?;
    let mut tx = desk.begin().await?;
    for id in [&form.one, &form.other] {
        kept(&desk, &mut tx, id).await?;
    }
    merging::merge(&mut tx, &permit, &new).await.map_err(refused)?;
    tx.commit().await?;
    leptos_axum::redirect(&format!("/accounts/{}", new.survivor.0));
    Ok(())
}

#[cfg(feature = "ssr")]
fn refused(error: NotMerged) -> ApiError {
    let fault = match error {
        NotMerged::Protected(families) => Fault::BothProtected { families: words::listed(&families) },
        NotMerged::OnRecord(families) => Fault::BothOnRecord { families: words::listed(&families) },
        NotMerged::Related => Fault::Related,
        NotMerged::Store(other) => return other.into(),
    };
    Faults::of("survivor", fault).into()
}

/// Says that two accounts are two customers.
#[server(endpoint = "accounts/keep-apart", output = Rows)]
pub async fn keep_apart(one: String, other: String) -> Result<(), ApiError> {
    let desk = Desk::open().await?;
    let permit = desk.actor.permit(ManageAccounts)?;
    let mut tx = desk.begin().await?;
    pairs::keep_apart(&mut tx, &permit, &one.parse()?, &other.parse()?).await?;
    tx.commit().await?;
    leptos_axum::redirect("/accounts/duplicates");
    Ok(())
}

/// Makes two accounts of one again.
#[server(endpoint = "accounts/unmerge", output = Rows)]
pub async fn unmerge_accounts(id: String, merge: String) -> Result<(), ApiError> {
    let desk = Desk::open().await?;
    let permit = desk.actor.permit(ManageAccounts)?;
    let mut tx = desk.begin().await?;
    let survivor = kept(&desk, &mut tx, &id).await?.account.id;
    let merged = merging::unmerge(&mut tx, &permit, &survivor, &merge.parse()?).await?;
    tx.commit().await?;
    leptos_axum::redirect(&format!("/accounts/{merged}"));
    Ok(())
}
