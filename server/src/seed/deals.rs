//! Deals of the demo programme in every state, so that lists, the queue and the home pages have something to tell.

use super::SeedError;
use domain::access::{DecideDeal, ManageAccounts, Permit, RegisterDeal};
use domain::deals::{
    Contact, Customer, DealForm, Linked, NewDeal, PartnerStep, Protection, Reason, Rejection, Step,
};
use domain::id::{AccountId, FamilyId, PartnerId};
use domain::money::Money;
use domain::time::Instant;
use store::deals::decide::ApproveError;
use store::deals::drafts::{Registered, SubmitError};
use store::deals::{self, decide, drafts, life};
use store::{Store, StoreError, accounts, programmes};

const FAMILIES: [&str; 4] = ["Edge routers", "Storage arrays", "Backup service", "Support plans"];

/// What becomes of a deal.
enum Fate {
    Waiting,
    InReview,
    Approved,
    Rejected(Reason, &'static str),
    Won,
    Lost,
}

/// A deal: partner (by its place in the seed), customer, domain, country, families, amount, days ago, fate.
type Line =
    (usize, &'static str, &'static str, &'static str, &'static [usize], (i64, &'static str), i64, Fate);

const DEALS: [Line; 14] = [
    (0, "Brightwater Utilities", "brightwater.example", "GB", &[0, 3], (184_000, "GBP"), 40, Fate::Approved),
    (0, "Kestrel Aerospace GmbH", "kestrel-aero.example", "DE", &[1], (96_500, "EUR"), 2, Fate::Waiting),
    (0, "Tallinn City Hospital", "tch.example", "EE", &[2], (38_200, "EUR"), 75, Fate::Approved),
    (0, "Aster Museum", "", "PT", &[1, 2], (21_750, "EUR"), 120, Fate::Won),
    (0, "Fjord Rail", "fjordrail.example", "NO", &[0], (310_000, "NOK"), 95, Fate::Lost),
    (1, "Kestrel Aerospace", "", "DE", &[1, 2], (101_000, "EUR"), 1, Fate::Waiting),
    (1, "Mediterra Foods SpA", "mediterra.example", "IT", &[0], (64_900, "EUR"), 3, Fate::InReview),
    (2, "Pampas Cooperative", "pampas.example", "AR", &[1], (72_000, "USD"), 6, Fate::Approved),
    (
        2,
        "Brightwater Utilities plc",
        "brightwater.example",
        "GB",
        &[0],
        (170_000, "GBP"),
        20,
        Fate::Rejected(
            Reason::RegisteredBefore,
            "Another registration came first. Support plans are still open here.",
        ),
    ),
    (3, "Nordlys Shipping", "nordlys-shipping.example", "NO", &[2, 3], (540_000, "NOK"), 4, Fate::InReview),
    (3, "Sakura Precision", "sakura-precision.example", "JP", &[0], (9_800_000, "JPY"), 30, Fate::Approved),
    (4, "Veldt Mining", "veldt.example", "ZA", &[1], (1_250_000, "ZAR"), 1, Fate::Waiting),
    (
        5,
        "Cobalt Games",
        "cobalt.example",
        "US",
        &[2],
        (18_000, "USD"),
        12,
        Fate::Rejected(Reason::NotQualified, ""),
    ),
    (5, "Harvest Bank", "harvestbank.example", "US", &[0, 1], (420_000, "USD"), 5, Fate::Waiting),
];

/// Plants families, accounts and deals.
pub(super) async fn plant(store: &Store, now: Instant, partners: &[PartnerId]) -> Result<(), SeedError> {
    let keep = Permit::of_the_portal(ManageAccounts);
    let mut tx = store.begin(now.plus_days(-200)).await?;
    let mut families = Vec::new();
    for name in FAMILIES {
        families.push(accounts::make_family(&mut tx, &keep, name).await?);
    }
    tx.commit().await?;
    let known = super::accounts::plant(store, now, &families, partners).await?;
    for line in &DEALS {
        let Some(partner) = partners.get(line.0) else { continue };
        let account =
            known.iter().find(|(domain, _)| !line.2.is_empty() && *domain == line.2).map(|(_, id)| id);
        register(store, now.plus_days(-line.6), partner, line, &families, account).await?;
    }
    Ok(())
}

async fn register(
    store: &Store,
    at: Instant,
    partner: &PartnerId,
    (_, customer, domain, country, wanted, (amount, currency), _, fate): &Line,
    families: &[FamilyId],
    account: Option<&AccountId>,
) -> Result<(), SeedError> {
    let person = person_of(store, partner).await?;
    let permit = person.permit(RegisterDeal { partner: partner.clone() }).map_err(|_| StoreError::Stale)?;
    let decision = Permit::of_the_portal(DecideDeal { partner: partner.clone() });
    let new = NewDeal {
        customer: Customer { name: (*customer).into(), domain: (*domain).into(), country: (*country).into() },
        families: wanted.iter().filter_map(|n| families.get(*n).cloned()).collect(),
        amount: Money::read(&amount.to_string(), currency).map_err(|_| StoreError::Stale)?,
        close_on: at.plus_days(120).day(),
        contact: Contact {
            name: "Robin Hale".into(),
            role: "Head of infrastructure".into(),
            email: format!("robin.hale@{}", if domain.is_empty() { "mail.example" } else { domain }),
        },
        need: "Their equipment is out of support in spring. We sized a replacement with their team and ran a trial.".into(),
    };
    let mut tx = store.begin(at).await?;
    let key = format!("demo-{partner}-{customer}");
    let draft = drafts::begin(&mut tx, &permit, &DealForm::default(), &key).await?;
    let open = programmes::open_to(&mut tx, &permit, at.day()).await?;
    let registered = Registered { version: open.first().map(|one| &one.rules), own: Vec::new() };
    drafts::submit_under(&mut tx, &permit, &draft, &new, &registered).await.map_err(|error| match error {
        SubmitError::Store(error) => error,
        SubmitError::Family => StoreError::Stale,
    })?;
    tx.commit().await?;

    let later = at.plus_hours(20);
    let mut tx = store.begin(later).await?;
    let scope = domain::access::Scope::All;
    let Some(deal) = deals::find(&mut tx, &scope, &draft.id, later).await? else { return Ok(()) };
    match fate {
        Fate::Waiting => return Ok(()),
        Fate::InReview => decide::start_review(&mut tx, &decision, &deal, deal.version).await?,
        Fate::Rejected(reason, note) => {
            let why = Rejection { reason: *reason, note: (*note).into() };
            decide::reject(&mut tx, &decision, &deal, deal.version, &why).await?;
        }
        Fate::Approved | Fate::Won | Fate::Lost => {
            let linked = match account {
                Some(id) => Linked::To(id.clone()),
                None => Linked::New { seen: Vec::new() },
            };
            match decide::approve(&mut tx, &decision, &deal, deal.version, &linked, Protection::DEFAULT).await
            {
                Ok(()) => {}
                Err(ApproveError::Store(error)) => return Err(error.into()),
                Err(ApproveError::Protected | ApproveError::NoAccount | ApproveError::LikeThis) => {
                    return Err(StoreError::Stale.into());
                }
            }
        }
    }
    tx.commit().await?;
    let step = match fate {
        Fate::Won => Step::Win,
        Fate::Lost => Step::Lose,
        _ => return Ok(()),
    };
    let end = at.plus_days(60);
    let mut tx = store.begin(end).await?;
    if let Some(deal) = deals::find(&mut tx, &scope, &draft.id, end).await? {
        life::step(&mut tx, &permit, &deal, deal.version, &PartnerStep::of(step)).await?;
        tx.commit().await?;
    }
    Ok(())
}

/// Somebody of the partner, as if signed in.
pub(super) async fn person_of(
    store: &Store,
    partner: &PartnerId,
) -> Result<domain::access::Actor, SeedError> {
    let mut read = store.read().await?;
    let scope = domain::access::Scope::Partner(partner.clone());
    let people = store::people::list(&mut read, &scope, Some(partner)).await?;
    let first = people.first().ok_or(StoreError::Stale)?;
    let profile = store::people::profile(&mut read, &first.id).await?.ok_or(StoreError::Stale)?;
    Ok(domain::access::Actor::vouch(profile))
}
