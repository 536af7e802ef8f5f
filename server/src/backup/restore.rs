//! Restoring: all rows in one transaction that ends after all files are there.

use super::read::{Contents, archive, broken, name};
use super::{BackupError, Rows, feeding, file_member, rows_member};
use crate::files::Files;
use domain::time::Instant;
use flate2::read::GzDecoder;
use std::collections::HashMap;
use std::io::{BufRead as _, BufReader, Read};
use std::path::Path;
use store::Store;
use store::copy::{Filling, Values};

/// Rows that are put in at once.
const AT_ONCE: usize = 500;

/// Puts a backup that was examined into an empty database and beside its files; answers how many rows it has. Whatever
/// goes wrong, the database stays empty; files that came meanwhile are named by nothing and can stay.
pub async fn restore(
    path: &Path,
    contents: &Contents,
    store: &Store,
    files: &Files,
    now: Instant,
) -> Result<u64, BackupError> {
    let mut filling = Filling::begin(store, &contents.manifest.migrations, now).await?;
    let mut archive = archive(path)?;
    let mut rows = 0;
    let manifest = &contents.manifest;
    let tables: HashMap<_, _> =
        manifest.tables.iter().map(|rows| (rows_member(&rows.table.name), rows)).collect();
    let named: HashMap<_, _> =
        manifest.files.iter().map(|file| (file_member(&file.sha256), &file.sha256)).collect();
    for member in archive.entries().map_err(broken)? {
        let mut member = member.map_err(broken)?;
        let name = name(&member)?;
        if let Some(table) = tables.get(&name) {
            rows += fill(&mut filling, table, &mut member).await?;
        } else if let Some(sha256) = named.get(&name) {
            feeding::keep(files, sha256, &mut member).await?;
        }
    }
    filling.finish().await?;
    Ok(rows)
}

async fn fill(filling: &mut Filling, rows: &Rows, from: &mut impl Read) -> Result<u64, BackupError> {
    let mut lines = BufReader::new(GzDecoder::new(from)).lines();
    let mut count = 0;
    loop {
        let mut some: Vec<Values> = Vec::new();
        for line in lines.by_ref().take(AT_ONCE) {
            some.push(serde_json::from_str(&line.map_err(broken)?).map_err(broken)?);
        }
        if some.is_empty() {
            break;
        }
        count += some.len() as u64;
        filling.put(&rows.table, &some).await?;
    }
    if count == rows.rows {
        return Ok(count);
    }
    Err(broken(format!("{} has {count} rows instead of {}", rows.table.name, rows.rows)))
}
