//! Identities at providers: a person is (issuer, subject), never an address.

use crate::audit::Change;
use crate::db::{Read, Tx};
use crate::error::StoreError;
use crate::value::word;
use crate::{args, statements};
use domain::access::{KeepOwnAccount, Permit};
use domain::id::{PartnerId, PersonId};
use domain::time::Instant;
use serde::Serialize;

statements! {
    BY_IDENTITY = "SELECT p.id, p.partner_id, p.active FROM identities i JOIN people p ON p.id = i.person_id
        WHERE i.issuer = $1 AND i.subject = $2";
    INSERT = "INSERT INTO identities (issuer, subject, person_id, email, linked_at) VALUES ($1, $2, $3, $4, $5)";
    OF_PERSON = "SELECT issuer, subject, email, linked_at FROM identities WHERE person_id = $1 ORDER BY issuer, subject";
    // Touching the person's row makes two that are taken off at once wait for each other.
    HOLD = "UPDATE people SET version = version + 1 WHERE id = $1";
    DELETE = "DELETE FROM identities WHERE issuer = $1 AND subject = $2 AND person_id = $3";
    WAYS_IN = "SELECT (SELECT COUNT(*) FROM identities WHERE person_id = $1)
        + (SELECT COUNT(*) FROM people WHERE id = $1 AND password_hash IS NOT NULL) AS ways";
}

/// What is known of an identity that a provider asserts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Known {
    /// A person who may sign in, of this organisation; `None` for the vendor's.
    Active(PersonId, Option<PartnerId>),
    /// A person who may not any more.
    Left,
    /// Nobody yet.
    Nobody,
}

/// Finds the person of an identity.
pub async fn by_identity(read: &mut Read, issuer: &str, subject: &str) -> Result<Known, StoreError> {
    match read.one(BY_IDENTITY, args![issuer, subject]).await? {
        None => Ok(Known::Nobody),
        Some(row) if row.flag("active")? => Ok(Known::Active(row.word("id")?, row.maybe_word("partner_id")?)),
        Some(_) => Ok(Known::Left),
    }
}

/// An identity as a provider asserted it.
#[derive(Debug, Clone, Serialize)]
pub struct Identity {
    /// The provider.
    pub issuer: String,
    /// The person at the provider.
    pub subject: String,
    /// The address it asserted.
    pub email: String,
}

/// Links an identity to the account in whose session this happens, or to a person made in the same transaction.
pub async fn link(
    tx: &mut Tx,
    permit: &Permit<KeepOwnAccount>,
    person: &PersonId,
    identity: &Identity,
) -> Result<(), StoreError> {
    let now = tx.now();
    tx.run(INSERT, args![&identity.issuer, &identity.subject, word(person), &identity.email, now]).await?;
    tx.changed(permit, Change::of("person", person.as_str()).after(identity).event("person.linked")).await
}

/// The identities of the account in whose session this happens, with the day they were linked.
pub async fn identities(
    read: &mut Read,
    _permit: &Permit<KeepOwnAccount>,
    person: &PersonId,
) -> Result<Vec<(Identity, Instant)>, StoreError> {
    let identity = |row: &crate::row::Row| {
        let identity = Identity {
            issuer: row.text("issuer")?,
            subject: row.text("subject")?,
            email: row.text("email")?,
        };
        Ok((identity, row.at("linked_at")?))
    };
    read.all(OF_PERSON, args![word(person)]).await?.iter().map(identity).collect()
}

/// Takes an identity off the account in whose session this happens; answers whether it did. The last way in stays:
/// without it the account could not be entered any more.
pub async fn unlink(
    tx: &mut Tx,
    permit: &Permit<KeepOwnAccount>,
    person: &PersonId,
    issuer: &str,
    subject: &str,
) -> Result<bool, StoreError> {
    tx.run_one(HOLD, args![word(person)]).await?;
    let ways = tx.one(WAYS_IN, args![word(person)]).await?.map_or(Ok(0), |row| row.int("ways"))?;
    if ways < 2 {
        return Ok(false);
    }
    tx.run_one(DELETE, args![issuer, subject, word(person)]).await?;
    let gone = (issuer, subject);
    tx.changed(permit, Change::of("person", person.as_str()).before(&gone).event("person.unlinked")).await?;
    Ok(true)
}
