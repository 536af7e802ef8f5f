//! The desk: where a server function finds out who calls, what time it is, and where the rows are.

use super::{ApiError, KeptLook};
use domain::access::{Actor, Profile};
use domain::assets::{Asset, AssetFile, Finding, Zone};
use domain::deals::Protection;
use domain::id::PersonId;
use domain::language::Language;
use domain::looks::Look;
use domain::partners::Partner;
use domain::time::Instant;
use leptos::prelude::use_context;
use std::pin::Pin;
use std::sync::Arc;
use store::{Read, Store, Tx};

/// Reads the time; the tests set their own.
pub type Clock = Arc<dyn Fn() -> Instant + Send + Sync>;

/// What the portal says of the vendor that runs it.
#[derive(Debug, Clone)]
pub struct Vendor {
    /// Name.
    pub name: String,
    /// Hue of the accent in degrees (OKLCH).
    pub hue: u16,
    /// The language of pages for people who want none that there is.
    pub language: Language,
    /// E-mail domains that its own single sign-on speaks for.
    pub domains: Vec<String>,
}

/// Whether a person may ask now what is answered only so often.
pub type AskLimit = Arc<dyn Fn(&PersonId) -> bool + Send + Sync>;

/// Says whether a partner's brand can be laid over this file at these zones; if not, why, for people.
pub type TryZones = Arc<
    dyn Fn(AssetFile, Vec<Zone>) -> Pin<Box<dyn Future<Output = Result<(), ApiError>> + Send>> + Send + Sync,
>;

/// Says what is wrong with a partner's copy of an asset.
pub type Judge = Arc<
    dyn Fn(Asset, Partner) -> Pin<Box<dyn Future<Output = Result<Vec<Finding>, ApiError>> + Send>>
        + Send
        + Sync,
>;

/// Looks whether the portal is well, at what is told at once.
pub type Glance =
    Arc<dyn Fn() -> Pin<Box<dyn Future<Output = Vec<domain::operate::Finding>> + Send>> + Send + Sync>;

/// Makes the PHC string of a password, in its turn.
pub type HashPassword =
    Arc<dyn Fn(String) -> Pin<Box<dyn Future<Output = Result<String, ApiError>> + Send>> + Send + Sync>;

/// What server functions and pages need of the running portal. Provided as context by the server.
#[derive(Clone)]
pub struct Portal {
    /// The rows.
    pub store: Store,
    /// The time.
    pub clock: Clock,
    /// How often a person may ask for verdicts over everybody's claims.
    pub ask_limit: AskLimit,
    /// Lays a brand over a file on trial.
    pub try_zones: TryZones,
    /// Judges a partner's copies.
    pub judge: Judge,
    /// Looks after the portal itself.
    pub glance: Glance,
    /// Makes the PHC string of a password.
    pub hash_password: HashPassword,
    /// The most days that a link to collateral is good for.
    pub share_days_most: i64,
    /// The vendor.
    pub vendor: Vendor,
    /// Its look, as it was read last.
    pub kept_look: KeptLook,
    /// Whether it sends mail.
    pub mails: bool,
    /// Whether links in mails can do something without signing in.
    pub mail_acts: bool,
    /// How long an approval protects.
    pub protection: Protection,
    /// The portal's own address as people reach it, without a slash at the end.
    pub origin: String,
}

impl std::fmt::Debug for Portal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Portal")
            .field("vendor", &self.vendor)
            .field("origin", &self.origin)
            .finish_non_exhaustive()
    }
}

/// One call, by somebody.
#[derive(Debug)]
pub struct Desk {
    /// Who calls.
    pub actor: Actor,
    portal: Portal,
    now: Instant,
}

