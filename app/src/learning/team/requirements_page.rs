//! How many of its people an organisation needs with each certification, by tier.

use super::api::{ListRequirements, SaveRequirements};
use crate::erase::{Erase, EraseAll};
use crate::forms::{SavedNotice, SendForm, use_form};
use crate::loading::{PageTitle, load};
use crate::renewal::record;
use crate::texts::text::{self, team};
use crate::ui::{EmptyState, ErrorSummary, Field, FormFoot, PageHeader, SubmitButton, Width};
use crate::words;
use domain::certifications::coverage::{REQUIRED_MOST, Requirement, RequirementsForm, field_of};
use domain::partners::Tier;
use leptos::prelude::*;

/// The requirements.
#[component]
pub fn RequirementsPage() -> impl IntoView {
    load(record(|| ListRequirements {}), page)
}

fn page(all: Vec<Requirement>) -> AnyView {
    let form = if all.is_empty() {
        view! { <EmptyState icon="award" title=text::certifications::none()/> }.erase()
    } else {
        form(all)
    };
    view! {
        <PageTitle title=team::requirements()/>
        <PageHeader
            title=team::requirements()
            lead=team::requirements_lead()
            back=("/learning/team".to_owned(), team::organisations().to_owned())
        />
        <SavedNotice title=team::saved()/>
        {form}
    }
    .erase()
}

fn form(all: Vec<Requirement>) -> AnyView {
    let state = use_form::<SaveRequirements>();
    let known = all.iter().flat_map(|one| {
        one.numbers.iter().map(|(tier, number)| (field_of(&one.certification, *tier), number.to_string()))
    });
    let values: RequirementsForm = state.values(RequirementsForm { numbers: known.collect() });
    let groups = all
        .into_iter()
        .map(|one| {
            let fields = Tier::ALL
                .iter()
                .map(|tier| {
                    let key = field_of(&one.certification, *tier);
                    let value = values.numbers.get(&key).cloned().unwrap_or_default();
                    let name = format!("numbers[{key}]");
                    view! {
                        <Field
                            name
                            label=words::tier(*tier)
                            kind="number"
                            min="0"
                            max=REQUIRED_MOST.to_string()
                            width=Width::Short
                            value
                        />
                    }
                    .erase()
                })
                .erase_all();
            view! { <fieldset class="required"><legend>{one.title}</legend>{fields}</fieldset> }.erase()
        })
        .erase_all();
    view! {
        <SendForm sending=state.sending() class="form">
            <ErrorSummary title=text::errors::summary() faults=state.faults()/>
            {groups}
            <FormFoot>
                <SubmitButton pending=state.pending()>{team::save()}</SubmitButton>
            </FormFoot>
        </SendForm>
    }
    .erase()
}
