//! Tables that somebody brought, kept between the look at what they would do and the word that does it.

use crate::audit::Change;
use crate::db::{Read, Tx};
use crate::error::StoreError;
use crate::value::word;
use crate::{args, statements};
use domain::access::{ManagePeople, Permit};
use domain::id::{ImportId, PersonId};
use domain::imports::{Outcome, Sheet};
use domain::time::Instant;

/// Days that a table is kept which nobody said the word for.
const DAYS: i64 = 7;

statements! {
    INSERT = "INSERT INTO imports (id, person_id, sort, sheet, outcome, created_at) VALUES ($1, $2, $3, $4, '', $5)";
    // One at a time: what was looked at before is thrown away with the next one.
    SWEEP = "DELETE FROM imports WHERE applied_at IS NULL AND (person_id = $1 OR created_at < $2)";
    FIND = "SELECT id, sheet, applied_at, outcome FROM imports WHERE id = $1 AND person_id = $2";
    CLOSE = "UPDATE imports SET sheet = '', applied_at = $3, outcome = $4 WHERE id = $1 AND person_id = $2 AND applied_at IS NULL";
}

/// A table that its bringer finds again.
#[derive(Debug, Clone, PartialEq)]
pub enum Import {
    /// Not applied yet.
    Open(Sheet),
    /// Applied then, with this outcome.
    Applied(Instant, Outcome),
}

fn own(permit: &Permit<ManagePeople>) -> Result<&PersonId, StoreError> {
    permit.who().person.as_ref().ok_or(StoreError::Stale)
}

/// Keeps a table for the person who brought it.
pub async fn keep(tx: &mut Tx, permit: &Permit<ManagePeople>, sheet: &Sheet) -> Result<ImportId, StoreError> {
    let (id, now, own) = (tx.fresh::<ImportId>(), tx.now(), own(permit)?);
    tx.run(SWEEP, args![word(own), now.plus_days(-DAYS)]).await?;
    tx.run(INSERT, args![word(&id), word(own), sheet.columns.sort.as_str(), json("sheet", sheet)?, now])
        .await?;
    Ok(id)
}

/// A table that this very person brought.
pub async fn find(
    read: &mut Read,
    permit: &Permit<ManagePeople>,
    id: &ImportId,
) -> Result<Option<Import>, StoreError> {
    let Some(row) = read.one(FIND, args![word(id), word(own(permit)?)]).await? else { return Ok(None) };
    Ok(Some(match row.maybe_at("applied_at")? {
        Some(at) => Import::Applied(at, row.json("outcome")?),
        None => Import::Open(row.json("sheet")?),
    }))
}

/// Notes that it was applied, in the transaction that did; applied meanwhile, it is stale.
pub async fn close(
    tx: &mut Tx,
    permit: &Permit<ManagePeople>,
    id: &ImportId,
    outcome: &Outcome,
) -> Result<(), StoreError> {
    let (now, own) = (tx.now(), word(own(permit)?));
    tx.run_one(CLOSE, args![word(id), own, now, json("outcome", outcome)?]).await?;
    tx.changed(permit, Change::of("import", id.as_str()).after(outcome)).await
}

fn json(column: &str, value: &impl serde::Serialize) -> Result<String, StoreError> {
    serde_json::to_string(value)
        .map_err(|e| StoreError::Corrupt { column: column.into(), cause: e.to_string() })
}
