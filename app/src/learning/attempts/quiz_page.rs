//! A quiz: what starting it means, then one form of circles and boxes, graded on the server. The page knows the questions
//! that were drawn and no others, and not what is right.

use super::api::{BeginQuiz, FindQuiz, QuizRecord, TakeQuiz};
use super::clock::clock;
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
use crate::words;
use domain::learning::quiz::{RENEWAL_DAYS, field};
use domain::learning::{CourseDetails, Question, QuestionKind, QuizForm, Sitting, Standing};
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
    let QuizRecord { course, asked, standing, sitting } = record;
    let (id, details) = (course.id.to_string(), course.details);
    let title = learning::quiz_of(&details.title);
    let href = format!("/learning/{id}");
    let back = (href.clone(), details.title.clone());
    // Without a limit of attempts an open one says nothing of them.
    let (left, body) = match (sitting, standing) {
        (Some((sitting, seconds)), _) => (None, form(id, sitting, seconds)),
        (None, Some(Standing::Open { left })) => (
            Some(left.map_or_else(|| learning::left_unlimited().to_owned(), learning::left)),
            start(id, &details),
        ),
        (None, closed) => (None, closed_words(closed, href)),
    };
    let lead = left.map(|left| format!("{} {left}", learning::quiz_lead(asked, details.pass_mark)));
    view! {
        <PageTitle title=title.clone()/>
        <PageHeader title lead=lead.unwrap_or_default() back/>
        {body}
    }
    .erase()
}

/// Why no attempt can be started.
fn closed_words(standing: Option<Standing>, course: String) -> AnyView {
    let (title, text) = match standing {
        Some(Standing::Passed) => (learning::quiz_passed(), learning::quiz_passed_text(RENEWAL_DAYS)),
        Some(Standing::Waiting { until }) => {
            (learning::quiz_waiting(), learning::quiz_waiting_text(words::at(until)))
        }
        Some(Standing::Exhausted) => {
            (learning::quiz_exhausted(), learning::quiz_exhausted_text(session::surroundings().vendor))
        }
        Some(Standing::Open { .. }) | None => {
            (learning::quiz_enrol_first(), learning::quiz_enrol_first_text().to_owned())
        }
    };
    view! {
        <EmptyState icon="award" title text>
            <ButtonLink href=course kind=ButtonKind::Primary>{learning::back_to_course()}</ButtonLink>
        </EmptyState>
    }
    .erase()
}

/// What starting means, and the button that does.
fn start(course: String, details: &CourseDetails) -> AnyView {
    let state = use_form::<BeginQuiz>();
    let time = (details.time_limit > 0).then(|| learning::rule_time(details.time_limit));
    let drawn = (details.draw > 0).then(|| learning::rule_drawn().to_owned());
    let wait = (details.wait_hours > 0).then(|| learning::rule_wait(details.wait_hours));
    let open = (details.time_limit == 0).then(|| learning::rule_no_time().to_owned());
    let rules =
        [time, open, drawn, wait].into_iter().flatten().map(|rule| view! { <li>{rule}</li> }).erase_all();
    view! {
        <SendForm sending=state.sending() class="quiz">
            <ErrorSummary title=text::errors::summary() faults=state.faults()/>
            <ul class="quiz-rules">{rules}</ul>
            <Hidden name="course" value=course/>
            <FormFoot>
                <SubmitButton icon="play" pending=state.pending()>{learning::start_quiz()}</SubmitButton>
            </FormFoot>
        </SendForm>
    }
    .erase()
}

fn form(course: String, sitting: Sitting, left: Option<i64>) -> AnyView {
    let state = use_form::<TakeQuiz>();
    let Sitting { id, questions, answers, ends_at } = sitting;
    let typed: QuizForm = state.values(QuizForm::default());
    let faults = state.faults();
    let all = questions.len() as i64;
    let questions = questions
        .into_iter()
        .zip(1_i64..)
        .map(|(question, number)| {
            let kept =
                || answers.chosen(&question.id).map(|kept| kept.iter().map(ToString::to_string).collect());
            let chosen = typed.answers.get(question.id.as_str()).cloned().or_else(kept).unwrap_or_default();
            asked(question, learning::question_number(number, all), chosen, faults.clone())
        })
        .erase_all();
    let time = ends_at.zip(left).map(|(end, left)| clock(end, left));
    view! {
        <SendForm sending=state.sending() class="quiz" novalidate=true>
            <ErrorSummary title=text::errors::summary() faults/>
            {time}
            <Hidden name="course" value=course/>
            <Hidden name="sitting" value=id.to_string()/>
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
