//! Work in the background: events from the outbox, sessions that have ended, windows that close.

mod taking_over;

pub use taking_over::{holding, take_over};

use crate::state::State;
use crate::{assets, mail, uploads};
use futures::FutureExt as _;
use std::panic::AssertUnwindSafe;
use std::time::Duration;
use store::StoreError;
use store::fault;
use store::outbox::{self, Claimed, Fate, KINDS};
use taking_over::Watch;
use tokio::sync::watch;

/// How often the outbox is looked at when it was empty.
const PAUSE: Duration = Duration::from_secs(1);
/// How often what goes by the clock is done.
const ROUND: Duration = Duration::from_secs(60);

/// How many windows that have ended are written in one transaction.
const EXPIRED_AT_ONCE: i64 = 20;
/// How many things that the clock brings about, of each kind, become events in one transaction.
const STRUCK_AT_ONCE: i64 = 50;
/// How many events of long ago are forgotten in one transaction, and how many such transactions a round has.
const PURGED_AT_ONCE: i64 = 200;
const PURGES_A_ROUND: usize = 10;
/// How many films that have no picture yet are drawn in one round.
const FILMS_A_ROUND: i64 = 5;
/// How many records of a kind from before there was a search are indexed in one transaction.
const INDEXED_AT_ONCE: i64 = 50;
/// How many accounts are held against those that may be the same in one transaction, and how many such transactions a round has.
const PAIRED_AT_ONCE: i64 = 20;
const PAIRINGS_A_ROUND: usize = 50;
/// How many rows and marks of tables that nobody needs any more go in one transaction, and how many such transactions a round has.
const SWEPT_AT_ONCE: i64 = 1000;
const SWEEPS_A_ROUND: usize = 100;

/// Works until told to stop; ends the event in hand first. What panics is noticed and begins anew: what it had in hand
/// comes back to it when its claim has run out.
pub async fn run(state: State, mut stop: watch::Receiver<bool>) {
    while !*stop.borrow() {
        let working = AssertUnwindSafe(work(&state, stop.clone())).catch_unwind();
        if working.await.is_ok() {
            return;
        }
        tracing::error!("the worker in the background panicked and begins anew");
        metrics::counter!("tandem_worker_restarts_total").increment(1);
        pause(&mut stop).await;
    }
}

async fn pause(stop: &mut watch::Receiver<bool>) {
    tokio::select! {
        () = tokio::time::sleep(PAUSE) => {}
        _ = stop.changed() => {}
    }
}

async fn work(state: &State, mut stop: watch::Receiver<bool>) {
    if let Err(error) = index(state, &stop).await {
        tracing::warn!(%error, "what is missing in the search cannot be indexed now");
    }
    let mut last_round = None::<std::time::Instant>;
    let mut others = Watch::begun();
    while !*stop.borrow() {
        if last_round.is_none_or(|at| at.elapsed() >= ROUND) {
            if let Err(error) = round(state).await {
                tracing::warn!(%error, "background round failed");
            }
            last_round = Some(std::time::Instant::now());
        }
        if others.is_due()
            && let Err(error) = take_over(state).await
        {
            tracing::warn!(%error, "what other servers had in hand cannot be looked for");
            others = Watch::begun();
        }
        match next(state).await {
            Ok(true) => continue,
            Ok(false) => {}
            Err(error) => {
                tracing::warn!(%error, "the outbox cannot be worked on");
                others = Watch::begun();
            }
        }
        pause(&mut stop).await;
    }
}

/// Indexes what a former version of the portal has left, or indexed by other rules, and makes keys of companies that have none; changes
/// do both themselves.
pub async fn index(state: &State, stop: &watch::Receiver<bool>) -> Result<(), StoreError> {
    while !*stop.borrow() {
        let mut tx = state.portal.store.begin(state.now()).await?;
        let mut indexed = store::search::fill(&mut tx, INDEXED_AT_ONCE).await?;
        indexed += store::keys::fill(&mut tx, INDEXED_AT_ONCE).await?;
        tx.commit().await?;
        if indexed == 0 {
            break;
        }
    }
    Ok(())
}

