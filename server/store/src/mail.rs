//! The mails that are to be sent: written in the transaction of what they tell, sent by the worker.
//!
//! A row says only what a mail is about; its words and secrets are made when it is sent, so that nothing is mailed that its
//! reader may not see any more, and no secret lies here. A claim is given back when its server died: then the mail may
//! have been taken already and goes a second time, under the same `Message-ID`. Nothing at this end can tell.

use crate::db::{Read, Store, Tx};
use crate::error::StoreError;
use crate::outbox::CLAIM_SECONDS;
use crate::value::{maybe, word};
use crate::{args, statements};
use domain::access::{Operate, Permit};
use domain::id::{MailId, PersonId};
use domain::mail::{MailKind, Next, after_failure};
use domain::time::Instant;
use serde::{Deserialize, Serialize};

pub mod acts;
pub mod content;
pub mod digests;
pub mod passwords;

/// Days for which mails that are done with are kept, to be looked at.
const KEPT_DAYS: i64 = 30;

statements! {
    INSERT = "INSERT INTO mails (id, kind, person_id, record_id, mark, state, attempts, due_at, created_at)
        VALUES ($1, $2, $3, $4, $5, 'ready', 0, $6, $6) ON CONFLICT (mark) DO NOTHING";
    // The second condition on the state lets one of two workers win on both engines.
    CLAIM = "UPDATE mails SET state = 'sending', claimed_at = $1, attempts = attempts + 1
        WHERE id = (SELECT id FROM mails WHERE state = 'ready' AND due_at <= $1 ORDER BY due_at, id LIMIT 1)
        AND state = 'ready' RETURNING id, kind, person_id, record_id, attempts, created_at";
    END = "UPDATE mails SET state = $3, claimed_at = NULL, last_error = $4 WHERE id = $1 AND state = 'sending' AND attempts = $2";
    AGAIN = "UPDATE mails SET state = 'ready', claimed_at = NULL, due_at = $3, last_error = $4
        WHERE id = $1 AND state = 'sending' AND attempts = $2";
    HOLD = "UPDATE mails SET claimed_at = $3 WHERE id = $1 AND state = 'sending' AND attempts = $2";
    RECOVER = "UPDATE mails SET state = 'ready', claimed_at = NULL WHERE state = 'sending' AND claimed_at < $1";
    DEAD = "SELECT m.id, m.kind, p.email, m.attempts, m.last_error, m.created_at FROM mails m LEFT JOIN people p ON p.id = m.person_id
        WHERE m.state = 'dead' ORDER BY m.id DESC LIMIT 100";
    REVIVE = "UPDATE mails SET state = 'ready', attempts = 0, due_at = $2, created_at = $2 WHERE id = $1 AND state = 'dead'";
    LET_GO = "UPDATE mails SET state = 'dropped' WHERE id = $1 AND state = 'dead'";
    COUNTS = "SELECT state, COUNT(*) AS mails FROM mails WHERE state IN ('ready', 'sending', 'dead') GROUP BY state";
    PURGE = "DELETE FROM mails WHERE id IN (
        SELECT id FROM mails WHERE state IN ('sent', 'dropped') AND due_at < $1 ORDER BY due_at, id LIMIT $2)";
}

/// Writes a mail about this record; a second one under the same mark is none. Answers its id if it is new.
pub(crate) async fn write(
    tx: &mut Tx,
    kind: MailKind,
    person: Option<&PersonId>,
    record: &str,
    mark: &str,
) -> Result<Option<MailId>, StoreError> {
    let id: MailId = tx.fresh();
    let now = tx.now();
    let written = tx.run(INSERT, args![word(&id), kind.as_str(), maybe(person), record, mark, now]).await?;
    Ok((written == 1).then_some(id))
}

/// A mail in a worker's hands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claimed {
    /// Which; its `Message-ID` is made of it.
    pub id: MailId,
    /// What it is.
    pub kind: MailKind,
    /// To whom; none for somebody who is invited.
    pub person: Option<PersonId>,
    /// What it is about.
    pub record: String,
    /// This try, from 1.
    pub attempt: i64,
    /// When it was written.
    pub written: Instant,
}

/// Takes the next mail that is due, if there is one.
pub async fn claim(store: &Store, now: Instant) -> Result<Option<Claimed>, StoreError> {
    let mut tx = store.begin(now).await?;
    let row = tx.one(CLAIM, args![now]).await?;
    tx.commit().await?;
    row.map(|row| {
        Ok(Claimed {
            id: row.word("id")?,
            kind: row.word("kind")?,
            person: row.maybe_word("person_id")?,
            record: row.text("record_id")?,
            attempt: row.int("attempts")?,
            written: row.at("created_at")?,
        })
    })
    .transpose()
}

