//! The demo programme on SQLite, made once for many tests: each begins with a copy of its rows and files.
//!
//! Making it takes longer than most tests do. It is made anew for every build of the tests and every ten minutes, since what it tells is
//! told as of now.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// How long a copy is as good as new.
const FRESH: Duration = Duration::from_secs(600);

/// Where it is kept, and whoever makes it while nobody else does.
pub struct Demo {
    place: PathBuf,
    /// Held until it is made.
    maker: Option<File>,
}

impl Demo {
    /// Puts it into this folder if it is there; if it is not, this one is to [`keep`](Self::keep) what it makes, and others wait.
    pub fn into(folder: &Path) -> Self {
        let base = Path::new(env!("CARGO_TARGET_TMPDIR"));
        let program = fs::metadata(std::env::current_exe().unwrap()).unwrap();
        let seconds = |time: SystemTime| time.duration_since(UNIX_EPOCH).unwrap().as_secs();
        let built = seconds(program.modified().unwrap());
        let turn = seconds(SystemTime::now()) / FRESH.as_secs();
        let place = base.join(format!("demo-{built}-{}-{turn}", program.len()));
        if !place.exists() {
            let lock = File::create(base.join("demo.lock")).unwrap();
            lock.lock().unwrap();
            if !place.exists() {
                return Self { place, maker: Some(lock) };
            }
        }
        copy(&place, folder);
        Self { place, maker: None }
    }

    /// Keeps what was made in this folder for those who come after, in place of what is old.
    pub fn keep(self, folder: &Path) {
        let Some(maker) = self.maker else { return };
        let base = self.place.parent().unwrap();
        for old in fs::read_dir(base).unwrap().map(|entry| entry.unwrap()) {
            let made =
                old.metadata().and_then(|found| found.modified()).unwrap_or_else(|_| SystemTime::now());
            let over = made.elapsed().is_ok_and(|age| age > FRESH * 2);
            if over && old.file_name().to_string_lossy().starts_with("demo-") {
                // Whoever reads it still has a build of long ago.
                let _ = fs::remove_dir_all(old.path());
            }
        }
        let beside = tempfile::tempdir_in(base).unwrap().keep();
        copy(folder, &beside);
        fs::rename(beside, &self.place).unwrap();
        drop(maker);
    }
}

fn copy(from: &Path, to: &Path) {
    for entry in fs::read_dir(from).unwrap().map(|entry| entry.unwrap()) {
        let (source, target) = (entry.path(), to.join(entry.file_name()));
        // What connections share is made anew by the first of them.
        if source.extension().is_some_and(|extension| extension == "db-shm") {
            continue;
        }
        if source.is_dir() {
            fs::create_dir_all(&target).unwrap();
            copy(&source, &target);
        } else {
            fs::copy(&source, &target).unwrap();
        }
    }
}
