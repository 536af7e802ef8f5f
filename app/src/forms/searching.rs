//! A search: a plain form that leads to a page by its address, without a new document where scripts run.

use crate::erase::Erase;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;

/// A form whose fields go into the address of the page it leads to.
#[component]
pub fn SearchForm(#[prop(into)] action: String, children: Children) -> impl IntoView {
    let navigate = leptos_router::hooks::use_navigate();
    let target = action.clone();
    let submit = move |event: SubmitEvent| {
        if let Some(address) = address(&event, &target) {
            event.prevent_default();
            fold_away(&event);
            navigate(&address, Default::default());
        }
    };
    view! {
        <form method="get" action=action class="search-line" role="search" on:submit=submit>
            {children()}
        </form>
    }
    .erase()
}

#[cfg(feature = "hydrate")]
fn address(event: &SubmitEvent, action: &str) -> Option<String> {
    let fields = super::fields(&super::data_of(event)?)?;
    Some(format!("{action}?{fields}"))
}

/// What is folded out of the form would lie on what it has found.
#[cfg(feature = "hydrate")]
fn fold_away(event: &SubmitEvent) {
    use wasm_bindgen::JsCast as _;
    let form: Option<web_sys::Element> = event.target().and_then(|form| form.dyn_into().ok());
    while let Some(open) = form.as_ref().and_then(|form| form.query_selector("details[open]").ok().flatten())
    {
        if open.remove_attribute("open").is_err() {
            return;
        }
    }
}

#[cfg(not(feature = "hydrate"))]
fn fold_away(_event: &SubmitEvent) {}

/// Only browsers send forms.
#[cfg(not(feature = "hydrate"))]
fn address(_event: &SubmitEvent, _action: &str) -> Option<String> {
    None
}
