//! What a zone is drawn to while it is moved: the edges and the middle of its page, and those of the other zones.

use super::{Length, PageSize, Zone};

/// A line that a zone was drawn to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Guide {
    /// From top to bottom, so far from the left.
    Upright(Length),
    /// From left to right, so far from the top.
    Level(Length),
}

/// How much of a side is drawn to a line: the nearest line within reach, and how far it is away.
fn nearest(own: &[i64], lines: &[i64], within: i64) -> Option<(i64, i64)> {
    let pairs = own.iter().flat_map(|own| lines.iter().map(move |line| (line - own, *line)));
    pairs.filter(|(by, _)| by.abs() <= within).min_by_key(|(by, _)| by.abs())
}

fn lines(side: Length, others: impl Iterator<Item = (Length, Length)>) -> Vec<i64> {
    let page = [0, side.0 / 2, side.0];
    let of_others = others.flat_map(|(at, length)| [at.0, at.0 + length.0 / 2, at.0 + length.0]);
    page.into_iter().chain(of_others).collect()
}

impl Zone {
    fn lines(&self, others: &[Zone], size: PageSize) -> (Vec<i64>, Vec<i64>) {
        let same_page = || others.iter().filter(|other| other.page == self.page);
        (
            lines(size.width, same_page().map(|other| (other.x, other.width))),
            lines(size.height, same_page().map(|other| (other.y, other.height))),
        )
    }

    /// The zone drawn to what its edges and its middle are near to, with the lines that it was drawn to.
    pub fn snapped(&self, others: &[Zone], size: PageSize, within: Length) -> (Zone, Vec<Guide>) {
        let (upright, level) = self.lines(others, size);
        let own = |at: Length, side: Length| [at.0, at.0 + side.0 / 2, at.0 + side.0];
        let x = nearest(&own(self.x, self.width), &upright, within.0);
        let y = nearest(&own(self.y, self.height), &level, within.0);
        let by = |found: Option<(i64, i64)>| Length(found.map_or(0, |(by, _)| by));
        let zone = self.moved(by(x), by(y), size);
        (zone, guides(x, y))
    }

    /// The same while its size changes: only the edges at the right and at the bottom are drawn to anything.
    pub fn size_snapped(&self, others: &[Zone], size: PageSize, within: Length) -> (Zone, Vec<Guide>) {
        let (upright, level) = self.lines(others, size);
        let x = nearest(&[self.x.0 + self.width.0], &upright, within.0);
        let y = nearest(&[self.y.0 + self.height.0], &level, within.0);
        let by = |found: Option<(i64, i64)>| Length(found.map_or(0, |(by, _)| by));
        let zone = self.resized(by(x), by(y), size);
        (zone, guides(x, y))
    }
}

fn guides(x: Option<(i64, i64)>, y: Option<(i64, i64)>) -> Vec<Guide> {
    let upright = x.map(|(_, line)| Guide::Upright(Length(line)));
    let level = y.map(|(_, line)| Guide::Level(Length(line)));
    upright.into_iter().chain(level).collect()
}
