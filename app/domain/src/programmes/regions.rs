//! Calendars of regions: partners elsewhere have other working days.

use super::{HOLIDAYS_MOST, NAME_MOST, Rules};
use crate::form::{Fault, Faults};
use crate::partners::Region;
use crate::text;
use crate::time::Day;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The working days of a region, in the place of the programme's own.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct RegionCalendar {
    /// The IANA time zone; empty means the programme's.
    pub zone: String,
    /// Days that do not count there, besides Saturdays and Sundays.
    pub holidays: Vec<Day>,
}

impl Rules {
    /// Time zone and holidays by which a partner of this region is answered.
    pub fn calendar(&self, region: Region) -> (&str, &[Day]) {
        match self.calendars.get(&region) {
            Some(own) if own.zone.is_empty() => (&self.zone, &own.holidays),
            Some(own) => (&own.zone, &own.holidays),
            None => (&self.zone, &self.holidays),
        }
    }
}

/// Days as they are typed, one a line.
pub(super) fn holidays(typed: &str) -> Result<Vec<Day>, Fault> {
    let mut days = typed.split_whitespace().map(text::day).collect::<Result<Vec<_>, _>>()?;
    days.sort();
    days.dedup();
    if days.len() > HOLIDAYS_MOST { Err(Fault::TooMany { most: HOLIDAYS_MOST as u32 }) } else { Ok(days) }
}

/// The same, written.
pub(super) fn lines(days: &[Day]) -> String {
    days.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

/// Calendars as they are typed, in the order of the regions; one that says nothing is none.
pub(super) fn calendars(
    zones: &[String],
    days: &[String],
    faults: &mut Faults,
) -> BTreeMap<Region, RegionCalendar> {
    let typed = |list: &[String], at: usize| list.get(at).cloned().unwrap_or_default();
    let all = Region::ALL.iter().enumerate().map(|(at, region)| {
        let zone = text::optional_line(&typed(zones, at), NAME_MOST);
        let zone = faults.take(&format!("region_zones[{at}]"), zone);
        let holidays = faults.take(&format!("region_holidays[{at}]"), holidays(&typed(days, at)));
        (*region, RegionCalendar { zone, holidays })
    });
    all.filter(|(_, calendar)| *calendar != RegionCalendar::default()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_region_has_the_programmes_calendar_unless_it_has_its_own() {
        let (christmas, carnival): (Day, Day) =
            ("2026-12-24".parse().unwrap(), "2027-02-15".parse().unwrap());
        let own = |zone: &str| RegionCalendar { zone: zone.into(), holidays: vec![carnival] };
        let rules = Rules {
            zone: "Europe/Berlin".into(),
            holidays: vec![christmas],
            calendars: BTreeMap::from([
                (Region::Americas, own("America/New_York")),
                (Region::AsiaPacific, own("")),
            ]),
            ..Rules::default()
        };
        assert_eq!(rules.calendar(Region::Emea), ("Europe/Berlin", &[christmas][..]));
        assert_eq!(rules.calendar(Region::Americas), ("America/New_York", &[carnival][..]));
        assert_eq!(rules.calendar(Region::AsiaPacific), ("Europe/Berlin", &[carnival][..]));
    }
}
