//! What is said of a registration that is on the device alone: `public/device.js` keeps it there, shows this, and sends it.

use crate::erase::Erase;
use crate::texts::text;
use crate::ui::{Notice, Tone};
use domain::id::PersonId;
use leptos::prelude::*;

/// The offer to go on with what was typed here, and the note that something waits for a connection; both hidden.
pub(super) fn device(person: &PersonId) -> String {
    view! {
        <div data-person=person.to_string() hidden=true>
            <Notice tone=Tone::Caution title=text::deals::device_title()>
                <p>{text::deals::device_lead()} " " <time></time></p>
                <dl class="facts"></dl>
                <p class="button-row">
                    <button type="button" class="button" data-act="use">{text::deals::device_use()}</button>
                    <button type="button" class="button button-quiet" data-act="drop">{text::deals::device_drop()}</button>
                </p>
            </Notice>
        </div>
        <div data-waits hidden=true>
            <Notice tone=Tone::Caution title=text::deals::device_waits()>
                <p>{text::deals::device_waits_help()}</p>
            </Notice>
        </div>
    }
    .erase()
    .to_html()
}
