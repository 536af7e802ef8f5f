//! The schema's history: `migrations/NNNN_words.sql`, applied in order, each in a transaction of its own. Where the
//! engines cannot share a text, there are twins of one name under `migrations/sqlite` and `migrations/postgres`.

use crate::db::{Read, Store, Tx};
use crate::error::StoreError;
use crate::{args, catalogue, fault, statements};
use domain::time::Instant;
use serde::{Deserialize, Serialize};
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
    "0033_uploads.sql",
    "0034_uploads.sql",
    "0035_asset_versions.sql",
    "0036_zones_moved.sql",
    "0037_stills.sql",
    "0040_certifications.sql",
    "0041_assignments.sql",
    "0042_question_bank.sql",
    "0043_lesson_media.sql",
    "0061_views.sql",
    "0062_tallies.sql",
    "0063_tallied.sql",
    "0064_partner_page.sql",
    "0065_imports.sql",
    "0066_account_entries.sql",
    "0070_language.sql",
    "0071_looks.sql",
    "0080_customers.sql",
    "0091_match_columns.sql",
    "0100_deal_life.sql",
    "0102_tallied.sql",
    "0104_questions.sql",
    "0106_programmes.sql",
    "0110_account_details.sql",
    "0111_account_partners.sql",
    "0112_account_installs.sql",
    "0113_account_merges.sql",
    "0120_promises.sql",
    "0121_promised.sql",
    "0122_overview.sql",
    "0123_mail_acts.sql",
    "0124_opportunities.sql",
    "0130_account_imports.sql",
    "0131_deal_parts.sql",
    "0140_deal_steps.sql",
    "0143_indexes.sql",
    "0144_accounts_called.sql",
];

/// Migrations that each engine has a text of its own for: SQLite's, then PostgreSQL's.
pub const TWINS: &[(&str, &str, &str)] = twins![
    "0060_search.sql",
    "0090_keys.sql",
    "0101_deal_states.sql",
    "0103_search.sql",
    "0105_question_state.sql",
    "0141_step_entries.sql",
    "0142_part_entries.sql"
];

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

/// A migration as a database remembers it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Applied {
    /// The file.
    pub name: String,
    /// SHA-256 of its text, lower-case hex.
    pub sha256: String,
}

/// What is in a database, in the order of the names.
pub async fn applied(read: &mut Read) -> Result<Vec<Applied>, StoreError> {
    if !catalogue::tables(read).await?.iter().any(|table| table.name == "migrations") {
        return Ok(Vec::new());
    }
    let rows = read.all(APPLIED, args![]).await?;
    rows.iter().map(|row| Ok(Applied { name: row.text("name")?, sha256: row.text("sha256")? })).collect()
}

/// What this program would still do to a database with these migrations. A database that a newer program has migrated,
/// or another one, is refused. Of twins either text counts: rows may have come from the other engine.
pub fn missing(applied: &[Applied]) -> Result<Vec<&'static str>, StoreError> {
    let texts: Vec<_> = ["sqlite", "postgres"].into_iter().flat_map(of_engine).collect();
    for known in applied {
        let mut of_name = texts.iter().filter(|(name, _)| *name == known.name).peekable();
        if of_name.peek().is_none() {
            return Err(StoreError::Newer { name: known.name.clone() });
        }
        if !of_name.any(|(_, text)| sha256(text) == known.sha256) {
            return Err(StoreError::Migration { name: known.name.clone() });
        }
    }
    let is_missing = |name: &&str| !applied.iter().any(|known| known.name == **name);
    Ok(of_engine("sqlite").into_iter().map(|(name, _)| name).filter(is_missing).collect())
}

/// Applies what is missing. Several servers may start at once: the first one works, the others wait.
pub async fn run(store: &Store) -> Result<(), StoreError> {
    let now = clock();
    make_table(store, now).await?;
    let mut read = store.read().await?;
    let lacking = missing(&applied(&mut read).await?)?;
    drop(read);
    for (name, text) in of_engine(store.engine()).into_iter().filter(|(name, _)| lacking.contains(name)) {
        let mut tx = store.begin(now).await?;
        if store.engine() == "postgres" {
            Store::script(&mut tx, "LOCK TABLE migrations IN EXCLUSIVE MODE").await?;
        }
        // Another server may have applied it since.
        if missing(&applied(&mut tx).await?)?.contains(&name) {
            apply(&mut tx, name, text).await?;
            fault::point("migrating");
        }
        tx.commit().await?;
    }
    Ok(())
}

/// Applies those of these names that are not there, within a transaction of the caller's.
pub(crate) async fn apply_within(
    tx: &mut Tx,
    engine: &str,
    mut wanted: impl FnMut(&str) -> bool,
) -> Result<(), StoreError> {
    Store::script(tx, TABLE).await?;
    let missing = missing(&applied(tx).await?)?;
    for (name, text) in of_engine(engine) {
        if missing.contains(&name) && wanted(name) {
            apply(tx, name, text).await?;
        }
    }
    Ok(())
}

async fn apply(tx: &mut Tx, name: &str, text: &'static str) -> Result<(), StoreError> {
    let now = tx.now();
    Store::script(tx, text).await?;
    tx.run(APPLY, args![name, sha256(text), now]).await?;
    tracing::info!(migration = name, "applied");
    Ok(())
}

fn clock() -> Instant {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    Instant::from_millis(since.map_or(0, |since| i64::try_from(since.as_millis()).unwrap_or(i64::MAX)))
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
