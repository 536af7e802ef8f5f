//! What an approver wants to know before deciding.

use super::api::AskAboutDeal;
use crate::erase::Erase;
use crate::forms::{SendForm, use_form};
use crate::texts::text;
use crate::ui::{ButtonKind, CheckboxGroup, ErrorSummary, FormFoot, Hidden, SubmitButton, TextArea};
use crate::words;
use domain::deals::{AskedField, Deal, NEED_MOST, QuestionForm};
use leptos::prelude::*;

/// The form of a question, folded up.
pub(super) fn asking(deal: &Deal) -> AnyView {
    let state = use_form::<AskAboutDeal>();
    let refused = state.flash.is_some();
    let form: QuestionForm = state.values(QuestionForm {
        id: deal.id.to_string(),
        version: deal.version.to_string(),
        ..QuestionForm::default()
    });
    let fields = AskedField::ALL
        .iter()
        .map(|field| (field.to_string(), words::asked_field(*field).to_owned()))
        .collect();
    view! {
        <div class="section">
            <details class="share-form" open=refused>
                <summary class="button">{text::deals::ask_title()}</summary>
                <SendForm sending=state.sending() class="form" name="ask">
                    <ErrorSummary title=text::errors::summary() faults=state.faults()/>
                    <Hidden name="id" value=form.id/>
                    <Hidden name="version" value=form.version/>
                    <CheckboxGroup
                        name="fields[]"
                        legend=text::deals::ask_fields()
                        help=text::deals::ask_fields_help()
                        options=fields
                        checked=form.fields
                        fault=state.fault("fields")
                    />
                    <TextArea
                        name="note"
                        label=text::deals::reason_note()
                        help=text::deals::ask_note_help()
                        value=form.note
                        maxlength=NEED_MOST
                        rows=3
                        fault=state.fault("note")
                    />
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
