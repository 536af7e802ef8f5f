//! How people want to be told.

use super::own;
use crate::audit::Change;
use crate::db::{Read, Tx};
use crate::error::StoreError;
use crate::value::word;
use crate::{args, statements};
use domain::access::{KeepOwnAccount, Permit, Who};
use domain::id::PersonId;
use domain::notices::{Delivery, Kind};

statements! {
    ALL = "SELECT kind, delivery FROM notice_preferences WHERE person_id = $1";
    ONE = "SELECT delivery FROM notice_preferences WHERE person_id = $1 AND kind = $2";
    SET = "INSERT INTO notice_preferences (person_id, kind, delivery) VALUES ($1, $2, $3)
        ON CONFLICT (person_id, kind) DO UPDATE SET delivery = excluded.delivery";
    ZONE = "SELECT name FROM time_zones WHERE person_id = $1";
    SET_ZONE = "INSERT INTO time_zones (person_id, name) VALUES ($1, $2) ON CONFLICT (person_id) DO UPDATE SET name = excluded.name";
    NO_ZONE = "DELETE FROM time_zones WHERE person_id = $1";
    KNOWN = "SELECT name FROM people WHERE id = $1";
}

/// What somebody chose; kinds that they left alone are not in it.
pub async fn chosen(
    read: &mut Read,
    permit: &Permit<KeepOwnAccount>,
) -> Result<Vec<(Kind, Delivery)>, StoreError> {
    let rows = read.all(ALL, args![word(own(permit)?)]).await?;
    let known = rows.iter().filter_map(|row| row.text("kind").ok()?.parse().ok().map(|kind| (kind, row)));
    known.map(|(kind, row)| Ok((kind, row.word("delivery")?))).collect()
}

/// How this person wants to be told this.
pub async fn of(read: &mut Read, person: &PersonId, kind: Kind) -> Result<Delivery, StoreError> {
    let row = read.one(ONE, args![word(person), kind.as_str()]).await?;
    let chosen = row.map(|row| row.word("delivery")).transpose()?;
    Ok(chosen.filter(|delivery| kind.takes(*delivery)).unwrap_or_else(|| kind.usual()))
}

/// The time zone that somebody chose.
pub async fn time_zone(
    read: &mut Read,
    permit: &Permit<KeepOwnAccount>,
) -> Result<Option<String>, StoreError> {
    read.one(ZONE, args![word(own(permit)?)]).await?.map(|row| row.text("name")).transpose()
}

/// Ends mails of this kind, or the daily ones, for a person whose mail program asked for it with the signed link of a mail.
pub async fn leave(tx: &mut Tx, person: &PersonId, kind: Option<Kind>) -> Result<(), StoreError> {
    let Some(row) = tx.one(KNOWN, args![word(person)]).await? else { return Ok(()) };
    let who = Who { person: Some(person.clone()), name: row.text("name")? };
    let mut left = Vec::new();
    for one in Kind::ALL {
        let ends = match kind {
            Some(kind) => kind == *one,
            None => of(tx, person, *one).await? == Delivery::Daily,
        };
        if ends {
            tx.run(SET, args![word(person), one.as_str(), Delivery::InApp.as_str()]).await?;
            left.push(*one);
        }
    }
    tx.noted(&who, "notices_left", Change::of("person", person.as_str()).after(&left)).await
}

/// Keeps what somebody chose; no time zone is the portal's own.
pub async fn choose(
    tx: &mut Tx,
    permit: &Permit<KeepOwnAccount>,
    choices: &[(Kind, Delivery)],
    time_zone: Option<&str>,
) -> Result<(), StoreError> {
    let person = own(permit)?.clone();
    for (kind, delivery) in choices {
        tx.run(SET, args![word(&person), kind.as_str(), delivery.as_str()]).await?;
    }
    match time_zone {
        Some(name) => tx.run(SET_ZONE, args![word(&person), name]).await?,
        None => tx.run(NO_ZONE, args![word(&person)]).await?,
    };
    tx.changed(permit, Change::of("person", person.as_str()).after(&(choices, time_zone))).await
}
