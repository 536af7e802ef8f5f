//! The page of several cases.

use super::api::{AnswerSeveral, SeveralDone, SeveralLine, ShowSeveral};
use crate::api::read;
use crate::deals::decide::fields::reason_and_message;
use crate::erase::{Erase, EraseAll};
use crate::forms::{FormState, SendForm, use_form};
use crate::live::Source;
use crate::loading::{PageTitle, load};
use crate::renewal::record;
use crate::session;
use crate::texts::text;
use crate::ui::{
    Card, Cell, CellKind, DataTable, EmptyState, ErrorSummary, FormFoot, Head, Money, Notice, PageHeader,
    RadioGroup, Row, SubmitButton, Tone,
};
use crate::words;
use domain::deals::{SeveralForm, SeveralWhat};
use leptos::prelude::*;
use leptos::server_fn::ServerFn as _;

/// Several cases at once.
#[component]
pub fn SeveralPage() -> impl IntoView {
    // It outlives the form, which is a new one once it was taken; without scripts the session has handed it over.
    let done = Source::new(session::handed::<SeveralDone>(AnswerSeveral::PATH));
    load(record(|| ShowSeveral {}), move |lines| page(lines, done.clone()))
}

fn page(lines: Vec<SeveralLine>, done: Source<Option<SeveralDone>>) -> AnyView {
    let state = use_form::<AnswerSeveral>();
    let (answer, told) = (state.sending().answer, done.clone());
    Effect::new(move |_| {
        if let Some(Ok(answer)) = answer.get() {
            told.set(read::<SeveralDone>(&answer).ok());
        }
    });
    let form: SeveralForm = state.values(SeveralForm::default());
    let body = if lines.is_empty() {
        view! {
            <EmptyState icon="inbox" title=text::deals::queue_empty() text=text::deals::queue_empty_help()/>
        }
        .erase()
    } else {
        form_of(&state, form, lines)
    };
    view! {
        <PageTitle title=text::several::title()/>
        <PageHeader
            title=text::several::title()
            lead=text::several::lead()
            back=("/deals/inbox".to_owned(), text::inbox::title().to_owned())
        />
        {move || done.get().map(became).into_any()}
        {body}
    }
    .erase()
}

fn form_of(state: &FormState, form: SeveralForm, lines: Vec<SeveralLine>) -> AnyView {
    let what = SeveralWhat::ALL.iter().map(|one| (one.to_string(), said(*one).to_owned())).collect();
    let table = table(lines, &form.cases);
    let reason = reason_and_message(state, form.reason, form.note);
    let (fault, what_fault, pending) = (state.fault("cases"), state.fault("what"), state.pending());
    let (sending, faults) = (state.sending(), state.faults());
    view! {
        <SendForm sending=sending class="stack">
            <ErrorSummary title=text::errors::summary() faults=faults/>
            <Card flush=true>{table}</Card>
            {move || fault.get().map(|words| view! { <p class="fault" id="field-cases" tabindex="-1">{words}</p> }.erase()).into_any()}
            <Card title=text::several::answer()>
                <div class="form">
                <RadioGroup
                    name="what"
                    legend=text::several::what()
                    help=text::several::what_help()
                    options=what
                    value=form.what
                    fault=what_fault
                />
                {reason}
                <FormFoot note=text::several::foot()>
                    <SubmitButton pending=pending>{text::several::send()}</SubmitButton>
                </FormFoot>
                </div>
            </Card>
        </SendForm>
    }
    .erase()
}

fn said(what: SeveralWhat) -> &'static str {
    match what {
        SeveralWhat::Review => text::deals::start_review(),
        SeveralWhat::ApproveClear => text::several::approve_clear(),
        SeveralWhat::Reject => text::deals::reject(),
    }
}

fn table(lines: Vec<SeveralLine>, marked: &[String]) -> AnyView {
    let id_of = |case: &str| case.split(':').next().unwrap_or_default().to_owned();
    // By the deal: the version of a form that came back may be an older one.
    let marked: Vec<String> = marked.iter().map(|case| id_of(case)).collect();
    let rows = lines
        .into_iter()
        .map(|line| {
            let checked = marked.contains(&id_of(&line.case));
            let tone = Tone::of(line.tone).name();
            let money = line.amount.map(|(amount, currency)| view! { <Money amount currency/> }.erase());
            view! {
                <Row>
                    <Cell kind=CellKind::Lead>
                        <label class="choice">
                            <input type="checkbox" class="check" name="cases[]" value=line.case checked=checked/>
                            <span dir="auto">{line.customer}</span>
                        </label>
                    </Cell>
                    <Cell kind=CellKind::Status label=text::deals::state()>{line.state}</Cell>
                    <Cell label=text::deals::partner()>{line.partner}</Cell>
                    <Cell kind=CellKind::Short label=text::deals::clock()><span data-tone=tone>{line.left}</span></Cell>
                    <Cell kind=CellKind::Number label=text::deals::amount()>{money}</Cell>
                    <Cell kind=CellKind::Action><a href=line.path>{text::inbox::open()}</a></Cell>
                </Row>
            }
        })
        .erase_all();
    let head = vec![
        Head::new(text::deals::customer()),
        Head::new(text::deals::state()),
        Head::new(text::deals::partner()),
        Head::new(text::deals::clock()),
        Head::number(text::deals::amount()),
        Head::hidden(text::inbox::open()),
    ];
    view! { <DataTable caption=text::inbox::waiting() head>{rows}</DataTable> }.erase()
}

/// What became of them.
fn became(done: SeveralDone) -> AnyView {
    let good = (!done.done.is_empty()).then(|| {
        let count = done.done.len() as i64;
        let title = match done.what {
            Some(SeveralWhat::ApproveClear) => text::several::approved(count),
            Some(SeveralWhat::Reject) => text::several::rejected(count),
            _ => text::several::in_review(count),
        };
        view! { <Notice tone=Tone::Positive title=title>{words::listed(&done.done)}</Notice> }.erase()
    });
    let left = (!done.left.is_empty()).then(|| {
        let title = text::several::left(done.left.len() as i64);
        let lines = done
            .left
            .into_iter()
            .map(|(path, customer, why)| {
                view! { <li><a href=path dir="auto">{customer}</a> ": " {why}</li> }.erase()
            })
            .erase_all();
        view! { <Notice tone=Tone::Caution title=title><ul>{lines}</ul></Notice> }.erase()
    });
    view! { {good} {left} }.erase()
}
