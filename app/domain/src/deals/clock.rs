//! The two clocks of a registration: by when the vendor answers, and how long an approval protects.

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

/// How much longer an extension protects, in days of 24 hours.
pub const EXTENSION_DAYS: i64 = 30;

/// The end of a window that is made longer at this instant. Who was answered after the window had ended, while it held
/// because an answer was owed, gets the days from the answer on.
pub fn extended(window_end: Instant, now: Instant) -> Instant {
    window_end.max(now).plus_days(EXTENSION_DAYS)
}

impl Default for Protection {
    fn default() -> Self {
        Self::DEFAULT
    }
}

/// Working days that the vendor has for an answer.
const DECISION_DAYS: i64 = 2;
/// Milliseconds of a day.
const DAY: i64 = 86_400_000;

/// By when a registration submitted at this instant is answered: the same time of day two working days later. Saturdays
/// and Sundays (UTC) do not count; a submission on one of them counts from Monday's first moment.
pub fn decide_by(submitted: Instant) -> Instant {
    after_working(submitted, DECISION_DAYS * DAY)
}

/// When a clock that was to end at `decide_by` and stood from `stood` until `now` ends: what was left of it then is left now.
/// One that had run out stays so.
pub fn resumed(decide_by: Instant, stood: Instant, now: Instant) -> Instant {
    if stood >= decide_by { decide_by } else { after_working(now, working_between(stood, decide_by)) }
}

/// The first moment of the next day; always later, also where days have no names any more.
fn tomorrow(at: Instant) -> Instant {
    let next = at.day().plus_days(1).start();
    if next > at { next } else { at.plus_days(1) }
}

/// Milliseconds of working days between two instants, the earlier one first.
fn working_between(from: Instant, until: Instant) -> i64 {
    let mut total = 0;
    let mut at = from;
    while at < until {
        let next = tomorrow(at).min(until);
        if !at.day().is_weekend() {
            total += next.since(at);
        }
        at = next;
    }
    total
}

/// The instant at which so many milliseconds of working days have passed; never on a day that does not count.
fn after_working(from: Instant, mut left: i64) -> Instant {
    let mut at = from;
    loop {
        let next = tomorrow(at);
        if !at.day().is_weekend() {
            let rest = next.since(at);
            if left < rest {
                return Instant::from_millis(at.millis() + left);
            }
            left -= rest;
        }
        at = next;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(day: &str, hours: i64) -> Instant {
        day.parse::<crate::time::Day>().unwrap().start().plus_hours(hours)
    }

    #[test]
    fn the_decision_clock_runs_on_working_days() {
        // 24 November 2026 is a Tuesday.
        assert_eq!(decide_by(at("2026-11-24", 15)), at("2026-11-26", 15));
        assert_eq!(decide_by(at("2026-11-26", 15)), at("2026-11-30", 15));
        assert_eq!(decide_by(at("2026-11-27", 9)), at("2026-12-01", 9));
        assert_eq!(decide_by(at("2026-11-28", 9)), at("2026-12-02", 0));
        assert_eq!(decide_by(at("2026-11-29", 23)), at("2026-12-02", 0));
    }

    #[test]
    fn a_clock_that_stood_has_left_what_was_left() {
        let by = at("2026-11-26", 15);
        // Asked on Wednesday at nine, answered on Friday at noon: thirty working hours are left, over a weekend.
        assert_eq!(resumed(by, at("2026-11-25", 9), at("2026-11-27", 12)), at("2026-11-30", 18));
        // Asked on a weekend: everything until then is left.
        assert_eq!(
            resumed(at("2026-12-01", 9), at("2026-11-28", 9), at("2026-12-02", 8)),
            at("2026-12-03", 17)
        );
        assert_eq!(
            resumed(by, at("2026-11-25", 9), at("2026-11-25", 9)),
            by,
            "nobody loses or wins by a question"
        );
        assert_eq!(resumed(by, at("2026-11-27", 9), at("2026-11-30", 9)), by, "what had run out stays so");
    }

    #[test]
    fn an_extension_adds_its_days_to_the_window_or_to_a_late_answer() {
        let end = at("2026-12-01", 9);
        assert_eq!(extended(end, at("2026-11-20", 9)), at("2026-12-31", 9));
        assert_eq!(extended(end, at("2026-12-11", 9)), at("2027-01-10", 9));
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
