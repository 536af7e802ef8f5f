//! Choosing a file, or dropping it: the whole area is the browser's own file field, so both work without a program.

use leptos::{html, prelude::*};

use super::{
    field::{describedby, labelled},
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
    #[prop(optional, into)] fault: Signal<Option<String>>,
    #[prop(optional)] required: bool,
) -> impl IntoView {
    let input = NodeRef::<html::Input>::new();
    // The names of what was chosen, shown instead of the prompt.
    let chosen = RwSignal::new(None::<String>);
    let described = describedby(&name, help.is_some(), fault);
    let control = view! {
        <div class="drop">
            <Icon name="upload" large=true/>
            <span class="drop-prompt">{move || chosen.get().unwrap_or_else(|| prompt.clone())}</span>
            <input
                type="file"
                class="drop-input"
                id=format!("field-{name}")
                name=name.clone()
                accept=accept
                multiple=multiple
                required=required
                node_ref=input
                aria-describedby=described
                aria-invalid=move || fault.with(|fault| fault.is_some()).then_some("true")
                on:change=move |_| chosen.set(names(input))
            />
        </div>
    }
    .into_any();
    labelled(&name, label, note, help, fault, control)
}

#[cfg(feature = "hydrate")]
fn names(input: NodeRef<html::Input>) -> Option<String> {
    let files = input.get_untracked()?.files()?;
    let names: Vec<String> =
        (0..files.length()).filter_map(|n| files.get(n)).map(|file| file.name()).collect();
    (!names.is_empty()).then(|| names.join(", "))
}

#[cfg(not(feature = "hydrate"))]
fn names(_input: NodeRef<html::Input>) -> Option<String> {
    None
}
