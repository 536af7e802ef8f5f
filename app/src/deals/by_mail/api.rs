//! What a link in a mail shows, and what it does. Nobody is signed in here: the link is worth what the person it was mailed
//! to may do today, for its one act.

use crate::api::ApiError;
use crate::api::access::Gate;
use crate::api::rows::Rows;
use crate::deals::decide::DecisionDesk;
use domain::deals::{Deal, MailAct, MailActForm};
use domain::time::Instant;
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use {
    crate::api::Desk,
    crate::deals::decide::{self, decision_desk},
    crate::deals::facts_card::facts_card,
    domain::access::{KeepOwnAccount, RegisterDeal, Subject},
    domain::deals::Turn,
    store::deals::{self, extension, life, question, steps},
    store::mail::acts::{self, Found},
    store::{Read, Tx, notices},
};

/// Who may ask.
pub const GATES: &[(&str, Gate)] =
    &[("/api/deals/mail_act", Gate::Anyone), ("/api/deals/take_mail_act", Gate::Anyone)];

/// What a link leads to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum MailActShown {
    /// It can still be done.
    Open(Box<MailActOpen>),
    /// By this mail something was done, then.
    Used(MailAct, Instant),
    /// Its time is over, or the deal does not take it any more.
    Over,
}

/// What somebody is asked before a link does something.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MailActOpen {
    /// What it does.
    pub act: MailAct,
    /// Whose link it is.
    pub who: String,
    /// The deal as it stands.
    pub deal: Deal,
    /// Whether an approval links an account; the first of several steps agree only.
    pub links: bool,
    /// What it is about, drawn.
    pub facts: String,
    /// What an approval needs besides; `None` for other acts.
    pub desk: Option<DecisionDesk>,
    /// Until when it is good.
    pub expires_at: Instant,
}

/// What the link of this secret would do; looking changes nothing.
#[server(endpoint = "deals/mail_act", input = GetUrl, output = Rows)]
pub async fn show_mail_act(token: String) -> Result<MailActShown, ApiError> {
    let portal = Desk::portal()?;
    let mut read = portal.store.read().await?;
    let Some(link) = acts::by_secret(&mut read, &token).await? else { return Err(ApiError::Missing) };
    if let Some((act, at)) = link.used {
        return Ok(MailActShown::Used(act, at));
    }
    let Some((desk, mut deal, turn)) = open(&mut read, &link).await? else { return Ok(MailActShown::Over) };
    // Mails are passed on: of what others claim the page has what it shows, and only where that is decided by.
    let decision = match link.act {
        MailAct::Approve => decision_desk(&desk, &mut read, &deal, "").await?,
        MailAct::Ask | MailAct::Extend | MailAct::MoreTime | MailAct::Release => None,
    };
    let decision = decision.map(|desk| DecisionDesk { others: String::new(), ..desk });
    deal.account = None;
    let who = desk.profile().name.clone();
    let (act, expires_at) = (link.act, link.expires_at);
    let facts = facts_card(&deal, false);
    let links = !matches!(turn, Turn::Step { last: false, .. });
    Ok(MailActShown::Open(Box::new(MailActOpen { act, who, deal, links, facts, desk: decision, expires_at })))
}

/// Does what the link is for, once.
#[server(endpoint = "deals/take_mail_act", output = Rows)]
pub async fn take_mail_act(#[server(flatten)] form: MailActForm) -> Result<(), ApiError> {
    let portal = Desk::portal()?;
    let mut tx = portal.store.begin((portal.clock)()).await?;
    let link = acts::by_secret(&mut tx, &form.token).await?.ok_or(ApiError::Missing)?;
    let Some((desk, deal, _)) = open(&mut tx, &link).await? else { return Err(ApiError::Conflict) };
    take(&desk, &mut tx, &link, &deal, &form).await?;
    acts::use_up(&mut tx, &link, &desk.actor.who()).await?;
    notices::mark(&mut tx, &desk.actor.permit(KeepOwnAccount)?, &link.notice).await?;
    tx.commit().await?;
    leptos_axum::redirect(&format!("/act/{}", form.token));
    Ok(())
}

/// The desk of whose link it is, the deal, and what of it is theirs to decide, as long as the link is good for something.
#[cfg(feature = "ssr")]
async fn open(read: &mut Read, link: &Found) -> Result<Option<(Desk, Deal, Turn)>, ApiError> {
    let portal = Desk::portal()?;
    if !portal.mail_acts || link.used.is_some() || (portal.clock)() >= link.expires_at {
        return Ok(None);
    }
    let Some(profile) = store::people::profile(read, &link.person).await? else { return Ok(None) };
    let desk = Desk::by_link(portal, profile);
    let found = deals::find(read, &desk.actor.scope(Subject::Deals), &link.deal, desk.now()).await?;
    let Some(deal) = found.filter(|deal| link.act.is_open_to(desk.profile(), deal)) else { return Ok(None) };
    let turn = match link.act {
        // A step that is somebody else's is not decided by a link either.
        MailAct::Approve | MailAct::Ask => steps::turn(read, &decide::permit(&desk, &deal)?, &deal).await?.1,
        MailAct::Extend | MailAct::MoreTime | MailAct::Release => Turn::Whole,
    };
    Ok((turn != Turn::Nothing).then_some((desk, deal, turn)))
}

#[cfg(feature = "ssr")]
async fn take(
    desk: &Desk,
    tx: &mut Tx,
    link: &Found,
    before: &Deal,
    form: &MailActForm,
) -> Result<(), ApiError> {
    let version = form.version.parse().map_err(|_| ApiError::Conflict)?;
    if let Some(step) = form.partner_step(link.act) {
        let permit = desk.actor.permit(RegisterDeal { partner: before.partner.0.clone() })?;
        return Ok(life::step(tx, &permit, before, version, &step.check()?).await?);
    }
    let permit = decide::permit(desk, before)?;
    match link.act {
        MailAct::Approve => {
            decide::approved(desk, tx, &permit, (before, version), &form.decision().account()?, "").await
        }
        MailAct::Ask => Ok(question::ask(tx, &permit, before, version, &form.question().check()?).await?),
        MailAct::Extend => {
            Ok(extension::answer(tx, &permit, before, version, &form.extension().check()?).await?)
        }
        MailAct::MoreTime | MailAct::Release => Err(ApiError::Conflict),
    }
}
