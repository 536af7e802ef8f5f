//! What the page of several cases asks, and what is done with them.

use crate::api::ApiError;
use crate::api::access::Gate;
use crate::api::rows::Rows;
use domain::access::Role;
use domain::deals::{SeveralForm, SeveralWhat};
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use {
    crate::api::Desk,
    crate::deals::decide::permit,
    crate::deals::{until, urgency},
    crate::texts::text,
    crate::words,
    domain::access::Subject,
    domain::deals::{Deal, SEVERAL_MOST, SeveralAnswer},
    domain::id::DealId,
    store::StoreError,
    store::deals::board::CardRow,
    store::deals::{self, clear, decide, inbox},
};

const DECIDERS: Gate = Gate::Roles(&[Role::Administrator, Role::Approver]);

/// Who may ask.
pub const GATES: &[(&str, Gate)] =
    &[("/api/deals/several", DECIDERS), ("/api/deals/answer_several", DECIDERS)];

/// A case that can be marked, ready to be drawn.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeveralLine {
    /// Its id and the version that was read, as the form sends them.
    pub case: String,
    /// Where it is read whole.
    pub path: String,
    /// The customer as the partner wrote it.
    pub customer: String,
    /// Whose it is.
    pub partner: String,
    /// Where it stands, in words.
    pub state: String,
    /// How long the answer may take, in words.
    pub left: String,
    /// How urgent that is (`Tone`).
    pub tone: u8,
    /// What it is worth, as the page's language writes it, and in which currency.
    pub amount: Option<(String, String)>,
}

/// What became of several cases.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeveralDone {
    /// What was done.
    pub what: Option<SeveralWhat>,
    /// With whom: the customers.
    pub done: Vec<String>,
    /// What was left as it is: where it is read, the customer, and why, in words.
    pub left: Vec<(String, String, String)>,
}

/// What waits for a decision, the most urgent first.
#[server(endpoint = "deals/several", input = GetUrl, output = Rows)]
pub async fn show_several() -> Result<Vec<SeveralLine>, ApiError> {
    let desk = Desk::open().await?;
    let scope = desk.actor.scope(Subject::Deals);
    let mut read = desk.read().await?;
    let waiting = inbox::several(&mut read, &scope, desk.now(), SEVERAL_MOST.into()).await?;
    Ok(waiting.into_iter().map(|row| line(row, &desk)).collect())
}

#[cfg(feature = "ssr")]
fn line(CardRow { line: row, version }: CardRow, desk: &Desk) -> SeveralLine {
    let now = desk.now();
    SeveralLine {
        case: format!("{}:{version}", row.id),
        path: format!("/deals/{}", row.id),
        customer: row.customer,
        partner: row.partner.1,
        state: words::deal_state(row.state).to_owned(),
        left: row.decide_by_at.map(|at| until(now, at)).unwrap_or_default(),
        tone: row.decide_by_at.map_or(0, |at| urgency(now, at) as u8),
        amount: row.amount.map(|money| (words::amount(&money), money.currency)),
    }
}

/// Gives several cases one answer, each in a transaction of its own: what cannot be done with one holds up no other.
#[server(endpoint = "deals/answer_several", output = Rows)]
pub async fn answer_several(#[server(flatten)] form: SeveralForm) -> Result<SeveralDone, ApiError> {
    let desk = Desk::open().await?;
    let several = form.check()?;
    let mut done = SeveralDone { what: form.what.trim().parse().ok(), ..SeveralDone::default() };
    for (id, version) in &several.cases {
        let path = format!("/deals/{id}");
        match answer(&desk, id, *version, &several.answer).await {
            Ok((deal, true)) => done.done.push(deal.customer.name),
            Ok((deal, false)) => {
                done.left.push((path, deal.customer.name, text::several::not_clear().to_owned()));
            }
            Err((customer, ApiError::Conflict)) => {
                done.left.push((path, customer, text::several::changed().to_owned()));
            }
            // A deal that is not there has no name: it is told as what it is.
            Err((_, ApiError::Missing)) => {}
            // What came before it is done, and stays.
            Err((customer, error)) => done.left.push((path, customer, words::error(&error))),
        }
    }
    leptos_axum::redirect("/deals/several");
    Ok(done)
}

/// Answers one of them; the deal, and whether it was done. A refusal tells whose it was.
#[cfg(feature = "ssr")]
async fn answer(
    desk: &Desk,
    id: &DealId,
    version: i64,
    answer: &SeveralAnswer,
) -> Result<(Deal, bool), (String, ApiError)> {
    let nameless = |error: ApiError| (String::new(), error);
    let mut tx = desk.begin().await.map_err(nameless)?;
    let scope = desk.actor.scope(Subject::Deals);
    let found = deals::find(&mut tx, &scope, id, desk.now()).await.map_err(|error| nameless(error.into()))?;
    let deal = found.ok_or_else(|| nameless(ApiError::Missing))?;
    let named = |error: ApiError| (deal.customer.name.clone(), error);
    let permit = permit(desk, &deal).map_err(named)?;
    let done: Result<bool, StoreError> = match answer {
        SeveralAnswer::Review => decide::start_review(&mut tx, &permit, &deal, version).await.map(|()| true),
        SeveralAnswer::Reject(why) => {
            decide::reject(&mut tx, &permit, &deal, version, why).await.map(|()| true)
        }
        SeveralAnswer::ApproveClear => {
            clear::approve_if_clear(&mut tx, &permit, &deal, version, desk.protection()).await
        }
    };
    let done = done.map_err(|error| named(error.into()))?;
    if done {
        tx.commit().await.map_err(|error| named(error.into()))?;
    }
    Ok((deal, done))
}
