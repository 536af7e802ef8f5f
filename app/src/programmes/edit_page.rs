//! A programme: its name, the next version of its rules, and the versions before.

use super::api::{ProgrammeForEditing, ProgrammeRecord, SaveProgramme};
use super::more_fields::{evidence_fields, region_fields};
use super::steps_fields::steps_fields;
use crate::erase::{Erase, EraseAll};
use crate::forms::{FieldFaults, SavedNotice, SendForm, use_form};
use crate::loading::{PageTitle, load};
use crate::renewal::record;
use crate::texts::text::{self, programmes};
use crate::ui::{
    ButtonLink, Card, Cell, CellKind, Checkbox, CheckboxGroup, DataTable, ErrorSummary, Field, FormFoot,
    FormSection, Head, Hidden, PageHeader, Row, Section, Select, SubmitButton, TextArea, Width,
};
use crate::words;
use domain::deals::AMOUNTS;
use domain::id::{FamilyId, PersonId};
use domain::partners::{PartnerType, Tier};
use domain::programmes::{Asked, NAME_MOST, ProgrammeForm, RulesVersion, Silence};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

/// A programme, or a new one.
#[component]
pub fn ProgrammePage() -> impl IntoView {
    let params = use_params_map();
    let found = record(move || ProgrammeForEditing { id: params.with(|p| p.get("id")) });
    load(found, page)
}

fn page(record: ProgrammeRecord) -> AnyView {
    let ProgrammeRecord { form, versions, families, deciders } = record;
    let title = if form.id.is_empty() { programmes::new().to_owned() } else { form.name.clone() };
    let text = (!form.id.is_empty()).then(|| {
        let href = format!("/programmes/{}/text", form.id);
        let history = format!("/history/programmes/{}", form.id);
        view! {
            <ButtonLink href=history icon="clock">{text::history::title()}</ButtonLink>
            <ButtonLink href download=true icon="download">{programmes::as_text()}</ButtonLink>
        }
        .erase()
    });
    let history = (!versions.is_empty()).then(|| history(versions));
    view! {
        <PageTitle title=title.clone()/>
        <PageHeader title lead=programmes::edit_lead() back=("/programmes".to_owned(), programmes::title().to_owned())>{text}</PageHeader>
        <SavedNotice title=programmes::saved()/>
        {rules(form, families, deciders)}
        {history}
    }
    .erase()
}

fn rules(
    form: ProgrammeForm,
    families: Vec<(FamilyId, String)>,
    deciders: Vec<(PersonId, String)>,
) -> AnyView {
    let state = use_form::<SaveProgramme>();
    let form: ProgrammeForm = state.values(form);
    let rules = form.clone();
    let faults = state.fields();
    let about = faults.clone();
    let steps = steps_fields(&faults, &rules, &families, &deciders);
    let regions = region_fields(&faults, &rules);
    let who = who(faults.clone(), &rules, families);
    let asked = asked(faults.clone(), rules.clone());
    let limits = limits(faults.clone(), rules.clone());
    let answer = answer(faults.clone(), rules.clone());
    let discounts = discounts(&faults, rules.discount, rules.later);
    view! {
        <SendForm sending=state.sending() class="form" novalidate=true>
            <ErrorSummary title=text::errors::summary() faults=state.faults()/>
            <Hidden name="id" value=form.id/>
            <Hidden name="version" value=form.version/>
            <FormSection title=programmes::about()>
                <Field name="name" label=programmes::name() value=form.name maxlength=NAME_MOST required=true fault=about.fault("name")/>
                <Checkbox name="active" label=programmes::is_active() checked=form.active == "true"/>
                <Field
                    name="effective_on"
                    kind="date"
                    label=programmes::counts_from()
                    help=programmes::counts_from_help()
                    width=Width::Short
                    value=rules.effective_on
                    fault=about.fault("effective_on")
                />
            </FormSection>
            {who}
            {asked}
            {limits}
            {answer}
            {regions}
            {steps}
            {discounts}
            <FormFoot note=programmes::save_note()>
                <SubmitButton pending=state.pending()>{programmes::save()}</SubmitButton>
            </FormFoot>
        </SendForm>
    }
    .erase()
}

fn who(faults: FieldFaults, rules: &ProgrammeForm, families: Vec<(FamilyId, String)>) -> AnyView {
    let all = PartnerType::ALL.iter().map(|one| (one.to_string(), words::partner_type(*one))).collect();
    let families = families.into_iter().map(|(id, name)| (id.to_string(), name)).collect();
    let (types, chosen) = (rules.types.clone(), rules.families.clone());
    view! {
        <FormSection title=programmes::who() lead=programmes::who_lead()>
            <CheckboxGroup name="types[]" legend=programmes::types() options=all checked=types fault=faults.fault("types")/>
            <CheckboxGroup
                name="families[]"
                legend=text::deals::families()
                options=families
                checked=chosen
                fault=faults.fault("families")
            />
        </FormSection>
    }
    .erase()
}

