//! What an approver wants to know before deciding.

use super::Place;
use super::api::AskAboutDeal;
use super::fields::about;
use crate::erase::Erase;
use crate::forms::{FormState, SendForm, use_form_about};
use crate::texts::text;
use crate::ui::{ButtonKind, CheckboxGroup, ErrorSummary, FormFoot, SubmitButton, TextArea};
use crate::words;
use domain::deals::{AskedField, Deal, NEED_MOST, QuestionForm};
use leptos::prelude::*;

/// The form of a question, folded up.
pub(super) fn asking(deal: &Deal, place: Place) -> AnyView {
    let state = use_form_about::<AskAboutDeal>(deal.id.as_str());
    let refused = state.flash.is_some();
    let form: QuestionForm = state.values(QuestionForm {
        id: deal.id.to_string(),
        version: deal.version.to_string(),
        ..QuestionForm::default()
    });
    view! {
        <div class="section">
            <details class="share-form" open=refused>
                <summary class="button">{text::deals::ask_title()}</summary>
                <SendForm sending=state.sending() class="form" name="ask">
                    <ErrorSummary title=text::errors::summary() faults=state.faults()/>
                    {about(form.id, form.version, place)}
                    {question_fields(&state, form.fields, form.note)}
                    <FormFoot note=text::deals::ask_foot()>
                        <SubmitButton kind=ButtonKind::Secondary icon="send" pending=state.pending()>
                            {text::deals::ask()}
                        </SubmitButton>
                    </FormFoot>
                </SendForm>
            </details>
        </div>
    }
    .erase()
}

/// What is asked for, and in which words.
pub(in crate::deals) fn question_fields(state: &FormState, checked: Vec<String>, note: String) -> AnyView {
    let fields = AskedField::ALL
        .iter()
        .map(|field| (field.to_string(), words::asked_field(*field).to_owned()))
        .collect();
    view! {
        <CheckboxGroup
            name="fields[]"
            legend=text::deals::ask_fields()
            help=text::deals::ask_fields_help()
            options=fields
            checked
            fault=state.fault("fields")
        />
        <TextArea
            name="note"
            label=text::deals::ask_note()
            help=text::deals::ask_note_help()
            value=note
            maxlength=NEED_MOST
            rows=3
            fault=state.fault("note")
        />
    }
    .erase()
}
