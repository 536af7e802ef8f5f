//! The schema's history: `migrations/NNNN_words.sql`, applied in order, each in a transaction of its own. Where the
//! engines cannot share a text, there are twins of one name under `migrations/sqlite` and `migrations/postgres`.

use crate::db::Store;
use crate::error::StoreError;
use crate::{args, statements};
use domain::time::Instant;
use sha2::{Digest as _, Sha256};

macro_rules! files {
    ($($name:literal),* $(,)?) => {
        &[$(($name, include_str!(concat!("../../../migrations/", $name)))),*]
    };
}

macro_rules! twins {
    ($($name:literal),* $(,)?) => {
        &[$((
            $name,
            include_str!(concat!("../../../migrations/sqlite/", $name)),
            include_str!(concat!("../../../migrations/postgres/", $name)),
        )),*]
    };
}

/// Every migration that both engines read, oldest first. Applied files never change.
pub const FILES: &[(&str, &str)] = files![
    "0001_house.sql",
    "0002_learning.sql",
    "0003_assets.sql",
    "0004_deals.sql",
    "0005_people.sql",
    "0007_settings.sql",
    "0008_deals.sql",
    "0010_notices.sql",
    "0011_mail.sql",
    "0012_announcements.sql",
    "0030_collections.sql",
    "0031_shares.sql",
    "0032_zone_looks.sql",
    "0040_certifications.sql",
    "0070_language.sql",
    "0071_looks.sql",
];

/// Migrations that each engine has a text of its own for: SQLite's, then PostgreSQL's.
pub const TWINS: &[(&str, &str, &str)] = twins!["0060_search.sql"];

/// The migrations of an engine, by their number.
pub fn of_engine(engine: &str) -> Vec<(&'static str, &'static str)> {
    let twin = |(name, sqlite, postgres)| (name, if engine == "sqlite" { sqlite } else { postgres });
    let mut all: Vec<_> = FILES.iter().copied().chain(TWINS.iter().copied().map(twin)).collect();
    all.sort_unstable_by_key(|(name, _)| *name);
    all
}

statements! {
    APPLIED = "SELECT name, sha256 FROM migrations ORDER BY name";
    APPLY = "INSERT INTO migrations (name, sha256, applied_at) VALUES ($1, $2, $3)";
}

const TABLE: &str = "CREATE TABLE IF NOT EXISTS migrations (
    name TEXT PRIMARY KEY, sha256 TEXT NOT NULL, applied_at BIGINT NOT NULL)";

/// Applies what is missing. Several servers may start at once: the first one works, the others wait.
pub async fn run(store: &Store) -> Result<(), StoreError> {
    let now = Instant::from_millis(
        std::time::SystemTime::now()
            .duration_since(std::time::UNIX_EPOCH)
            .map_or(0, |since| i64::try_from(since.as_millis()).unwrap_or(i64::MAX)),
    );
    make_table(store, now).await?;
    for (name, text) in of_engine(store.engine()) {
        let mut tx = store.begin(now).await?;
        if store.engine() == "postgres" {
            Store::script(&mut tx, "LOCK TABLE migrations IN EXCLUSIVE MODE").await?;
        }
        let hash = sha256(text);
        let applied = tx.all(APPLIED, args![]).await?;
        let known = applied.iter().find(|row| row.text("name").is_ok_and(|known| known == name));
        match known {
            Some(row) if row.text("sha256")? == hash => {}
            Some(_) => return Err(StoreError::Migration { name: name.to_owned() }),
            None => {
                Store::script(&mut tx, text).await?;
                tx.run(APPLY, args![name, hash, now]).await?;
                tracing::info!(migration = name, "applied");
            }
        }
        tx.commit().await?;
    }
    Ok(())
}

/// Two servers making the table in the same instant: the loser finds it there at the second look.
async fn make_table(store: &Store, now: Instant) -> Result<(), StoreError> {
    let mut tx = store.begin(now).await?;
    match Store::script(&mut tx, TABLE).await {
        Ok(()) => tx.commit().await,
        Err(_) => {
            drop(tx);
            let mut again = store.begin(now).await?;
            Store::script(&mut again, TABLE).await?;
            again.commit().await
        }
    }
}

fn sha256(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}
