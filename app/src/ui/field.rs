//! Fields that are typed into: label above, help under it, the fault under the field.
//!
//! `value` is what the field begins with. Fields keep what is typed themselves, so a form works before the browser has
//! loaded the program, and nothing typed until then is lost.

use crate::erase::{Erase, changing};
use crate::live::Live;
use leptos::prelude::*;

use super::icon::Icon;

/// How much a field hints that it takes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Width {
    #[default]
    Full,
    /// A name or an amount.
    Medium,
    /// A number, a date, a postcode.
    Short,
}

impl Width {
    fn class(self) -> &'static str {
        match self {
            Self::Full => "input",
            Self::Medium => "input input-medium",
            Self::Short => "input input-short",
        }
    }
}

/// The name of a form among several of one page, whose fields may be called the same; given on by
/// [`SendForm`](crate::forms::SendForm).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FormName(pub &'static str);

/// The id of what belongs to a field (`field`, `help`, `fault`): of its own in whichever form around.
pub(super) fn id_of(part: &str, name: &str) -> String {
    match use_context::<FormName>() {
        Some(FormName(form)) => format!("{part}-{form}-{name}"),
        None => format!("{part}-{name}"),
    }
}

/// A field of one line.
#[component]
pub fn Field(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    /// The `type` of the input.
    #[prop(default = "text")]
    kind: &'static str,
    #[prop(optional, into)] value: String,
    #[prop(optional, into)] help: Option<String>,
    /// Stands muted beside the label ("optional").
    #[prop(optional, into)]
    note: Option<String>,
    #[prop(optional, into)] fault: Live<Option<String>>,
    #[prop(optional)] required: bool,
    #[prop(optional)] readonly: bool,
    #[prop(optional, into)] maxlength: Option<u32>,
    #[prop(optional)] autocomplete: Option<&'static str>,
    #[prop(optional)] inputmode: Option<&'static str>,
    #[prop(optional, into)] placeholder: Option<String>,
    #[prop(optional, into)] min: Option<String>,
    #[prop(optional, into)] max: Option<String>,
    #[prop(optional, into)] step: Option<String>,
    #[prop(optional)] width: Width,
    /// Stands inside the field's end: a currency, a unit.
    #[prop(optional, into)]
    unit: Option<String>,
    /// The id of a `<datalist>` to choose from.
    #[prop(optional, into)]
    list: Option<String>,
    /// Hears every change of the text.
    #[prop(optional, into)]
    on_input: Option<Callback<String>>,
) -> impl IntoView {
    let described = describedby(&name, help.is_some(), &fault);
    let invalid = invalid(&fault);
    let input = view! {
        <input
            type=kind
            class=width.class()
            id=id_of("field", &name)
            name=name.clone()
            value=value
            required=required
            readonly=readonly
            maxlength=maxlength.map(|most| most.to_string())
            autocomplete=autocomplete
            inputmode=inputmode
            placeholder=placeholder
            min=min
            max=max
            step=step
            list=list
            aria-describedby=move || described.get()
            aria-invalid=move || invalid.get()
            on:input=move |event| {
                if let Some(on_input) = on_input {
                    on_input.run(event_target_value(&event));
                }
            }
        />
    }
    .erase();
    let control = match unit {
        Some(unit) => {
            view! { <div class="with-unit">{input}<span class="unit" aria-hidden="true">{unit}</span></div> }
                .erase()
        }
        None => input,
    };
    labelled(&name, label, note, help, fault, control)
}

/// A field of several lines that grows with its text.
#[component]
pub fn TextArea(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    #[prop(optional, into)] value: String,
    #[prop(optional, into)] help: Option<String>,
    #[prop(optional, into)] note: Option<String>,
    #[prop(optional, into)] fault: Live<Option<String>>,
    #[prop(optional)] required: bool,
    #[prop(optional, into)] maxlength: Option<u32>,
    #[prop(default = 4)] rows: u32,
    #[prop(optional, into)] placeholder: Option<String>,
    #[prop(optional, into)] on_input: Option<Callback<String>>,
) -> impl IntoView {
    let described = describedby(&name, help.is_some(), &fault);
    let invalid = invalid(&fault);
    let control = view! {
        <textarea
            class="input textarea"
            id=id_of("field", &name)
            name=name.clone()
            rows=rows.to_string()
            required=required
            maxlength=maxlength.map(|most| most.to_string())
            placeholder=placeholder
            aria-describedby=move || described.get()
            aria-invalid=move || invalid.get()
            // As markup and not as a child: an empty child would be written as a space, which becomes what was typed.
            inner_html=as_textarea_content(&value)
            on:input=move |event| {
                if let Some(on_input) = on_input {
                    on_input.run(event_target_value(&event));
                }
            }
        ></textarea>
    }
    .erase();
    labelled(&name, label, note, help, fault, control)
}

/// The text so that a `<textarea>` begins with it: without markup, and in a document with a first line break, which the
/// parser of documents drops and that of fragments does not (HTML, 13.2.6.4.7).
fn as_textarea_content(value: &str) -> String {
    let escaped = value.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    if escaped.is_empty() || cfg!(feature = "hydrate") { escaped } else { format!("\n{escaped}") }
}

/// The ids of the texts that describe a field: its help, and its fault while there is one.
pub(super) fn describedby(name: &str, helped: bool, fault: &Live<Option<String>>) -> Live<Option<String>> {
    let help = helped.then(|| id_of("help", name));
    let faulty = id_of("fault", name);
    let fault = fault.clone();
    Live::new(move || {
        let faulty = fault.with(|fault| fault.is_some()).then(|| faulty.clone());
        let ids: Vec<_> = help.clone().into_iter().chain(faulty).collect();
        (!ids.is_empty()).then(|| ids.join(" "))
    })
}

/// What `aria-invalid` says of a control.
pub(super) fn invalid(fault: &Live<Option<String>>) -> Live<Option<&'static str>> {
    let fault = fault.clone();
    Live::new(move || fault.with(|fault| fault.is_some()).then_some("true"))
}

/// A control with its label, help and fault around it.
pub(super) fn labelled(
    name: &str,
    label: String,
    note: Option<String>,
    help: Option<String>,
    fault: Live<Option<String>>,
    control: AnyView,
) -> AnyView {
    view! {
        <div class="field">
            <label class="label" for=id_of("field", name)>
                {label}
                {note.map(|note| view! { " " <span class="label-note">{note}</span> }.erase())}
            </label>
            {help_text(name, help)}
            {control}
            {fault_text(name, fault)}
        </div>
    }
    .erase()
}

pub(super) fn help_text(name: &str, help: Option<String>) -> Option<impl IntoView + use<>> {
    let id = id_of("help", name);
    help.map(|help| view! { <p class="help" id=id>{help}</p> }.erase())
}

pub(super) fn fault_text(name: &str, fault: Live<Option<String>>) -> AnyView {
    let id = id_of("fault", name);
    changing(move || {
        let id = id.clone();
        fault
            .get()
            .map(|text| view! { <p class="fault" id=id><Icon name="circle-alert"/>{text}</p> }.erase())
            .into_any()
    })
}

#[cfg(test)]
mod tests {
    use super::as_textarea_content;

    #[test]
    fn a_textarea_begins_with_exactly_its_text() {
        assert_eq!(as_textarea_content(""), "");
        // A parser drops the first line break, so that the text's own is kept.
        assert_eq!(as_textarea_content("\nline"), "\n\nline");
        assert_eq!(as_textarea_content("</textarea><b>&"), "\n&lt;/textarea&gt;&lt;b&gt;&amp;");
    }
}
