//! What floats above a page: dialogs that ask, and menus. Both are the browser's own.

use crate::erase::Erase;
use leptos::{html, prelude::*};

use super::icon::Icon;

/// A question that must be answered before going on; a sheet from below on a phone.
#[component]
pub fn Dialog(
    /// Distinguishes it from other dialogs of the page.
    #[prop(into)]
    id: String,
    #[prop(into)] title: String,
    /// The accessible name of the button that closes it.
    #[prop(into)]
    close_label: String,
    open: RwSignal<bool>,
    children: Children,
) -> impl IntoView {
    let dialog = NodeRef::<html::Dialog>::new();
    Effect::new(move || {
        let wanted = open.get();
        let Some(dialog) = dialog.get() else { return };
        if wanted && !dialog.open() {
            // Refused only if it left the page meanwhile, and then there is nothing to show.
            let _ = dialog.show_modal();
        } else if !wanted && dialog.open() {
            dialog.close();
        }
    });
    let heading = format!("{id}-title");
    let labelledby = heading.clone();
    view! {
        <dialog id=id class="dialog" aria-labelledby=labelledby node_ref=dialog on:close=move |_| open.set(false)>
            <div class="dialog-head">
                // The title takes the focus, so that it is read first and nothing is pressed by mistake.
                <h2 id=heading tabindex="-1" autofocus=true>{title}</h2>
                <button
                    type="button"
                    class="button button-quiet button-icon"
                    aria-label=close_label.clone()
                    title=close_label
                    on:click=move |_| open.set(false)
                >
                    <Icon name="x"/>
                </button>
            </div>
            <div class="dialog-body">{children()}</div>
        </dialog>
    }
    .erase()
}

/// A button that opens a short list of links and buttons.
#[component]
pub fn Menu(
    /// Distinguishes it from other menus of the page.
    #[prop(into)]
    id: String,
    #[prop(into)] label: String,
    #[prop(default = "ellipsis".to_owned(), into)] icon: String,
    /// Shows only the icon, the label being its accessible name.
    #[prop(optional)]
    bare: bool,
    children: Children,
) -> impl IntoView {
    let name = label.clone();
    let tip = bare.then(|| label.clone());
    let class = if bare { "button button-quiet button-icon" } else { "button" };
    view! {
        <div class="menu">
            <button type="button" class=class popovertarget=id.clone() aria-label=name title=tip>
                <Icon name=icon/>
                {(!bare).then_some(label)}
            </button>
            <div class="menu-list" id=id popover="auto">{children()}</div>
        </div>
    }
    .erase()
}
