//! Work in the background: events from the outbox, sessions that have ended, windows that close.

use crate::state::State;
use std::time::Duration;
use store::StoreError;
use store::outbox::{self, Claimed};
use tokio::sync::watch;

/// How often the outbox is looked at when it was empty.
const PAUSE: Duration = Duration::from_secs(1);
/// How often what goes by the clock is done.
const ROUND: Duration = Duration::from_secs(60);

/// How many windows that have ended are written in one transaction.
const EXPIRED_AT_ONCE: i64 = 20;

/// Works until told to stop; ends the event in hand first.
pub async fn run(state: State, mut stop: watch::Receiver<bool>) {
    let mut last_round = None::<std::time::Instant>;
    while !*stop.borrow() {
        if last_round.is_none_or(|at| at.elapsed() >= ROUND) {
            if let Err(error) = round(&state).await {
                tracing::warn!(%error, "background round failed");
            }
            last_round = Some(std::time::Instant::now());
        }
        match next(&state).await {
            Ok(true) => continue,
            Ok(false) => {}
            Err(error) => tracing::warn!(%error, "the outbox cannot be worked on"),
        }
        tokio::select! {
            () = tokio::time::sleep(PAUSE) => {}
            _ = stop.changed() => {}
        }
    }
}

/// What goes by the clock.
pub async fn round(state: &State) -> Result<(), StoreError> {
    let mut tx = state.portal.store.begin(state.now()).await?;
    let back = outbox::recover(&mut tx).await?;
    let ended = store::sessions::sweep(&mut tx).await?;
    tx.commit().await?;
    if back + ended > 0 {
        tracing::info!(back, ended, "events given back, sessions ended");
    }
    // In small transactions, so that nobody who decides has to wait for all of them.
    loop {
        let mut tx = state.portal.store.begin(state.now()).await?;
        let expired = store::deals::life::expire_overdue(&mut tx, EXPIRED_AT_ONCE).await?;
        tx.commit().await?;
        if expired < EXPIRED_AT_ONCE as usize {
            break;
        }
    }
    Ok(())
}

/// Works on one event; false when none is due.
pub async fn next(state: &State) -> Result<bool, StoreError> {
    let Some(event) = outbox::claim(&state.portal.store, state.now()).await? else { return Ok(false) };
    let result = handle(&event);
    let mut tx = state.portal.store.begin(state.now()).await?;
    match result {
        Ok(()) => outbox::done(&mut tx, &event).await?,
        Err(error) => {
            tracing::warn!(kind = event.kind, attempt = event.attempt, error, "an event failed");
            outbox::failed(&mut tx, &event, &error).await?;
        }
    }
    tx.commit().await?;
    metrics::counter!("tandem_events_total", "kind" => event.kind).increment(1);
    Ok(true)
}

/// Every event leaves its line in the log; an event that nobody knows is an error that shows up as a dead letter.
fn handle(event: &Claimed) -> Result<(), String> {
    const KNOWN: [&str; 8] =
        ["account.", "asset.", "certificate.", "course.", "deal.", "family.", "partner.", "person."];
    if !KNOWN.iter().any(|prefix| event.kind.starts_with(prefix)) {
        return Err(format!("nobody handles {}", event.kind));
    }
    tracing::info!(kind = event.kind, record = event.payload.record, "event");
    Ok(())
}
