//! The form for a customer account.

use super::api::{AccountForEditing, SaveAccount};
use crate::erase::Erase;
use crate::forms::{SendForm, use_form};
use crate::loading::{PageTitle, load};
use crate::renewal::record;
use crate::texts::text;
use crate::ui::{ErrorSummary, Field, FormFoot, Hidden, PageHeader, Select, SubmitButton};
use domain::accounts::{AccountForm, NAME_MOST};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

/// A new account, or one that is changed.
#[component]
pub fn AccountFormPage() -> impl IntoView {
    let params = use_params_map();
    let account = record(move || AccountForEditing { id: params.with(|p| p.get("id")) });
    load(account, form)
}

fn form(initial: AccountForm) -> AnyView {
    let state = use_form::<SaveAccount>();
    let title =
        if initial.id.is_empty() { text::accounts::new().to_owned() } else { initial.legal_name.clone() };
    let talk = (!initial.id.is_empty()).then(|| super::talk::talk(initial.id.clone()));
    let form: AccountForm = state.values(initial);
    let countries = crate::words::countries();
    view! {
        <PageTitle title=title.clone()/>
        <PageHeader title back=("/accounts".to_owned(), text::accounts::title().to_owned())/>
        <SendForm sending=state.sending() class="form" novalidate=true>
            <ErrorSummary title=text::errors::summary() faults=state.faults()/>
            <Hidden name="id" value=form.id/>
            <Hidden name="version" value=form.version/>
            <Hidden name="key" value=form.key/>
            <Field
                name="legal_name"
                label=text::accounts::legal_name()
                value=form.legal_name
                maxlength=NAME_MOST
                required=true
                fault=state.fault("legal_name")
            />
            <Field name="domain" label=text::accounts::domain() value=form.domain fault=state.fault("domain")/>
            <Select
                name="country"
                label=text::accounts::country()
                options=countries
                prompt=text::accounts::choose()
                value=form.country
                fault=state.fault("country")
            />
            <FormFoot>
                <SubmitButton pending=state.pending()>{text::accounts::save()}</SubmitButton>
            </FormFoot>
        </SendForm>
        {talk}
    }
    .erase()
}
