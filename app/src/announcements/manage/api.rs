//! What the desk of announcements asks.

use crate::api::ApiError;
use crate::api::access::Gate;
use crate::api::rows::Rows;
use domain::access::Role;
use domain::announcements::{Announcement, AnnouncementForm, Reach, Reader};
use domain::time::Day;
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use crate::api::Desk;
#[cfg(feature = "ssr")]
use domain::access::{ManageAnnouncements, Permit, Subject};
#[cfg(feature = "ssr")]
use domain::form::{Fault, Faults};
#[cfg(feature = "ssr")]
use domain::text;
#[cfg(feature = "ssr")]
use store::announcements::writing;

const WRITERS: Gate = Gate::Roles(&[Role::Administrator, Role::ChannelManager, Role::Marketing]);

/// Who may ask.
pub const GATES: &[(&str, Gate)] = &[
    ("/api/announcements/manage/list", WRITERS),
    ("/api/announcements/manage/editing", WRITERS),
    ("/api/announcements/manage/save", WRITERS),
    ("/api/announcements/manage/publish", WRITERS),
    ("/api/announcements/manage/withdraw", WRITERS),
];

/// All announcements as of a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnnouncementDesk {
    /// Newest first, without their texts.
    pub announcements: Vec<Announcement>,
    /// Today.
    pub today: Day,
}

/// All announcements.
#[server(endpoint = "announcements/manage/list", input = GetUrl, output = Rows)]
pub async fn written_announcements() -> Result<AnnouncementDesk, ApiError> {
    let desk = Desk::open().await?;
    let permit = desk.actor.permit(ManageAnnouncements)?;
    let mut read = desk.read().await?;
    Ok(AnnouncementDesk { announcements: writing::list(&mut read, &permit).await?, today: desk.now().day() })
}

/// One announcement on the desk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manuscript {
    /// The announcement; none for a new one.
    pub announcement: Option<Announcement>,
    /// Its text as partners see it.
    pub html: String,
    /// How far it reaches.
    pub reach: Reach,
    /// Who has read it, as far as the caller may see partners.
    pub readers: Vec<Reader>,
    /// For a new one.
    pub key: String,
    /// Today.
    pub today: Day,
}

/// An announcement to edit, or room for a new one.
#[server(endpoint = "announcements/manage/editing", input = GetUrl, output = Rows)]
pub async fn announcement_for_editing(id: Option<String>) -> Result<Manuscript, ApiError> {
    let desk = Desk::open().await?;
    let permit = desk.actor.permit(ManageAnnouncements)?;
    let (key, today) = (crate::forms::fresh_key().await?, desk.now().day());
    let Some(id) = id.filter(|id| !id.is_empty()) else {
        let (html, reach, readers) = Default::default();
        return Ok(Manuscript { announcement: None, html, reach, readers, key, today });
    };
    let mut read = desk.read().await?;
    let found = writing::find(&mut read, &permit, &id.parse()?).await?.ok_or(ApiError::Missing)?;
    let scope = desk.actor.scope(Subject::Partners);
    Ok(Manuscript {
        html: crate::learning::markdown::to_html(&found.said.body),
        reach: writing::reach(&mut read, &permit, &found.id).await?,
        readers: writing::readers(&mut read, &permit, &scope, &found.id).await?,
        announcement: Some(found),
        key,
        today,
    })
}

/// Keeps what is said: a new draft, or a change.
#[server(endpoint = "announcements/manage/save", output = Rows)]
pub async fn save_announcement(#[server(flatten)] form: AnnouncementForm) -> Result<(), ApiError> {
    let desk = Desk::open().await?;
    let new = form.check()?;
    let permit = desk.actor.permit(ManageAnnouncements)?;
    let mut tx = desk.begin().await?;
    let id = if form.id.is_empty() {
        let key = text::line(&form.key, 64).map_err(|_| Faults::new())?;
        writing::make(&mut tx, &permit, &new, &key).await?
    } else {
        let (before, version) = before(&mut tx, &permit, &form.id, &form.version).await?;
        before.takes(&new)?;
        writing::change(&mut tx, &permit, &before, version, &new).await?;
        before.id
    };
    tx.commit().await?;
    leptos_axum::redirect(&format!("/announcements/manage/{id}?saved=1"));
    Ok(())
}

/// Publishes, today or on its day.
#[server(endpoint = "announcements/manage/publish", output = Rows)]
pub async fn publish_announcement(id: String, version: String) -> Result<(), ApiError> {
    let desk = Desk::open().await?;
    let permit = desk.actor.permit(ManageAnnouncements)?;
    let mut tx = desk.begin().await?;
    let (before, version) = before(&mut tx, &permit, &id, &version).await?;
    if before.said.expire_on.is_some_and(|end| end <= before.first_day(desk.now().day())) {
        return Err(Faults::of("expire_on", Fault::InThePast).into());
    }
    writing::publish(&mut tx, &permit, &before, version).await?;
    tx.commit().await?;
    leptos_axum::redirect(&format!("/announcements/manage/{}", before.id));
    Ok(())
}

/// Takes back what is published.
#[server(endpoint = "announcements/manage/withdraw", output = Rows)]
pub async fn withdraw_announcement(id: String, version: String) -> Result<(), ApiError> {
    let desk = Desk::open().await?;
    let permit = desk.actor.permit(ManageAnnouncements)?;
    let mut tx = desk.begin().await?;
    let (before, version) = before(&mut tx, &permit, &id, &version).await?;
    writing::withdraw(&mut tx, &permit, &before, version).await?;
    tx.commit().await?;
    leptos_axum::redirect(&format!("/announcements/manage/{}", before.id));
    Ok(())
}

#[cfg(feature = "ssr")]
async fn before(
    tx: &mut store::Tx,
    permit: &Permit<ManageAnnouncements>,
    id: &str,
    version: &str,
) -> Result<(Announcement, i64), ApiError> {
    let found = writing::find(tx, permit, &id.parse()?).await?.ok_or(ApiError::Missing)?;
    Ok((found, version.parse().map_err(|_| ApiError::Conflict)?))
}
