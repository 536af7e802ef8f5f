//! What the page for administrators asks.

use crate::api::ApiError;
use crate::api::access::Gate;
use crate::api::rows::Rows;
use domain::access::Role;
use domain::id::EventId;
use domain::time::Instant;
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use crate::api::Desk;
#[cfg(feature = "ssr")]
use domain::access::Operate;
#[cfg(feature = "ssr")]
use store::outbox;

const OPERATORS: Gate = Gate::Roles(&[Role::Administrator]);

/// Who may ask.
pub const GATES: &[(&str, Gate)] = &[
    ("/api/operate/dead-letters", OPERATORS),
    ("/api/operate/revive", OPERATORS),
    ("/api/operate/let-go", OPERATORS),
];

/// An event that was given up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeadLetterLine {
    /// Which.
    pub id: EventId,
    /// What happened.
    pub kind: String,
    /// What it says: ids, for whoever looks into the rows or the log.
    pub payload: String,
    /// How often it was tried.
    pub attempts: i64,
    /// What went wrong the last time.
    pub error: String,
    /// When it happened.
    pub at: Instant,
}

/// Events that were given up, newest first.
#[server(endpoint = "operate/dead-letters", input = GetUrl, output = Rows)]
pub async fn dead_letters() -> Result<Vec<DeadLetterLine>, ApiError> {
    let desk = Desk::open().await?;
    let permit = desk.actor.permit(Operate)?;
    let mut read = desk.read().await?;
    let line = |letter: outbox::DeadLetter| DeadLetterLine {
        id: letter.id,
        kind: letter.kind,
        payload: letter.payload,
        attempts: letter.attempts,
        error: letter.error,
        at: letter.created_at,
    };
    Ok(outbox::dead_letters(&mut read, &permit).await?.into_iter().map(line).collect())
}

/// Gives an event back to the worker.
#[server(endpoint = "operate/revive", output = Rows)]
pub async fn revive_event(id: String) -> Result<(), ApiError> {
    let desk = Desk::open().await?;
    let permit = desk.actor.permit(Operate)?;
    let mut tx = desk.begin().await?;
    outbox::revive(&mut tx, &permit, &id.parse()?).await?;
    tx.commit().await?;
    leptos_axum::redirect("/operate");
    Ok(())
}

/// Lets an event go: nothing comes of it any more.
#[server(endpoint = "operate/let-go", output = Rows)]
pub async fn let_event_go(id: String) -> Result<(), ApiError> {
    let desk = Desk::open().await?;
    let permit = desk.actor.permit(Operate)?;
    let mut tx = desk.begin().await?;
    outbox::let_go(&mut tx, &permit, &id.parse()?).await?;
    tx.commit().await?;
    leptos_axum::redirect("/operate");
    Ok(())
}
