//! What an approver does after a decision: answers a request for more time, revokes an approval, decides anew.

use super::api::{ExtendDeal, ReopenDeal, RevokeDeal};
use super::card::reason_choices;
use crate::erase::Erase;
use crate::forms::{SendForm, use_form};
use crate::texts::text;
use crate::ui::{ButtonKind, Card, ErrorSummary, FormFoot, Hidden, Select, SubmitButton, TextArea};
use domain::deals::{Deal, DecisionForm, ExtensionForm, NEED_MOST, Step};
use leptos::prelude::*;

/// What this deal allows of it now.
pub(super) fn after_decision(deal: &Deal) -> AnyView {
    let extension = deal.allows(Step::Extend).then(|| extension(deal));
    let revocation = deal.allows(Step::Revoke).then(|| revocation(deal));
    let reopening = deal.allows(Step::Reopen).then(|| reopening(deal));
    view! {
        {extension}
        {revocation}
        {reopening}
    }
    .erase()
}

fn extension(deal: &Deal) -> AnyView {
    let state = use_form::<ExtendDeal>();
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
                <Hidden name="id" value=form.id/>
                <Hidden name="version" value=form.version/>
                <TextArea
                    name="note"
                    label=text::deals::reason_note()
                    help=text::deals::extension_note_help()
                    value=form.note
                    maxlength=NEED_MOST
                    rows=3
                    fault=state.fault("note")
                />
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
    let state = use_form::<RevokeDeal>();
    let refused = state.flash.is_some();
    let form: DecisionForm = state.values(of(deal));
    view! {
        <div class="section">
            <details class="share-form" open=refused>
                <summary class="button">{text::deals::revoke_title()}</summary>
                <SendForm sending=state.sending() class="form" name="revoke">
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
    let state = use_form::<ReopenDeal>();
    let form: DecisionForm = state.values(of(deal));
    view! {
        <Card title=text::deals::reopen_title()>
            <SendForm sending=state.sending() class="form" name="reopen">
                <ErrorSummary title=text::errors::summary() faults=state.faults()/>
                <Hidden name="id" value=form.id/>
                <Hidden name="version" value=form.version/>
                <TextArea
                    name="note"
                    label=text::deals::reason_note()
                    help=text::deals::reopen_help()
                    value=form.note
                    maxlength=NEED_MOST
                    rows=3
                    fault=state.fault("note")
                />
                <FormFoot>
                    <SubmitButton kind=ButtonKind::Secondary pending=state.pending()>{text::deals::reopen()}</SubmitButton>
                </FormFoot>
            </SendForm>
        </Card>
    }
    .erase()
}

fn of(deal: &Deal) -> DecisionForm {
    DecisionForm { id: deal.id.to_string(), version: deal.version.to_string(), ..DecisionForm::default() }
}
