//! Where the partner's brand goes: numbers in a plain form, and the same zones on the page's picture to be dragged.

mod stage;

use super::api::{AssetForEditing, ManagedAsset, PlaceZones};
use crate::erase::{Erase, EraseAll};
use crate::forms::{SavedNotice, SendForm, use_form};
use crate::loading::{PageTitle, load};
use crate::renewal::record;
use crate::texts::text;
use crate::ui::{Card, EmptyState, ErrorSummary, FormFoot, Hidden, PageHeader, SubmitButton};
use crate::words;
use domain::assets::{Asset, ZONES_MOST, ZoneForm, ZoneKind, ZonesForm};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use stage::{Sheet, Stage};
use std::sync::Arc;

/// Empty lines for further zones.
const SPARE: usize = 3;
/// Zones that can be added before they are saved.
const AT_ONCE: usize = 24;

/// One zone of the form as it stands; all texts, as they are typed.
#[derive(Debug, Clone, Copy)]
struct Line {
    kind: RwSignal<String>,
    page: RwSignal<String>,
    x: RwSignal<String>,
    y: RwSignal<String>,
    width: RwSignal<String>,
    height: RwSignal<String>,
}

impl Line {
    fn of(form: ZoneForm) -> Self {
        Self {
            kind: RwSignal::new(form.kind),
            page: RwSignal::new(form.page),
            x: RwSignal::new(form.x),
            y: RwSignal::new(form.y),
            width: RwSignal::new(form.width),
            height: RwSignal::new(form.height),
        }
    }

    /// Whether nothing but a page is in it yet.
    fn is_blank(&self) -> bool {
        [self.x, self.y, self.width, self.height].iter().all(|text| text.with(|text| text.trim().is_empty()))
    }

    /// Whether a new zone can take it.
    fn is_spare(&self) -> bool {
        self.kind.with(String::is_empty) && self.is_blank()
    }
}

/// The lines of the form, used or not.
type Lines = Arc<[Line]>;

/// The zones of an asset.
#[component]
pub fn ZonesPage() -> impl IntoView {
    let params = use_params_map();
    let asset = record(move || AssetForEditing { id: params.with(|p| p.get("id").unwrap_or_default()) });
    load(asset, page)
}

fn page(managed: ManagedAsset) -> AnyView {
    let asset = managed.asset;
    let back = (format!("/assets/manage/{}", asset.id), asset.title.clone());
    if asset.pages.is_empty() {
        return view! {
            <PageTitle title=text::assets::zones()/>
            <PageHeader title=text::assets::zones() back/>
            <EmptyState icon="file-text" title=text::assets::no_zones_here()/>
        }
        .erase();
    }
    view! {
        <PageTitle title=text::assets::zones()/>
        <PageHeader title=text::assets::zones() lead=text::assets::zones_lead() back/>
        <SavedNotice title=text::assets::saved()/>
        {editor(&asset)}
    }
    .erase()
}

fn editor(asset: &Asset) -> AnyView {
    let state = use_form::<PlaceZones>();
    let initial = ZonesForm {
        id: asset.id.to_string(),
        version: asset.version.to_string(),
        zones: asset.zones.iter().map(ZoneForm::from).collect(),
    };
    let mut form: ZonesForm = state.values(initial);
    let filled = form.zones.iter().filter(|zone| !zone.kind.is_empty()).count();
    let offered = (filled + SPARE).max(form.zones.len());
    // Lines are there from the start, those that nobody needs yet are hidden: none comes or goes under somebody's hands.
    let there = (filled + AT_ONCE).min(ZONES_MOST as usize).max(offered);
    form.zones.resize_with(there, ZoneForm::empty);
    let lines: Lines = form.zones.into_iter().map(Line::of).collect();
    let last_used = {
        let lines = lines.clone();
        Memo::new(move |_| lines.iter().rposition(|line| !line.is_spare()))
    };
    // There is always a line for one more.
    let is_offered = move |n: usize| n < offered || last_used.get().is_some_and(|last| n <= last + 1);
    let sheet = Sheet::new(asset.pages.clone());
    let pages = asset.pages.len();
    let rows = lines
        .iter()
        .enumerate()
        .map(|(n, line)| {
            let row = zone_row(n, *line, sheet, pages);
            view! { <div hidden=move || !is_offered(n)>{row}</div> }
        })
        .erase_all();
    view! {
        <div class="zone-editor">
            <Stage id=asset.id.to_string() version=asset.version sheet lines/>
            <SendForm sending=state.sending() class="form zone-panel" novalidate=true>
                <ErrorSummary title=text::errors::summary() faults=state.faults()/>
                <Hidden name="id" value=form.id/>
                <Hidden name="version" value=form.version/>
                {rows}
                <FormFoot>
                    <SubmitButton pending=state.pending()>{text::assets::save_zones()}</SubmitButton>
                </FormFoot>
            </SendForm>
        </div>
    }
    .erase()
}

/// The numbers of one zone. Names are those of a list of structs in the form encoding.
fn zone_row(n: usize, line: Line, sheet: Sheet, pages: usize) -> AnyView {
    let id = move |field: &str| format!("field-zones[{n}][{field}]");
    let name = move |field: &str| format!("zones[{n}][{field}]");
    let kinds = ZoneKind::ALL
        .iter()
        .map(|kind| {
            let word = kind.to_string();
            let chosen = line.kind.with_untracked(|now| *now == word);
            view! { <option value=word selected=chosen>{words::zone_kind(*kind)}</option> }
        })
        .erase_all();
    let number = move |field: &'static str, label: &'static str, value: RwSignal<String>| {
        view! {
            <div class="field">
                <label class="label" for=id(field)>{label}</label>
                <input
                    class="input"
                    type="text"
                    inputmode="decimal"
                    id=id(field)
                    name=name(field)
                    value=value.get_untracked()
                    prop:value=move || value.get()
                    on:input=move |event| value.set(event_target_value(&event))
                />
            </div>
        }
        .erase()
    };
    let most = text::assets::of_pages(pages as i64);
    view! {
        <Card title=text::assets::zone_number(n + 1)>
            <div class="zone-numbers">
                <div class="field">
                    <label class="label" for=id("kind")>{text::assets::what()}</label>
                    <select
                        class="input select"
                        id=id("kind")
                        name=name("kind")
                        prop:value=move || line.kind.get()
                        on:change=move |event| {
                            line.kind.set(event_target_value(&event));
                            sheet.begin(n, line);
                        }
                    >
                        <option value="">{text::assets::no_zone()}</option>
                        {kinds}
                    </select>
                </div>
                {number("page", text::assets::page(), line.page)}
                {number("x", text::assets::from_left(), line.x)}
                {number("y", text::assets::from_top(), line.y)}
                {number("width", text::assets::width(), line.width)}
                {number("height", text::assets::height(), line.height)}
            </div>
            <p class="help">{most}</p>
        </Card>
    }
    .erase()
}
