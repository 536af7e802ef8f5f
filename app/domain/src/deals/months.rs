//! What happened to deals month by month, as figures tell it.

use crate::time::{Day, Instant};
use serde::{Deserialize, Serialize};

crate::text_enum! {
    /// What is counted in a month.
    pub enum Happened {
        /// A deal was submitted.
        Registered = "registered",
        /// A deal was approved.
        Approved = "approved",
        /// A deal was rejected.
        Rejected = "rejected",
        /// A decision came within its clock; it is counted as what it was, too.
        InTime = "in_time",
    }
}

/// A month of the calendar in UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Month(i64);

impl Month {
    /// The month of this instant.
    pub fn of(at: Instant) -> Self {
        let (year, month, _) = at.day().parts();
        Self(i64::from(year) * 12 + i64::from(month) - 1)
    }

    /// The month of a number: the year times twelve and the month from nought.
    pub const fn numbered(number: i64) -> Self {
        Self(number)
    }

    /// Its number.
    pub const fn number(self) -> i64 {
        self.0
    }

    /// So many months earlier.
    #[must_use]
    pub const fn earlier(self, months: i64) -> Self {
        Self(self.0 - months)
    }

    /// Its first day.
    pub fn first_day(self) -> Day {
        let text = format!("{:04}-{:02}-01", self.0.div_euclid(12), self.0.rem_euclid(12) + 1);
        text.parse().unwrap_or_else(|_| Instant::from_millis(0).day())
    }
}

/// The decisions of some months, and how many of them came within the clock.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct HitRate {
    /// Decisions.
    pub decided: i64,
    /// Those within the clock.
    pub in_time: i64,
}

impl HitRate {
    /// Of what happened.
    pub fn of(happened: &[(Month, Happened, i64)]) -> Self {
        let sum = |wanted: &[Happened]| {
            happened.iter().filter(|(_, event, _)| wanted.contains(event)).map(|(_, _, deals)| deals).sum()
        };
        Self { decided: sum(&[Happened::Approved, Happened::Rejected]), in_time: sum(&[Happened::InTime]) }
    }

    /// In whole percent, rounded down, so that 100 means every one; none where nothing was decided.
    pub fn percent(self) -> Option<i64> {
        (self.decided > 0).then(|| self.in_time * 100 / self.decided)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_go_by_the_calendar() {
        let day: Day = "2026-01-31".parse().unwrap();
        let month = Month::of(day.start());
        assert_eq!(month.first_day().to_string(), "2026-01-01");
        assert_eq!(month.earlier(1).first_day().to_string(), "2025-12-01");
        assert_eq!(Month::of(day.start().plus_days(1)), Month::numbered(month.number() + 1));
    }

    #[test]
    fn one_late_decision_in_a_thousand_is_not_all_in_time() {
        let month = Month::numbered(0);
        let happened = [
            (month, Happened::Registered, 4000),
            (month, Happened::Approved, 900),
            (month, Happened::Rejected, 100),
            (month, Happened::InTime, 999),
        ];
        assert_eq!(HitRate::of(&happened).percent(), Some(99));
        assert_eq!(HitRate::of(&[]).percent(), None);
    }
}
