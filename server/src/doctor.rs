//! Looks whether everything is as it should be: for `tandem doctor`, and for the page of administrators.

mod files;

use crate::config::Place;
use crate::files::Files;
use crate::state::State;
use app::api::{Clock, Glance};
use app::texts::text;
use domain::access::{Operate, Permit};
use domain::operate::{Check, Finding, Verdict, of_clocks, of_room, of_waiting};
use domain::sizes::bytes_in_words;
use domain::time::Instant;
use std::sync::Arc;
use store::{Store, StoreError, audit, migrate, outbox, soundness};

/// How thoroughly stored files are looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Depth {
    /// All of them for their length, some of them for their content.
    Some,
    /// Every byte of all of them.
    All,
}

fn found(check: Check, verdict: Verdict, words: impl Into<String>) -> Finding {
    Finding { check, verdict, words: words.into() }
}

/// The verdict over something that may not be answered at all.
fn or_bad<E: std::fmt::Display>(check: Check, answer: Result<Finding, E>) -> Finding {
    answer.unwrap_or_else(|error| found(check, Verdict::Bad, error.to_string()))
}

/// What can be said of a place before a portal is opened in it: whether its database is there, answers, and has this
/// program's schema. Without that nothing else can be looked at.
pub async fn database(place: &Place) -> (Vec<Finding>, Option<Store>) {
    if !crate::opening::is_there(place) {
        let words = format!("there is none at {}", place.database_url());
        return (vec![found(Check::Database, Verdict::Bad, words)], None);
    }
    let store = match Store::connect(&place.database_url()).await {
        Ok(store) => store,
        Err(error) => return (vec![found(Check::Database, Verdict::Bad, error.to_string())], None),
    };
    let answers = found(Check::Database, Verdict::Good, format!("{} {}", store.engine(), store.address()));
    let schema = or_bad(Check::Schema, schema(&store).await);
    let fits = schema.verdict == Verdict::Good;
    (vec![answers, schema], fits.then_some(store))
}

async fn schema(store: &Store) -> Result<Finding, StoreError> {
    let applied = migrate::applied(&mut store.read().await?).await?;
    let missing = migrate::missing(&applied)?;
    Ok(match missing.as_slice() {
        [] => found(Check::Schema, Verdict::Good, text::operate::found_schema(applied.len())),
        missing => {
            let words = text::operate::found_unmigrated(missing.join(", "));
            found(Check::Schema, Verdict::Bad, words)
        }
    })
}

/// Looks at an open portal, at what is told at once: for a page.
pub async fn glance(store: &Store, files: &Files, now: Instant) -> Vec<Finding> {
    let mut findings = vec![
        or_bad(Check::Schema, schema(store).await),
        or_bad(Check::Clock, clock(store, now).await),
        or_bad(Check::Space, space(files)),
    ];
    match queue(store, now).await {
        Ok(both) => findings.extend(both),
        Err(error) => findings.push(found(Check::Outbox, Verdict::Bad, error.to_string())),
    }
    findings
}

/// What [`glance`] tells, for pages.
pub fn glances(store: Store, files: Files, clock: Clock) -> Glance {
    Arc::new(move || {
        let (store, files, now) = (store.clone(), files.clone(), clock());
        Box::pin(async move { glance(&store, &files, now).await })
    })
}

/// Looks at an open portal, at everything.
pub async fn examine(state: &State, depth: Depth) -> Vec<Finding> {
    let store = &state.portal.store;
    let mut findings = glance(store, &state.files, state.now()).await;
    findings.push(or_bad(Check::Rows, rows(store).await));
    findings.push(films(state));
    match files::both(state, depth).await {
        Ok(both) => findings.extend(both),
        Err(error) => findings.push(found(Check::Files, Verdict::Bad, error.to_string())),
    }
    findings
}

async fn rows(store: &Store) -> Result<Finding, StoreError> {
    let faults = soundness::faults(&mut store.read().await?, &Permit::of_the_portal(Operate)).await?;
    Ok(match faults.as_slice() {
        [] => found(Check::Rows, Verdict::Good, "rows, indexes and keys are whole"),
        faults => found(Check::Rows, Verdict::Bad, faults.join("; ")),
    })
}

async fn clock(store: &Store, now: Instant) -> Result<Finding, StoreError> {
    let mut read = store.read().await?;
    let theirs = soundness::clock(&mut read).await?;
    let apart = theirs.map_or(0, |theirs| theirs.since(now));
    let last = audit::last(&mut read).await?;
    // Lines from the future: this clock was put back, or was wrong when they were written.
    let ahead = last.map_or(0, |last| last.since(now)).max(0);
    let words = text::operate::found_clock(apart.abs(), ahead);
    Ok(found(Check::Clock, of_clocks(apart).max(of_clocks(ahead)), words))
}

fn space(files: &Files) -> std::io::Result<Finding> {
    let room = files.room()?;
    Ok(found(Check::Space, of_room(room), text::operate::found_room(bytes_in_words(room))))
}

async fn queue(store: &Store, now: Instant) -> Result<[Finding; 2], StoreError> {
    let mut read = store.read().await?;
    let counts = outbox::counts(&mut read).await?;
    let count =
        |wanted: &str| counts.iter().find(|(state, _)| state == wanted).map_or(0, |(_, count)| *count);
    let oldest = outbox::oldest_due(&mut read).await?;
    let waits = oldest.map_or(0, |due| now.since(due).max(0) / 1000);
    let words = text::operate::found_waiting(count("ready"), waits);
    let dead = count("dead");
    let verdict = if dead == 0 { Verdict::Good } else { Verdict::Warning };
    Ok([
        found(Check::Outbox, of_waiting(waits), words),
        found(Check::DeadLetters, verdict, text::operate::found_dead(dead)),
    ])
}

/// What only a command asks, since it may take long: the providers.
pub async fn providers(state: &State) -> Finding {
    let (mut silent, count) = (Vec::new(), state.ways.every().len());
    for way in state.ways.every() {
        if let Err(refusal) = way.connection.reach().await {
            silent.push(format!("{}: {refusal}", way.connection.key()));
        }
    }
    match silent.as_slice() {
        [] => found(Check::Providers, Verdict::Good, format!("{count} answer")),
        silent => found(Check::Providers, Verdict::Bad, silent.join("; ")),
    }
}

/// What draws films. Nothing is wrong where nothing does.
fn films(state: &State) -> Finding {
    let words = match state.workshop.films() {
        Some(program) => program.display().to_string(),
        None => "no ffmpeg on the path: films show the icon of their kind".to_owned(),
    };
    found(Check::Films, Verdict::Good, words)
}

/// Whether there is something to serve.
pub fn site(state: &State) -> Finding {
    or_bad(Check::Site, state.site.assets().map(|assets| found(Check::Site, Verdict::Good, assets.client.js)))
}

/// The configuration, once it was read.
pub fn configuration(connections: usize) -> Finding {
    found(Check::Configuration, Verdict::Good, format!("{connections} connections"))
}

/// A configuration that can't be read.
pub fn no_configuration(error: &dyn std::fmt::Display) -> Finding {
    found(Check::Configuration, Verdict::Bad, error.to_string())
}
