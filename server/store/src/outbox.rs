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
/// A claim that nobody has renewed for so long was left by a server that died. Clocks of servers must not differ by more
/// than a part of it.
pub const CLAIM_SECONDS: i64 = 30;
/// How long what is dealt with is kept, to be looked at.
const KEPT_SECONDS: i64 = 30 * 24 * 3600;

/// Every kind of event there is. [`emit`] takes no other, so that the worker knows them all.
pub const KINDS: [&str; 84] = [
    "account.assigned",
    "account.changed",
    "account.commented",
    "account.installed",
    "account.kept_apart",
    "account.made",
    "account.merged",
    "account.unmerged",
    "announcement.appeared",
    "asset.appeared",
    "asset.changed",
    "asset.file_replaced",
    "asset.made",
    "asset.published",
    "asset.withdrawn",
    "asset.zones_placed",
    "certificate.expiring",
    "certificate.issued",
    "certificate.revoked",
    "certification.changed",
    "certification.made",
    "certification.published",
    "certification.required",
    "certification.retired",
    "collection.changed",
    "collection.made",
    "collection.removed",
    "course.changed",
    "course.enrolled",
    "course.made",
    "course.published",
    "course.retired",
    "deal.answered",
    "deal.appealed",
    "deal.approved",
    "deal.asked",
    "deal.commented",
    "deal.evidence_added",
    "deal.expired",
    "deal.expiring",
    "deal.extended",
    "deal.extension_asked",
    "deal.extension_refused",
    "deal.lost",
    "deal.noted",
    "deal.overdue",
    "deal.progressed",
    "deal.rejected",
    "deal.reopened",
    "deal.review_started",
    "deal.revoked",
    "deal.shared",
    "deal.step_approved",
    "deal.submitted",
    "deal.transferred",
    "deal.withdrawn",
    "deal.won",
    "family.changed",
    "family.made",
    "invitation.withdrawn",
    "learning.assigned",
    "learning.reminded",
    "learning.withdrawn",
    "look.changed",
    "partner.changed",
    "partner.contact_changed",
    "partner.logo_changed",
    "partner.made",
    "person.closed",
    "person.joined",
    "person.language_chosen",
    "person.linked",
    "person.opened",
    "person.password_changed",
    "person.renamed",
    "person.role_changed",
    "person.signed_out",
    "person.unlinked",
    "programme.changed",
    "programme.made",
    "quiz.begun",
    "quiz.graded",
    "share.made",
    "share.revoked",
];

statements! {
    INSERT = "INSERT INTO outbox (id, kind, payload, state, attempts, due_at, created_at) VALUES ($1, $2, $3, 'ready', 0, $4, $4)";
    // The second condition on the state makes a race between two workers end with one winner on both engines.
    CLAIM = "UPDATE outbox SET state = 'claimed', claimed_at = $1, attempts = attempts + 1
        WHERE id = (SELECT id FROM outbox WHERE state = 'ready' AND due_at <= $1 ORDER BY due_at, id LIMIT 1)
        AND state = 'ready' RETURNING id, kind, payload, attempts";
    // The attempt tells one claim of an event from the next: whoever was given up on finishes nobody else's.
    DONE = "UPDATE outbox SET state = 'done', claimed_at = NULL WHERE id = $1 AND state = 'claimed' AND attempts = $2";
    AGAIN = "UPDATE outbox SET state = 'ready', claimed_at = NULL, due_at = $3, last_error = $4
        WHERE id = $1 AND state = 'claimed' AND attempts = $2";
    DEAD = "UPDATE outbox SET state = 'dead', claimed_at = NULL, last_error = $3 WHERE id = $1 AND state = 'claimed' AND attempts = $2";
    BURY = "UPDATE outbox SET state = 'dead', claimed_at = NULL, last_error = $3
        WHERE state = 'claimed' AND claimed_at < $1 AND attempts >= $2";
    HOLD = "UPDATE outbox SET claimed_at = $3 WHERE id = $1 AND state = 'claimed' AND attempts = $2";
    RECOVER = "UPDATE outbox SET state = 'ready', claimed_at = NULL WHERE state = 'claimed' AND claimed_at < $1";
    PURGE = "DELETE FROM outbox WHERE id IN (
        SELECT id FROM outbox WHERE state = 'done' AND due_at < $1 ORDER BY due_at, id LIMIT $2)";
    OLDEST_DUE = "SELECT MIN(due_at) AS due_at FROM outbox WHERE state = 'ready'";
    DEAD_LETTERS = "SELECT id, kind, payload, attempts, last_error, created_at FROM outbox WHERE state = 'dead' ORDER BY id DESC LIMIT 100";
    REVIVE = "UPDATE outbox SET state = 'ready', attempts = 0, due_at = $2 WHERE id = $1 AND state = 'dead'";
    LET_GO = "UPDATE outbox SET state = 'done' WHERE id = $1 AND state = 'dead'";
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
    /// The part of the record that it is about, as one entry of a timeline.
    #[serde(default)]
    pub about: Option<String>,
}

