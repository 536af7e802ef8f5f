//! The decision clock of a deal, on the working days of its programme.

use crate::db::Read;
use crate::error::StoreError;
use domain::deals::Deal;
use domain::id::DealId;
use domain::programmes::{Calendar, Rules, Working};
use domain::time::Instant;
use jiff::Timestamp;
use jiff::tz::TimeZone;

/// By when what is handed in now is answered by these rules.
pub fn decide_by(rules: &Rules, now: Instant) -> Instant {
    on(rules, |calendar| Working::days(calendar, rules.decision_days).after(now))
}

/// By when this deal is answered, if its clock begins now.
pub(crate) async fn begins(read: &mut Read, deal: &DealId, now: Instant) -> Result<Instant, StoreError> {
    Ok(decide_by(&rules(read, deal).await?, now))
}

/// When the decision clock of a deal ends that stood since it was asked about, and goes on now.
pub(crate) async fn goes_on(
    read: &mut Read,
    deal: &Deal,
    now: Instant,
) -> Result<Option<Instant>, StoreError> {
    let (Some(by), Some(asked)) = (deal.decide_by_at, deal.asked_at) else { return Ok(deal.decide_by_at) };
    let rules = rules(read, &deal.id).await?;
    Ok(Some(on(&rules, |calendar| calendar.resumed(by, asked, now))))
}

async fn rules(read: &mut Read, deal: &DealId) -> Result<Rules, StoreError> {
    Ok(super::of_deal(read, deal).await?.map(|version| version.rules).unwrap_or_default())
}

/// Does something by the calendar of these rules. A zone that is not known any more is UTC: nobody's answer waits for that.
fn on<T>(rules: &Rules, does: impl FnOnce(Calendar<'_>) -> T) -> T {
    let zone = TimeZone::get(&rules.zone).unwrap_or(TimeZone::UTC);
    let ahead = |at: Instant| {
        Timestamp::from_millisecond(at.millis())
            .map_or(0, |at| i64::from(zone.to_offset(at).seconds()) * 1000)
    };
    does(Calendar { holidays: &rules.holidays, ahead: &ahead })
}
