//! What approvers do: begin a review, approve with the account linked, reject with a reason; revoke an approval, and decide
//! anew what was rejected or revoked.

use super::life;
use super::pipeline;
use super::steps;
use super::tallies;
use super::timeline::{self, NewEntry};
use crate::accounts;
use crate::audit::Change;
use crate::db::Tx;
use crate::error::StoreError;
use crate::programmes::{self, clock};
use crate::value::{maybe, word};
use crate::{args, statements};
use domain::access::{DecideDeal, OverReviews, Permit};
use domain::accounts::NewAccount;
use domain::deals::{Deal, Linked, Protection, Rejection, Step, Turn};
use domain::id::AccountId;
use domain::programmes::Rules;
use serde::Serialize;

statements! {
    REVIEW = "UPDATE deals SET state = 'in_review', decide_by_at = $3, question = NULL, asked_at = NULL, version = version + 1
        WHERE id = $1 AND version = $2 AND state IN ('submitted', 'action_required')";
    APPROVE = "UPDATE deals SET state = 'approved', account_id = $3, decided_at = $4, decided_by = $5, protected_until_at = $6, discount = $7,
        in_time = ($4 <= decide_by_at), version = version + 1 WHERE id = $1 AND version = $2 AND state IN ('submitted', 'in_review')";
    TIER = "SELECT tier FROM partners WHERE id = $1";
    BEFORE = "SELECT d.id FROM deals d JOIN deal_families df ON df.deal_id = d.id WHERE d.account_id = $1 AND d.partner_id <> $2
        AND d.submitted_at < $3 AND df.family_id IN (SELECT family_id FROM deal_families WHERE deal_id = $4) LIMIT 1";
    LIVE = "UPDATE deal_families SET account_id = $2, live = TRUE WHERE deal_id = $1";
    REJECT = "UPDATE deals SET state = 'rejected', reason = $3, reason_note = $4, decided_at = $5, decided_by = $6,
        in_time = ($5 <= decide_by_at), version = version + 1 WHERE id = $1 AND version = $2 AND state IN ('submitted', 'in_review')";
    REVOKE = "UPDATE deals SET state = 'revoked', reason = $3, reason_note = $4, closed_at = $5, version = version + 1
        WHERE id = $1 AND version = $2 AND state IN ('approved', 'extension_pending')";
    // Its place among claims stays; everything that the former decision said is gone.
    REOPEN = "UPDATE deals SET state = 'in_review', decide_by_at = $3, reason = NULL, reason_note = '', decided_at = NULL,
        decided_by = NULL, in_time = NULL, protected_until_at = NULL, extended_at = NULL, appealed_at = NULL, closed_at = NULL,
        version = version + 1 WHERE id = $1 AND version = $2 AND state IN ('rejected', 'revoked')";
}

/// An approval was not possible.
#[derive(Debug, thiserror::Error)]
pub enum ApproveError {
    /// Another live approval has the account and one of the families.
    #[error("another live approval protects this account and family")]
    Protected,
    /// The account to link is not there.
    #[error("no such account")]
    NoAccount,
    /// An account that may be this very customer is there, and the approver has not seen it.
    #[error("an account that may be this customer is there by now")]
    LikeThis,
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Tells the partner that somebody is at it, with an answer or without one.
pub async fn start_review<A: OverReviews>(
    tx: &mut Tx,
    permit: &Permit<A>,
    before: &Deal,
    version: i64,
) -> Result<(), StoreError> {
    let after = before.state.after(Step::StartReview).map_err(|_| StoreError::Stale)?;
    steps::held(tx, permit, before).await?;
    let now = tx.now();
    let goes_on = clock::goes_on(tx, before, now).await?;
    let stood = tallies::standing(tx, &before.id).await?;
    tx.run_one(REVIEW, args![word(&before.id), version, goes_on]).await?;
    tallies::moved(tx, stood, &before.id).await?;
    noted(tx, permit, before, Step::StartReview, "", &after, "deal.review_started").await
}

#[derive(Serialize)]
struct Approval<'a> {
    account: &'a AccountId,
    protected_until: String,
    discount: Option<i64>,
}

/// What its programme gives for it, in hundredths of a percent: by the partner's tier today, and by whether somebody else was
/// given one of the families at this account for what they registered before.
async fn discount(tx: &mut Tx, rules: &Rules, deal: &Deal, account: &AccountId) -> Result<i64, StoreError> {
    let row = tx.one(TIER, args![word(&deal.partner.0)]).await?.ok_or(StoreError::Stale)?;
    let before = tx
        .one(BEFORE, args![word(account), word(&deal.partner.0), deal.submitted_at, word(&deal.id)])
        .await?;
    Ok(rules.discount(row.word("tier")?, before.is_none()).into())
}

/// Approves: links the account (or makes one of the partner's words), starts the window, and claims the families. The
/// schema keeps one live approval per account and family; windows that have ended are expired first. Where an approval takes
/// several steps, this agrees to the caller's, and all of that happens with the last of them; stale where the step that is
/// open is somebody else's.
pub async fn approve(
    tx: &mut Tx,
    permit: &Permit<DecideDeal>,
    before: &Deal,
    version: i64,
    account: &Linked,
    protection: Protection,
) -> Result<(), ApproveError> {
    approve_saying(tx, permit, before, version, (account, protection), "").await
}

