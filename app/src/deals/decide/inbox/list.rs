//! What waits, one line for each case.

use super::api::InboxLine;
use crate::erase::{Erase, EraseAll};
use crate::texts::text;
use crate::ui::{Card, Money, Tone};
use domain::id::DealId;
use leptos::prelude::*;

/// The list, with the case that is shown marked; `cut` says where it ends before all that waits.
pub(super) fn list(waiting: Vec<InboxLine>, cut: Option<String>, shown: &DealId) -> AnyView {
    let items = waiting
        .into_iter()
        .map(|line| {
            let href = format!("/deals/inbox?case={}", line.id);
            let current = (line.id == *shown).then_some("true");
            let tone = Tone::of(line.tone).name();
            let amount = line.amount.map(|(amount, currency)| {
                view! { <span class="inbox-meta"><Money amount currency/></span> }.erase()
            });
            view! {
                <li>
                    <a class="inbox-item" href=href aria-current=current>
                        <span class="inbox-title" dir="auto">{line.customer}</span>
                        <span class="inbox-age" data-tone=tone>{line.left}</span>
                        <span class="inbox-meta" dir="auto">{line.partner}</span>
                        {amount}
                        <span class="inbox-meta inbox-state">{line.state}</span>
                    </a>
                </li>
            }
        })
        .erase_all();
    view! {
        <nav class="inbox-list" aria-label=text::inbox::waiting()>
            <Card flush=true><ul>{items}</ul></Card>
            {cut.map(|words| view! { <p class="help">{words}</p> }.erase())}
        </nav>
    }
    .erase()
}
