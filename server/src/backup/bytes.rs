//! Bytes into the file store and out of it.

use crate::files::Files;
use crate::hashing::Hashing;
use std::fs::File;
use std::io::{self, Read};

/// The stored file with this SHA-256 and length, when it is there and is as long.
pub(super) fn open(files: &Files, sha256: &str, bytes: u64) -> io::Result<Option<File>> {
    match File::open(files.path(sha256)) {
        Ok(file) if file.metadata()?.len() == bytes => Ok(Some(file)),
        Ok(_) => Ok(None),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// Puts a file into the file store; whoever sees its name sees all of it. Answers the SHA-256 of what came, which is
/// only kept under its own name.
pub(super) fn keep(files: &Files, sha256: &str, from: &mut impl Read) -> io::Result<String> {
    let place = files.path(sha256);
    let shelf = place.parent().ok_or(io::ErrorKind::InvalidInput)?;
    std::fs::create_dir_all(shelf)?;
    let mut beside = Hashing::new(tempfile::NamedTempFile::new_in(shelf)?);
    io::copy(from, &mut beside)?;
    let (beside, found, _) = beside.end();
    if found == sha256 {
        beside.as_file().sync_all()?;
        beside.persist(&place).map_err(|error| error.error)?;
        File::open(shelf)?.sync_all()?;
    }
    Ok(found)
}
