//! Watching and leafing through: where somebody is in a lesson's video or document, and when the lesson is done.
//!
//! A page tells what was played while it plays. The server adds it up, and believes no more than can have been played
//! since it last heard: [`Viewing::heard`]. Without scripts nothing is told; then the time since the lesson was opened
//! counts ([`may_mark`]).

use super::Medium;
use crate::time::Instant;
use serde::{Deserialize, Serialize};

/// Percent of a video that has to be played unless the lesson says otherwise.
pub const NEEDED_AT_FIRST: i64 = 90;
/// How fast players play at most.
const FASTEST: i64 = 2;
/// Milliseconds by which what is told may be ahead of the clock: answers are on their way for a while.
const AHEAD: i64 = 10_000;
/// Pieces that are kept apart; more are not from watching.
const PIECES_MOST: usize = 200;

/// The pieces of a video that were played, in milliseconds; in order, none touches another.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Played(Vec<(i64, i64)>);

impl Played {
    /// Adds a piece.
    pub fn add(&mut self, from: i64, to: i64) {
        let (mut from, mut to) = (from, to);
        if to <= from {
            return;
        }
        let touches = |piece: &(i64, i64)| piece.0 <= to && from <= piece.1;
        if self.0.len() >= PIECES_MOST && !self.0.iter().any(touches) {
            return;
        }
        self.0.retain(|&(start, end)| {
            let apart = end < from || to < start;
            if !apart {
                (from, to) = (from.min(start), to.max(end));
            }
            apart
        });
        let at = self.0.partition_point(|piece| piece.0 < from);
        self.0.insert(at, (from, to));
    }

    /// Milliseconds that were played; what was played twice counts once.
    pub fn sum(&self) -> i64 {
        self.0.iter().map(|(from, to)| to - from).sum()
    }
}

/// Where somebody is in a lesson's video or document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Viewing {
    /// Where to go on: milliseconds of a video, the page of a document.
    pub place: i64,
    /// What was played of a video.
    pub played: Played,
    /// When it was opened first.
    pub opened_at: Instant,
    /// When a page last told what was played; `None` as long as none has.
    pub heard_at: Option<Instant>,
}

impl Viewing {
    /// After a page has told that this piece of a video was just played; as much of its end as can have been.
    #[must_use]
    pub fn heard(&self, (from, to): (i64, i64), length: i64, now: Instant) -> Self {
        let (from, to) = (from.clamp(0, length), to.clamp(0, length));
        let since = now.since(self.heard_at.unwrap_or(self.opened_at)).max(0);
        let most = since.saturating_mul(FASTEST).saturating_add(AHEAD);
        let mut next = Self { place: to, heard_at: Some(now), ..self.clone() };
        next.played.add(from.max(to.saturating_sub(most)), to);
        next
    }

    /// Percent of a video of this length that was played, rounded down.
    pub fn percent(&self, length: i64) -> i64 {
        (self.played.sum() * 100).checked_div(length).unwrap_or(0).min(100)
    }
}

/// Whether somebody may say that a lesson is done: text and documents always; a video of which enough was played, or of
/// which nothing was ever told, when it was open for as long as that takes.
pub fn may_mark(medium: Option<&Medium>, needed: i64, viewing: Option<&Viewing>, now: Instant) -> bool {
    let Some(Medium::Video { length, .. }) = medium else { return true };
    let Some(viewing) = viewing else { return false };
    match viewing.heard_at {
        Some(_) => viewing.percent(*length) >= needed,
        None => now.since(viewing.opened_at) * 100 >= length * needed,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::learning::VideoKind;

    const NOW: Instant = Instant::from_millis(1_700_000_000_000);

    fn viewing() -> Viewing {
        Viewing { place: 0, played: Played::default(), opened_at: NOW, heard_at: None }
    }

    fn played(pieces: &[(i64, i64)]) -> Played {
        let mut played = Played::default();
        pieces.iter().for_each(|&(from, to)| played.add(from, to));
        played
    }

    #[test]
    fn what_was_played_twice_counts_once() {
        assert_eq!(played(&[(0, 10), (20, 30), (5, 25)]), Played(vec![(0, 30)]));
        assert_eq!(played(&[(20, 30), (0, 10)]), Played(vec![(0, 10), (20, 30)]));
        assert_eq!(played(&[(0, 10), (10, 20)]), Played(vec![(0, 20)]));
        assert_eq!(played(&[(10, 10), (10, 5)]), Played::default());
        assert_eq!(played(&[(0, 10), (3, 4), (20, 30)]).sum(), 20);
    }

    #[test]
    fn pieces_without_end_are_not_kept() {
        let mut all = Played::default();
        (0..1000).for_each(|n| all.add(n * 10, n * 10 + 1));
        assert_eq!(all.0.len(), PIECES_MOST);
        all.add(0, 10_000);
        assert_eq!(all, Played(vec![(0, 10_000)]));
    }

    #[test]
    fn nobody_has_played_more_than_there_was_time_for() {
        let hour = 3_600_000;
        let at = |seconds: i64| NOW.plus_seconds(seconds);
        let jump = viewing().heard((0, hour), hour, at(5));
        assert_eq!((jump.played.sum(), jump.place), (2 * 5_000 + 10_000, hour));
        let honest = viewing().heard((0, 5_000), hour, at(5)).heard((5_000, 15_000), hour, at(10));
        assert_eq!((honest.played.sum(), honest.place), (15_000, 15_000));
        let odd = viewing().heard((-7, i64::MAX), 60_000, at(600));
        assert_eq!((odd.percent(60_000), odd.place), (100, 60_000));
        assert_eq!(viewing().heard((9, 3), 60_000, at(-9)).played.sum(), 0);
    }

    #[test]
    fn a_video_is_done_when_enough_was_played_and_not_when_one_skips_to_its_end() {
        let video = Medium::Video { kind: VideoKind::Webm, length: 100_000 };
        let done = |viewing: Option<&Viewing>, seconds| {
            may_mark(Some(&video), 90, viewing, NOW.plus_seconds(seconds))
        };
        assert!(!done(None, 999));
        let most = Viewing { played: played(&[(0, 89_999)]), heard_at: Some(NOW), ..viewing() };
        assert!(!done(Some(&most), 999));
        let enough = Viewing { played: played(&[(0, 50_000), (60_000, 100_000)]), ..most };
        assert!(done(Some(&enough), 0));
        // Without scripts nothing is told; the clock is.
        assert!(!done(Some(&viewing()), 89));
        assert!(done(Some(&viewing()), 90));
    }

    #[test]
    fn text_and_documents_are_done_when_one_says_so() {
        assert!(may_mark(None, 90, None, NOW));
        assert!(may_mark(Some(&Medium::Document { pages: 9 }), 90, None, NOW));
    }
}
