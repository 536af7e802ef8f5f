//! Opening what every command works on: the database, the files, and what stands around them.

use crate::config::{File, Place};
use crate::files::Files;
use crate::passwords::Passwords;
use crate::serve::{StartError, system_clock};
use crate::sign_in::Throttle;
use crate::site::Site;
use crate::sso::Ways;
use crate::state::{Reached, State};
use crate::{assets, doctor, limits, mail};
use app::api::{KeptLook, Portal, Vendor};
use documents::Workshop;
use leptos::config::LeptosOptions;
use std::io;
use std::sync::Arc;
use store::{Store, StoreError, migrate};

/// How many document workers run at once, each with up to 256 MB.
const DOCUMENT_WORKERS: usize = 2;

/// What is done about a database with another schema than this program's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Schema {
    /// It is migrated.
    Migrated,
    /// It is refused.
    AsItIs,
}

/// Whether the database can be there: the embedded one is a file.
pub fn is_there(place: &Place) -> bool {
    place.database.is_some() || place.data.join("tandem.db").exists()
}

/// Makes the folder of the database and the files.
pub fn make_folder(place: &Place) -> io::Result<()> {
    std::fs::create_dir_all(&place.data)
}

/// The database of this place.
pub async fn store(place: &Place, schema: Schema) -> Result<Store, StartError> {
    if schema == Schema::Migrated {
        return Ok(Store::open(&place.database_url()).await?);
    }
    if !is_there(place) {
        return Err(StartError::NoDatabase(place.database_url()));
    }
    let store = Store::connect(&place.database_url()).await?;
    let missing = missing(&store).await?;
    if missing.is_empty() { Ok(store) } else { Err(StartError::NotMigrated(missing.join(", "))) }
}

async fn missing(store: &Store) -> Result<Vec<&'static str>, StoreError> {
    migrate::missing(&migrate::applied(&mut store.read().await?).await?)
}

/// The files of this place.
pub fn files(place: &Place, file: &File) -> io::Result<Files> {
    match &file.files {
        Some(bucket) => Files::in_bucket(bucket, &place.files()),
        None => Files::open(&place.files()),
    }
}

/// Everything that a request handler or a command reaches, for a portal reached at `origin`.
pub fn state(place: &Place, file: &File, store: Store, origin: &str) -> Result<State, StartError> {
    let files = files(place, file)?;
    let worker = vec!["document-worker".to_owned()];
    let workshop = Workshop::new(std::env::current_exe()?, worker, DOCUMENT_WORKERS)
        .with_films_by(documents::film_program());
    let domains = file.vendor_domains();
    let named = file.vendor.clone();
    let passwords = Passwords::default();
    let mail = mail::Mailer::of(&file.mail)?.map(Arc::new);
    Ok(State::of(Reached {
        portal: Portal {
            judge: assets::judge(files.clone(), workshop.clone(), store.clone()),
            glance: doctor::glances(store.clone(), files.clone(), system_clock()),
            store,
            clock: system_clock(),
            ask_limit: limits::verdicts(),
            try_zones: assets::trials(files.clone(), workshop.clone()),
            hash_password: passwords.for_forms(),
            share_days_most: file.shares.days_most(),
            vendor: Vendor { name: named.name, hue: named.hue, language: named.language, domains },
            kept_look: KeptLook::default(),
            mails: mail.is_some(),
            mail_acts: file.mail.acts.unwrap_or(true),
            protection: file.deals.protection().unwrap_or_default(),
            origin: origin.to_owned(),
        },
        passwords,
        throttle: Arc::new(Throttle::new(Vec::new())),
        files,
        workshop,
        mail,
        live: Arc::default(),
        ways: Ways::of(&file.connection, origin)?,
        assets: Arc::default(),
        site: Site::of(place.site.as_deref()),
        leptos: LeptosOptions::builder().output_name("tandem").build(),
    }))
}
