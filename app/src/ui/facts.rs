//! Facts and figures: label and value pairs, key figures, money, and how far something has come.

use crate::erase::Erase;
use crate::live::Live;
use leptos::prelude::*;

/// A list of [`Fact`]s.
#[component]
pub fn Facts(children: Children) -> impl IntoView {
    view! { <dl class="facts">{children()}</dl> }.erase()
}

/// One label and its value.
#[component]
pub fn Fact(#[prop(into)] label: String, children: Children) -> impl IntoView {
    view! {
        <div class="fact">
            <dt>{label}</dt>
            <dd>{children()}</dd>
        </div>
    }
    .erase()
}

/// A row of [`Figure`]s, as many beside each other as fit.
#[component]
pub fn Figures(children: Children) -> impl IntoView {
    view! { <dl class="figures">{children()}</dl> }.erase()
}

/// A key figure: what it counts, the number, and what changed. Stands in [`Figures`].
#[component]
pub fn Figure(
    #[prop(into)] label: String,
    #[prop(into)] value: String,
    #[prop(optional, into)] hint: Option<String>,
    /// The page that lists what was counted.
    #[prop(optional, into)]
    href: Option<String>,
) -> impl IntoView {
    let label = match href.filter(|href| !href.is_empty()) {
        Some(href) => view! { <a href=href class="figure-link">{label}</a> }.erase(),
        None => label.into_any(),
    };
    view! {
        <div class="figure">
            <dt>{label}</dt>
            <dd class="figure-value">{value}</dd>
            {hint.filter(|hint| !hint.is_empty()).map(|hint| view! { <dd class="figure-hint">{hint}</dd> }.erase())}
        </div>
    }
    .erase()
}

/// An amount already written for the reader's language, the currency small beside it.
#[component]
pub fn Money(#[prop(into)] amount: String, #[prop(into)] currency: String) -> impl IntoView {
    view! {
        <span class="money">
            <span class="money-currency">{currency}</span>
            // A plain space for those who copy or hear it; the style keeps both on one line.
            " "
            <span class="money-amount">{amount}</span>
        </span>
    }
    .erase()
}

/// How far something has come, with its words: the bar alone says too little.
#[component]
pub fn Progress(
    #[prop(into)] value: Live<i64>,
    #[prop(default = 100)] max: i64,
    /// What is measured and where it stands ("3 of 5 lessons").
    #[prop(into)]
    label: Live<String>,
) -> impl IntoView {
    view! {
        <label class="progress">
            <span class="progress-label">{move || label.get()}</span>
            <progress value=move || value.get().to_string() max=max.to_string()></progress>
        </label>
    }
    .erase()
}
