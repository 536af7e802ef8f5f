//! How zones look before they are saved: a page with the brand of a partner that there is not, drawn by the same worker.
//! The zones come as the form has them, so that a browser without scripts sees them in another tab.

use super::branded::{as_drawn, merged};
use super::pages::{draw_page, picture};
use super::{Found, find, unreadable};
use crate::state::State;
use app::api::ApiError;
use app::texts::text;
use axum::Extension;
use axum::extract::{Path, RawQuery};
use axum::http::{HeaderMap, Method};
use axum::response::Response;
use documents::{Brand, Refusal, Workshop, Zone};
use domain::access::{Actor, ManageAssets};
use domain::assets::ZonesForm;
use domain::id::PartnerId;
use domain::partners::{Contact, Partner, Region, Tier};
use domain::time::Instant;
use serde::Deserialize;

/// Most bytes of a form in an address.
const MOST_BYTES: usize = 32 * 1024;

/// Brands that show what goes wrong first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Sample {
    /// A name that is longer than anybody expects.
    #[default]
    Long,
    /// A logo six times as wide as high.
    Wide,
    /// A logo three times as high as wide.
    Tall,
}

impl Sample {
    fn of(word: &str) -> Self {
        match word {
            "wide" => Self::Wide,
            "tall" => Self::Tall,
            _ => Self::Long,
        }
    }

    fn logo(self) -> String {
        let (width, height) = match self {
            Self::Long => (300, 100),
            Self::Wide => (600, 100),
            Self::Tall => (100, 300),
        };
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\">\
             <rect width=\"{width}\" height=\"{height}\" rx=\"12\" fill=\"#1b1f24\"/>\
             <circle cx=\"50\" cy=\"50\" r=\"26\" fill=\"#fff\"/></svg>"
        )
    }

    /// Who there is not.
    pub(super) fn partner(self) -> Partner {
        let line = text::assets::sample_line;
        let long = text::assets::sample_partner_long();
        Partner {
            id: PartnerId::new(Instant::from_millis(0), [0; 10]),
            name: if self == Self::Long { long } else { text::assets::sample_partner() }.to_owned(),
            domains: Vec::new(),
            types: Vec::new(),
            tier: Tier::Registered,
            region: Region::Emea,
            parent: None,
            manager: None,
            contact: Contact {
                name: line(1),
                email: "sales@partner.example".into(),
                phone: "+00 000 000 0000".into(),
                website: "partner.example".into(),
                address: line(2),
            },
            logo: None,
            version: 0,
        }
    }

    /// Its brand.
    pub(super) async fn brand(self, workshop: &Workshop) -> Result<Brand, Refusal> {
        let logo = workshop.normalise_logo(self.logo().as_bytes()).await?;
        let partner = self.partner();
        Ok(Brand { name: partner.name, contact: partner.contact.lines(), logo: Some(logo.png) })
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Wanted {
    sample: String,
    shown: String,
}

/// One page with a sample's brand at the zones of the form.
pub async fn sample(
    axum::extract::State(state): axum::extract::State<State>,
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
    actor: Option<Extension<Actor>>,
    method: Method,
    headers: HeaderMap,
) -> Response {
    let drawn = async {
        let Found { actor, asset, .. } = find(&state, actor, &id).await?;
        actor.permit(ManageAssets)?;
        let query = query.unwrap_or_default();
        if query.len() > MOST_BYTES {
            return Err(ApiError::Invalid(domain::form::Faults::new()));
        }
        // Forms write brackets in full, addresses as they are.
        let read = serde_qs::Config::new(5, false);
        let wanted: Wanted = read.deserialize_str(&query).unwrap_or_default();
        let form: ZonesForm =
            read.deserialize_str(&query).map_err(|_| ApiError::Invalid(domain::form::Faults::new()))?;
        let zones = form.check(&asset.pages)?;
        let index = wanted.shown.parse::<u32>().unwrap_or(1).saturating_sub(1);
        if index as usize >= asset.pages.len() {
            return Err(ApiError::Missing);
        }
        let sample = Sample::of(&wanted.sample);
        let partner = sample.partner();
        let zones: Vec<Zone> = zones.iter().map(|zone| as_drawn(zone, &partner)).collect();
        let made_of =
            serde_json::json!([&asset.file.sha256, &zones, &wanted.sample, &partner.name]).to_string();
        let made = async {
            let source = state.files.here(&state.files.kept(&asset.file.sha256)).await?;
            let made = async {
                let brand = sample.brand(&state.workshop).await?;
                merged(&state.workshop, source.path(), asset.file.media, &zones, &brand).await
            };
            made.await.map_err(|refusal| unreadable(&refusal))
        };
        let file = state.files.made("samples", &made_of, made).await?;
        draw_page(&state, &asset, &file, index).await
    };
    picture(&state.files, &method, &headers, drawn.await).await
}
