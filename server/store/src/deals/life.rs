//! What happens to a deal besides the vendor's decision: taken back, won, lost, expired, appealed against.

use super::timeline::{self, NewEntry};
use super::{extension, pipeline, tallies};
use crate::audit::Change;
use crate::db::Tx;
use crate::error::StoreError;
use crate::value::word;
use crate::{args, statements};
use domain::access::{DecideDeal, Permit, RegisterDeal, Who};
use domain::deals::{Deal, PartnerStep, State, Step};
use domain::id::{DealId, PartnerId};
use domain::time::Instant;

statements! {
    MOVE = "UPDATE deals SET state = $3, closed_at = $4, question = NULL, asked_at = NULL, version = version + 1 WHERE id = $1 AND version = $2";
    APPEAL = "UPDATE deals SET appealed_at = $3, version = version + 1
        WHERE id = $1 AND version = $2 AND appealed_at IS NULL AND state IN ('rejected', 'revoked')";
    NOT_LIVE = "UPDATE deal_families SET live = FALSE WHERE deal_id = $1";
    OVERDUE = "SELECT id, partner_id FROM deals WHERE state = 'approved' AND protected_until_at <= $1 ORDER BY protected_until_at, id LIMIT $2";
    // Whose window has ended on this account: what a new approval has to push aside first.
    OVERDUE_ON = "SELECT DISTINCT d.id, d.partner_id FROM deal_families df JOIN deals d ON d.id = df.deal_id
        WHERE df.account_id = $1 AND df.live AND d.state = 'approved' AND d.protected_until_at <= $2";
    // The window is asked for again: a decision may have come in between.
    EXPIRE = "UPDATE deals SET state = 'expired', closed_at = $2, version = version + 1
        WHERE id = $1 AND state = 'approved' AND protected_until_at <= $2";
}

/// What a partner does with a deal after it was begun: withdraws it, reports it won or lost, asks for more time, appeals.
pub async fn step(
    tx: &mut Tx,
    permit: &Permit<RegisterDeal>,
    before: &Deal,
    version: i64,
    taken: &PartnerStep,
) -> Result<(), StoreError> {
    let step = taken.step;
    if !before.allows(step) {
        return Err(StoreError::Stale);
    }
    let after = before.state.after(step).map_err(|_| StoreError::Stale)?;
    let now = tx.now();
    let stood = tallies::standing(tx, &before.id).await?;
    let event = match step {
        Step::Withdraw => ended(tx, before, version, after, "deal.withdrawn").await?,
        Step::Win => ended(tx, before, version, after, "deal.won").await?,
        Step::Lose => ended(tx, before, version, after, "deal.lost").await?,
        Step::AskExtension => extension::ask(tx, before, version).await?,
        Step::Appeal => {
            tx.run_one(APPEAL, args![word(&before.id), version, now]).await?;
            "deal.appealed"
        }
        // The vendor's, and the clock's.
        _ => return Err(StoreError::Stale),
    };
    if let Some(reason) = taken.reason {
        pipeline::close(tx, &before.id, reason).await?;
    }
    tallies::moved(tx, stood, &before.id).await?;
    let entry =
        NewEntry { kind: step.entry(), by_staff: false, internal: false, body: &taken.why, key: None };
    timeline::add(tx, &before.id, permit.who(), &entry).await?;
    let change = Change::of("deal", before.id.as_str()).partner(&before.partner.0);
    tx.changed(permit, change.before(before).after(&after).event(event)).await
}

/// An end that its partner brought about.
async fn ended(
    tx: &mut Tx,
    before: &Deal,
    version: i64,
    after: State,
    event: &'static str,
) -> Result<&'static str, StoreError> {
    let now = tx.now();
    tx.run_one(MOVE, args![word(&before.id), version, after.as_str(), now]).await?;
    free(tx, &before.id).await?;
    Ok(event)
}

/// From here on its account and families are anybody's.
pub(super) async fn free(tx: &mut Tx, id: &DealId) -> Result<(), StoreError> {
    tx.run(NOT_LIVE, args![word(id)]).await.map(drop)
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
pub(crate) async fn expire_overdue_on(
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
    free(tx, id).await?;
    let permit = Permit::of_the_portal(DecideDeal { partner: partner.clone() });
    let who: &Who = permit.who();
    let entry = NewEntry { kind: Step::Expire.entry(), by_staff: true, internal: false, body: "", key: None };
    timeline::add(tx, id, who, &entry).await?;
    let change = Change::of("deal", id.as_str()).partner(partner);
    tx.changed(&permit, change.before(&State::Approved).after(&State::Expired).event("deal.expired")).await
}
