//! Announcements on a partner's home page: what was not read yet, and what has to be acknowledged.

use super::api::{AnnouncementLine, AnnouncementsAtHome as Ask};
use crate::erase::{Erase, EraseAll};
use crate::loading::load;
use crate::renewal::record;
use crate::texts::text;
use crate::ui::Card;
use leptos::prelude::*;

/// The block; nothing where nothing waits.
#[component]
pub fn AnnouncementsAtHome() -> impl IntoView {
    load(record(|| Ask {}), block)
}

fn block(lines: Vec<AnnouncementLine>) -> AnyView {
    if lines.is_empty() {
        return ().into_any();
    }
    let lines = lines
        .into_iter()
        .map(|line| view! { <li><a href=format!("/announcements/{}", line.id)>{line.title}</a></li> }.erase())
        .erase_all();
    view! { <Card title=text::announcements::title()><ul class="lines">{lines}</ul></Card> }.erase()
}