/// What goes by the clock.
pub async fn round(state: &State) -> Result<(), StoreError> {
    let mut tx = state.portal.store.begin(state.now()).await?;
    let ended = store::sessions::sweep(&mut tx).await?;
    tx.commit().await?;
    if ended > 0 {
        tracing::info!(ended, "sessions ended");
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
    approve_what_is_clear(state).await?;
    loop {
        let mut tx = state.portal.store.begin(state.now()).await?;
        let struck = store::notices::clock::strike(&mut tx, STRUCK_AT_ONCE).await?;
        tx.commit().await?;
        if struck < STRUCK_AT_ONCE as usize {
            break;
        }
    }
    for _ in 0..PAIRINGS_A_ROUND {
        let mut tx = state.portal.store.begin(state.now()).await?;
        let paired = store::accounts::pairs::find_some(&mut tx, PAIRED_AT_ONCE).await?;
        tx.commit().await?;
        if paired < PAIRED_AT_ONCE as usize {
            break;
        }
    }
    for _ in 0..SWEEPS_A_ROUND {
        let mut tx = state.portal.store.begin(state.now()).await?;
        let swept = store::accounts::imports::sweep(&mut tx, SWEPT_AT_ONCE).await?;
        tx.commit().await?;
        if swept == 0 {
            break;
        }
    }
    if let Some(mailer) = &state.mail {
        let digests = mail::digest::round(state, mailer).await?;
        if digests > 0 {
            tracing::info!(digests, "digests written");
        }
    }
    let removed = uploads::resumable::sweep(state).await?;
    if removed > 0 {
        tracing::info!(removed, "uploads that waited too long");
    }
    // Films from before there was a program that draws them.
    match assets::previews::of_films(state, "", FILMS_A_ROUND).await {
        Ok(0) => {}
        Ok(films) => tracing::info!(films, "films looked at"),
        Err(error) => tracing::warn!(%error, "films cannot be looked at now"),
    }
    for _ in 0..PURGES_A_ROUND {
        let mut tx = state.portal.store.begin(state.now()).await?;
        store::notices::clock::purge(&mut tx).await?;
        store::mail::passwords::purge(&mut tx).await?;
        store::mail::acts::purge(&mut tx).await?;
        let purged = outbox::purge(&mut tx, PURGED_AT_ONCE).await?
            + store::notices::purge(&mut tx, PURGED_AT_ONCE).await?
            + store::mail::purge(&mut tx, PURGED_AT_ONCE).await?;
        tx.commit().await?;
        if purged < PURGED_AT_ONCE as u64 {
            break;
        }
    }
    Ok(())
}

/// Approves what nobody answered in time, where the rules say so and nobody else's claim is in the way. What is left is told of
/// afterwards.
async fn approve_what_is_clear(state: &State) -> Result<(), StoreError> {
    loop {
        let mut tx = state.portal.store.begin(state.now()).await?;
        let next = store::deals::silence::next(&mut tx).await?;
        tx.commit().await?;
        let Some(id) = next else { return Ok(()) };
        let mut tx = state.portal.store.begin(state.now()).await?;
        if store::deals::silence::approve_if_clear(&mut tx, &id, state.portal.protection).await? {
            tx.commit().await?;
            tracing::info!(deal = %id, "approved by its programme: nobody answered in time");
        }
    }
}

/// Works on one event; false when none is due.
pub async fn next(state: &State) -> Result<bool, StoreError> {
    let Some(event) = outbox::claim(&state.portal.store, state.now()).await? else { return Ok(false) };
    let store = &state.portal.store;
    let result = holding(handle(state, &event), || outbox::hold(store, &event, state.now())).await;
    fault::point("handled");
    let mut tx = state.portal.store.begin(state.now()).await?;
    let ended = match result {
        Ok(()) => outbox::done(&mut tx, &event).await.map(|()| "done"),
        Err(error) => {
            tracing::warn!(kind = event.kind, attempt = event.attempt, error, "an event failed");
            outbox::failed(&mut tx, &event, &error).await.map(|fate| match fate {
                Fate::Again => "again",
                Fate::Dead => "dead",
            })
        }
    };
    let outcome = match ended {
        Ok(outcome) => {
            tx.commit().await?;
            outcome
        }
        // It took so long that the event was given to another worker, whose word counts.
        Err(StoreError::Stale) => "late",
        Err(error) => return Err(error),
    };
    let kind = KINDS.into_iter().find(|known| *known == event.kind).unwrap_or("unknown");
    metrics::counter!("tandem_events_total", "kind" => kind, "outcome" => outcome).increment(1);
    Ok(true)
}

/// Every event tells whom it concerns and leaves its line in the log; one that nobody knows is an error that shows up as a
/// dead letter.
async fn handle(state: &State, event: &Claimed) -> Result<(), String> {
    if !KINDS.contains(&event.kind.as_str()) {
        return Err(format!("nobody handles {}", event.kind));
    }
    let payload = event.payload.as_ref().map_err(Clone::clone)?;
    let told = store::notices::tell(
        &state.portal.store,
        state.now(),
        &event.id,
        &event.kind,
        payload,
        state.mail.is_some(),
    )
    .await;
    let told = told.map_err(|error| error.to_string())?;
    if matches!(event.kind.as_str(), "asset.made" | "asset.file_replaced") {
        let made = assets::previews::of_new(state, &payload.record).await;
        made.map_err(|error| error.to_string())?;
    }
    tracing::info!(kind = event.kind, record = payload.record, told, "event");
    Ok(())
}
