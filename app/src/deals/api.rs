//! What pages ask about deals, and what partners send.

use super::decide::DecisionDesk;
#[cfg(feature = "ssr")]
use super::decide::decision_desk;
use crate::api::ApiError;
use crate::api::access::Gate;
use domain::access::Role;
use domain::deals::{Claim, CommentForm, Customer, Deal, DealForm, Entry, Evidence, State, Verdict};
use domain::id::{DealId, FamilyId, PartnerId};
use domain::money::Money;
use domain::page::Page;
use domain::time::{Day, Instant};
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use crate::api::Desk;
#[cfg(feature = "ssr")]
use domain::access::{CommentInternally, CommentOnDeal, RegisterDeal, Subject};
#[cfg(feature = "ssr")]
use domain::deals::Step;
#[cfg(feature = "ssr")]
use domain::form::{Fault, Faults};
#[cfg(feature = "ssr")]
use domain::text;
#[cfg(feature = "ssr")]
use store::deals::drafts::{self, Keeper, SubmitError};
#[cfg(feature = "ssr")]
use store::deals::{self, DealRow, life, matching, timeline};

const READERS: Gate = Gate::Roles(&[
    Role::Administrator,
    Role::ChannelManager,
    Role::Approver,
    Role::PartnerAdministrator,
    Role::PartnerUser,
]);

/// Who may ask.
pub const GATES: &[(&str, Gate)] = &[
    ("/api/deals/list", READERS),
    ("/api/deals/record", READERS),
    ("/api/deals/comment", READERS),
    ("/api/deals/home", READERS),
    ("/api/deals/editor", Gate::Partner),
    ("/api/deals/keep", Gate::Partner),
    ("/api/deals/send", Gate::Partner),
    ("/api/deals/step", Gate::Partner),
    ("/api/deals/verdict", Gate::Partner),
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

/// Deals as of a moment.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DealList {
    /// One page.
    pub page: Page<DealLine>,
    /// The moment.
    pub now: Instant,
}

/// Deals within the caller's scope, newest first.
#[server(endpoint = "deals/list", input = GetUrl)]
pub async fn list_deals(search: String, state: String, after: Option<String>) -> Result<DealList, ApiError> {
    let desk = Desk::open().await?;
    let scope = desk.actor.scope(Subject::Deals);
    let search = text::optional_line(&search, 100).unwrap_or_default();
    let mut read = desk.read().await?;
    let now = desk.now();
    let found = deals::list(&mut read, &scope, &search, state.parse().ok(), after.as_deref(), now).await?;
    Ok(DealList {
        page: Page { rows: found.rows.into_iter().map(DealLine::from).collect(), next: found.next },
        now,
    })
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
#[server(endpoint = "deals/record", input = GetUrl)]
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

/// What the form of a registration begins with.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DealEditor {
    /// The form as it was last typed.
    pub form: DealForm,
    /// The files beside the draft.
    pub evidence: Vec<Evidence>,
    /// The families that can be named.
    pub families: Vec<(FamilyId, String)>,
    /// The customers that the own organisation has named before.
    pub customers: Vec<Customer>,
    /// The own organisation's open claims, for the rule in the browser.
    pub own: Vec<Claim>,
    /// The verdict over everybody's, when the form says enough.
    pub verdict: Option<Verdict>,
    /// The first day that a close can be expected on.
    pub today: Day,
}

/// The form for a new registration, or for a draft.
#[server(endpoint = "deals/editor", input = GetUrl)]
pub async fn deal_for_editing(id: Option<String>) -> Result<DealEditor, ApiError> {
    let desk = Desk::open().await?;
    let scope = desk.actor.scope(Subject::Deals);
    let now = desk.now();
    let mut read = desk.read().await?;
    let mut evidence = Vec::new();
    let form = match id {
        None => {
            DealForm { key: crate::forms::fresh_key().await?, currency: "EUR".into(), ..DealForm::default() }
        }
        Some(id) => {
            let deal = deals::find(&mut read, &scope, &id.parse()?, now).await?.ok_or(ApiError::Missing)?;
            let kept = deal.draft.clone().filter(|_| deal.state == State::Draft).ok_or(ApiError::Conflict)?;
            evidence = deals::evidence(&mut read, &deal).await?;
            DealForm {
                id: deal.id.to_string(),
                version: deal.version.to_string(),
                key: crate::forms::fresh_key().await?,
                ..kept
            }
        }
    };
    let families = store::accounts::active_families(&mut read, &desk.actor).await?;
    let customers = deals::customers(&mut read, &scope).await?;
    let own = matching::own_claims(&mut read, &scope, now).await?;
    let verdict = match claim_of(&form) {
        Some(claim) if desk.may_ask() => {
            Some(matching::verdict(&mut read, &own_permit(&desk)?, &claim, now).await?)
        }
        _ => None,
    };
    let families = families.into_iter().map(|family| (family.id, family.name)).collect();
    Ok(DealEditor { form, evidence, families, customers, own, verdict, today: now.day() })
}

#[cfg(feature = "ssr")]
fn own_permit(desk: &Desk) -> Result<domain::access::Permit<RegisterDeal>, ApiError> {
    let partner = desk.profile().partner_id().cloned().ok_or(ApiError::Denied)?;
    Ok(desk.actor.permit(RegisterDeal { partner })?)
}

/// What the form claims, once it says enough.
#[cfg(feature = "ssr")]
fn claim_of(form: &DealForm) -> Option<Claim> {
    let families = form.families().ok()?;
    let domain = domain::accounts::optional_domain(&form.customer_domain).unwrap_or_default();
    let name = text::optional_line(&form.customer_name, domain::deals::TEXT_MOST).ok()?;
    (!name.is_empty()).then(|| Claim::of(&name, &domain, families))
}

