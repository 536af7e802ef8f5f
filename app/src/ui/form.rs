//! What stands around the fields of a form: sections, the summary of faults, and the foot with its action.

use crate::erase::{Erase, EraseAll};
use crate::live::Live;
use crate::ui::field::id_of;
use leptos::{html, prelude::*};

/// What is wrong with which field: the field's name and what to do about it. The name is empty for the form as a whole.
pub type FieldFault = (String, String);

/// All that is wrong, on top of the form, each leading to its field; takes the focus when it appears.
#[component]
pub fn ErrorSummary(
    #[prop(into)] title: String,
    #[prop(into)] faults: Live<Vec<FieldFault>>,
) -> impl IntoView {
    let summary = NodeRef::<html::Div>::new();
    let (told, hidden) = (faults.clone(), faults.clone());
    let field = id_of("field", "");
    Effect::new(move || {
        if told.with(|faults| faults.is_empty()) {
            return;
        }
        if let Some(summary) = summary.get() {
            // Focus only fails to move in a document that is going away.
            let _ = summary.focus();
        }
    });
    let lines = move || {
        faults
            .get()
            .into_iter()
            .map(|(name, text)| match name.as_str() {
                "" => view! { <li>{text}</li> }.erase(),
                name => {
                    view! { <li><a href=format!("#{field}{name}") rel="external">{text}</a></li> }.erase()
                }
            })
            .erase_all()
            .into_any()
    };
    view! {
        <div
            class="error-summary"
            role="alert"
            tabindex="-1"
            node_ref=summary
            hidden=move || hidden.with(|faults| faults.is_empty())
        >
            <h2 class="error-summary-title">{title}</h2>
            <ul>{move || lines()}</ul>
        </div>
    }
    .erase()
}

/// Fields that belong together, under a title.
#[component]
pub fn FormSection(
    #[prop(into)] title: String,
    #[prop(optional, into)] lead: Option<String>,
    children: Children,
) -> impl IntoView {
    view! {
        <section class="form-section">
            <h2>{title}</h2>
            {lead.map(|lead| view! { <p class="section-lead">{lead}</p> }.erase())}
            {children()}
        </section>
    }
    .erase()
}

/// The end of a form: what happens next, and the buttons, within reach while the form is scrolled.
#[component]
pub fn FormFoot(
    /// What happens after the press ("An approver answers by Tuesday 14:00.").
    #[prop(optional, into)]
    note: Option<String>,
    /// The primary action first.
    children: Children,
) -> impl IntoView {
    view! {
        <div class="form-foot">
            {note.filter(|note| !note.is_empty()).map(|note| view! { <p class="form-note">{note}</p> }.erase())}
            <div class="form-actions">{children()}</div>
        </div>
    }
    .erase()
}

/// A value that is sent along unseen.
#[component]
pub fn Hidden(#[prop(into)] name: String, #[prop(into)] value: String) -> impl IntoView {
    view! { <input type="hidden" name=name value=value/> }.erase()
}
