//! What was said last of an organisation's deals; remarks of the vendor's people are for them alone.

use crate::api::{ApiError, Desk};
use crate::erase::{Erase, EraseAll};
use crate::texts::text;
use crate::ui::{Card, Section};
use crate::words;
use domain::access::{CommentInternally, Subject};
use domain::id::PartnerId;
use leptos::prelude::*;
use store::Read;

pub(super) async fn block(desk: &Desk, read: &mut Read, partner: &PartnerId) -> Result<AnyView, ApiError> {
    let scope = desk.actor.scope(Subject::Deals);
    let internal = desk.actor.permit(CommentInternally { partner: partner.clone() }).ok();
    let said = store::partners::about::comments(read, &scope, partner, internal.as_ref()).await?;
    if said.is_empty() {
        return Ok(().into_any());
    }
    let lines = said.into_iter().map(|one| {
        let (deal, customer) = one.deal;
        let who = format!("{}, {}", one.person, words::at(one.at));
        view! {
            <li>
                <p class="quoted">{one.body}</p>
                <span class="aside">{who}{one.internal.then(|| format!(" · {}", text::about::internal()))}</span>
                " "
                <a href=format!("/deals/{deal}")>{customer}</a>
            </li>
        }
    });
    let lines = lines.erase_all();
    Ok(view! { <Section title=text::about::comments()><Card><ul class="lines">{lines}</ul></Card></Section> }
        .erase())
}
