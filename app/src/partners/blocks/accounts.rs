//! The customer accounts that an organisation's deals are with, for those who may read accounts.

use crate::api::{ApiError, Desk};
use crate::erase::{Erase, EraseAll};
use crate::texts::text;
use crate::ui::{Card, Section};
use domain::access::Subject;
use domain::id::PartnerId;
use leptos::prelude::*;
use store::Read;

pub(super) async fn block(desk: &Desk, read: &mut Read, partner: &PartnerId) -> Result<AnyView, ApiError> {
    let scope = desk.actor.scope(Subject::Accounts);
    let accounts = store::partners::about::accounts(read, &scope, partner).await?;
    if accounts.is_empty() {
        return Ok(().into_any());
    }
    let lines = accounts.into_iter().map(|(id, name, deals)| {
        let aside = text::about::with_deals(deals);
        view! { <li><a href=format!("/accounts/{id}")>{name}</a> " " <span class="aside">{aside}</span></li> }
    });
    let lines = lines.erase_all();
    Ok(view! { <Section title=text::about::accounts()><Card><ul class="lines">{lines}</ul></Card></Section> }
        .erase())
}
