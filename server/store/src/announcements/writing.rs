//! Announcements as their writers have them: written, published, taken back, and who has read them.

use super::meant_for;
use crate::audit::Change;
use crate::db::{Read, Tx};
use crate::error::StoreError;
use crate::row::Row;
use crate::value::{maybe, word};
use crate::{args, statements};
use domain::access::{ManageAnnouncements, Permit, Scope};
use domain::announcements::{Announcement, AnnouncementState, Audience, NewAnnouncement, Reach, Reader};
use domain::id::AnnouncementId;
use std::str::FromStr;

statements! {
    INSERT = "INSERT INTO announcements (id, title, body, state, publish_on, expire_on, acknowledge, person_id, version, idempotency_key, created_at)
        VALUES ($1, $2, $3, 'draft', $4, $5, $6, $7, 1, $8, $9) ON CONFLICT (idempotency_key) DO NOTHING";
    BY_KEY = "SELECT id FROM announcements WHERE idempotency_key = $1";
    UPDATE = "UPDATE announcements SET title = $3, body = $4, publish_on = COALESCE($5, CASE WHEN state = 'published' THEN publish_on END),
        expire_on = $6, acknowledge = $7, version = version + 1 WHERE id = $1 AND version = $2";
    PUBLISH = "UPDATE announcements SET state = 'published', publish_on = $3, version = version + 1
        WHERE id = $1 AND version = $2 AND state <> 'published'";
    WITHDRAW = "UPDATE announcements SET state = 'withdrawn', version = version + 1 WHERE id = $1 AND version = $2 AND state = 'published'";
    INSERT_WORD = "INSERT INTO announcement_audience (announcement_id, sort, word) VALUES ($1, $2, $3)";
    DELETE_WORDS = "DELETE FROM announcement_audience WHERE announcement_id = $1";
    WORDS = "SELECT sort, word FROM announcement_audience WHERE announcement_id = $1";
    FIND = "SELECT id, title, body, state, publish_on, expire_on, acknowledge, version FROM announcements WHERE id = $1";
    LIST = "SELECT id, title, '' AS body, state, publish_on, expire_on, acknowledge, version FROM announcements ORDER BY id DESC LIMIT 500";
    // Counted over everybody whom it is for as it stands, published or not.
    REACH = (concat!("SELECT COUNT(DISTINCT o.id) AS partners, COUNT(*) AS people, COUNT(r.read_at) AS seen, COUNT(r.acknowledged_at) AS acknowledged
        FROM announcements a, people p JOIN partners o ON o.id = p.partner_id
        LEFT JOIN announcement_readers r ON r.announcement_id = $1 AND r.person_id = p.id WHERE a.id = $1 AND ", meant_for!()));
    READERS = scoped("SELECT p.id, p.name, o.name AS partner_name, r.read_at, r.acknowledged_at FROM announcement_readers r
        JOIN people p ON p.id = r.person_id JOIN partners o ON o.id = p.partner_id WHERE", "p.partner_id",
        "AND r.announcement_id = $2 ORDER BY r.read_at DESC, p.id LIMIT 200");
}

/// Makes a draft; the same key again answers the same one.
pub async fn make(
    tx: &mut Tx,
    permit: &Permit<ManageAnnouncements>,
    new: &NewAnnouncement,
    key: &str,
) -> Result<AnnouncementId, StoreError> {
    let id: AnnouncementId = tx.fresh();
    let now = tx.now();
    let by = maybe(permit.who().person.as_ref());
    let args =
        args![word(&id), &new.title, &new.body, new.publish_on, new.expire_on, new.acknowledge, by, key, now];
    if tx.run(INSERT, args).await? == 0 {
        return tx.one(BY_KEY, args![key]).await?.ok_or(StoreError::Stale)?.word("id");
    }
    lists(tx, &id, &new.audience).await?;
    tx.changed(permit, Change::of("announcement", id.as_str()).after(new)).await?;
    Ok(id)
}

/// Changes what is said as it was read at `version`. What is published keeps its first day where none is given.
pub async fn change(
    tx: &mut Tx,
    permit: &Permit<ManageAnnouncements>,
    before: &Announcement,
    version: i64,
    new: &NewAnnouncement,
) -> Result<(), StoreError> {
    let args = args![
        word(&before.id),
        version,
        &new.title,
        &new.body,
        new.publish_on,
        new.expire_on,
        new.acknowledge
    ];
    tx.run_one(UPDATE, args).await?;
    tx.run(DELETE_WORDS, args![word(&before.id)]).await?;
    lists(tx, &before.id, &new.audience).await?;
    tx.changed(permit, Change::of("announcement", before.id.as_str()).before(before).after(new)).await
}

async fn lists(tx: &mut Tx, id: &AnnouncementId, audience: &Audience) -> Result<(), StoreError> {
    let sorts = [
        ("tier", audience.tiers.iter().map(ToString::to_string).collect::<Vec<_>>()),
        ("type", audience.types.iter().map(ToString::to_string).collect()),
        ("region", audience.regions.iter().map(ToString::to_string).collect()),
        ("language", audience.languages.iter().map(ToString::to_string).collect()),
    ];
    for (sort, words) in sorts {
        for one in words {
            tx.run(INSERT_WORD, args![word(id), sort, one]).await?;
        }
    }
    Ok(())
}

/// Publishes as it was read at `version`, from today on or from its day; what would be over is `Stale`.
pub async fn publish(
    tx: &mut Tx,
    permit: &Permit<ManageAnnouncements>,
    before: &Announcement,
    version: i64,
) -> Result<(), StoreError> {
    let today = tx.now().day();
    if !before.may_publish(today) {
        return Err(StoreError::Stale);
    }
    tx.run_one(PUBLISH, args![word(&before.id), version, before.first_day(today)]).await?;
    step(tx, permit, before, AnnouncementState::Published).await
}

/// Takes back what is published.
pub async fn withdraw(
    tx: &mut Tx,
    permit: &Permit<ManageAnnouncements>,
    before: &Announcement,
    version: i64,
) -> Result<(), StoreError> {
    tx.run_one(WITHDRAW, args![word(&before.id), version]).await?;
    step(tx, permit, before, AnnouncementState::Withdrawn).await
}

async fn step(
    tx: &mut Tx,
    permit: &Permit<ManageAnnouncements>,
    before: &Announcement,
    after: AnnouncementState,
) -> Result<(), StoreError> {
    let change = Change::of("announcement", before.id.as_str());
    tx.changed(permit, change.before(&before.state).after(&after)).await
}

fn line(row: &Row) -> Result<Announcement, StoreError> {
    let said = NewAnnouncement {
        title: row.text("title")?,
        body: row.text("body")?,
        audience: Audience::default(),
        publish_on: row.maybe_on("publish_on")?,
        expire_on: row.maybe_on("expire_on")?,
        acknowledge: row.flag("acknowledge")?,
    };
    Ok(Announcement { id: row.word("id")?, said, state: row.word("state")?, version: row.int("version")? })
}

/// All announcements, newest first, without text and audience.
pub async fn list(
    read: &mut Read,
    _permit: &Permit<ManageAnnouncements>,
) -> Result<Vec<Announcement>, StoreError> {
    read.all(LIST, args![]).await?.iter().map(line).collect()
}

/// One announcement.
pub async fn find(
    read: &mut Read,
    _permit: &Permit<ManageAnnouncements>,
    id: &AnnouncementId,
) -> Result<Option<Announcement>, StoreError> {
    let Some(row) = read.one(FIND, args![word(id)]).await? else { return Ok(None) };
    let mut found = line(&row)?;
    let rows = read.all(WORDS, args![word(id)]).await?;
    let words = rows.iter().map(|row| Ok((row.text("sort")?, row.text("word")?)));
    let words = words.collect::<Result<Vec<(String, String)>, StoreError>>()?;
    found.said.audience = Audience {
        tiers: of_sort(&words, "tier"),
        types: of_sort(&words, "type"),
        regions: of_sort(&words, "region"),
        languages: of_sort(&words, "language"),
    };
    Ok(Some(found))
}

fn of_sort<T: FromStr + Ord>(words: &[(String, String)], sort: &str) -> Vec<T> {
    let mut all: Vec<T> =
        words.iter().filter(|(known, _)| known == sort).filter_map(|(_, word)| word.parse().ok()).collect();
    all.sort();
    all
}

/// How many it is for, and how many have read it.
pub async fn reach(
    read: &mut Read,
    _permit: &Permit<ManageAnnouncements>,
    id: &AnnouncementId,
) -> Result<Reach, StoreError> {
    let Some(row) = read.one(REACH, args![word(id)]).await? else { return Ok(Reach::default()) };
    Ok(Reach {
        partners: row.int("partners")?,
        people: row.int("people")?,
        read: row.int("seen")?,
        acknowledged: row.int("acknowledged")?,
    })
}

/// Who has read it, as far as the scope over partners reaches, the latest first.
pub async fn readers(
    read: &mut Read,
    _permit: &Permit<ManageAnnouncements>,
    scope: &Scope,
    id: &AnnouncementId,
) -> Result<Vec<Reader>, StoreError> {
    let (statement, first) = READERS.within(scope);
    let rows = read.all(statement, vec![first, word(id)]).await?;
    let reader = |row: &Row| {
        Ok(Reader {
            person: row.word("id")?,
            name: row.text("name")?,
            partner: row.text("partner_name")?,
            read_at: row.at("read_at")?,
            acknowledged_at: row.maybe_at("acknowledged_at")?,
        })
    };
    rows.iter().map(reader).collect()
}
