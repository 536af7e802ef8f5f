//! What approvers ask and decide.

use crate::api::ApiError;
use crate::api::access::Gate;
use crate::api::rows::Rows;
use domain::access::Role;
use domain::deals::{DecisionForm, ExtensionForm, QuestionForm};
use domain::id::AccountId;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use super::{Place, candidates as drawn};
#[cfg(feature = "ssr")]
use crate::api::Desk;
#[cfg(feature = "ssr")]
use crate::texts::text;
#[cfg(feature = "ssr")]
use crate::words::Told;
#[cfg(feature = "ssr")]
use domain::access::{DecideDeal, DecideStep, Permit, Subject};
#[cfg(feature = "ssr")]
use domain::accounts::Account;
#[cfg(feature = "ssr")]
use domain::deals::State;
#[cfg(feature = "ssr")]
use domain::deals::{Deal, Linked, Turn};
#[cfg(feature = "ssr")]
use domain::form::{Fault, Faults};
#[cfg(feature = "ssr")]
use domain::id::DealId;
#[cfg(feature = "ssr")]
use domain::time::Instant;
#[cfg(feature = "ssr")]
use store::deals::decide::{self, ApproveError};
#[cfg(feature = "ssr")]
use store::deals::{self, extension, matching as claims, question, steps};

const APPROVERS: Gate = Gate::Roles(&[Role::Administrator, Role::Approver]);

/// Whoever may have a step of an approval.
const AT_STEPS: Gate = Gate::Roles(&[Role::Administrator, Role::Approver, Role::ChannelManager]);

/// Who may ask.
pub const GATES: &[(&str, Gate)] = &[
    ("/api/deals/review", AT_STEPS),
    ("/api/deals/ask", AT_STEPS),
    ("/api/deals/approve", AT_STEPS),
    ("/api/deals/reject", AT_STEPS),
    ("/api/deals/extend", APPROVERS),
    ("/api/deals/revoke", APPROVERS),
    ("/api/deals/reopen", APPROVERS),
];

/// Another registration that may be for the same company.
#[cfg(feature = "ssr")]
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct CandidateLine {
    /// Which.
    pub id: DealId,
    /// The customer as its partner wrote it.
    pub customer: String,
    /// Whose it is.
    pub partner: String,
    /// Where it stands.
    pub state: State,
    /// When it was submitted.
    pub submitted_at: Option<Instant>,
    /// What the engine makes of it.
    pub verdict: matching::Verdict,
    /// How sure it is that both are one company, of a hundred.
    pub score: u8,
    /// Why.
    pub reasons: Vec<Told>,
    /// Families that both claim.
    pub shared: Vec<String>,
}

/// What an approver needs beside the deal.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DecisionDesk {
    /// What is said of the case as a whole, drawn.
    pub verdict: String,
    /// Other registrations that may be for the same company, the gravest first, drawn.
    pub others: String,
    /// Whether there are any.
    pub has_others: bool,
    /// Accounts that may be the customer, and what tells them apart.
    pub accounts: Vec<Offered>,
    /// Accounts that the approver looked for, by these words.
    pub named: Vec<Offered>,
}

/// An account that can be chosen, and what tells it from others of its name.
pub type Offered = (AccountId, String);

/// What an approver needs beside this deal; nothing for everybody else, and nothing for what is decided.
#[cfg(feature = "ssr")]
pub async fn decision_desk(
    desk: &Desk,
    read: &mut store::Read,
    deal: &Deal,
    words: &str,
) -> Result<Option<DecisionDesk>, ApiError> {
    let Ok(permit) = desk.actor.permit(DecideDeal { partner: deal.partner.0.clone() }) else {
        return Ok(None);
    };
    let candidates = claims::candidates(read, &permit, deal, desk.now()).await?;
    let accounts = store::accounts::like_this(read, &permit, &deal.customer.company()).await?;
    let words = domain::text::optional_line(words, 100).unwrap_or_default();
    let mut named = match words.is_empty() {
        true => Vec::new(),
        false => store::accounts::named(read, &permit, &words).await?,
    };
    named.retain(|account| !accounts.contains(account));
    let line = |candidate: claims::Candidate| CandidateLine {
        id: candidate.id,
        customer: candidate.customer,
        partner: candidate.partner.1,
        state: candidate.state,
        submitted_at: candidate.submitted_at,
        verdict: candidate.judgement.verdict,
        score: candidate.judgement.score,
        reasons: crate::words::told(&candidate.judgement.tree).under,
        shared: candidate.shared,
    };
    let others: Vec<_> = candidates.into_iter().map(line).collect();
    Ok(Some(DecisionDesk {
        verdict: drawn::verdict(&others),
        has_others: !others.is_empty(),
        others: drawn::candidates(others),
        accounts: accounts.into_iter().map(offered).collect(),
        named: named.into_iter().map(offered).collect(),
    }))
}

