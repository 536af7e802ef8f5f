//! What is said of an asset, and whether partners have it.

use super::api::{AssetForEditing, DownloadLine, ManagedAsset, PublishAsset, SaveAsset, WithdrawAsset};
use super::versions_card::versions_card;
use crate::assets::shares::{made_before, share_card};
use crate::assets::{kind_choices, standing};
use crate::erase::{Erase, EraseAll};
use crate::forms::{SavedNotice, SendForm, use_form};
use crate::live::Source;
use crate::loading::{PageTitle, load};
use crate::renewal::record;
use crate::texts::text;
use crate::ui::{
    Badge, ButtonKind, ButtonLink, Card, CheckboxGroup, ErrorSummary, Fact, Facts, Field, FormFoot, Hidden,
    PageHeader, Select, SubmitButton, TextArea, Width,
};
use crate::words;
use domain::assets::{Asset, AssetForm, AssetState, DESCRIPTION_MOST, LANGUAGES, Media, TITLE_MOST};
use domain::partners::{PartnerType, Tier};
use domain::sizes::bytes_in_words;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

/// The editor of an asset.
#[component]
pub fn AssetEditPage() -> impl IntoView {
    let params = use_params_map();
    let asset = record(move || AssetForEditing { id: params.with(|p| p.get("id").unwrap_or_default()) });
    let made = made_before();
    load(asset, move |asset| page(asset, made.clone()))
}

fn page(managed: ManagedAsset, made: Source<Option<String>>) -> AnyView {
    let ManagedAsset { asset, versions, downloads, shares, today } = managed;
    let sharing = share_card(&asset.id, false, shares, made);
    let (tone, words) = standing(asset.state, asset.publish_on, asset.expire_on, today);
    let zones = format!("/assets/manage/{}/zones", asset.id);
    let pages = asset.pages.len();
    let takes_zones = pages > 0;
    let is_pdf = asset.file.media == Media::Pdf;
    let is_pictured = asset.file.media.has_picture(asset.has_still);
    let picture = is_pictured.then(|| format!("/assets/{}/thumbnail?v={}", asset.id, asset.version));
    let download = format!("/assets/{}/download", asset.id);
    let (file_name, bytes) = (asset.file.name.clone(), asset.file.bytes);
    let picture_alt = text::assets::picture_of(&asset.title);
    let (step, details, log) = (step(&asset), details(&asset), log(downloads));
    let versions = versions_card(&asset, versions);
    let placed = text::assets::zones_placed(asset.zones.len() as i64);
    view! {
        <PageTitle title=asset.title.clone()/>
        <PageHeader
            title=asset.title.clone()
            back=("/assets/manage".to_owned(), text::assets::title().to_owned())
            status=move || { view! { <Badge tone>{words}</Badge> }.erase() }
        >
            {takes_zones.then(|| view! { <ButtonLink href=zones icon="layout-grid">{text::assets::place_zones()}</ButtonLink> }.erase())}
            {step}
        </PageHeader>
        <SavedNotice title=text::assets::saved()/>
        <div class="record">
            <div class="record-story">{details}</div>
            <aside class="record-facts">
                <Card title=text::assets::facts()>
                    {picture.map(|src| view! { <img class="page-picture" src=src alt=picture_alt.clone()/> }.erase())}
                    <Facts>
                        <Fact label=text::assets::file()>
                            <a href=download rel="external" download="">{file_name}</a>
                        </Fact>
                        <Fact label=text::assets::size()>{bytes_in_words(bytes)}</Fact>
                        {is_pdf.then(|| view! { <Fact label=text::assets::pages()>{pages}</Fact> }.erase())}
                        {takes_zones.then(|| view! { <Fact label=text::assets::zones()>{placed}</Fact> }.erase())}
                    </Facts>
                </Card>
                {versions}
                <Card title=text::assets::downloads()>{log}</Card>
                {sharing}
            </aside>
        </div>
    }
    .erase()
}

