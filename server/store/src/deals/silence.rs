//! What nobody has answered in time, under rules by which silence approves what is clear. Where several people have to agree,
//! silence agrees for none of them.

use super::clear;
use crate::db::Tx;
use crate::error::StoreError;
use crate::notices::clock;
use crate::{args, statements};
use domain::access::{DecideDeal, Permit, Scope};
use domain::deals::Protection;
use domain::id::DealId;

statements! {
    NEXT = "SELECT d.id, 'deal.silent ' || d.id || ' ' || d.decide_by_at AS mark
        FROM deals d JOIN programme_versions v ON v.id = d.programme_version_id AND v.approves_clear
        WHERE d.state IN ('submitted', 'in_review') AND d.decide_by_at < $1
        AND NOT EXISTS (SELECT 1 FROM deal_steps s WHERE s.deal_id = d.id) AND NOT EXISTS (
            SELECT 1 FROM clock_marks m WHERE m.mark = 'deal.silent ' || d.id || ' ' || d.decide_by_at)
        ORDER BY d.decide_by_at, d.id LIMIT 1";
}

/// The next deal that silence may approve. It is looked at once for each of its clocks, whichever server comes first.
pub async fn next(tx: &mut Tx) -> Result<Option<DealId>, StoreError> {
    let now = tx.now();
    while let Some(row) = tx.one(NEXT, args![now]).await? {
        if clock::mark(tx, &row.text("mark")?).await? {
            return row.word("id").map(Some);
        }
    }
    Ok(None)
}

/// Approves a deal that nobody answered, if it is clear; answers whether. Everything else waits for people.
pub async fn approve_if_clear(tx: &mut Tx, id: &DealId, protection: Protection) -> Result<bool, StoreError> {
    let now = tx.now();
    let Some(deal) = super::find(tx, &Scope::All, id, now).await? else { return Ok(false) };
    let permit = Permit::of_the_portal(DecideDeal { partner: deal.partner.0.clone() });
    match clear::approve_if_clear(tx, &permit, &deal, deal.version, protection).await {
        // Somebody was faster after all.
        Err(StoreError::Stale) => Ok(false),
        other => other,
    }
}
