//! What rows and stage share: the lines, the page that is shown, what is held, and the way back.

use super::line::{Line, Lines, Written};
use domain::assets::{Length, PageSize, Zone};
use leptos::prelude::*;

/// Points by which boxes that nobody has placed yet stand apart, so that none hides another.
const APART: f64 = 12.0;
/// Steps that can be undone.
const STEPS: usize = 50;

/// The page that is shown.
#[derive(Debug, Clone, Copy)]
pub struct Sheet {
    pub(super) pages: StoredValue<Vec<PageSize>>,
    pub(super) lines: StoredValue<Lines>,
    pub(super) shown: RwSignal<usize>,
    /// The brand that there is not with which the page is shown; empty for none.
    pub sample: RwSignal<String>,
    steps: StoredValue<Vec<Vec<Written>>>,
}

impl Sheet {
    /// The first of these pages.
    pub fn new(pages: Vec<PageSize>, lines: Lines) -> Self {
        Self {
            pages: StoredValue::new(pages),
            lines: StoredValue::new(lines),
            shown: RwSignal::new(0),
            sample: RwSignal::new(String::new()),
            steps: StoredValue::new(Vec::new()),
        }
    }

    /// Whether the page that it belongs to is still open.
    #[cfg(feature = "hydrate")]
    pub fn is_there(&self) -> bool {
        self.pages.try_with_value(|_| ()).is_some()
    }

    pub(super) fn size(&self) -> PageSize {
        let none = PageSize { width: Length::from_points(1.0), height: Length::from_points(1.0) };
        self.pages.with_value(|pages| pages.get(self.shown.get()).copied()).unwrap_or(none)
    }

    #[cfg(feature = "hydrate")]
    pub(super) fn size_now(&self) -> PageSize {
        untrack(|| self.size())
    }

    /// Keeps how everything stands, to go back to it.
    pub fn remember(&self) {
        let now: Vec<Written> = self.lines.with_value(|lines| lines.iter().map(Line::written).collect());
        self.steps.update_value(|steps| {
            if steps.last() != Some(&now) {
                steps.push(now);
            }
            let old = steps.len().saturating_sub(STEPS);
            steps.drain(..old);
        });
    }

    /// Goes back to how everything stood before the last change.
    pub fn undo(&self) {
        let now: Vec<Written> = self.lines.with_value(|lines| lines.iter().map(Line::written).collect());
        let mut before = self.steps.try_update_value(Vec::pop).flatten();
        if before.as_ref() == Some(&now) {
            before = self.steps.try_update_value(Vec::pop).flatten();
        }
        if let Some(before) = before {
            self.lines.with_value(|lines| {
                for (line, was) in lines.iter().zip(&before) {
                    line.write(was);
                }
            });
        }
    }

    /// Gives a line that has a kind and no numbers yet a box on the shown page, where it can be seen.
    pub fn begin(&self, n: usize, line: Line) {
        untrack(|| {
            let (Ok(kind), true) = (line.field("kind").get().parse(), line.is_blank()) else { return };
            let size = self.size();
            let (top, bottom) = visible(size).unwrap_or((0.0, size.height.points()));
            let apart = APART * (n % 6) as f64;
            let middle = (size.width.points() / 2.0 + apart, (top + bottom) / 2.0 + apart);
            let middle = (Length::from_points(middle.0), Length::from_points(middle.1));
            line.take(&Zone::around(self.shown.get() as u32, kind, middle, size));
        });
    }
}

/// From where to where the page is in sight, in points from its top.
#[cfg(feature = "hydrate")]
fn visible(size: PageSize) -> Option<(f64, f64)> {
    let shown = document().query_selector(".zone-stage").ok()??.get_bounding_client_rect();
    let window = window().inner_height().ok()?.as_f64()?;
    let scale = size.width.points() / shown.width();
    let (top, bottom) = (shown.top().max(0.0), shown.bottom().min(window));
    (top < bottom).then(|| ((top - shown.top()) * scale, (bottom - shown.top()) * scale))
}

/// The server draws pages; only browsers measure them.
#[cfg(not(feature = "hydrate"))]
fn visible(_size: PageSize) -> Option<(f64, f64)> {
    None
}
