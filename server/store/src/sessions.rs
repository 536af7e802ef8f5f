//! Sessions in the database, so that any server knows them and all of a person's can be ended at once.

use crate::db::{Read, Tx};
use crate::error::StoreError;
use crate::value::{maybe, word};
use crate::{Change, args, statements};
use domain::access::{ManagePeople, Permit};
use domain::id::PersonId;
use domain::time::Instant;

statements! {
    CREATE = "INSERT INTO sessions (id, person_id, data, expires_at) VALUES ($1, $2, $3, $4)";
    SAVE = "UPDATE sessions SET person_id = $2, data = $3, expires_at = $4 WHERE id = $1";
    TOUCH = "UPDATE sessions SET expires_at = $2 WHERE id = $1";
    LOAD = "SELECT data, expires_at FROM sessions WHERE id = $1 AND expires_at > $2";
    END = "DELETE FROM sessions WHERE id = $1";
    END_ALL = "DELETE FROM sessions WHERE person_id = $1";
    END_EVERYBODYS = "DELETE FROM sessions";
    SWEEP = "DELETE FROM sessions WHERE expires_at <= $1";
}

/// A session as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// JSON.
    pub data: String,
    /// When it ends by itself.
    pub expires_at: Instant,
}

/// Begins a session. The id is the SHA-256 of the cookie's value, so that a stolen table opens no session.
pub async fn create(tx: &mut Tx, id: &str, person: Option<&PersonId>, kept: &Kept) -> Result<(), StoreError> {
    tx.run(CREATE, args![id, maybe(person), &kept.data, kept.expires_at]).await?;
    Ok(())
}

/// Writes a session that is still there: one that was ended meanwhile stays ended.
pub async fn save(tx: &mut Tx, id: &str, person: Option<&PersonId>, kept: &Kept) -> Result<(), StoreError> {
    tx.run(SAVE, args![id, maybe(person), &kept.data, kept.expires_at]).await?;
    Ok(())
}

/// Lets a session that is still there live until then.
pub async fn touch(tx: &mut Tx, id: &str, expires_at: Instant) -> Result<(), StoreError> {
    tx.run(TOUCH, args![id, expires_at]).await?;
    Ok(())
}

/// A session that has not ended.
pub async fn load(read: &mut Read, id: &str, now: Instant) -> Result<Option<Kept>, StoreError> {
    read.one(LOAD, args![id, now])
        .await?
        .map(|row| Ok(Kept { data: row.text("data")?, expires_at: row.at("expires_at")? }))
        .transpose()
}

/// Ends a session.
pub async fn end(tx: &mut Tx, id: &str) -> Result<(), StoreError> {
    tx.run(END, args![id]).await?;
    Ok(())
}

/// Ends all sessions of a person; answers how many.
pub async fn end_all(tx: &mut Tx, person: &PersonId) -> Result<u64, StoreError> {
    tx.run(END_ALL, args![word(person)]).await
}

/// Ends everybody's sessions; answers how many.
pub async fn end_everybodys(tx: &mut Tx, permit: &Permit<ManagePeople>) -> Result<u64, StoreError> {
    let ended = tx.run(END_EVERYBODYS, args![]).await?;
    tx.changed(permit, Change::of("session", "all")).await?;
    Ok(ended)
}

/// Forgets what has ended; answers how many.
pub async fn sweep(tx: &mut Tx) -> Result<u64, StoreError> {
    let now = tx.now();
    tx.run(SWEEP, args![now]).await
}
