//! Announcements: as their writers have them ([`writing`]), and as a partner's people read them. Days and audience are part
//! of the `WHERE` of everything that a partner reads, from the person's own rows.

use crate::db::{Read, Tx};
use crate::error::StoreError;
use crate::row::Row;
use crate::value::word;
use crate::{args, statements};
use domain::access::{KeepOwnAccount, Permit};
use domain::id::{AnnouncementId, PersonId};
use domain::page::{PAGE_ROWS, Page};
use domain::time::{Day, Instant};

pub mod writing;

/// Whether the announcement `a` is for the person `p` of the partner `o`.
macro_rules! meant_for {
    () => {
        "p.active
        AND (NOT EXISTS (SELECT 1 FROM announcement_audience t WHERE t.announcement_id = a.id AND t.sort = 'tier')
            OR EXISTS (SELECT 1 FROM announcement_audience t WHERE t.announcement_id = a.id AND t.sort = 'tier' AND t.word = o.tier))
        AND (NOT EXISTS (SELECT 1 FROM announcement_audience t WHERE t.announcement_id = a.id AND t.sort = 'region')
            OR EXISTS (SELECT 1 FROM announcement_audience t WHERE t.announcement_id = a.id AND t.sort = 'region' AND t.word = o.region))
        AND (NOT EXISTS (SELECT 1 FROM announcement_audience t WHERE t.announcement_id = a.id AND t.sort = 'type')
            OR EXISTS (SELECT 1 FROM announcement_audience t JOIN partner_types k ON k.type = t.word
                WHERE t.announcement_id = a.id AND t.sort = 'type' AND k.partner_id = o.id))
        AND (p.language IS NULL
            OR NOT EXISTS (SELECT 1 FROM announcement_audience t WHERE t.announcement_id = a.id AND t.sort = 'language')
            OR EXISTS (SELECT 1 FROM announcement_audience t WHERE t.announcement_id = a.id AND t.sort = 'language' AND t.word = p.language))"
    };
}
pub(crate) use meant_for;

/// What the person `$1` sees on the day `$2`.
macro_rules! seen {
    ($after:expr) => {
        concat!(
            "SELECT a.id, a.title, a.body, a.publish_on, a.acknowledge, r.read_at, r.acknowledged_at
            FROM announcements a JOIN people p ON p.id = $1 JOIN partners o ON o.id = p.partner_id
            LEFT JOIN announcement_readers r ON r.announcement_id = a.id AND r.person_id = p.id
            WHERE a.state = 'published' AND a.publish_on <= $2 AND (a.expire_on IS NULL OR $2 < a.expire_on) AND ",
            meant_for!(),
            $after
        )
    };
}

