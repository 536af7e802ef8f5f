//! The decision beside a deal: who else claims the customer and why, the account to link, the reason to reject.

use super::after::after_decision;
use super::api::{ApproveDeal, CandidateLine, DecisionDesk, RejectDeal, StartReview};
use super::asking::asking;
use crate::deals::tone;
use crate::erase::{Erase, EraseAll};
use crate::forms::{SearchForm, SendForm, use_form};
use crate::texts::text;
use crate::ui::{
    Badge, ButtonKind, Card, Cell, CellKind, DataTable, ErrorSummary, Field, FormFoot, Head, Hidden, Row,
    Section, Select, SubmitButton, TextArea, Tone,
};
use crate::words::{self, Told};
use domain::accounts::Account;
use domain::deals::{Deal, DecisionForm, NEED_MOST, Reason, Step};
use leptos::prelude::*;
use matching::Verdict;

/// What an approver sees and does.
pub(in crate::deals) fn decision_card(deal: &Deal, desk: DecisionDesk, words: String) -> AnyView {
    let open = deal.state.takes(Step::Approve);
    let review = deal.state.takes(Step::StartReview).then(|| review(deal));
    let asking = deal.state.takes(Step::Ask).then(|| asking(deal));
    let forms = open.then(|| {
        view! {
            <div class="card-pair">
                {approve(deal, &desk.accounts, &desk.named, words)}
                {reject(deal)}
            </div>
        }
        .erase()
    });
    let after = after_decision(deal);
    view! {
        <Section title=text::deals::decision()>
            {candidates(desk.candidates)}
            {review}
            {forms}
            {asking}
            {after}
        </Section>
    }
    .erase()
}

fn candidates(found: Vec<CandidateLine>) -> AnyView {
    if found.is_empty() {
        return view! { <Card title=text::deals::others()><p>{text::deals::no_others()}</p></Card> }.erase();
    }
    let rows = found
        .into_iter()
        .map(|line| {
            let (grave, verdict) = match line.verdict {
                Verdict::Blocked => (Tone::Negative, text::matching::blocked()),
                Verdict::Possible => (Tone::Caution, text::matching::possible()),
                Verdict::Clear => (Tone::Neutral, text::matching::clear()),
            };
            let families = if line.shared.is_empty() {
                text::deals::no_family_shared().to_owned()
            } else {
                text::deals::families_shared(words::listed(&line.shared))
            };
            view! {
                <Row>
                    <Cell kind=CellKind::Lead href=format!("/deals/{}", line.id)>{line.customer}</Cell>
                    <Cell kind=CellKind::Status label=text::deals::state()>
                        <Badge tone=tone(line.state)>{words::deal_state(line.state)}</Badge>
                    </Cell>
                    <Cell label=text::deals::partner()>{line.partner}</Cell>
                    <Cell label=text::deals::submitted_at()>{line.submitted_at.map(words::at)}</Cell>
                    <Cell label=text::deals::why()>
                        <Badge tone=grave>{verdict}</Badge>
                        " "
                        {words::listed(&[text::matching::score(line.score), families])}
                        <details class="reasons">
                            <summary>{text::matching::reasons()}</summary>
                            {reasons(line.reasons)}
                        </details>
                    </Cell>
                </Row>
            }
        })
        .erase_all();
    view! {
        <Card title=text::deals::others() flush=true>
            <DataTable
                caption=text::deals::others()
                head=vec![
                    Head::new(text::deals::customer()),
                    Head::new(text::deals::state()),
                    Head::new(text::deals::partner()),
                    Head::new(text::deals::submitted_at()),
                    Head::new(text::deals::why()),
                ]
            >
                {rows}
            </DataTable>
        </Card>
    }
    .erase()
}

/// Reasons as a list, with what each is made of below it.
fn reasons(told: Vec<Told>) -> AnyView {
    if told.is_empty() {
        return ().into_any();
    }
    let items =
        told.into_iter().map(|told| view! { <li>{told.said} {reasons(told.under)}</li> }.erase()).erase_all();
    view! { <ul>{items}</ul> }.erase()
}

