//! What the portal remembers of itself: whether its rows are the demo programme, whose passwords everybody knows.

use crate::db::{Read, Store, Tx, random};
use crate::error::StoreError;
use crate::{Change, args, statements};
use domain::access::{Operate, Permit};
use domain::time::Instant;

statements! {
    READ = "SELECT value FROM settings WHERE name = $1";
    INSERT = "INSERT INTO settings (name, value) VALUES ($1, $2)";
    FIRST = "INSERT INTO settings (name, value) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING";
    UPDATE = "UPDATE settings SET value = $2 WHERE name = $1 AND value = $3";
}

const DEMO: &str = "demo";
const MAIL_KEY: &str = "mail_key";

domain::text_enum! {
    /// How far the demo programme has come.
    pub enum Demo {
        /// Its first rows are there; the others may be missing.
        Begun = "begun",
        /// All of it is there.
        Whole = "whole",
    }
}

/// Whether this is the demo programme; `None` for a portal of people's own.
pub async fn demo(read: &mut Read) -> Result<Option<Demo>, StoreError> {
    read.one(READ, args![DEMO]).await?.map(|row| row.word("value")).transpose()
}

/// Says that these rows are the demo programme, in the transaction that makes the first of them.
pub async fn demo_begun(tx: &mut Tx, permit: &Permit<Operate>) -> Result<(), StoreError> {
    tx.run(INSERT, args![DEMO, Demo::Begun.as_str()]).await?;
    tx.changed(permit, Change::of("setting", DEMO).after(&Demo::Begun)).await
}

/// Says that the demo programme is whole.
pub async fn demo_whole(tx: &mut Tx, permit: &Permit<Operate>) -> Result<(), StoreError> {
    tx.run_one(UPDATE, args![DEMO, Demo::Whole.as_str(), Demo::Begun.as_str()]).await?;
    tx.changed(permit, Change::of("setting", DEMO).before(&Demo::Begun).after(&Demo::Whole)).await
}

/// What links in mails are signed with: made at the first use, the same for every server. It opens nothing that is worth
/// more than the end of a subscription.
pub async fn mail_key(store: &Store, now: Instant) -> Result<String, StoreError> {
    let (one, two) = (random(), random());
    let made: String = one.iter().chain(&two).map(|byte| format!("{byte:02x}")).collect();
    let mut tx = store.begin(now).await?;
    if tx.run(FIRST, args![MAIL_KEY, made]).await? == 1 {
        tx.changed(&Permit::of_the_portal(Operate), Change::of("setting", MAIL_KEY)).await?;
    }
    let key = tx.one(READ, args![MAIL_KEY]).await?.ok_or(StoreError::Stale)?.text("value")?;
    tx.commit().await?;
    Ok(key)
}
