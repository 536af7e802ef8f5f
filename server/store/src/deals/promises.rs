//! What the vendor kept of its promises: read from counts by day, which every change keeps ([`super::tallies`]). The median is
//! exact: the counts say in which hour it is, and only the answers of that hour are looked at.

use super::tallies::kept;
use crate::db::Read;
use crate::error::StoreError;
use crate::value::Value;
use crate::{args, statements};
use domain::access::Scope;
use domain::deals::promises::{Kept, PERIODS, Promises, first_day, median_among, start_of};
use domain::id::PartnerId;
use domain::time::Instant;

statements! {
    OF_OWNER = "SELECT event, hours, CAST(SUM(deals) AS BIGINT) AS longer,
        CAST(SUM(CASE WHEN day >= $3 THEN deals ELSE 0 END) AS BIGINT) AS shorter
        FROM deal_days WHERE owner = $1 AND day >= $2 GROUP BY event, hours ORDER BY event, hours";
    OF_MANAGER = "SELECT t.event, t.hours, CAST(SUM(t.deals) AS BIGINT) AS longer,
        CAST(SUM(CASE WHEN t.day >= $3 THEN t.deals ELSE 0 END) AS BIGINT) AS shorter
        FROM partners o JOIN deal_days t ON t.owner = o.id
        WHERE o.manager_id = $1 AND t.day >= $2 GROUP BY t.event, t.hours ORDER BY t.event, t.hours";
    // Some thousandths of all answers: they are counted by the hour, and stand in that order.
    OF_HOUR = scoped("SELECT d.decided_at - d.submitted_at AS took FROM deals d WHERE", "d.partner_id",
        "AND (d.decided_at - d.submitted_at) / 3600000 = $2 AND d.decided_at >= $3 ORDER BY took LIMIT 1 OFFSET $4");
}

/// What was kept within the scope in each of [`PERIODS`], as of `now`.
pub async fn within(
    read: &mut Read,
    scope: &Scope,
    now: Instant,
) -> Result<[Promises; PERIODS.len()], StoreError> {
    let (statement, owner) = kept(scope, None, OF_OWNER, OF_MANAGER);
    let [short, long] = PERIODS.map(|days| first_day(now, days));
    let rows = read.all(statement, vec![owner, long.into(), short.into()]).await?;
    let mut periods = [Promises::default(); PERIODS.len()];
    for (promises, (column, first)) in periods.iter_mut().zip([("shorter", short), ("longer", long)]) {
        let mut hours = Vec::new();
        for row in &rows {
            let deals = row.int(column)?;
            match row.word("event")? {
                Kept::Answered => hours.push((row.int("hours")?, deals)),
                Kept::InTime => promises.answers.in_time += deals,
                Kept::Honoured => promises.honoured += deals,
                Kept::Overridden => promises.overridden += deals,
            }
        }
        promises.answers.decided = hours.iter().map(|(_, deals)| deals).sum();
        if let Some((hour, before)) = median_among(&hours) {
            let (statement, own) = OF_HOUR.within(scope);
            let asked: Vec<Value> =
                std::iter::once(own).chain(args![hour, start_of(first), before]).collect();
            promises.median = read.one(statement, asked).await?.map(|row| row.int("took")).transpose()?;
        }
    }
    Ok(periods)
}

/// The same of everybody together: what the vendor tells each of its partners.
pub async fn of_all(read: &mut Read, now: Instant) -> Result<[Promises; PERIODS.len()], StoreError> {
    within(read, &Scope::All, now).await
}

/// The same of one organisation, for somebody who reads deals within the scope; nothing outside of it.
pub async fn of_partner(
    read: &mut Read,
    scope: &Scope,
    partner: &PartnerId,
    now: Instant,
) -> Result<[Promises; PERIODS.len()], StoreError> {
    match crate::partners::find(read, scope, partner).await? {
        Some(_) => within(read, &Scope::Partner(partner.clone()), now).await,
        None => Ok([Promises::default(); PERIODS.len()]),
    }
}
