//! The partner of record: who has a customer account for a product family, from which day to which. At any day there is one at most;
//! what was stays to be read.

use crate::form::{Fault, Faults};
use crate::id::{AccountPartnerId, FamilyId, PartnerId};
use crate::text;
use crate::time::Day;
use serde::{Deserialize, Serialize};

/// Characters that a reason may have.
pub const REASON_MOST: u32 = 300;

/// From one day to another, both of them within.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Period {
    /// The first day.
    pub from: Day,
    /// The last day; none while nobody has said one.
    pub until: Option<Day>,
}

impl Period {
    /// Whether the day is within.
    pub fn covers(self, day: Day) -> bool {
        self.from <= day && self.until.is_none_or(|until| day <= until)
    }

    /// Whether two periods have a day in common.
    pub fn meets(self, other: Self) -> bool {
        let begins_before_end_of = |one: Self, other: Self| other.until.is_none_or(|until| one.from <= until);
        begins_before_end_of(self, other) && begins_before_end_of(other, self)
    }
}

/// A partner of record, as the vendor's people see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfRecord {
    /// Which.
    pub id: AccountPartnerId,
    /// For which family, and its name.
    pub family: (FamilyId, String),
    /// Who, and their name.
    pub partner: (PartnerId, String),
    /// When.
    pub period: Period,
    /// Why.
    pub reason: String,
    /// Who decided it.
    pub person: String,
}

/// What a new period changes of those that are there for the same account and family: the one that the new partner takes over from, by
/// its place, and its last day from now on.
///
/// # Errors
///
/// [`Fault::PeriodTaken`], when somebody's period begins on the first day of the new one or within it. Whoever is on record later is
/// not pushed aside unasked.
pub fn taking_over(history: &[Period], new: Period) -> Result<Option<(usize, Day)>, Fault> {
    if history.iter().any(|known| known.from >= new.from && known.meets(new)) {
        return Err(Fault::PeriodTaken);
    }
    let before = history.iter().position(|known| known.from < new.from && known.meets(new));
    Ok(before.map(|place| (place, new.from.plus_days(-1))))
}

/// A history with one more period in it, and whoever hands over to that.
pub type Longer = (Vec<(PartnerId, Period)>, Option<PartnerId>);

/// A history with one more period in it; none when it is in there already.
///
/// # Errors
///
/// As [`taking_over`].
pub fn with_one_more(history: &[(PartnerId, Period)], new: &NewOfRecord) -> Result<Option<Longer>, Fault> {
    if history.iter().any(|(partner, period)| *partner == new.partner && *period == new.period) {
        return Ok(None);
    }
    let periods: Vec<Period> = history.iter().map(|(_, period)| *period).collect();
    let over = taking_over(&periods, new.period)?;
    let mut after = history.to_vec();
    let mut before = None;
    if let Some((place, last)) = over
        && let Some((partner, period)) = after.get_mut(place)
    {
        period.until = Some(last);
        before = Some(partner.clone());
    }
    after.push((new.partner.clone(), new.period));
    after.sort_by_key(|(_, period)| period.from);
    Ok(Some((after, before)))
}

/// Whether the period at this place may end on that day.
///
/// # Errors
///
/// [`Fault::TooEarly`] before its first day, [`Fault::PeriodTaken`] when it would reach into another one, [`Fault::Unknown`] where there
/// is none at this place.
pub fn may_end(history: &[Period], place: usize, until: Day) -> Result<(), Fault> {
    let ending = history.get(place).ok_or(Fault::Unknown)?;
    if until < ending.from {
        return Err(Fault::TooEarly);
    }
    let ended = Period { from: ending.from, until: Some(until) };
    let others = history.iter().enumerate().filter(|(other, _)| *other != place);
    if others.map(|(_, known)| known).any(|known| known.meets(ended)) {
        Err(Fault::PeriodTaken)
    } else {
        Ok(())
    }
}

/// The form that puts a partner on record.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct OfRecordForm {
    /// The account.
    pub id: String,
    /// The family.
    pub family: String,
    /// The partner.
    pub partner: String,
    /// The first day.
    pub from_on: String,
    /// The last day, or nothing.
    pub until_on: String,
    /// Why.
    pub reason: String,
}

/// A partner about to be put on record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewOfRecord {
    /// For which family.
    pub family: FamilyId,
    /// Who.
    pub partner: PartnerId,
    /// When.
    pub period: Period,
    /// Why.
    pub reason: String,
}

