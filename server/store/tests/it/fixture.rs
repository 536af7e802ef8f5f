//! An empty store on either engine, and two rival partners in it.

use crate::template;
use domain::access::{Actor, ManagePartners, ManagePeople, Permit, Role};
use domain::id::{PartnerId, PersonId};
use domain::partners::{NewPartner, PartnerType, Region, Tier};
use domain::time::Instant;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use store::Store;
use store::people::NewPerson;

/// Tuesday, 24 November 2026, 09:00 UTC.
pub const NOW: Instant = Instant::from_millis(1_795_510_800_000);

/// Always the same numbers for a seed, as if drawn.
pub struct Drawn(pub u64);

impl Drawn {
    pub fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % most
    }
}

static COUNT: AtomicU64 = AtomicU64::new(0);

/// A store that is thrown away afterwards.
pub struct Home {
    pub store: Store,
    /// For a second server on the same database.
    pub url: String,
    folder: Option<std::path::PathBuf>,
}

impl Drop for Home {
    fn drop(&mut self) {
        if let Some(folder) = &self.folder {
            let _ = std::fs::remove_dir_all(folder);
        }
    }
}

/// A name that nothing has: numbers of processes come again, and what was stopped in the middle stays behind.
fn fresh_name() -> String {
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_nanos();
    format!("tandem_{}_{}_{now}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed))
}

pub async fn sqlite() -> Home {
    sqlite_like(Some(&template::sqlite().await)).await
}

/// Without a schema.
pub async fn bare_sqlite() -> Home {
    sqlite_like(None).await
}

async fn sqlite_like(template: Option<&Path>) -> Home {
    let folder = std::env::temp_dir().join(fresh_name());
    std::fs::create_dir_all(&folder).unwrap();
    let file = folder.join("tandem.db");
    if let Some(template) = template {
        std::fs::copy(template, &file).unwrap();
    }
    let url = Store::sqlite_url(&file);
    Home { store: Store::connect(&url).await.unwrap(), url, folder: Some(folder) }
}

pub async fn postgres() -> Home {
    postgres_like(true).await
}

/// Without a schema.
pub async fn bare_postgres() -> Home {
    postgres_like(false).await
}

async fn postgres_like(with_schema: bool) -> Home {
    let server = std::env::var("TANDEM_TEST_POSTGRES").expect(
        "TANDEM_TEST_POSTGRES names no PostgreSQL server: run `cargo xtask test --only rust --package store`",
    );
    let name = fresh_name();
    let mut admin = <sqlx::PgConnection as sqlx::Connection>::connect(&server).await.unwrap();
    let like = match with_schema {
        true => format!("TEMPLATE {}", template::postgres(&server, &mut admin).await),
        false => String::new(),
    };
    for text in [format!("DROP DATABASE IF EXISTS {name}"), format!("CREATE DATABASE {name} {like}")] {
        sqlx::query(sqlx::AssertSqlSafe(text)).execute(&mut admin).await.unwrap();
    }
    let (base, _) = server.rsplit_once('/').unwrap();
    let url = format!("{base}/{name}");
    Home { store: Store::connect(&url).await.unwrap(), url, folder: None }
}

/// Stamps tests for both engines.
#[macro_export]
macro_rules! on_both_engines {
    ($(async fn $name:ident($store:ident: Store) $body:block)*) => {$(
        mod $name {
            #[allow(unused_imports)]
            use super::*;

            async fn test($store: store::Store) $body

            #[tokio::test]
            async fn sqlite() {
                let home = $crate::fixture::sqlite().await;
                test(home.store.clone()).await;
            }

            #[tokio::test]
            async fn postgres() {
                let home = $crate::fixture::postgres().await;
                test(home.store.clone()).await;
                home.store.close().await;
            }
        }
    )*};
}

/// One partner with one administrator and one user.
pub struct Side {
    pub partner: PartnerId,
    pub administrator: Actor,
    pub user: Actor,
}

/// Two rivals and the vendor's staff.
pub struct Programme {
    pub nordwind: Side,
    pub rival: Side,
    pub administrator: Actor,
    pub manager: Actor,
    pub approver: Actor,
    pub marketing: Actor,
}

pub async fn person(store: &Store, name: &str, role: Role, partner: Option<&PartnerId>) -> Actor {
    let mut tx = store.begin(NOW).await.unwrap();
    let new = NewPerson {
        name: name.into(),
        email: format!("{}@example.org", name.to_lowercase().replace(' ', ".")),
        role,
        partner: partner.cloned(),
        password_hash: None,
    };
    let id: PersonId =
        store::people::make(&mut tx, &Permit::of_the_portal(ManagePeople), &new).await.unwrap();
    let profile = store::people::profile(&mut tx, &id).await.unwrap().unwrap();
    tx.commit().await.unwrap();
    Actor::vouch(profile)
}

pub fn new_partner(name: &str, domain: &str) -> NewPartner {
    NewPartner {
        name: name.into(),
        domains: vec![domain.into()],
        types: vec![PartnerType::Reseller],
        tier: Tier::Gold,
        region: Region::Emea,
        parent: None,
        manager: None,
    }
}

async fn side(store: &Store, name: &str, domain: &str, manager: Option<PersonId>) -> Side {
    let mut tx = store.begin(NOW).await.unwrap();
    let new = NewPartner { manager, ..new_partner(name, domain) };
    let partner = store::partners::make(&mut tx, &Permit::of_the_portal(ManagePartners), &new).await.unwrap();
    tx.commit().await.unwrap();
    let administrator =
        person(store, &format!("{name} Admin"), Role::PartnerAdministrator, Some(&partner)).await;
    let user = person(store, &format!("{name} User"), Role::PartnerUser, Some(&partner)).await;
    Side { partner, administrator, user }
}

/// The vendor's staff, a partner that the manager looks after, and a rival that nobody does.
pub async fn programme(store: &Store) -> Programme {
    let administrator = person(store, "Ada Admin", Role::Administrator, None).await;
    let manager = person(store, "Carl Manager", Role::ChannelManager, None).await;
    let approver = person(store, "Petra Approver", Role::Approver, None).await;
    let marketing = person(store, "Mia Marketing", Role::Marketing, None).await;
    let nordwind = side(store, "Nordwind", "nordwind.example", Some(manager.profile().person.clone())).await;
    let rival = side(store, "Rival", "rival.example", None).await;
    Programme { nordwind, rival, administrator, manager, approver, marketing }
}
