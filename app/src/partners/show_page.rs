//! The record of one partner: for staff by its id, for the partner's people as their own organisation.

use super::api::{AboutPartner, ChangeContact, FindPartner, PartnerRecord};
use crate::drawing::Drawing;
use crate::erase::{Erase, EraseAll};
use crate::forms::{SendForm, use_form};
use crate::learning::PartnerCertificates;
use crate::live::Live;
use crate::loading::{PageTitle, load};
use crate::renewal::record;
use crate::session;
use crate::texts::text;
use crate::ui::{
    Badge, ButtonLink, Card, Cell, CellKind, DataTable, ErrorSummary, Fact, Facts, Field, FileField,
    FormFoot, Head, Hidden, Notice, PageHeader, Row, Section, SubmitButton, TextArea, Tone,
};
use crate::words;
use domain::access::{EditPartner, InviteToPartner, ManagePartners};
use domain::partners::{ContactForm, Partner};
use domain::people::PersonLine;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

/// A partner as staff sees it.
#[component]
pub fn PartnerPage() -> impl IntoView {
    let params = use_params_map();
    let record = record(move || FindPartner { id: params.with(|p| p.get("id").unwrap_or_default()) });
    load(record, page)
}

/// The own organisation.
#[component]
pub fn OwnPartnerPage() -> impl IntoView {
    let own =
        session::profile().and_then(|who| who.partner_id().map(ToString::to_string)).unwrap_or_default();
    let record = record(move || FindPartner { id: own.clone() });
    load(record, page)
}

fn page(record: PartnerRecord) -> AnyView {
    let PartnerRecord { partner, people, last_change } = record;
    let about = partner.id.to_string();
    let who = session::profile();
    let may = |act: &dyn Fn(&domain::access::Profile) -> bool| who.as_ref().is_some_and(act);
    let id = partner.id.clone();
    let may_manage = may(&|who| who.may(&ManagePartners));
    let may_edit = may(&|who| who.may(&EditPartner { partner: id.clone() }));
    let may_invite = may(&|who| who.may(&InviteToPartner { partner: id.clone() }));
    let tier = words::tier(partner.tier);
    let types: Vec<String> = partner.types.iter().map(|t| words::partner_type(*t)).collect();
    let named = |pair: &Option<(_, String)>| {
        pair.as_ref().map_or(String::new(), |(_, name): &(_, String)| name.clone())
    };
    let parent = partner.parent.as_ref().map(|(_, name)| name.clone());
    let manager = named(&partner.manager);
    let logo = partner.logo.as_ref().map(|_| format!("/files/logo/{}", partner.id));
    let invite = format!("/people/invite?partner={id}");
    let edit = format!("/partners/{id}/edit");
    view! {
        <PageTitle title=partner.name.clone()/>
        <PageHeader
            title=partner.name.clone()
            status=move || { view! { <Badge tone=Tone::Accent>{tier}</Badge> }.erase() }
        >
            {may_invite
                .then(|| {
                    view! {
                        <ButtonLink href=invite icon="user-plus">
                            {text::partners::invite()}
                        </ButtonLink>
                    }.erase()
                })}
            {may_manage
                .then(|| {
                    view! {
                        <ButtonLink href=edit icon="pencil">
                            {text::partners::edit()}
                        </ButtonLink>
                    }.erase()
                })}
        </PageHeader>
        <div class="record">
            <div class="record-story">
                {if may_edit { brand_form(&partner) } else { contact_card(&partner) }}
                <Section title=text::partners::people()>{people_table(people)}</Section>
                <PartnerCertificates partner=partner.id.clone()/>
                {load(crate::renewal::record(move || AboutPartner { id: about.clone() }), |blocks: Drawing| blocks.shown("home-blocks"))}
            </div>
            <aside class="record-facts">
                <Card title=text::partners::facts()>
                    {logo.map(|src| view! { <img class="partner-logo" src=src alt=text::partners::logo_of(&partner.name)/> }.erase())}
                    <Facts>
                        <Fact label=text::partners::types()>{types.join(", ")}</Fact>
                        <Fact label=text::partners::region()>{words::region(partner.region)}</Fact>
                        <Fact label=text::partners::domains()>{partner.domains.join(", ")}</Fact>
                        {parent.map(|name| view! { <Fact label=text::partners::parent()>{name}</Fact> }.erase())}
                        <Fact label=text::partners::manager()>
                            {if manager.is_empty() { text::partners::nobody().to_owned() } else { manager }}
                        </Fact>
                        {last_change
                            .map(|(at, who)| {
                                view! { <Fact label=text::about::last_change()>{words::at(at)} ", " {who}</Fact> }.erase()
                            })}
                    </Facts>
                </Card>
            </aside>
        </div>
    }
    .erase()
}