impl OfRecordForm {
    /// Checks the form.
    ///
    /// # Errors
    ///
    /// Every fault of it.
    pub fn check(&self) -> Result<NewOfRecord, Faults> {
        let mut faults = Faults::new();
        let family = faults.keep("family", chosen(&self.family));
        let partner = faults.keep("partner", chosen(&self.partner));
        let from = faults.keep("from_on", text::day(&self.from_on));
        let until = faults.take("until_on", text::optional_day(&self.until_on));
        if let (Some(from), Some(until)) = (from, until)
            && until < from
        {
            faults.add("until_on", Fault::TooEarly);
        }
        let reason = faults.keep("reason", text::line(&self.reason, REASON_MOST));
        let all = family.zip(partner).zip(from).zip(reason);
        faults.or(all.map(|(((family, partner), from), reason)| NewOfRecord {
            family,
            partner,
            period: Period { from, until },
            reason,
        }))
    }
}

/// The form that ends a period.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct EndForm {
    /// The account.
    pub id: String,
    /// The period.
    pub record: String,
    /// Its last day.
    pub until_on: String,
    /// Why.
    pub reason: String,
}

impl EndForm {
    /// The last day and the reason.
    ///
    /// # Errors
    ///
    /// Every fault of the form.
    pub fn check(&self) -> Result<(Day, String), Faults> {
        let mut faults = Faults::new();
        let until = faults.keep("until_on", text::day(&self.until_on));
        let reason = faults.keep("reason", text::line(&self.reason, REASON_MOST));
        faults.or(until.zip(reason))
    }
}

fn chosen<T: std::str::FromStr>(text: &str) -> Result<T, Fault> {
    crate::partners::optional(text)?.ok_or(Fault::Missing)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn on(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn period(from: &str, until: &str) -> Period {
        Period { from: on(from), until: (!until.is_empty()).then(|| on(until)) }
    }

    #[test]
    fn periods_meet_on_their_first_and_last_days() {
        let spring = period("2026-03-01", "2026-05-31");
        assert!(spring.covers(on("2026-03-01")) && spring.covers(on("2026-05-31")));
        assert!(!spring.covers(on("2026-06-01")));
        assert!(spring.meets(period("2026-05-31", "")));
        assert!(!spring.meets(period("2026-06-01", "")));
        assert!(period("2026-01-01", "").meets(spring));
        assert!(!period("2026-01-01", "2026-02-28").meets(spring));
    }

    #[test]
    fn whoever_is_on_record_hands_over_the_day_before() {
        let history = [period("2025-01-01", "2025-12-31"), period("2026-01-01", "")];
        let over = |from, until| taking_over(&history, period(from, until));
        assert_eq!(over("2026-07-01", ""), Ok(Some((1, on("2026-06-30")))));
        assert_eq!(over("2026-07-01", "2026-12-31"), Ok(Some((1, on("2026-06-30")))));
        assert_eq!(over("2024-01-01", "2024-12-31"), Ok(None), "before anybody");
        assert_eq!(over("2024-01-01", "2025-01-01"), Err(Fault::PeriodTaken));
        assert_eq!(
            over("2024-01-01", ""),
            Err(Fault::PeriodTaken),
            "it would reach over those that came later"
        );
        assert_eq!(over("2026-01-01", ""), Err(Fault::PeriodTaken), "nobody is left without a day");
        assert_eq!(over("2025-06-01", "2025-08-31"), Ok(Some((0, on("2025-05-31")))));
        assert_eq!(over("2025-06-01", ""), Err(Fault::PeriodTaken));
        assert_eq!(taking_over(&[], period("2026-01-01", "")), Ok(None));
    }

    #[test]
    fn a_period_ends_within_what_is_free() {
        let history = [period("2025-01-01", "2025-12-31"), period("2026-03-01", "")];
        assert_eq!(may_end(&history, 0, on("2025-06-30")), Ok(()));
        assert_eq!(may_end(&history, 0, on("2026-02-28")), Ok(()));
        assert_eq!(may_end(&history, 0, on("2026-03-01")), Err(Fault::PeriodTaken));
        assert_eq!(may_end(&history, 1, on("2026-02-28")), Err(Fault::TooEarly));
        assert_eq!(may_end(&history, 2, on("2026-02-28")), Err(Fault::Unknown));
    }

    #[test]
    fn a_form_without_a_reason_puts_nobody_on_record() {
        let faults = OfRecordForm::default().check().unwrap_err();
        let fields: Vec<&str> = faults.iter().map(|(field, _)| field).collect();
        assert_eq!(fields, ["family", "partner", "from_on", "reason"]);
        let form = OfRecordForm {
            from_on: "2026-02-01".into(),
            until_on: "2026-01-31".into(),
            ..OfRecordForm::default()
        };
        assert_eq!(form.check().unwrap_err().on("until_on"), Some(&Fault::TooEarly));
    }
}
