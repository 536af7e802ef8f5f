//! Whether a partner's copy keeps the rules of logos: measured by the worker, judged by the domain, remembered until the
//! file, the zones or the brand change.

use super::branded::as_drawn;
use super::pages::as_drawn as kind_of;
use super::unreadable;
use crate::files::Files;
use app::api::{ApiError, Judge, ticket};
use documents::{Measures, Source, Workshop, Zone};
use domain::assets::{Asset, Finding, Ground, LogoFacts};
use domain::partners::Partner;
use std::sync::Arc;
use store::Store;

/// Judges for server functions, which know nothing of files and workers.
pub fn judge(files: Files, workshop: Workshop, store: Store) -> Judge {
    Arc::new(move |asset, partner| {
        let (files, workshop, store) = (files.clone(), workshop.clone(), store.clone());
        Box::pin(async move { findings(&files, &workshop, &store, &asset, &partner).await })
    })
}

/// Everything that is wrong with the partner's copy.
pub(super) async fn findings(
    files: &Files,
    workshop: &Workshop,
    store: &Store,
    asset: &Asset,
    partner: &Partner,
) -> Result<Vec<Finding>, ApiError> {
    let Some(kind) = kind_of(asset.file.media).filter(|_| asset.takes_a_brand()) else {
        return Ok(Vec::new());
    };
    let logo = match &partner.logo {
        None => None,
        Some(id) => {
            let file = store::files::find(&mut store.read().await?, id).await?.ok_or(ApiError::Missing)?;
            Some(file.sha256)
        }
    };
    let zones: Vec<Zone> = asset.zones.iter().map(|zone| as_drawn(zone, partner)).collect();
    let places: Vec<_> =
        zones.iter().map(|zone| (zone.page, zone.x, zone.y, zone.width, zone.height)).collect();
    let made_of = serde_json::json!([&asset.file.sha256, &places, &logo]).to_string();
    let measured = async {
        let png = match &logo {
            Some(sha256) => Some(files.read(&files.kept(sha256)).await?),
            None => None,
        };
        let source = files.here(&files.kept(&asset.file.sha256)).await?;
        let measured = workshop.measure(Source::File(source.path()), kind, &zones, png.as_deref()).await;
        let measured = measured.map_err(|refusal| unreadable(&refusal))?;
        serde_json::to_vec(&measured).map_err(|error| broken(&error))
    };
    let kept = files.made("measures", &made_of, measured).await?;
    let kept = files.read(&kept).await?;
    let Measures { grounds, logo } = serde_json::from_slice(&kept).map_err(|error| broken(&error))?;
    let grounds: Vec<Ground> =
        grounds.iter().map(|ground| Ground { colour: ground.colour, unrest: ground.unrest as u32 }).collect();
    let logo = logo.map(|logo| LogoFacts {
        width: logo.width,
        height: logo.height,
        colour: logo.colour,
        is_opaque: logo.is_opaque,
    });
    Ok(domain::assets::findings(&asset.zones, &grounds, logo.as_ref(), partner, asset.medium()))
}

fn broken(error: &dyn std::fmt::Display) -> ApiError {
    ApiError::Broken { ticket: ticket(error) }
}
