//! The daily digest: who has notices that wait for it, and what went into which.

use super::write;
use crate::args;
use crate::db::{Read, Tx};
use crate::error::StoreError;
use crate::statements;
use crate::value::word;
use domain::id::{MailId, PersonId};
use domain::mail::MailKind;
use domain::time::Day;

statements! {
    // Those whose account is closed keep what waits; it goes with the notices themselves.
    WAITING = "SELECT DISTINCT n.person_id, z.name FROM notices n JOIN people p ON p.id = n.person_id
        LEFT JOIN time_zones z ON z.person_id = p.id WHERE n.waits AND p.active AND n.person_id > $1 ORDER BY n.person_id LIMIT $2";
    // What was read meanwhile does not wait any longer.
    READ_MEANWHILE = "UPDATE notices SET waits = FALSE WHERE person_id = $1 AND waits AND read_at IS NOT NULL";
    LEFT = "SELECT id FROM notices WHERE person_id = $1 AND waits LIMIT 1";
    TAKE = "UPDATE notices SET waits = FALSE, digest_id = $2 WHERE person_id = $1 AND waits";
}

/// The next people after this one for whom notices wait, with the time zone that they chose.
pub async fn waiting(
    read: &mut Read,
    after: Option<&PersonId>,
    most: i64,
) -> Result<Vec<(PersonId, Option<String>)>, StoreError> {
    let after = after.map(ToString::to_string).unwrap_or_default();
    let rows = read.all(WAITING, args![after, most]).await?;
    rows.iter().map(|row| Ok((row.word("person_id")?, row.maybe_text("name")?))).collect()
}

/// Writes the digest of this person's day and puts into it what waits; answers it unless that day has had one, or nothing
/// unread waits.
pub async fn write_of(tx: &mut Tx, person: &PersonId, day: Day) -> Result<Option<MailId>, StoreError> {
    tx.run(READ_MEANWHILE, args![word(person)]).await?;
    if tx.one(LEFT, args![word(person)]).await?.is_none() {
        return Ok(None);
    }
    let mark = format!("digest {person} {day}");
    let Some(id) = write(tx, MailKind::Digest, Some(person), &day.to_string(), &mark).await? else {
        return Ok(None);
    };
    tx.run(TAKE, args![word(person), word(&id)]).await?;
    Ok(Some(id))
}
