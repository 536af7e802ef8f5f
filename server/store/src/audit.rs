//! The audit: one line for every change and every refused access, with the row before and after.

use crate::db::{Read, Tx};
use crate::error::StoreError;
use crate::value::{maybe, word};
use crate::{args, outbox, search, statements};
use domain::access::{Act, Permit, ReadHistory, Who};
use domain::id::{AuditId, PartnerId};
use domain::time::Instant;
use serde::Serialize;

statements! {
    INSERT = "INSERT INTO audit (id, at, person_id, person_name, act, record_kind, record_id, partner_id, before, after)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    LAST = "SELECT at FROM audit ORDER BY id DESC LIMIT 1";
    OF_RECORD = "SELECT at, person_name, act, before, after FROM audit
        WHERE record_kind = $1 AND record_id = $2 ORDER BY id";
    CALLED = "SELECT name FROM partners WHERE id = $1 UNION ALL SELECT legal_name AS name FROM accounts WHERE id = $1";
}

/// A change as the audit and the outbox see it.
#[derive(Debug, Clone)]
pub struct Change<'a> {
    kind: &'static str,
    id: &'a str,
    partner: Option<&'a PartnerId>,
    before: Option<String>,
    after: Option<String>,
    event: Option<&'static str>,
    about: Option<String>,
}

impl<'a> Change<'a> {
    /// A change of the record of this kind (`deal`, `partner`) with this id.
    pub fn of(kind: &'static str, id: &'a str) -> Self {
        Self { kind, id, partner: None, before: None, after: None, event: None, about: None }
    }

    /// The partner whose row it is.
    #[must_use]
    pub fn partner(mut self, partner: &'a PartnerId) -> Self {
        self.partner = Some(partner);
        self
    }

    /// The row before.
    #[must_use]
    pub fn before(mut self, row: &impl Serialize) -> Self {
        self.before = serde_json::to_string(row).ok();
        self
    }

    /// The row after.
    #[must_use]
    pub fn after(mut self, row: &impl Serialize) -> Self {
        self.after = serde_json::to_string(row).ok();
        self
    }

    /// The event for the outbox, as `deal.submitted`.
    #[must_use]
    pub fn event(mut self, event: &'static str) -> Self {
        self.event = Some(event);
        self
    }

    /// The part of the record that the event is about, as one entry of a timeline.
    #[must_use]
    pub fn about(mut self, part: &impl std::fmt::Display) -> Self {
        self.about = Some(part.to_string());
        self
    }
}

impl Tx {
    /// Writes the audit line, and the event where there is one, of a change made under this permit, and what the change
    /// makes of the search. Comes after the change itself.
    pub async fn changed<A: Act>(
        &mut self,
        permit: &Permit<A>,
        change: Change<'_>,
    ) -> Result<(), StoreError> {
        let (kind, id) = (change.kind, change.id);
        self.noted(permit.who(), A::NAME, change).await?;
        search::follow(self, kind, id).await
    }

    /// Writes a line that no permit stands behind: sign-ins, refusals.
    pub async fn noted(&mut self, who: &Who, act: &str, change: Change<'_>) -> Result<(), StoreError> {
        let id: AuditId = self.fresh();
        let now = self.now();
        if let Some(event) = change.event {
            let payload = outbox::Payload {
                record: change.id.to_owned(),
                partner: change.partner.cloned(),
                by: who.person.clone(),
                about: change.about.clone(),
            };
            outbox::emit(self, event, &payload).await?;
        }
        self.run(
            INSERT,
            args![
                word(&id),
                now,
                maybe(who.person.as_ref()),
                &who.name,
                act,
                change.kind,
                change.id,
                maybe(change.partner),
                change.before,
                change.after,
            ],
        )
        .await?;
        Ok(())
    }
}

/// A line as it is read back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// When.
    pub at: Instant,
    /// Who.
    pub person: String,
    /// What was done.
    pub act: String,
    /// The row before, JSON.
    pub before: Option<String>,
    /// The row after, JSON.
    pub after: Option<String>,
}

/// When the last line was written.
pub async fn last(read: &mut Read) -> Result<Option<Instant>, StoreError> {
    read.one(LAST, args![]).await?.map(|row| row.at("at")).transpose()
}

/// The history of one record, oldest first.
pub async fn of_record(
    read: &mut Read,
    _permit: &Permit<ReadHistory>,
    kind: &str,
    id: &str,
) -> Result<Vec<Line>, StoreError> {
    read.all(OF_RECORD, args![kind, id])
        .await?
        .iter()
        .map(|row| {
            Ok(Line {
                at: row.at("at")?,
                person: row.text("person_name")?,
                act: row.text("act")?,
                before: row.maybe_text("before")?,
                after: row.maybe_text("after")?,
            })
        })
        .collect()
}

/// What a partner or an account is called that a record's history names.
pub async fn called(
    read: &mut Read,
    _permit: &Permit<ReadHistory>,
    id: &str,
) -> Result<Option<String>, StoreError> {
    read.one(CALLED, args![id]).await?.map(|row| row.text("name")).transpose()
}
