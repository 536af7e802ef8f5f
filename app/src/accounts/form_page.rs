//! The form for a customer account.

use super::api::{AccountEditor, AccountForEditing, SaveAccount};
use crate::erase::Erase;
use crate::forms::{FieldFaults, SendForm, use_form};
use crate::loading::{PageTitle, load};
use crate::renewal::record;
use crate::texts::text;
use crate::ui::{
    ErrorSummary, Field, FormFoot, FormSection, Hidden, PageHeader, Select, SubmitButton, TextArea, Width,
};
use crate::words;
use domain::accounts::{AccountForm, NAME_MOST, PLACE_MOST, POSTCODE_MOST, Segment, TAX_MOST};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

/// A new account, or one that is changed.
#[component]
pub fn AccountFormPage() -> impl IntoView {
    let params = use_params_map();
    let account = record(move || AccountForEditing { id: params.with(|p| p.get("id")) });
    load(account, form)
}

fn form(editor: AccountEditor) -> AnyView {
    let state = use_form::<SaveAccount>();
    let AccountEditor { form: initial, partners } = editor;
    let known = !initial.id.is_empty();
    let title = if known { initial.legal_name.clone() } else { text::accounts::new().to_owned() };
    let back = if known {
        (format!("/accounts/{}", initial.id), initial.legal_name.clone())
    } else {
        ("/accounts".to_owned(), text::accounts::title().to_owned())
    };
    let form: AccountForm = state.values(initial);
    let (id, version, key) = (form.id.clone(), form.version.clone(), form.key.clone());
    view! {
        <PageTitle title=title.clone()/>
        <PageHeader title back/>
        <SendForm sending=state.sending() class="form" novalidate=true>
            <ErrorSummary title=text::errors::summary() faults=state.faults()/>
            <Hidden name="id" value=id/>
            <Hidden name="version" value=version/>
            <Hidden name="key" value=key/>
            {who(&form, state.fields())}
            {place(&form, state.fields())}
            {belongs(&form, partners, state.fields())}
            <FormFoot>
                <SubmitButton pending=state.pending()>{text::accounts::save()}</SubmitButton>
            </FormFoot>
        </SendForm>
    }
    .erase()
}

/// By what it is found.
fn who(form: &AccountForm, faults: FieldFaults) -> AnyView {
    let form = form.clone();
    view! {
        <FormSection title=text::accounts::about_company()>
            <Field
                name="legal_name"
                label=text::accounts::legal_name()
                value=form.legal_name
                maxlength=NAME_MOST
                required=true
                fault=faults.fault("legal_name")
            />
            <TextArea
                name="trading_names"
                label=text::accounts::trading_names()
                help=text::accounts::trading_names_help()
                value=form.trading_names
                rows=2
                fault=faults.fault("trading_names")
            />
            <Field name="domain" label=text::accounts::domain() value=form.domain fault=faults.fault("domain")/>
            <TextArea
                name="more_domains"
                label=text::accounts::more_domains()
                help=text::accounts::one_a_line()
                value=form.more_domains
                rows=2
                fault=faults.fault("more_domains")
            />
            <Field
                name="tax_number"
                label=text::accounts::tax_number()
                help=text::accounts::tax_number_help()
                value=form.tax_number
                maxlength=TAX_MOST
                width=Width::Medium
                fault=faults.fault("tax_number")
            />
        </FormSection>
    }
    .erase()
}

/// Where it is.
fn place(form: &AccountForm, faults: FieldFaults) -> AnyView {
    let form = form.clone();
    view! {
        <FormSection title=text::accounts::about_place()>
            <Select
                name="country"
                label=text::accounts::country()
                options=words::countries()
                prompt=text::accounts::choose()
                value=form.country
                fault=faults.fault("country")
            />
            <Field
                name="street"
                label=text::accounts::street()
                value=form.street
                maxlength=PLACE_MOST
                fault=faults.fault("street")
            />
            <Field
                name="postcode"
                label=text::accounts::postcode()
                value=form.postcode
                maxlength=POSTCODE_MOST
                width=Width::Short
                fault=faults.fault("postcode")
            />
            <Field
                name="city"
                label=text::accounts::city()
                value=form.city
                maxlength=PLACE_MOST
                width=Width::Medium
                fault=faults.fault("city")
            />
        </FormSection>
    }
    .erase()
}

/// Whose it is.
fn belongs(form: &AccountForm, partners: Vec<(String, String)>, faults: FieldFaults) -> AnyView {
    let form = form.clone();
    let segments =
        Segment::ALL.iter().map(|one| (one.to_string(), words::segment(*one).to_owned())).collect();
    view! {
        <FormSection title=text::accounts::about_belonging()>
            <Field
                name="parent_account"
                label=text::accounts::parent()
                help=text::accounts::parent_help()
                value=form.parent_account
                maxlength=NAME_MOST
                fault=faults.fault("parent_account")
            />
            <Select
                name="segment"
                label=text::accounts::segment()
                options=segments
                prompt=text::accounts::not_said()
                value=form.segment
                fault=faults.fault("segment")
            />
            <Select
                name="named_for"
                label=text::accounts::named_for()
                help=text::accounts::named_for_help()
                options=partners
                prompt=text::accounts::nobody()
                value=form.named_for
                fault=faults.fault("named_for")
            />
        </FormSection>
    }
    .erase()
}