fn review(deal: &Deal) -> AnyView {
    let state = use_form::<StartReview>();
    let (id, version) = (deal.id.to_string(), deal.version.to_string());
    let label = match deal.question {
        Some(_) => text::deals::go_on(),
        None => text::deals::start_review(),
    };
    view! {
        <SendForm sending=state.sending() class="button-row">
            <ErrorSummary title=text::errors::summary() faults=state.faults()/>
            <Hidden name="id" value=id/>
            <Hidden name="version" value=version/>
            <SubmitButton kind=ButtonKind::Secondary pending=state.pending()>{label}</SubmitButton>
        </SendForm>
    }
    .erase()
}

fn approve(deal: &Deal, alike: &[Account], named: &[Account], words: String) -> AnyView {
    let state = use_form::<ApproveDeal>();
    // Who looked for one wants it; else the one that looks the same.
    let suggested = named.first().or(alike.first()).map(|account| account.id.to_string()).unwrap_or_default();
    let form: DecisionForm = state.values(DecisionForm {
        id: deal.id.to_string(),
        version: deal.version.to_string(),
        account: suggested,
        ..DecisionForm::default()
    });
    let none_named = !words.is_empty() && named.is_empty();
    // Of this very page, also when the form comes back from a refusal.
    let seen = alike
        .iter()
        .map(|account| view! { <Hidden name="seen[]" value=account.id.to_string()/> }.erase())
        .erase_all();
    let here = format!("/deals/{}", deal.id);
    let choices = named
        .iter()
        .chain(alike)
        .map(|account| {
            let country = crate::words::country(&account.country);
            let words = [account.legal_name.as_str(), account.domain.as_str(), country.as_str()];
            let words: Vec<&str> = words.into_iter().filter(|part| !part.is_empty()).collect();
            (account.id.to_string(), words.join(" · "))
        })
        .collect();
    let usual = crate::session::surroundings().protection.days();
    let window = deal.programme.as_ref().map_or(usual, |under| under.window_days);
    let new_account = text::deals::new_account(&deal.customer.name);
    view! {
        <Card title=text::deals::approve_title()>
            <SearchForm action=here>
                <Field name="accounts" kind="search" label=text::deals::account_search() value=words/>
                <SubmitButton kind=ButtonKind::Secondary>{text::deals::find()}</SubmitButton>
            </SearchForm>
            {none_named.then(|| view! { <p role="status">{text::deals::account_none()}</p> }.erase())}
            <SendForm sending=state.sending() class="form" name="approve">
                <ErrorSummary title=text::errors::summary() faults=state.faults()/>
                <Hidden name="id" value=form.id/>
                <Hidden name="version" value=form.version/>
                {seen}
                <Select
                    name="account"
                    label=text::deals::account()
                    help=text::deals::account_help()
                    options=choices
                    prompt=new_account
                    value=form.account
                    fault=state.fault("account")
                />
                <FormFoot note=text::deals::approve_note(window)>
                    <SubmitButton pending=state.pending()>{text::deals::approve()}</SubmitButton>
                </FormFoot>
            </SendForm>
        </Card>
    }
    .erase()
}

/// The reasons to choose from.
pub(super) fn reason_choices() -> Vec<(String, String)> {
    Reason::ALL.iter().map(|r| (r.to_string(), words::deal_reason(*r).to_owned())).collect()
}

fn reject(deal: &Deal) -> AnyView {
    let state = use_form::<RejectDeal>();
    let form: DecisionForm = state.values(DecisionForm {
        id: deal.id.to_string(),
        version: deal.version.to_string(),
        ..DecisionForm::default()
    });
    view! {
        <Card title=text::deals::reject_title()>
            <SendForm sending=state.sending() class="form" name="reject">
                <ErrorSummary title=text::errors::summary() faults=state.faults()/>
                <Hidden name="id" value=form.id/>
                <Hidden name="version" value=form.version/>
                <Select
                    name="reason"
                    label=text::deals::reason()
                    options=reason_choices()
                    prompt=text::deals::choose()
                    value=form.reason
                    fault=state.fault("reason")
                />
                <TextArea
                    name="note"
                    label=text::deals::reason_note()
                    help=text::deals::reason_note_help()
                    value=form.note
                    maxlength=NEED_MOST
                    rows=3
                    fault=state.fault("note")
                />
                <FormFoot>
                    <SubmitButton kind=ButtonKind::Destructive pending=state.pending()>{text::deals::reject()}</SubmitButton>
                </FormFoot>
            </SendForm>
        </Card>
    }
    .erase()
}
