//! What an approver does after a decision: answers a request for more time, revokes an approval, decides anew.

use super::Place;
use super::api::{ExtendDeal, ReopenDeal, RevokeDeal};
use super::fields::{about, blank, message, reason_and_message};
use crate::erase::Erase;
use crate::forms::{SendForm, use_form_about};
use crate::texts::text;
use crate::ui::{ButtonKind, Card, ErrorSummary, FormFoot, SubmitButton};
use domain::deals::{Deal, DecisionForm, ExtensionForm, Step};
use leptos::prelude::*;

/// What this deal allows of it now.
pub(super) fn after_decision(deal: &Deal) -> AnyView {
    let extension = deal.allows(Step::Extend).then(|| extension(deal, Place::Record));
    let revocation = deal.allows(Step::Revoke).then(|| revocation(deal));
    let reopening = deal.allows(Step::Reopen).then(|| reopening(deal));
    view! {
        {extension}
        {revocation}
        {reopening}
    }
    .erase()
}

/// The answer to a request for more time.
pub(super) fn extension(deal: &Deal, place: Place) -> AnyView {
    let state = use_form_about::<ExtendDeal>(deal.id.as_str());
    let form: ExtensionForm = state.values(ExtensionForm {
        id: deal.id.to_string(),
        version: deal.version.to_string(),
        ..ExtensionForm::default()
    });
    let pending = state.pending();
    let days = deal.extension_days();
    view! {
        <Card title=text::deals::extension_title()>
            <SendForm sending=state.sending() class="form" name="extend">
                <ErrorSummary title=text::errors::summary() faults=state.faults()/>
                {about(form.id, form.version, place)}
                {message(&state, text::deals::extension_note_help(), form.note)}
                <FormFoot>
                    <SubmitButton name="answer" value="extend" pending=pending.clone()>
                        {text::deals::extend(days)}
                    </SubmitButton>
                    <SubmitButton name="answer" value="refuse" kind=ButtonKind::Secondary pending>
                        {text::deals::refuse_extension()}
                    </SubmitButton>
                </FormFoot>
            </SendForm>
        </Card>
    }
    .erase()
}

fn revocation(deal: &Deal) -> AnyView {
    let state = use_form_about::<RevokeDeal>(deal.id.as_str());
    let refused = state.flash.is_some();
    let form: DecisionForm = state.values(blank(deal));
    view! {
        <div class="section">
            <details class="share-form" open=refused>
                <summary class="button">{text::deals::revoke_title()}</summary>
                <SendForm sending=state.sending() class="form" name="revoke">
                    <ErrorSummary title=text::errors::summary() faults=state.faults()/>
                    {about(form.id, form.version, Place::Record)}
                    {reason_and_message(&state, form.reason, form.note)}
                    <FormFoot>
                        <SubmitButton kind=ButtonKind::Destructive pending=state.pending()>
                            {text::deals::revoke()}
                        </SubmitButton>
                    </FormFoot>
                </SendForm>
            </details>
        </div>
    }
    .erase()
}

fn reopening(deal: &Deal) -> AnyView {
    let state = use_form_about::<ReopenDeal>(deal.id.as_str());
    let form: DecisionForm = state.values(blank(deal));
    view! {
        <Card title=text::deals::reopen_title()>
            <SendForm sending=state.sending() class="form" name="reopen">
                <ErrorSummary title=text::errors::summary() faults=state.faults()/>
                {about(form.id, form.version, Place::Record)}
                {message(&state, text::deals::reopen_help(), form.note)}
                <FormFoot>
                    <SubmitButton kind=ButtonKind::Secondary pending=state.pending()>{text::deals::reopen()}</SubmitButton>
                </FormFoot>
            </SendForm>
        </Card>
    }
    .erase()
}
