//! A quiz: one form of circles and boxes, graded on the server. The page does not know what is right.

use super::api::{FindQuiz, QuizRecord, TakeQuiz};
use crate::erase::{Erase, EraseAll};
use crate::forms::{SendForm, use_form};
use crate::live::Live;
use crate::loading::{PageTitle, load};
use crate::renewal::record;
use crate::session;
use crate::texts::text::{self, learning};
use crate::ui::{
    ButtonKind, ButtonLink, CheckboxGroup, EmptyState, ErrorSummary, FormFoot, Hidden, PageHeader,
    RadioGroup, SubmitButton,
};
use domain::learning::quiz::{RENEWAL_DAYS, field};
use domain::learning::{Question, QuestionKind, QuizForm, Standing};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

/// The quiz of a course.
#[component]
pub fn QuizPage() -> impl IntoView {
    let params = use_params_map();
    let record = record(move || FindQuiz { course_id: params.with(|p| p.get("course").unwrap_or_default()) });
    load(record, page)
}

fn page(record: QuizRecord) -> AnyView {
    let title = learning::quiz_of(&record.title);
    let course = format!("/learning/{}", record.course);
    let back = (course.clone(), record.title.clone());
    let lead = learning::quiz_lead(record.questions.len() as i64, record.pass_mark);
    let body = match record.standing {
        Some(Standing::Open { left }) => {
            let left = left.map_or_else(|| learning::left_unlimited().to_owned(), learning::left);
            return view! {
                <PageTitle title=title.clone()/>
                <PageHeader title lead=format!("{lead} {left}") back/>
                {form(record)}
            }
            .erase();
        }
        Some(Standing::Passed) => (learning::quiz_passed(), learning::quiz_passed_text(RENEWAL_DAYS)),
        Some(Standing::Exhausted) => {
            (learning::quiz_exhausted(), learning::quiz_exhausted_text(session::surroundings().vendor))
        }
        None => (learning::quiz_enrol_first(), learning::quiz_enrol_first_text().to_owned()),
    };
    view! {
        <PageTitle title=title.clone()/>
        <PageHeader title back/>
        <EmptyState icon="award" title=body.0 text=body.1>
            <ButtonLink href=course kind=ButtonKind::Primary>{learning::back_to_course()}</ButtonLink>
        </EmptyState>
    }
    .erase()
}

fn form(record: QuizRecord) -> AnyView {
    let state = use_form::<TakeQuiz>();
    let typed: QuizForm = state.values(QuizForm::default());
    let faults = state.faults();
    let all = record.questions.len() as i64;
    let questions = record
        .questions
        .into_iter()
        .zip(1_i64..)
        .map(|(question, number)| {
            let chosen = typed.answers.get(question.id.as_str()).cloned().unwrap_or_default();
            asked(question, learning::question_number(number, all), chosen, faults.clone())
        })
        .erase_all();
    view! {
        <SendForm sending=state.sending() class="quiz" novalidate=true>
            <ErrorSummary title=text::errors::summary() faults/>
            <Hidden name="course" value=record.course.to_string()/>
            <Hidden name="key" value=record.key/>
            {questions}
            <FormFoot note=learning::send_answers_note()>
                <SubmitButton pending=state.pending()>{learning::send_answers()}</SubmitButton>
            </FormFoot>
        </SendForm>
    }
    .erase()
}

fn asked(
    question: Question,
    number: String,
    chosen: Vec<String>,
    faults: Live<Vec<(String, String)>>,
) -> AnyView {
    let name = field(&question.id);
    let own = name.clone();
    let fault = Live::new(move || {
        faults.with(|all| all.iter().find(|(field, _)| *field == own).map(|(_, words)| words.clone()))
    });
    let options =
        question.choices.into_iter().map(|choice| (choice.id.to_string(), choice.wording)).collect();
    let group = match question.kind {
        QuestionKind::Single => {
            let value = chosen.into_iter().next().unwrap_or_default();
            let help = learning::choose_one();
            view! { <RadioGroup name legend=question.wording help options value fault/> }.erase()
        }
        QuestionKind::Multiple => {
            let help = learning::choose_several();
            view! { <CheckboxGroup name legend=question.wording help options checked=chosen fault/> }.erase()
        }
    };
    view! {
        <div class="question">
            <p class="question-number">{number}</p>
            {group}
        </div>
    }
    .erase()
}
