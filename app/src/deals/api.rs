//! What pages ask about deals, and what is said of them.

use super::decide::DecisionDesk;
#[cfg(feature = "ssr")]
use super::decide::{Place, decision_desk};
#[cfg(feature = "ssr")]
use super::drafts::{not_claimed, own_permit};
#[cfg(feature = "ssr")]
use super::{
    evidence_card::evidence_drawn, facts_card::facts_card, split::split_card, steps_card::steps_card, story,
};
use crate::api::ApiError;
use crate::api::access::Gate;
use crate::api::rows::{Apart, Rows};
use domain::access::Role;
use domain::deals::{Chain, CommentForm, Deal, DealForm, Evidence, Opportunity, Progress, StepForm, Turn};
use domain::id::{FamilyId, PersonId};
use domain::programmes::Asked;
use domain::time::{Day, Instant};
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use crate::api::Desk;
use crate::drawing::Drawing;
#[cfg(feature = "ssr")]
use domain::access::{
    CommentInternally, CommentOnDeal, DecideStep, HandOverDeals, RegisterDeal, SplitDeal, Subject,
};
#[cfg(feature = "ssr")]
use domain::deals::{AskedField, State};
#[cfg(feature = "ssr")]
use domain::form::{Fault, Faults};
#[cfg(feature = "ssr")]
use domain::id::DealId;
#[cfg(feature = "ssr")]
use domain::programmes::Rules;
#[cfg(feature = "ssr")]
use domain::text;
#[cfg(feature = "ssr")]
use store::deals::transfer::{To, TransferError};
#[cfg(feature = "ssr")]
use store::deals::{self, life, pipeline, question, split, steps, timeline, transfer};
#[cfg(feature = "ssr")]
use store::programmes;

/// Whoever has deals to read.
pub(super) const READERS: Gate = Gate::Roles(&[
    Role::Administrator,
    Role::ChannelManager,
    Role::Approver,
    Role::PartnerAdministrator,
    Role::PartnerUser,
]);

const HANDERS: Gate = Gate::Roles(&[Role::Administrator, Role::PartnerAdministrator]);

/// Who may ask.
pub const GATES: &[(&str, Gate)] = &[
    ("/api/deals/record", READERS),
    ("/api/deals/comment", READERS),
    ("/api/deals/step", Gate::Partner),
    ("/api/deals/plead", Gate::Partner),
    ("/api/deals/lose", Gate::Partner),
    ("/api/deals/answer", Gate::Partner),
    ("/api/deals/hand_over", HANDERS),
    ("/api/deals/hand_over_all", HANDERS),
];

/// One deal with everything that its reader may see.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DealRecord {
    /// The deal.
    pub deal: Deal,
    /// What is only shown.
    pub drawn: Drawn,
    /// How far it is on its way to an order, once it was approved.
    pub opportunity: Option<Opportunity>,
    /// Whom it can be handed over to; empty for who may not.
    pub colleagues: Vec<(PersonId, String)>,
    /// How far its review has come; for partners, while it goes on.
    pub progress: Option<Progress>,
    /// For the next comment.
    pub key: String,
    /// What its partner has of its own.
    pub partners: Option<Apart<Partners>>,
    /// What the vendor's people have of their own.
    pub vendors: Option<Apart<Vendors>>,
    /// The moment of reading.
    pub now: Instant,
}

/// What the page of a deal has for its partner.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Partners {
    /// What an answer to the vendor's question is chosen from; `None` for who owes none.
    pub answering: Option<Answering>,
    /// Its evidence.
    pub evidence: Vec<Evidence>,
}

/// What the page of a deal has for the vendor's people.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Vendors {
    /// The steps of its approval and the reader's turn among them.
    pub review: Review,
    /// What an approver needs besides; `None` for everybody else.
    pub desk: Option<DecisionDesk>,
}

/// What a page of a deal only shows, as HTML.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Drawn {
    /// What it is about.
    pub facts: String,
    /// Its timeline.
    pub story: Drawing,
    /// The steps of its approval; empty where there are none.
    pub steps: String,
    /// Who takes part in it; empty where its partner has it alone.
    pub parts: String,
    /// The files beside it, for the vendor's people: only partners add some.
    pub evidence: String,
}

