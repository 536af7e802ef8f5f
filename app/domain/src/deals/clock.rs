//! How long an approval protects. By when the vendor answers is [`crate::programmes::Working`].

use crate::time::Instant;
use serde::{Deserialize, Serialize};

/// How long an approval protects, in days of 24 hours. The vendor says it for the whole portal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Protection(u16);

impl Protection {
    /// What a vendor has who says nothing.
    pub const DEFAULT: Self = Self(90);
    /// The longest window: two years, past any sales cycle.
    pub const LONGEST_DAYS: u16 = 730;

    /// A window of so many days; `None` unless it is from 1 to [`Self::LONGEST_DAYS`].
    pub fn of_days(days: u16) -> Option<Self> {
        (1..=Self::LONGEST_DAYS).contains(&days).then_some(Self(days))
    }

    /// Its length in days.
    pub fn days(self) -> i64 {
        self.0.into()
    }

    /// The end of the window of an approval given at this instant.
    pub fn until(self, approved: Instant) -> Instant {
        approved.plus_days(self.days())
    }
}

/// How much longer an extension protects where no programme says otherwise, in days of 24 hours.
pub const EXTENSION_DAYS: i64 = 30;

/// The end of a window that is made so many days longer at this instant. Who was answered after the window had ended, while it held
/// because an answer was owed, gets the days from the answer on.
pub fn extended(window_end: Instant, now: Instant, days: i64) -> Instant {
    window_end.max(now).plus_days(days)
}

impl Default for Protection {
    fn default() -> Self {
        Self::DEFAULT
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(day: &str, hours: i64) -> Instant {
        day.parse::<crate::time::Day>().unwrap().start().plus_hours(hours)
    }

    #[test]
    fn an_extension_adds_its_days_to_the_window_or_to_a_late_answer() {
        let end = at("2026-12-01", 9);
        assert_eq!(extended(end, at("2026-11-20", 9), 30), at("2026-12-31", 9));
        assert_eq!(extended(end, at("2026-12-11", 9), 30), at("2027-01-10", 9));
    }

    #[test]
    fn an_approval_protects_for_ninety_days_unless_the_vendor_says_otherwise() {
        assert_eq!(Protection::default().until(at("2026-11-24", 15)), at("2027-02-22", 15));
        assert_eq!(Protection::of_days(30).unwrap().until(at("2026-11-24", 15)), at("2026-12-24", 15));
        for days in [0, Protection::LONGEST_DAYS + 1, u16::MAX] {
            assert_eq!(Protection::of_days(days), None, "{days}");
        }
    }
}
