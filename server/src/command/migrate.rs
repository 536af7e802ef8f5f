//! `tandem migrate`.

use super::{ATTENTION, Failed, Migrate};
use crate::{config, opening};
use std::process::ExitCode;
use store::{Store, migrate};

pub(super) async fn run(told: &Migrate) -> Result<ExitCode, Failed> {
    let place = told.at.place(&config::read(&told.at)?);
    if told.check && !opening::is_there(&place) {
        println!("There is no database at {} yet.", place.database_url());
        return Ok(ExitCode::from(ATTENTION));
    }
    opening::make_folder(&place)?;
    let store = Store::connect(&place.database_url()).await?;
    let mut read = store.read().await?;
    let missing = migrate::missing(&migrate::applied(&mut read).await?)?;
    drop(read);
    for name in &missing {
        println!("{} {name}", if told.check { "missing" } else { "applying" });
    }
    if missing.is_empty() {
        println!("The schema is this program's.");
    } else if !told.check {
        migrate::run(&store).await?;
        println!("The schema is this program's now.");
    }
    store.close().await;
    Ok(if told.check && !missing.is_empty() { ExitCode::from(ATTENTION) } else { ExitCode::SUCCESS })
}
