//! A question on the writers' desk.

use super::api::{SaveQuestion, course_for_editing};
use crate::forms::use_form;
use crate::loading::{PageTitle, load};
use crate::texts::text;
use crate::ui::{
    Checkbox, ErrorSummary, Field, FormFoot, Hidden, PageHeader, RadioGroup, SubmitButton, TextArea,
};
use domain::learning::{CHOICES_MOST, ChoiceForm, Course, Question, QuestionForm, QuestionKind};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

/// Lines for choices that a form has.
const LINES: usize = 6;

/// A new question, or one that is changed.
#[component]
pub fn QuestionEditPage() -> impl IntoView {
    let params = use_params_map();
    let question = params.with_untracked(|p| p.get("question"));
    let course = Resource::new(move || params.with(|p| p.get("id").unwrap_or_default()), course_for_editing);
    load(course, move |course| page(course, question.clone()))
}

fn choices_of(question: &Question) -> Vec<ChoiceForm> {
    question
        .choices
        .iter()
        .map(|choice| ChoiceForm {
            wording: choice.wording.clone(),
            right: if choice.is_right { "true".into() } else { String::new() },
        })
        .collect()
}

fn page(course: Course, question: Option<String>) -> AnyView {
    let state = use_form::<SaveQuestion>();
    let known = course.questions.iter().find(|known| question.as_deref() == Some(known.id.as_str()));
    let mut form: QuestionForm = state.values(QuestionForm {
        course: course.id.to_string(),
        version: course.version.to_string(),
        id: known.map(|known| known.id.to_string()).unwrap_or_default(),
        kind: known.map_or(QuestionKind::Single, |known| known.kind).to_string(),
        wording: known.map(|known| known.wording.clone()).unwrap_or_default(),
        choices: known.map(choices_of).unwrap_or_default(),
    });
    let lines = form.choices.len().clamp(LINES, CHOICES_MOST);
    form.choices.resize(lines, ChoiceForm::default());
    let kinds = vec![
        (QuestionKind::Single.to_string(), text::learning::single().to_owned()),
        (QuestionKind::Multiple.to_string(), text::learning::multiple().to_owned()),
    ];
    let title = if known.is_some() { text::learning::question() } else { text::learning::new_question() };
    let choices = form
        .choices
        .into_iter()
        .enumerate()
        .map(|(n, choice)| {
            view! {
                <div class="choice-line">
                    <Field
                        name=format!("choices[{n}][wording]")
                        label=text::learning::choice_number(n + 1)
                        value=choice.wording
                    />
                    <Checkbox
                        name=format!("choices[{n}][right]")
                        label=text::learning::choice_right(n + 1)
                        checked=choice.right == "true"
                    />
                </div>
            }
        })
        .collect_view();
    let fault = state.fault("choices");
    view! {
        <PageTitle title/>
        <PageHeader title back=(format!("/learning/manage/{}", course.id), course.details.title)/>
        <ActionForm action=state.action attr:class="form" attr:novalidate="true">
            <ErrorSummary title=text::errors::summary() faults=state.faults()/>
            <Hidden name="course" value=form.course/>
            <Hidden name="version" value=form.version/>
            <Hidden name="id" value=form.id/>
            <TextArea name="wording" label=text::learning::question() value=form.wording rows=2 required=true fault=state.fault("wording")/>
            <RadioGroup name="kind" legend=text::learning::kind() options=kinds value=form.kind fault=state.fault("kind")/>
            <fieldset class="field group" id="field-choices" tabindex="-1">
                <legend class="label">{text::learning::choices()}</legend>
                <p class="help">{text::learning::choices_help()}</p>
                {move || fault.get().map(|words| view! { <p class="fault">{words}</p> })}
                {choices}
            </fieldset>
            <FormFoot>
                <SubmitButton pending=state.pending()>{text::learning::save_question()}</SubmitButton>
            </FormFoot>
        </ActionForm>
    }
    .into_any()
}
