//! A loss, as its partner reports it: with a reason that can be counted.

use super::api::LoseDeal;
use crate::erase::Erase;
use crate::forms::{SendForm, use_form_about};
use crate::texts::text;
use crate::ui::{ButtonKind, ErrorSummary, FormFoot, Hidden, Select, SubmitButton, TextArea};
use crate::words;
use domain::deals::{CloseReason, Deal, NEED_MOST, StepForm};
use leptos::prelude::*;

/// The form of a loss, folded up.
pub(super) fn lost_card(deal: &Deal) -> AnyView {
    let state = use_form_about::<LoseDeal>(deal.id.as_str());
    let refused = state.flash.is_some();
    let form: StepForm = state.values(StepForm::default());
    let (id, version) = (deal.id.to_string(), deal.version.to_string());
    let reasons =
        CloseReason::ALL.iter().map(|why| (why.to_string(), words::close_reason(*why).to_owned())).collect();
    view! {
        <div class="section">
            <details class="share-form" open=refused>
                <summary class="button">{text::deals::report_lost()}</summary>
                <SendForm sending=state.sending() class="form" name="lost">
                    <ErrorSummary title=text::errors::summary() faults=state.faults()/>
                    <Hidden name="id" value=id/>
                    <Hidden name="version" value=version/>
                    <Hidden name="step" value="lost"/>
                    <Select
                        name="reason"
                        label=text::pipeline::why_lost()
                        options=reasons
                        prompt=text::pipeline::choose_reason()
                        value=form.reason
                        fault=state.fault("reason")
                    />
                    <TextArea name="why" label=text::deals::reason_note() value=form.why maxlength=NEED_MOST rows=3 fault=state.fault("why")/>
                    <FormFoot>
                        <SubmitButton kind=ButtonKind::Destructive pending=state.pending()>{text::deals::report_lost()}</SubmitButton>
                    </FormFoot>
                </SendForm>
            </details>
        </div>
    }
    .erase()
}
