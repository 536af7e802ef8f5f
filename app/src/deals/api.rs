//! What pages ask about deals, and what is said of them.

use super::decide::DecisionDesk;
#[cfg(feature = "ssr")]
use super::decide::{Place, decision_desk};
#[cfg(feature = "ssr")]
use super::drafts::own_permit;
use crate::api::ApiError;
use crate::api::access::Gate;
use crate::api::rows::Rows;
use domain::access::Role;
use domain::deals::{CommentForm, Deal, Entry, Evidence, StepForm};
#[cfg(feature = "ssr")]
use domain::id::DealId;
use domain::time::Instant;
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use crate::api::Desk;
#[cfg(feature = "ssr")]
use domain::access::{CommentInternally, CommentOnDeal, Subject};
#[cfg(feature = "ssr")]
use domain::form::Faults;
#[cfg(feature = "ssr")]
use domain::text;
#[cfg(feature = "ssr")]
use store::deals::{self, life, timeline};

const READERS: Gate = Gate::Roles(&[
    Role::Administrator,
    Role::ChannelManager,
    Role::Approver,
    Role::PartnerAdministrator,
    Role::PartnerUser,
]);

/// Who may ask.
pub const GATES: &[(&str, Gate)] = &[
    ("/api/deals/record", READERS),
    ("/api/deals/comment", READERS),
    ("/api/deals/step", Gate::Partner),
    ("/api/deals/plead", Gate::Partner),
];

/// One deal with everything that its reader may see.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DealRecord {
    /// The deal.
    pub deal: Deal,
    /// Its timeline.
    pub entries: Vec<Entry>,
    /// Its evidence.
    pub evidence: Vec<Evidence>,
    /// For the next comment.
    pub key: String,
    /// What an approver needs besides; `None` for everybody else.
    pub desk: Option<DecisionDesk>,
    /// The moment of reading.
    pub now: Instant,
}

/// One deal within the caller's scope; for approvers also the accounts that these words find.
#[server(endpoint = "deals/record", input = GetUrl, output = Rows)]
pub async fn find_deal(id: String, accounts: Option<String>) -> Result<DealRecord, ApiError> {
    let desk = Desk::open().await?;
    let mut read = desk.read().await?;
    deal_record(&desk, &mut read, &id.parse()?, &accounts.unwrap_or_default()).await
}

/// The same for whoever reads already.
#[cfg(feature = "ssr")]
pub(super) async fn deal_record(
    desk: &Desk,
    read: &mut store::Read,
    id: &DealId,
    accounts: &str,
) -> Result<DealRecord, ApiError> {
    let scope = desk.actor.scope(Subject::Deals);
    let now = desk.now();
    let mut deal = deals::find(read, &scope, id, now).await?.ok_or(ApiError::Missing)?;
    if desk.profile().role.is_partner() {
        // The vendor's words for the customer are the vendor's.
        deal.account = None;
    }
    let partner = deal.partner.0.clone();
    let internal = desk.actor.permit(CommentInternally { partner }).ok();
    let entries = timeline::read(read, &deal, internal.as_ref()).await?;
    let evidence = deals::evidence(read, &deal).await?;
    let decision = decision_desk(desk, read, &deal, accounts).await?;
    let key = crate::forms::fresh_key().await?;
    Ok(DealRecord { deal, entries, evidence, key, desk: decision, now })
}

/// What a partner does with a deal: withdraw, won, lost.
#[server(endpoint = "deals/step", output = Rows)]
pub async fn step_deal(#[server(flatten)] form: StepForm, board: Option<String>) -> Result<(), ApiError> {
    let deal = stepped(&form).await?;
    // From the board one comes back to it.
    leptos_axum::redirect(&board.map_or_else(|| format!("/deals/{deal}"), |_| "/deals/board".to_owned()));
    Ok(())
}

/// What a partner asks for after a decision: more time, or another look.
#[server(endpoint = "deals/plead", output = Rows)]
pub async fn plead_for_deal(#[server(flatten)] form: StepForm) -> Result<(), ApiError> {
    let deal = stepped(&form).await?;
    leptos_axum::redirect(&format!("/deals/{deal}"));
    Ok(())
}

#[cfg(feature = "ssr")]
async fn stepped(form: &StepForm) -> Result<DealId, ApiError> {
    let desk = Desk::open().await?;
    let permit = own_permit(&desk)?;
    let step = form.check()?;
    let scope = desk.actor.scope(Subject::Deals);
    let version = form.version.parse().map_err(|_| ApiError::Conflict)?;
    let mut tx = desk.begin().await?;
    let before =
        deals::find(&mut tx, &scope, &form.id.parse()?, desk.now()).await?.ok_or(ApiError::Missing)?;
    life::step(&mut tx, &permit, &before, version, &step).await?;
    tx.commit().await?;
    Ok(before.id)
}

/// Says something about a deal.
#[server(endpoint = "deals/comment", output = Rows)]
pub async fn comment_deal(
    #[server(flatten)] form: CommentForm,
    inbox: Option<String>,
) -> Result<(), ApiError> {
    let desk = Desk::open().await?;
    let deal = match said(&desk, &form).await {
        // The same comment in another transaction that has ended by now.
        Err(ApiError::Conflict) => said(&desk, &form).await?,
        other => other?,
    };
    leptos_axum::redirect(&Place::said(inbox.as_deref()).of(&deal));
    Ok(())
}

#[cfg(feature = "ssr")]
async fn said(desk: &Desk, form: &CommentForm) -> Result<Deal, ApiError> {
    let (body, internal) = form.check()?;
    let key = text::line(&form.key, 64).map_err(|_| Faults::new())?;
    let scope = desk.actor.scope(Subject::Deals);
    let mut tx = desk.begin().await?;
    let deal = deals::find(&mut tx, &scope, &form.id.parse()?, desk.now()).await?.ok_or(ApiError::Missing)?;
    let partner = deal.partner.0.clone();
    if internal {
        let permit = desk.actor.permit(CommentInternally { partner })?;
        timeline::comment_internally(&mut tx, &permit, &deal, &body, &key).await?;
    } else {
        let permit = desk.actor.permit(CommentOnDeal { partner })?;
        let by_staff = !desk.profile().role.is_partner();
        timeline::comment(&mut tx, &permit, &deal, by_staff, &body, &key).await?;
    }
    tx.commit().await?;
    Ok(deal)
}
