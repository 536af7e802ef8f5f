//! The decision clock of a deal, on the working days of its programme, where its partner sells.

use crate::db::Read;
use crate::error::StoreError;
use crate::value::word;
use crate::{args, statements};
use domain::deals::Deal;
use domain::id::DealId;
use domain::partners::Region;
use domain::programmes::{Calendar, Rules, Working};
use domain::time::Instant;
use jiff::Timestamp;
use jiff::tz::TimeZone;

statements! {
    REGION = "SELECT o.region FROM deals d JOIN partners o ON o.id = d.partner_id WHERE d.id = $1";
}

/// By when what a partner of this region hands in now is answered by these rules.
pub fn decide_by(rules: &Rules, region: Region, now: Instant) -> Instant {
    on(rules, region, |calendar| Working::days(calendar, rules.decision_days).after(now))
}

/// By when this deal is answered, if its clock begins now.
pub(crate) async fn begins(read: &mut Read, deal: &DealId, now: Instant) -> Result<Instant, StoreError> {
    let (rules, region) = rules(read, deal).await?;
    Ok(decide_by(&rules, region, now))
}

/// When the decision clock of a deal ends that stood since it was asked about, and goes on now.
pub(crate) async fn goes_on(
    read: &mut Read,
    deal: &Deal,
    now: Instant,
) -> Result<Option<Instant>, StoreError> {
    let (Some(by), Some(asked)) = (deal.decide_by_at, deal.asked_at) else { return Ok(deal.decide_by_at) };
    let (rules, region) = rules(read, &deal.id).await?;
    Ok(Some(on(&rules, region, |calendar| calendar.resumed(by, asked, now))))
}

async fn rules(read: &mut Read, deal: &DealId) -> Result<(Rules, Region), StoreError> {
    let region = read.one(REGION, args![word(deal)]).await?.ok_or(StoreError::Stale)?.word("region")?;
    Ok((super::of_deal(read, deal).await?.map(|version| version.rules).unwrap_or_default(), region))
}

/// Does something by the calendar of these rules in this region. A zone that is not known any more is UTC: nobody's answer waits for that.
fn on<T>(rules: &Rules, region: Region, does: impl FnOnce(Calendar<'_>) -> T) -> T {
    let (zone, holidays) = rules.calendar(region);
    let zone = TimeZone::get(zone).unwrap_or(TimeZone::UTC);
    let ahead = |at: Instant| {
        Timestamp::from_millisecond(at.millis())
            .map_or(0, |at| i64::from(zone.to_offset(at).seconds()) * 1000)
    };
    does(Calendar { holidays, ahead: &ahead })
}
