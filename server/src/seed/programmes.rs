//! Programmes of registration: one for everybody, one for projects, and one for what several people have to agree to.

use super::SeedError;
use domain::access::{ManageProgrammes, Permit};
use domain::deals::{EvidenceKind, Protection};
use domain::money::Money;
use domain::partners::{PartnerType, Tier};
use domain::programmes::{ApprovalStep, Asked, DecidedBy, Meaning, NewProgramme, OwnField, Rules};
use domain::time::Instant;
use std::collections::BTreeMap;
use store::{Store, programmes};

/// Days for which they have counted: longer than any deal of the demo has been there.
const COUNTED_DAYS: i64 = 400;

/// Plants the programmes.
pub async fn plant(store: &Store, now: Instant) -> Result<(), SeedError> {
    let effective_on = now.plus_days(-COUNTED_DAYS).day();
    let percents = |all: [u16; 4]| -> BTreeMap<Tier, u16> { Tier::ALL.iter().copied().zip(all).collect() };
    let everybody = Rules {
        discount: percents([500, 800, 1200, 1500]),
        later_discount: percents([200, 300, 500, 600]),
        ..Rules::default()
    };
    let projects = Rules {
        types: vec![PartnerType::SoftwareVendor],
        own: vec![OwnField { label: "Tender number".into(), asked: Asked::Optional }],
        evidence: 1,
        window: Protection::of_days(180).unwrap_or_default(),
        decision_days: 5,
        ..everybody.clone()
    };
    let step = |name: &str, public_name: &str, meaning, turn, decided_by| ApprovalStep {
        name: name.into(),
        public_name: public_name.into(),
        meaning,
        turn,
        decided_by,
        people: Vec::new(),
        from: None,
        regions: Vec::new(),
        families: Vec::new(),
    };
    let large = Money { minor: 50_000_000, currency: "EUR".into() };
    let strategic = Rules {
        types: vec![PartnerType::Distributor],
        evidence_kinds: BTreeMap::from([(EvidenceKind::CustomerMail, 1)]),
        decision_days: 5,
        steps: vec![
            step("Fit of partner and customer", "Fit", Meaning::Business, 1, DecidedBy::Approver),
            ApprovalStep {
                from: Some(large),
                ..step(
                    "Price and discount",
                    "Commercial check",
                    Meaning::Commercial,
                    2,
                    DecidedBy::Administrator,
                )
            },
        ],
        ..everybody.clone()
    };
    let permit = Permit::of_the_portal(ManageProgrammes);
    let mut tx = store.begin(now).await?;
    let all =
        [("Deal registration", everybody), ("Public tenders", projects), ("Strategic projects", strategic)];
    for (name, rules) in all {
        let new = NewProgramme { name: name.into(), active: true, effective_on, rules };
        programmes::make(&mut tx, &permit, &new).await?;
    }
    Ok(tx.commit().await?)
}
