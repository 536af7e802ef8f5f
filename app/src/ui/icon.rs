//! Icons: one sprite, referred to by name; always beside a word or inside something that has an accessible name.

use crate::erase::Erase;
use leptos::prelude::*;

/// A picture of 16 px (or 20 with `large`) in the colour of the text around it, silent for assistive technology.
#[component]
pub fn Icon(
    /// The symbol's name in `public/icons.svg`.
    #[prop(into)]
    name: String,
    #[prop(optional)] large: bool,
) -> impl IntoView {
    let class = if large { "icon icon-large" } else { "icon" };
    view! {
        <svg class=class aria-hidden="true" focusable="false">
            <use href=format!("/icons.svg#{name}")></use>
        </svg>
    }
    .erase()
}
