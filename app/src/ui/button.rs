//! What people press: buttons that act and links that look like them.

use crate::erase::Erase;
use crate::live::Live;
use leptos::{ev::MouseEvent, prelude::*};

use super::icon::Icon;

/// How much a button asks for attention; a page has one primary action.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ButtonKind {
    Primary,
    #[default]
    Secondary,
    /// Without a border until pointed at, for rows and toolbars.
    Quiet,
    /// Ends or removes something.
    Destructive,
}

impl ButtonKind {
    fn class(self) -> &'static str {
        match self {
            Self::Primary => "button button-primary",
            Self::Secondary => "button",
            Self::Quiet => "button button-quiet",
            Self::Destructive => "button button-destructive",
        }
    }
}

/// A button that does something on the page itself; to send a form, use [`SubmitButton`].
#[component]
pub fn Button(
    #[prop(optional)] kind: ButtonKind,
    #[prop(optional, into)] icon: Option<String>,
    /// The accessible name of a button that shows only its icon.
    #[prop(optional, into)]
    name: Option<String>,
    #[prop(optional, into)] disabled: Live<bool>,
    /// Whether the thing it switches is on, for buttons that stay pressed.
    #[prop(optional, into)]
    pressed: Option<Live<bool>>,
    #[prop(optional, into)] on_press: Option<Callback<MouseEvent>>,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    let bare = children.is_none();
    view! {
        <button
            type="button"
            class=kind.class()
            class:button-icon=bare
            title=name.clone()
            aria-label=name
            aria-pressed=move || pressed.as_ref().map(|pressed| pressed.get().to_string())
            disabled=move || disabled.get()
            on:click=move |event| {
                if let Some(on_press) = on_press {
                    on_press.run(event);
                }
            }
        >
            {icon.map(|name| view! { <Icon name/> }.erase())}
            {children.map(|children| children())}
        </button>
    }
    .erase()
}

/// A link to another page that is an action in the reader's eyes ("Register deal").
#[component]
pub fn ButtonLink(
    #[prop(into)] href: String,
    #[prop(optional)] kind: ButtonKind,
    #[prop(optional, into)] icon: Option<String>,
    /// Saves what the link leads to instead of opening it; the router keeps away from such links.
    #[prop(optional)]
    download: bool,
    children: Children,
) -> impl IntoView {
    view! {
        <a href=href class=kind.class() download=download.then_some("") rel=download.then_some("external")>
            {icon.map(|name| view! { <Icon name/> }.erase())}
            {children()}
        </a>
    }
    .erase()
}

/// Sends the form around it. While the answer is awaited it stays focused but refuses a second press.
#[component]
pub fn SubmitButton(
    #[prop(default = ButtonKind::Primary)] kind: ButtonKind,
    #[prop(optional, into)] icon: Option<String>,
    #[prop(optional, into)] pending: Live<bool>,
    /// What the form says it was sent with, when a form has several ways to be sent.
    #[prop(optional, into)]
    name: Option<String>,
    #[prop(optional, into)] value: Option<String>,
    children: Children,
) -> impl IntoView {
    let busy = pending.clone();
    view! {
        <button
            type="submit"
            class=kind.class()
            name=name
            value=value
            aria-disabled=move || busy.get().then_some("true")
            on:click=move |event| {
                if untrack(|| pending.get()) {
                    event.prevent_default();
                }
            }
        >
            {icon.map(|name| view! { <Icon name/> }.erase())}
            {children()}
        </button>
    }
    .erase()
}
