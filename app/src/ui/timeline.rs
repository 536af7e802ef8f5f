//! The story of a record, oldest first: what happened, who said what, and what was decided.

use crate::erase::Erase;
use leptos::prelude::*;

use super::status::Tone;

/// A list of [`TimelineItem`]s.
#[component]
pub fn Timeline(children: Children) -> impl IntoView {
    view! { <ol class="timeline">{children()}</ol> }.erase()
}

/// One thing that happened. Anything but a neutral tone makes it stand out as a decision.
#[component]
pub fn TimelineItem(
    #[prop(optional)] tone: Tone,
    /// As people say it nearby ("today 14:05").
    #[prop(into)]
    when: String,
    /// The exact moment, shown on pointing.
    #[prop(optional, into)]
    exact: Option<String>,
    #[prop(into)] who: String,
    /// What was done, in a few words after the name.
    #[prop(optional, into)]
    what: Option<String>,
    /// The label of an item that only the vendor's own people see; tints it too.
    #[prop(optional, into)]
    internal: Option<String>,
    /// What was written, if anything.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let class = if internal.is_some() { "timeline-item timeline-internal" } else { "timeline-item" };
    view! {
        <li class=class data-tone=tone.name()>
            <p class="timeline-head">
                <strong class="timeline-who">{who}</strong>
                {what.map(|what| view! { " " <span class="timeline-what">{what}</span> }.erase())}
                " "
                <span class="timeline-when" title=exact>{when}</span>
                {internal.map(|label| view! { " " <span class="tag">{label}</span> }.erase())}
            </p>
            {children.map(|children| view! { <div class="timeline-body">{children()}</div> }.erase())}
        </li>
    }
    .erase()
}
