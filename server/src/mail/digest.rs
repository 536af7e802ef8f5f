//! Once a day, by each person's own clock: what waits for the digest is put into one.

use super::Mailer;
use crate::state::State;
use domain::id::PersonId;
use domain::mail::digest_is_due;
use domain::time::{Day, Instant};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use store::StoreError;
use store::mail::digests;

/// People of one look.
const AT_ONCE: i64 = 200;

/// Day and hour where this person is; where nothing was chosen, or nothing that is known, the portal's own.
fn local(now: Instant, chosen: Option<&str>, otherwise: &TimeZone) -> Option<(Day, u8)> {
    let zone = chosen.and_then(|name| TimeZone::get(name).ok()).unwrap_or_else(|| otherwise.clone());
    let here = Timestamp::from_millisecond(now.millis()).ok()?.to_zoned_datetime(zone);
    Some((here.date().to_string().parse().ok()?, u8::try_from(here.hour()).ok()?))
}

/// Writes the digests that are due; answers how many.
pub async fn round(state: &State, mailer: &Mailer) -> Result<usize, StoreError> {
    let (mut after, mut written) = (None::<PersonId>, 0);
    loop {
        let mut read = state.portal.store.read().await?;
        let people = digests::waiting(&mut read, after.as_ref(), AT_ONCE).await?;
        drop(read);
        for (person, zone) in &people {
            let Some((day, hour)) = local(state.now(), zone.as_deref(), &mailer.zone) else { continue };
            if digest_is_due(hour, mailer.digest_hour) {
                let mut tx = state.portal.store.begin(state.now()).await?;
                written += usize::from(digests::write_of(&mut tx, person, day).await?.is_some());
                tx.commit().await?;
            }
        }
        match people.into_iter().last() {
            Some((last, _)) => after = Some(last),
            None => return Ok(written),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Instant {
        Instant::from_millis(text.parse::<Timestamp>().unwrap().as_millisecond())
    }

    #[test]
    fn a_day_begins_where_somebody_is() {
        let utc = TimeZone::UTC;
        let local = |text: &str, zone: &str| {
            let (day, hour) = local(at(text), Some(zone), &utc).unwrap();
            (day.to_string(), hour)
        };
        assert_eq!(local("2026-11-25T23:30:00Z", "Europe/Berlin"), ("2026-11-26".into(), 0));
        assert_eq!(local("2026-11-25T02:30:00Z", "America/New_York"), ("2026-11-24".into(), 21));
        // The hour that is there twice, and the one that isn't.
        assert_eq!(local("2026-10-25T00:30:00Z", "Europe/Berlin").1, 2);
        assert_eq!(local("2026-10-25T01:30:00Z", "Europe/Berlin").1, 2);
        assert_eq!(local("2026-03-29T01:30:00Z", "Europe/Berlin").1, 3);
        assert_eq!(local("2026-11-25T10:00:00Z", "No/Where").1, 10);
    }
}
