//! A vendor's file with a partner's logo, name and contact on it, made once and kept until one of them changes.

use super::unreadable;
use crate::files::{Files, Kept};
use crate::state::State;
use app::api::{ApiError, TryZones};
use app::texts::text;
use documents::{Brand, MediaKind, Refusal, Source, Workshop, Zone};
use domain::assets::{Asset, Media, filled};
use domain::form::{Fault, Faults};
use domain::partners::Partner;
use std::path::Path;
use std::sync::Arc;

/// The file as its reader gets it: with the own brand where the asset has zones for it.
pub(crate) async fn file(state: &State, asset: &Asset, partner: Option<&Partner>) -> Result<Kept, ApiError> {
    let whole = state.files.kept(&asset.file.sha256);
    let Some(partner) = partner.filter(|_| asset.takes_a_brand()) else {
        return Ok(whole);
    };
    let brand = brand(state, partner).await?;
    let zones: Vec<Zone> = asset.zones.iter().map(|zone| as_drawn(zone, partner)).collect();
    // Everything that the merged file is made of is in its name.
    let made_of = serde_json::json!([&asset.file.sha256, &zones, &brand.name, &brand.contact, &partner.logo]);
    let made_of = made_of.to_string();
    let merged = async {
        let source = state.files.here(&whole).await?;
        let merged = merged(&state.workshop, source.path(), asset.file.media, &zones, &brand).await;
        merged.map_err(|refusal| unreadable(&refusal))
    };
    state.files.made("branded", &made_of, merged).await
}

/// As [`file`], for whoever takes it: a copy that breaks rules which the asset insists on is not made.
///
/// # Errors
///
/// [`ApiError::Conflict`] when it breaks them; the page of the asset says how.
pub(crate) async fn taken(state: &State, asset: &Asset, partner: Option<&Partner>) -> Result<Kept, ApiError> {
    if let Some(partner) = partner.filter(|_| asset.takes_a_brand()) {
        let findings =
            super::judged::findings(&state.files, &state.workshop, &state.portal.store, asset, partner);
        if findings.await?.iter().any(|finding| finding.what.blocks(asset.strict)) {
            return Err(ApiError::Conflict);
        }
    }
    file(state, asset, partner).await
}

/// Lays a brand over a file of either kind.
pub(super) async fn merged(
    workshop: &Workshop,
    file: &Path,
    media: Media,
    zones: &[Zone],
    brand: &Brand,
) -> Result<Vec<u8>, Refusal> {
    match media {
        Media::Png => workshop.merge_picture(Source::File(file), MediaKind::Png, zones, brand).await,
        Media::Jpeg => workshop.merge_picture(Source::File(file), MediaKind::Jpeg, zones, brand).await,
        _ => workshop.merge(Source::File(file), zones, brand).await,
    }
}

/// Merges and measures on trial, so that no partner is the first to find out that a file can't be.
pub fn trials(files: Files, workshop: Workshop) -> TryZones {
    Arc::new(move |file, zones| {
        let (files, workshop) = (files.clone(), workshop.clone());
        Box::pin(async move {
            let source = files.here(&files.kept(&file.sha256)).await?;
            tried(&workshop, source.path(), file.media, &zones).await.map_err(|refusal| {
                if refusal.is_ours() {
                    return ApiError::Busy;
                }
                let reason = text::assets::cannot_be_branded(crate::uploads::why(&refusal));
                Faults::of("zones", Fault::BadFile { reason }).into()
            })
        })
    })
}

/// Lays a sample of a brand over a file, and measures what is behind it as every download does.
pub(super) async fn tried(
    workshop: &Workshop,
    file: &Path,
    media: Media,
    zones: &[domain::assets::Zone],
) -> Result<(), Refusal> {
    let sample = super::sample::Sample::Long;
    let brand = sample.brand(workshop).await?;
    let partner = sample.partner();
    let zones: Vec<Zone> = zones.iter().map(|zone| as_drawn(zone, &partner)).collect();
    merged(workshop, file, media, &zones, &brand).await?;
    let kind = super::pages::as_drawn(media).ok_or(Refusal::UnsupportedPicture)?;
    workshop.measure(Source::File(file), kind, &zones, None).await.map(drop)
}

async fn brand(state: &State, partner: &Partner) -> Result<Brand, ApiError> {
    let logo = match &partner.logo {
        None => None,
        Some(id) => {
            let mut read = state.portal.store.read().await?;
            let file = store::files::find(&mut read, id).await?.ok_or(ApiError::Missing)?;
            Some(state.files.read(&state.files.kept(&file.sha256)).await?)
        }
    };
    Ok(Brand { name: partner.name.clone(), contact: partner.contact.lines(), logo })
}

/// A zone as the worker draws it for this partner.
pub(super) fn as_drawn(zone: &domain::assets::Zone, partner: &Partner) -> Zone {
    use domain::assets::{Alignment, Font, ZoneKind};
    let kind = match zone.kind {
        ZoneKind::Logo => documents::ZoneKind::Logo,
        ZoneKind::Name => documents::ZoneKind::PartnerName,
        ZoneKind::Contact => documents::ZoneKind::Contact,
        ZoneKind::Text => documents::ZoneKind::Text,
    };
    let points = |length: domain::assets::Length| length.points() as f32;
    let look = &zone.look;
    Zone {
        ink: look.ink.rgb(),
        align: match look.align {
            Alignment::Left => documents::Align::Left,
            Alignment::Centre => documents::Align::Centre,
            Alignment::Right => documents::Align::Right,
        },
        font: Some(match look.font {
            Font::Text => documents::Font::Text,
            Font::Strong => documents::Font::Strong,
            Font::Display => documents::Font::Display,
        }),
        largest: Some(points(look.largest)),
        least: Some(points(look.least)),
        padding: points(look.padding),
        characters: look.characters,
        text: filled(&look.text, partner),
        ..Zone::new(zone.page, kind, points(zone.x), points(zone.y), points(zone.width), points(zone.height))
    }
}