/// Says that the mail is still being sent, so that no other server takes it.
pub async fn hold(store: &Store, mail: &Claimed, now: Instant) -> Result<(), StoreError> {
    let mut tx = store.begin(now).await?;
    tx.run(HOLD, args![word(&mail.id), mail.attempt, now]).await?;
    tx.commit().await
}

/// The mail was taken by the server that it went to.
pub async fn sent(tx: &mut Tx, mail: &Claimed) -> Result<(), StoreError> {
    end(tx, mail, "sent", "").await
}

/// There is nothing to send any more, or nobody to send it to.
pub async fn dropped(tx: &mut Tx, mail: &Claimed, why: &str) -> Result<(), StoreError> {
    end(tx, mail, "dropped", why).await
}

/// It was refused for good.
pub async fn refused(tx: &mut Tx, mail: &Claimed, why: &str) -> Result<(), StoreError> {
    end(tx, mail, "dead", why).await
}

/// It could not be sent now: it is due again later, or is given up.
pub async fn failed(tx: &mut Tx, mail: &Claimed, why: &str) -> Result<Next, StoreError> {
    let next = after_failure(mail.attempt, mail.written, tx.now());
    match next {
        Next::Again(at) => {
            tx.run_one(AGAIN, args![word(&mail.id), mail.attempt, at, short(why)]).await?;
        }
        Next::Never => end(tx, mail, "dead", why).await?,
    }
    Ok(next)
}

async fn end(tx: &mut Tx, mail: &Claimed, state: &str, why: &str) -> Result<(), StoreError> {
    tx.run_one(END, args![word(&mail.id), mail.attempt, state, short(why)]).await
}

fn short(why: &str) -> String {
    why.chars().take(500).collect()
}

/// Gives mails back that a dead server had claimed; answers how many.
pub async fn recover(tx: &mut Tx) -> Result<u64, StoreError> {
    let before = tx.now().plus_seconds(-CLAIM_SECONDS);
    tx.run(RECOVER, args![before]).await
}

/// A mail that was given up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeadMail {
    /// Which.
    pub id: MailId,
    /// What it is, as [`MailKind`] says it.
    pub kind: String,
    /// To whom; empty for somebody who is invited.
    pub email: String,
    /// Tries.
    pub attempts: i64,
    /// What the mail server said last.
    pub error: String,
    /// When it was written.
    pub created_at: Instant,
}

/// The newest hundred mails that were given up.
pub async fn dead(read: &mut Read, _permit: &Permit<Operate>) -> Result<Vec<DeadMail>, StoreError> {
    let rows = read.all(DEAD, args![]).await?;
    let line = |row: &crate::row::Row| {
        Ok(DeadMail {
            id: row.word("id")?,
            kind: row.text("kind")?,
            email: row.maybe_text("email")?.unwrap_or_default(),
            attempts: row.int("attempts")?,
            error: row.maybe_text("last_error")?.unwrap_or_default(),
            created_at: row.at("created_at")?,
        })
    };
    rows.iter().map(line).collect()
}

/// Tries a mail again from the start that was given up.
pub async fn revive(tx: &mut Tx, permit: &Permit<Operate>, id: &MailId) -> Result<(), StoreError> {
    let now = tx.now();
    tx.run_one(REVIVE, args![word(id), now]).await?;
    tx.changed(permit, crate::Change::of("mail", id.as_str()).before(&"dead").after(&"ready")).await
}

/// Lets a mail go that was given up: it is not sent.
pub async fn let_go(tx: &mut Tx, permit: &Permit<Operate>, id: &MailId) -> Result<(), StoreError> {
    tx.run_one(LET_GO, args![word(id)]).await?;
    tx.changed(permit, crate::Change::of("mail", id.as_str()).before(&"dead").after(&"dropped")).await
}

/// How many mails wait, are being sent, or were given up: state and count.
pub async fn counts(read: &mut Read) -> Result<Vec<(String, i64)>, StoreError> {
    read.all(COUNTS, args![]).await?.iter().map(|row| Ok((row.text("state")?, row.int("mails")?))).collect()
}

/// Forgets mails that are done with, `most` at a time; answers how many.
pub async fn purge(tx: &mut Tx, most: i64) -> Result<u64, StoreError> {
    let before = tx.now().plus_days(-KEPT_DAYS);
    tx.run(PURGE, args![before, most]).await
}
