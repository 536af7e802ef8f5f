//! Notices as their readers have them. Everybody reaches the own ones only: whose they are is part of the permit.
//!
//! They are written by [`tell`], from events; what the clock brings about becomes an event in [`clock`]; what people
//! chose is in [`preferences`].

use crate::db::{Read, Tx};
use crate::error::StoreError;
use crate::row::Row;
use crate::value::word;
use crate::{args, statements};
use domain::access::{KeepOwnAccount, Permit};
use domain::id::{NoticeId, PersonId};
use domain::language::Language;
use domain::notices::{KEPT_DAYS, Kind, Notice, UNREAD_MOST};
use domain::page::{PAGE_ROWS, Page};
use domain::time::Instant;

pub(crate) mod circles;
pub mod clock;
pub mod preferences;
pub mod tell;

pub use tell::tell;

/// The columns of a notice `n`.
macro_rules! notice_columns {
    ($after:expr) => {
        concat!(
            "SELECT n.id, n.kind, n.record_id, n.partner_id, n.subject, n.organisation, n.by_name, n.detail, n.created_at, n.read_at
            FROM notices n WHERE ",
            $after
        )
    };
}
pub(crate) use notice_columns;

statements! {
    LIST = (notice_columns!("n.person_id = $1 AND ($2 = '' OR n.id < $2) ORDER BY n.id DESC LIMIT $3"));
    ONE = (notice_columns!("n.person_id = $1 AND n.id = $2"));
    UNREAD = "SELECT COUNT(*) AS notices FROM (SELECT id FROM notices WHERE person_id = $1 AND read_at IS NULL LIMIT $2) AS u";
    MARK = "UPDATE notices SET read_at = $3 WHERE person_id = $1 AND id = $2 AND read_at IS NULL";
    MARK_ALL = "UPDATE notices SET read_at = $3 WHERE person_id = $1 AND id <= $2 AND read_at IS NULL";
    STIRRED = "SELECT person_id FROM notices WHERE created_at > $1 UNION SELECT person_id FROM notices WHERE read_at > $1";
    LANGUAGE = "SELECT language FROM people WHERE id = $1";
    PURGE = "DELETE FROM notices WHERE id IN (SELECT id FROM notices WHERE created_at < $1 ORDER BY created_at, id LIMIT $2)";
}

/// Whose notices the permit opens.
fn own(permit: &Permit<KeepOwnAccount>) -> Result<&PersonId, StoreError> {
    // The portal itself has none.
    permit.who().person.as_ref().ok_or(StoreError::Stale)
}

/// `None` for a kind that only a newer portal knows, as while servers are being renewed one by one.
pub(crate) fn notice(row: &Row) -> Result<Option<Notice>, StoreError> {
    let Ok(kind) = row.text("kind")?.parse::<Kind>() else { return Ok(None) };
    Ok(Some(Notice {
        id: row.word("id")?,
        kind,
        record: row.text("record_id")?,
        partner: row.maybe_word("partner_id")?,
        subject: row.text("subject")?,
        organisation: row.text("organisation")?,
        by: row.text("by_name")?,
        detail: row.text("detail")?,
        at: row.at("created_at")?,
        read: row.maybe_at("read_at")?.is_some(),
    }))
}

/// The own notices, newest first, after the cursor.
pub async fn list(
    read: &mut Read,
    permit: &Permit<KeepOwnAccount>,
    after: Option<&str>,
) -> Result<Page<Notice>, StoreError> {
    let args = args![word(own(permit)?), after.unwrap_or_default(), PAGE_ROWS as i64 + 1];
    let rows = read.all(LIST, args).await?;
    let next = rows.get(PAGE_ROWS).and(rows.get(PAGE_ROWS - 1)).map(|row| row.text("id")).transpose()?;
    let known = rows.iter().take(PAGE_ROWS).filter_map(|row| notice(row).transpose());
    Ok(Page { rows: known.collect::<Result<_, _>>()?, next })
}

/// One of the own notices.
pub async fn find(
    read: &mut Read,
    permit: &Permit<KeepOwnAccount>,
    id: &NoticeId,
) -> Result<Option<Notice>, StoreError> {
    let row = read.one(ONE, args![word(own(permit)?), word(id)]).await?;
    row.as_ref().map_or(Ok(None), notice)
}

/// How many of the own notices are unread, counted up to [`UNREAD_MOST`].
pub async fn unread(read: &mut Read, permit: &Permit<KeepOwnAccount>) -> Result<u32, StoreError> {
    unread_of(read, own(permit)?).await
}

async fn unread_of(read: &mut Read, person: &PersonId) -> Result<u32, StoreError> {
    let row = read.one(UNREAD, args![word(person), i64::from(UNREAD_MOST)]).await?;
    let count = row.map_or(Ok(0), |row| row.int("notices"))?;
    Ok(u32::try_from(count).unwrap_or(UNREAD_MOST))
}

/// Marks one of the own notices as read; nothing happens to one that is, or that is somebody else's.
pub async fn mark(tx: &mut Tx, permit: &Permit<KeepOwnAccount>, id: &NoticeId) -> Result<(), StoreError> {
    let now = tx.now();
    tx.run(MARK, args![word(own(permit)?), word(id), now]).await.map(drop)
}

/// Marks all of them as read up to this one: what came after it was not seen yet.
pub async fn mark_all(
    tx: &mut Tx,
    permit: &Permit<KeepOwnAccount>,
    newest: &NoticeId,
) -> Result<(), StoreError> {
    let now = tx.now();
    tx.run(MARK_ALL, args![word(own(permit)?), word(newest), now]).await.map(drop)
}

/// Where somebody stands: what waits, and the newest of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Standing {
    /// How many notices are unread, counted up to [`UNREAD_MOST`].
    pub unread: u32,
    /// The newest notice, read or not.
    pub newest: Option<Notice>,
    /// The language that the person chose.
    pub language: Option<Language>,
}

/// The standing of somebody who listens; the portal asks for itself.
pub async fn standing(read: &mut Read, person: &PersonId) -> Result<Standing, StoreError> {
    let unread = unread_of(read, person).await?;
    let row = read.one(LIST, args![word(person), "", 1_i64]).await?;
    let language = match read.one(LANGUAGE, args![word(person)]).await? {
        Some(row) => row.maybe_word("language")?,
        None => None,
    };
    Ok(Standing { unread, newest: row.as_ref().map_or(Ok(None), notice)?, language })
}

/// Whose notices have changed since then.
pub async fn stirred(read: &mut Read, since: Instant) -> Result<Vec<PersonId>, StoreError> {
    read.all(STIRRED, args![since]).await?.iter().map(|row| row.word("person_id")).collect()
}

/// Forgets notices of long ago, `most` at a time; answers how many.
pub async fn purge(tx: &mut Tx, most: i64) -> Result<u64, StoreError> {
    let before = tx.now().plus_days(-KEPT_DAYS);
    tx.run(PURGE, args![before, most]).await
}
