//! What catalogues and lists are browsed with: tiles led by a picture, and chips that filter.

use crate::erase::Erase;
use crate::live::Live;
use leptos::prelude::*;

use super::icon::Icon;

/// A card led by a picture of 3:2; the whole of it leads to its page.
#[component]
pub fn Tile(
    #[prop(into)] href: String,
    #[prop(into)] title: String,
    /// Where the preview comes from; without one, the icon stands in its place.
    #[prop(optional, into)]
    picture: Option<String>,
    #[prop(into)] icon: String,
    /// Whether it is in sight when the page opens: its picture is then fetched at once, and before others.
    #[prop(optional)]
    in_sight: bool,
    /// The group whose colour stands behind the icon.
    #[prop(optional, into)]
    cover: Option<String>,
    /// What it is, and how much of it ("Course, 40 min").
    #[prop(optional, into)]
    kind: Option<String>,
    /// Badges, progress and the like.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let picture = match picture.filter(|src| !src.is_empty()) {
        Some(src) => {
            let (loading, priority) = ((!in_sight).then_some("lazy"), in_sight.then_some("high"));
            view! { <img class="tile-picture" src=src alt="" loading=loading fetchpriority=priority width="480" height="320"/> }
                .erase()
        }
        None => {
            view! { <div class="tile-picture tile-blank" data-cover=cover><Icon name=icon large=true/></div> }
                .erase()
        }
    };
    view! {
        <article class="tile">
            {picture}
            <div class="tile-text">
                {kind.map(|kind| view! { <p class="tile-kind">{kind}</p> }.erase())}
                <h2 class="tile-title"><a href=href class="tile-link">{title}</a></h2>
                {children.map(|children| view! { <div class="tile-foot">{children()}</div> }.erase())}
            </div>
        </article>
    }
    .erase()
}

/// A filter as a link that says in words what it shows; put several into `.chips`.
#[component]
pub fn Chip(
    #[prop(into)] href: String,
    #[prop(into)] label: String,
    #[prop(optional, into)] count: Option<String>,
    #[prop(optional, into)] current: Live<bool>,
) -> impl IntoView {
    view! {
        <a href=href class="chip" aria-current=move || current.get().then_some("true")>
            {label}
            {count.map(|count| view! { " " <span class="chip-count">{count}</span> }.erase())}
        </a>
    }
    .erase()
}
