//! A partner's answer to what the vendor wants to know: the named fields as they stand, and nothing else.

use super::api::{AnswerDeal, Answering};
use super::drafts::fields;
use crate::erase::{Erase, EraseAll};
use crate::forms::{SendForm, use_form};
use crate::texts::text;
use crate::ui::{Card, CheckboxGroup, ErrorSummary, FormFoot, Hidden, SubmitButton, TextArea};
use crate::words;
use domain::deals::{AskedField, DealForm, NEED_MOST, Question};
use leptos::prelude::*;

/// What the vendor asks, and the form of the answer.
pub(super) fn answer_card(question: &Question, answering: Answering) -> AnyView {
    let state = use_form::<AnswerDeal>();
    let form: DealForm = state.values(answering.form);
    let families: Vec<_> = answering.families.into_iter().map(|(id, name)| (id.to_string(), name)).collect();
    let faults = state.fields();
    let asked = question
        .fields
        .iter()
        .map(|field| match field {
            AskedField::Customer => {
                let unheard = Callback::new(|_: String| ());
                let countries = answering.countries.clone();
                fields::customer(&form, answering.domain, countries, &faults, [unheard; 3])
            }
            AskedField::Families => view! {
                <CheckboxGroup
                    name="families[]"
                    legend=text::deals::families()
                    options=families.clone()
                    checked=form.families.clone()
                    fault=faults.fault("families")
                />
            }
            .erase(),
            AskedField::Amount => fields::amount(&form, &faults),
            AskedField::CloseOn => fields::close_on(&form, answering.first_close, &faults),
            AskedField::Contact => fields::contact(&form, answering.role, &faults),
            AskedField::Need => fields::need(&form, &faults),
            AskedField::Evidence => view! { <p>{text::deals::answer_evidence()}</p> }.erase(),
        })
        .erase_all();
    let note = question.note.clone();
    view! {
        <Card title=text::deals::answer_title()>
            <p class="as-written">{note}</p>
            <SendForm sending=state.sending() class="form" novalidate=true>
                <ErrorSummary title=text::errors::summary() faults=state.faults()/>
                <Hidden name="id" value=form.id.clone()/>
                <Hidden name="version" value=form.version.clone()/>
                {asked}
                <TextArea
                    name="said"
                    label=text::deals::answer_said()
                    note=text::deals::optional()
                    value=String::new()
                    maxlength=NEED_MOST
                    rows=3
                    fault=faults.fault("said")
                />
                <FormFoot note=text::deals::answer_foot()>
                    <SubmitButton icon="send" pending=state.pending()>{text::deals::answer()}</SubmitButton>
                </FormFoot>
            </SendForm>
        </Card>
    }
    .erase()
}

/// What is asked for, for who only watches.
pub(super) fn asked_words(question: &Question) -> String {
    let fields: Vec<_> = question.fields.iter().map(|field| words::asked_field(*field)).collect();
    words::listed(&fields)
}
