//! The files that rows name, those that none names, and the room that is left.

use super::{Depth, found};
use crate::files::Files;
use crate::hashing::Hashing;
use crate::state::State;
use domain::operate::{Check, Finding, Verdict, bytes_in_words};
use std::collections::BTreeSet;
use std::fs::File;
use std::io;
use std::path::Path;
use std::time::Duration;
use store::StoreError;

/// How many files are read when not all are.
const SAMPLE: usize = 20;
/// A file that no row names may be on its way to one for so long.
const ON_ITS_WAY: Duration = Duration::from_secs(3600);

/// Whether what rows name is there.
pub(super) async fn named(state: &State, depth: Depth) -> Result<Finding, StoreError> {
    let named = store::files::every(&mut state.portal.store.read().await?).await?;
    let count = named.len();
    let files = state.files.clone();
    let looked = tokio::task::spawn_blocking(move || look(&files, &named, depth)).await;
    let wrong = looked.unwrap_or_else(|error| vec![error.to_string()]);
    let read = if depth == Depth::All { count } else { count.min(SAMPLE) };
    Ok(match wrong.as_slice() {
        [] => {
            found(Check::Files, Verdict::Good, format!("{count} files are there, {read} of them were read"))
        }
        wrong => {
            let some: Vec<_> = wrong.iter().take(SAMPLE).map(String::as_str).collect();
            found(Check::Files, Verdict::Bad, format!("{} of {count}: {}", wrong.len(), some.join("; ")))
        }
    })
}

fn look(files: &Files, named: &[(String, u64)], depth: Depth) -> Vec<String> {
    // Spread over all: hashes are in no order that means anything.
    let every = if depth == Depth::All { 1 } else { named.len().div_ceil(SAMPLE).max(1) };
    let judge = |(place, (sha256, bytes)): (usize, &(String, u64))| {
        let path = files.path(sha256);
        let right = match path.metadata() {
            Err(error) => return Some(format!("{sha256} {error}")),
            Ok(there) if there.len() != *bytes => false,
            Ok(_) if place % every == 0 => hash(&path).is_ok_and(|found| found == *sha256),
            Ok(_) => true,
        };
        (!right).then(|| format!("{sha256} was changed"))
    };
    named.iter().enumerate().filter_map(judge).collect()
}

fn hash(path: &Path) -> io::Result<String> {
    let mut hashing = Hashing::new(io::sink());
    io::copy(&mut File::open(path)?, &mut hashing)?;
    let (_, sha256, _) = hashing.end();
    Ok(sha256)
}

/// What is stored and named by no row.
pub(super) async fn orphans(state: &State) -> Result<Finding, StoreError> {
    let named = store::files::every(&mut state.portal.store.read().await?).await?;
    let named: BTreeSet<String> = named.into_iter().map(|(sha256, _)| sha256).collect();
    let folder = folder(state);
    let counted = tokio::task::spawn_blocking(move || count(&folder, &named)).await;
    Ok(match counted {
        Ok(Ok((0, _))) => found(Check::Orphans, Verdict::Good, "every file is named by a row"),
        Ok(Ok((count, bytes))) => {
            let words = format!("{count} files of {} are named by no row", bytes_in_words(bytes));
            found(Check::Orphans, Verdict::Warning, words)
        }
        Ok(Err(error)) => found(Check::Orphans, Verdict::Bad, error.to_string()),
        Err(error) => found(Check::Orphans, Verdict::Bad, error.to_string()),
    })
}

/// The folder of the file store: the one above the shelves.
fn folder(state: &State) -> std::path::PathBuf {
    let shelf = state.files.path("00");
    shelf.parent().and_then(Path::parent).unwrap_or(&shelf).to_owned()
}

fn count(folder: &Path, named: &BTreeSet<String>) -> io::Result<(u64, u64)> {
    let (mut count, mut bytes) = (0, 0);
    for shelf in std::fs::read_dir(folder)? {
        let shelf = shelf?;
        let begin = shelf.file_name().to_string_lossy().into_owned();
        if begin.len() != 2 {
            continue;
        }
        for file in std::fs::read_dir(shelf.path())? {
            let file = file?;
            let name = format!("{begin}{}", file.file_name().to_string_lossy());
            let about = file.metadata()?;
            let old = about.modified()?.elapsed().is_ok_and(|age| age > ON_ITS_WAY);
            if old && !named.contains(&name) {
                count += 1;
                bytes += about.len();
            }
        }
    }
    Ok((count, bytes))
}

/// Bytes that may still be written where the files are.
pub(super) fn room(state: &State) -> io::Result<u64> {
    let disk = rustix::fs::statvfs(folder(state))?;
    Ok(disk.f_bavail.saturating_mul(disk.f_frsize))
}
