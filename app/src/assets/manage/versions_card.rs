//! The files that an asset has had, and the way to a new one.

use super::api::RestoreVersion;
use crate::erase::{Erase, EraseAll};
use crate::forms::{FormState, SendForm, flash, use_form};
use crate::texts::text;
use crate::ui::{
    Badge, ButtonKind, ButtonLink, Card, ErrorSummary, Field, FileField, Hidden, Notice, SubmitButton, Tone,
};
use crate::uploading::UploadForm;
use crate::words;
use domain::assets::{Asset, Media, NOTE_MOST, Version, most_bytes_of_file};
use domain::sizes::bytes_in_words;
use leptos::prelude::*;

/// The card of an asset's versions.
pub(super) fn versions_card(asset: &Asset, versions: Vec<Version>) -> AnyView {
    let state = use_form::<RestoreVersion>();
    let current = versions.first().map_or(0, |version| version.number);
    let lost = versions.iter().map(|version| version.zones_lost).sum();
    let moved = versions.iter().map(|version| version.zones_moved).max().unwrap_or_default();
    let zones = format!("/assets/manage/{}/zones", asset.id);
    let (bring, faults) = (replace(asset), state.faults());
    let lines = versions.into_iter().map(|version| line(&state, asset, current, version)).erase_all();
    view! {
        <Card title=text::versions::title()>
            <ErrorSummary title=text::errors::summary() faults/>
            {to_place(lost, text::versions::lost, &zones)}
            {to_place(moved, text::versions::moved, &zones)}
            {bring}
            <ol class="lines versions">{lines}</ol>
        </Card>
    }
    .erase()
}

/// What became of zones, with the way to place them anew.
fn to_place(zones: i64, words: fn(i64) -> String, editor: &str) -> Option<AnyView> {
    let editor = editor.to_owned();
    (zones > 0).then(|| {
        view! {
            <Notice tone=Tone::Caution title=words(zones)>
                <a href=editor>{text::assets::place_zones()}</a>
            </Notice>
        }
        .erase()
    })
}

fn line(state: &FormState, asset: &Asset, current: i64, version: Version) -> AnyView {
    let n = version.number;
    let file = format!("/assets/manage/{}/versions/{n}", asset.id);
    let by = version.by.unwrap_or_else(|| text::versions::by_portal().to_owned());
    let facts = format!("{by} · {} · {}", words::at(version.at), bytes_in_words(version.file.bytes));
    // Another with the same bytes brings nothing back.
    let restore = (version.file.sha256 != asset.file.sha256).then(|| restore(state, asset, n));
    view! {
        <li>
            <b>{text::versions::number(n)}</b> " "
            {(n == current).then(|| view! { <Badge tone=Tone::Accent>{text::versions::current()}</Badge> }.erase())}
            <br/>
            <span class="aside">{facts}</span>
            {version.restores.map(|n| view! { <p class="aside">{text::versions::restored(n)}</p> }.erase())}
            {(!version.note.is_empty()).then(|| view! { <p class="as-written">{version.note}</p> }.erase())}
            <div class="button-row">
                <ButtonLink href=file kind=ButtonKind::Quiet download=true>{text::versions::download(n)}</ButtonLink>
                {restore}
            </div>
        </li>
    }
    .erase()
}

fn restore(state: &FormState, asset: &Asset, n: i64) -> AnyView {
    let (id, version) = (asset.id.to_string(), asset.version.to_string());
    let pending = state.pending();
    view! {
        <SendForm sending=state.sending()>
            <Hidden name="id" value=id/>
            <Hidden name="version" value=version/>
            <Hidden name="number" value=n.to_string()/>
            <SubmitButton kind=ButtonKind::Quiet pending>{text::versions::restore(n)}</SubmitButton>
        </SendForm>
    }
    .erase()
}

fn replace(asset: &Asset) -> AnyView {
    let action = format!("/uploads/asset/{}/file", asset.id);
    let is_refused = flash(&action).is_some();
    let version = asset.version.to_string();
    view! {
        <details class="share-form" open=is_refused>
            <summary class="button">{text::versions::replace()}</summary>
            <UploadForm action most=most_bytes_of_file>
                <p class="help">{text::versions::replace_help()}</p>
                <Hidden name="version" value=version/>
                <Field
                    name="change"
                    label=text::versions::change()
                    help=text::versions::change_help()
                    maxlength=NOTE_MOST
                />
                <FileField
                    name="file"
                    label=text::versions::new_file()
                    prompt=text::assets::upload_prompt()
                    help=text::assets::upload_help()
                    accept=Media::ACCEPT
                    required=true
                />
                <SubmitButton icon="upload">{text::versions::replace()}</SubmitButton>
            </UploadForm>
        </details>
    }
    .erase()
}
