//! The form of a registration: one page, a draft while it is typed.

use super::api::{DealEditor, DealForEditing, SendDeal};
use super::conflict::{ConflictNotice, Typed};
use super::keeping::Keeping;
use crate::deals::evidence_card::evidence_card;
use crate::erase::{Erase, EraseAll};
use crate::forms::{SavedNotice, SendForm, use_form};
use crate::live::Source;
use crate::loading::{PageTitle, load};
use crate::renewal::record;
use crate::texts::text;
use crate::ui::{
    ButtonKind, CheckboxGroup, ErrorSummary, Field, FormFoot, FormSection, PageHeader, Select, SubmitButton,
    TextArea, Width,
};
use domain::deals::{AMOUNTS, DealForm, NEED_MOST, TEXT_MOST};
use leptos::prelude::*;
use leptos::{ev, html};
use leptos_router::hooks::use_params_map;

/// A new registration, or a draft.
#[component]
pub fn DealFormPage() -> impl IntoView {
    let params = use_params_map();
    let editor = record(move || DealForEditing { id: params.with(|p| p.get("id")) });
    load(editor, page)
}

fn page(editor: DealEditor) -> AnyView {
    // A file needs a draft to lie beside.
    let evidence = editor.form.id.parse().ok().map(|id| evidence_card(&id, editor.evidence.clone(), true));
    view! {
        <PageTitle title=text::deals::form_title()/>
        <PageHeader
            title=text::deals::form_title()
            lead=text::deals::form_lead()
            back=("/deals".to_owned(), text::deals::title().to_owned())
        />
        <SavedNotice title=text::deals::draft_saved()/>
        {form(editor)}
        {evidence}
    }
    .erase()
}

fn form(editor: DealEditor) -> AnyView {
    let state = use_form::<SendDeal>();
    let form: DealForm = state.values(editor.form);
    let typed = Typed {
        name: Source::new(form.customer_name.clone()),
        domain: Source::new(form.customer_domain.clone()),
        families: Source::new(form.families.clone()),
    };
    let [about_customer, about_deal, about_contact] = [(); 3].map(|()| state.fields());
    let keeping = Keeping::new(&form);
    let (kept, id, version) = (keeping.clone(), keeping.id.clone(), keeping.version.clone());
    let (name, domain) = (typed.name.clone(), typed.domain.clone());
    let area = NodeRef::<html::Div>::new();
    let (key, sending, typing) = (form.key.clone(), state.pending(), state.pending());
    let families = editor.families.into_iter().map(|(id, name)| (id.to_string(), name)).collect();
    let countries = crate::words::countries();
    let currencies = AMOUNTS.iter().map(|code| ((*code).to_owned(), (*code).to_owned())).collect();
    let known = editor.customers.into_iter().map(|known| view! { <option>{known.name}</option> }).erase_all();
    let chosen = typed.families.clone();
    let choose = Callback::new(move |(id, on): (String, bool)| {
        chosen.update(|all| if on { all.push(id) } else { all.retain(|other| *other != id) });
    });
    view! {
        <div node_ref=area on:input=move |_: ev::Event| keeping.typed(area, typing.clone())>
        <SendForm sending=state.sending() class="form" novalidate=true>
            <ErrorSummary title=text::errors::summary() faults=state.faults()/>
            <input type="hidden" name="id" value=move || id.get()/>
            <input type="hidden" name="version" value=move || version.get()/>
            <input type="hidden" name="key" value=key/>
            <FormSection title=text::deals::about_customer()>
                <datalist id="known-customers">{known}</datalist>
                <Field
                    name="customer_name"
                    label=text::deals::customer_name()
                    help=text::deals::customer_name_help()
                    value=form.customer_name
                    maxlength=TEXT_MOST
                    list="known-customers"
                    autocomplete="off"
                    required=true
                    fault=about_customer.fault("customer_name")
                    on_input=Callback::new(move |text| name.set(text))
                />
                <Field
                    name="customer_domain"
                    label=text::deals::customer_domain()
                    help=text::deals::customer_domain_help()
                    value=form.customer_domain
                    inputmode="url"
                    fault=about_customer.fault("customer_domain")
                    on_input=Callback::new(move |text| domain.set(text))
                />
                <Select
                    name="customer_country"
                    label=text::deals::customer_country()
                    options=countries
                    prompt=text::deals::choose()
                    value=form.customer_country
                    fault=about_customer.fault("customer_country")
                />
                <CheckboxGroup
                    name="families[]"
                    legend=text::deals::families()
                    options=families
                    checked=form.families
                    fault=about_customer.fault("families")
                    on_change=choose
                />
                <ConflictNotice typed own=editor.own verdict=editor.verdict/>
            </FormSection>
            <FormSection title=text::deals::about_business()>
                <Field
                    name="amount"
                    label=text::deals::amount()
                    value=form.amount
                    inputmode="decimal"
                    width=Width::Medium
                    required=true
                    fault=about_deal.fault("amount")
                />
                <Select name="currency" label=text::deals::currency() options=currencies value=form.currency/>
                <Field
                    name="close_on"
                    kind="date"
                    label=text::deals::close_on()
                    value=form.close_on
                    min=editor.today.to_string()
                    width=Width::Short
                    required=true
                    fault=about_deal.fault("close_on")
                />
                <TextArea
                    name="need"
                    label=text::deals::need()
                    help=text::deals::need_help()
                    value=form.need
                    maxlength=NEED_MOST
                    fault=about_deal.fault("need")
                />
            </FormSection>
            <FormSection title=text::deals::about_contact()>
                <Field
                    name="contact_name"
                    label=text::deals::contact_name()
                    value=form.contact_name
                    maxlength=TEXT_MOST
                    required=true
                    fault=about_contact.fault("contact_name")
                />
                <Field
                    name="contact_role"
                    label=text::deals::contact_role()
                    note=text::deals::optional()
                    value=form.contact_role
                    maxlength=TEXT_MOST
                    fault=about_contact.fault("contact_role")
                />
                <Field
                    name="contact_email"
                    kind="email"
                    label=text::deals::contact_email()
                    value=form.contact_email
                    required=true
                    fault=about_contact.fault("contact_email")
                />
            </FormSection>
            <p class="help" role="status">{move || kept.words().to_owned()}</p>
            <FormFoot note=text::deals::evidence_later()>
                <SubmitButton name="send" value="submit" pending=sending.clone()>{text::deals::submit()}</SubmitButton>
                <SubmitButton name="send" value="draft" kind=ButtonKind::Secondary pending=sending>
                    {text::deals::save_draft()}
                </SubmitButton>
            </FormFoot>
        </SendForm>
        </div>
    }
    .erase()
}