fn asked(faults: FieldFaults, rules: ProgrammeForm) -> AnyView {
    let choices = move || {
        let said = |asked: Asked| match asked {
            Asked::Required => programmes::required(),
            Asked::Optional => programmes::optional(),
            Asked::Hidden => programmes::hidden(),
        };
        Asked::ALL.iter().map(|asked| (asked.to_string(), said(*asked).to_owned())).collect()
    };
    let choice = |name: &'static str, label: &'static str, value: String| {
        view! { <Select name label options=choices() value fault=faults.fault(name)/> }.erase()
    };
    let choices = [
        choice("domain", text::deals::customer_domain(), rules.domain.clone()),
        choice("role", text::deals::contact_role(), rules.role.clone()),
        choice("need", text::deals::need(), rules.need.clone()),
    ];
    view! {
        <FormSection title=programmes::asked()>
            {choices.into_iter().collect_view()}
            <TextArea name="own" label=programmes::own() help=programmes::own_help() value=rules.own.clone() rows=4 fault=faults.fault("own")/>
            {number(&faults, "evidence", programmes::evidence(), programmes::evidence_help(), rules.evidence.clone())}
            {evidence_fields(&faults, &rules)}
        </FormSection>
    }
    .erase()
}

fn number(
    faults: &FieldFaults,
    name: &'static str,
    label: &'static str,
    help: &'static str,
    value: String,
) -> AnyView {
    view! { <Field name=name label help inputmode="numeric" width=Width::Short value fault=faults.fault(name)/> }.erase()
}

fn limits(faults: FieldFaults, rules: ProgrammeForm) -> AnyView {
    let currencies = AMOUNTS.iter().map(|code| ((*code).to_owned(), (*code).to_owned())).collect();
    view! {
        <FormSection title=programmes::limits()>
            <Field
                name="least"
                label=programmes::least()
                help=programmes::least_help()
                inputmode="decimal"
                width=Width::Medium
                value=rules.least.clone()
                fault=faults.fault("least")
            />
            <Select name="currency" label=text::deals::currency() options=currencies value=rules.currency.clone()/>
            {number(&faults, "lead_days", programmes::lead_days(), programmes::lead_days_help(), rules.lead_days.clone())}
            {number(&faults, "cap", programmes::cap(), programmes::cap_help(), rules.cap.clone())}
            {number(&faults, "protection_days", programmes::window_days(), programmes::window_days_help(), rules.protection_days.clone())}
            {number(&faults, "extension_days", programmes::extension_days(), programmes::extension_days_help(), rules.extension_days.clone())}
        </FormSection>
    }
    .erase()
}

fn answer(faults: FieldFaults, rules: ProgrammeForm) -> AnyView {
    let silence = vec![
        (Silence::Escalate.to_string(), programmes::escalate().to_owned()),
        (Silence::ApproveClear.to_string(), programmes::approve_clear().to_owned()),
    ];
    view! {
        <FormSection title=programmes::answers()>
            {number(&faults, "decision_days", programmes::decision_days(), programmes::decision_days_help(), rules.decision_days.clone())}
            <Field
                name="zone"
                label=programmes::zone()
                help=programmes::zone_help()
                width=Width::Medium
                value=rules.zone.clone()
                fault=faults.fault("zone")
            />
            <TextArea
                name="holidays"
                label=programmes::holidays()
                help=programmes::holidays_help()
                value=rules.holidays.clone()
                rows=4
                fault=faults.fault("holidays")
            />
            <Select name="silence" label=programmes::silence() options=silence value=rules.silence.clone() fault=faults.fault("silence")/>
        </FormSection>
    }
    .erase()
}

fn discounts(faults: &FieldFaults, first: Vec<String>, later: Vec<String>) -> AnyView {
    let fields = |list: &'static str, values: Vec<String>, label: fn(String) -> String| {
        Tier::ALL
            .iter()
            .enumerate()
            .map(|(index, tier)| {
                view! {
                    <Field
                        name=format!("{list}[{index}]")
                        label=label(words::tier(*tier))
                        inputmode="decimal"
                        width=Width::Short
                        unit="%"
                        value=values.get(index).cloned().unwrap_or_default()
                        fault=faults.fault(list)
                    />
                }
                .erase()
            })
            .erase_all()
    };
    let (first, later) = (
        fields("discount", first, programmes::discount_of),
        fields("later", later, programmes::later_discount_of),
    );
    view! {
        <FormSection title=programmes::discounts() lead=programmes::discounts_lead()>
            <div class="field-grid">{first}</div>
            <div class="field-grid">{later}</div>
        </FormSection>
    }
    .erase()
}

fn history(versions: Vec<RulesVersion>) -> AnyView {
    let rows = versions
        .into_iter()
        .map(|version| {
            view! {
                <Row>
                    <Cell kind=CellKind::Lead>{version.number.to_string()}</Cell>
                    <Cell label=programmes::counts_from()>{words::day(version.effective_on)}</Cell>
                    <Cell label=programmes::made_by()>{version.made_by}</Cell>
                    <Cell label=programmes::made_at()>{words::at(version.made_at)}</Cell>
                </Row>
            }
        })
        .erase_all();
    let head = vec![
        Head::new(programmes::version()),
        Head::new(programmes::counts_from()),
        Head::new(programmes::made_by()),
        Head::new(programmes::made_at()),
    ];
    view! {
        <Section title=programmes::versions()>
            <Card flush=true><DataTable caption=programmes::versions() head>{rows}</DataTable></Card>
        </Section>
    }
    .erase()
}