/// The steps of an approval, as the vendor's people read them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Review {
    /// The steps, by their turns.
    pub steps: Chain,
    /// What the reader may decide now.
    pub turn: Turn,
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
    let opportunity = pipeline::of(read, &deal.id).await?;
    let colleagues = match desk.actor.permit(HandOverDeals { partner: deal.partner.0.clone() }) {
        Ok(permit) if deal.state.can_be_handed_over() => {
            transfer::colleagues(read, &permit, &deal.id).await?
        }
        _ => Vec::new(),
    };
    let (review, progress) = review(desk, read, &deal).await?;
    let writes = desk.actor.permit(SplitDeal { partner: deal.partner.0.clone() }).is_ok();
    let parts = split_card(&deal, &split::of(read, &deal.id).await?, writes, now);
    let is_partner = desk.profile().role.is_partner();
    let drawn = Drawn {
        facts: facts_card(&deal, !is_partner),
        story: Drawing::new(&story::entries(entries)),
        steps: steps_card(&review.steps, deal.state),
        parts,
        evidence: if is_partner { String::new() } else { evidence_drawn(&deal.id, &evidence) },
    };
    let (partners, vendors) = if is_partner {
        let answering = answering(desk, read, &deal).await?;
        (Some(Apart::fold(&Partners { answering, evidence })?), None)
    } else {
        let decision = decision_desk(desk, read, &deal, accounts).await?;
        (None, Some(Apart::fold(&Vendors { review, desk: decision })?))
    };
    let key = crate::forms::fresh_key().await?;
    Ok(DealRecord { deal, drawn, opportunity, colleagues, progress, key, partners, vendors, now })
}

/// The steps for the vendor's people; for partners no more than how far it is.
#[cfg(feature = "ssr")]
async fn review(
    desk: &Desk,
    read: &mut store::Read,
    deal: &Deal,
) -> Result<(Review, Option<Progress>), ApiError> {
    if let Ok(permit) = desk.actor.permit(DecideStep { partner: deal.partner.0.clone() }) {
        let (steps, turn) = steps::turn(read, &permit, deal).await?;
        return Ok((Review { steps, turn }, None));
    }
    let told = match deal.state {
        State::Submitted | State::InReview | State::ActionRequired => {
            steps::of(read, &deal.id).await?.progress()
        }
        _ => None,
    };
    Ok((Review { steps: Chain::default(), turn: Turn::Nothing }, told))
}

/// What an answer is chosen from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Answering {
    /// The families that can be named, where they are asked for.
    pub families: Vec<(FamilyId, String)>,
    /// The countries of the world by code and name, where the customer is asked for.
    pub countries: Vec<(String, String)>,
    /// The answer before anything of it is typed: what stands now.
    pub form: DealForm,
    /// Whether the rules of its submission ask for the customer's domain.
    pub domain: Asked,
    /// Whether they ask for the contact's role.
    pub role: Asked,
    /// The first day on which it may close.
    pub first_close: Day,
}

#[cfg(feature = "ssr")]
async fn answering(desk: &Desk, read: &mut store::Read, deal: &Deal) -> Result<Option<Answering>, ApiError> {
    let own = desk.actor.permit(RegisterDeal { partner: deal.partner.0.clone() }).is_ok();
    let Some(question) = deal.question.as_ref().filter(|_| own) else { return Ok(None) };
    let rules = rules_of(read, &deal.id).await?;
    let mut families = match question.asks(AskedField::Families) {
        true => store::accounts::active_families(read, &desk.actor).await?,
        false => Vec::new(),
    };
    families.retain(|family| rules.take(&family.id));
    let families = families.into_iter().map(|family| (family.id, family.name)).collect();
    let countries = if question.asks(AskedField::Customer) { crate::words::countries() } else { Vec::new() };
    let today = desk.now().day();
    let asks = rules.asks(deal.submitted_at.map_or(today, Instant::day));
    Ok(Some(Answering {
        families,
        countries,
        form: deal.as_form(),
        domain: asks.domain,
        role: asks.role,
        first_close: asks.first_close.max(today),
    }))
}

