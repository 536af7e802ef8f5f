//! What a page is made of between its frame and its data: its header, sections, cards, tabs and empty states.

use crate::erase::{Erase, EraseAll};
use leptos::prelude::*;

use super::icon::Icon;

/// How a page begins: its title, one sentence, how it stands, and its actions at the end of the line.
#[component]
pub fn PageHeader(
    #[prop(into)] title: String,
    #[prop(optional, into)] lead: Option<String>,
    /// Heads a part of a page that has its own title already, such as the case of an inbox; it can be given the focus.
    #[prop(optional)]
    nested: bool,
    /// The list that the page belongs to, as its address and its name.
    #[prop(optional)]
    back: Option<(String, String)>,
    /// Beside the title: a badge.
    #[prop(optional, into)]
    status: ViewFnOnce,
    /// Under the title: figures and the clock that matters.
    #[prop(optional, into)]
    below: ViewFnOnce,
    /// The actions, the primary one last.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let title = if nested {
        view! { <h2 id="part-title" tabindex="-1">{title}</h2> }.erase()
    } else {
        view! { <h1>{title}</h1> }.erase()
    };
    view! {
        <header class="page-header">
            {back
                .map(|(href, label)| {
                    view! { <a href=href class="page-back"><Icon name="chevron-left"/>{label}</a> }.erase()
                })}
            <div class="page-line">
                <div class="page-title">
                    {title}
                    {status.run()}
                </div>
                {children.map(|children| view! { <div class="page-actions">{children()}</div> }.erase())}
            </div>
            {lead.filter(|lead| !lead.is_empty()).map(|lead| view! { <p class="page-lead">{lead}</p> }.erase())}
            {below.run()}
        </header>
    }
    .erase()
}

/// A surface that holds things that belong together.
#[component]
pub fn Card(
    #[prop(optional, into)] title: Option<String>,
    /// At the end of the title's line: a link or a quiet button.
    #[prop(optional, into)]
    action: ViewFnOnce,
    /// Without room around its content, for tables and lists that reach the edges.
    #[prop(optional)]
    flush: bool,
    children: Children,
) -> impl IntoView {
    let class = if flush { "card card-flush" } else { "card" };
    view! {
        <div class=class>
            {title
                .map(|title| {
                    view! { <div class="card-head"><h2 class="card-title">{title}</h2>{action.run()}</div> }.erase()
                })}
            {children()}
        </div>
    }
    .erase()
}

/// A part of a page with its own title.
#[component]
pub fn Section(
    #[prop(into)] title: String,
    #[prop(optional, into)] lead: Option<String>,
    /// At the end of the title's line: a link or a quiet button.
    #[prop(optional, into)]
    action: ViewFnOnce,
    children: Children,
) -> impl IntoView {
    view! {
        <section class="section">
            <div class="section-head"><h2>{title}</h2>{action.run()}</div>
            {lead.filter(|lead| !lead.is_empty()).map(|lead| view! { <p class="section-lead">{lead}</p> }.erase())}
            {children()}
        </section>
    }
    .erase()
}

/// Where nothing is yet: says what will be here and how to begin.
#[component]
pub fn EmptyState(
    #[prop(into)] icon: String,
    #[prop(into)] title: String,
    #[prop(optional, into)] text: Option<String>,
    /// The action that changes it.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="empty">
            <span class="empty-icon"><Icon name=icon large=true/></span>
            <p class="empty-title">{title}</p>
            {text.map(|text| view! { <p class="empty-text">{text}</p> }.erase())}
            {children.map(|children| view! { <div class="empty-action">{children()}</div> }.erase())}
        </div>
    }
    .erase()
}

/// One of the pages that [`Tabs`] lead to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TabLink {
    pub href: String,
    pub label: String,
    pub count: Option<String>,
    pub current: bool,
}

/// Neighbouring pages as links, so that each has its own address.
#[component]
pub fn Tabs(
    /// What the tabs choose between, for assistive technology.
    #[prop(into)]
    label: String,
    tabs: Vec<TabLink>,
) -> impl IntoView {
    let tabs = tabs
        .into_iter()
        .map(|TabLink { href, label, count, current }| {
            view! {
                <a href=href class="tab" aria-current=current.then_some("page")>
                    {label}
                    {count.map(|count| view! { " " <span class="tab-count">{count}</span> }.erase())}
                </a>
            }
        })
        .erase_all();
    view! { <nav class="tabs" aria-label=label>{tabs}</nav> }.erase()
}

/// The way to the newer and the older page of a list; a side without a page is left out.
#[component]
pub fn Pager(
    /// What is paged through, for assistive technology.
    #[prop(into)]
    label: String,
    #[prop(into)] newer_label: String,
    #[prop(into)] older_label: String,
    newer: Option<String>,
    older: Option<String>,
) -> impl IntoView {
    if newer.is_none() && older.is_none() {
        return ().into_any();
    }
    view! {
        <nav class="pager" aria-label=label>
            {newer
                .map(|href| {
                    view! { <a href=href class="button" rel="prev"><Icon name="chevron-left"/>{newer_label}</a> }.erase()
                })}
            {older
                .map(|href| {
                    view! {
                        <a href=href class="button pager-older" rel="next">{older_label}<Icon name="chevron-right"/></a>
                    }.erase()
                })}
        </nav>
    }
    .erase()
}
