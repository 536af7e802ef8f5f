//! The decision beside a deal: who else claims the customer and why, the account to link, the reason to reject.

use super::Place;
use super::after::after_decision;
use super::api::{DecisionDesk, Offered, RejectDeal, StartReview};
use super::approve::{agree, approve};
use super::asking::asking;
use super::fields::{about, blank, reason_and_message};
use crate::deals::api::Review;
use crate::erase::Erase;
use crate::forms::{SendForm, use_form_about};
use crate::texts::text;
use crate::ui::{ButtonKind, Card, ErrorSummary, FormFoot, Notice, Section, SubmitButton, Tone};
use domain::deals::{Deal, DecisionForm, Step, Turn};
use leptos::prelude::*;

/// What an approver sees and does.
pub(in crate::deals) fn decision_card(
    deal: &Deal,
    review: &Review,
    desk: Option<DecisionDesk>,
    words: String,
    place: Place,
) -> AnyView {
    let after = desk.is_some().then(|| after_decision(deal));
    let desk = desk.unwrap_or_default();
    let others = desk.others.clone();
    let decision = decision(deal, review, (&desk.accounts, &desk.named), words, place);
    view! {
        <Section title=text::deals::decision()>
            <div class="drawn" inner_html=others></div>
            {decision}
            {after}
        </Section>
    }
    .erase()
}

/// The forms of a decision that is due; none of them where the open step is somebody else's.
pub(super) fn decision(
    deal: &Deal,
    Review { steps, turn }: &Review,
    (alike, named): (&[Offered], &[Offered]),
    words: String,
    place: Place,
) -> AnyView {
    let due = |step: Step| *turn != Turn::Nothing && deal.state.takes(step);
    let step = match turn {
        Turn::Step { position, .. } => steps.0.iter().find(|step| step.position == *position),
        Turn::Whole | Turn::Nothing => None,
    };
    let forms = due(Step::Approve).then(|| {
        let approval = match (turn, step) {
            (Turn::Step { last: false, .. }, Some(step)) => agree(deal, step, place),
            _ => approve(deal, step, (alike, named), words, place),
        };
        view! {
            <div class="card-pair">
                {approval}
                {reject(deal, place)}
            </div>
        }
        .erase()
    });
    let others = (*turn == Turn::Nothing && deal.state.takes(Step::Approve))
        .then(|| view! { <Notice tone=Tone::Info title=text::deals::step_of_others()/> }.erase());
    let review = due(Step::StartReview).then(|| review(deal, place));
    let asking = due(Step::Ask).then(|| asking(deal, place));
    view! {
        {others}
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
