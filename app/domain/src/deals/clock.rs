//! The two clocks of a registration: by when the vendor answers, and how long an approval protects.

use crate::time::Instant;

/// Days that an approval protects.
pub const PROTECTION_DAYS: i64 = 90;
/// Working days that the vendor has for an answer.
const DECISION_DAYS: u32 = 2;

/// By when a registration submitted at this instant is answered: the same time of day two working days later. Saturdays
/// and Sundays (UTC) do not count; a submission on one of them counts from Monday's first moment.
pub fn decide_by(submitted: Instant) -> Instant {
    let mut at = submitted;
    while at.day().is_weekend() {
        at = at.day().plus_days(1).start();
    }
    let mut left = DECISION_DAYS;
    while left > 0 {
        at = at.plus_days(1);
        if !at.day().is_weekend() {
            left -= 1;
        }
    }
    at
}

/// How long an approval given at this instant protects.
pub fn protected_until(approved: Instant) -> Instant {
    approved.plus_days(PROTECTION_DAYS)
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
    fn an_approval_protects_for_ninety_days() {
        assert_eq!(protected_until(at("2026-11-24", 15)), at("2027-02-22", 15));
    }
}
