//! Where the partner's brand goes: numbers in a plain form, and the same zones on the page's picture to be dragged.

mod line;
mod room;
mod row;
mod sheet;
#[cfg(feature = "hydrate")]
mod stage;

use super::api::{AssetForPlacing, PlaceZones, ZoneFindings, ZonedAsset};
use crate::assets::findings::findings_list;
use crate::erase::{Erase, EraseAll};
use crate::forms::{SavedNotice, SendForm, use_form};
use crate::loading::{PageTitle, load};
use crate::renewal::record;
use crate::texts::text;
use crate::ui::{
    Button, ButtonKind, Card, Checkbox, EmptyState, ErrorSummary, FormFoot, Hidden, Icon, PageHeader,
    SubmitButton,
};
use domain::assets::{Finding, Media, ZONES_MOST, ZoneForm, ZonesForm};
use leptos::ev::MouseEvent;
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};
use line::{Line, Lines};
use row::zone_row;
use sheet::Sheet;

/// Empty lines for further zones.
const SPARE: usize = 3;
/// Zones that can be added before they are saved.
const AT_ONCE: usize = 24;
/// Brands that there are not, by the names that the server knows them by.
const SAMPLES: [&str; 3] = ["long", "wide", "tall"];

/// The zones of an asset.
#[component]
pub fn ZonesPage() -> impl IntoView {
    let params = use_params_map();
    let id = move || params.with(|p| p.get("id").unwrap_or_default());
    let asset = record(move || AssetForPlacing { id: id() });
    let findings = record(move || ZoneFindings { id: id() });
    view! {
        {load(asset, page)}
        {load(findings, told)}
    }
    .into_any()
}

/// What any partner's copy would have wrong, whatever its logo.
fn told(findings: Vec<Finding>) -> AnyView {
    if findings.is_empty() {
        return ().into_any();
    }
    view! { <Card title=text::rules::of_every_copy()>{findings_list(&findings)}</Card> }.erase()
}

fn page(asset: ZonedAsset) -> AnyView {
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

fn editor(asset: &ZonedAsset) -> AnyView {
    let state = use_form::<PlaceZones>();
    let initial = ZonesForm {
        id: asset.id.to_string(),
        version: asset.version.to_string(),
        zones: asset.zones.iter().map(ZoneForm::from).collect(),
        strict: if asset.strict { "true".into() } else { String::new() },
    };
    let mut form: ZonesForm = state.values(initial);
    let filled = form.zones.iter().filter(|zone| !zone.kind.is_empty()).count();
    let wished =
        use_query_map().with_untracked(|q| q.get("more").and_then(|more| more.parse().ok())).unwrap_or(0);
    let offered = (filled + SPARE + wished.min(AT_ONCE)).max(form.zones.len()).min(ZONES_MOST as usize);
    // Lines are there from the start, those that nobody needs yet are hidden: none comes or goes under somebody's hands.
    let there = (filled + AT_ONCE).min(ZONES_MOST as usize).max(offered);
    form.zones.resize_with(there, ZoneForm::empty);
    let lines: Lines = form.zones.iter().map(Line::of).collect();
    let more = RwSignal::new(0_usize);
    let last_used = {
        let lines = lines.clone();
        Memo::new(move |_| lines.iter().rposition(|line| !line.is_spare()))
    };
    // There is always a line for one more.
    let is_offered =
        move |n: usize| n < offered + more.get() || last_used.get().is_some_and(|last| n <= last + 1);
    let sheet = Sheet::new(asset.pages.clone(), lines.clone());
    let unit = match asset.media {
        Media::Pdf => text::assets::of_pages(asset.pages.len() as i64),
        _ => text::assets::in_pixels().to_owned(),
    };
    let rows = lines
        .iter()
        .enumerate()
        .map(|(n, line)| {
            let row = zone_row(n, *line, sheet, unit.clone());
            view! { <div hidden=move || !is_offered(n)>{row}</div> }
        })
        .erase_all();
    let samples = samples(asset, sheet);
    let add = move |event: MouseEvent| {
        event.prevent_default();
        more.update(|more| *more += 1);
    };
    view! {
        <div class="zone-editor">
            {room::room(asset, sheet, lines)}
            <SendForm sending=state.sending() class="form zone-panel" novalidate=true>
                <ErrorSummary title=text::errors::summary() faults=state.faults()/>
                <Hidden name="id" value=form.id/>
                <Hidden name="version" value=form.version/>
                <div class="button-row" role="group" aria-label=text::assets::seen_with()>
                    {samples}
                    <Button icon="undo-2" on_press=Callback::new(move |_| sheet.undo())>{text::assets::undo()}</Button>
                </div>
                {rows}
                <a class="button" href="?more=12" on:click=add><Icon name="plus"/>{text::assets::add_zone()}</a>
                <Checkbox
                    name="strict"
                    label=text::rules::strict()
                    help=text::rules::strict_help()
                    checked=form.strict == "true"
                />
                <FormFoot>
                    <SubmitButton kind=ButtonKind::Primary pending=state.pending()>{text::assets::save_zones()}</SubmitButton>
                </FormFoot>
            </SendForm>
        </div>
    }
    .erase()
}

/// The page with a brand that there is not: on the stage where scripts run, in another tab where they don't.
fn samples(asset: &ZonedAsset, sheet: Sheet) -> Vec<AnyView> {
    SAMPLES
        .iter()
        .map(|sample| {
            let label = match *sample {
                "wide" => text::assets::sample_wide(),
                "tall" => text::assets::sample_tall(),
                _ => text::assets::sample_long(),
            };
            let shown = move || sheet.sample.with(|now| now == sample);
            let press = move |event: MouseEvent| {
                event.prevent_default();
                let next = if shown() { "" } else { *sample };
                sheet.sample.set(next.to_owned());
            };
            view! {
                <button
                    type="submit"
                    class="button"
                    formmethod="get"
                    formaction=format!("/assets/manage/{}/sample", asset.id)
                    formtarget="_blank"
                    name="sample"
                    value=*sample
                    aria-pressed=move || shown().to_string()
                    on:click=press
                >
                    {label}
                </button>
            }
        })
        .erase_all()
}
