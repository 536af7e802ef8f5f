//! The keys of the inbox, and the dialog that lists them. Single characters act only outside of fields, and can be switched
//! off: they get in the way of those who speak to their device (WCAG 2.2, 2.1.4). The choice stays on the device.

use crate::erase::{Erase, EraseAll};
use crate::texts::text;
use crate::ui::{Button, Checkbox, Dialog};
use leptos::prelude::*;

#[cfg(feature = "hydrate")]
mod browser;

/// The dialog.
const HELP: &str = "keys";

/// Acts on keys as long as the page is shown.
pub(super) fn listen() {
    #[cfg(feature = "hydrate")]
    browser::listen();
}

/// Another case is about to be shown: the focus goes to its heading.
pub(super) fn go_to_case() {
    #[cfg(feature = "hydrate")]
    browser::go_to_case();
}

/// The button that opens the list of keys, and the list. Both are for those whose browser runs scripts.
pub(super) fn help() -> AnyView {
    let keys = [
        ("j", text::inbox::key_next()),
        ("k", text::inbox::key_previous()),
        ("Enter", text::inbox::key_open()),
        ("a", text::inbox::key_approve()),
        ("r", text::inbox::key_reject()),
        ("q", text::inbox::key_ask()),
        ("u", text::deals::start_review()),
        ("e", text::inbox::key_extension()),
        ("c", text::inbox::key_comment()),
        ("Esc", text::inbox::key_leave()),
        ("?", text::inbox::key_help()),
    ];
    let lines = keys
        .into_iter()
        .map(|(key, does)| view! { <div class="key"><dt><kbd>{key}</kbd></dt><dd>{does}</dd></div> })
        .erase_all();
    view! {
        <span class="keys-open">
            <Button icon="circle-help" on_press=Callback::new(|_| open())>{text::inbox::keys()}</Button>
        </span>
        <Dialog id=HELP title=text::inbox::keys() close_label=text::inbox::close() open=RwSignal::new(false)>
            <dl class="keys">{lines}</dl>
            <Checkbox
                name="keys"
                label=text::inbox::keys_on()
                help=text::inbox::keys_help()
                checked=true
                on_change=Callback::new(turn)
            />
        </Dialog>
    }
    .erase()
}

fn open() {
    #[cfg(feature = "hydrate")]
    browser::open();
}

fn turn(#[cfg_attr(not(feature = "hydrate"), expect(unused_variables))] on: bool) {
    #[cfg(feature = "hydrate")]
    browser::turn(on);
}
