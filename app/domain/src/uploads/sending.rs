//! What a sender does next: by what it was answered, and by how far the file is.

use super::PIECE_BYTES;

/// How many files are sent at the same time: more of them only wait for each other.
pub const AT_ONCE: usize = 2;
/// The longest pause before a cut connection is tried again, in seconds.
const PAUSE_MOST: u32 = 30;

/// What an answer to a step means, by its status (RFC 9110, and tus 1.0.0 for 460).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// It was done.
    Taken,
    /// The file goes on at another place: ask where.
    Elsewhere,
    /// The upload is over; the file begins anew.
    Gone,
    /// Nobody is signed in any more.
    SignIn,
    /// Nothing is wrong with the file: the connection was cut, or the portal is busy.
    Later,
    /// The file is not taken; the words with it say why.
    Refused,
}

impl Answer {
    /// What this status means; zero when there was no answer.
    pub fn of(status: u16) -> Self {
        match status {
            200..=299 => Self::Taken,
            401 => Self::SignIn,
            404 | 410 => Self::Gone,
            409 | 460 => Self::Elsewhere,
            // No room on the server is told, and not asked for again and again.
            507 => Self::Refused,
            0 | 408 | 425 | 429 | 500..=599 => Self::Later,
            _ => Self::Refused,
        }
    }
}

/// The seconds to wait before the next try, after so many that came to nothing.
pub fn pause(tries: u32) -> u32 {
    1_u32.checked_shl(tries.saturating_sub(1)).unwrap_or(PAUSE_MOST).clamp(1, PAUSE_MOST)
}

/// Where the next request of a file ends. A request is a piece: whatever stands between sender and portal and holds
/// requests back until they are whole, no more than a piece is ever sent again.
pub fn until(received: u64, bytes: u64) -> u64 {
    received.saturating_add(PIECE_BYTES).min(bytes)
}

/// How much is there, in whole percent; all of it only when nothing is missing.
pub fn percent(received: u64, bytes: u64) -> u64 {
    if bytes == 0 || received >= bytes {
        return 100;
    }
    (u128::from(received) * 100 / u128::from(bytes)) as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_wrong_with_the_file_stops_it_and_what_is_wrong_on_the_way_does_not() {
        for (status, means) in [
            (0, Answer::Later),
            (201, Answer::Taken),
            (204, Answer::Taken),
            (401, Answer::SignIn),
            (403, Answer::Refused),
            (404, Answer::Gone),
            (409, Answer::Elsewhere),
            (410, Answer::Gone),
            (413, Answer::Refused),
            (415, Answer::Refused),
            (422, Answer::Refused),
            (429, Answer::Later),
            (460, Answer::Elsewhere),
            (503, Answer::Later),
            (507, Answer::Refused),
        ] {
            assert_eq!(Answer::of(status), means, "{status}");
        }
    }

    #[test]
    fn pauses_grow_up_to_half_a_minute() {
        assert_eq!([0, 1, 2, 3, 5, 6, 40, u32::MAX].map(pause), [1, 1, 2, 4, 16, 30, 30, 30]);
    }

    #[test]
    fn no_request_is_larger_than_what_may_be_sent_again() {
        assert_eq!(until(0, 5), 5);
        assert_eq!(until(0, 3 * PIECE_BYTES), PIECE_BYTES);
        assert_eq!(until(7, 3 * PIECE_BYTES), PIECE_BYTES + 7);
        assert_eq!(until(u64::MAX, u64::MAX), u64::MAX);
    }

    #[test]
    fn a_hundred_percent_is_all_of_it() {
        assert_eq!(percent(0, 10), 0);
        assert_eq!(percent((1 << 30) - 1, 1 << 30), 99);
        assert_eq!(percent(1 << 30, 1 << 30), 100);
        assert_eq!(percent(0, 0), 100);
    }
}