#[cfg(feature = "ssr")]
fn offered(account: Account) -> Offered {
    let country = crate::words::country(&account.country);
    let named_for = account.named_for.as_ref().map(text::accounts::is_named_for).unwrap_or_default();
    (account.id, crate::words::beside([account.legal_name, account.domain, country, named_for]))
}

/// Begins a review.
#[server(endpoint = "deals/review", output = Rows)]
pub async fn start_review(id: String, version: String, inbox: Option<String>) -> Result<(), ApiError> {
    let desk = Desk::open().await?;
    let mut tx = desk.begin().await?;
    let (before, version, permit) = at_step(&desk, &mut tx, &id, &version).await?;
    decide::start_review(&mut tx, &permit, &before, version).await?;
    tx.commit().await?;
    leptos_axum::redirect(&Place::said(inbox.as_deref()).of(&before));
    Ok(())
}

/// Asks the partner for what is missing.
#[server(endpoint = "deals/ask", output = Rows)]
pub async fn ask_about_deal(
    #[server(flatten)] form: QuestionForm,
    inbox: Option<String>,
) -> Result<(), ApiError> {
    let desk = Desk::open().await?;
    let asked = form.check()?;
    let mut tx = desk.begin().await?;
    let (before, version, permit) = at_step(&desk, &mut tx, &form.id, &form.version).await?;
    question::ask(&mut tx, &permit, &before, version, &asked).await?;
    let next = Place::said(inbox.as_deref()).after(&mut tx, &desk, &before).await?;
    tx.commit().await?;
    leptos_axum::redirect(&next);
    Ok(())
}

/// Approves a deal, with its customer account linked; where it takes several steps, agrees to the one that is the caller's.
#[server(endpoint = "deals/approve", output = Rows)]
pub async fn approve_deal(
    #[server(flatten)] form: DecisionForm,
    inbox: Option<String>,
) -> Result<(), ApiError> {
    let desk = Desk::open().await?;
    let (linked, note) = (form.account()?, form.words()?);
    let mut tx = desk.begin().await?;
    let (before, version, permit) = at_step(&desk, &mut tx, &form.id, &form.version).await?;
    match self::permit(&desk, &before) {
        Ok(whole) => approved(&desk, &mut tx, &whole, (&before, version), &linked, &note).await?,
        Err(_) => steps::approve(&mut tx, &permit, &before, version, &note).await?,
    }
    let next = Place::said(inbox.as_deref()).after(&mut tx, &desk, &before).await?;
    tx.commit().await?;
    leptos_axum::redirect(&next);
    Ok(())
}

/// Rejects a deal with a reason.
#[server(endpoint = "deals/reject", output = Rows)]
pub async fn reject_deal(
    #[server(flatten)] form: DecisionForm,
    inbox: Option<String>,
) -> Result<(), ApiError> {
    let desk = Desk::open().await?;
    let why = form.rejection()?;
    let mut tx = desk.begin().await?;
    let (before, version, permit) = at_step(&desk, &mut tx, &form.id, &form.version).await?;
    decide::reject(&mut tx, &permit, &before, version, &why).await?;
    let next = Place::said(inbox.as_deref()).after(&mut tx, &desk, &before).await?;
    tx.commit().await?;
    leptos_axum::redirect(&next);
    Ok(())
}

/// Answers a request for more time.
#[server(endpoint = "deals/extend", output = Rows)]
pub async fn extend_deal(
    #[server(flatten)] form: ExtensionForm,
    inbox: Option<String>,
) -> Result<(), ApiError> {
    let desk = Desk::open().await?;
    let answer = form.check()?;
    let mut tx = desk.begin().await?;
    let (before, version, permit) = before(&desk, &mut tx, &form.id, &form.version).await?;
    extension::answer(&mut tx, &permit, &before, version, &answer).await?;
    let next = Place::said(inbox.as_deref()).after(&mut tx, &desk, &before).await?;
    tx.commit().await?;
    leptos_axum::redirect(&next);
    Ok(())
}

