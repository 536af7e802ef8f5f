//! Announcements on a partner's home page: what was not read yet, and what has to be acknowledged.

use crate::api::{ApiError, Desk};
use crate::erase::{Erase, EraseAll};
use crate::texts::text;
use crate::ui::Card;
use domain::access::KeepOwnAccount;
use leptos::prelude::*;
use store::Read;

/// How many stand on home.
const MOST: i64 = 3;

/// The newest that the reader has not dealt with; nothing where nothing waits.
pub(crate) async fn at_home(desk: &Desk, read: &mut Read) -> Result<AnyView, ApiError> {
    let permit = desk.actor.permit(KeepOwnAccount)?;
    let waiting = store::announcements::waiting(read, &permit, desk.now().day(), MOST).await?;
    if waiting.is_empty() {
        return Ok(().into_any());
    }
    let lines = waiting
        .into_iter()
        .map(|line| view! { <li><a href=format!("/announcements/{}", line.id)>{line.title}</a></li> }.erase())
        .erase_all();
    Ok(view! { <Card title=text::announcements::title()><ul class="lines">{lines}</ul></Card> }.erase())
}