statements! {
    LIST = (seen!(" AND ($3 = '' OR (a.publish_on, a.id) < ($3, $4)) ORDER BY a.publish_on DESC, a.id DESC LIMIT $5"));
    FIND = (seen!(" AND a.id = $3"));
    // What has to be acknowledged stays until it is, everything else until it was read.
    WAITING = (seen!(" AND (r.read_at IS NULL OR (a.acknowledge AND r.acknowledged_at IS NULL)) ORDER BY a.publish_on DESC, a.id DESC LIMIT $3"));
    AUDIENCE = (concat!("SELECT p.id FROM announcements a, people p JOIN partners o ON o.id = p.partner_id
        WHERE a.id = $1 AND p.id > $3 AND a.state = 'published' AND a.publish_on <= $2 AND (a.expire_on IS NULL OR $2 < a.expire_on)
        AND ", meant_for!(), " ORDER BY p.id LIMIT $4"));
    READ = "INSERT INTO announcement_readers (announcement_id, person_id, read_at) VALUES ($1, $2, $3)
        ON CONFLICT (announcement_id, person_id) DO NOTHING";
    ACKNOWLEDGE = "INSERT INTO announcement_readers (announcement_id, person_id, read_at, acknowledged_at) VALUES ($1, $2, $3, $3)
        ON CONFLICT (announcement_id, person_id) DO UPDATE SET acknowledged_at = COALESCE(announcement_readers.acknowledged_at, excluded.acknowledged_at)";
}

/// An announcement as a partner's person reads it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    /// Which.
    pub id: AnnouncementId,
    /// Title.
    pub title: String,
    /// Markdown.
    pub body: String,
    /// Its first day.
    pub on: Day,
    /// Whether it has to be acknowledged.
    pub acknowledge: bool,
    /// When the reader read it.
    pub read_at: Option<Instant>,
    /// When the reader acknowledged it.
    pub acknowledged_at: Option<Instant>,
}

fn seen(row: &Row) -> Result<Seen, StoreError> {
    Ok(Seen {
        id: row.word("id")?,
        title: row.text("title")?,
        body: row.text("body")?,
        on: row.word("publish_on")?,
        acknowledge: row.flag("acknowledge")?,
        read_at: row.maybe_at("read_at")?,
        acknowledged_at: row.maybe_at("acknowledged_at")?,
    })
}

fn own(permit: &Permit<KeepOwnAccount>) -> Result<&PersonId, StoreError> {
    permit.who().person.as_ref().ok_or(StoreError::Stale)
}

/// What is announced to the reader on this day, newest first, after the cursor.
pub async fn list(
    read: &mut Read,
    permit: &Permit<KeepOwnAccount>,
    on: Day,
    after: Option<&str>,
) -> Result<Page<Seen>, StoreError> {
    let (day, id) = after.and_then(|cursor| cursor.split_once(' ')).unwrap_or_default();
    let args = args![word(own(permit)?), on, day, id, PAGE_ROWS as i64 + 1];
    let rows: Result<Vec<Seen>, _> = read.all(LIST, args).await?.iter().map(seen).collect();
    Ok(Page::cut(rows?, |row| format!("{} {}", row.on, row.id)))
}

/// The newest that the reader has not dealt with.
pub async fn waiting(
    read: &mut Read,
    permit: &Permit<KeepOwnAccount>,
    on: Day,
    most: i64,
) -> Result<Vec<Seen>, StoreError> {
    read.all(WAITING, args![word(own(permit)?), on, most]).await?.iter().map(seen).collect()
}

/// One announcement, if it is for the reader on this day.
pub async fn find(
    read: &mut Read,
    permit: &Permit<KeepOwnAccount>,
    id: &AnnouncementId,
    on: Day,
) -> Result<Option<Seen>, StoreError> {
    let row = read.one(FIND, args![word(own(permit)?), on, word(id)]).await?;
    row.as_ref().map(seen).transpose()
}

/// Notes that the reader has opened an announcement that was found for them.
pub async fn note_read(tx: &mut Tx, permit: &Permit<KeepOwnAccount>, found: &Seen) -> Result<(), StoreError> {
    let now = tx.now();
    tx.run(READ, args![word(&found.id), word(own(permit)?), now]).await.map(drop)
}

/// The reader acknowledges an announcement that was found for them; a second time changes nothing.
pub async fn acknowledge(
    tx: &mut Tx,
    permit: &Permit<KeepOwnAccount>,
    found: &Seen,
) -> Result<(), StoreError> {
    if found.acknowledged_at.is_some() {
        return Ok(());
    }
    let now = tx.now();
    tx.run(ACKNOWLEDGE, args![word(&found.id), word(own(permit)?), now]).await?;
    tx.changed(permit, crate::Change::of("announcement", found.id.as_str()).after(&now)).await
}

/// The next people after this one whom the announcement is for on this day.
pub(crate) async fn audience(
    read: &mut Read,
    id: &str,
    on: Day,
    after: &str,
    most: i64,
) -> Result<Vec<PersonId>, StoreError> {
    read.all(AUDIENCE, args![id, on, after, most]).await?.iter().map(|row| row.word("id")).collect()
}
