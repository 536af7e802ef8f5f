//! Approving what is clear: nobody else's claim may meet it, and no account may be its customer.

use super::decide::{self, ApproveError};
use super::{matching, steps};
use crate::accounts;
use crate::db::Tx;
use crate::error::StoreError;
use domain::access::{DecideDeal, Permit, RegisterDeal};
use domain::deals::{Deal, Linked, Protection, Verdict};

/// Approves a deal with a new account if it is clear; answers whether. What is not clear waits for somebody who looks at it.
/// After `false` nothing of the transaction may be kept.
pub async fn approve_if_clear(
    tx: &mut Tx,
    permit: &Permit<DecideDeal>,
    deal: &Deal,
    version: i64,
    protection: Protection,
) -> Result<bool, StoreError> {
    let now = tx.now();
    // What several people have to agree to is looked at by each of them.
    if !steps::of(tx, &deal.id).await?.is_empty() {
        return Ok(false);
    }
    let asking = Permit::of_the_portal(RegisterDeal { partner: deal.partner.0.clone() });
    if matching::verdict(tx, &asking, &deal.claim(), now).await? != Verdict::Clear {
        return Ok(false);
    }
    if !accounts::like_this(tx, permit, &deal.customer.company()).await?.is_empty() {
        return Ok(false);
    }
    let linked = Linked::New { seen: Vec::new() };
    match decide::approve(tx, permit, deal, version, &linked, protection).await {
        Ok(()) => Ok(true),
        Err(ApproveError::Store(error)) => Err(error),
        // Somebody was faster after all.
        Err(_) => Ok(false),
    }
}
