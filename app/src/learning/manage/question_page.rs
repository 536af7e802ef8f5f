//! The editor of a question: its choices, line by line, and which of them are right.

use super::api::{Draft, EditQuestion, SaveQuestion};
use crate::erase::{Erase, EraseAll};
use crate::forms::{SendForm, use_form};
use crate::live::Live;
use crate::loading::{PageTitle, load};
use crate::renewal::record;
use crate::texts::text::{self, courses};
use crate::ui::{
    CheckboxGroup, ErrorSummary, Field, FormFoot, Hidden, PageHeader, RadioGroup, SubmitButton, TextArea,
};
use domain::learning::{CHOICES_MOST, KeyedQuestion, QuestionForm, QuestionKind};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

/// The editor of a question.
#[component]
pub fn QuestionEditorPage() -> impl IntoView {
    let params = use_params_map();
    let asked = move || {
        params.with(|p| EditQuestion {
            course: p.get("course").unwrap_or_default(),
            question: p.get("question"),
        })
    };
    let draft = record(asked);
    load(draft, form)
}

fn as_form(draft: &Draft<KeyedQuestion>) -> QuestionForm {
    let blank = QuestionForm {
        course: draft.course.id.to_string(),
        version: draft.course.version.to_string(),
        key: draft.key.clone(),
        kind: QuestionKind::Single.to_string(),
        ..QuestionForm::default()
    };
    let Some(KeyedQuestion { question, right }) = &draft.part else { return blank };
    let marked = question.choices.iter().enumerate().filter(|(_, choice)| right.contains(&choice.id));
    QuestionForm {
        question: question.id.to_string(),
        kind: question.kind.to_string(),
        wording: question.wording.clone(),
        right: marked.map(|(line, _)| line.to_string()).collect(),
        choices: question.choices.iter().map(|choice| choice.wording.clone()).collect(),
        ..blank
    }
}

fn form(draft: Draft<KeyedQuestion>) -> AnyView {
    let state = use_form::<SaveQuestion>();
    let title = if draft.part.is_some() { courses::edit_question() } else { courses::question_title() };
    let form: QuestionForm = state.values(as_form(&draft));
    let fault = state.fault("choices");
    let lines = (0..CHOICES_MOST)
        .map(|line| {
            let value = form.choices.get(line).cloned().unwrap_or_default();
            let label = courses::choice(line + 1);
            let fault = if line == 0 { fault.clone() } else { Live::default() };
            let note = (line > 1).then(|| courses::choice_optional().to_owned());
            let name = format!("choices[{line}]");
            match note {
                Some(note) => view! { <Field name label note value fault/> }.erase(),
                None => view! { <Field name label value fault/> }.erase(),
            }
        })
        .erase_all();
    let rights = (0..CHOICES_MOST).map(|line| (line.to_string(), courses::choice(line + 1))).collect();
    let kinds = vec![
        (QuestionKind::Single.to_string(), courses::single().to_owned()),
        (QuestionKind::Multiple.to_string(), courses::multiple().to_owned()),
    ];
    view! {
        <PageTitle title/>
        <PageHeader title back=(format!("/learning/manage/{}", draft.course.id), draft.course.details.title)/>
        <SendForm sending=state.sending() class="form" novalidate=true>
            <ErrorSummary title=text::errors::summary() faults=state.faults()/>
            <Hidden name="course" value=form.course/>
            <Hidden name="question" value=form.question/>
            <Hidden name="version" value=form.version/>
            <Hidden name="key" value=form.key/>
            <TextArea
                name="wording"
                label=courses::question_wording()
                value=form.wording
                rows=2
                required=true
                fault=state.fault("wording")
            />
            <RadioGroup
                name="kind"
                legend=courses::question_kind()
                options=kinds
                value=form.kind
                fault=state.fault("kind")
            />
            <div id="field-choices" tabindex="-1">{lines}</div>
            <div id="field-right" tabindex="-1">
                <CheckboxGroup
                    name="right[]"
                    legend=courses::right()
                    options=rights
                    checked=form.right
                    fault=state.fault("right")
                />
            </div>
            <FormFoot>
                <SubmitButton pending=state.pending()>{courses::save()}</SubmitButton>
            </FormFoot>
        </SendForm>
    }
    .erase()
}
