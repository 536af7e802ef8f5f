//! Deals that go from one person of a partner to another: one of them, or all that somebody who leaves has open.

use super::tallies;
use super::timeline::{self, NewEntry};
use crate::audit::Change;
use crate::db::{Read, Tx};
use crate::error::StoreError;
use crate::value::word;
use crate::{args, statements};
use domain::access::{HandOverDeals, Permit};
use domain::deals::EntryKind;
use domain::id::{DealId, PersonId};
use serde::Serialize;

statements! {
    COLLEAGUES = "SELECT p.id, p.name FROM people p WHERE p.partner_id = $1 AND p.active
        AND p.id <> (SELECT d.person_id FROM deals d WHERE d.id = $2) ORDER BY p.name, p.id LIMIT 500";
    SELLER = "SELECT p.name AS person FROM deals d JOIN people p ON p.id = d.person_id WHERE d.id = $1";
    NAME = "SELECT name FROM people WHERE id = $1 AND partner_id = $2 AND active";
    ONE = "UPDATE deals SET person_id = $3, version = version + 1 WHERE id = $1 AND version = $2 AND partner_id = $4 AND person_id <> $3";
    // What can still come to something, or be appealed against.
    OPEN = "SELECT d.id, d.version FROM deals d WHERE d.person_id = $1 AND d.partner_id = $2
        AND d.state NOT IN ('withdrawn', 'expired', 'won', 'lost') ORDER BY d.id";
}

/// Who could have this deal instead: the partner's people, without whom has it.
pub async fn colleagues(
    read: &mut Read,
    permit: &Permit<HandOverDeals>,
    deal: &DealId,
) -> Result<Vec<(PersonId, String)>, StoreError> {
    let rows = read.all(COLLEAGUES, args![word(&permit.act().partner), word(deal)]).await?;
    rows.iter().map(|row| Ok((row.word("id")?, row.text("name")?))).collect()
}

/// Why a deal was not handed over.
#[derive(Debug, thiserror::Error)]
pub enum TransferError {
    /// Nobody of the partner who can sign in.
    #[error("nobody of this partner")]
    Nobody,
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Whom deals are handed over to, and by which side.
#[derive(Debug, Clone, Copy)]
pub struct To<'a> {
    /// Who has them from here on.
    pub person: &'a PersonId,
    /// Whether the vendor does it.
    pub by_staff: bool,
}

/// Hands one deal over. Its place, its clocks and its story stay.
pub async fn one(
    tx: &mut Tx,
    permit: &Permit<HandOverDeals>,
    deal: &DealId,
    version: i64,
    to: To<'_>,
) -> Result<(), TransferError> {
    let name = name(tx, permit, to.person).await?;
    Ok(hand_over(tx, permit, (deal, version), (to, &name)).await?)
}

/// Hands everything over that somebody has open; answers how many deals that were.
pub async fn all(
    tx: &mut Tx,
    permit: &Permit<HandOverDeals>,
    from: &PersonId,
    to: To<'_>,
) -> Result<usize, TransferError> {
    let name = name(tx, permit, to.person).await?;
    if from == to.person {
        return Err(TransferError::Nobody);
    }
    let open = tx.all(OPEN, args![word(from), word(&permit.act().partner)]).await?;
    for row in &open {
        let deal: DealId = row.word("id")?;
        hand_over(tx, permit, (&deal, row.int("version")?), (to, &name)).await?;
    }
    Ok(open.len())
}

async fn name(tx: &mut Tx, permit: &Permit<HandOverDeals>, to: &PersonId) -> Result<String, TransferError> {
    let row = tx.one(NAME, args![word(to), word(&permit.act().partner)]).await?;
    Ok(row.ok_or(TransferError::Nobody)?.text("name")?)
}

/// What of a deal changes, as the deal has it.
#[derive(Serialize)]
struct Seller {
    person: String,
}

async fn hand_over(
    tx: &mut Tx,
    permit: &Permit<HandOverDeals>,
    (deal, version): (&DealId, i64),
    (to, name): (To<'_>, &str),
) -> Result<(), StoreError> {
    let partner = &permit.act().partner;
    let stood = tallies::standing(tx, deal).await?;
    let row = tx.one(SELLER, args![word(deal)]).await?.ok_or(StoreError::Stale)?;
    let before = Seller { person: row.text("person")? };
    tx.run_one(ONE, args![word(deal), version, word(to.person), word(partner)]).await?;
    tallies::moved(tx, stood, deal).await?;
    let entry = NewEntry {
        kind: EntryKind::Transferred,
        by_staff: to.by_staff,
        internal: false,
        body: name,
        key: None,
    };
    timeline::add(tx, deal, permit.who(), &entry).await?;
    let change = Change::of("deal", deal.as_str()).partner(partner).before(&before).after(to.person);
    tx.changed(permit, change.event("deal.transferred")).await
}
