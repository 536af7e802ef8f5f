//! The files that rows name, those that none names, and the room that is left.

use super::{Depth, found};
use crate::files::{Files, GetError};
use crate::hashing::Hashing;
use crate::state::State;
use domain::operate::{Check, Finding, Verdict};
use domain::sizes::bytes_in_words;
use futures::TryStreamExt as _;
use std::collections::BTreeMap;
use std::io::{self, Write as _};
use std::time::{Duration, SystemTime};
use store::StoreError;

/// How many files are read when not all are, and how many are told of at most.
const SAMPLE: usize = 20;
/// A file that no row names may be on its way to one for so long.
const ON_ITS_WAY: Duration = Duration::from_secs(3600);

/// The files could not be looked at.
#[derive(Debug, thiserror::Error)]
pub enum FilesError {
    /// The rows that name them.
    #[error("database: {0}")]
    Store(#[from] StoreError),
    /// Where they are.
    #[error(transparent)]
    Get(#[from] GetError),
}

/// Whether what rows name is there, and what is there that none names.
pub(super) async fn both(state: &State, depth: Depth) -> Result<[Finding; 2], FilesError> {
    // What comes meanwhile is in the second answer and not in the first, and young.
    let named = store::files::every(&mut state.portal.store.read().await?).await?;
    let mut lying = BTreeMap::new();
    for one in state.files.every().await? {
        if let Some(sha256) = Files::sha256(&one) {
            lying.insert(sha256, (one.bytes, one.since));
        }
    }
    let wrong = wrong(&state.files, &named, &lying, depth).await?;
    for (sha256, _) in &named {
        lying.remove(sha256);
    }
    Ok([of_named(&wrong, named.len(), depth), of_orphans(lying.values())])
}

async fn wrong(
    files: &Files,
    named: &[(String, u64)],
    lying: &BTreeMap<String, (u64, SystemTime)>,
    depth: Depth,
) -> Result<Vec<String>, GetError> {
    // Spread over all: hashes are in no order that means anything.
    let every = if depth == Depth::All { 1 } else { named.len().div_ceil(SAMPLE).max(1) };
    let mut wrong = Vec::new();
    for (place, (sha256, bytes)) in named.iter().enumerate() {
        let word = match lying.get(sha256) {
            None => "is missing",
            Some((there, _)) if there != bytes => "was changed",
            Some(_) if place % every == 0 && !is_itself(files, sha256).await? => "was changed",
            Some(_) => continue,
        };
        wrong.push(format!("{sha256} {word}"));
    }
    Ok(wrong)
}

async fn is_itself(files: &Files, sha256: &str) -> Result<bool, GetError> {
    let mut parts = match files.whole(sha256).await {
        Ok(whole) => whole.parts,
        Err(GetError::Lost(_)) => return Ok(false),
        Err(error) => return Err(error),
    };
    let mut hashing = Hashing::new(io::sink());
    while let Some(part) = parts.try_next().await? {
        hashing.write_all(&part)?;
    }
    Ok(hashing.end().1 == sha256)
}

fn of_named(wrong: &[String], count: usize, depth: Depth) -> Finding {
    let read = if depth == Depth::All { count } else { count.min(SAMPLE) };
    match wrong {
        [] => {
            found(Check::Files, Verdict::Good, format!("{count} files are there, {read} of them were read"))
        }
        wrong => {
            let some: Vec<_> = wrong.iter().take(SAMPLE).map(String::as_str).collect();
            found(Check::Files, Verdict::Bad, format!("{} of {count}: {}", wrong.len(), some.join("; ")))
        }
    }
}

fn of_orphans<'a>(lying: impl Iterator<Item = &'a (u64, SystemTime)>) -> Finding {
    let old = |since: &SystemTime| since.elapsed().is_ok_and(|age| age > ON_ITS_WAY);
    let old: Vec<u64> = lying.filter(|(_, since)| old(since)).map(|(bytes, _)| *bytes).collect();
    if old.is_empty() {
        return found(Check::Orphans, Verdict::Good, "every file is named by a row");
    }
    let bytes = bytes_in_words(old.iter().sum::<u64>());
    found(Check::Orphans, Verdict::Warning, format!("{} files of {bytes} are named by no row", old.len()))
}
