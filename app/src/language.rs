//! Choosing the language: a new document, since it has other words and may run the other way.

use crate::erase::{Erase, EraseAll};
use crate::texts::{language, text};
use domain::language::Language;
use leptos::prelude::*;

/// One button a language, in its own name.
#[component]
pub fn ChooseLanguage() -> impl IntoView {
    let button = |one: &Language| {
        let (tag, chosen) = (one.as_str(), *one == language());
        view! {
            <button
                type="submit"
                class="language"
                name="language"
                value=tag
                lang=tag
                dir=one.direction()
                aria-pressed=chosen.to_string()
            >
                {one.own_name()}
            </button>
        }
    };
    let buttons = Language::ALL.iter().map(button).erase_all();
    view! {
        <form method="post" action="/auth/language" class="languages" aria-label=text::frame::language()>
            {buttons}
        </form>
    }
    .erase()
}
