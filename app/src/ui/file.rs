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
    /// The names of what was chosen, shown instead of the prompt.
    #[prop(optional, into)]
    chosen: Signal<Option<String>>,
    #[prop(optional)] node_ref: NodeRef<html::Input>,
    /// Hears that files were chosen; read them from `node_ref`.
    #[prop(optional, into)]
    on_change: Option<Callback<()>>,
) -> impl IntoView {
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
                node_ref=node_ref
                aria-describedby=described
                aria-invalid=move || fault.with(|fault| fault.is_some()).then_some("true")
                on:change=move |_| {
                    if let Some(on_change) = on_change {
                        on_change.run(());
                    }
                }
            />
        </div>
    }
    .into_any();
    labelled(&name, label, note, help, fault, control)
}