/// The rules that a deal was handed in under.
#[cfg(feature = "ssr")]
async fn rules_of(read: &mut store::Read, deal: &DealId) -> Result<Rules, ApiError> {
    Ok(programmes::of_deal(read, deal).await?.map(|version| version.rules).unwrap_or_default())
}

/// A partner's answer to what the vendor wants to know.
#[server(endpoint = "deals/answer", output = Rows)]
pub async fn answer_deal(#[server(flatten)] form: DealForm, said: String) -> Result<(), ApiError> {
    let desk = Desk::open().await?;
    let permit = own_permit(&desk)?;
    let scope = desk.actor.scope(Subject::Deals);
    let version = form.version.parse().map_err(|_| ApiError::Conflict)?;
    let mut tx = desk.begin().await?;
    let before =
        deals::find(&mut tx, &scope, &form.id.parse()?, desk.now()).await?.ok_or(ApiError::Missing)?;
    let question = before.question.as_ref().ok_or(ApiError::Conflict)?;
    let rules = rules_of(&mut tx, &before.id).await?;
    let answer = rules.answer(question, &before, &form, &said, desk.now().day())?;
    question::answer(&mut tx, &permit, &before, version, &answer).await.map_err(not_claimed)?;
    tx.commit().await?;
    leptos_axum::redirect(&format!("/deals/{}", before.id));
    Ok(())
}

/// Hands a deal over to somebody else of its partner.
#[server(endpoint = "deals/hand_over", output = Rows)]
pub async fn hand_over_deal(id: String, version: String, person: String) -> Result<(), ApiError> {
    let desk = Desk::open().await?;
    let scope = desk.actor.scope(Subject::Deals);
    let version = version.parse().map_err(|_| ApiError::Conflict)?;
    let to: PersonId = person.parse().map_err(|_| Faults::of("person", Fault::Missing))?;
    let mut tx = desk.begin().await?;
    let deal = deals::find(&mut tx, &scope, &id.parse()?, desk.now()).await?.ok_or(ApiError::Missing)?;
    let permit = desk.actor.permit(HandOverDeals { partner: deal.partner.0.clone() })?;
    if !deal.state.can_be_handed_over() {
        return Err(ApiError::Conflict);
    }
    transfer::one(&mut tx, &permit, &deal.id, version, to_of(&desk, &to)).await.map_err(not_handed_over)?;
    tx.commit().await?;
    leptos_axum::redirect(&format!("/deals/{}", deal.id));
    Ok(())
}

/// Hands everything that somebody has open over to somebody else of the same partner.
#[server(endpoint = "deals/hand_over_all", output = Rows)]
pub async fn hand_over_all_deals(person: String, to: String) -> Result<(), ApiError> {
    let desk = Desk::open().await?;
    let to: PersonId = to.parse().map_err(|_| Faults::of("person", Fault::Missing))?;
    let mut tx = desk.begin().await?;
    let scope = crate::people::managed(&desk)?;
    let from = store::people::find(&mut tx, &scope, &person.parse()?).await?.ok_or(ApiError::Missing)?;
    let (partner, _) = from.partner.ok_or(ApiError::Denied)?;
    let permit = desk.actor.permit(HandOverDeals { partner })?;
    transfer::all(&mut tx, &permit, &from.id, to_of(&desk, &to)).await.map_err(not_handed_over)?;
    tx.commit().await?;
    Ok(())
}

#[cfg(feature = "ssr")]
fn to_of<'a>(desk: &Desk, person: &'a PersonId) -> To<'a> {
    To { person, by_staff: !desk.profile().role.is_partner() }
}

#[cfg(feature = "ssr")]
fn not_handed_over(error: TransferError) -> ApiError {
    match error {
        TransferError::Nobody => Faults::of("person", Fault::Unknown).into(),
        TransferError::Store(error) => error.into(),
    }
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

/// Reports a loss, with its reason.
#[server(endpoint = "deals/lose", output = Rows)]
pub async fn lose_deal(#[server(flatten)] form: StepForm) -> Result<(), ApiError> {
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
