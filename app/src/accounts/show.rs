//! The page of one customer account. What is only read is drawn by the server; the browser has code for what is written.

mod api;
#[cfg(feature = "ssr")]
mod drawn;

pub use api::GATES;
#[cfg(feature = "ssr")]
pub(super) use drawn::{card, deals_table};

use crate::erase::Erase;
use crate::loading::{PageTitle, load};
use crate::renewal::record;
use crate::texts::text;
use crate::ui::{ButtonLink, PageHeader};
use api::{AccountShown, ShowAccount};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

/// One account.
#[component]
pub fn CustomerPage() -> impl IntoView {
    let params = use_params_map();
    load(record(move || ShowAccount { id: params.with(|p| p.get("id").unwrap_or_default()) }), page)
}

fn page(shown: AccountShown) -> AnyView {
    let AccountShown { id, name, keeps, stands, story, facts, merges } = shown;
    let back = ("/accounts".to_owned(), text::accounts::title().to_owned());
    let history = format!("/history/accounts/{id}");
    let back = if keeps { back } else { ("/partners".to_owned(), text::partners::title().to_owned()) };
    let edit = format!("/accounts/{id}/edit");
    let merges = super::merge::undoing(&id, merges);
    let talk = (keeps && stands).then(|| super::talk::talk(id));
    view! {
        <PageTitle title=name.clone()/>
        <PageHeader title=name back>
            <ButtonLink href=history icon="clock">{text::history::title()}</ButtonLink>
            {(keeps && stands).then(|| view! { <ButtonLink href=edit icon="pencil">{text::accounts::edit()}</ButtonLink> }.erase())}
        </PageHeader>
        <div class="record">
            <div class="record-story">
                {story.shown("home-blocks")}
                {merges}
                {talk}
            </div>
            <aside class="record-facts" inner_html=facts></aside>
        </div>
    }
    .erase()
}
