//! Reading a backup: whether it is whole, and what is in it.

use super::{BackupError, FORMAT, MANIFEST, Manifest, SEAL, file_member, rows_member};
use crate::hashing::Hashing;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufReader, Read, Write as _};
use std::path::Path;
use store::migrate;
use tar::{Archive, Entry};

/// A backup that is whole and fits this program.
#[derive(Debug)]
pub struct Contents {
    /// What is in it.
    pub manifest: Manifest,
    /// Migrations that it does not have yet.
    pub missing: Vec<&'static str>,
}

pub(super) type Members<'a> = tar::Entries<'a, BufReader<File>>;

pub(super) fn archive(path: &Path) -> io::Result<Archive<BufReader<File>>> {
    Ok(Archive::new(BufReader::with_capacity(1 << 20, File::open(path)?)))
}

pub(super) fn broken(cause: impl std::fmt::Display) -> BackupError {
    BackupError::Broken(cause.to_string())
}

/// The name of a member.
pub(super) fn name<R: Read>(member: &Entry<'_, R>) -> Result<String, BackupError> {
    String::from_utf8(member.path_bytes().into_owned()).map_err(broken)
}

/// Reads all of it, compares every member with the manifest, and refuses what this program does not know.
pub fn examine(path: &Path) -> Result<Contents, BackupError> {
    let mut archive = archive(path)?;
    let mut found = BTreeMap::new();
    let (mut manifest, mut seal) = (None, None);
    let members: Members<'_> = archive.entries().map_err(broken)?;
    for member in members {
        let mut member = member.map_err(broken)?;
        let name = name(&member)?;
        if name == MANIFEST || name == SEAL {
            let mut text = Vec::new();
            member.read_to_end(&mut text).map_err(broken)?;
            let known = if name == MANIFEST { &mut manifest } else { &mut seal };
            if known.replace(text).is_some() {
                return Err(broken(format!("{name} is in it twice")));
            }
        } else {
            let mut hashing = Hashing::new(io::sink());
            io::copy(&mut member, &mut hashing).map_err(broken)?;
            let (_, sha256, _) = hashing.end();
            if found.insert(name.clone(), sha256).is_some() {
                return Err(broken(format!("{name} is in it twice")));
            }
        }
    }
    let cut_off = || broken("it has no manifest, so it was cut off");
    let (text, seal) = (manifest.ok_or_else(cut_off)?, seal.ok_or_else(cut_off)?);
    let mut hashing = Hashing::new(io::sink());
    hashing.write_all(&text)?;
    if hashing.end().1.as_bytes() != seal {
        return Err(broken("its manifest was changed"));
    }
    let manifest = parse(&text)?;
    let rows = manifest.tables.iter().map(|rows| (rows_member(&rows.table.name), &rows.sha256));
    let files = manifest.files.iter().map(|file| (file_member(&file.sha256), &file.sha256));
    for (name, sha256) in rows.chain(files) {
        match found.remove(&name) {
            Some(found) if found == *sha256 => {}
            Some(_) => return Err(broken(format!("{name} was changed"))),
            None => return Err(broken(format!("{name} is missing"))),
        }
    }
    // What was there of a file that was changed or cut is in it too, and of no use.
    let is_lost = |name: &String| manifest.lost.iter().any(|sha256| file_member(sha256) == *name);
    if let Some(name) = found.into_keys().find(|name| !is_lost(name)) {
        return Err(broken(format!("{name} does not belong to it")));
    }
    let missing = migrate::missing(&manifest.migrations)?;
    Ok(Contents { manifest, missing })
}

fn parse(text: &[u8]) -> Result<Manifest, BackupError> {
    #[derive(serde::Deserialize)]
    struct Form {
        format: u32,
    }
    let form: Form = serde_json::from_slice(text).map_err(broken)?;
    if form.format != FORMAT {
        return Err(BackupError::Format(form.format));
    }
    serde_json::from_slice(text).map_err(broken)
}
