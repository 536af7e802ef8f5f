//! The customers that an organisation is on record for: for itself, and for those of the vendor's people who may read accounts. Nothing is
//! said of whoever had them before or has them next.

use crate::accounts::span;
use crate::api::{ApiError, Desk};
use crate::erase::{Erase, EraseAll};
use crate::texts::text;
use crate::ui::{Card, Section};
use domain::access::{Scope, Subject};
use domain::id::PartnerId;
use leptos::prelude::*;
use store::Read;
use store::accounts::of_record;

pub(super) async fn block(desk: &Desk, read: &mut Read, partner: &PartnerId) -> Result<AnyView, ApiError> {
    let scope = desk.actor.scope(Subject::Accounts);
    let customers = of_record::of_partner(read, &scope, partner, desk.now().day()).await?;
    if customers.is_empty() {
        return Ok(().into_any());
    }
    let staff = !matches!(scope, Scope::Partner(_));
    let lines = customers.into_iter().map(|one| {
        let (id, name) = one.account;
        let name = match staff {
            true => view! { <a href=format!("/accounts/{id}")>{name}</a> }.erase(),
            false => name.into_any(),
        };
        let aside = format!("{}, {}", one.family, span(one.period));
        view! { <li>{name} " " <span class="aside">{aside}</span></li> }
    });
    let lines = lines.erase_all();
    Ok(view! { <Section title=text::about::of_record()><Card><ul class="lines">{lines}</ul></Card></Section> }
        .erase())
}
