//! One announcement on the desk: what it says, for whom, as partners see it, and who has read it.

use super::api::{
    AnnouncementForEditing, Manuscript, PublishAnnouncement, SaveAnnouncement, WithdrawAnnouncement,
};
use super::standing;
use crate::erase::{Erase, EraseAll};
use crate::forms::{SavedNotice, SendForm, use_form};
use crate::loading::{PageTitle, load};
use crate::renewal::record;
use crate::texts::text;
use crate::ui::{
    Badge, ButtonKind, Card, Checkbox, CheckboxGroup, ErrorSummary, Fact, Facts, Field, FormFoot, Hidden,
    PageHeader, SubmitButton, TextArea, Width,
};
use crate::words;
use domain::announcements::{
    Announcement, AnnouncementForm, AnnouncementState, BODY_MOST, Reach, Reader, TITLE_MOST,
};
use domain::language::Language;
use domain::partners::{PartnerType, Region, Tier};
use domain::time::Day;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

/// The editor; of a new announcement too.
#[component]
pub fn AnnouncementEditPage() -> impl IntoView {
    let params = use_params_map();
    let asked = move || AnnouncementForEditing { id: params.with(|p| p.get("id")) };
    load(record(asked), page)
}

fn as_form(announcement: Option<&Announcement>, key: String) -> AnnouncementForm {
    let Some(one) = announcement else { return AnnouncementForm { key, ..AnnouncementForm::default() } };
    let day = |day: Option<Day>| day.map(|day| day.to_string()).unwrap_or_default();
    let audience = &one.said.audience;
    AnnouncementForm {
        id: one.id.to_string(),
        version: one.version.to_string(),
        key,
        title: one.said.title.clone(),
        body: one.said.body.clone(),
        tiers: audience.tiers.iter().map(ToString::to_string).collect(),
        types: audience.types.iter().map(ToString::to_string).collect(),
        regions: audience.regions.iter().map(ToString::to_string).collect(),
        languages: audience.languages.iter().map(ToString::to_string).collect(),
        publish_on: day(one.said.publish_on),
        expire_on: day(one.said.expire_on),
        acknowledge: one.said.acknowledge.to_string(),
    }
}

fn page(manuscript: Manuscript) -> AnyView {
    let Manuscript { announcement, html, reach, readers, key, today } = manuscript;
    let back = ("/announcements/manage".to_owned(), text::announcements::title().to_owned());
    let form = details(as_form(announcement.as_ref(), key));
    let Some(one) = announcement else {
        return view! {
            <PageTitle title=text::announcements::write()/>
            <PageHeader title=text::announcements::write() back/>
            {form}
        }
        .erase();
    };
    let (tone, standing) = standing(one.state, one.said.publish_on, one.said.expire_on, today);
    let step = step(&one);
    let follow = follow(&one, reach, readers);
    view! {
        <PageTitle title=one.said.title.clone()/>
        <PageHeader
            title=one.said.title.clone()
            back
            status=move || { view! { <Badge tone>{standing}</Badge> }.erase() }
        >
            {step}
        </PageHeader>
        <SavedNotice title=text::announcements::saved()/>
        <div class="record">
            <div class="record-story">{form}</div>
            <aside class="record-facts">
                <Card title=text::announcements::preview()>
                    <h3 class="card-part">{one.said.title}</h3>
                    <div class="prose" inner_html=html></div>
                </Card>
                {follow}
            </aside>
        </div>
    }
    .erase()
}

fn step(one: &Announcement) -> AnyView {
    let (id, version) = (one.id.to_string(), one.version.to_string());
    let published = one.state == AnnouncementState::Published;
    let state =
        if published { use_form::<WithdrawAnnouncement>() } else { use_form::<PublishAnnouncement>() };
    let (kind, label) = if published {
        (ButtonKind::Destructive, text::announcements::withdraw())
    } else {
        (ButtonKind::Primary, text::announcements::publish())
    };
    view! {
        <SendForm sending=state.sending()>
            <ErrorSummary title=text::errors::summary() faults=state.faults()/>
            <Hidden name="id" value=id/>
            <Hidden name="version" value=version/>
            <SubmitButton kind pending=state.pending()>{label}</SubmitButton>
        </SendForm>
    }
    .erase()
}

