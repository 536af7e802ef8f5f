//! What the vendor promised its partners about their registrations, and how far it kept that: how soon answers came, how many
//! within the decision clock, and which approvals held. Both sides see it: partners their own beside everybody's.
//!
//! What is counted follows the metrics of the programme's design (4.6: median decision time, SLA hit, honoured rate), with the
//! honoured rate over all approvals that have ended and not only over those that were won: an approval is **honoured** when it
//! protected until an end of the partner's own or of its window, and **overridden** when the vendor took it away.

use super::{HitRate, State};
use crate::time::Instant;

/// The windows that figures are told of, in days until now; each begins with a whole day (UTC).
pub const PERIODS: [i64; 2] = [90, 365];

/// Milliseconds of an hour.
const HOUR: i64 = 3_600_000;
/// Milliseconds of a day.
const DAY: i64 = 24 * HOUR;

crate::text_enum! {
    /// What is counted of a day.
    pub enum Kept {
        /// A registration was approved or rejected.
        Answered = "answered",
        /// That came within the decision clock.
        InTime = "in_time",
        /// An approval ended that had protected until then.
        Honoured = "honoured",
        /// An approval was revoked.
        Overridden = "overridden",
    }
}

/// What of a registration its figures are made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Course {
    /// Where it stands.
    pub state: State,
    /// When it was submitted.
    pub submitted_at: Option<Instant>,
    /// When the decision came that stands: a decision that was opened again is none.
    pub decided_at: Option<Instant>,
    /// Whether that was within its clock.
    pub in_time: bool,
    /// When it ended or was revoked.
    pub closed_at: Option<Instant>,
}

/// Something that counts: what, on which day since 1 January 1970 (UTC), and after how many whole hours where it is an answer.
pub type Counted = (Kept, i64, i64);

impl Course {
    /// Everything that it counts as. The time of an answer runs from submission to decision, through nights and weekends:
    /// that is how long its partner waited.
    pub fn counts(&self) -> Vec<Counted> {
        let mut counts = Vec::new();
        let (Some(submitted), Some(decided)) = (self.submitted_at, self.decided_at) else { return counts };
        counts.push((Kept::Answered, day(decided), decided.since(submitted) / HOUR));
        if self.in_time {
            counts.push((Kept::InTime, day(decided), 0));
        }
        let ended = match self.state {
            State::Won | State::Lost | State::Withdrawn | State::Expired => Some(Kept::Honoured),
            State::Revoked => Some(Kept::Overridden),
            _ => None,
        };
        counts.extend(ended.zip(self.closed_at).map(|(kept, at)| (kept, day(at), 0)));
        counts
    }
}

/// The number of an instant's day.
pub fn day(at: Instant) -> i64 {
    at.millis().div_euclid(DAY)
}

/// The number of the first day of a window of so many days that ends now.
pub fn first_day(now: Instant, days: i64) -> i64 {
    day(now) - days + 1
}

/// The beginning of a numbered day.
pub fn start_of(day: i64) -> Instant {
    Instant::from_millis(day * DAY)
}

/// What the vendor kept of its promises in a window.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Promises {
    /// Answers, and those within the clock.
    pub answers: HitRate,
    /// The time, in milliseconds, within which half of the answers had come; none where there was none.
    pub median: Option<i64>,
    /// Approvals that protected until their end.
    pub honoured: i64,
    /// Approvals that were revoked.
    pub overridden: i64,
}

impl Promises {
    /// Honoured approvals in whole percent of all that ended, rounded down; none where none ended.
    pub fn honoured_percent(self) -> Option<i64> {
        let ended = self.honoured + self.overridden;
        (ended > 0).then(|| self.honoured * 100 / ended)
    }
}

/// Where the median stands among answers that are counted by their whole hours, shortest first: the hour, and how many
/// answers of that very hour are before it. Of two in the middle it is the lower one, which is a time that somebody had.
pub fn median_among(hours: &[(i64, i64)]) -> Option<(i64, i64)> {
    let all: i64 = hours.iter().map(|(_, answers)| answers).sum();
    let mut before = (all - 1) / 2;
    for (hour, answers) in hours {
        if before < *answers {
            return Some((*hour, before));
        }
        before -= answers;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn course(state: State) -> Course {
        let submitted = Instant::from_millis(10 * DAY);
        Course {
            state,
            submitted_at: Some(submitted),
            decided_at: Some(submitted.plus_hours(30)),
            in_time: true,
            closed_at: None,
        }
    }

    #[test]
    fn an_answer_counts_on_its_day_with_its_hours() {
        assert_eq!(course(State::Approved).counts(), [(Kept::Answered, 11, 30), (Kept::InTime, 11, 0)]);
        let late = Course { in_time: false, ..course(State::Rejected) };
        assert_eq!(late.counts(), [(Kept::Answered, 11, 30)]);
        let waiting = Course { decided_at: None, ..course(State::InReview) };
        assert_eq!(waiting.counts(), []);
        // Taken back before it was decided: nobody's promise.
        let closed = Some(Instant::from_millis(20 * DAY));
        let withdrawn = Course { decided_at: None, closed_at: closed, ..course(State::Withdrawn) };
        assert_eq!(withdrawn.counts(), []);
    }

    #[test]
    fn an_approval_is_honoured_by_any_end_but_a_revocation() {
        let closed = Some(Instant::from_millis(40 * DAY));
        for state in [State::Won, State::Lost, State::Withdrawn, State::Expired] {
            let counts = Course { closed_at: closed, ..course(state) }.counts();
            assert_eq!(counts.last(), Some(&(Kept::Honoured, 40, 0)), "{state}");
        }
        let revoked = Course { closed_at: closed, ..course(State::Revoked) }.counts();
        assert_eq!(revoked.last(), Some(&(Kept::Overridden, 40, 0)));
        assert_eq!(
            Promises { honoured: 199, overridden: 1, ..Promises::default() }.honoured_percent(),
            Some(99)
        );
        assert_eq!(Promises::default().honoured_percent(), None);
    }

    #[test]
    fn the_median_is_the_lower_of_the_two_in_the_middle() {
        assert_eq!(median_among(&[]), None);
        assert_eq!(median_among(&[(5, 1)]), Some((5, 0)));
        assert_eq!(median_among(&[(5, 1), (6, 1)]), Some((5, 0)));
        assert_eq!(median_among(&[(1, 2), (6, 5)]), Some((6, 1)));
        assert_eq!(median_among(&[(1, 2), (3, 0), (6, 2)]), Some((1, 1)));
    }

    #[test]
    fn a_window_begins_with_a_whole_day() {
        let now = Instant::from_millis(100 * DAY + 5);
        assert_eq!(first_day(now, 90), 11);
        assert_eq!(start_of(11).millis(), 11 * DAY);
    }
}
