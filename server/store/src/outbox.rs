//! What has to happen after a change: written in its transaction, worked off later, tried again, never lost.

use crate::db::{Read, Store, Tx};
use crate::error::StoreError;
use crate::value::word;
use crate::{args, statements};
use domain::access::{Operate, Permit};
use domain::id::{EventId, PartnerId, PersonId};
use domain::time::Instant;
use serde::{Deserialize, Serialize};

/// Tries before an event is put aside as a dead letter.
pub const TRIES: i64 = 8;
/// A claim that is older than this was left by a server that died.
const CLAIM_SECONDS: i64 = 300;

statements! {
    INSERT = "INSERT INTO outbox (id, kind, payload, state, attempts, due_at, created_at) VALUES ($1, $2, $3, 'ready', 0, $4, $4)";
    // The second condition on the state makes a race between two workers end with one winner on both engines.
    CLAIM = "UPDATE outbox SET state = 'claimed', claimed_at = $1, attempts = attempts + 1
        WHERE id = (SELECT id FROM outbox WHERE state = 'ready' AND due_at <= $1 ORDER BY due_at, id LIMIT 1)
        AND state = 'ready' RETURNING id, kind, payload, attempts";
    DONE = "UPDATE outbox SET state = 'done', claimed_at = NULL WHERE id = $1 AND state = 'claimed'";
    AGAIN = "UPDATE outbox SET state = 'ready', claimed_at = NULL, due_at = $2, last_error = $3 WHERE id = $1 AND state = 'claimed'";
    DEAD = "UPDATE outbox SET state = 'dead', claimed_at = NULL, last_error = $2 WHERE id = $1 AND state = 'claimed'";
    RECOVER = "UPDATE outbox SET state = 'ready', claimed_at = NULL WHERE state = 'claimed' AND claimed_at < $1";
    DEAD_LETTERS = "SELECT id, kind, payload, attempts, last_error, created_at FROM outbox WHERE state = 'dead' ORDER BY id DESC LIMIT 100";
    REVIVE = "UPDATE outbox SET state = 'ready', attempts = 0, due_at = $2 WHERE id = $1 AND state = 'dead'";
    COUNTS = "SELECT state, COUNT(*) AS events FROM outbox WHERE state <> 'done' GROUP BY state";
}

/// What an event says: which record, whose, by whom. Workers load the rest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Payload {
    /// The record's id.
    pub record: String,
    /// The partner whose row it is.
    pub partner: Option<PartnerId>,
    /// Who did it; `None` for the portal itself.
    pub by: Option<PersonId>,
}

/// An event in a worker's hands.
#[derive(Debug, Clone)]
pub struct Claimed {
    /// Which.
    pub id: EventId,
    /// As `deal.submitted`.
    pub kind: String,
    /// What it says.
    pub payload: Payload,
    /// This try, from 1.
    pub attempt: i64,
}

/// Puts an event into the outbox of this transaction.
pub async fn emit(tx: &mut Tx, kind: &str, payload: &Payload) -> Result<(), StoreError> {
    let id: EventId = tx.fresh();
    let now = tx.now();
    let json = serde_json::to_string(payload)
        .map_err(|e| StoreError::Corrupt { column: "payload".into(), cause: e.to_string() })?;
    tx.run(INSERT, args![word(&id), kind, json, now]).await?;
    Ok(())
}

/// Takes the next due event, if there is one.
pub async fn claim(store: &Store, now: Instant) -> Result<Option<Claimed>, StoreError> {
    let mut tx = store.begin(now).await?;
    let row = tx.one(CLAIM, args![now]).await?;
    let claimed = row
        .map(|row| {
            Ok::<_, StoreError>(Claimed {
                id: row.word("id")?,
                kind: row.text("kind")?,
                payload: row.json("payload")?,
                attempt: row.int("attempts")?,
            })
        })
        .transpose()?;
    tx.commit().await?;
    Ok(claimed)
}

/// The event is dealt with.
pub async fn done(tx: &mut Tx, event: &Claimed) -> Result<(), StoreError> {
    tx.run_one(DONE, args![word(&event.id)]).await
}

/// The event failed: it is due again later, each time later, or becomes a dead letter.
pub async fn failed(tx: &mut Tx, event: &Claimed, error: &str) -> Result<(), StoreError> {
    let short: String = error.chars().take(500).collect();
    if event.attempt >= TRIES {
        return tx.run_one(DEAD, args![word(&event.id), short]).await;
    }
    let due = tx.now().plus_seconds(back_off_seconds(event.attempt));
    tx.run_one(AGAIN, args![word(&event.id), due, short]).await
}

/// Seconds until the next try: 10, 20, 40 ... up to an hour.
pub fn back_off_seconds(attempt: i64) -> i64 {
    10_i64.saturating_mul(1 << attempt.clamp(1, 9).saturating_sub(1)).min(3600)
}

/// Gives events back that a dead server had claimed; answers how many.
pub async fn recover(tx: &mut Tx) -> Result<u64, StoreError> {
    let before = tx.now().plus_seconds(-CLAIM_SECONDS);
    tx.run(RECOVER, args![before]).await
}

/// An event that was given up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeadLetter {
    /// Which.
    pub id: EventId,
    /// As `deal.submitted`.
    pub kind: String,
    /// What it says, JSON.
    pub payload: String,
    /// Tries.
    pub attempts: i64,
    /// The last error.
    pub error: String,
    /// When it was written.
    pub created_at: Instant,
}

/// The newest hundred dead letters.
pub async fn dead_letters(read: &mut Read, _permit: &Permit<Operate>) -> Result<Vec<DeadLetter>, StoreError> {
    read.all(DEAD_LETTERS, args![])
        .await?
        .iter()
        .map(|row| {
            Ok(DeadLetter {
                id: row.word("id")?,
                kind: row.text("kind")?,
                payload: row.text("payload")?,
                attempts: row.int("attempts")?,
                error: row.maybe_text("last_error")?.unwrap_or_default(),
                created_at: row.at("created_at")?,
            })
        })
        .collect()
}

/// Tries a dead letter again from the start.
pub async fn revive(tx: &mut Tx, permit: &Permit<Operate>, id: &EventId) -> Result<(), StoreError> {
    let now = tx.now();
    tx.run_one(REVIVE, args![word(id), now]).await?;
    tx.changed(permit, crate::Change::of("event", id.as_str())).await
}

/// How many events wait, are being worked on, or are dead: state and count.
pub async fn counts(read: &mut Read) -> Result<Vec<(String, i64)>, StoreError> {
    read.all(COUNTS, args![]).await?.iter().map(|row| Ok((row.text("state")?, row.int("events")?))).collect()
}
