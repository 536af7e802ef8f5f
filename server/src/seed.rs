//! The demo programme: a vendor with a believable trade, its partners and people. Made by the project; CC0.

mod assets;
mod deals;
mod learning;

use crate::passwords::Busy;
use crate::state::State;
use domain::access::{ManagePartners, ManagePeople, Permit, Role};
use domain::id::{PartnerId, PersonId};
use domain::partners::{NewPartner, PartnerType, Region, Tier};
use store::people::NewPerson;
use store::{StoreError, Tx};

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
}

struct Organisation {
    name: &'static str,
    domain: &'static str,
    types: &'static [PartnerType],
    tier: Tier,
    region: Region,
    people: &'static [(&'static str, Role)],
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
        people: &[("Ana Sousa", Role::PartnerAdministrator), ("Ben Ortiz", Role::PartnerUser)],
    },
    Organisation {
        name: "Fabrikam Distribution",
        domain: "fabrikam.example",
        types: &[PartnerType::Distributor],
        tier: Tier::Platinum,
        region: Region::Emea,
        people: &[("Greta Holm", Role::PartnerAdministrator), ("Ivo Marek", Role::PartnerUser)],
    },
    Organisation {
        name: "Lumen Integrations",
        domain: "lumen.example",
        types: &[PartnerType::Integrator],
        tier: Tier::Silver,
        region: Region::Americas,
        people: &[("Dana Whitfield", Role::PartnerAdministrator), ("Luis Prado", Role::PartnerUser)],
    },
    Organisation {
        name: "Harbour Managed Services and Infrastructure Operations for Shipping and Logistics",
        domain: "harbour.example",
        types: &[PartnerType::ServiceProvider],
        tier: Tier::Silver,
        region: Region::AsiaPacific,
        people: &[("Wei Ling Tan", Role::PartnerAdministrator), ("Arjun Rao", Role::PartnerUser)],
    },
    Organisation {
        name: "شركة النور للحلول التقنية",
        domain: "alnoor.example",
        types: &[PartnerType::Reseller],
        tier: Tier::Registered,
        region: Region::Emea,
        people: &[("ليلى حداد", Role::PartnerAdministrator), ("Omar Said", Role::PartnerUser)],
    },
    Organisation {
        name: "Quanta Apps",
        domain: "quanta.example",
        types: &[PartnerType::SoftwareVendor],
        tier: Tier::Registered,
        region: Region::Americas,
        people: &[("Noah Beck", Role::PartnerAdministrator), ("Ruth Amari", Role::PartnerUser)],
    },
];

/// Makes the programme; answers who can sign in, with the role.
pub async fn demo(state: &State) -> Result<Vec<(String, Role)>, SeedError> {
    let hash = state.passwords.hash(PASSWORD.into()).await?;
    let mut tx = state.portal.store.begin(state.now()).await?;
    let mut sign_ins = Vec::new();
    let mut manager = None;
    for (name, local, role) in STAFF {
        let email = format!("{local}@vendor.example");
        let id = person(&mut tx, name, &email, role, None, &hash).await?;
        if role == Role::ChannelManager {
            manager = Some(id);
        }
        sign_ins.push((email, role));
    }
    let mut partners = Vec::new();
    let mut distributor = None;
    for organisation in &PARTNERS {
        let id = partner(&mut tx, organisation, manager.clone(), distributor.clone()).await?;
        for (n, (name, role)) in organisation.people.iter().enumerate() {
            let local = name.split(' ').next().unwrap_or(name).to_lowercase();
            let local = if local.is_ascii() { local } else { format!("person{n}") };
            let email = format!("{local}@{}", organisation.domain);
            person(&mut tx, name, &email, *role, Some(&id), &hash).await?;
            sign_ins.push((email, *role));
        }
        partners.push(id.clone());
        if organisation.types.contains(&PartnerType::Distributor) {
            distributor = Some(id);
        }
    }
    tx.commit().await?;
    deals::plant(&state.portal.store, state.now(), &partners).await?;
    learning::plant(state).await?;
    assets::plant(state).await?;
    Ok(sign_ins)
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