/// The verdict over everybody's open claims: one word, and not too often.
#[server(endpoint = "deals/verdict")]
pub async fn conflict_verdict(
    name: String,
    domain: String,
    families: Vec<String>,
) -> Result<Option<Verdict>, ApiError> {
    let desk = Desk::open().await?;
    let form = DealForm { customer_name: name, customer_domain: domain, families, ..DealForm::default() };
    let Some(claim) = claim_of(&form) else { return Ok(None) };
    if !desk.may_ask() {
        return Err(ApiError::TooOften);
    }
    let permit = own_permit(&desk)?;
    let mut read = desk.read().await?;
    Ok(Some(matching::verdict(&mut read, &permit, &claim, desk.now()).await?))
}

/// Where a draft is kept.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptDraft {
    /// Which.
    pub id: String,
    /// Its version now.
    pub version: String,
}

/// Keeps what is typed so far.
#[server(endpoint = "deals/keep")]
pub async fn keep_draft(#[server(flatten)] form: DealForm) -> Result<KeptDraft, ApiError> {
    let desk = Desk::open().await?;
    let permit = own_permit(&desk)?;
    let mut tx = desk.begin().await?;
    let saved = kept(&desk, &mut tx, &permit, &form, Keeper::Pause).await?;
    tx.commit().await?;
    Ok(KeptDraft { id: saved.id.to_string(), version: saved.version.to_string() })
}

/// Saves a draft, or hands it in.
#[server(endpoint = "deals/send")]
pub async fn send_deal(#[server(flatten)] form: DealForm, send: String) -> Result<DealId, ApiError> {
    let desk = Desk::open().await?;
    let permit = own_permit(&desk)?;
    let submit = send == "submit";
    let done = match sent(&desk, &permit, &form, submit).await {
        // The same form, or the draft kept while it was typed, in another transaction that has ended by now.
        Err(ApiError::Conflict) => sent(&desk, &permit, &form, submit).await?,
        other => other?,
    };
    leptos_axum::redirect(&if submit {
        format!("/deals/{done}")
    } else {
        format!("/deals/{done}/edit?saved=1")
    });
    Ok(done)
}

#[cfg(feature = "ssr")]
async fn sent(
    desk: &Desk,
    permit: &domain::access::Permit<RegisterDeal>,
    form: &DealForm,
    submit: bool,
) -> Result<DealId, ApiError> {
    let mut tx = desk.begin().await?;
    if !submit {
        let saved = kept(desk, &mut tx, permit, form, Keeper::Person).await?;
        tx.commit().await?;
        return Ok(saved.id);
    }
    let customers = deals::customers(&mut tx, &desk.actor.scope(Subject::Deals)).await?;
    let new = completed(form, &customers).check(desk.now().day())?;
    if let Some(done) = handed_in(desk, &mut tx, permit, form).await? {
        return Ok(done);
    }
    let draft = kept(desk, &mut tx, permit, form, Keeper::Person).await?;
    match drafts::submit(&mut tx, permit, &draft, &new).await {
        Err(SubmitError::Family) => return Err(Faults::of("families", Fault::Unknown).into()),
        Err(SubmitError::Store(error)) => return Err(error.into()),
        Ok(_) => {}
    }
    tx.commit().await?;
    Ok(draft.id)
}

/// The deal that this very form has become already, when it is sent a second time.
#[cfg(feature = "ssr")]
async fn handed_in(
    desk: &Desk,
    tx: &mut store::Tx,
    permit: &domain::access::Permit<RegisterDeal>,
    form: &DealForm,
) -> Result<Option<DealId>, ApiError> {
    let Some(known) = drafts::by_key(tx, permit, &form.key).await? else { return Ok(None) };
    let scope = desk.actor.scope(Subject::Deals);
    let deal = deals::find(tx, &scope, &known.id, desk.now()).await?;
    Ok(deal.filter(|deal| deal.state != State::Draft).map(|deal| deal.id))
}

#[cfg(feature = "ssr")]
async fn kept(
    desk: &Desk,
    tx: &mut store::Tx,
    permit: &domain::access::Permit<RegisterDeal>,
    form: &DealForm,
    keeper: Keeper,
) -> Result<drafts::Saved, ApiError> {
    let key = text::line(&form.key, 64).map_err(|_| Faults::new())?;
    let known = match form.id.as_str() {
        "" => drafts::by_key(tx, permit, &key).await?,
        id => Some(drafts::Saved {
            id: id.parse()?,
            version: form.version.parse().map_err(|_| ApiError::Conflict)?,
        }),
    };
    let Some(known) = known else { return Ok(drafts::begin(tx, permit, form, &key).await?) };
    let scope = desk.actor.scope(Subject::Deals);
    let before = deals::find(tx, &scope, &known.id, desk.now()).await?.ok_or(ApiError::Missing)?;
    Ok(drafts::save(tx, permit, &before, known.version, form, (&key, keeper)).await?)
}

/// A customer of before is known by its name: what is left empty is taken from then.
#[cfg(feature = "ssr")]
fn completed(form: &DealForm, customers: &[Customer]) -> DealForm {
    let mut form = form.clone();
    let wanted = form.customer_name.trim().to_lowercase();
    if let Some(known) = customers.iter().find(|known| known.name.to_lowercase() == wanted) {
        if form.customer_domain.trim().is_empty() {
            form.customer_domain.clone_from(&known.domain);
        }
        if form.customer_country.is_empty() {
            form.customer_country.clone_from(&known.country);
        }
    }
    form
}

/// What a partner does with a deal: withdraw, won, lost.
#[server(endpoint = "deals/step")]
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
#[server(endpoint = "deals/comment")]
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
#[server(endpoint = "deals/home", input = GetUrl)]
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
