//! Fields that are chosen from: lists, radio buttons and checkboxes.

use crate::erase::{Erase, EraseAll};
use crate::live::Live;
use leptos::prelude::*;

use super::field::{describedby, fault_text, help_text, id_of, invalid, labelled};

/// One of a list, as its value and its label.
pub type Choice = (String, String);

/// A list that one is chosen from.
#[component]
pub fn Select(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    options: Vec<Choice>,
    #[prop(optional, into)] value: String,
    /// What stands there while nothing is chosen; its value is empty.
    #[prop(optional, into)]
    prompt: Option<String>,
    #[prop(optional, into)] help: Option<String>,
    #[prop(optional, into)] note: Option<String>,
    #[prop(optional, into)] fault: Live<Option<String>>,
    #[prop(optional)] required: bool,
    #[prop(optional)] autocomplete: Option<&'static str>,
    #[prop(optional, into)] on_change: Option<Callback<String>>,
) -> impl IntoView {
    let described = describedby(&name, help.is_some(), &fault);
    let invalid = invalid(&fault);
    let options = prompt
        .map(|prompt| (String::new(), prompt))
        .into_iter()
        .chain(options)
        .map(|(option, label)| {
            let selected = option == value;
            view! { <option value=option selected=selected>{label}</option> }
        })
        .erase_all();
    let control = view! {
        <select
            class="input select"
            id=id_of("field", &name)
            name=name.clone()
            required=required
            autocomplete=autocomplete
            aria-describedby=move || described.get()
            aria-invalid=move || invalid.get()
            on:change=move |event| {
                if let Some(on_change) = on_change {
                    on_change.run(event_target_value(&event));
                }
            }
        >
            {options}
        </select>
    }
    .erase();
    labelled(&name, label, note, help, fault, control)
}

/// One of a few, all in view.
#[component]
pub fn RadioGroup(
    #[prop(into)] name: String,
    #[prop(into)] legend: String,
    options: Vec<Choice>,
    #[prop(optional, into)] value: String,
    #[prop(optional, into)] help: Option<String>,
    #[prop(optional, into)] fault: Live<Option<String>>,
    #[prop(optional)] required: bool,
    #[prop(optional, into)] on_change: Option<Callback<String>>,
) -> impl IntoView {
    let options = options
        .into_iter()
        .enumerate()
        .map(|(index, (option, label))| {
            let checked = option == value;
            let on_change = on_change.map(|heard| Callback::new(move |(option, _)| heard.run(option)));
            one_choice("radio", &name, index, (option, label), checked, required, on_change)
        })
        .erase_all()
        .into_any();
    group("radiogroup", &name, legend, help, fault, options)
}

/// Any of a few, all in view; each chosen one is sent under the same name.
#[component]
pub fn CheckboxGroup(
    #[prop(into)] name: String,
    #[prop(into)] legend: String,
    options: Vec<Choice>,
    #[prop(optional)] checked: Vec<String>,
    #[prop(optional, into)] help: Option<String>,
    #[prop(optional, into)] fault: Live<Option<String>>,
    /// Hears which one changed, and whether it is checked now.
    #[prop(optional, into)]
    on_change: Option<Callback<(String, bool)>>,
) -> impl IntoView {
    let options = options
        .into_iter()
        .enumerate()
        .map(|(index, (option, label))| {
            let checked = checked.contains(&option);
            one_choice("checkbox", &name, index, (option, label), checked, false, on_change)
        })
        .erase_all()
        .into_any();
    group("group", &name, legend, help, fault, options)
}

/// One yes-or-no question.
#[component]
pub fn Checkbox(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    #[prop(default = "true".to_owned(), into)] value: String,
    #[prop(optional)] checked: bool,
    #[prop(optional, into)] help: Option<String>,
    #[prop(optional, into)] fault: Live<Option<String>>,
    #[prop(optional)] required: bool,
    #[prop(optional, into)] on_change: Option<Callback<bool>>,
) -> impl IntoView {
    let described = describedby(&name, help.is_some(), &fault);
    let invalid = invalid(&fault);
    view! {
        <div class="field">
            <label class="choice">
                <input
                    type="checkbox"
                    class="check"
                    id=id_of("field", &name)
                    name=name.clone()
                    value=value
                    checked=checked
                    required=required
                    aria-describedby=move || described.get()
                    aria-invalid=move || invalid.get()
                    on:change=move |event| {
                        if let Some(on_change) = on_change {
                            on_change.run(event_target_checked(&event));
                        }
                    }
                />
                <span>{label}</span>
            </label>
            {help_text(&name, help)}
            {fault_text(&name, fault)}
        </div>
    }
    .erase()
}

/// One of the circles or boxes of a group.
fn one_choice(
    kind: &'static str,
    name: &str,
    index: usize,
    (option, label): Choice,
    checked: bool,
    required: bool,
    on_change: Option<Callback<(String, bool)>>,
) -> AnyView {
    let heard = option.clone();
    view! {
        <label class="choice">
            <input
                type=kind
                class="check"
                id=id_of("field", &format!("{name}-{index}"))
                name=name.to_owned()
                value=option
                checked=checked
                required=required
                on:change=move |event| {
                    if let Some(on_change) = on_change {
                        on_change.run((heard.clone(), event_target_checked(&event)));
                    }
                }
            />
            <span>{label}</span>
        </label>
    }
    .erase()
}

/// The choices with their legend, help and fault; focusable so that the summary of faults can lead to it.
fn group(
    role: &'static str,
    name: &str,
    legend: String,
    help: Option<String>,
    fault: Live<Option<String>>,
    options: AnyView,
) -> AnyView {
    let described = describedby(name, help.is_some(), &fault);
    let invalid = invalid(&fault);
    view! {
        <fieldset
            class="field group"
            role=role
            id=id_of("field", name)
            tabindex="-1"
            aria-describedby=move || described.get()
            aria-invalid=move || invalid.get().filter(|_| role == "radiogroup")
        >
            <legend class="label">{legend}</legend>
            {help_text(name, help)}
            <div class="choices">{options}</div>
            {fault_text(name, fault)}
        </fieldset>
    }
    .erase()
}
