//! The work on tables of many rows, part by part, beside everything else that is done in the background. Nothing is claimed: a part is one
//! transaction that holds its table, so another server waits for its end, and what a server had in hand that died has not happened.

use crate::state::State;
use app::api::ApiError;
use domain::access::Actor;
use domain::imports::Failure;
use futures::FutureExt as _;
use std::panic::AssertUnwindSafe;
use std::time::Duration;
use store::StoreError;
use store::accounts::imports::{self, Taken};
use tokio::sync::watch;

/// How often somebody looks for a table when there was none.
const PAUSE: Duration = Duration::from_secs(1);
/// How long others have between two parts.
const BREATH: Duration = Duration::from_millis(10);
/// How often the same rows may fail before their table comes to an end.
const TRIES: i64 = 5;

/// Works on tables until told to stop; ends the part in hand first. A part that panics has not happened, and is tried again.
pub async fn run(state: State, mut stop: watch::Receiver<bool>) {
    while !*stop.borrow() {
        let pause = match AssertUnwindSafe(part(&state)).catch_unwind().await {
            Ok(Ok(true)) => BREATH,
            Ok(Ok(false)) => PAUSE,
            Ok(Err(error)) => {
                tracing::warn!(%error, "tables cannot be worked on");
                PAUSE
            }
            Err(_) => {
                tracing::error!("the work on a table panicked");
                metrics::counter!("tandem_worker_restarts_total").increment(1);
                PAUSE
            }
        };
        tokio::select! {
            () = tokio::time::sleep(pause) => {}
            _ = stop.changed() => {}
        }
    }
}

/// Works on one part of a table; false when none waits.
///
/// # Errors
///
/// When the database cannot answer.
pub async fn part(state: &State) -> Result<bool, StoreError> {
    let mut tx = state.portal.store.begin(state.now()).await?;
    let Some(taken) = imports::take(&mut tx).await? else { return Ok(false) };
    // What is done is done by whoever brought the table, as far as they may today.
    let Some(profile) = store::people::profile(&mut tx, &taken.person).await? else {
        imports::fail(&mut tx, &taken.id, Failure::Denied).await?;
        tx.commit().await?;
        return Ok(true);
    };
    match app::imports::part(&mut tx, &Actor::vouch(profile), &taken).await {
        Ok(()) => tx.commit().await?,
        Err(ApiError::Denied) => {
            imports::fail(&mut tx, &taken.id, Failure::Denied).await?;
            tx.commit().await?;
        }
        Err(error) => {
            drop(tx);
            again(state, &taken, &error).await?;
        }
    }
    Ok(true)
}

/// The same rows come again, one by one, until they have failed too often.
async fn again(state: &State, taken: &Taken, error: &ApiError) -> Result<(), StoreError> {
    let mut tx = state.portal.store.begin(state.now()).await?;
    let tries = imports::tried(&mut tx, &taken.id).await?;
    tracing::warn!(import = %taken.id, behind = taken.at_line, tries, ?error, "rows of a table failed");
    if tries >= TRIES {
        imports::fail(&mut tx, &taken.id, Failure::Broken).await?;
    }
    tx.commit().await
}
