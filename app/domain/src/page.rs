//! One page of a long list, by keyset: the cursor is the last row's key, so that pages stay right while rows arrive.

use serde::{Deserialize, Serialize};

/// Rows of one page and where the next one begins.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Page<T> {
    /// The rows, in the order of the list.
    pub rows: Vec<T>,
    /// The cursor that gives the next page; `None` on the last.
    pub next: Option<String>,
}

/// Rows a page holds.
pub const PAGE_ROWS: usize = 50;

impl<T> Page<T> {
    /// A page from up to `PAGE_ROWS + 1` fetched rows: the extra one only tells that there is more.
    pub fn cut(mut rows: Vec<T>, key: impl Fn(&T) -> String) -> Self {
        let more = rows.len() > PAGE_ROWS;
        rows.truncate(PAGE_ROWS);
        let next = if more { rows.last().map(key) } else { None };
        Self { rows, next }
    }
}
