//! A vendor's PDF with a partner's logo, name and contact on it, made once and kept until one of them changes.

use super::unreadable;
use crate::files::{Cached, Files};
use crate::state::State;
use app::api::{ApiError, TryZones, ticket};
use app::texts::text;
use documents::{Brand, Source, Workshop, Zone, ZoneKind};
use domain::assets::Asset;
use domain::form::{Fault, Faults};
use domain::partners::Partner;
use std::sync::Arc;

/// The file as its reader gets it: with the own brand where the asset has zones for it.
pub(crate) async fn file(
    state: &State,
    asset: &Asset,
    partner: Option<&Partner>,
) -> Result<Cached, ApiError> {
    let whole = || Cached { path: state.files.path(&asset.file.sha256), tag: asset.file.sha256.clone() };
    let Some(partner) = partner.filter(|_| asset.takes_a_brand()) else {
        return Ok(whole());
    };
    let brand = brand(state, partner).await?;
    let zones: Vec<Zone> = asset.zones.iter().map(as_drawn).collect();
    // Everything that the merged file is made of is in its name.
    let made_of = serde_json::json!([&asset.file.sha256, &zones, &brand.name, &brand.contact, &partner.logo]);
    let made_of = made_of.to_string();
    let pdf = whole().path;
    let merged = async {
        let merged = state.workshop.merge(Source::File(&pdf), &zones, &brand).await;
        merged.map_err(|refusal| unreadable(&refusal))
    };
    state.files.made("branded", &made_of, merged).await
}

/// The logo of the sample: made to pixels as a partner's own is.
const SAMPLE_LOGO: &str = r##"<svg xmlns="http://www.w3.org/2000/svg" width="300" height="100">
    <rect width="300" height="100" fill="#1b1f24"/></svg>"##;

/// Merges on trial, so that no partner is the first to find out that a file can't be.
pub fn trials(files: Files, workshop: Workshop) -> TryZones {
    Arc::new(move |file, zones| {
        let (pdf, workshop) = (files.path(&file.sha256), workshop.clone());
        Box::pin(async move {
            let merged = async {
                let logo = workshop.normalise_logo(SAMPLE_LOGO.as_bytes()).await?;
                let zones: Vec<Zone> = zones.iter().map(as_drawn).collect();
                workshop.merge(Source::File(&pdf), &zones, &sample(logo.png)).await
            };
            merged.await.map(drop).map_err(|refusal| {
                if refusal.is_ours() {
                    return ApiError::Busy;
                }
                let reason = text::assets::cannot_be_branded(refusal);
                Faults::of("zones", Fault::BadFile { reason }).into()
            })
        })
    })
}

fn sample(logo: Vec<u8>) -> Brand {
    let line = text::assets::sample_line;
    Brand {
        name: text::assets::sample_partner().to_owned(),
        contact: (1..=4_i64).map(line).collect(),
        logo: Some(logo),
    }
}

async fn brand(state: &State, partner: &Partner) -> Result<Brand, ApiError> {
    let logo = match &partner.logo {
        None => None,
        Some(id) => {
            let mut read = state.portal.store.read().await?;
            let file = store::files::find(&mut read, id).await?.ok_or(ApiError::Missing)?;
            Some(state.files.read(&file.sha256).await.map_err(|error| broken(&error))?)
        }
    };
    Ok(Brand { name: partner.name.clone(), contact: partner.contact.lines(), logo })
}

fn as_drawn(zone: &domain::assets::Zone) -> Zone {
    let kind = match zone.kind {
        domain::assets::ZoneKind::Logo => ZoneKind::Logo,
        domain::assets::ZoneKind::Name => ZoneKind::PartnerName,
        domain::assets::ZoneKind::Contact => ZoneKind::Contact,
    };
    let points = |length: domain::assets::Length| length.points() as f32;
    Zone::new(zone.page, kind, points(zone.x), points(zone.y), points(zone.width), points(zone.height))
}

fn broken(error: &std::io::Error) -> ApiError {
    ApiError::Broken { ticket: ticket(error) }
}
