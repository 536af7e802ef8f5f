//! What a certification says of itself and asks for: a new one, or one that is changed.

use super::api::{CertificationDetails, SaveCertification};
use crate::erase::Erase;
use crate::forms::{SendForm, use_form};
use crate::learning;
use crate::loading::{PageTitle, load};
use crate::renewal::record;
use crate::texts::text::{self, certifications, courses};
use crate::ui::{
    CheckboxGroup, ErrorSummary, Field, FormFoot, Hidden, PageHeader, Select, SubmitButton, TextArea, Width,
};
use crate::words;
use domain::certifications::{CertificationForm, LEVEL_MOST, Plan, RenewalMode};
use domain::learning::{SUMMARY_MOST, TITLE_MOST, Topic};
use domain::partners::{PartnerType, Tier};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

/// The details of a certification.
#[component]
pub fn CertificationDetailsPage() -> impl IntoView {
    let params = use_params_map();
    let found = record(move || CertificationDetails { id: params.with(|p| p.get("id")) });
    load(found, |(plan, key)| form(plan, key))
}

fn as_form(plan: &Plan) -> CertificationForm {
    let details = plan.certification.details.clone();
    let or_empty = |n: i64| if n == 0 { String::new() } else { n.to_string() };
    CertificationForm {
        certification: plan.certification.id.to_string(),
        version: plan.certification.version.to_string(),
        key: String::new(),
        track: details.track.to_string(),
        level: details.level.to_string(),
        title: details.title,
        summary: details.summary,
        validity_months: or_empty(details.validity_months),
        window_days: or_empty(details.window_days),
        grace_days: or_empty(details.grace_days),
        mode: details.mode.to_string(),
        needed: or_empty(details.needed),
        tiers: plan.tiers.iter().map(ToString::to_string).collect(),
        types: plan.types.iter().map(ToString::to_string).collect(),
    }
}

fn blank(key: String) -> CertificationForm {
    CertificationForm {
        key,
        track: Topic::Sales.to_string(),
        level: "1".to_owned(),
        validity_months: "12".to_owned(),
        window_days: "90".to_owned(),
        grace_days: "30".to_owned(),
        mode: RenewalMode::PreviousExpiry.to_string(),
        ..CertificationForm::default()
    }
}

fn form(plan: Option<Plan>, key: String) -> AnyView {
    let state = use_form::<SaveCertification>();
    let (title, back, save) = match &plan {
        Some(plan) => {
            let title = plan.certification.details.title.clone();
            let back = (format!("/certifications/manage/{}", plan.certification.id), title.clone());
            (courses::edit_title(&title), back, courses::save())
        }
        None => (
            certifications::new().to_owned(),
            ("/certifications/manage".to_owned(), certifications::manage_title().to_owned()),
            certifications::save_and_go_on(),
        ),
    };
    let form: CertificationForm = state.values(plan.as_ref().map_or_else(|| blank(key), as_form));
    let tracks = Topic::ALL.iter().map(|t| (t.to_string(), learning::topic(*t).to_owned())).collect();
    let levels = (1..=LEVEL_MOST).map(|n| (n.to_string(), certifications::level(n))).collect();
    let modes = vec![
        (RenewalMode::PreviousExpiry.to_string(), certifications::mode_previous().to_owned()),
        (RenewalMode::Completion.to_string(), certifications::mode_completion().to_owned()),
    ];
    let tiers = Tier::ALL.iter().map(|t| (t.to_string(), words::tier(*t))).collect();
    let types = PartnerType::ALL.iter().map(|t| (t.to_string(), words::partner_type(*t))).collect();
    let number = |name: &'static str, label: &'static str, help: &'static str, value: String| {
        view! { <Field name=name label help inputmode="numeric" width=Width::Short value fault=state.fault(name)/> }
            .erase()
    };
    let validity =
        number("validity_months", courses::validity_months(), courses::validity_help(), form.validity_months);
    let window = number(
        "window_days",
        certifications::window_label(),
        certifications::window_help(),
        form.window_days,
    );
    let grace =
        number("grace_days", certifications::grace_label(), certifications::grace_help(), form.grace_days);
    let needed = number("needed", certifications::needed_label(), certifications::needed_help(), form.needed);
    view! {
        <PageTitle title=title.clone()/>
        <PageHeader title back/>
        <SendForm sending=state.sending() class="form" novalidate=true>
            <ErrorSummary title=text::errors::summary() faults=state.faults()/>
            <Hidden name="certification" value=form.certification/>
            <Hidden name="version" value=form.version/>
            <Hidden name="key" value=form.key/>
            <Field
                name="title"
                label=courses::name()
                value=form.title
                maxlength=TITLE_MOST
                required=true
                fault=state.fault("title")
            />
            <TextArea
                name="summary"
                label=courses::summary()
                help=certifications::summary_help()
                value=form.summary
                maxlength=SUMMARY_MOST
                required=true
                fault=state.fault("summary")
            />
            <Select name="track" label=certifications::track() options=tracks value=form.track fault=state.fault("track")/>
            <Select
                name="level"
                label=certifications::level_label()
                help=certifications::level_help()
                options=levels
                value=form.level
                fault=state.fault("level")
            />
            {needed}
            {validity}
            {window}
            {grace}
            <Select name="mode" label=certifications::mode() options=modes value=form.mode fault=state.fault("mode")/>
            <CheckboxGroup
                name="tiers[]"
                legend=courses::tiers()
                help=courses::everybody_help()
                options=tiers
                checked=form.tiers
                fault=state.fault("tiers")
            />
            <CheckboxGroup
                name="types[]"
                legend=courses::types()
                help=courses::everybody_help()
                options=types
                checked=form.types
                fault=state.fault("types")
            />
            <FormFoot>
                <SubmitButton pending=state.pending()>{save}</SubmitButton>
            </FormFoot>
        </SendForm>
    }
    .erase()
}