/// An event in a worker's hands.
#[derive(Debug, Clone)]
pub struct Claimed {
    /// Which.
    pub id: EventId,
    /// As `deal.submitted`.
    pub kind: String,
    /// What it says, or why that cannot be read.
    pub payload: Result<Payload, String>,
    /// This try, from 1.
    pub attempt: i64,
}

/// What became of an event that failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// It is due again later.
    Again,
    /// It is put aside.
    Dead,
}

/// Puts an event of one of [`KINDS`] into the outbox of this transaction.
pub async fn emit(tx: &mut Tx, kind: &str, payload: &Payload) -> Result<(), StoreError> {
    if !KINDS.contains(&kind) {
        return Err(StoreError::Corrupt {
            column: "kind".into(),
            cause: format!("no kind of event: {kind}"),
        });
    }
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
    // The claim stands before anything is read of it: what cannot be read fails like other events do, and lets those
    // behind it through.
    tx.commit().await?;
    row.map(|row| {
        Ok(Claimed {
            id: row.word("id")?,
            kind: row.text("kind")?,
            payload: row.json("payload").map_err(|error| error.to_string()),
            attempt: row.int("attempts")?,
        })
    })
    .transpose()
}

/// Says that the event is still being worked on, so that no other server takes it.
pub async fn hold(store: &Store, event: &Claimed, now: Instant) -> Result<(), StoreError> {
    let mut tx = store.begin(now).await?;
    tx.run(HOLD, args![word(&event.id), event.attempt, now]).await?;
    tx.commit().await
}

/// The event is dealt with. Stale when this claim was given to somebody else meanwhile.
pub async fn done(tx: &mut Tx, event: &Claimed) -> Result<(), StoreError> {
    tx.run_one(DONE, args![word(&event.id), event.attempt]).await
}

/// The event failed: it is due again later, each time later, or becomes a dead letter. Stale when this claim was given
/// to somebody else meanwhile.
pub async fn failed(tx: &mut Tx, event: &Claimed, error: &str) -> Result<Fate, StoreError> {
    let short: String = error.chars().take(500).collect();
    if event.attempt >= TRIES {
        tx.run_one(DEAD, args![word(&event.id), event.attempt, short]).await?;
        return Ok(Fate::Dead);
    }
    let due = tx.now().plus_seconds(back_off_seconds(event.attempt));
    tx.run_one(AGAIN, args![word(&event.id), event.attempt, due, short]).await?;
    Ok(Fate::Again)
}

/// Seconds until the next try: 10, 20, 40 ... up to an hour.
pub fn back_off_seconds(attempt: i64) -> i64 {
    10_i64.saturating_mul(1 << attempt.clamp(1, 9).saturating_sub(1)).min(3600)
}

/// Gives events back that a dead server had claimed; answers how many. What has used its tries, perhaps by ending one
/// server after another, is put aside.
pub async fn recover(tx: &mut Tx) -> Result<u64, StoreError> {
    let before = tx.now().plus_seconds(-CLAIM_SECONDS);
    tx.run(BURY, args![before, TRIES, "no worker finished it"]).await?;
    tx.run(RECOVER, args![before]).await
}

/// Forgets what was dealt with long ago, `most` at a time; answers how many.
pub async fn purge(tx: &mut Tx, most: i64) -> Result<u64, StoreError> {
    let before = tx.now().plus_seconds(-KEPT_SECONDS);
    tx.run(PURGE, args![before, most]).await
}

/// When the event that waits longest was due, if one waits.
pub async fn oldest_due(read: &mut Read) -> Result<Option<Instant>, StoreError> {
    read.one(OLDEST_DUE, args![]).await?.map_or(Ok(None), |row| row.maybe_at("due_at"))
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
    tx.changed(permit, crate::Change::of("event", id.as_str()).before(&"dead").after(&"ready")).await
}

/// Lets a dead letter go: nobody is told of it any more.
pub async fn let_go(tx: &mut Tx, permit: &Permit<Operate>, id: &EventId) -> Result<(), StoreError> {
    tx.run_one(LET_GO, args![word(id)]).await?;
    tx.changed(permit, crate::Change::of("event", id.as_str()).before(&"dead").after(&"let go")).await
}

/// How many events wait, are being worked on, or are dead: state and count.
pub async fn counts(read: &mut Read) -> Result<Vec<(String, i64)>, StoreError> {
    read.all(COUNTS, args![]).await?.iter().map(|row| Ok((row.text("state")?, row.int("events")?))).collect()
}
