//! Makes notices of an event. It may be worked on twice, and by a server that dies half way: who was told is told once.

use super::{circles, preferences};
use crate::db::{Read, Store, Tx};
use crate::error::StoreError;
use crate::mail;
use crate::outbox::Payload;
use crate::sql::Statement;
use crate::value::{maybe, word};
use crate::{args, statements};
use domain::deals::State;
use domain::id::{EventId, NoticeId, PartnerId, PersonId};
use domain::mail::MailKind;
use domain::notices::{Delivery, Kind, excerpt, tellings_of};
use domain::time::{Day, Instant};
use std::collections::BTreeSet;

statements! {
    DEAL = "SELECT d.customer_name, d.partner_id, o.name, d.submitted_at, d.protected_until_at, d.reason, d.state
        FROM deals d JOIN partners o ON o.id = d.partner_id WHERE d.id = $1";
    ENTRY = "SELECT body FROM deal_entries WHERE id = $1 AND deal_id = $2";
    ACCOUNT = "SELECT legal_name FROM accounts WHERE id = $1";
    ACCOUNT_ENTRY = "SELECT body FROM account_entries WHERE id = $1 AND account_id = $2";
    ASSET = "SELECT title FROM assets WHERE id = $1 AND state = 'published'";
    ANNOUNCEMENT = "SELECT title FROM announcements WHERE id = $1 AND state = 'published'";
    COURSE = "SELECT title FROM courses WHERE id = $1 AND state = 'published'";
    CERTIFICATE = "SELECT title, partner_id, partner_name, expires_on FROM certificates WHERE id = $1";
    // What was taken back or done meanwhile is told to nobody.
    ASSIGNMENT = "SELECT COALESCE(k.title, c.title) AS title, a.partner_id, o.name, a.due_on FROM assignments a
        JOIN partners o ON o.id = a.partner_id LEFT JOIN courses k ON k.id = a.course_id
        LEFT JOIN certifications c ON c.id = a.certification_id
        WHERE a.id = $1 AND a.withdrawn_at IS NULL AND a.done_at IS NULL";
    NAME = "SELECT name FROM people WHERE id = $1";
    INSERT = "INSERT INTO notices (id, person_id, kind, event_id, record_id, partner_id, subject, organisation, by_name, detail, created_at, waits)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) ON CONFLICT (event_id, person_id, kind) DO NOTHING";
}

/// People who are told in one transaction.
const AT_ONCE: usize = 100;

/// What an event says, with the words that notices of it repeat.
#[derive(Debug)]
pub(super) struct News {
    pub record: String,
    pub partner: Option<PartnerId>,
    /// What was said, where it is about that.
    pub entry: Option<String>,
    subject: String,
    organisation: String,
    by: String,
    detail: String,
    /// Whether the portal sends mail.
    by_mail: bool,
    /// Whether a deal still waits for a decision: one that was decided before anybody was told does not.
    waits: bool,
}

/// Tells everybody whom this event concerns, `by_mail` too where that is wanted; answers how many people were told now.
pub async fn tell(
    store: &Store,
    now: Instant,
    event: &EventId,
    kind: &str,
    payload: &Payload,
    by_mail: bool,
) -> Result<usize, StoreError> {
    if tellings_of(kind).next().is_none() {
        return Ok(0);
    }
    let mut read = store.read().await?;
    let Some(mut news) = news(&mut read, kind, payload).await? else { return Ok(0) };
    news.by_mail = by_mail;
    // Whoever did it knows.
    let mut told: BTreeSet<PersonId> = payload.by.iter().cloned().collect();
    let mut count = 0;
    for telling in tellings_of(kind).filter(|telling| news.waits || telling.kind != Kind::DealToDecide) {
        for circle in telling.circles {
            let mut after = String::new();
            loop {
                let people = circles::page(&mut read, *circle, &news, now.day(), &after).await?;
                let Some(last) = people.last() else { break };
                after = last.to_string();
                let fresh: Vec<PersonId> =
                    people.into_iter().filter(|person| told.insert(person.clone())).collect();
                for some in fresh.chunks(AT_ONCE) {
                    let mut tx = store.begin(now).await?;
                    for person in some {
                        count += usize::from(one(&mut tx, person, telling.kind, event, &news).await?);
                    }
                    tx.commit().await?;
                }
            }
        }
    }
    Ok(count)
}

