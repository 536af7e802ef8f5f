//! Who is on record for an account: all that was, and the forms that change it.

mod api;
#[cfg(feature = "ssr")]
mod drawn;

pub use api::GATES;
#[cfg(feature = "ssr")]
pub(crate) use drawn::span;

use crate::erase::Erase;
use crate::forms::{SendForm, use_form};
use crate::loading::{PageTitle, load};
use crate::renewal::record;
use crate::texts::text;
use crate::ui::{Card, ErrorSummary, Field, FormFoot, Hidden, PageHeader, Select, SubmitButton, Width};
use api::{AccountPartners, AssignAccount, EndAssignment, ShowPartners};
use domain::accounts::{EndForm, OfRecordForm, REASON_MOST};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

/// Partners of record of one account.
#[component]
pub fn AccountPartnersPage() -> impl IntoView {
    let params = use_params_map();
    load(record(move || ShowPartners { id: params.with(|p| p.get("id").unwrap_or_default()) }), page)
}

fn page(shown: AccountPartners) -> AnyView {
    let back = (format!("/accounts/{}", shown.id), shown.name.clone());
    let end = (!shown.periods.is_empty()).then(|| end(&shown));
    let assign = assign(&shown);
    view! {
        <PageTitle title=text::accounts::of_record()/>
        <PageHeader title=text::accounts::of_record() lead=text::accounts::of_record_lead() back/>
        {shown.html.shown("")}
        <div class="card-pair">{assign} {end}</div>
    }
    .erase()
}

fn assign(shown: &AccountPartners) -> AnyView {
    let state = use_form::<AssignAccount>();
    let initial =
        OfRecordForm { id: shown.id.clone(), from_on: shown.today.clone(), ..OfRecordForm::default() };
    let form: OfRecordForm = state.values(initial);
    let (families, partners) = (shown.families.clone(), shown.partners.clone());
    view! {
        <Card title=text::accounts::assign_title()>
            <SendForm sending=state.sending() class="form" novalidate=true>
                <ErrorSummary title=text::errors::summary() faults=state.faults()/>
                <Hidden name="id" value=form.id/>
                <Select
                    name="family"
                    label=text::accounts::family()
                    options=families
                    prompt=text::accounts::choose()
                    value=form.family
                    fault=state.fault("family")
                />
                <Select
                    name="partner"
                    label=text::accounts::partner()
                    options=partners
                    prompt=text::accounts::choose()
                    value=form.partner
                    fault=state.fault("partner")
                />
                <Field
                    name="from_on"
                    kind="date"
                    label=text::accounts::from_on()
                    help=text::accounts::from_help()
                    value=form.from_on
                    width=Width::Short
                    required=true
                    fault=state.fault("from_on")
                />
                <Field
                    name="until_on"
                    kind="date"
                    label=text::accounts::until_on()
                    help=text::accounts::until_help()
                    value=form.until_on
                    width=Width::Short
                    fault=state.fault("until_on")
                />
                <Field
                    name="reason"
                    label=text::accounts::why()
                    help=text::accounts::why_help()
                    value=form.reason
                    maxlength=REASON_MOST
                    required=true
                    fault=state.fault("reason")
                />
                <FormFoot><SubmitButton pending=state.pending()>{text::accounts::assign()}</SubmitButton></FormFoot>
            </SendForm>
        </Card>
    }
    .erase()
}

fn end(shown: &AccountPartners) -> AnyView {
    let state = use_form::<EndAssignment>();
    let initial = EndForm { id: shown.id.clone(), until_on: shown.today.clone(), ..EndForm::default() };
    let form: EndForm = state.values(initial);
    let periods = shown.periods.clone();
    view! {
        <Card title=text::accounts::end_title()>
            <SendForm sending=state.sending() name="end" class="form" novalidate=true>
                <ErrorSummary title=text::errors::summary() faults=state.faults()/>
                <Hidden name="id" value=form.id/>
                <Select
                    name="record"
                    label=text::accounts::period()
                    options=periods
                    value=form.record
                    fault=state.fault("record")
                />
                <Field
                    name="until_on"
                    kind="date"
                    label=text::accounts::last_day()
                    value=form.until_on
                    width=Width::Short
                    required=true
                    fault=state.fault("until_on")
                />
                <Field
                    name="reason"
                    label=text::accounts::why()
                    value=form.reason
                    maxlength=REASON_MOST
                    required=true
                    fault=state.fault("reason")
                />
                <FormFoot><SubmitButton pending=state.pending()>{text::accounts::end()}</SubmitButton></FormFoot>
            </SendForm>
        </Card>
    }
    .erase()
}
