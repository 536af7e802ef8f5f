//! The result of an attempt: the score, what became of each question, and the certificate.

use super::api::{FindResult, ResultRecord};
use crate::erase::{Erase, EraseAll};
use crate::learning::words;
use crate::loading::{PageTitle, load};
use crate::renewal::record;
use crate::texts::text::learning;
use crate::ui::{ButtonKind, ButtonLink, Icon, PageHeader, Section, Tone};
use domain::learning::{Certificate, Mark, Standing};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

/// The result of an attempt.
#[component]
pub fn QuizResultPage() -> impl IntoView {
    let params = use_params_map();
    let asked = move || {
        params.with(|p| FindResult {
            course_id: p.get("course").unwrap_or_default(),
            attempt: p.get("attempt").unwrap_or_default(),
        })
    };
    let record = record(asked);
    load(record, page)
}

fn page(record: ResultRecord) -> AnyView {
    let ResultRecord { course, title, pass_mark, attempt, marks, standing, certificate } = record;
    let (tone, head, told) = if attempt.passed {
        (Tone::Positive, learning::result_passed(), learning::result_passed_text().to_owned())
    } else {
        (Tone::Caution, learning::result_failed(), learning::result_failed_text(pass_mark))
    };
    let left = match standing {
        Some(Standing::Open { left: Some(n) }) if !attempt.passed => Some(learning::left(n)),
        Some(Standing::Exhausted) => Some(learning::quiz_exhausted().to_owned()),
        Some(Standing::Waiting { until }) => Some(learning::quiz_waiting_text(crate::words::at(until))),
        _ => None,
    };
    let again = (!attempt.passed && matches!(standing, Some(Standing::Open { .. }))).then(|| {
        let href = format!("/learning/{course}/quiz");
        view! { <ButtonLink href kind=ButtonKind::Primary>{learning::try_again()}</ButtonLink> }.erase()
    });
    let late = attempt.ran_out.then(learning::result_ran_out);
    let result = learning::result_of(&title);
    let href = format!("/learning/{course}");
    view! {
        <PageTitle title=result.clone()/>
        <PageHeader title=result back=(href.clone(), title)/>
        <div class="quiz">
            <div class="result" data-tone=tone.name()>
                <p class="result-score">{learning::right_score(attempt.score)}</p>
                <h2 class="result-title">{head}</h2>
                <p class="result-text">{late} " " {told} " " {left}</p>
                <div class="form-actions">
                    {again}
                    <ButtonLink href>{learning::back_to_course()}</ButtonLink>
                </div>
            </div>
            {certificate.map(paper)}
            {(!marks.is_empty()).then(|| view! { <Section title=learning::asked()>{marked(marks)}</Section> }.erase())}
        </div>
    }
    .erase()
}

fn paper(one: Certificate) -> AnyView {
    let pdf = format!("/certificates/{}/pdf", one.id);
    let public = format!("/verify/{}", one.number);
    view! {
        <div class="certificate">
            <h2>{learning::certificate()}</h2>
            <p class="certificate-number">{one.number.to_string()}</p>
            <p>{learning::expires()} " " {words::until(one.term.expires_on)}</p>
            <div class="form-actions">
                <a class="button button-primary" href=pdf rel="external"><Icon name="download"/>{learning::open_pdf()}</a>
                <a class="button" href=public rel="external">{learning::verify_link()}</a>
            </div>
        </div>
    }
    .erase()
}

/// What was asked, what was chosen, and whether that was right.
fn marked(marks: Vec<Mark>) -> AnyView {
    marks
        .into_iter()
        .map(|mark| {
            let (tone, icon, words) = if mark.is_right {
                (Tone::Positive, "circle-check", learning::mark_right())
            } else {
                (Tone::Negative, "x", learning::mark_wrong())
            };
            let chosen = if mark.chosen.is_empty() {
                learning::mark_unanswered().to_owned()
            } else {
                learning::mark_chosen(mark.chosen.join(" · "))
            };
            let right = (!mark.is_right && !mark.right.is_empty()).then(|| {
                view! { <p class="mark-right">{learning::right_was(mark.right.join(" · "))}</p> }.erase()
            });
            view! {
                <div class="question">
                    <p class="label">{mark.wording}</p>
                    <p class="answer-note" data-tone=tone.name()><Icon name=icon/><span>{words}</span></p>
                    <p class="mark-chosen">{chosen}</p>
                    {right}
                </div>
            }
        })
        .erase_all()
        .into_any()
}
