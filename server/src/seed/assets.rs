//! Collateral of the demo programme: sheets that the portal prints itself, CC0.

use super::SeedError;
use crate::state::State;
use documents::{A4, DataSheet, data_sheet};
use domain::access::{ManageAssets, Permit, Scope};
use domain::assets::{AssetDetails, AssetKind, AssetState, Length, Look, PageSize, Zone, ZoneKind};
use domain::partners::Tier;
use domain::time::Day;
use store::StoreError;
use store::assets::changes::{self, NewAsset};
use store::files::NewFile;

type Part = (&'static str, &'static [&'static str]);

struct Sheet {
    title: &'static str,
    lead: &'static str,
    kind: AssetKind,
    tags: &'static [&'static str],
    accent: [u8; 3],
    parts: &'static [Part],
    tiers: &'static [Tier],
    /// Days from today on which it expires.
    expires_in: Option<i64>,
    state: AssetState,
}

const ROUTER: &[Part] = &[
    (
        "Why customers choose it",
        &[
            "Two uplinks, one bill of health.",
            "A failed line is replaced before anybody notices.",
            "Configuration travels with the serial number, not with the technician.",
        ],
    ),
    (
        "In numbers",
        &["Up to 10 Gbit/s through the firewall", "40 W at full load", "Five years of security updates"],
    ),
    ("What it takes", &["A free rack unit, two ports, and a morning."]),
];
const STORAGE: &[Part] = &[
    (
        "Why customers choose it",
        &[
            "Restores are measured in minutes.",
            "Grows by shelves while people work.",
            "One price for three years, support included.",
        ],
    ),
    (
        "In numbers",
        &[
            "From 20 TB to 1.2 PB",
            "Four times less space by deduplication, guaranteed in writing",
            "Two controllers, no single point of failure",
        ],
    ),
    ("What it takes", &["Two rack units and a talk with operations, finance and the owner."]),
];
const BACKUP: &[Part] = &[
    (
        "What happened",
        &["A hospital lost a server room to a burst pipe.", "Two hours later the wards worked again."],
    ),
    (
        "What made the difference",
        &["A copy in another building, tested every month.", "A partner who picked up the telephone."],
    ),
];

const SHEETS: [Sheet; 5] = [
    Sheet {
        title: "Edge routers: data sheet",
        lead: "A branch that stays online",
        kind: AssetKind::DataSheet,
        tags: &["edge", "network"],
        accent: [0x1f, 0x4f, 0xa8],
        parts: ROUTER,
        tiers: &[],
        expires_in: None,
        state: AssetState::Published,
    },
    Sheet {
        title: "Storage arrays: data sheet",
        lead: "Room for three years, restored in minutes",
        kind: AssetKind::DataSheet,
        tags: &["storage"],
        accent: [0x0d, 0x5c, 0x63],
        parts: STORAGE,
        tiers: &[],
        expires_in: Some(21),
        state: AssetState::Published,
    },
    Sheet {
        title: "City hospital: back at work in two hours",
        lead: "A case study of the backup service",
        kind: AssetKind::CaseStudy,
        tags: &["backup", "health"],
        accent: [0x7a, 0x2e, 0x5c],
        parts: BACKUP,
        tiers: &[],
        expires_in: None,
        state: AssetState::Published,
    },
    Sheet {
        title: "Spring campaign for gold and platinum partners",
        lead: "A brochure to send with your own letter",
        kind: AssetKind::Brochure,
        tags: &["campaign"],
        accent: [0xa1, 0x4a, 0x12],
        parts: STORAGE,
        tiers: &[Tier::Gold, Tier::Platinum],
        expires_in: Some(120),
        state: AssetState::Published,
    },
    Sheet {
        title: "Support plans: data sheet",
        lead: "Still being written",
        kind: AssetKind::DataSheet,
        tags: &["support"],
        accent: [0x40, 0x48, 0x54],
        parts: ROUTER,
        tiers: &[],
        expires_in: None,
        state: AssetState::Draft,
    },
];

/// Plants collateral with zones in its foot.
pub(super) async fn plant(state: &State) -> Result<(), SeedError> {
    let permit = Permit::of_the_portal(ManageAssets);
    let now = state.now().plus_days(-10);
    let today = state.now().day();
    for sheet in &SHEETS {
        let drawn =
            DataSheet { title: sheet.title, lead: sheet.lead, parts: sheet.parts, accent: sheet.accent };
        let pdf = data_sheet(&drawn).map_err(|refusal| SeedError::Files(refusal.to_string()))?;
        let bytes = i64::try_from(pdf.len()).unwrap_or(i64::MAX);
        let sha256 = state.files.keep(pdf).await.map_err(|error| SeedError::Files(error.to_string()))?;
        let file = NewFile { sha256, bytes, kind: "pdf".into(), name: format!("{}.pdf", sheet.title) };
        let points = |length: f32| Length::from_points(f64::from(length));
        let new = NewAsset {
            details: details(sheet, today),
            pages: vec![PageSize { width: points(A4.0), height: points(A4.1) }],
            words: words(sheet),
            idempotency_key: format!("demo-{}", sheet.title),
        };
        let mut tx = state.portal.store.begin(now).await?;
        let id = changes::make(&mut tx, &permit, &file, &new).await?;
        let asset = store::assets::find(&mut tx, &Scope::All, &id, today).await?.ok_or(StoreError::Stale)?;
        changes::replace_zones(&mut tx, &permit, &asset, asset.version, &zones(), false).await?;
        if sheet.state == AssetState::Published {
            changes::publish(&mut tx, &permit, &asset, asset.version + 1).await?;
        }
        tx.commit().await?;
    }
    Ok(())
}

/// What stands on the page, as it is found by.
fn words(sheet: &Sheet) -> String {
    let parts = sheet.parts.iter().flat_map(|(heading, lines)| std::iter::once(heading).chain(*lines));
    [sheet.title, sheet.lead].into_iter().chain(parts.copied()).collect::<Vec<_>>().join("\n")
}

fn details(sheet: &Sheet, today: Day) -> AssetDetails {
    AssetDetails {
        title: sheet.title.into(),
        description: sheet.lead.into(),
        kind: sheet.kind,
        language: "en".into(),
        tags: sheet.tags.iter().map(|tag| (*tag).to_owned()).collect(),
        tiers: sheet.tiers.to_vec(),
        types: Vec::new(),
        publish_on: None,
        expire_on: sheet.expires_in.map(|days| today.plus_days(days)),
    }
}

/// Logo at the left, name and contact at the right of the foot.
fn zones() -> [Zone; 3] {
    let zone = |kind, x, y, width, height| {
        let points = Length::from_points;
        Zone {
            page: 0,
            kind,
            x: points(x),
            y: points(y),
            width: points(width),
            height: points(height),
            look: Look::usual(kind),
        }
    };
    [
        zone(ZoneKind::Logo, 48.0, 748.0, 150.0, 66.0),
        zone(ZoneKind::Name, 330.0, 744.0, 217.0, 18.0),
        zone(ZoneKind::Contact, 330.0, 764.0, 217.0, 60.0),
    ]
}
