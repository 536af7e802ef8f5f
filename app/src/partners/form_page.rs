//! The administrator's form for a partner organisation.

use super::api::{PartnerChoices, PartnerOptions, SavePartner};
use crate::erase::Erase;
use crate::forms::{SendForm, use_form};
use crate::loading::{PageTitle, load};
use crate::renewal::record;
use crate::texts::text;
use crate::ui::{
    CheckboxGroup, ErrorSummary, Field, FormFoot, Hidden, PageHeader, Select, SubmitButton, TextArea,
};
use crate::words;
use domain::partners::{NAME_MOST, Partner, PartnerForm, PartnerType, Region, Tier};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

/// A new partner, or one that is changed.
#[component]
pub fn PartnerFormPage() -> impl IntoView {
    let params = use_params_map();
    let choices = record(move || PartnerChoices { id: params.with(|p| p.get("id")) });
    load(choices, form)
}

fn as_form(partner: &Partner) -> PartnerForm {
    PartnerForm {
        id: partner.id.to_string(),
        version: partner.version.to_string(),
        name: partner.name.clone(),
        domains: partner.domains.join("\n"),
        types: partner.types.iter().map(ToString::to_string).collect(),
        tier: partner.tier.to_string(),
        region: partner.region.to_string(),
        parent: partner.parent.as_ref().map(|(id, _)| id.to_string()).unwrap_or_default(),
        manager: partner.manager.as_ref().map(|(id, _)| id.to_string()).unwrap_or_default(),
    }
}

fn named<I: ToString>(list: Vec<(I, String)>) -> Vec<(String, String)> {
    list.into_iter().map(|(id, name)| (id.to_string(), name)).collect()
}

fn form(choices: PartnerOptions) -> AnyView {
    let state = use_form::<SavePartner>();
    let initial = choices.partner.as_ref().map(as_form).unwrap_or_default();
    let form: PartnerForm = state.values(initial);
    let title = match &choices.partner {
        Some(partner) => text::partners::edit_title(&partner.name),
        None => text::partners::new_title().to_owned(),
    };
    let back = match &choices.partner {
        Some(partner) => (format!("/partners/{}", partner.id), partner.name.clone()),
        None => ("/partners".to_owned(), text::partners::title().to_owned()),
    };
    view! {
        <PageTitle title=title.clone()/>
        <PageHeader title back/>
        <SendForm sending=state.sending() class="form" novalidate=true>
            <ErrorSummary title=text::errors::summary() faults=state.faults()/>
            <Hidden name="id" value=form.id/>
            <Hidden name="version" value=form.version/>
            <Field
                name="name"
                label=text::partners::name()
                value=form.name
                maxlength=NAME_MOST
                required=true
                fault=state.fault("name")
            />
            <TextArea
                name="domains"
                label=text::partners::domains()
                help=text::partners::domains_help()
                value=form.domains
                rows=3
                fault=state.fault("domains")
            />
            <CheckboxGroup
                name="types[]"
                legend=text::partners::types()
                options=PartnerType::ALL.iter().map(|t| (t.to_string(), words::partner_type(*t))).collect()
                checked=form.types
                fault=state.fault("types")
            />
            <Select
                name="tier"
                label=text::partners::tier()
                options=Tier::ALL.iter().map(|t| (t.to_string(), words::tier(*t))).collect()
                value=form.tier
                fault=state.fault("tier")
            />
            <Select
                name="region"
                label=text::partners::region()
                options=Region::ALL.iter().map(|r| (r.to_string(), words::region(*r))).collect()
                value=form.region
                fault=state.fault("region")
            />
            <Select
                name="parent"
                label=text::partners::parent()
                help=text::partners::parent_help()
                options=named(choices.parents)
                prompt=text::partners::none_of_them()
                value=form.parent
                fault=state.fault("parent")
            />
            <Select
                name="manager"
                label=text::partners::manager()
                options=named(choices.managers)
                prompt=text::partners::nobody()
                value=form.manager
                fault=state.fault("manager")
            />
            <FormFoot>
                <SubmitButton pending=state.pending()>{text::partners::save()}</SubmitButton>
            </FormFoot>
        </SendForm>
    }
    .erase()
}
