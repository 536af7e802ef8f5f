//! What the forms of approvers have in common: which deal they are about, a reason, and what the partner is told with it.

use super::Place;
use crate::erase::Erase;
use crate::forms::FormState;
use crate::texts::text;
use crate::ui::{Hidden, Select, TextArea};
use crate::words;
use domain::deals::{Deal, DecisionForm, NEED_MOST, Reason};
use leptos::prelude::*;

/// The deal as it was read, and where the answer leads.
pub(super) fn about(id: String, version: String, place: Place) -> AnyView {
    view! {
        <Hidden name="id" value=id/>
        <Hidden name="version" value=version/>
        {place.field()}
    }
    .erase()
}

/// A form about this deal that says nothing yet.
pub(super) fn blank(deal: &Deal) -> DecisionForm {
    DecisionForm { id: deal.id.to_string(), version: deal.version.to_string(), ..DecisionForm::default() }
}

/// Why, and what the partner is told with it.
pub(super) fn reason_and_message(state: &FormState, reason: String, note: String) -> AnyView {
    let reasons = Reason::ALL.iter().map(|r| (r.to_string(), words::deal_reason(*r).to_owned())).collect();
    view! {
        <Select
            name="reason"
            label=text::deals::reason()
            options=reasons
            prompt=text::deals::choose()
            value=reason
            fault=state.fault("reason")
        />
        {message(state, text::deals::reason_note_help(), note)}
    }
    .erase()
}

/// What the partner is told.
pub(in crate::deals) fn message(state: &FormState, help: &'static str, note: String) -> AnyView {
    view! {
        <TextArea
            name="note"
            label=text::deals::reason_note()
            help
            value=note
            maxlength=NEED_MOST
            rows=3
            fault=state.fault("note")
        />
    }
    .erase()
}