/// The step to where it isn't: published, or taken back.
fn step(asset: &Asset) -> AnyView {
    let (id, version) = (asset.id.to_string(), asset.version.to_string());
    if asset.state == AssetState::Published {
        let state = use_form::<WithdrawAsset>();
        view! {
            <SendForm sending=state.sending()>
                <ErrorSummary title=text::errors::summary() faults=state.faults()/>
                <Hidden name="id" value=id/>
                <Hidden name="version" value=version/>
                <SubmitButton kind=ButtonKind::Destructive pending=state.pending()>{text::assets::withdraw()}</SubmitButton>
            </SendForm>
        }
        .erase()
    } else {
        let state = use_form::<PublishAsset>();
        view! {
            <SendForm sending=state.sending()>
                <ErrorSummary title=text::errors::summary() faults=state.faults()/>
                <Hidden name="id" value=id/>
                <Hidden name="version" value=version/>
                <SubmitButton pending=state.pending()>{text::assets::publish()}</SubmitButton>
            </SendForm>
        }
        .erase()
    }
}

fn details(asset: &Asset) -> AnyView {
    let state = use_form::<SaveAsset>();
    let form: AssetForm = state.values(AssetForm::of(asset));
    let tiers = Tier::ALL.iter().map(|t| (t.to_string(), words::tier(*t))).collect();
    let types = PartnerType::ALL.iter().map(|t| (t.to_string(), words::partner_type(*t))).collect();
    let languages = LANGUAGES.iter().map(|(tag, name)| ((*tag).to_owned(), (*name).to_owned())).collect();
    view! {
        <SendForm sending=state.sending() class="form" novalidate=true>
            <ErrorSummary title=text::errors::summary() faults=state.faults()/>
            <Hidden name="id" value=form.id/>
            <Hidden name="version" value=form.version/>
            <Field name="title" label=text::assets::name() value=form.title maxlength=TITLE_MOST required=true fault=state.fault("title")/>
            <TextArea
                name="description"
                label=text::assets::description()
                help=text::assets::description_help()
                value=form.description
                maxlength=DESCRIPTION_MOST
                fault=state.fault("description")
            />
            <Select name="kind" label=text::assets::kind() options=kind_choices() value=form.kind fault=state.fault("kind")/>
            <Select name="language" label=text::assets::language() options=languages value=form.language fault=state.fault("language")/>
            <Field name="tags" label=text::assets::tags() help=text::assets::tags_help() value=form.tags fault=state.fault("tags")/>
            <CheckboxGroup
                name="tiers[]"
                legend=text::assets::tiers()
                help=text::assets::audience_help()
                options=tiers
                checked=form.tiers
                fault=state.fault("tiers")
            />
            <CheckboxGroup name="types[]" legend=text::assets::types() options=types checked=form.types fault=state.fault("types")/>
            <Field
                name="publish_on"
                kind="date"
                label=text::assets::publish_on()
                help=text::assets::publish_on_help()
                value=form.publish_on
                width=Width::Short
                fault=state.fault("publish_on")
            />
            <Field
                name="expire_on"
                kind="date"
                label=text::assets::expire_on()
                help=text::assets::expire_on_help()
                value=form.expire_on
                width=Width::Short
                fault=state.fault("expire_on")
            />
            <FormFoot>
                <SubmitButton kind=ButtonKind::Secondary pending=state.pending()>{text::assets::save()}</SubmitButton>
            </FormFoot>
        </SendForm>
    }
    .erase()
}

fn log(downloads: Vec<DownloadLine>) -> AnyView {
    if downloads.is_empty() {
        return view! { <p>{text::assets::not_taken()}</p> }.erase();
    }
    let lines = downloads
        .into_iter()
        .map(|line| {
            let who =
                line.partner.map_or(line.person.clone(), |partner| format!("{} · {partner}", line.person));
            let how = if line.cobranded { text::assets::with_brand() } else { text::assets::plain() };
            view! { <li>{who} <br/> <span class="aside">{words::at(line.at)} " · " {how}</span></li> }
        })
        .erase_all();
    view! { <ul class="lines">{lines}</ul> }.erase()
}
