//! A collection: what it is called, what is in it, and in which order.

use super::api::{
    CollectionForEditing, EditedCollection, MakeCollection, RemoveCollection, SaveCollection,
    StepInCollection,
};
use crate::assets::api::AssetLine;
use crate::erase::{Erase, EraseAll};
use crate::forms::{FormState, SavedNotice, SendForm, use_form};
use crate::loading::{PageTitle, load};
use crate::renewal::record;
use crate::texts::text;
use crate::ui::{
    Badge, Button, ButtonKind, Card, EmptyState, ErrorSummary, Field, FormFoot, Hidden, Icon, PageHeader,
    Select, SubmitButton, TextArea, Tone,
};
use domain::assets::{
    COLLECTION_MOST, COLLECTION_NAME_MOST, COLLECTION_TEXT_MOST, Collection, CollectionForm, CollectionStep,
};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

/// The editor of a collection.
#[component]
pub fn CollectionEditPage() -> impl IntoView {
    let params = use_params_map();
    load(record(move || CollectionForEditing { id: params.with(|p| p.get("id").unwrap_or_default()) }), page)
}

/// A new collection.
#[component]
pub fn CollectionNewPage() -> impl IntoView {
    load(record(|| crate::forms::FreshKey {}), |key| {
        let state = use_form::<MakeCollection>();
        let form = state.values(CollectionForm { key, ..CollectionForm::default() });
        view! {
            <PageTitle title=text::collections::new()/>
            <PageHeader
                title=text::collections::new()
                lead=text::collections::new_lead()
                back=("/assets/manage/collections".to_owned(), text::library::collections().to_owned())
            />
            {details(state, form)}
        }
        .erase()
    })
}

fn details(state: FormState, form: CollectionForm) -> AnyView {
    view! {
        <SendForm sending=state.sending() class="form" novalidate=true>
            <ErrorSummary title=text::errors::summary() faults=state.faults()/>
            <Hidden name="id" value=form.id/>
            <Hidden name="version" value=form.version/>
            <Hidden name="key" value=form.key/>
            <Field
                name="name"
                label=text::collections::name()
                value=form.name
                maxlength=COLLECTION_NAME_MOST
                required=true
                fault=state.fault("name")
            />
            <TextArea
                name="description"
                label=text::collections::description()
                help=text::collections::description_help()
                value=form.description
                maxlength=COLLECTION_TEXT_MOST
                fault=state.fault("description")
            />
            <FormFoot>
                <SubmitButton kind=ButtonKind::Secondary pending=state.pending()>{text::assets::save()}</SubmitButton>
            </FormFoot>
        </SendForm>
    }
    .erase()
}

fn page(edited: EditedCollection) -> AnyView {
    let EditedCollection { collection, assets, others } = edited;
    let state = use_form::<SaveCollection>();
    let form = state.values(CollectionForm {
        id: collection.id.to_string(),
        version: collection.version.to_string(),
        key: String::new(),
        name: collection.name.clone(),
        description: collection.description.clone(),
    });
    let name = collection.name.clone();
    let (removal, contents) = (removal(&collection), contents(&collection, assets, others));
    view! {
        <PageTitle title=name.clone()/>
        <PageHeader
            title=name
            lead=text::collections::audience()
            back=("/assets/manage/collections".to_owned(), text::library::collections().to_owned())
        >
            {removal}
        </PageHeader>
        <SavedNotice title=text::assets::saved()/>
        <div class="record">
            <div class="record-story">{contents}</div>
            <aside class="record-facts">
                <Card title=text::assets::facts()>{details(state, form)}</Card>
            </aside>
        </div>
    }
    .erase()
}

fn removal(collection: &Collection) -> AnyView {
    let state = use_form::<RemoveCollection>();
    let (id, version) = (collection.id.to_string(), collection.version.to_string());
    view! {
        <SendForm sending=state.sending()>
            <ErrorSummary title=text::errors::summary() faults=state.faults()/>
            <Hidden name="id" value=id/>
            <Hidden name="version" value=version/>
            <SubmitButton kind=ButtonKind::Destructive pending=state.pending()>{text::collections::remove()}</SubmitButton>
        </SendForm>
    }
    .erase()
}

