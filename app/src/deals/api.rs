//! What pages ask about deals, and what is said of them.

use super::decide::DecisionDesk;
#[cfg(feature = "ssr")]
use super::decide::decision_desk;
#[cfg(feature = "ssr")]
use super::drafts::own_permit;
use crate::api::ApiError;
use crate::api::access::Gate;
use crate::api::rows::Rows;
use domain::access::Role;
use domain::deals::{CommentForm, Deal, Entry, Evidence, State};
use domain::id::{DealId, PartnerId};
use domain::money::Money;
use domain::time::{Day, Instant};
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use crate::api::Desk;
#[cfg(feature = "ssr")]
use domain::access::{CommentInternally, CommentOnDeal, Subject};
#[cfg(feature = "ssr")]
use domain::deals::Step;
#[cfg(feature = "ssr")]
use domain::form::Faults;
#[cfg(feature = "ssr")]
use domain::text;
#[cfg(feature = "ssr")]
use store::deals::{self, DealRow, life, timeline};

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
    ("/api/deals/home", READERS),
    ("/api/deals/step", Gate::Partner),
];

/// Days after a decision in which the home page tells of it.
#[cfg(feature = "ssr")]
const NEWS_DAYS: i64 = 14;
/// Days before a window's end in which the home page warns.
#[cfg(feature = "ssr")]
const ENDING_DAYS: i64 = 30;

/// A deal in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DealLine {
    /// Which.
    pub id: DealId,
    /// Its number, once submitted.
    pub number: Option<String>,
    /// Whose it is.
    pub partner: (PartnerId, String),
    /// Who registered it.
    pub person: String,
    /// Where it stands.
    pub state: State,
    /// The customer as the partner wrote it.
    pub customer: String,
    /// What it is worth.
    pub amount: Option<Money>,
    /// When it is expected to close.
    pub close_on: Option<Day>,
    /// By when the vendor answers.
    pub decide_by_at: Option<Instant>,
    /// How long its approval protects it.
    pub protected_until_at: Option<Instant>,
}

#[cfg(feature = "ssr")]
impl From<DealRow> for DealLine {
    fn from(row: DealRow) -> Self {
        Self {
            id: row.id,
            number: row.number,
            partner: row.partner,
            person: row.person,
            state: row.state,
            customer: row.customer,
            amount: row.amount,
            close_on: row.close_on,
            decide_by_at: row.decide_by_at,
            protected_until_at: row.protected_until_at,
        }
    }
}

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
    let scope = desk.actor.scope(Subject::Deals);
    let mut read = desk.read().await?;
    let now = desk.now();
    let mut deal = deals::find(&mut read, &scope, &id.parse()?, now).await?.ok_or(ApiError::Missing)?;
    if desk.profile().role.is_partner() {
        // The vendor's words for the customer are the vendor's.
        deal.account = None;
    }
    let partner = deal.partner.0.clone();
    let internal = desk.actor.permit(CommentInternally { partner }).ok();
    let entries = timeline::read(&mut read, &deal, internal.as_ref()).await?;
    let evidence = deals::evidence(&mut read, &deal).await?;
    let decision = decision_desk(&desk, &mut read, &deal, &accounts.unwrap_or_default()).await?;
    let key = crate::forms::fresh_key().await?;
    Ok(DealRecord { deal, entries, evidence, key, desk: decision, now })
}

/// What a partner does with a deal: withdraw, won, lost.
#[server(endpoint = "deals/step", output = Rows)]
pub async fn step_deal(id: String, version: String, step: String) -> Result<(), ApiError> {
    let desk = Desk::open().await?;
    let permit = own_permit(&desk)?;
    let step = match step.as_str() {
        "withdraw" => Step::Withdraw,
        "won" => Step::Win,
        "lost" => Step::Lose,
        _ => return Err(Faults::new().into()),
    };
    let scope = desk.actor.scope(Subject::Deals);
    let version = version.parse().map_err(|_| ApiError::Conflict)?;
    let mut tx = desk.begin().await?;
    let before = deals::find(&mut tx, &scope, &id.parse()?, desk.now()).await?.ok_or(ApiError::Missing)?;
    life::step(&mut tx, &permit, &before, version, step).await?;
    tx.commit().await?;
    leptos_axum::redirect(&format!("/deals/{}", before.id));
    Ok(())
}

/// Says something about a deal.
#[server(endpoint = "deals/comment", output = Rows)]
pub async fn comment_deal(#[server(flatten)] form: CommentForm) -> Result<(), ApiError> {
    let desk = Desk::open().await?;
    let deal = match said(&desk, &form).await {
        // The same comment in another transaction that has ended by now.
        Err(ApiError::Conflict) => said(&desk, &form).await?,
        other => other?,
    };
    leptos_axum::redirect(&format!("/deals/{deal}"));
    Ok(())
}

#[cfg(feature = "ssr")]
async fn said(desk: &Desk, form: &CommentForm) -> Result<DealId, ApiError> {
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
    Ok(deal.id)
}

/// Deals on the home page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DealsDesk {
    /// How many stand where.
    pub counts: Vec<(State, i64)>,
    /// What waits for a decision, by its clock.
    pub waiting: Vec<DealLine>,
    /// What was decided lately.
    pub decided: Vec<DealLine>,
    /// Windows that end soon.
    pub ending: Vec<DealLine>,
    /// The moment of reading.
    pub now: Instant,
}

/// What the caller's deals need today.
#[server(endpoint = "deals/home", input = GetUrl, output = Rows)]
pub async fn deals_at_home() -> Result<DealsDesk, ApiError> {
    let desk = Desk::open().await?;
    let scope = desk.actor.scope(Subject::Deals);
    let now = desk.now();
    let mut read = desk.read().await?;
    let lines = |rows: Vec<DealRow>| rows.into_iter().map(DealLine::from).collect();
    Ok(DealsDesk {
        counts: deals::counts(&mut read, &scope, now).await?,
        waiting: lines(deals::queue(&mut read, &scope, now).await?),
        decided: lines(deals::decided(&mut read, &scope, now, now.plus_days(-NEWS_DAYS)).await?),
        ending: lines(deals::ending(&mut read, &scope, now, now.plus_days(ENDING_DAYS)).await?),
        now,
    })
}
