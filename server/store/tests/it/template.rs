//! The schema, made once for many tests: each begins with a copy of it. Making it takes longer than most tests do; it is made anew
//! for every build of them.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;
use store::Store;

/// Tells this build of the tests from others.
fn build() -> String {
    let program = fs::metadata(std::env::current_exe().unwrap()).unwrap();
    let built = program.modified().unwrap().duration_since(UNIX_EPOCH).unwrap().as_millis();
    format!("{built}_{}", program.len())
}

/// Held while nobody else looks or makes.
fn held(name: &str) -> File {
    let lock = File::create(Path::new(env!("CARGO_TARGET_TMPDIR")).join(name)).unwrap();
    lock.lock().unwrap();
    lock
}

async fn migrated(url: &str) {
    let store = Store::connect(url).await.unwrap();
    store::migrate::run(&store).await.unwrap();
    store.close().await;
}

/// The file of a SQLite database that has the schema and no rows.
pub async fn sqlite() -> PathBuf {
    let base = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let place = base.join(format!("schema-{}.db", build()));
    if place.exists() {
        return place;
    }
    let _held = held("schema.lock");
    if !place.exists() {
        for old in fs::read_dir(base).unwrap().map(|entry| entry.unwrap()) {
            // Not the locks: a lock that is taken away is held by nobody.
            if old.file_name().to_string_lossy().starts_with("schema-") {
                // Another build may be copying it; it is small.
                let _ = fs::remove_file(old.path());
            }
        }
        let making = base.join("making-schema.db");
        let _ = fs::remove_file(&making);
        migrated(&Store::sqlite_url(&making)).await;
        let write_ahead = base.join("making-schema.db-wal");
        assert!(
            fs::metadata(&write_ahead).map_or(0, |left| left.len()) == 0,
            "closed, so all is in one file"
        );
        fs::rename(&making, &place).unwrap();
    }
    place
}

/// The name of a PostgreSQL database that has the schema and no rows. `server` is where databases are made.
pub async fn postgres(server: &str, admin: &mut sqlx::PgConnection) -> String {
    let name = format!("tandem_schema_{}", build());
    let there = "SELECT datname::TEXT FROM pg_database WHERE datname LIKE 'tandem_schema_%'";
    if sqlx::query_scalar(there).fetch_all(&mut *admin).await.unwrap().contains(&name) {
        return name;
    }
    let _held = held("postgres-schema.lock");
    let others: Vec<String> = sqlx::query_scalar(there).fetch_all(&mut *admin).await.unwrap();
    if others.contains(&name) {
        return name;
    }
    for old in others {
        // Another build may be copying it.
        let _ = sqlx::query(sqlx::AssertSqlSafe(format!("DROP DATABASE {old}"))).execute(&mut *admin).await;
    }
    let making = format!("making_{name}");
    for text in [format!("DROP DATABASE IF EXISTS {making}"), format!("CREATE DATABASE {making}")] {
        sqlx::query(sqlx::AssertSqlSafe(text)).execute(&mut *admin).await.unwrap();
    }
    let (base, _) = server.rsplit_once('/').unwrap();
    migrated(&format!("{base}/{making}")).await;
    let named = format!("ALTER DATABASE {making} RENAME TO {name}");
    sqlx::query(sqlx::AssertSqlSafe(named)).execute(&mut *admin).await.unwrap();
    name
}
