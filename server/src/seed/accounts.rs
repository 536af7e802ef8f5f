//! What the demo programme knows of customer accounts: where they are, whose they are, what they have and when it is renewed.

use super::SeedError;
use domain::access::{ManageAccounts, Permit};
use domain::accounts::{Details, NewAccount, NewInstall, NewOfRecord, Period, Segment};
use domain::id::{AccountId, FamilyId, PartnerId};
use domain::time::Instant;
use store::accounts::of_record::{self, NotOnRecord};
use store::accounts::{self, installs};
use store::{Store, StoreError};

/// Accounts that the vendor knows: name, domain, country, city, segment.
const ACCOUNTS: [(&str, &str, &str, &str, Segment); 8] = [
    ("Brightwater Utilities plc", "brightwater.example", "GB", "Leeds", Segment::Enterprise),
    ("Kestrel Aerospace GmbH", "kestrel-aero.example", "DE", "Bremen", Segment::Enterprise),
    ("Mediterra Foods S.p.A.", "mediterra.example", "IT", "Bari", Segment::MidMarket),
    ("Nordlys Shipping AS", "nordlys-shipping.example", "NO", "Bergen", Segment::MidMarket),
    ("Pampas Cooperative", "pampas.example", "AR", "Rosario", Segment::MidMarket),
    ("Sakura Precision KK", "sakura-precision.example", "JP", "Nagoya", Segment::Enterprise),
    ("Tallinn City Hospital", "tch.example", "EE", "Tallinn", Segment::Public),
    ("Veldt Mining Ltd", "veldt.example", "ZA", "Kimberley", Segment::Enterprise),
];

/// Who has an account for a family, by their places: account, family, partner, days since.
const OF_RECORD: [(usize, usize, usize, i64); 4] =
    [(0, 0, 0, 400), (6, 2, 0, 300), (4, 1, 2, 250), (0, 3, 3, 120)];

/// What customers have: account, family, quantity, days since, days until it is renewed.
const INSTALLED: [(usize, usize, i64, i64, i64); 5] =
    [(0, 0, 24, 640, 25), (0, 3, 24, 300, 65), (6, 2, 1, 290, 80), (4, 1, 6, 500, -12), (1, 1, 3, 90, 275)];

/// Makes the accounts; answers each with its domain.
pub(super) async fn plant(
    store: &Store,
    now: Instant,
    families: &[FamilyId],
    partners: &[PartnerId],
) -> Result<Vec<(&'static str, AccountId)>, SeedError> {
    let keep = Permit::of_the_portal(ManageAccounts);
    let mut tx = store.begin(now.plus_days(-200)).await?;
    let mut known = Vec::new();
    for (name, domain, country, city, segment) in ACCOUNTS {
        let details = Details { city: city.into(), segment: Some(segment), ..Details::default() };
        let new =
            NewAccount { legal_name: name.into(), domain: domain.into(), country: country.into(), details };
        known.push((domain, accounts::make(&mut tx, &keep, &new, domain).await?));
    }
    let today = now.day();
    for (account, family, partner, days) in OF_RECORD {
        let places = (known.get(account), families.get(family), partners.get(partner));
        let (Some((_, account)), Some(family), Some(partner)) = places else { continue };
        let period = Period { from: today.plus_days(-days), until: None };
        let (family, partner) = (family.clone(), partner.clone());
        let new = NewOfRecord { family, partner, period, reason: "Sold and looks after it".into() };
        of_record::assign(&mut tx, &keep, account, &new).await.map_err(|error| match error {
            NotOnRecord::Store(error) => error,
            NotOnRecord::Field(..) => StoreError::Stale,
        })?;
    }
    for (place, (account, family, quantity, since, renews)) in INSTALLED.into_iter().enumerate() {
        let (Some((_, account)), Some(family)) = (known.get(account), families.get(family)) else { continue };
        let (since, renews) = (today.plus_days(-since), Some(today.plus_days(renews)));
        let new = NewInstall { family: family.clone(), quantity, since, renews, note: String::new() };
        installs::add(&mut tx, &keep, account, &new, &format!("demo-{place}")).await?;
    }
    tx.commit().await?;
    Ok(known)
}
