//! `tandem seed`.

use super::Failed;
use crate::config::At;
use crate::{config, opening, seed};
use std::process::ExitCode;
use store::people;

pub(super) async fn run(at: &At) -> Result<ExitCode, Failed> {
    let file = config::read(at)?;
    let place = at.place(&file);
    opening::make_folder(&place)?;
    let store = opening::store(&place, opening::Schema::Migrated).await?;
    let state = opening::state(&place, &file, store, &place.reached_at())?;
    let mut read = state.portal.store.read().await?;
    if !people::nobody_yet(&mut read).await? {
        return Err("this portal is in use: the demo programme is made in an empty one only".into());
    }
    drop(read);
    let (_go_on, stop) = tokio::sync::watch::channel(false);
    seed::demo(&state, &stop).await?;
    println!("The demo programme is made. It is served on loopback addresses only.");
    state.portal.store.close().await;
    Ok(ExitCode::SUCCESS)
}
