//! Choosing a file, or dropping it: the whole area is the browser's own file field, so both work without a program.

use crate::erase::Erase;
use crate::live::{Live, Source};
use leptos::prelude::*;

use super::{
    field::{describedby, id_of, invalid, labelled},
    icon::Icon,
};

/// An area that takes files.
#[component]
pub fn FileField(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    /// What to do ("Drop a PDF here or choose one").
    #[prop(into)]
    prompt: String,
    /// Which kinds are offered, as the `accept` attribute takes them.
    #[prop(optional, into)]
    accept: Option<String>,
    #[prop(optional)] multiple: bool,
    #[prop(optional, into)] help: Option<String>,
    #[prop(optional, into)] note: Option<String>,
    #[prop(optional, into)] fault: Live<Option<String>>,
    #[prop(optional)] required: bool,
) -> impl IntoView {
    // The names of what was chosen, shown instead of the prompt.
    let chosen = Source::new(None::<String>);
    let shown = chosen.clone();
    let described = describedby(&name, help.is_some(), &fault);
    let invalid = invalid(&fault);
    let control = view! {
        <div class="drop">
            <Icon name="upload" large=true/>
            <span class="drop-prompt">{move || shown.get().unwrap_or_else(|| prompt.clone())}</span>
            <input
                type="file"
                class="drop-input"
                id=id_of("field", &name)
                name=name.clone()
                accept=accept
                multiple=multiple
                required=required
                aria-describedby=move || described.get()
                aria-invalid=move || invalid.get()
                on:change=move |event| chosen.set(names(&event))
            />
        </div>
    }
    .erase();
    labelled(&name, label, note, help, fault, control)
}

#[cfg(feature = "hydrate")]
fn names(event: &leptos::ev::Event) -> Option<String> {
    let files = event_target::<web_sys::HtmlInputElement>(event).files()?;
    let names: Vec<String> =
        (0..files.length()).filter_map(|n| files.get(n)).map(|file| file.name()).collect();
    (!names.is_empty()).then(|| crate::words::listed(&names))
}

#[cfg(not(feature = "hydrate"))]
fn names(_event: &leptos::ev::Event) -> Option<String> {
    None
}