impl Desk {
    /// Opens the desk for the person who is signed in.
    pub async fn open() -> Result<Self, ApiError> {
        let portal = Self::portal()?;
        // The server put the profile there after reading the session and the person's row for this very request.
        let parts: http::request::Parts = use_context().ok_or(ApiError::SignIn)?;
        let actor = parts.extensions.get::<Actor>().cloned().ok_or(ApiError::SignIn)?;
        let now = (portal.clock)();
        Ok(Self { actor, portal, now })
    }

    /// Opens the desk for the one act of a link that was mailed to this person, who was read for this very request.
    pub fn by_link(portal: Portal, profile: Profile) -> Self {
        let now = (portal.clock)();
        Self { actor: Actor::vouch(profile), portal, now }
    }

    /// The running portal, also for calls that need nobody signed in.
    pub fn portal() -> Result<Portal, ApiError> {
        use_context().ok_or_else(|| ApiError::Broken { ticket: ticket(&"no portal in context") })
    }

    /// Who calls, as data.
    pub fn profile(&self) -> &Profile {
        self.actor.profile()
    }

    /// The time of this call.
    pub fn now(&self) -> Instant {
        self.now
    }

    /// Whether the caller may ask now what is answered only so often.
    pub fn may_ask(&self) -> bool {
        (self.portal.ask_limit)(&self.actor.profile().person)
    }

    /// Refuses zones with which no partner would get the file. It can take as long as the file itself would.
    pub async fn try_zones(&self, file: &AssetFile, zones: &[Zone]) -> Result<(), ApiError> {
        (self.portal.try_zones)(file.clone(), zones.to_vec()).await
    }

    /// What is wrong with the partner's copy of an asset. The first time it takes as long as drawing it.
    pub async fn judge(&self, asset: &Asset, partner: &Partner) -> Result<Vec<Finding>, ApiError> {
        (self.portal.judge)(asset.clone(), partner.clone()).await
    }

    /// The PHC string of a password. Only so many are worked on at once.
    pub async fn hash_password(&self, password: String) -> Result<String, ApiError> {
        (self.portal.hash_password)(password).await
    }

    /// The most days that a link to collateral is good for.
    pub fn share_days_most(&self) -> i64 {
        self.portal.share_days_most
    }

    /// The portal's own address.
    pub fn origin(&self) -> &str {
        &self.portal.origin
    }

    /// How long an approval protects.
    pub fn protection(&self) -> Protection {
        self.portal.protection
    }

    /// Whether the portal sends mail.
    pub fn mails(&self) -> bool {
        self.portal.mails
    }

    /// The vendor.
    pub fn vendor(&self) -> &Vendor {
        &self.portal.vendor
    }

    /// The vendor's look as this transaction sees it, for whoever is about to change it.
    pub async fn look(&self, read: &mut Read) -> Result<Look, ApiError> {
        Ok(store::looks::look(read).await?.unwrap_or_else(|| self.portal.configured_look()))
    }

    /// Commits a change of the look and lets the next page show it.
    pub async fn look_changes(&self, tx: Tx) -> Result<(), ApiError> {
        tx.commit().await?;
        self.portal.kept_look.forget();
        Ok(())
    }

    /// A connection for reading.
    pub async fn read(&self) -> Result<Read, ApiError> {
        Ok(self.portal.store.read().await?)
    }

    /// A transaction for writing.
    pub async fn begin(&self) -> Result<Tx, ApiError> {
        Ok(self.portal.store.begin(self.now).await?)
    }
}

/// 160 random bits for a link: more than anybody can try.
pub fn secret() -> String {
    let (one, two) = (store::db::random(), store::db::random());
    one.iter().chain(&two).map(|byte| format!("{byte:02x}")).collect()
}

/// Logs what is broken and answers the ticket that finds it again.
pub fn ticket(error: &dyn std::fmt::Display) -> String {
    let number: [u8; 10] = store::db::random();
    let ticket: String = number[..4].iter().map(|byte| format!("{byte:02x}")).collect();
    tracing::error!(ticket, %error, "broken");
    ticket
}
