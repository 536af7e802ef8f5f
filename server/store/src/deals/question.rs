//! What an approver wants to know before deciding, and the partner's answer. The decision clock stands in between; the place
//! among claims stays.

use super::drafts::{self, SubmitError};
use super::timeline::{self, NewEntry};
use super::{decide, steps, tallies};
use crate::audit::Change;
use crate::db::Tx;
use crate::error::StoreError;
use crate::keys;
use crate::programmes::clock;
use crate::value::word;
use crate::{args, statements};
use domain::access::{OverReviews, Permit, RegisterDeal};
use domain::deals::{Answer, Deal, Question, Step};

statements! {
    ASK = "UPDATE deals SET state = 'action_required', question = $3, asked_at = $4, version = version + 1
        WHERE id = $1 AND version = $2 AND state IN ('submitted', 'in_review')";
    ANSWER = "UPDATE deals SET state = 'in_review', question = NULL, asked_at = NULL, decide_by_at = $3, customer_name = $4,
        customer_domain = $5, customer_country = $6, contact_name = $7, contact_role = $8, contact_email = $9, need = $10,
        amount = $11, currency = $12, close_on = $13, search = $14, version = version + 1
        WHERE id = $1 AND version = $2 AND state = 'action_required'";
}

/// Asks the partner, at whichever step of its approval.
pub async fn ask<A: OverReviews>(
    tx: &mut Tx,
    permit: &Permit<A>,
    before: &Deal,
    version: i64,
    question: &Question,
) -> Result<(), StoreError> {
    before.state.after(Step::Ask).map_err(|_| StoreError::Stale)?;
    steps::held(tx, permit, before).await?;
    let kept = serde_json::to_string(question)
        .map_err(|e| StoreError::Corrupt { column: "question".into(), cause: e.to_string() })?;
    let stood = tallies::standing(tx, &before.id).await?;
    tx.run_one(ASK, args![word(&before.id), version, kept, tx.now()]).await?;
    tallies::moved(tx, stood, &before.id).await?;
    decide::noted(tx, permit, before, Step::Ask, &question.note, question, "deal.asked").await
}

/// Answers: the registration is what the answer makes of it, and the decision clock goes on.
pub async fn answer(
    tx: &mut Tx,
    permit: &Permit<RegisterDeal>,
    before: &Deal,
    version: i64,
    answer: &Answer,
) -> Result<(), SubmitError> {
    before.state.after(Step::Answer).map_err(|_| StoreError::Stale)?;
    let (id, now, new) = (&before.id, tx.now(), &answer.deal);
    let goes_on = clock::goes_on(tx, before, now).await?;
    let args = args![
        word(id),
        version,
        goes_on,
        &new.customer.name,
        &new.customer.domain,
        &new.customer.country,
        &new.contact.name,
        &new.contact.role,
        &new.contact.email,
        &new.need,
        new.amount.minor,
        &new.amount.currency,
        Some(new.close_on),
        drafts::search(&new.customer.name, before.number.as_deref())
    ];
    let stood = tallies::standing(tx, id).await?;
    tx.run_one(ANSWER, args).await?;
    if new.customer != before.customer {
        keys::keep_deal(tx, id, Some(&before.customer.company()), &new.customer.company()).await?;
    }
    // A family that was taken out of the programme meanwhile stays with who claimed it before.
    if !before.families.iter().map(|(family, _)| family).eq(&new.families) {
        drafts::claim(tx, id, &new.families).await?;
    }
    tallies::moved(tx, stood, id).await?;
    let entry = NewEntry {
        kind: Step::Answer.entry(),
        by_staff: false,
        internal: false,
        body: &answer.said,
        key: None,
    };
    timeline::add(tx, id, permit.who(), &entry).await?;
    steps::follow(tx, permit.who(), before, new).await?;
    let change = Change::of("deal", id.as_str()).partner(&before.partner.0);
    tx.changed(permit, change.before(before).after(answer).event("deal.answered")).await?;
    Ok(())
}