/// Tells one person, unless they do without it or were told before.
async fn one(
    tx: &mut Tx,
    person: &PersonId,
    kind: Kind,
    event: &EventId,
    news: &News,
) -> Result<bool, StoreError> {
    let delivery = preferences::of(tx, person, kind).await?;
    if delivery == Delivery::Off {
        return Ok(false);
    }
    let id: NoticeId = tx.fresh();
    let now = tx.now();
    let args = args![
        word(&id),
        word(person),
        kind.as_str(),
        word(event),
        &news.record,
        maybe(news.partner.as_ref()),
        &news.subject,
        &news.organisation,
        &news.by,
        &news.detail,
        now,
        news.by_mail && delivery == Delivery::Daily
    ];
    let is_new = tx.run(INSERT, args).await? == 1;
    if is_new && news.by_mail && delivery == Delivery::AtOnce {
        mail::write(tx, MailKind::Notice, Some(person), id.as_str(), &format!("notice {id}")).await?;
    }
    Ok(is_new)
}

/// `None` when the record is gone, or was never handed in.
async fn news(read: &mut Read, event: &str, payload: &Payload) -> Result<Option<News>, StoreError> {
    let id = payload.record.as_str();
    let by = match &payload.by {
        Some(person) => {
            read.one(NAME, args![word(person)]).await?.map_or(Ok(String::new()), |r| r.text("name"))?
        }
        None => String::new(),
    };
    let mut news = News {
        record: id.to_owned(),
        partner: None,
        entry: payload.about.clone(),
        subject: String::new(),
        organisation: String::new(),
        by,
        detail: String::new(),
        by_mail: false,
        waits: true,
    };
    match id.split('_').next().unwrap_or_default() {
        "dl" => {
            let Some(row) = read.one(DEAL, args![id]).await? else { return Ok(None) };
            if row.maybe_at("submitted_at")?.is_none() {
                return Ok(None);
            }
            news.waits = row.word::<State>("state")?.waits();
            news.subject = row.text("customer_name")?;
            news.partner = Some(row.word("partner_id")?);
            news.organisation = row.text("name")?;
            news.detail = match event {
                "deal.rejected" | "deal.revoked" => row.maybe_text("reason")?.unwrap_or_default(),
                "deal.extension_refused" => String::new(),
                "deal.expiring" | "deal.expired" | "deal.extended" => {
                    row.maybe_at("protected_until_at")?.map(|at| at.day().to_string()).unwrap_or_default()
                }
                "deal.commented" | "deal.noted" => said(read, ENTRY, id, news.entry.as_deref()).await?,
                other => other.trim_start_matches("deal.").to_owned(),
            };
        }
        "ac" => {
            let Some(row) = read.one(ACCOUNT, args![id]).await? else { return Ok(None) };
            news.subject = row.text("legal_name")?;
            news.detail = said(read, ACCOUNT_ENTRY, id, news.entry.as_deref()).await?;
        }
        "as" => {
            let Some(row) = read.one(ASSET, args![id]).await? else { return Ok(None) };
            news.subject = row.text("title")?;
        }
        "an" => {
            let Some(row) = read.one(ANNOUNCEMENT, args![id]).await? else { return Ok(None) };
            news.subject = row.text("title")?;
        }
        "co" => {
            let Some(row) = read.one(COURSE, args![id]).await? else { return Ok(None) };
            news.subject = row.text("title")?;
        }
        "ce" => {
            let Some(row) = read.one(CERTIFICATE, args![id]).await? else { return Ok(None) };
            news.subject = row.text("title")?;
            news.partner = Some(row.word("partner_id")?);
            news.organisation = row.text("partner_name")?;
            news.detail = row.maybe_on("expires_on")?.map(|day: Day| day.to_string()).unwrap_or_default();
        }
        "ag" => {
            let Some(row) = read.one(ASSIGNMENT, args![id]).await? else { return Ok(None) };
            news.subject = row.text("title")?;
            news.partner = Some(row.word("partner_id")?);
            news.organisation = row.text("name")?;
            news.detail = row.maybe_on("due_on")?.map(|day: Day| day.to_string()).unwrap_or_default();
        }
        _ => return Ok(None),
    }
    Ok(Some(news))
}

async fn said(
    read: &mut Read,
    statement: Statement,
    record: &str,
    entry: Option<&str>,
) -> Result<String, StoreError> {
    let Some(entry) = entry else { return Ok(String::new()) };
    let row = read.one(statement, args![entry, record]).await?;
    Ok(excerpt(&row.map_or(Ok(String::new()), |row| row.text("body"))?))
}
