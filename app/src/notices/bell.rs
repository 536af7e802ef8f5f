//! The way to the notices, with how many wait. `public/live.js` keeps the number right while the page is open.

use crate::erase::Erase;
use crate::session;
use crate::texts::text;
use crate::ui::Icon;
use leptos::prelude::*;

/// The link of the frame.
#[component]
pub fn Bell() -> impl IntoView {
    let unread = session::surroundings().unread;
    view! {
        <a class="bell" href="/notices">
            <Icon name="bell" large=true/>
            <span class="bell-label">{text::notices::title()}</span>
            <span class="destination-count" data-unread="" hidden=unread == 0>{super::shown(unread)}</span>
        </a>
    }
    .erase()
}
