//! The demo programme: a vendor with a believable trade, its partners and people. Made by the project; CC0.

mod accounts;
mod announcements;
mod assets;
mod collections;
mod deals;
mod learning;
mod programmes;

use crate::passwords::Busy;
use crate::state::State;
use domain::access::{ManagePartners, ManagePeople, Operate, Permit, Role};
use domain::id::{PartnerId, PersonId};
use domain::partners::{NewPartner, PartnerType, Region, Tier};
use store::people::NewPerson;
use store::{StoreError, Tx, settings};
use tokio::sync::watch;

/// The password of every demo account. They exist on loopback addresses only.
pub const PASSWORD: &str = "tandem-demo-2026";

/// The programme could not be made.
#[derive(Debug, thiserror::Error)]
pub enum SeedError {
    /// Rows.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Sample files.
    #[error("sample files: {0}")]
    Files(String),
    /// Passwords.
    #[error(transparent)]
    Busy(#[from] Busy),
    /// Asked to stop before it was whole.
    #[error("stopped before the demo programme was whole")]
    Stopped,
}

struct Organisation {
    name: &'static str,
    domain: &'static str,
    types: &'static [PartnerType],
    tier: Tier,
    region: Region,
    people: &'static [(&'static str, &'static str, Role)],
}

const STAFF: [(&str, &str, Role); 5] = [
    ("Ada Lindqvist", "ada", Role::Administrator),
    ("Carl Okafor", "carl", Role::ChannelManager),
    ("Petra Novak", "petra", Role::Approver),
    ("Mia Tanaka", "mia", Role::Marketing),
    ("Elif Demir", "elif", Role::Education),
];

const PARTNERS: [Organisation; 6] = [
    Organisation {
        name: "Northwind",
        domain: "northwind.example",
        types: &[PartnerType::Reseller, PartnerType::Integrator],
        tier: Tier::Gold,
        region: Region::Emea,
        people: &[("Ana Sousa", "ana", Role::PartnerAdministrator), ("Ben Ortiz", "ben", Role::PartnerUser)],
    },
    Organisation {
        name: "Fabrikam Distribution",
        domain: "fabrikam.example",
        types: &[PartnerType::Distributor],
        tier: Tier::Platinum,
        region: Region::Emea,
        people: &[
            ("Greta Holm", "greta", Role::PartnerAdministrator),
            ("Ivo Marek", "ivo", Role::PartnerUser),
        ],
    },
    Organisation {
        name: "Lumen Integrations",
        domain: "lumen.example",
        types: &[PartnerType::Integrator],
        tier: Tier::Silver,
        region: Region::Americas,
        people: &[
            ("Dana Whitfield", "dana", Role::PartnerAdministrator),
            ("Luis Prado", "luis", Role::PartnerUser),
        ],
    },
    Organisation {
        name: "Harbour Managed Services and Infrastructure Operations for Shipping and Logistics",
        domain: "harbour.example",
        types: &[PartnerType::ServiceProvider],
        tier: Tier::Silver,
        region: Region::AsiaPacific,
        people: &[
            ("Wei Ling Tan", "wei", Role::PartnerAdministrator),
            ("Arjun Rao", "arjun", Role::PartnerUser),
        ],
    },
    Organisation {
        name: "شركة النور للحلول التقنية",
        domain: "alnoor.example",
        types: &[PartnerType::Reseller],
        tier: Tier::Registered,
        region: Region::Emea,
        people: &[
            ("ليلى حداد", "layla", Role::PartnerAdministrator),
            ("Omar Said", "omar", Role::PartnerUser),
        ],
    },
    Organisation {
        name: "Quanta Apps",
        domain: "quanta.example",
        types: &[PartnerType::SoftwareVendor],
        tier: Tier::Registered,
        region: Region::Americas,
        people: &[
            ("Noah Beck", "noah", Role::PartnerAdministrator),
            ("Ruth Amari", "ruth", Role::PartnerUser),
        ],
    },
];

/// Everybody who can sign in, with the role: staff first, then partner by partner.
pub fn sign_ins() -> Vec<(String, Role)> {
    let staff = STAFF.iter().map(|(_, local, role)| (format!("{local}@vendor.example"), *role));
    let partners = PARTNERS.iter().flat_map(|organisation| organisation.addresses());
    staff.chain(partners.map(|(_, email, role)| (email, role))).collect()
}

impl Organisation {
    /// Name, address and role of its people.
    fn addresses(&self) -> impl Iterator<Item = (&'static str, String, Role)> {
        self.people.iter().map(|(name, local, role)| (*name, format!("{local}@{}", self.domain), *role))
    }
}

/// Makes the programme, in steps between which it can be stopped.
pub async fn demo(state: &State, stop: &watch::Receiver<bool>) -> Result<(), SeedError> {
    let go_on = || if *stop.borrow() { Err(SeedError::Stopped) } else { Ok(()) };
    let hash = state.passwords.hash(PASSWORD.into()).await?;
    let partners = organisations(state, &hash).await?;
    go_on()?;
    programmes::plant(&state.portal.store, state.now()).await?;
    deals::plant(&state.portal.store, state.now(), &partners).await?;
    go_on()?;
    learning::plant(state).await?;
    go_on()?;
    assets::plant(state).await?;
    announcements::plant(state).await?;
    go_on()?;
    collections::plant(state, &partners).await?;
    let mut tx = state.portal.store.begin(state.now()).await?;
    settings::demo_whole(&mut tx, &Permit::of_the_portal(Operate)).await?;
    Ok(tx.commit().await?)
}

/// The vendor's staff, the partners, and their people: the first rows of all.
async fn organisations(state: &State, hash: &str) -> Result<Vec<PartnerId>, SeedError> {
    let mut tx = state.portal.store.begin(state.now()).await?;
    settings::demo_begun(&mut tx, &Permit::of_the_portal(Operate)).await?;
    let mut manager = None;
    for (name, local, role) in STAFF {
        let id = person(&mut tx, name, &format!("{local}@vendor.example"), role, None, hash).await?;
        if role == Role::ChannelManager {
            manager = Some(id);
        }
    }
    let mut partners = Vec::new();
    let mut distributor = None;
    for organisation in &PARTNERS {
        let id = partner(&mut tx, organisation, manager.clone(), distributor.clone()).await?;
        for (name, email, role) in organisation.addresses() {
            person(&mut tx, name, &email, role, Some(&id), hash).await?;
        }
        partners.push(id.clone());
        if organisation.types.contains(&PartnerType::Distributor) {
            distributor = Some(id);
        }
    }
    tx.commit().await?;
    Ok(partners)
}

async fn partner(
    tx: &mut Tx,
    organisation: &Organisation,
    manager: Option<PersonId>,
    distributor: Option<PartnerId>,
) -> Result<PartnerId, StoreError> {
    let sells_through = organisation.types.contains(&PartnerType::Reseller);
    let new = NewPartner {
        name: organisation.name.into(),
        domains: vec![organisation.domain.into()],
        types: organisation.types.to_vec(),
        tier: organisation.tier,
        region: organisation.region,
        parent: distributor.filter(|_| sells_through),
        manager: manager.filter(|_| organisation.region == Region::Emea),
    };
    store::partners::make(tx, &Permit::of_the_portal(ManagePartners), &new).await
}

async fn person(
    tx: &mut Tx,
    name: &str,
    email: &str,
    role: Role,
    partner: Option<&PartnerId>,
    hash: &str,
) -> Result<PersonId, StoreError> {
    let new = NewPerson {
        name: name.into(),
        email: email.into(),
        role,
        partner: partner.cloned(),
        password_hash: Some(hash.to_owned()),
    };
    store::people::make(tx, &Permit::of_the_portal(ManagePeople), &new).await
}
