//! What the form of a registration asks, and what partners send with it.

use crate::api::ApiError;
use crate::api::access::Gate;
use crate::api::rows::Rows;
use domain::deals::{Claim, Customer, DealForm, Evidence, Verdict};
use domain::id::{DealId, FamilyId, ProgrammeId};
use domain::programmes::Asks;
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use super::{ahead, device};
#[cfg(feature = "ssr")]
use crate::api::Desk;
#[cfg(feature = "ssr")]
use domain::access::{Permit, RegisterDeal, Subject};
#[cfg(feature = "ssr")]
use domain::deals::card::Card;
#[cfg(feature = "ssr")]
use domain::deals::{EvidenceKind, State};
#[cfg(feature = "ssr")]
use domain::form::{Fault, Faults};
#[cfg(feature = "ssr")]
use domain::programmes::Programme;
#[cfg(feature = "ssr")]
use domain::text;
#[cfg(feature = "ssr")]
use store::deals::drafts::{self, Keeper, Registered, SubmitError};
#[cfg(feature = "ssr")]
use store::deals::{self, matching, split};
#[cfg(feature = "ssr")]
use store::programmes;

/// Who may ask.
pub const GATES: &[(&str, Gate)] = &[
    ("/api/deals/editor", Gate::Partner),
    ("/api/deals/keep", Gate::Partner),
    ("/api/deals/send", Gate::Partner),
    ("/api/deals/card", Gate::Partner),
    ("/api/deals/verdict", Gate::Partner),
];

/// What the form of a registration begins with.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DealEditor {
    /// The form as it was last typed.
    pub form: DealForm,
    /// The files beside the draft.
    pub evidence: Vec<Evidence>,
    /// The programmes to choose from, where there are several.
    pub programmes: Vec<(ProgrammeId, String)>,
    /// What the chosen one asks for.
    pub asks: Asks,
    /// The families that can be named.
    pub families: Vec<(FamilyId, String)>,
    /// What the distributor is called through which the own organisation buys.
    pub distributor: Option<String>,
    /// The customers that the own organisation has named before.
    pub customers: Vec<Customer>,
    /// The own organisation's open claims, for the rule in the browser.
    pub own: Vec<Claim>,
    /// The verdict over everybody's, when the form says enough.
    pub verdict: Option<Verdict>,
    /// What happens once it is handed in, as HTML; empty while nobody can say.
    pub ahead: String,
    /// What is said of what is on the device alone, as HTML.
    pub device: String,
}

