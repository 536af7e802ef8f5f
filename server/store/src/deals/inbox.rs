//! What waits for an approver, one after another in the order of the decision clock.

use crate::db::Read;
use crate::deals::board::{self, CardRow};
use crate::deals::{columns, from, state_now, waiting};
use crate::error::StoreError;
use crate::value::word;
use crate::{args, statements};
use domain::access::Scope;
use domain::deals::Deal;
use domain::id::DealId;
use domain::time::Instant;

statements! {
    SEVERAL = scoped(concat!("SELECT ", columns!(), ", d.version ", from!(), " WHERE"), "d.partner_id",
        "AND CAST($2 AS BIGINT) IS NOT NULL AND d.state IN ('submitted', 'in_review') ORDER BY d.decide_by_at, d.id LIMIT $3");
    AFTER = scoped("SELECT d.id FROM deals d WHERE", "d.partner_id", concat!("AND ", waiting!(), " AND d.id <> $3
        AND (d.decide_by_at, d.id) > ($2, $3) ORDER BY d.decide_by_at, d.id LIMIT 1"));
}

/// What waits for a decision, the most urgent first, each with the version that was read.
pub async fn several(
    read: &mut Read,
    scope: &Scope,
    now: Instant,
    most: i64,
) -> Result<Vec<CardRow>, StoreError> {
    board::cards(read, SEVERAL, scope, args![now, most]).await
}

/// The case behind this one, whether or not this one still waits; behind the last one the first.
pub async fn next(read: &mut Read, scope: &Scope, deal: &Deal) -> Result<Option<DealId>, StoreError> {
    let (statement, first) = AFTER.within(scope);
    let clock = deal.decide_by_at.map_or(0, |at| at.millis());
    for from in [clock, 0] {
        let args = vec![first.clone(), from.into(), word(&deal.id)];
        if let Some(row) = read.one(statement, args).await? {
            return row.word("id").map(Some);
        }
    }
    Ok(None)
}
