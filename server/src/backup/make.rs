//! Making a backup.

use super::{BackupError, FORMAT, MANIFEST, Manifest, Member, Rows, SEAL, file_member, rows_member};
use crate::files::{Files, GetError};
use crate::hashing::Hashing;
use crate::state::State;
use flate2::Compression;
use flate2::write::GzEncoder;
use futures::TryStreamExt as _;
use std::fs::File;
use std::io::{self, BufWriter, Read, Seek, Write};
use std::path::Path;
use store::catalogue::Table;
use store::copy::Snapshot;
use store::fault;
use tar::{Builder, Header};

/// How often it is begun anew when a file went away between its row's moment and now.
const TRIES: u32 = 3;

/// A backup that was made.
#[derive(Debug)]
pub struct Made {
    /// What is in it.
    pub manifest: Manifest,
    /// Length of the archive.
    pub bytes: u64,
}

/// Writes a backup to this path, where nothing may be yet. Whoever sees the name sees all of it.
pub async fn make(state: &State, path: &Path) -> Result<Made, BackupError> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut tries = 0;
    loop {
        tries += 1;
        let beside = tempfile::Builder::new().prefix(super::shelf::BESIDE).tempfile_in(folder)?;
        let manifest = write(state, beside.as_file()).await?;
        if tries < TRIES && went_away(state, &manifest.lost).await? {
            continue;
        }
        beside.as_file().sync_all()?;
        let bytes = beside.as_file().metadata()?.len();
        fault::point("backing_up");
        beside.persist_noclobber(path).map_err(|error| error.error)?;
        // The name has to be as durable as the bytes.
        File::open(folder)?.sync_all()?;
        return Ok(Made { manifest, bytes });
    }
}

/// Whether any of these files is gone because no row names it any more: then the rows of the backup are too old.
async fn went_away(state: &State, lost: &[String]) -> Result<bool, BackupError> {
    let mut read = state.portal.store.read().await?;
    for sha256 in lost {
        if !store::files::is_recorded(&mut read, sha256).await? {
            return Ok(true);
        }
    }
    Ok(false)
}

async fn write(state: &State, to: &File) -> Result<Manifest, BackupError> {
    let mut archive = Builder::new(BufWriter::with_capacity(1 << 20, to));
    let mut snapshot = Snapshot::take(&state.portal.store).await?;
    let mut manifest = Manifest {
        format: FORMAT,
        program: env!("CARGO_PKG_VERSION").to_owned(),
        made_at: state.now().rfc3339(),
        engine: state.portal.store.engine().to_owned(),
        migrations: snapshot.migrations().to_vec(),
        tables: Vec::new(),
        files: Vec::new(),
        lost: Vec::new(),
    };
    for table in snapshot.tables().to_vec() {
        let (mut packed, rows) = pack(&mut snapshot, &table).await?;
        let length = packed.metadata()?.len();
        packed.rewind()?;
        let sha256 = append(&mut archive, &rows_member(&table.name), length, packed)?;
        manifest.tables.push(Rows { table, rows, sha256 });
    }
    let named = store::files::every(snapshot.read()).await?;
    drop(snapshot);
    for (sha256, length) in named {
        match append_file(&mut archive, &state.files, &sha256, length).await? {
            true => manifest.files.push(Member { sha256, bytes: length }),
            false => manifest.lost.push(sha256),
        }
    }
    let text = serde_json::to_vec_pretty(&manifest).map_err(io::Error::other)?;
    let seal = append(&mut archive, MANIFEST, text.len() as u64, text.as_slice())?;
    append(&mut archive, SEAL, seal.len() as u64, seal.as_bytes())?;
    archive.into_inner()?.flush()?;
    Ok(manifest)
}

/// The rows of a table, packed into a file that has no name; how long a member is has to be known before it begins.
async fn pack(snapshot: &mut Snapshot, table: &Table) -> Result<(File, u64), BackupError> {
    let mut packed = GzEncoder::new(BufWriter::new(tempfile::tempfile()?), Compression::default());
    let mut count = 0;
    let take = |row| -> Result<(), BackupError> {
        serde_json::to_writer(&mut packed, &row).map_err(io::Error::other)?;
        packed.write_all(b"\n")?;
        count += 1;
        Ok(())
    };
    snapshot.rows(table, take).await?;
    let file = packed.finish()?.into_inner().map_err(|error| error.into_error())?;
    Ok((file, count))
}

/// Puts a stored file into the archive; false when it is not there, or is not what it should be. A place that does not
/// answer is an error: its files are not lost.
async fn append_file<W: Write + Seek>(
    archive: &mut Builder<W>,
    files: &Files,
    sha256: &str,
    length: u64,
) -> Result<bool, BackupError> {
    let mut whole = match files.whole(sha256).await {
        Ok(whole) if whole.bytes == length => whole,
        Ok(_) | Err(GetError::Lost(_)) => return Ok(false),
        Err(error) => return Err(error.into()),
    };
    let mut header = header(length);
    let mut member = Hashing::new(archive.append_writer(&mut header, file_member(sha256))?);
    while let Some(part) = whole.parts.try_next().await? {
        member.write_all(&part)?;
    }
    let (member, found, _) = member.end();
    member.finish()?;
    Ok(found == sha256)
}

fn header(length: u64) -> Header {
    let mut header = Header::new_gnu();
    header.set_size(length);
    header.set_mode(0o600);
    header
}

/// Puts a member into the archive; answers its SHA-256.
fn append(
    archive: &mut Builder<impl io::Write>,
    name: &str,
    length: u64,
    from: impl Read,
) -> Result<String, BackupError> {
    let mut header = header(length);
    let mut hashing = Hashing::new(from.take(length));
    archive.append_data(&mut header, name, &mut hashing)?;
    let (_, sha256, copied) = hashing.end();
    if copied != length {
        return Err(io::Error::new(io::ErrorKind::UnexpectedEof, format!("{name} became shorter")).into());
    }
    Ok(sha256)
}
