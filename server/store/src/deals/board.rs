//! Deals by where they stand: the newest of each state, and what ended lately.

use crate::db::Read;
use crate::deals::{DealRow, columns, from, line, state_now};
use crate::error::StoreError;
use crate::row::Row;
use crate::value::Value;
use crate::{args, statements};
use domain::access::Scope;
use domain::deals::State;
use domain::money::Money;
use domain::time::Instant;

statements! {
    NEWEST = scoped(concat!("SELECT ", columns!(), ", d.version ", from!(), " WHERE"), "d.partner_id",
        "AND d.state = $3 AND (d.state <> 'approved' OR d.protected_until_at > $2) ORDER BY d.id DESC LIMIT $4");
    CLOSED = scoped(concat!("SELECT ", columns!(), ", d.version ", from!(), " WHERE"), "d.partner_id",
        "AND CAST($2 AS BIGINT) IS NOT NULL AND d.state = $3 AND d.closed_at >= $5 ORDER BY d.closed_at DESC, d.id LIMIT $4");
    CLOSED_WORTH = scoped("SELECT d.currency, COUNT(*) AS deals, CAST(SUM(COALESCE(d.amount, 0)) AS BIGINT) AS minor FROM deals d WHERE",
        "d.partner_id", "AND d.state = $2 AND d.closed_at >= $3 GROUP BY d.currency ORDER BY d.currency");
}

/// A deal on the board.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CardRow {
    /// As in a list.
    pub line: DealRow,
    /// Counts changes.
    pub version: i64,
}

pub(super) async fn cards(
    read: &mut Read,
    statement: crate::sql::Scoped,
    scope: &Scope,
    rest: Vec<Value>,
) -> Result<Vec<CardRow>, StoreError> {
    let (statement, own) = statement.within(scope);
    let args = std::iter::once(own).chain(rest).collect();
    let rows = read.all(statement, args).await?;
    rows.iter().map(card).collect()
}

pub(super) fn card(row: &Row) -> Result<CardRow, StoreError> {
    Ok(CardRow { line: line(row)?, version: row.int("version")? })
}

/// The newest deals in a state as of `now`.
pub async fn newest(
    read: &mut Read,
    scope: &Scope,
    state: State,
    now: Instant,
    most: i64,
) -> Result<Vec<CardRow>, StoreError> {
    cards(read, NEWEST, scope, args![now, state.as_str(), most]).await
}

/// The deals that came to this end since an instant, the latest first.
pub async fn closed(
    read: &mut Read,
    scope: &Scope,
    state: State,
    since: Instant,
    now: Instant,
    most: i64,
) -> Result<Vec<CardRow>, StoreError> {
    cards(read, CLOSED, scope, args![now, state.as_str(), most, since]).await
}

/// How many came to this end since an instant, and what those of each currency are worth together.
pub async fn closed_worth(
    read: &mut Read,
    scope: &Scope,
    state: State,
    since: Instant,
) -> Result<Vec<(i64, Money)>, StoreError> {
    let (statement, own) = CLOSED_WORTH.within(scope);
    let rows = read.all(statement, vec![own, state.as_str().into(), since.into()]).await?;
    rows.iter()
        .map(|row| {
            let worth = Money { minor: row.int("minor")?, currency: row.text("currency")? };
            Ok((row.int("deals")?, worth))
        })
        .collect()
}
