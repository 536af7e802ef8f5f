//! What pages ask about notices. Everybody has the own ones only.

use crate::api::ApiError;
use crate::api::access::Gate;
use crate::api::rows::Rows;
use domain::notices::{Delivery, Kind, Notice, PreferencesForm};
use domain::page::Page;
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use crate::api::Desk;
#[cfg(feature = "ssr")]
use domain::access::KeepOwnAccount;
#[cfg(feature = "ssr")]
use domain::form::{Fault, Faults};
#[cfg(feature = "ssr")]
use domain::id::NoticeId;
#[cfg(feature = "ssr")]
use store::notices::{self, preferences};

/// Who may ask.
pub const GATES: &[(&str, Gate)] = &[
    ("/api/notices/list", Gate::SignedIn),
    ("/api/notices/open", Gate::SignedIn),
    ("/api/notices/read", Gate::SignedIn),
    ("/api/notices/read-all", Gate::SignedIn),
    ("/api/notices/preferences", Gate::SignedIn),
    ("/api/notices/prefer", Gate::SignedIn),
];

/// The own notices.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct NoticeList {
    /// One page, newest first.
    pub page: Page<Notice>,
    /// How many of all of them are unread.
    pub unread: u32,
}

/// The own notices, newest first.
#[server(endpoint = "notices/list", input = GetUrl, output = Rows)]
pub async fn list_notices(after: Option<String>) -> Result<NoticeList, ApiError> {
    let desk = Desk::open().await?;
    let permit = desk.actor.permit(KeepOwnAccount)?;
    let mut read = desk.read().await?;
    Ok(NoticeList {
        page: notices::list(&mut read, &permit, after.as_deref()).await?,
        unread: notices::unread(&mut read, &permit).await?,
    })
}

/// Marks a notice as read and goes to what it is about.
#[server(endpoint = "notices/open", output = Rows)]
pub async fn open_notice(id: String) -> Result<(), ApiError> {
    let desk = Desk::open().await?;
    let permit = desk.actor.permit(KeepOwnAccount)?;
    let mut tx = desk.begin().await?;
    let notice = notices::find(&mut tx, &permit, &id.parse()?).await?.ok_or(ApiError::Missing)?;
    notices::mark(&mut tx, &permit, &notice.id).await?;
    tx.commit().await?;
    leptos_axum::redirect(&notice.path());
    Ok(())
}

/// Marks a notice as read.
#[server(endpoint = "notices/read", output = Rows)]
pub async fn read_notice(id: String) -> Result<(), ApiError> {
    let desk = Desk::open().await?;
    let permit = desk.actor.permit(KeepOwnAccount)?;
    let mut tx = desk.begin().await?;
    let notice = notices::find(&mut tx, &permit, &id.parse()?).await?.ok_or(ApiError::Missing)?;
    notices::mark(&mut tx, &permit, &notice.id).await?;
    tx.commit().await?;
    Ok(())
}

/// Marks all own notices as read, up to the newest one that the page showed.
#[server(endpoint = "notices/read-all", output = Rows)]
pub async fn read_all_notices(newest: String) -> Result<(), ApiError> {
    let desk = Desk::open().await?;
    let permit = desk.actor.permit(KeepOwnAccount)?;
    let newest: NoticeId = newest.parse()?;
    let mut tx = desk.begin().await?;
    notices::mark_all(&mut tx, &permit, &newest).await?;
    tx.commit().await?;
    Ok(())
}

/// How the reader wants to be told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Preferences {
    /// Each kind that can reach them, with what holds for it.
    pub kinds: Vec<(Kind, Delivery)>,
    /// The time zone that they chose; empty for the portal's own.
    pub time_zone: String,
    /// Whether the portal sends mail at all.
    pub mails: bool,
}

/// How the reader wants to be told.
#[server(endpoint = "notices/preferences", input = GetUrl, output = Rows)]
pub async fn notice_preferences() -> Result<Preferences, ApiError> {
    let desk = Desk::open().await?;
    let permit = desk.actor.permit(KeepOwnAccount)?;
    let mut read = desk.read().await?;
    let chosen = preferences::chosen(&mut read, &permit).await?;
    let role = desk.profile().role;
    let kinds = Kind::ALL.iter().copied().filter(|kind| kind.reaches(role));
    let held = |kind: Kind| chosen.iter().find(|(one, _)| *one == kind).map(|(_, delivery)| *delivery);
    Ok(Preferences {
        kinds: kinds.map(|kind| (kind, held(kind).unwrap_or_else(|| kind.usual()))).collect(),
        time_zone: preferences::time_zone(&mut read, &permit).await?.unwrap_or_default(),
        mails: desk.mails(),
    })
}

/// Keeps how the reader wants to be told.
#[server(endpoint = "notices/prefer", output = Rows)]
pub async fn prefer_notices(#[server(flatten)] form: PreferencesForm) -> Result<(), ApiError> {
    let desk = Desk::open().await?;
    let choices = form.check(desk.profile().role)?;
    let zone = zone(&form.time_zone)?;
    let permit = desk.actor.permit(KeepOwnAccount)?;
    let mut tx = desk.begin().await?;
    preferences::choose(&mut tx, &permit, &choices, zone.as_deref()).await?;
    tx.commit().await?;
    leptos_axum::redirect("/account/notices?saved=1");
    Ok(())
}

/// The zone by its name as the database writes it; nothing for the portal's own.
#[cfg(feature = "ssr")]
fn zone(name: &str) -> Result<Option<String>, ApiError> {
    if name.trim().is_empty() {
        return Ok(None);
    }
    let known = jiff::tz::TimeZone::get(name.trim()).ok();
    let known = known.and_then(|zone| zone.iana_name().map(str::to_owned));
    known.map(Some).ok_or_else(|| Faults::of("time_zone", Fault::NotATimeZone).into())
}
