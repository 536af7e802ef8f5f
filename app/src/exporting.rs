//! The way from a list to a file of it: links, so that they work in any browser.

use crate::erase::{Erase, EraseAll};
use crate::texts::text;
use crate::ui::Icon;
use domain::export::{Format, ROWS_MOST};
use leptos::prelude::*;

/// The files of a list that is narrowed as its address says (`q=…&state=…`).
pub fn export_menu(list: &'static str, query: &str) -> AnyView {
    let links = [
        (Format::Xlsx, text::exports::workbook()),
        (Format::Csv, text::exports::csv()),
        (Format::ExcelCsv, text::exports::excel_csv()),
    ];
    let links = links
        .into_iter()
        .map(|(format, label)| {
            let href = format!("/exports/{list}/{format}?{query}");
            view! { <a href=href class="button button-quiet" rel="external" download="">{label}</a> }
        })
        .erase_all();
    view! {
        <details class="export">
            <summary class="button"><Icon name="download"/>{text::exports::export()}</summary>
            <div class="export-list">
                {links}
                <p class="export-note">{text::exports::most(ROWS_MOST)}</p>
            </div>
        </details>
    }
    .erase()
}
