//! More time for an approved deal: asked for once by its partner, answered by an approver. Until then it protects, also past
//! the end of its window: nobody loses a deal because the vendor owes an answer.

use super::{decide, tallies};
use crate::db::Tx;
use crate::error::StoreError;
use crate::programmes::{self, clock};
use crate::value::word;
use crate::{args, statements};
use domain::access::{DecideDeal, Permit};
use domain::deals::{Deal, ExtensionAnswer, Step, extended};
use serde::Serialize;

statements! {
    ASK = "UPDATE deals SET state = 'extension_pending', decide_by_at = $3, version = version + 1
        WHERE id = $1 AND version = $2 AND state = 'approved' AND extended_at IS NULL AND protected_until_at > $4";
    EXTEND = "UPDATE deals SET state = 'approved', protected_until_at = $3, extended_at = $4, version = version + 1
        WHERE id = $1 AND version = $2 AND state = 'extension_pending'";
    // A window that ended meanwhile is over with this: it reads as expired, and the next round of the clock writes it.
    REFUSE = "UPDATE deals SET state = 'approved', version = version + 1
        WHERE id = $1 AND version = $2 AND state = 'extension_pending'";
}

/// Begins the decision clock of a request for more time; answers with the event that tells of it.
pub(super) async fn ask(tx: &mut Tx, before: &Deal, version: i64) -> Result<&'static str, StoreError> {
    let now = tx.now();
    let by = clock::begins(tx, &before.id, now).await?;
    tx.run_one(ASK, args![word(&before.id), version, by, now]).await?;
    Ok("deal.extension_asked")
}

#[derive(Serialize)]
struct Answered<'a> {
    answer: &'a ExtensionAnswer,
    protected_until: Option<String>,
}

/// Answers a request for more time.
pub async fn answer(
    tx: &mut Tx,
    permit: &Permit<DecideDeal>,
    before: &Deal,
    version: i64,
    answer: &ExtensionAnswer,
) -> Result<(), StoreError> {
    let step = if answer.extends { Step::Extend } else { Step::RefuseExtension };
    before.state.after(step).map_err(|_| StoreError::Stale)?;
    let now = tx.now();
    let rules = programmes::of_deal(tx, &before.id).await?.map(|version| version.rules).unwrap_or_default();
    let days = rules.extension_days.into();
    let until =
        before.protected_until_at.map(|end| if answer.extends { extended(end, now, days) } else { end });
    let stood = tallies::standing(tx, &before.id).await?;
    match answer.extends {
        true => tx.run_one(EXTEND, args![word(&before.id), version, until, now]).await?,
        false => tx.run_one(REFUSE, args![word(&before.id), version]).await?,
    }
    tallies::moved(tx, stood, &before.id).await?;
    let event = if answer.extends { "deal.extended" } else { "deal.extension_refused" };
    let after = Answered { answer, protected_until: until.map(|until| until.rfc3339()) };
    decide::noted(tx, permit, before, step, &answer.note, &after, event).await
}
