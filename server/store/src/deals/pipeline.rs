//! Opportunities: how far protected deals are on their way to an order. Made with the approval; closed with the deal.

use super::board::{self, CardRow};
use super::timeline::{self, NewEntry};
use super::{columns, from, state_now};
use crate::audit::Change;
use crate::db::{Read, Tx};
use crate::error::StoreError;
use crate::value::word;
use crate::{args, statements};
use domain::access::{Permit, RegisterDeal, Scope};
use domain::deals::{CloseReason, Deal, EntryKind, Headway, Month, Opportunity, Stage};
use domain::id::DealId;
use domain::money::Money;
use domain::time::{Day, Instant};

/// Whether a deal of the pipeline is open as of the second parameter.
macro_rules! open {
    () => {
        "AND d.state IN ('approved', 'extension_pending') AND (d.state <> 'approved' OR d.protected_until_at > $2)"
    };
}

statements! {
    // One that was approved before goes on where it was.
    BEGIN = "INSERT INTO opportunities (deal_id, stage, next_step) VALUES ($1, 'qualification', '')
        ON CONFLICT (deal_id) DO UPDATE SET close_reason = NULL";
    OF = "SELECT stage, next_step, next_on, close_reason FROM opportunities WHERE deal_id = $1";
    CHANGE = "UPDATE opportunities SET stage = $2, next_step = $3, next_on = $4 WHERE deal_id = $1";
    TOUCH = "UPDATE deals SET version = version + 1 WHERE id = $1 AND version = $2 AND state IN ('approved', 'extension_pending')";
    CLOSE = "UPDATE opportunities SET close_reason = $2 WHERE deal_id = $1";
    IN_STAGE = scoped(concat!("SELECT ", columns!(), ", d.version, x.next_step, x.next_on ", from!(),
        " JOIN opportunities x ON x.deal_id = d.id WHERE"), "d.partner_id",
        concat!(open!(), " AND x.stage = $3 ORDER BY d.close_on, d.id LIMIT $4"));
    // By the month in which they are expected to close.
    FORECAST = scoped("SELECT x.stage, d.currency, SUBSTR(d.close_on, 1, 7) AS close_month, COUNT(*) AS deals,
        CAST(SUM(COALESCE(d.amount, 0)) AS BIGINT) AS minor FROM deals d JOIN opportunities x ON x.deal_id = d.id WHERE", "d.partner_id",
        concat!(open!(), " GROUP BY x.stage, d.currency, SUBSTR(d.close_on, 1, 7) ORDER BY 3, 2, 1"));
}

/// Makes the opportunity of an approval.
pub(super) async fn begin(tx: &mut Tx, deal: &DealId) -> Result<(), StoreError> {
    tx.run(BEGIN, args![word(deal)]).await.map(drop)
}

/// Notes why its deal ended.
pub(super) async fn close(tx: &mut Tx, deal: &DealId, why: CloseReason) -> Result<(), StoreError> {
    tx.run(CLOSE, args![word(deal), why.as_str()]).await.map(drop)
}

/// The opportunity of a deal that was approved once. Whether the reader may know of the deal is asked before.
pub async fn of(read: &mut Read, deal: &DealId) -> Result<Option<Opportunity>, StoreError> {
    let Some(row) = read.one(OF, args![word(deal)]).await? else { return Ok(None) };
    Ok(Some(Opportunity {
        stage: row.word("stage")?,
        next_step: row.text("next_step")?,
        next_on: row.maybe_on("next_on")?,
        close_reason: row.maybe_word("close_reason")?,
    }))
}

/// Says how far it is and what is done next.
pub async fn progress(
    tx: &mut Tx,
    permit: &Permit<RegisterDeal>,
    deal: &Deal,
    version: i64,
    new: &Headway,
) -> Result<(), StoreError> {
    let before = of(tx, &deal.id).await?.ok_or(StoreError::Stale)?;
    tx.run_one(TOUCH, args![word(&deal.id), version]).await?;
    tx.run_one(CHANGE, args![word(&deal.id), new.stage.as_str(), &new.next_step, new.next_on]).await?;
    if before.stage != new.stage {
        let body = new.stage.as_str();
        let entry =
            NewEntry { kind: EntryKind::Progressed, by_staff: false, internal: false, body, key: None };
        timeline::add(tx, &deal.id, permit.who(), &entry).await?;
    }
    let change = Change::of("deal", deal.id.as_str()).partner(&deal.partner.0);
    tx.changed(permit, change.before(&before).after(new).event("deal.progressed")).await
}

/// A deal of the pipeline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpportunityRow {
    /// The deal.
    pub card: CardRow,
    /// What is done next; may be empty.
    pub next_step: String,
    /// By when.
    pub next_on: Option<Day>,
}

/// The deals in a stage as of `now`, those first that are expected to close soonest.
pub async fn in_stage(
    read: &mut Read,
    scope: &Scope,
    stage: Stage,
    now: Instant,
    most: i64,
) -> Result<Vec<OpportunityRow>, StoreError> {
    let (statement, own) = IN_STAGE.within(scope);
    let rows = read.all(statement, vec![own, now.into(), stage.as_str().into(), most.into()]).await?;
    rows.iter()
        .map(|row| {
            Ok(OpportunityRow {
                card: board::card(row)?,
                next_step: row.text("next_step")?,
                next_on: row.maybe_on("next_on")?,
            })
        })
        .collect()
}

/// What deals of one stage, currency and month are worth together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expected {
    /// How far they are.
    pub stage: Stage,
    /// The month in which they are expected to close.
    pub month: Option<Month>,
    /// How many.
    pub deals: i64,
    /// What they are worth.
    pub worth: Money,
}

/// Everything that is open, by month, currency and stage.
pub async fn expected(read: &mut Read, scope: &Scope, now: Instant) -> Result<Vec<Expected>, StoreError> {
    let (statement, own) = FORECAST.within(scope);
    let rows = read.all(statement, vec![own, now.into()]).await?;
    rows.iter()
        .map(|row| {
            let month = row.maybe_text("close_month")?;
            Ok(Expected {
                stage: row.word("stage")?,
                month: month.and_then(|month| Month::read(&month)),
                deals: row.int("deals")?,
                worth: Money { minor: row.int("minor")?, currency: row.text("currency")? },
            })
        })
        .collect()
}
