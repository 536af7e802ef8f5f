//! Handing a deal over to a colleague.

use super::api::HandOverDeal;
use crate::erase::Erase;
use crate::forms::{SendForm, use_form};
use crate::texts::text;
use crate::ui::{ButtonKind, ErrorSummary, FormFoot, Hidden, Select, SubmitButton};
use domain::deals::Deal;
use domain::id::PersonId;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// Whom it goes to, as it is sent.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
struct HandOverForm {
    id: String,
    version: String,
    person: String,
}

/// The form, folded up; nothing where there is nobody to hand it over to.
pub(super) fn transfer_card(deal: &Deal, colleagues: Vec<(PersonId, String)>) -> Option<AnyView> {
    if colleagues.is_empty() {
        return None;
    }
    let state = use_form::<HandOverDeal>();
    let refused = state.flash.is_some();
    let form: HandOverForm = state.values(HandOverForm {
        id: deal.id.to_string(),
        version: deal.version.to_string(),
        ..HandOverForm::default()
    });
    let options = colleagues.into_iter().map(|(id, name)| (id.to_string(), name)).collect();
    Some(
        view! {
            <div class="section">
                <details class="share-form" open=refused>
                    <summary class="button">{text::deals::hand_over_title()}</summary>
                    <SendForm sending=state.sending() class="form" name="transfer">
                        <ErrorSummary title=text::errors::summary() faults=state.faults()/>
                        <Hidden name="id" value=form.id/>
                        <Hidden name="version" value=form.version/>
                        <Select
                            name="person"
                            label=text::deals::hand_over_to()
                            options
                            prompt=text::deals::choose()
                            value=form.person
                            fault=state.fault("person")
                        />
                        <FormFoot note=text::deals::hand_over_foot()>
                            <SubmitButton kind=ButtonKind::Secondary pending=state.pending()>
                                {text::deals::hand_over()}
                            </SubmitButton>
                        </FormFoot>
                    </SendForm>
                </details>
            </div>
        }
        .erase(),
    )
}
