//! `tandem backup`.

use super::{ATTENTION, Backup, Failed, opened};
use crate::backup::{Shelf, ShelfError, make};
use std::process::ExitCode;

pub(super) async fn run(told: &Backup) -> Result<ExitCode, Failed> {
    let state = opened(&told.at).await?;
    let (path, made) = if told.to.is_dir() {
        Shelf::new(&told.to, told.keep).add(&state).await?
    } else if told.keep.is_some() {
        return Err(ShelfError::NoFolder(told.to.clone()).into());
    } else if told.to.exists() {
        return Err(ShelfError::There(told.to.clone()).into());
    } else {
        (told.to.clone(), make(&state, &told.to).await?)
    };
    state.portal.store.close().await;
    let rows: u64 = made.manifest.tables.iter().map(|table| table.rows).sum();
    let (files, bytes) = (made.manifest.files.len(), made.bytes);
    println!("{}: {rows} rows, {files} files, {bytes} bytes", path.display());
    for sha256 in &made.manifest.lost {
        println!("lost: rows name the file {sha256}, and it is not there or was changed");
    }
    Ok(if made.manifest.lost.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(ATTENTION) })
}