fn contact_card(partner: &Partner) -> AnyView {
    let lines = partner.contact.lines();
    view! {
        <Card title=text::partners::contact()>
            {if lines.is_empty() {
                view! { <p>{text::partners::no_contact()}</p> }.erase()
            } else {
                lines.into_iter().map(|line| view! { <div>{line}</div> }).erase_all().into_any()
            }}
        </Card>
    }
    .erase()
}

/// What collateral shows of the partner: logo and contact block.
fn brand_form(partner: &Partner) -> AnyView {
    let state = use_form::<ChangeContact>();
    let contact = partner.contact.clone();
    let form: ContactForm = state.values(ContactForm {
        partner: partner.id.to_string(),
        version: partner.version.to_string(),
        name: contact.name,
        email: contact.email,
        phone: contact.phone,
        website: contact.website,
        address: contact.address,
    });
    let saved = state.taken();
    let upload = format!("/uploads/logo/{}", partner.id);
    let refused = crate::forms::flash(&upload).map(|kept| kept.error);
    view! {
        <Section title=text::partners::brand() lead=text::partners::brand_lead()>
            <Card title=text::partners::logo()>
                <ErrorSummary
                    title=text::errors::summary()
                    faults=crate::forms::summary(Live::from(refused))
                />
                <form method="post" action=upload enctype="multipart/form-data" class="form">
                    <FileField
                        name="file"
                        label=text::partners::logo()
                        prompt=text::partners::logo_prompt()
                        help=text::partners::logo_help()
                        accept="image/png,image/svg+xml,.png,.svg"
                    />
                    <SubmitButton>{text::partners::upload_logo()}</SubmitButton>
                </form>
            </Card>
            <Card title=text::partners::contact()>
                <SendForm sending=state.sending() class="form" novalidate=true>
                    <ErrorSummary title=text::errors::summary() faults=state.faults()/>
                    {saved.then(|| view! { <Notice tone=Tone::Positive title=text::partners::saved()/> }.erase())}
                    <Hidden name="partner" value=form.partner/>
                    <Hidden name="version" value=form.version/>
                    <Field name="name" label=text::partners::contact_name() value=form.name fault=state.fault("name")/>
                    <Field name="email" label=text::partners::contact_email() kind="email" value=form.email fault=state.fault("email")/>
                    <Field name="phone" label=text::partners::contact_phone() kind="tel" value=form.phone fault=state.fault("phone")/>
                    <Field name="website" label=text::partners::contact_website() value=form.website fault=state.fault("website")/>
                    <TextArea name="address" label=text::partners::contact_address() value=form.address fault=state.fault("address")/>
                    <FormFoot>
                        <SubmitButton pending=state.pending()>{text::partners::save()}</SubmitButton>
                    </FormFoot>
                </SendForm>
            </Card>
        </Section>
    }
    .erase()
}

fn people_table(people: Vec<PersonLine>) -> AnyView {
    if people.is_empty() {
        return view! { <p>{text::partners::nobody_yet()}</p> }.erase();
    }
    let rows = people
        .into_iter()
        .map(|person| {
            view! {
                <Row>
                    <Cell kind=CellKind::Lead>{person.name}</Cell>
                    <Cell label=text::people::email()>{person.email}</Cell>
                    <Cell label=text::people::role()>{words::role(person.role)}</Cell>
                </Row>
            }
        })
        .erase_all();
    view! {
        <Card flush=true>
            <DataTable
                caption=text::partners::people()
                head=vec![Head::new(text::people::name()), Head::new(text::people::email()), Head::new(text::people::role())]
            >
                {rows}
            </DataTable>
        </Card>
    }
    .erase()
}
