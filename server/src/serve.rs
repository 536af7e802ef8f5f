//! Starting and stopping: opens the store, seeds what is asked for, serves, drains.

use crate::config::{self, ConfigError, Options};
use crate::files::Files;
use crate::passwords::Passwords;
use crate::sign_in::Throttle;
use crate::site::{self, NoSite};
use crate::sso::Ways;
use crate::state::State;
use crate::{figures, jobs, router, seed};
use app::api::{Clock, Portal, Vendor};
use axum::serve::ListenerExt as _;
use documents::Workshop;
use domain::access::{ManagePeople, Permit};
use domain::time::Instant;
use leptos::config::LeptosOptions;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use store::people::invitations;
use store::{Store, StoreError};
use tokio::net::TcpListener;
use tokio::sync::watch;

/// How long requests in hand may take after a stop signal.
const DRAIN: Duration = Duration::from_secs(20);

/// How many document workers run at once, each with up to 256 MB.
const DOCUMENT_WORKERS: usize = 2;

/// The portal cannot start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// Configuration.
    #[error(transparent)]
    Config(#[from] ConfigError),
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
    #[error("--demo has accounts with known passwords: refused on {0}, which isn't a loopback address")]
    DemoInPublic(SocketAddr),
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
    if options.demo && !options.addr.ip().is_loopback() {
        return Err(StartError::DemoInPublic(options.addr));
    }
    let file = config::read(&options)?;
    std::fs::create_dir_all(&options.data)?;
    let url = options.database.clone().unwrap_or_else(|| Store::sqlite_url(&options.data.join("tandem.db")));
    let store = Store::open(&url).await?;
    let listener = TcpListener::bind(options.addr).await?;
    let addr = listener.local_addr()?;
    let origin = options.origin.clone().unwrap_or_else(|| format!("http://{addr}"));
    let domains = file.vendor_domains();
    let vendor = Vendor { name: file.vendor.name.clone(), hue: file.vendor.hue, domains };
    let files = Files::open(&options.data.join("files"))?;
    let worker = vec!["document-worker".to_owned()];
    let workshop = Workshop::new(std::env::current_exe()?, worker, DOCUMENT_WORKERS);
    let state = State {
        portal: Portal {
            store,
            clock: system_clock(),
            ask_limit: crate::limits::verdicts(),
            try_zones: crate::assets::trials(files.clone(), workshop.clone()),
            vendor,
            origin: origin.trim_end_matches('/').to_owned(),
        },
        passwords: Passwords::default(),
        throttle: Arc::new(Throttle::new(options.trusted_proxy.clone())),
        files,
        workshop,
        ways: Ways::of(&file.connection, origin.trim_end_matches('/'))?,
        assets: Arc::new(site::assets(&options.site)?),
        site: options.site.clone(),
        leptos: LeptosOptions::builder().output_name("tandem").build(),
    };
    prepare(&state, &options).await?;

    let figures = figures::gathering().ok().and_then(|figures| figures.install_recorder().ok());
    let (stop, stopped) = watch::channel(false);
    let worker = tokio::spawn(jobs::run(state.clone(), stopped.clone()));
    println!("Tandem serves at {}", state.portal.origin);

    let app = router::router(state.clone(), figures).into_make_service_with_connect_info::<SocketAddr>();
    // Without TCP_NODELAY small answers wait for acknowledgements.
    let listener = listener.tap_io(|stream| {
        if let Err(error) = stream.set_nodelay(true) {
            tracing::debug!(%error, "TCP_NODELAY");
        }
    });
    let mut draining = stopped.clone();
    let server = axum::serve(listener, app).with_graceful_shutdown(async move {
        let _ = draining.changed().await;
    });
    let serving = tokio::spawn(async move { server.await });
    signalled().await;
    tracing::info!("stopping: requests in hand end first");
    let _ = stop.send(true);
    if tokio::time::timeout(DRAIN, serving).await.is_err() {
        tracing::warn!("some requests did not end in time");
    }
    let _ = tokio::time::timeout(DRAIN, worker).await;
    state.portal.store.close().await;
    Ok(())
}

/// What a portal starts with that nobody administers, empty or not: people may have come by single sign-on meanwhile.
async fn prepare(state: &State, options: &Options) -> Result<(), StartError> {
    let mut read = state.portal.store.read().await?;
    let nobody = store::people::nobody_yet(&mut read).await?;
    let led = !invitations::no_administrator_yet(&mut read).await?;
    drop(read);
    if led {
        return Ok(());
    }
    if options.demo && nobody {
        let signs_in = seed::demo(state).await?;
        println!("A demo programme is ready. Sign in with the password {}:", seed::PASSWORD);
        for (email, role) in signs_in {
            println!("    {email}  ({role})");
        }
        return Ok(());
    }
    let secret: String =
        [store::db::random(), store::db::random()].concat().iter().map(|b| format!("{b:02x}")).collect();
    let mut tx = state.portal.store.begin(state.now()).await?;
    invitations::invite_first(&mut tx, &Permit::of_the_portal(ManagePeople), &secret).await?;
    tx.commit().await?;
    println!("This portal has no administrator. Make one with this link, which works once:");
    println!("    {}/join/{secret}", state.portal.origin);
    Ok(())
}

async fn signalled() {
    let interrupt = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        let terminate = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate());
        match terminate {
            Ok(mut terminate) => {
                tokio::select! {
                    _ = interrupt => {}
                    _ = terminate.recv() => {}
                }
            }
            Err(_) => {
                let _ = interrupt.await;
            }
        }
    }
    #[cfg(not(unix))]
    {
        let _ = interrupt.await;
    }
}