/// The form for a new registration, for one like another of the own organisation, or for a draft.
#[server(endpoint = "deals/editor", input = GetUrl, output = Rows)]
pub async fn deal_for_editing(
    id: Option<String>,
    like: Option<String>,
    programme: Option<String>,
) -> Result<DealEditor, ApiError> {
    let desk = Desk::open().await?;
    let scope = desk.actor.scope(Subject::Deals);
    let now = desk.now();
    let mut read = desk.read().await?;
    let mut evidence = Vec::new();
    let mut form = match id {
        None => {
            let like = like.unwrap_or_default();
            let begun = match like.as_str() {
                "" => {
                    let (currency, customer_country) =
                        deals::last_values(&mut read, &desk.profile().person).await?;
                    DealForm { currency, customer_country, ..DealForm::default() }
                }
                id => {
                    deals::find(&mut read, &scope, &id.parse()?, now).await?.ok_or(ApiError::Missing)?.again()
                }
            };
            DealForm { key: crate::forms::fresh_key().await?, ..begun }
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
    let open = programmes::open_to(&mut read, &own_permit(&desk)?, now.day()).await?;
    if let Some(wanted) = programme.filter(|_| form.id.is_empty()) {
        form.programme = wanted;
    }
    let chosen = chosen(&open, &form.programme).or(open.first());
    form.programme = chosen.map(|programme| programme.id.to_string()).unwrap_or_default();
    let rules = chosen.map(|programme| programme.rules.rules.clone()).unwrap_or_default();
    let mut families = store::accounts::active_families(&mut read, &desk.actor).await?;
    families.retain(|family| rules.take(&family.id));
    let customers = deals::customers(&mut read, &scope).await?;
    let own = matching::own_claims(&mut read, &scope, now).await?;
    let verdict = match claim_of(&form) {
        Some(claim) if desk.may_ask() => {
            Some(matching::verdict(&mut read, &own_permit(&desk)?, &claim, now).await?)
        }
        _ => None,
    };
    let distributor = split::distributor(&mut read, &own_permit(&desk)?).await?.map(|(_, name)| name);
    let device = device::device(&desk.profile().person);
    let ahead = ahead::ahead(&desk, &mut read, &own_permit(&desk)?, &rules, &form).await?;
    let families = families.into_iter().map(|family| (family.id, family.name)).collect();
    let programmes = open.iter().map(|programme| (programme.id.clone(), programme.name.clone())).collect();
    let asks = rules.asks(now.day());
    Ok(DealEditor {
        form,
        evidence,
        programmes,
        asks,
        families,
        distributor,
        customers,
        own,
        verdict,
        ahead,
        device,
    })
}

/// The programme that a form names, among those that its partner can register under.
#[cfg(feature = "ssr")]
fn chosen<'a>(open: &'a [Programme], named: &str) -> Option<&'a Programme> {
    open.iter().find(|programme| programme.id.as_str() == named)
}

/// The permit to register for the own organisation.
#[cfg(feature = "ssr")]
pub(in crate::deals) fn own_permit(desk: &Desk) -> Result<Permit<RegisterDeal>, ApiError> {
    let partner = desk.profile().partner_id().cloned().ok_or(ApiError::Denied)?;
    Ok(desk.actor.permit(RegisterDeal { partner })?)
}

/// What the form claims, once it says enough.
#[cfg(feature = "ssr")]
fn claim_of(form: &DealForm) -> Option<Claim> {
    let families = form.families().ok()?;
    let domain = domain::accounts::optional_domain(&form.customer_domain).unwrap_or_default();
    let name = text::optional_line(&form.customer_name, domain::deals::TEXT_MOST).ok()?;
    (!name.is_empty()).then(|| Claim::of(&name, &domain, families).in_country(&form.customer_country))
}

/// The verdict over everybody's open claims: one word, and not too often.
#[server(endpoint = "deals/verdict", output = Rows)]
pub async fn conflict_verdict(
    name: String,
    domain: String,
    #[server(default)] country: String,
    families: Vec<String>,
) -> Result<Option<Verdict>, ApiError> {
    let desk = Desk::open().await?;
    let form = DealForm {
        customer_name: name,
        customer_domain: domain,
        customer_country: country,
        families,
        ..DealForm::default()
    };
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
    /// What happens once it is handed in, as HTML; empty while nobody can say.
    pub ahead: String,
}

/// Keeps what is typed so far.
#[server(endpoint = "deals/keep", output = Rows)]
pub async fn keep_draft(#[server(flatten)] form: DealForm) -> Result<KeptDraft, ApiError> {
    let desk = Desk::open().await?;
    let permit = own_permit(&desk)?;
    let mut tx = desk.begin().await?;
    let saved = kept(&desk, &mut tx, &permit, &form, Keeper::Pause).await?;
    let open = programmes::open_to(&mut tx, &permit, desk.now().day()).await?;
    let under = chosen(&open, &form.programme).or(open.first());
    let rules = under.map(|programme| programme.rules.rules.clone()).unwrap_or_default();
    let ahead = ahead::ahead(&desk, &mut tx, &permit, &rules, &form).await?;
    tx.commit().await?;
    Ok(KeptDraft { id: saved.id.to_string(), version: saved.version.to_string(), ahead })
}

