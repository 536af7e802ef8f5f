//! What happens to a deal besides the vendor's decision: taken back, won, lost, expired.

use super::tallies;
use super::timeline::{self, NewEntry};
use crate::audit::Change;
use crate::db::Tx;
use crate::error::StoreError;
use crate::value::word;
use crate::{args, statements};
use domain::access::{DecideDeal, Permit, RegisterDeal, Who};
use domain::deals::{Deal, State, Step};
use domain::id::{DealId, PartnerId};
use domain::time::Instant;

statements! {
    MOVE = "UPDATE deals SET state = $3, closed_at = $4, version = version + 1 WHERE id = $1 AND version = $2";
    NOT_LIVE = "UPDATE deal_families SET live = FALSE WHERE deal_id = $1";
    OVERDUE = "SELECT id, partner_id FROM deals WHERE state = 'approved' AND protected_until_at <= $1 ORDER BY protected_until_at, id LIMIT $2";
    // Whose window has ended on this account: what a new approval has to push aside first.
    OVERDUE_ON = "SELECT DISTINCT d.id, d.partner_id FROM deal_families df JOIN deals d ON d.id = df.deal_id
        WHERE df.account_id = $1 AND df.live AND d.state = 'approved' AND d.protected_until_at <= $2";
    // The window is asked for again: a decision may have come in between.
    EXPIRE = "UPDATE deals SET state = 'expired', closed_at = $2, version = version + 1
        WHERE id = $1 AND state = 'approved' AND protected_until_at <= $2";
}

/// What a partner does with a deal after it was begun: withdraws it, reports it won or lost.
pub async fn step(
    tx: &mut Tx,
    permit: &Permit<RegisterDeal>,
    before: &Deal,
    version: i64,
    step: Step,
) -> Result<(), StoreError> {
    let after = match step {
        Step::Withdraw | Step::Win | Step::Lose => before.state.after(step).map_err(|_| StoreError::Stale)?,
        Step::Submit | Step::StartReview | Step::Approve | Step::Reject | Step::Expire => {
            return Err(StoreError::Stale);
        }
    };
    let now = tx.now();
    let stood = tallies::standing(tx, &before.id).await?;
    tx.run_one(MOVE, args![word(&before.id), version, after.as_str(), now]).await?;
    tallies::moved(tx, stood, &before.id).await?;
    tx.run(NOT_LIVE, args![word(&before.id)]).await?;
    let entry = NewEntry { kind: step.entry(), by_staff: false, internal: false, body: "", key: None };
    timeline::add(tx, &before.id, permit.who(), &entry).await?;
    let change = Change::of("deal", before.id.as_str()).partner(&before.partner.0);
    let event = match step {
        Step::Withdraw => "deal.withdrawn",
        Step::Win => "deal.won",
        _ => "deal.lost",
    };
    tx.changed(permit, change.before(&before.state).after(&after).event(event)).await
}

/// Writes what the clock has done already: approvals whose window has ended expire. At most `most` at a time; answers how
/// many.
pub async fn expire_overdue(tx: &mut Tx, most: i64) -> Result<usize, StoreError> {
    let now = tx.now();
    let overdue = tx.all(OVERDUE, args![now, most]).await?;
    for row in &overdue {
        expire(tx, &row.word("id")?, &row.word("partner_id")?, now).await?;
    }
    Ok(overdue.len())
}

/// Frees the account from approvals whose window has ended, inside the transaction of the next one.
pub(super) async fn expire_overdue_on(
    tx: &mut Tx,
    account: &domain::id::AccountId,
) -> Result<(), StoreError> {
    let now = tx.now();
    for row in tx.all(OVERDUE_ON, args![word(account), now]).await? {
        expire(tx, &row.word("id")?, &row.word("partner_id")?, now).await?;
    }
    Ok(())
}

async fn expire(tx: &mut Tx, id: &DealId, partner: &PartnerId, now: Instant) -> Result<(), StoreError> {
    let stood = tallies::standing(tx, id).await?;
    if tx.run(EXPIRE, args![word(id), now]).await? == 0 {
        return Ok(());
    }
    tallies::moved(tx, stood, id).await?;
    tx.run(NOT_LIVE, args![word(id)]).await?;
    let permit = Permit::of_the_portal(DecideDeal { partner: partner.clone() });
    let who: &Who = permit.who();
    let entry = NewEntry { kind: Step::Expire.entry(), by_staff: true, internal: false, body: "", key: None };
    timeline::add(tx, id, who, &entry).await?;
    let change = Change::of("deal", id.as_str()).partner(partner);
    tx.changed(&permit, change.before(&State::Approved).after(&State::Expired).event("deal.expired")).await
}
