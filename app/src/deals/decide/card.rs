//! The decision beside a deal: who else claims the customer and why, the account to link, the reason to reject.

use super::Place;
use super::after::after_decision;
use super::api::{DecisionDesk, RejectDeal, StartReview};
use super::approve::approve;
use super::asking::asking;
use super::candidates::candidates;
use super::fields::{about, blank, reason_and_message};
use crate::erase::Erase;
use crate::forms::{SendForm, use_form_about};
use crate::texts::text;
use crate::ui::{ButtonKind, Card, ErrorSummary, FormFoot, Section, SubmitButton};
use domain::accounts::Account;
use domain::deals::{Deal, DecisionForm, Step};
use leptos::prelude::*;

/// What an approver sees and does.
pub(in crate::deals) fn decision_card(
    deal: &Deal,
    desk: DecisionDesk,
    words: String,
    place: Place,
) -> AnyView {
    let decision = decision(deal, &desk.accounts, &desk.named, words, place);
    let after = after_decision(deal);
    view! {
        <Section title=text::deals::decision()>
            {candidates(desk.candidates)}
            {decision}
            {after}
        </Section>
    }
    .erase()
}

/// The forms of a decision that is due.
pub(super) fn decision(
    deal: &Deal,
    alike: &[Account],
    named: &[Account],
    words: String,
    place: Place,
) -> AnyView {
    let review = deal.state.takes(Step::StartReview).then(|| review(deal, place));
    let forms = deal.state.takes(Step::Approve).then(|| {
        view! {
            <div class="card-pair">
                {approve(deal, alike, named, words, place)}
                {reject(deal, place)}
            </div>
        }
        .erase()
    });
    let asking = deal.state.takes(Step::Ask).then(|| asking(deal, place));
    view! {
        {review}
        {forms}
        {asking}
    }
    .erase()
}

fn review(deal: &Deal, place: Place) -> AnyView {
    let state = use_form_about::<StartReview>(deal.id.as_str());
    let (id, version) = (deal.id.to_string(), deal.version.to_string());
    let label = match deal.question {
        Some(_) => text::deals::go_on(),
        None => text::deals::start_review(),
    };
    view! {
        <SendForm sending=state.sending() class="button-row">
            <ErrorSummary title=text::errors::summary() faults=state.faults()/>
            {about(id, version, place)}
            <SubmitButton kind=ButtonKind::Secondary pending=state.pending()>{label}</SubmitButton>
        </SendForm>
    }
    .erase()
}

fn reject(deal: &Deal, place: Place) -> AnyView {
    let state = use_form_about::<RejectDeal>(deal.id.as_str());
    let form: DecisionForm = state.values(blank(deal));
    view! {
        <Card title=text::deals::reject_title()>
            <SendForm sending=state.sending() class="form" name="reject">
                <ErrorSummary title=text::errors::summary() faults=state.faults()/>
                {about(form.id, form.version, place)}
                {reason_and_message(&state, form.reason, form.note)}
                <FormFoot>
                    <SubmitButton kind=ButtonKind::Destructive pending=state.pending()>{text::deals::reject()}</SubmitButton>
                </FormFoot>
            </SendForm>
        </Card>
    }
    .erase()
}