fn contents(
    collection: &Collection,
    assets: Vec<AssetLine>,
    others: Vec<(domain::id::AssetId, String)>,
) -> AnyView {
    let state = use_form::<StepInCollection>();
    let last = assets.len().saturating_sub(1);
    let is_full = assets.len() >= COLLECTION_MOST as usize;
    let lines = assets
        .into_iter()
        .enumerate()
        .map(|(n, line)| member(&state, collection, line, n == 0, n == last))
        .erase_all();
    let list = if lines.is_empty() {
        view! { <EmptyState icon="folder-open" title=text::collections::empty() text=text::collections::empty_help()/> }
            .erase()
    } else {
        view! { <ol class="members">{lines}</ol> }.erase()
    };
    let options = others.into_iter().map(|(id, title)| (id.to_string(), title)).collect::<Vec<_>>();
    let (id, version) = (collection.id.to_string(), collection.version.to_string());
    let (sending, pending, fault) = (state.sending(), state.pending(), state.fault("asset"));
    let adding = (!is_full && !options.is_empty()).then(|| {
        view! {
            <SendForm sending=sending class="search-line" novalidate=true>
                <Hidden name="id" value=id/>
                <Hidden name="version" value=version/>
                <Hidden name="step" value=CollectionStep::Add.as_str()/>
                <Select
                    name="asset"
                    label=text::collections::add()
                    options
                    prompt=text::collections::choose()
                    fault=fault
                />
                <SubmitButton kind=ButtonKind::Secondary icon="plus" pending=pending>{text::collections::put_in()}</SubmitButton>
            </SendForm>
        }
        .erase()
    });
    view! {
        <Card title=text::collections::contents()>
            <ErrorSummary title=text::errors::summary() faults=state.faults()/>
            {list}
            {adding}
        </Card>
    }
    .erase()
}

fn member(
    state: &FormState,
    collection: &Collection,
    line: AssetLine,
    is_first: bool,
    is_last: bool,
) -> AnyView {
    let is_cover = collection.cover.as_ref() == Some(&line.id);
    let picture = line.is_pictured.then(|| format!("/assets/{}/thumbnail?v={}", line.id, line.version));
    let title = line.title.clone();
    let button = |step: CollectionStep, icon: &'static str, name: String, disabled: bool| {
        if disabled {
            return view! { <Button kind=ButtonKind::Quiet icon name disabled=true/> }.erase();
        }
        view! {
            <button type="submit" name="step" value=step.as_str() class="button button-quiet button-icon" aria-label=name.clone() title=name>
                <Icon name=icon/>
            </button>
        }
        .erase()
    };
    use CollectionStep::{Cover, Down, Remove, Up};
    let (id, version) = (collection.id.to_string(), collection.version.to_string());
    let (sending, href) = (state.sending(), format!("/assets/manage/{}", line.id));
    view! {
        <li class="member">
            {picture.map(|src| view! { <img class="member-picture" src=src alt="" loading="lazy"/> }.erase())}
            <span class="member-title">
                <a href=href>{line.title}</a>
                {is_cover.then(|| view! { " " <Badge tone=Tone::Accent>{text::collections::cover()}</Badge> }.erase())}
            </span>
            <SendForm sending=sending class="member-steps">
                <Hidden name="id" value=id/>
                <Hidden name="version" value=version/>
                <Hidden name="asset" value=line.id.to_string()/>
                {button(Up, "arrow-up", text::collections::up(&title), is_first)}
                {button(Down, "arrow-down", text::collections::down(&title), is_last)}
                {button(Cover, "image", text::collections::make_cover(&title), is_cover)}
                {button(Remove, "x", text::collections::take_out(&title), false)}
            </SendForm>
        </li>
    }
    .erase()
}