/// Takes an approval away with a reason.
#[server(endpoint = "deals/revoke", output = Rows)]
pub async fn revoke_deal(#[server(flatten)] form: DecisionForm) -> Result<(), ApiError> {
    let desk = Desk::open().await?;
    let why = form.rejection()?;
    let mut tx = desk.begin().await?;
    let (before, version, permit) = before(&desk, &mut tx, &form.id, &form.version).await?;
    decide::revoke(&mut tx, &permit, &before, version, &why).await?;
    tx.commit().await?;
    leptos_axum::redirect(&format!("/deals/{}", before.id));
    Ok(())
}

/// Decides anew what was rejected or revoked.
#[server(endpoint = "deals/reopen", output = Rows)]
pub async fn reopen_deal(#[server(flatten)] form: DecisionForm) -> Result<(), ApiError> {
    let desk = Desk::open().await?;
    let note = form.words()?;
    let mut tx = desk.begin().await?;
    let (before, version, permit) = before(&desk, &mut tx, &form.id, &form.version).await?;
    decide::reopen(&mut tx, &permit, &before, version, &note).await?;
    tx.commit().await?;
    leptos_axum::redirect(&format!("/deals/{}", before.id));
    Ok(())
}

#[cfg(feature = "ssr")]
async fn before(
    desk: &Desk,
    tx: &mut store::Tx,
    id: &str,
    version: &str,
) -> Result<(Deal, i64, Permit<DecideDeal>), ApiError> {
    let scope = desk.actor.scope(Subject::Deals);
    let deal = deals::find(tx, &scope, &id.parse()?, desk.now()).await?.ok_or(ApiError::Missing)?;
    let version = version.parse().map_err(|_| ApiError::Conflict)?;
    let permit = permit(desk, &deal)?;
    Ok((deal, version, permit))
}

/// The permit to decide about this deal.
#[cfg(feature = "ssr")]
pub(in crate::deals) fn permit(desk: &Desk, deal: &Deal) -> Result<Permit<DecideDeal>, ApiError> {
    Ok(desk.actor.permit(DecideDeal { partner: deal.partner.0.clone() })?)
}

/// Approves it, or agrees to the caller's step; or says on which field why not.
#[cfg(feature = "ssr")]
pub(in crate::deals) async fn approved(
    desk: &Desk,
    tx: &mut store::Tx,
    permit: &Permit<DecideDeal>,
    (before, version): (&Deal, i64),
    linked: &Linked,
    note: &str,
) -> Result<(), ApiError> {
    let how = (linked, desk.protection());
    decide::approve_saying(tx, permit, before, version, how, note).await.map_err(not_approved)
}

/// The deal for whoever has a turn in its approval: a step of somebody else does not exist for the others. Who has seen an older
/// state is told that first, because the turn may have been theirs then.
#[cfg(feature = "ssr")]
async fn at_step(
    desk: &Desk,
    tx: &mut store::Tx,
    id: &str,
    version: &str,
) -> Result<(Deal, i64, Permit<DecideStep>), ApiError> {
    let scope = desk.actor.scope(Subject::Deals);
    let deal = deals::find(tx, &scope, &id.parse()?, desk.now()).await?.ok_or(ApiError::Missing)?;
    let version = version.parse().map_err(|_| ApiError::Conflict)?;
    let permit = desk.actor.permit(DecideStep { partner: deal.partner.0.clone() })?;
    if version != deal.version {
        return Err(ApiError::Conflict);
    }
    match steps::turn(tx, &permit, &deal).await? {
        (steps, Turn::Nothing) if steps.is_empty() => Err(ApiError::Denied),
        (_, Turn::Nothing) => Err(ApiError::Missing),
        _ => Ok((deal, version, permit)),
    }
}

#[cfg(feature = "ssr")]
fn not_approved(error: ApproveError) -> ApiError {
    match error {
        ApproveError::Protected => Faults::of("account", Fault::Protected).into(),
        ApproveError::NoAccount => Faults::of("account", Fault::Unknown).into(),
        ApproveError::LikeThis => Faults::of("account", Fault::LikeThis).into(),
        ApproveError::Store(other) => other.into(),
    }
}
