//! Copies of what is in a bucket, on this machine: for workers that read files, and for what is asked for again and again.
//! Together they have a bound; those that nobody has used for the longest time go first, and none that is in use.

use super::hex;
use super::place::Here;
use sha2::{Digest as _, Sha256};
use std::collections::HashMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};

#[derive(Debug)]
pub(super) struct Near {
    folder: PathBuf,
    most: u64,
    known: Mutex<Known>,
}

#[derive(Debug, Default)]
struct Known {
    copies: HashMap<String, Copy>,
    bytes: u64,
    /// Counts uses: the larger, the later.
    uses: u64,
}

#[derive(Debug)]
struct Copy {
    bytes: u64,
    used: u64,
    held: Weak<()>,
}

impl Near {
    /// The copies in this folder, of at most so many bytes together; those of before are used further.
    pub(super) fn open(folder: PathBuf, most: u64) -> io::Result<Self> {
        std::fs::create_dir_all(&folder)?;
        let mut found = Vec::new();
        for entry in std::fs::read_dir(&folder)? {
            let entry = entry?;
            let facts = entry.metadata()?;
            found.push((facts.modified()?, entry.file_name().to_string_lossy().into_owned(), facts.len()));
        }
        found.sort();
        let near = Self { folder, most, known: Mutex::default() };
        for (_, copy, bytes) in found {
            near.note(copy, bytes);
        }
        Ok(near)
    }

    /// The copy of this name, if there is one.
    pub(super) fn get(&self, name: &str) -> Option<Here> {
        let copy = named(name);
        let path = self.folder.join(&copy);
        let mut known = self.known();
        known.uses += 1;
        let now = known.uses;
        let one = known.copies.get_mut(&copy)?;
        if !path.exists() {
            let bytes = one.bytes;
            known.copies.remove(&copy);
            known.bytes -= bytes;
            return None;
        }
        one.used = now;
        Some(Here { path, _held: Some(one.hold()) })
    }

    /// Makes a whole file the copy of this name.
    pub(super) fn put(&self, name: &str, from: &Path, bytes: u64) -> io::Result<Here> {
        let copy = named(name);
        let path = self.folder.join(&copy);
        std::fs::rename(from, &path)?;
        let held = self.note(copy, bytes);
        Ok(Here { path, _held: Some(held) })
    }

    /// Whether a file of this size would leave room for others.
    pub(super) fn welcomes(&self, bytes: u64) -> bool {
        bytes <= self.most / 8
    }

    fn note(&self, copy: String, bytes: u64) -> Arc<()> {
        let mut known = self.known();
        known.uses += 1;
        let held = Arc::new(());
        let one = Copy { bytes, used: known.uses, held: Arc::downgrade(&held) };
        known.bytes += bytes;
        if let Some(before) = known.copies.insert(copy, one) {
            known.bytes -= before.bytes;
        }
        self.make_room(&mut known);
        held
    }

    fn make_room(&self, known: &mut Known) {
        while known.bytes > self.most {
            let idle = known.copies.iter().filter(|(_, one)| one.held.strong_count() == 0);
            let Some(oldest) = idle.min_by_key(|(_, one)| one.used).map(|(copy, _)| copy.clone()) else {
                return;
            };
            if let Err(error) = std::fs::remove_file(self.folder.join(&oldest)) {
                tracing::debug!(%error, "a copy was gone already");
            }
            if let Some(one) = known.copies.remove(&oldest) {
                known.bytes -= one.bytes;
            }
        }
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        // Nothing in here can panic half way.
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Copy {
    fn hold(&mut self) -> Arc<()> {
        self.held.upgrade().unwrap_or_else(|| {
            let held = Arc::new(());
            self.held = Arc::downgrade(&held);
            held
        })
    }
}

/// Names have folders in them, copies lie side by side.
fn named(name: &str) -> String {
    hex(&Sha256::digest(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn put(near: &Near, folder: &Path, name: &str, bytes: usize) -> Here {
        let file = folder.join("beside");
        std::fs::write(&file, vec![7; bytes]).unwrap();
        near.put(name, &file, bytes as u64).unwrap()
    }

    #[test]
    fn what_was_not_used_for_the_longest_time_goes_first() {
        let folder = tempfile::tempdir().unwrap();
        let near = Near::open(folder.path().join("near"), 30).unwrap();
        for name in ["a", "b", "c"] {
            put(&near, folder.path(), name, 10);
        }
        assert!(near.get("a").is_some());
        put(&near, folder.path(), "d", 10);
        assert!(near.get("b").is_none());
        assert!(near.get("a").is_some() && near.get("c").is_some() && near.get("d").is_some());
    }

    #[test]
    fn what_is_in_use_stays_whatever_comes() {
        let folder = tempfile::tempdir().unwrap();
        let near = Near::open(folder.path().join("near"), 30).unwrap();
        let held = put(&near, folder.path(), "a", 30);
        put(&near, folder.path(), "b", 30);
        assert!(held.path().exists());
        drop(held);
        put(&near, folder.path(), "c", 30);
        assert!(near.get("a").is_none() && near.get("b").is_none() && near.get("c").is_some());
        assert_eq!(std::fs::read_dir(folder.path().join("near")).unwrap().count(), 1);
    }

    #[test]
    fn copies_of_before_are_used_further_and_lost_ones_forgotten() {
        let folder = tempfile::tempdir().unwrap();
        let near = Near::open(folder.path().join("near"), 30).unwrap();
        put(&near, folder.path(), "a", 10);
        put(&near, folder.path(), "b", 10);
        let near = Near::open(folder.path().join("near"), 30).unwrap();
        let path = near.get("a").unwrap().path().to_owned();
        std::fs::remove_file(path).unwrap();
        assert!(near.get("a").is_none() && near.get("b").is_some());
        assert_eq!(near.known().bytes, 10);
    }
}
