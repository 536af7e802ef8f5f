//! What the keys of the inbox do in a browser. Elements are found by their ids and classes: the page is made anew with every
//! case, the keys stay.

use super::HELP;
use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsCast as _;
use web_sys::{Element, HtmlDialogElement, HtmlElement, HtmlFormElement, HtmlInputElement, KeyboardEvent};

/// What the device keeps: `off` where single characters do nothing.
const KEPT: &str = "tandem-keys";
/// The attribute of the root by which the style knows whether keys act.
const SHOWN: &str = "data-keys";
/// Where a character is typed, or means something of its own.
const FIELDS: &str = "input, textarea, select, [contenteditable], dialog, [popover]";

/// A device that keeps nothing has them on.
fn are_on() -> bool {
    let kept = window().local_storage().ok().flatten().and_then(|kept| kept.get_item(KEPT).ok().flatten());
    kept.as_deref() != Some("off")
}

fn show_setting() {
    let on = are_on();
    if let Some(root) = document().document_element() {
        // The attribute is a valid one, so it is set.
        let _ = root.set_attribute(SHOWN, if on { "on" } else { "off" });
    }
    if let Some(field) = named::<HtmlInputElement>("field-keys") {
        field.set_checked(on);
    }
}

pub(super) fn turn(on: bool) {
    if let Ok(Some(kept)) = window().local_storage() {
        // A device that has no room keeps them as they are, and shows it.
        let _ = kept.set_item(KEPT, if on { "on" } else { "off" });
    }
    show_setting();
}

pub(super) fn listen() {
    show_setting();
    let listening = window_event_listener(ev::keydown, pressed);
    on_cleanup(move || {
        listening.remove();
        if let Some(root) = document().document_element() {
            let _ = root.remove_attribute(SHOWN);
        }
    });
}

pub(super) fn open() {
    show_setting();
    if let Some(help) = named::<HtmlDialogElement>(HELP).filter(|help| !help.open()) {
        // Refused only if it left the page meanwhile.
        let _ = help.show_modal();
    }
}

pub(super) fn go_to_case() {
    request_animation_frame(|| {
        if let Some(heading) = named::<HtmlElement>("part-title") {
            focus(&heading);
        }
        // The list shows where one is, too.
        let (list, item) =
            (found::<Element>(".inbox-list"), found::<HtmlElement>(".inbox-item[aria-current]"));
        if let (Some(list), Some(item)) = (list, item) {
            list.set_scroll_top(item.offset_top() - list.client_height() / 2);
        }
    });
}

fn pressed(event: KeyboardEvent) {
    if event.default_prevented()
        || event.is_composing()
        || event.ctrl_key()
        || event.alt_key()
        || event.meta_key()
    {
        return;
    }
    let Some(target) = event.target().and_then(|target| target.dyn_into::<Element>().ok()) else { return };
    let key = event.key();
    let done = match key.as_str() {
        "ArrowDown" => within(&target, ".inbox-list") && step(1),
        "ArrowUp" => within(&target, ".inbox-list") && step(-1),
        "Escape" => within(&target, ".inbox-case") && within(&target, FIELDS) && leave(),
        "Enter" => are_on() && within(&target, "select[name=account]") && send(&target),
        key if are_on() && is_free(&target) => act(key, event.repeat()),
        _ => false,
    };
    if done {
        event.prevent_default();
    }
}

/// Whether a character means nothing where the focus is: on the page, outside of fields.
fn is_free(target: &Element) -> bool {
    let on_page = target.tag_name() == "BODY" || within(target, "#main");
    on_page && !within(target, FIELDS)
}

/// What a character does; a key that is held down only moves on.
fn act(key: &str, held: bool) -> bool {
    match (key, held) {
        ("j", _) => step(1),
        ("k", _) => step(-1),
        ("a" | "r" | "e" | "q" | "c" | "u", false) if opens_ahead() => true,
        ("a", false) => go("#field-approve-account") || go("#field-approve-note"),
        ("r", false) => go("#field-reject-reason"),
        ("e", false) => go("#field-extend-note"),
        ("q", false) => go("form[action='/api/deals/ask'] input[type=checkbox]"),
        ("c", false) => go("#field-body"),
        ("u", false) => found::<Element>("form[action='/api/deals/review']").is_some_and(|form| send(&form)),
        ("?", false) => {
            open();
            true
        }
        _ => false,
    }
}

/// The focus goes along the list; where the list is not shown, the case itself changes.
fn step(by: isize) -> bool {
    let Ok(items) = document().query_selector_all(".inbox-item") else { return false };
    let items: Vec<HtmlElement> =
        (0..items.length()).filter_map(|at| items.item(at)?.dyn_into().ok()).collect();
    let active = document().active_element();
    let is_active =
        |item: &HtmlElement| active.as_ref().is_some_and(|active| active.is_same_node(Some(item)));
    let is_shown = |item: &HtmlElement| item.has_attribute("aria-current");
    let here = items.iter().position(is_active).or_else(|| items.iter().position(is_shown));
    let next = here.map_or(Some(0), |here| here.checked_add_signed(by)).and_then(|next| items.get(next));
    match next {
        Some(item) if item.offset_parent().is_none() => item.click(),
        Some(item) => focus(item),
        None => {}
    }
    true
}

/// Opens the case that somebody has gone on to in the list. They mean that one and have not seen it yet: nothing is done to the
/// one that is open.
fn opens_ahead() -> bool {
    let ahead = found::<HtmlElement>(".inbox-item:focus:not([aria-current])");
    if let Some(item) = &ahead {
        item.click();
    }
    ahead.is_some()
}

/// To a field of the case, which may be folded up.
fn go(field: &str) -> bool {
    let field = found::<HtmlElement>(&format!(".inbox-case {field}"));
    if let Some(field) = &field {
        if let Ok(Some(folded)) = field.closest("details") {
            // The attribute is a valid one, so it is set.
            let _ = folded.set_attribute("open", "");
        }
        focus(field);
    }
    field.is_some()
}

/// Out of a field, so that keys act again.
fn leave() -> bool {
    if let Some(heading) = named::<HtmlElement>("part-title") {
        focus(&heading);
    }
    true
}

/// Sends the form that this is, or is in.
fn send(from: &Element) -> bool {
    let form = from.closest("form").ok().flatten().and_then(|form| form.dyn_into::<HtmlFormElement>().ok());
    // A form that the browser finds faults with tells them itself.
    form.is_some_and(|form| form.request_submit().is_ok())
}

fn focus(element: &HtmlElement) {
    // A focus that does not move is found by tabbing.
    let _ = element.focus();
}

fn within(element: &Element, selector: &str) -> bool {
    element.closest(selector).ok().flatten().is_some()
}

fn named<T: wasm_bindgen::JsCast>(id: &str) -> Option<T> {
    document().get_element_by_id(id)?.dyn_into().ok()
}

fn found<T: wasm_bindgen::JsCast>(selector: &str) -> Option<T> {
    document().query_selector(selector).ok().flatten()?.dyn_into().ok()
}