/// How far it reaches, and who has read it.
fn follow(one: &Announcement, reach: Reach, readers: Vec<Reader>) -> AnyView {
    let acknowledge = one.said.acknowledge;
    let lines = readers
        .into_iter()
        .map(|reader| {
            let when = words::at(reader.acknowledged_at.unwrap_or(reader.read_at));
            let how = if reader.acknowledged_at.is_some() {
                text::announcements::has_acknowledged()
            } else {
                text::announcements::has_read()
            };
            view! { <li>{reader.name} " · " {reader.partner} <br/> <span class="aside">{how} " · " {when}</span></li> }
        })
        .erase_all();
    view! {
        <Card title=text::announcements::reach()>
            <Facts>
                <Fact label=text::announcements::for_partners()>{reach.partners}</Fact>
                <Fact label=text::announcements::for_people()>{reach.people}</Fact>
                <Fact label=text::announcements::read_by()>{reach.read}</Fact>
                {acknowledge
                    .then(|| view! { <Fact label=text::announcements::acknowledged_by()>{reach.acknowledged}</Fact> }.erase())}
            </Facts>
            <ul class="lines">{lines}</ul>
        </Card>
    }
    .erase()
}

fn details(initial: AnnouncementForm) -> AnyView {
    let state = use_form::<SaveAnnouncement>();
    let form: AnnouncementForm = state.values(initial);
    let tiers = Tier::ALL.iter().map(|one| (one.to_string(), words::tier(*one).to_owned())).collect();
    let types =
        PartnerType::ALL.iter().map(|one| (one.to_string(), words::partner_type(*one).to_owned())).collect();
    let regions = Region::ALL.iter().map(|one| (one.to_string(), words::region(*one).to_owned())).collect();
    let languages = Language::ALL.iter().map(|one| (one.to_string(), one.own_name().to_owned())).collect();
    view! {
        <SendForm sending=state.sending() class="form" novalidate=true>
            <ErrorSummary title=text::errors::summary() faults=state.faults()/>
            <Hidden name="id" value=form.id/>
            <Hidden name="version" value=form.version/>
            <Hidden name="key" value=form.key/>
            <Field
                name="title"
                label=text::announcements::name()
                value=form.title
                maxlength=TITLE_MOST
                required=true
                fault=state.fault("title")
            />
            <TextArea
                name="body"
                label=text::announcements::body()
                help=text::announcements::body_help()
                value=form.body
                maxlength=BODY_MOST
                rows=12
                fault=state.fault("body")
            />
            <CheckboxGroup
                name="tiers[]"
                legend=text::announcements::tiers()
                help=text::announcements::audience_help()
                options=tiers
                checked=form.tiers
                fault=state.fault("tiers")
            />
            <CheckboxGroup name="types[]" legend=text::announcements::types() options=types checked=form.types fault=state.fault("types")/>
            <CheckboxGroup
                name="regions[]"
                legend=text::announcements::regions()
                options=regions
                checked=form.regions
                fault=state.fault("regions")
            />
            <CheckboxGroup
                name="languages[]"
                legend=text::announcements::languages()
                help=text::announcements::languages_help()
                options=languages
                checked=form.languages
                fault=state.fault("languages")
            />
            <Field
                name="publish_on"
                kind="date"
                label=text::announcements::publish_on()
                help=text::announcements::publish_on_help()
                value=form.publish_on
                width=Width::Short
                fault=state.fault("publish_on")
            />
            <Field
                name="expire_on"
                kind="date"
                label=text::announcements::expire_on()
                help=text::announcements::expire_on_help()
                value=form.expire_on
                width=Width::Short
                fault=state.fault("expire_on")
            />
            <Checkbox name="acknowledge" label=text::announcements::must_acknowledge() checked=form.acknowledge == "true"/>
            <FormFoot>
                <SubmitButton kind=ButtonKind::Secondary pending=state.pending()>{text::announcements::save()}</SubmitButton>
            </FormFoot>
        </SendForm>
    }
    .erase()
}
