//! Starting and stopping: opens the store, seeds what is asked for, serves, drains.

use crate::config::{self, ConfigError, Options, Place};
use crate::opening::Schema;
use crate::seed::SeedError;
use crate::sign_in::Throttle;
use crate::site::NoSite;
use crate::state::State;
use crate::wire::{Listening, Peer};
use crate::{figures, imports, jobs, mail, notices, opening, router, seed};
use app::api::Clock;
use domain::access::{ManagePeople, Permit};
use domain::time::Instant;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use store::people::invitations;
use store::settings::Demo;
use store::{Store, StoreError};
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;
use tracing::Instrument as _;

/// How long requests and the worker's event in hand may take together after a stop signal. What stops the portal
/// (`xtask`, a service manager) has to have more patience than this and [`CLOSING`].
const DRAIN: Duration = Duration::from_secs(30);
/// How long the database may take to close after that; a request that did not end may hold a connection.
const CLOSING: Duration = Duration::from_secs(5);

/// The portal cannot start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// Configuration.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// Nothing is there to work on.
    #[error("there is no database at {0}: `tandem serve` or `tandem migrate` makes one")]
    NoDatabase(String),
    /// The schema is an older one, and it was not asked to migrate it.
    #[error("the database is not migrated ({0} is missing): `tandem migrate` does it")]
    NotMigrated(String),
    /// The built site.
    #[error(transparent)]
    Site(#[from] NoSite),
    /// The database.
    #[error("database: {0}")]
    Store(#[from] StoreError),
    /// Network or disk.
    #[error("{0}")]
    Io(#[from] std::io::Error),
    /// The demo programme has known passwords.
    #[error(
        "the demo programme has accounts with known passwords: refused at {0}, which is no loopback address"
    )]
    DemoInPublic(String),
    /// A portal of people's own was asked for where the demo programme is.
    #[error(
        "--empty needs an empty portal, and {0} is the demo programme: leave --empty out, or choose another --data"
    )]
    EmptyOnDemo(String),
    /// The first start was interrupted.
    #[error("a first start was interrupted before the demo programme was whole: delete {0}, and start again")]
    HalfDemo(String),
    /// The way to the providers.
    #[error("single sign-on: {0}")]
    Providers(#[from] reqwest::Error),
    /// Seeding.
    #[error("seeding: {0}")]
    Seed(#[from] seed::SeedError),
}

/// The clock of the machine.
pub fn system_clock() -> Clock {
    Arc::new(|| {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Instant::from_millis(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
    })
}

/// Serves until a stop signal, then lets requests in hand end.
pub async fn run(options: Options) -> Result<(), StartError> {
    let mut stopped = listen_for_stop()?;
    let file = config::read(&options.at)?;
    let place = options.place(&file);
    if options.demo {
        on_loopback_only(&place)?;
    }
    opening::make_folder(&place)?;
    let schema = if options.no_migrate { Schema::AsItIs } else { Schema::Migrated };
    let store = opening::store(&place, schema).await?;
    if store::settings::demo(&mut store.read().await?).await?.is_some() {
        on_loopback_only(&place)?;
    }
    let listener = TcpListener::bind(place.addr).await?;
    let bound = Place { addr: listener.local_addr()?, ..place.clone() };
    let mut state = opening::state(&place, &file, store, &bound.reached_at())?;
    state.assets = Arc::new(state.site.assets()?);
    state.throttle = Arc::new(Throttle::new(options.trusted_proxy.clone()));
    match prepare(&state, &options, &place, &stopped).await {
        Err(StartError::Seed(SeedError::Stopped)) => {
            println!(
                "Stopped before the demo programme was whole: delete {} before the next start.",
                rows_and_files(&state.portal.store, &place)
            );
            state.portal.store.close().await;
            return Ok(());
        }
        prepared => prepared?,
    }

    let figures = figures::gathering().ok().and_then(|figures| figures.install_recorder().ok());
    // What is asked of the database beside the requests can be told from what they ask.
    let beside = || tracing::trace_span!(target: "store::statement", "beside");
    let worker = tokio::spawn(jobs::run(state.clone(), stopped.clone()).instrument(beside()));
    let importer = tokio::spawn(imports::working::run(state.clone(), stopped.clone()).instrument(beside()));
    let post = tokio::spawn(mail::post::run(state.clone(), stopped.clone()).instrument(beside()));
    let watcher = tokio::spawn(notices::watch(state.clone(), stopped.clone()).instrument(beside()));
    println!("Tandem serves at {}", state.portal.origin);

    let app = router::router(state.clone(), figures).into_make_service_with_connect_info::<Peer>();
    let mut draining = stopped.clone();
    let server = axum::serve(Listening(listener), app).with_graceful_shutdown(async move {
        let _ = draining.wait_for(|stop| *stop).await;
    });
    let serving = tokio::spawn(async move { server.await });
    let _ = stopped.wait_for(|stop| *stop).await;
    tracing::info!("stopping: requests in hand end first");
    let ended = async { tokio::join!(serving, worker, importer, post, watcher) };
    if tokio::time::timeout(DRAIN, ended).await.is_err() {
        tracing::warn!("not everything in hand ended in time");
    }
    if tokio::time::timeout(CLOSING, state.portal.store.close()).await.is_err() {
        tracing::warn!("the database was not closed in time");
    }
    Ok(())
}

/// What an empty portal starts with, and what is said of one that isn't.
async fn prepare(
    state: &State,
    options: &Options,
    place: &Place,
    stop: &watch::Receiver<bool>,
) -> Result<(), StartError> {
    let store = &state.portal.store;
    let mut read = store.read().await?;
    let demo = store::settings::demo(&mut read).await?;
    let empty = store::people::nobody_yet(&mut read).await?;
    // People may have come by single sign-on before there was anybody to look after them.
    let led = !invitations::no_administrator_yet(&mut read).await?;
    drop(read);
    match demo {
        Some(Demo::Begun) => return Err(StartError::HalfDemo(rows_and_files(store, place))),
        Some(Demo::Whole) if options.empty => {
            return Err(StartError::EmptyOnDemo(rows_and_files(store, place)));
        }
        Some(Demo::Whole) => print_sign_ins(),
        None if empty && options.demo => {
            println!("Making the demo programme");
            seed::demo(state, stop).await?;
            print_sign_ins();
        }
        None => {
            if options.demo {
                println!("This portal is in use: the demo programme is made in an empty one only.");
            }
            if !led {
                invite_first(state).await?;
            }
        }
    }
    Ok(())
}

/// What to delete for an empty portal.
fn rows_and_files(store: &Store, place: &Place) -> String {
    match store.engine() {
        "postgres" => {
            format!("the database {} and the folder {}", store.address(), place.files().display())
        }
        _ => format!("the folder {}", place.data.display()),
    }
}

fn print_sign_ins() {
    println!("This is the demo programme. Sign in with the password {}:", seed::PASSWORD);
    for (email, role) in seed::sign_ins() {
        println!("    {email}  ({role})");
    }
}

async fn invite_first(state: &State) -> Result<(), StartError> {
    let link = first_link(state).await?;
    println!("This portal has no administrator. Make one with this link, which works once:");
    println!("    {link}");
    Ok(())
}

/// A link with which somebody becomes an administrator; older ones stop working.
pub async fn first_link(state: &State) -> Result<String, StoreError> {
    let secret: String =
        [store::db::random(), store::db::random()].concat().iter().map(|b| format!("{b:02x}")).collect();
    let mut tx = state.portal.store.begin(state.now()).await?;
    invitations::invite_first(&mut tx, &Permit::of_the_portal(ManagePeople), &secret).await?;
    tx.commit().await?;
    Ok(format!("{}/join/{secret}", state.portal.origin))
}

/// Refuses to show known passwords to anybody but the machine itself.
fn on_loopback_only(place: &Place) -> Result<(), StartError> {
    if !place.addr.ip().is_loopback() {
        return Err(StartError::DemoInPublic(place.addr.to_string()));
    }
    match &place.origin {
        Some(origin) if !is_loopback(origin) => Err(StartError::DemoInPublic(origin.clone())),
        _ => Ok(()),
    }
}

/// Whether this origin is only reached from the machine itself (RFC 6761, 6.3 for names).
fn is_loopback(origin: &str) -> bool {
    let Some(host) = origin.parse::<http::Uri>().ok().and_then(|uri| uri.host().map(str::to_lowercase))
    else {
        return false;
    };
    match host.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>() {
        Ok(ip) => ip.is_loopback(),
        Err(_) => host == "localhost" || host.ends_with(".localhost"),
    }
}

/// True from the first stop signal on. Listens at once: a signal during the start ends it in order too.
fn listen_for_stop() -> std::io::Result<watch::Receiver<bool>> {
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    let (stop, stopped) = watch::channel(false);
    tokio::spawn(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
        let _ = stop.send(true);
    });
    Ok(stopped)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(addr: &str, origin: Option<&str>) -> Place {
        Place {
            addr: addr.parse().unwrap(),
            data: "data".into(),
            site: None,
            database: None,
            origin: origin.map(str::to_owned),
        }
    }

    #[test]
    fn known_passwords_are_for_the_machine_itself_only() {
        for (addr, origin) in [
            ("127.0.0.1:3000", None),
            ("[::1]:3000", Some("http://localhost:3000")),
            ("127.0.0.1:0", Some("https://tandem.localhost")),
            ("127.0.0.1:3000", Some("http://127.0.0.2:3000/")),
            ("127.0.0.1:3000", Some("http://[::1]:3000")),
        ] {
            assert!(on_loopback_only(&place(addr, origin)).is_ok(), "{addr} {origin:?}");
        }
        for (addr, origin) in [
            ("0.0.0.0:3000", None),
            ("192.0.2.1:3000", Some("http://localhost:3000")),
            ("127.0.0.1:3000", Some("https://portal.example")),
            ("127.0.0.1:3000", Some("https://localhost.example")),
            ("127.0.0.1:3000", Some("http://localhost@portal.example")),
            ("127.0.0.1:3000", Some("no address")),
        ] {
            assert!(on_loopback_only(&place(addr, origin)).is_err(), "{addr} {origin:?}");
        }
    }
}
