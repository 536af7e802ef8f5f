//! What a month brings, within the scope: each sort of occasion by its own clock.

use crate::db::Read;
use crate::deals::waiting;
use crate::error::StoreError;
use crate::value::Value;
use crate::{args, statements};
use domain::access::Scope;
use domain::deals::Month;
use domain::deals::calendar::Occasion;
use domain::id::DealId;
use domain::time::Day;

/// Begins each statement: a deal with whose it is.
macro_rules! of_deal {
    ($at:literal) => {
        concat!(
            "SELECT d.id, d.customer_name, o.name AS partner_name, ",
            $at,
            " AS at FROM deals d JOIN partners o ON o.id = d.partner_id WHERE"
        )
    };
}

statements! {
    DUE = scoped(of_deal!("d.decide_by_at"), "d.partner_id",
        concat!("AND ", waiting!(), " AND d.decide_by_at >= $2 AND d.decide_by_at < $3 ORDER BY d.decide_by_at, d.id LIMIT $4"));
    // What has ended is told as well: a month is looked back at.
    ENDING = scoped(of_deal!("d.protected_until_at"), "d.partner_id",
        "AND d.state IN ('approved', 'extension_pending', 'expired') AND d.protected_until_at >= $2 AND d.protected_until_at < $3
        ORDER BY d.protected_until_at, d.id LIMIT $4");
    CLOSING = scoped(of_deal!("d.close_on"), "d.partner_id",
        "AND d.state IN ('submitted', 'in_review', 'action_required', 'approved', 'extension_pending') AND d.close_on >= $2 AND d.close_on < $3
        ORDER BY d.close_on, d.id LIMIT $4");
}

/// An occasion of a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The day (UTC).
    pub day: Day,
    /// What it brings.
    pub occasion: Occasion,
    /// The deal.
    pub id: DealId,
    /// The customer as the partner wrote it.
    pub customer: String,
    /// Whose it is.
    pub partner: String,
}

/// What a month brings of one sort, the first `most` in the order of their days.
pub async fn month(
    read: &mut Read,
    scope: &Scope,
    month: Month,
    occasion: Occasion,
    most: i64,
) -> Result<Vec<Line>, StoreError> {
    let (first, end) = (month.first_day(), month.later().first_day());
    let statement = match occasion {
        Occasion::AnswerDue => DUE,
        Occasion::ProtectionEnds => ENDING,
        Occasion::CloseExpected => CLOSING,
    };
    let (statement, own) = statement.within(scope);
    let by_day = occasion == Occasion::CloseExpected;
    let rest = match by_day {
        true => args![first, end, most],
        false => args![first.start(), end.start(), most],
    };
    let args: Vec<Value> = std::iter::once(own).chain(rest).collect();
    let rows = read.all(statement, args).await?;
    rows.iter()
        .map(|row| {
            let day = if by_day { row.maybe_on("at")?.unwrap_or(first) } else { row.at("at")?.day() };
            Ok(Line {
                day,
                occasion,
                id: row.word("id")?,
                customer: row.text("customer_name")?,
                partner: row.text("partner_name")?,
            })
        })
        .collect()
}
