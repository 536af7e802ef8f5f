//! What a partner asks of the vendor after a decision: more time while a deal is protected, another look at a refusal.

use super::api::PleadForDeal;
use crate::erase::Erase;
use crate::forms::{SendForm, use_form};
use crate::texts::text;
use crate::ui::{ErrorSummary, FormFoot, Hidden, SubmitButton, TextArea};
use domain::deals::{Deal, NEED_MOST, Step, StepForm};
use leptos::prelude::*;

/// The one of them that this deal allows now.
pub(super) fn plea_card(deal: &Deal) -> Option<AnyView> {
    let pleas = [
        (
            Step::AskExtension,
            "extension",
            text::deals::ask_extension(),
            text::deals::ask_extension_help(deal.extension_days()),
            text::deals::send_request(),
        ),
        (
            Step::Appeal,
            "appeal",
            text::deals::appeal(),
            text::deals::appeal_help().to_owned(),
            text::deals::send_appeal(),
        ),
    ];
    let (_, step, title, help, send) = pleas.into_iter().find(|(step, ..)| deal.allows(*step))?;
    let state = use_form::<PleadForDeal>();
    let refused = state.flash.is_some();
    let form: StepForm = state.values(StepForm {
        id: deal.id.to_string(),
        version: deal.version.to_string(),
        ..StepForm::default()
    });
    Some(
        view! {
            <div class="section">
                <details class="share-form" open=refused>
                    <summary class="button">{title}</summary>
                    <SendForm sending=state.sending() class="form" name="plea">
                        <ErrorSummary title=text::errors::summary() faults=state.faults()/>
                        <Hidden name="id" value=form.id/>
                        <Hidden name="version" value=form.version/>
                        <Hidden name="step" value=step/>
                        <TextArea
                            name="why"
                            label=text::deals::why_field()
                            help
                            value=form.why
                            maxlength=NEED_MOST
                            rows=4
                            fault=state.fault("why")
                        />
                        <FormFoot>
                            <SubmitButton icon="send" pending=state.pending()>{send}</SubmitButton>
                        </FormFoot>
                    </SendForm>
                </details>
            </div>
        }
        .erase(),
    )
}
