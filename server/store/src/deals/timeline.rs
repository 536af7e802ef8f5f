//! What is said and done about a deal, in the order in which it was.

use super::mentions;
use crate::audit::Change;
use crate::db::{Read, Tx};
use crate::error::StoreError;
use crate::value::{maybe, word};
use crate::{args, statements};
use domain::access::{CommentInternally, CommentOnDeal, Permit, Who};
use domain::deals::{Deal, Entry, EntryKind};
use domain::id::{DealEntryId, DealId};
use serde::Serialize;

statements! {
    INSERT = "INSERT INTO deal_entries (id, deal_id, at, person_id, person_name, by_staff, kind, internal, body, idempotency_key)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    SHARED = "SELECT at, person_name, by_staff, kind, internal, body FROM deal_entries WHERE deal_id = $1 AND NOT internal ORDER BY id";
    ALL = "SELECT at, person_name, by_staff, kind, internal, body FROM deal_entries WHERE deal_id = $1 ORDER BY id";
    BY_KEY = "SELECT deal_id, body FROM deal_entries WHERE idempotency_key = $1";
}

/// An entry about to be written.
#[derive(Debug, Clone, Serialize)]
pub(super) struct NewEntry<'a> {
    pub kind: EntryKind,
    pub by_staff: bool,
    pub internal: bool,
    pub body: &'a str,
    #[serde(skip)]
    pub key: Option<&'a str>,
}

pub(super) async fn add(
    tx: &mut Tx,
    deal: &DealId,
    who: &Who,
    new: &NewEntry<'_>,
) -> Result<DealEntryId, StoreError> {
    let id: DealEntryId = tx.fresh();
    let now = tx.now();
    let args = args![
        word(&id),
        word(deal),
        now,
        maybe(who.person.as_ref()),
        &who.name,
        new.by_staff,
        new.kind.as_str(),
        new.internal,
        new.body,
        new.key
    ];
    tx.run(INSERT, args).await?;
    Ok(id)
}

/// A comment that both sides read. The same form sent twice is one comment.
pub async fn comment(
    tx: &mut Tx,
    permit: &Permit<CommentOnDeal>,
    deal: &Deal,
    by_staff: bool,
    body: &str,
    key: &str,
) -> Result<(), StoreError> {
    if is_known(tx, deal, body, key).await? {
        return Ok(());
    }
    let new = NewEntry { kind: EntryKind::Comment, by_staff, internal: false, body, key: Some(key) };
    let entry = add(tx, &deal.id, permit.who(), &new).await?;
    mentions::keep(tx, deal, &entry, body, false).await?;
    let change = Change::of("deal", deal.id.as_str()).partner(&deal.partner.0).after(&new);
    tx.changed(permit, change.event("deal.commented").about(&entry)).await
}

/// A comment that only staff reads.
pub async fn comment_internally(
    tx: &mut Tx,
    permit: &Permit<CommentInternally>,
    deal: &Deal,
    body: &str,
    key: &str,
) -> Result<(), StoreError> {
    if is_known(tx, deal, body, key).await? {
        return Ok(());
    }
    let new = NewEntry { kind: EntryKind::Comment, by_staff: true, internal: true, body, key: Some(key) };
    let entry = add(tx, &deal.id, permit.who(), &new).await?;
    mentions::keep(tx, deal, &entry, body, true).await?;
    let change = Change::of("deal", deal.id.as_str()).partner(&deal.partner.0).after(&new);
    tx.changed(permit, change.event("deal.noted").about(&entry)).await
}

/// Whether this very comment is there; another one under the same key is a form that was sent from an old page.
async fn is_known(tx: &mut Tx, deal: &Deal, body: &str, key: &str) -> Result<bool, StoreError> {
    let Some(row) = tx.one(BY_KEY, args![key]).await? else { return Ok(false) };
    if row.text("deal_id")? == deal.id.as_str() && row.text("body")? == body {
        Ok(true)
    } else {
        Err(StoreError::Stale)
    }
}

/// The timeline of a deal that the caller has found within its scope; internal entries with the permit for them.
pub async fn read(
    read: &mut Read,
    deal: &Deal,
    internal: Option<&Permit<CommentInternally>>,
) -> Result<Vec<Entry>, StoreError> {
    let statement = if internal.is_some() { ALL } else { SHARED };
    read.all(statement, args![word(&deal.id)])
        .await?
        .iter()
        .map(|row| {
            Ok(Entry {
                at: row.at("at")?,
                person: row.text("person_name")?,
                by_staff: row.flag("by_staff")?,
                kind: row.word("kind")?,
                internal: row.flag("internal")?,
                body: row.text("body")?,
            })
        })
        .collect()
}