/// The same with words for colleagues, where it is a step.
pub async fn approve_saying(
    tx: &mut Tx,
    permit: &Permit<DecideDeal>,
    before: &Deal,
    version: i64,
    (account, protection): (&Linked, Protection),
    note: &str,
) -> Result<(), ApproveError> {
    before.state.after(Step::Approve).map_err(|_| StoreError::Stale)?;
    let step = match steps::held(tx, permit, before).await?.1 {
        Turn::Step { position, last: false } => {
            return Ok(steps::one(tx, permit, before, version, (position, note)).await?);
        }
        Turn::Step { position, last: true } => Some(position),
        Turn::Whole | Turn::Nothing => None,
    };
    let now = tx.now();
    let account = match account {
        Linked::To(id) if accounts::taken(tx, id).await? => id.clone(),
        Linked::To(_) => return Err(ApproveError::NoAccount),
        Linked::New { seen } => {
            let customer = before.customer.clone();
            let new = NewAccount {
                legal_name: customer.name,
                domain: customer.domain,
                country: customer.country,
                ..NewAccount::default()
            };
            accounts::make_for_deal(tx, permit, &new, seen).await?.ok_or(ApproveError::LikeThis)?
        }
    };
    life::expire_overdue_on(tx, &account).await?;
    let rules = programmes::of_deal(tx, &before.id).await?.map(|version| version.rules);
    let until = rules.as_ref().map_or(protection, |rules| rules.window).until(now);
    let discount = match &rules {
        Some(rules) => Some(discount(tx, rules, before, &account).await?),
        None => None,
    };
    let by = maybe(permit.who().person.as_ref());
    let stood = tallies::standing(tx, &before.id).await?;
    tx.run_one(APPROVE, args![word(&before.id), version, word(&account), now, by, until, discount]).await?;
    tallies::moved(tx, stood, &before.id).await?;
    match tx.run(LIVE, args![word(&before.id), word(&account)]).await {
        Err(StoreError::Duplicate { .. }) => return Err(ApproveError::Protected),
        other => other?,
    };
    pipeline::begin(tx, &before.id).await?;
    if let Some(position) = step {
        steps::agree(tx, permit, before, (position, note)).await?;
    }
    let after = Approval { account: &account, protected_until: until.rfc3339(), discount };
    noted(tx, permit, before, Step::Approve, "", &after, "deal.approved").await?;
    Ok(())
}

/// Rejects with a reason, at whichever step of its approval.
pub async fn reject<A: OverReviews>(
    tx: &mut Tx,
    permit: &Permit<A>,
    before: &Deal,
    version: i64,
    why: &Rejection,
) -> Result<(), StoreError> {
    before.state.after(Step::Reject).map_err(|_| StoreError::Stale)?;
    steps::held(tx, permit, before).await?;
    let now = tx.now();
    let by = maybe(permit.who().person.as_ref());
    let stood = tallies::standing(tx, &before.id).await?;
    tx.run_one(REJECT, args![word(&before.id), version, why.reason.as_str(), &why.note, now, by]).await?;
    tallies::moved(tx, stood, &before.id).await?;
    noted(tx, permit, before, Step::Reject, &why.note, why, "deal.rejected").await
}

/// Takes an approval away with a reason: the field is free from here on.
pub async fn revoke(
    tx: &mut Tx,
    permit: &Permit<DecideDeal>,
    before: &Deal,
    version: i64,
    why: &Rejection,
) -> Result<(), StoreError> {
    before.state.after(Step::Revoke).map_err(|_| StoreError::Stale)?;
    let now = tx.now();
    let stood = tallies::standing(tx, &before.id).await?;
    tx.run_one(REVOKE, args![word(&before.id), version, why.reason.as_str(), &why.note, now]).await?;
    tallies::moved(tx, stood, &before.id).await?;
    life::free(tx, &before.id).await?;
    noted(tx, permit, before, Step::Revoke, &why.note, why, "deal.revoked").await
}

/// Decides anew what was rejected or revoked. The decision clock begins again, its place among claims stays; what was given
/// to somebody else meanwhile stays theirs.
pub async fn reopen(
    tx: &mut Tx,
    permit: &Permit<DecideDeal>,
    before: &Deal,
    version: i64,
    note: &str,
) -> Result<(), StoreError> {
    let after = before.state.after(Step::Reopen).map_err(|_| StoreError::Stale)?;
    let now = tx.now();
    let until = clock::begins(tx, &before.id, now).await?;
    let stood = tallies::standing(tx, &before.id).await?;
    tx.run_one(REOPEN, args![word(&before.id), version, until]).await?;
    tallies::moved(tx, stood, &before.id).await?;
    steps::begin_again(tx, before).await?;
    noted(tx, permit, before, Step::Reopen, note, &after, "deal.reopened").await
}

pub(super) async fn noted<A: OverReviews>(
    tx: &mut Tx,
    permit: &Permit<A>,
    before: &Deal,
    step: Step,
    note: &str,
    after: &impl Serialize,
    event: &'static str,
) -> Result<(), StoreError> {
    let entry = NewEntry { kind: step.entry(), by_staff: true, internal: false, body: note, key: None };
    timeline::add(tx, &before.id, permit.who(), &entry).await?;
    let change = Change::of("deal", before.id.as_str()).partner(&before.partner.0);
    tx.changed(permit, change.before(before).after(after).event(event)).await
}
