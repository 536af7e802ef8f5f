//! Several partners on one deal: who takes part, as what, and with which share of the credit.

use super::timeline::{self, NewEntry};
use super::{DealRow, columns, from, line, state_now};
use crate::audit::Change;
use crate::db::{Read, Tx};
use crate::error::StoreError;
use crate::row::Row;
use crate::value::word;
use crate::{args, statements};
use domain::access::{Permit, RegisterDeal, SplitDeal};
use domain::deals::{Deal, EntryKind, NewSplit, Part, PartRole};
use domain::id::{DealId, PartnerId};
use domain::time::Instant;

statements! {
    OF = "SELECT s.partner_id, p.name, s.role, s.share FROM deal_parts s JOIN partners p ON p.id = s.partner_id
        WHERE s.deal_id = $1 ORDER BY s.position";
    // What was never handed in is nobody's but its partner's, and what has come to nothing is credited to nobody.
    TOUCH = "UPDATE deals SET version = version + 1 WHERE id = $1 AND version = $2
        AND state IN ('submitted', 'in_review', 'action_required', 'approved', 'extension_pending', 'won')";
    CLEAR = "DELETE FROM deal_parts WHERE deal_id = $1";
    ADD = "INSERT INTO deal_parts (deal_id, partner_id, role, share, position) VALUES ($1, $2, $3, $4, $5)";
    THERE = "SELECT id FROM partners WHERE id = $1";
    NAMES = "SELECT name FROM partners ORDER BY name, id LIMIT 500";
    CALLED = "SELECT id FROM partners WHERE name = $1 OR LOWER(name) = LOWER($1) ORDER BY id LIMIT 2";
    DISTRIBUTOR = "SELECT up.id, up.name FROM partners p JOIN partners up ON up.id = p.parent_id WHERE p.id = $1";
    // Deals of others in which a partner takes part: no more of them than what was agreed on needs.
    JOINT = (concat!("SELECT ", columns!(), ", s.role AS part_role, s.share ", from!(),
        " JOIN deal_parts s ON s.deal_id = d.id WHERE s.partner_id = $1 AND d.partner_id <> $1 AND CAST($2 AS BIGINT) IS NOT NULL
        ORDER BY d.submitted_at DESC, d.id, s.position LIMIT 200"));
}

/// A split was not written.
#[derive(Debug, thiserror::Error)]
pub enum NotSplit {
    /// No such partner; its place among the parts.
    #[error("part {0} is of no partner")]
    NoPartner(usize),
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Who takes part in a deal; nobody but its partner where this is empty. Whether the reader may know of the deal is asked before.
pub async fn of(read: &mut Read, deal: &DealId) -> Result<Vec<Part>, StoreError> {
    read.all(OF, args![word(deal)]).await?.iter().map(part).collect()
}

fn part(row: &Row) -> Result<Part, StoreError> {
    Ok(Part {
        partner: (row.word("partner_id")?, row.text("name")?),
        role: row.word("role")?,
        share: row.int("share")?,
    })
}

/// Writes who takes part.
pub async fn set(
    tx: &mut Tx,
    permit: &Permit<SplitDeal>,
    deal: &Deal,
    version: i64,
    new: &NewSplit,
) -> Result<(), NotSplit> {
    let before = of(tx, &deal.id).await?;
    tx.run_one(TOUCH, args![word(&deal.id), version]).await?;
    for (at, part) in new.parts.iter().enumerate() {
        if tx.one(THERE, args![word(&part.partner)]).await?.is_none() {
            return Err(NotSplit::NoPartner(at));
        }
    }
    let after = write(tx, &deal.id, new).await?;
    let said: Vec<_> = after.iter().map(|part| format!("{}: {} %", part.partner.1, part.share)).collect();
    let body = [said.join(", "), new.why.clone()].join("\n");
    let entry =
        NewEntry { kind: EntryKind::Shared, by_staff: true, internal: false, body: body.trim(), key: None };
    timeline::add(tx, &deal.id, permit.who(), &entry).await?;
    let change = Change::of("deal", deal.id.as_str()).partner(&deal.partner.0);
    Ok(tx.changed(permit, change.before(&before).after(new).event("deal.shared")).await?)
}

/// A deal that was handed in through the distributor of its partner; answers whether there is one.
pub async fn through_distributor(
    tx: &mut Tx,
    permit: &Permit<RegisterDeal>,
    deal: &DealId,
) -> Result<bool, StoreError> {
    let seller = &permit.act().partner;
    let Some((distributor, _)) = distributor(tx, permit).await? else { return Ok(false) };
    let new = NewSplit::through(seller, &distributor);
    write(tx, deal, &new).await?;
    let change = Change::of("deal", deal.as_str()).partner(seller).after(&new);
    tx.changed(permit, change.event("deal.shared")).await?;
    Ok(true)
}

async fn write(tx: &mut Tx, deal: &DealId, new: &NewSplit) -> Result<Vec<Part>, StoreError> {
    tx.run(CLEAR, args![word(deal)]).await?;
    for (at, part) in new.parts.iter().enumerate() {
        let args = args![word(deal), word(&part.partner), part.role.as_str(), part.share, at as i64];
        tx.run(ADD, args).await?;
    }
    of(tx, deal).await
}

/// The distributor through which the registering partner buys, where it has one.
pub async fn distributor(
    read: &mut Read,
    permit: &Permit<RegisterDeal>,
) -> Result<Option<(PartnerId, String)>, StoreError> {
    let row = read.one(DISTRIBUTOR, args![word(&permit.act().partner)]).await?;
    row.map(|row| Ok((row.word("id")?, row.text("name")?))).transpose()
}

/// Names of partners to offer: the first ones of them, since whoever else is meant can be typed.
pub async fn names(read: &mut Read, _permit: &Permit<SplitDeal>) -> Result<Vec<String>, StoreError> {
    read.all(NAMES, args![]).await?.iter().map(|row| row.text("name")).collect()
}

/// The partner of this name, if there is one and no other.
pub async fn called(
    read: &mut Read,
    _permit: &Permit<SplitDeal>,
    name: &str,
) -> Result<Option<PartnerId>, StoreError> {
    match read.all(CALLED, args![name]).await?.as_slice() {
        [one] => Ok(Some(one.word("id")?)),
        _ => Ok(None),
    }
}

/// A deal of another partner in which one takes part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JointRow {
    /// The deal.
    pub line: DealRow,
    /// As what one takes part.
    pub role: PartRole,
    /// The own share in percent.
    pub share: i64,
}

/// The deals of others in which the own organisation takes part, the newest first.
pub async fn joint(
    read: &mut Read,
    permit: &Permit<RegisterDeal>,
    now: Instant,
) -> Result<Vec<JointRow>, StoreError> {
    let rows = read.all(JOINT, args![word(&permit.act().partner), now]).await?;
    rows.iter()
        .map(|row| Ok(JointRow { line: line(row)?, role: row.word("part_role")?, share: row.int("share")? }))
        .collect()
}
