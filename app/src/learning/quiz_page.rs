//! The quiz: a plain form; what it gave is told on the same page.

use super::api::{OpenQuiz, SendQuiz, quiz_card};
use crate::forms::use_form;
use crate::loading::{PageTitle, load};
use crate::texts::text;
use crate::ui::{
    ButtonKind, ButtonLink, CheckboxGroup, ErrorSummary, FormFoot, Hidden, Notice, PageHeader, RadioGroup,
    SubmitButton, Tone,
};
use domain::learning::{AskedQuestion, QuestionKind};
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};

/// The quiz of a course.
#[component]
pub fn QuizPage() -> impl IntoView {
    let params = use_params_map();
    let query = use_query_map();
    // The score in the address says that something has changed since the page was last read.
    let asked = Memo::new(move |_| {
        let told = query.with(|q| {
            (q.get("score").and_then(|s| s.parse::<i64>().ok()), q.get("wrong").unwrap_or_default())
        });
        (params.with(|p| p.get("id").unwrap_or_default()), told)
    });
    let quiz = Resource::new(move || asked.get(), |(course, _)| quiz_card(course));
    load(quiz, move |quiz| {
        let (_, (score, wrong)) = asked.get_untracked();
        page(quiz, score, &wrong)
    })
}

fn page(quiz: OpenQuiz, score: Option<i64>, wrong: &str) -> AnyView {
    let progress = quiz.course.progress.clone();
    let completed = progress.as_ref().is_some_and(|progress| progress.completed);
    let left = progress.and_then(|progress| progress.attempts_left);
    let pass_mark = quiz.course.pass_mark;
    let back = (format!("/learning/{}", quiz.course.id), quiz.course.title.clone());
    let result = match (completed, score) {
        (true, _) => Some(passed(&quiz)),
        (false, Some(score)) => Some(missed(score, pass_mark, wrong, &quiz.questions)),
        (false, None) => None,
    };
    let form = if completed {
        None
    } else if left == Some(0) {
        Some(view! { <Notice tone=Tone::Caution title=text::learning::none_left()/> }.into_any())
    } else {
        Some(form(quiz, left))
    };
    view! {
        <PageTitle title=text::learning::quiz()/>
        <PageHeader title=text::learning::quiz() lead=text::learning::quiz_lead(pass_mark) back/>
        {result}
        {form}
    }
    .into_any()
}

fn passed(quiz: &OpenQuiz) -> AnyView {
    let pdf = quiz.certificate.as_ref().map(|id| format!("/certificates/{id}/pdf"));
    view! {
        <Notice tone=Tone::Positive title=text::learning::you_passed()>{text::learning::certificate_made()}</Notice>
        <div class="button-row">
            {pdf
                .map(|href| {
                    view! {
                        <ButtonLink href kind=ButtonKind::Primary icon="download" download=true>{text::learning::download_certificate()}</ButtonLink>
                    }
                })}
            <ButtonLink href="/learning/certificates">{text::learning::certificates()}</ButtonLink>
        </div>
    }
    .into_any()
}

fn missed(score: i64, pass_mark: i64, wrong: &str, questions: &[AskedQuestion]) -> AnyView {
    let ids: Vec<&str> = wrong.split('.').collect();
    let lines = questions
        .iter()
        .filter(|question| ids.contains(&question.id.as_str()))
        .map(|question| view! { <li>{question.wording.clone()}</li> })
        .collect_view();
    view! {
        <Notice tone=Tone::Caution title=text::learning::not_passed(score, pass_mark)>
            {text::learning::look_again()} <ul>{lines}</ul>
        </Notice>
    }
    .into_any()
}

fn form(quiz: OpenQuiz, left: Option<i64>) -> AnyView {
    let state = use_form::<SendQuiz>();
    let note = left.map_or(String::new(), text::learning::attempts_note);
    let questions = quiz
        .questions
        .into_iter()
        .map(|question| {
            let options: Vec<(String, String)> =
                question.choices.into_iter().map(|(id, words)| (id.to_string(), words)).collect();
            let name = format!("answers[{}][]", question.id);
            match question.kind {
                QuestionKind::Single => view! { <RadioGroup name legend=question.wording options/> }.into_any(),
                QuestionKind::Multiple => {
                    view! { <CheckboxGroup name legend=question.wording help=text::learning::several() options/> }.into_any()
                }
            }
        })
        .collect_view();
    view! {
        <ActionForm action=state.action attr:class="form quiz">
            <ErrorSummary title=text::errors::summary() faults=state.faults()/>
            <Hidden name="course" value=quiz.course.id.to_string()/>
            <Hidden name="key" value=quiz.key/>
            {questions}
            <FormFoot note>
                <SubmitButton pending=state.pending()>{text::learning::send_answers()}</SubmitButton>
            </FormFoot>
        </ActionForm>
    }
    .into_any()
}
