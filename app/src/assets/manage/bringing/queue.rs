//! The files that are brought: how far each of them is, and all of them together.

use super::api::Draft;
use crate::live::Source;
use domain::uploads::percent;

/// Where a file stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Stage {
    /// Begun before this document was opened: it goes on once the file is chosen again.
    Left,
    /// Others are sent first.
    Waiting,
    /// On its way.
    Going,
    /// The connection was cut, or the portal is busy; it goes on by itself.
    Cut,
    /// Held by whoever sends it.
    Held,
    /// All of it is there, and is looked at.
    Checking,
    /// A draft of it was made.
    Drafted(Draft),
    /// Nobody is signed in any more.
    SignedOut,
    /// Not taken; why.
    Refused(String),
}

impl Stage {
    /// Whether it is worked on, or will be without anybody doing anything.
    pub(super) fn moves(&self) -> bool {
        matches!(self, Self::Waiting | Self::Going | Self::Cut | Self::Checking)
    }

    /// Whether it takes one of the few places of those that are sent at the same time.
    pub(super) fn is_sent(&self) -> bool {
        matches!(self, Self::Going | Self::Cut | Self::Checking)
    }

    /// Whether nothing comes of it any more.
    pub(super) fn is_over(&self) -> bool {
        matches!(self, Self::Drafted(_) | Self::Refused(_))
    }
}

/// One file.
#[derive(Debug, Clone)]
pub(super) struct Line {
    /// Which of this document.
    pub(super) n: usize,
    pub(super) name: String,
    pub(super) bytes: u64,
    pub(super) stage: Source<Stage>,
    /// How many bytes are there, or on their way.
    pub(super) sent: Source<u64>,
}

/// What somebody wants of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wish {
    GoOn,
    Hold,
    Remove,
}

/// All of them, in the order in which they were chosen.
#[derive(Debug, Clone)]
pub(super) struct Queue {
    pub(super) lines: Source<Vec<Line>>,
}

/// How far all of them are together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Totals {
    /// Files that are wanted: what is refused is none of them.
    pub(super) files: i64,
    /// Of how many there is a draft.
    pub(super) drafted: i64,
    /// Of all bytes, in percent.
    pub(super) percent: i64,
    /// Whether anything moves by itself.
    pub(super) moves: bool,
    /// Whether anything is held.
    pub(super) held: bool,
}

impl Queue {
    pub(super) fn new() -> Self {
        Self { lines: Source::new(Vec::new()) }
    }

    /// How far all of them are; followed.
    pub(super) fn totals(&self) -> Totals {
        let mut totals = Totals::default();
        let (mut sent, mut bytes) = (0, 0);
        for line in self.lines.get() {
            let stage = line.stage.get();
            if matches!(stage, Stage::Refused(_) | Stage::Left) {
                continue;
            }
            totals.files += 1;
            totals.drafted += i64::from(matches!(stage, Stage::Drafted(_)));
            totals.moves |= stage.moves();
            totals.held |= matches!(stage, Stage::Held | Stage::SignedOut);
            sent += line.sent.get();
            bytes += line.bytes;
        }
        totals.percent = percent(sent, bytes) as i64;
        totals
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(bytes: u64, sent: u64, stage: Stage) -> Line {
        Line { n: 0, name: String::new(), bytes, stage: Source::new(stage), sent: Source::new(sent) }
    }

    #[test]
    fn what_is_refused_or_was_left_behind_does_not_count() {
        let queue = Queue::new();
        queue.lines.set(vec![
            line(100, 50, Stage::Going),
            line(300, 150, Stage::Held),
            line(900, 0, Stage::Refused("no".into())),
            line(900, 0, Stage::Left),
        ]);
        let totals = queue.totals();
        assert_eq!((totals.files, totals.drafted, totals.percent), (2, 0, 50));
        assert!(totals.moves && totals.held);
    }
}
