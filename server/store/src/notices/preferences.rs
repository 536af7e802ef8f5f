//! How people want to be told.

use super::own;
use crate::audit::Change;
use crate::db::{Read, Tx};
use crate::error::StoreError;
use crate::value::word;
use crate::{args, statements};
use domain::access::{KeepOwnAccount, Permit};
use domain::id::PersonId;
use domain::notices::{Delivery, Kind};

statements! {
    ALL = "SELECT kind, delivery FROM notice_preferences WHERE person_id = $1";
    ONE = "SELECT delivery FROM notice_preferences WHERE person_id = $1 AND kind = $2";
    SET = "INSERT INTO notice_preferences (person_id, kind, delivery) VALUES ($1, $2, $3)
        ON CONFLICT (person_id, kind) DO UPDATE SET delivery = excluded.delivery";
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

/// Keeps what somebody chose.
pub async fn choose(
    tx: &mut Tx,
    permit: &Permit<KeepOwnAccount>,
    choices: &[(Kind, Delivery)],
) -> Result<(), StoreError> {
    let person = own(permit)?.clone();
    for (kind, delivery) in choices {
        tx.run(SET, args![word(&person), kind.as_str(), delivery.as_str()]).await?;
    }
    tx.changed(permit, Change::of("person", person.as_str()).after(&choices)).await
}
