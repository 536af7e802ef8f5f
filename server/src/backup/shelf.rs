//! The folder in which backups pile up: names with the time, and how many of them stay.

use super::{BackupError, Made, make};
use crate::state::State;
use domain::time::Instant;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// How a backup begins that is not whole yet.
pub(super) const BESIDE: &str = ".tandem-backup-";
const PREFIX: &str = "tandem-";
const SUFFIX: &str = ".tar";
/// What is not whole after so long was left by a program that was ended.
const LEFT_BEHIND: Duration = Duration::from_secs(24 * 3600);

/// A folder of backups.
#[derive(Debug, Clone)]
pub struct Shelf {
    folder: PathBuf,
    keep: Option<u32>,
}

/// Where a backup can't go.
#[derive(Debug, thiserror::Error)]
pub enum ShelfError {
    /// Only a folder can keep several.
    #[error("--keep needs a folder, and {0} is none")]
    NoFolder(PathBuf),
    /// It is there.
    #[error("{0} is there already")]
    There(PathBuf),
}

impl Shelf {
    /// This folder, which keeps so many.
    pub fn new(folder: &Path, keep: Option<u32>) -> Self {
        Self { folder: folder.to_owned(), keep }
    }

    /// Makes a backup, and then lets the oldest go.
    pub async fn add(&self, state: &State) -> Result<(PathBuf, Made), BackupError> {
        let path = self.folder.join(file_name(state.now()));
        let made = make(state, &path).await?;
        self.tidy()?;
        Ok((path, made))
    }

    fn tidy(&self) -> io::Result<()> {
        let mut names = Vec::new();
        for entry in std::fs::read_dir(&self.folder)? {
            let entry = entry?;
            let name = entry.file_name().to_string_lossy().into_owned();
            let old = || Ok::<_, io::Error>(entry.metadata()?.modified()?.elapsed().unwrap_or_default());
            if name.starts_with(BESIDE) && old()? > LEFT_BEHIND {
                std::fs::remove_file(entry.path())?;
            }
            if is_backup(&name) {
                names.push(name);
            }
        }
        names.sort();
        let most = self.keep.map_or(names.len(), |keep| keep as usize);
        for name in &names[..names.len().saturating_sub(most)] {
            std::fs::remove_file(self.folder.join(name))?;
        }
        Ok(())
    }
}

/// `tandem-20261125T180910123Z.tar`: sorts by time.
fn file_name(now: Instant) -> String {
    let day = now.day().to_string().replace('-', "");
    let millis = now.since(now.day().start());
    let (seconds, rest) = (millis / 1000, millis % 1000);
    let (hour, minute, second) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    format!("{PREFIX}{day}T{hour:02}{minute:02}{second:02}{rest:03}Z{SUFFIX}")
}

fn is_backup(name: &str) -> bool {
    name.strip_prefix(PREFIX).and_then(|rest| rest.strip_suffix(SUFFIX)).is_some_and(|time| {
        time.len() == 19 && time.bytes().all(|byte| byte.is_ascii_digit() || byte == b'T' || byte == b'Z')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_says_the_time_and_only_such_names_are_ever_deleted() {
        let name = file_name(Instant::from_millis(1_795_510_800_042));
        assert_eq!(name, "tandem-20261124T090000042Z.tar");
        assert!(is_backup(&name));
        for other in
            ["tandem-notes.tar", "tandem-20261124.tar", "tandem.tar", "other.tar", ".tandem-backup-x"]
        {
            assert!(!is_backup(other), "{other}");
        }
    }

    #[test]
    fn the_newest_stay_and_what_is_not_a_backup_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let name = |second: i64| file_name(Instant::from_millis(1_795_510_800_000 + 1000 * second));
        for second in 0..5 {
            std::fs::write(folder.path().join(name(second)), "x").unwrap();
        }
        std::fs::write(folder.path().join("tandem-notes.tar"), "x").unwrap();
        Shelf::new(folder.path(), Some(2)).tidy().unwrap();
        let mut left: Vec<_> =
            std::fs::read_dir(folder.path()).unwrap().map(|e| e.unwrap().file_name()).collect();
        left.sort();
        assert_eq!(left, [name(3), name(4), "tandem-notes.tar".to_owned()].map(std::ffi::OsString::from));
        Shelf::new(folder.path(), None).tidy().unwrap();
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 3);
    }
}
