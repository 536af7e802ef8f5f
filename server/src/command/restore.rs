//! `tandem restore`.

use super::{Failed, Restore};
use crate::backup::{Contents, examine, restore};
use crate::{config, opening, serve};
use std::process::ExitCode;
use store::Store;

pub(super) async fn run(told: &Restore) -> Result<ExitCode, Failed> {
    // Before anything is made: what is refused leaves nothing behind.
    let contents = examine(&told.from)?;
    tell(&contents);
    if told.check {
        println!("It is whole, and this program can restore it.");
        return Ok(ExitCode::SUCCESS);
    }
    let file = config::read(&told.at)?;
    let place = told.at.place(&file);
    opening::make_folder(&place)?;
    let store = Store::connect(&place.database_url()).await?;
    let files = opening::files(&place, &file)?;
    let rows = restore(&told.from, &contents, &store, &files, serve::system_clock()()).await?;
    store.close().await;
    println!("Restored: {rows} rows, {} files.", contents.manifest.files.len());
    Ok(ExitCode::SUCCESS)
}

fn tell(contents: &Contents) {
    let Contents { manifest, missing } = contents;
    println!("Made at {} by version {} on {}.", manifest.made_at, manifest.program, manifest.engine);
    if !missing.is_empty() {
        println!("Its schema is older; these come on top: {}", missing.join(", "));
    }
    for sha256 in &manifest.lost {
        println!("lost when it was made: the file {sha256}");
    }
}
