//! Mail: what sorts there are, when a try is repeated and for how long, and when a day's notices go out.

use crate::time::Instant;

/// How long a link to a new password works, in minutes.
pub const PASSWORD_LINK_MINUTES: i64 = 30;
/// How many such links one person may have open.
pub const PASSWORD_LINKS_MOST: i64 = 3;
/// Hours after which a mail that could not be sent is given up.
pub const GIVEN_UP_HOURS: i64 = 48;
/// Notices that one digest tells; of more it says that there are.
pub const DIGEST_MOST: usize = 50;

crate::text_enum! {
    /// What a mail is.
    pub enum MailKind {
        /// One notice.
        Notice = "notice",
        /// A day's notices.
        Digest = "digest",
        /// An invitation.
        Invitation = "invitation",
        /// The link to a new password.
        Password = "password",
    }
}

/// What became of a try.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Next {
    /// It is tried again at this time.
    Again(Instant),
    /// It is given up.
    Never,
}

/// When a mail is tried again whose try number `attempt` failed in a way that may pass: after one minute, two, four and so
/// on up to two hours, and no longer than [`GIVEN_UP_HOURS`] after it was written.
pub fn after_failure(attempt: i64, written: Instant, now: Instant) -> Next {
    let minutes = 1_i64 << attempt.clamp(1, 8).saturating_sub(1);
    let at = now.plus_seconds(minutes.min(120) * 60);
    if at > written.plus_hours(GIVEN_UP_HOURS) { Next::Never } else { Next::Again(at) }
}

/// Whether a person's digest may go now: from the hour on, by the person's own clock.
pub fn digest_is_due(local_hour: u8, hour: u8) -> bool {
    local_hour >= hour
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tries_come_further_apart_and_end_after_two_days() {
        let start = Instant::from_millis(0);
        let (mut now, mut tries) = (start, 0);
        let mut gaps = Vec::new();
        while let Next::Again(at) = after_failure(tries + 1, start, now) {
            gaps.push(at.since(now) / 60_000);
            (now, tries) = (at, tries + 1);
        }
        assert_eq!(gaps[..8], [1, 2, 4, 8, 16, 32, 64, 120]);
        assert!(now <= start.plus_hours(GIVEN_UP_HOURS) && tries > 20, "{tries}");
    }

    #[test]
    fn a_digest_that_was_held_up_still_goes_on_its_day() {
        assert!(!digest_is_due(6, 7) && digest_is_due(7, 7) && digest_is_due(23, 7));
    }
}
