//! The opportunity on the page of its deal: for its partner a form, for everybody else what it says.

use super::api::ProgressDeal;
use crate::erase::Erase;
use crate::forms::{SendForm, use_form_about};
use crate::session;
use crate::texts::text;
use crate::ui::{
    ButtonKind, Card, ErrorSummary, Fact, Facts, Field, FormFoot, Hidden, Select, SubmitButton, Width,
};
use crate::words;
use domain::access::RegisterDeal;
use domain::deals::{Deal, NEXT_STEP_MOST, Opportunity, OpportunityForm, Stage};
use leptos::prelude::*;

/// How far it is, and what is done next.
pub(in crate::deals) fn opportunity_card(deal: &Deal, opportunity: &Opportunity) -> AnyView {
    let partner = deal.partner.0.clone();
    let own = session::profile().is_some_and(|who| who.may(&RegisterDeal { partner }));
    if own && deal.state.protects() { form(deal, opportunity) } else { facts(opportunity) }
}

fn facts(opportunity: &Opportunity) -> AnyView {
    let next = opportunity.next_on.map(words::day).into_iter().chain([opportunity.next_step.clone()]);
    let next = words::beside(next);
    let stage = words::stage(opportunity.stage);
    let reason = opportunity
        .close_reason
        .map(|why| view! { <Fact label=text::pipeline::reason()>{words::close_reason(why)}</Fact> }.erase());
    view! {
        <Card title=text::pipeline::opportunity()>
            <Facts>
                <Fact label=text::pipeline::stage()>{stage}</Fact>
                {(!next.is_empty()).then(|| view! { <Fact label=text::pipeline::next_step()>{next}</Fact> }.erase())}
                {reason}
            </Facts>
        </Card>
    }
    .erase()
}

fn form(deal: &Deal, opportunity: &Opportunity) -> AnyView {
    let state = use_form_about::<ProgressDeal>(deal.id.as_str());
    let form: OpportunityForm = state.values(opportunity.as_form());
    let (id, version) = (deal.id.to_string(), deal.version.to_string());
    let stages = Stage::ALL
        .iter()
        .map(|stage| (stage.to_string(), text::pipeline::stage_chance(words::stage(*stage), stage.chance())))
        .collect();
    view! {
        <Card title=text::pipeline::opportunity()>
            <SendForm sending=state.sending() class="form" name="progress">
                <ErrorSummary title=text::errors::summary() faults=state.faults()/>
                <Hidden name="id" value=id/>
                <Hidden name="version" value=version/>
                <Select name="stage" label=text::pipeline::stage() options=stages value=form.stage fault=state.fault("stage")/>
                <Field
                    name="next_step"
                    label=text::pipeline::next_step()
                    maxlength=NEXT_STEP_MOST
                    value=form.next_step
                    fault=state.fault("next_step")
                />
                <Field
                    name="next_on"
                    kind="date"
                    label=text::pipeline::next_on()
                    width=Width::Short
                    value=form.next_on
                    fault=state.fault("next_on")
                />
                <FormFoot>
                    <SubmitButton kind=ButtonKind::Secondary pending=state.pending()>{text::pipeline::keep()}</SubmitButton>
                </FormFoot>
            </SendForm>
        </Card>
    }
    .erase()
}
