//! `tandem restore`.

use super::{Failed, Restore};
use crate::backup::{Contents, examine, restore};
use crate::files::Files;
use crate::{config, opening, serve};
use std::process::ExitCode;
use store::Store;

pub(super) async fn run(told: &Restore) -> Result<ExitCode, Failed> {
    if told.check {
        tell(&examine(&told.from)?);
        println!("It is whole, and this program can restore it.");
        return Ok(ExitCode::SUCCESS);
    }
    let place = told.at.place(&config::read(&told.at)?);
    opening::make_folder(&place)?;
    let store = Store::connect(&place.database_url()).await?;
    let files = Files::open(&place.files())?;
    let restored = restore(&told.from, &store, &files, serve::system_clock()()).await?;
    store.close().await;
    tell(&restored.contents);
    println!("Restored: {} rows, {} files.", restored.rows, restored.contents.manifest.files.len());
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
