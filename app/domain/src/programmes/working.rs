//! Working time: the days of a calendar in its own time zone, each of whose hours counts.

use crate::time::{Day, Instant};

/// Which days count.
#[derive(Clone, Copy)]
pub struct Calendar<'a> {
    /// Days that do not count, besides Saturdays and Sundays.
    pub holidays: &'a [Day],
    /// Milliseconds by which local clocks are ahead of UTC at an instant; clock changes are part of it.
    pub ahead: &'a dyn Fn(Instant) -> i64,
}

impl std::fmt::Debug for Calendar<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Calendar").field("holidays", &self.holidays).finish_non_exhaustive()
    }
}

/// A span of time that only runs on working days.
#[derive(Debug, Clone, Copy)]
pub struct Working<'a> {
    calendar: Calendar<'a>,
    days: u16,
}

/// Milliseconds of a day.
const DAY: i64 = 86_400_000;
/// No deadline is looked for beyond so many days: a calendar in which nothing counts would have none.
const DAYS_MOST: usize = 4_000;

impl<'a> Working<'a> {
    /// So many working days of a calendar.
    pub fn days(calendar: Calendar<'a>, days: u16) -> Self {
        Self { calendar, days }
    }

    /// When it is over, from this instant on: the same time of day so many working days later. What begins on a day that
    /// does not count begins with the next one that does.
    pub fn after(&self, from: Instant) -> Instant {
        self.calendar.after(from, i64::from(self.days) * DAY)
    }
}

impl Calendar<'_> {
    /// When a clock that was to end at `by` and stood from `stood` until `now` ends: what was left of it then is left now.
    /// One that had run out stays so.
    pub fn resumed(&self, by: Instant, stood: Instant, now: Instant) -> Instant {
        if stood >= by { by } else { self.after(now, self.between(stood, by)) }
    }

    fn local(&self, at: Instant) -> Day {
        Instant::from_millis(at.millis() + (self.ahead)(at)).day()
    }

    fn counts(&self, day: Day) -> bool {
        !day.is_weekend() && !self.holidays.contains(&day)
    }

    /// The first moment of the next local day; always later, also where days have no names any more.
    fn tomorrow(&self, at: Instant) -> Instant {
        let midnight = self.local(at).plus_days(1).start();
        // The clocks may have changed by then.
        let guess = Instant::from_millis(midnight.millis() - (self.ahead)(at));
        let next = Instant::from_millis(midnight.millis() - (self.ahead)(guess));
        if next > at { next } else { at.plus_days(1) }
    }

    /// Milliseconds of working days between two instants, the earlier one first. A day of 23 or 25 hours counts as one of 24.
    fn between(&self, from: Instant, until: Instant) -> i64 {
        let mut total = 0;
        let mut at = from;
        while at < until {
            let tomorrow = self.tomorrow(at);
            let next = tomorrow.min(until);
            if self.counts(self.local(at)) {
                total += next.since(at);
            }
            at = next;
        }
        total
    }

    /// The instant at which so many milliseconds of working days have passed; never on a day that does not count.
    fn after(&self, from: Instant, mut left: i64) -> Instant {
        let mut at = from;
        for _ in 0..DAYS_MOST {
            let next = self.tomorrow(at);
            if self.counts(self.local(at)) {
                let rest = next.since(at);
                if left < rest {
                    return Instant::from_millis(at.millis() + left);
                }
                left -= rest;
            }
            at = next;
        }
        at
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const UTC: &dyn Fn(Instant) -> i64 = &|_| 0;
    const HOUR: i64 = 3_600_000;

    fn at(day: &str, hours: i64) -> Instant {
        day.parse::<Day>().unwrap().start().plus_hours(hours)
    }

    fn two(calendar: Calendar<'_>, from: Instant) -> Instant {
        Working::days(calendar, 2).after(from)
    }

    #[test]
    fn the_decision_clock_runs_on_working_days() {
        let calendar = Calendar { holidays: &[], ahead: UTC };
        // 24 November 2026 is a Tuesday.
        assert_eq!(two(calendar, at("2026-11-24", 15)), at("2026-11-26", 15));
        assert_eq!(two(calendar, at("2026-11-26", 15)), at("2026-11-30", 15));
        assert_eq!(two(calendar, at("2026-11-27", 9)), at("2026-12-01", 9));
        assert_eq!(two(calendar, at("2026-11-28", 9)), at("2026-12-02", 0));
        assert_eq!(two(calendar, at("2026-11-29", 23)), at("2026-12-02", 0));
    }

    #[test]
    fn holidays_do_not_count() {
        let holidays = ["2026-12-24".parse().unwrap(), "2026-12-25".parse().unwrap()];
        let calendar = Calendar { holidays: &holidays, ahead: UTC };
        // Wednesday at noon: Thursday and Friday are holidays, then comes a weekend.
        assert_eq!(two(calendar, at("2026-12-23", 12)), at("2026-12-29", 12));
    }

    #[test]
    fn days_are_those_of_the_zone() {
        let ahead = |_| 9 * HOUR;
        let calendar = Calendar { holidays: &[], ahead: &ahead };
        // Friday at 16:00 UTC is Saturday at one in Tokyo: it begins on Monday there, which is Sunday at 15:00 UTC.
        assert_eq!(two(calendar, at("2026-11-27", 16)), at("2026-12-01", 15));
    }

    #[test]
    fn a_clock_change_moves_nobodys_day() {
        // Central Europe: the clocks go back on 25 October 2026 at 01:00 UTC.
        let ahead = |at: Instant| {
            if at < "2026-10-25".parse::<Day>().unwrap().start().plus_hours(1) { 2 * HOUR } else { HOUR }
        };
        let calendar = Calendar { holidays: &[], ahead: &ahead };
        // Friday at ten in Berlin, over the weekend of the change to Tuesday at ten.
        assert_eq!(two(calendar, at("2026-10-23", 8)), at("2026-10-27", 9));
    }

    #[test]
    fn a_clock_that_stood_has_left_what_was_left() {
        let calendar = Calendar { holidays: &[], ahead: UTC };
        let by = at("2026-11-26", 15);
        // Asked on Wednesday at nine, answered on Friday at noon: thirty working hours are left, over a weekend.
        assert_eq!(calendar.resumed(by, at("2026-11-25", 9), at("2026-11-27", 12)), at("2026-11-30", 18));
        // Asked on a weekend: everything until then is left.
        assert_eq!(
            calendar.resumed(at("2026-12-01", 9), at("2026-11-28", 9), at("2026-12-02", 8)),
            at("2026-12-03", 17)
        );
        assert_eq!(
            calendar.resumed(by, at("2026-11-25", 9), at("2026-11-25", 9)),
            by,
            "nobody loses or wins by a question"
        );
        assert_eq!(
            calendar.resumed(by, at("2026-11-27", 9), at("2026-11-30", 9)),
            by,
            "what had run out stays so"
        );
    }

    #[test]
    fn a_calendar_in_which_nothing_counts_ends() {
        let all: Vec<Day> = (0..5_000).map(|n| at("2026-11-24", 0).day().plus_days(n)).collect();
        let calendar = Calendar { holidays: &all, ahead: UTC };
        assert!(two(calendar, at("2026-11-24", 9)) > at("2030-01-01", 0));
        let late = Instant::from_millis(i64::MAX / 2);
        assert!(two(Calendar { holidays: &[], ahead: UTC }, late) >= late);
    }
}