/// Fills a draft with what a business card says: the one that is being written, or a new one.
#[server(endpoint = "deals/card", output = Rows)]
pub async fn fill_from_card(
    id: String,
    version: String,
    key: String,
    programme: String,
    card: String,
) -> Result<(), ApiError> {
    let desk = Desk::open().await?;
    let permit = own_permit(&desk)?;
    let card = domain::deals::card::read(&card);
    if card == Card::default() {
        return Err(Faults::of("card", Fault::NothingRead).into());
    }
    let scope = desk.actor.scope(Subject::Deals);
    let mut tx = desk.begin().await?;
    let typed = match id.as_str() {
        "" => DealForm { currency: "EUR".into(), programme, ..DealForm::default() },
        id => {
            let deal =
                deals::find(&mut tx, &scope, &id.parse()?, desk.now()).await?.ok_or(ApiError::Missing)?;
            deal.draft.ok_or(ApiError::Conflict)?
        }
    };
    let form = DealForm { id, version, key, ..typed.with_card(&card) };
    let saved = kept(&desk, &mut tx, &permit, &form, Keeper::Person).await?;
    tx.commit().await?;
    leptos_axum::redirect(&format!("/deals/{}/edit?saved=1", saved.id));
    Ok(())
}

/// Saves a draft, or hands it in.
#[server(endpoint = "deals/send", output = Rows)]
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
    permit: &Permit<RegisterDeal>,
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
    let form = &completed(form, &customers);
    if let Some(done) = handed_in(desk, &mut tx, permit, form).await? {
        return Ok(done);
    }
    let today = desk.now().day();
    let open = programmes::open_to(&mut tx, permit, today).await?;
    let under = match (chosen(&open, &form.programme), open.first()) {
        (None, Some(_)) if !form.programme.is_empty() => {
            return Err(Faults::of("programme", Fault::Unknown).into());
        }
        (found, first) => found.or(first),
    };
    let rules = under.map(|programme| programme.rules.rules.clone()).unwrap_or_default();
    let has_open = match under.filter(|_| rules.cap > 0) {
        Some(programme) => programmes::open_under(&mut tx, &permit.act().partner, &programme.id).await?,
        None => 0,
    };
    let files = evidence_of(desk, &mut tx, form).await?;
    let new = rules.submission(form, today, &files, has_open)?;
    let draft = kept(desk, &mut tx, permit, form, Keeper::Person).await?;
    let registered =
        Registered { version: under.map(|programme| &programme.rules), own: rules.own_values(form) };
    drafts::submit_under(&mut tx, permit, &draft, &new, &registered).await.map_err(not_claimed)?;
    if !form.through.is_empty() {
        split::through_distributor(&mut tx, permit, &draft.id).await?;
    }
    tx.commit().await?;
    Ok(draft.id)
}

/// What the files show that lie beside the draft that is handed in.
#[cfg(feature = "ssr")]
async fn evidence_of(
    desk: &Desk,
    tx: &mut store::Tx,
    form: &DealForm,
) -> Result<Vec<EvidenceKind>, ApiError> {
    if form.id.is_empty() {
        return Ok(Vec::new());
    }
    let scope = desk.actor.scope(Subject::Deals);
    let deal = deals::find(tx, &scope, &form.id.parse()?, desk.now()).await?.ok_or(ApiError::Missing)?;
    Ok(deals::evidence(tx, &deal).await?.into_iter().map(|file| file.shows).collect())
}

#[cfg(feature = "ssr")]
pub(in crate::deals) fn not_claimed(error: SubmitError) -> ApiError {
    match error {
        SubmitError::Family => Faults::of("families", Fault::Unknown).into(),
        SubmitError::Store(error) => error.into(),
    }
}

/// The deal that this very form has become already, when it is sent a second time.
#[cfg(feature = "ssr")]
async fn handed_in(
    desk: &Desk,
    tx: &mut store::Tx,
    permit: &Permit<RegisterDeal>,
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
    permit: &Permit<RegisterDeal>,
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
