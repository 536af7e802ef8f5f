//! What a partner's people ask about announcements: those for them, today.

use crate::api::ApiError;
use crate::api::access::Gate;
use crate::api::rows::Rows;
use domain::id::AnnouncementId;
use domain::page::Page;
use domain::time::Day;
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use crate::api::Desk;
use crate::drawing::Drawing;
#[cfg(feature = "ssr")]
use domain::access::KeepOwnAccount;
#[cfg(feature = "ssr")]
use store::announcements::{self, Seen};

/// Who may ask.
pub const GATES: &[(&str, Gate)] = &[
    ("/api/announcements/list", Gate::Partner),
    ("/api/announcements/find", Gate::Partner),
    ("/api/announcements/acknowledge", Gate::Partner),
];

/// An announcement in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnnouncementLine {
    /// Which.
    pub id: AnnouncementId,
    /// Title.
    pub title: String,
    /// Its first day.
    pub on: Day,
    /// Whether the reader has not opened it yet.
    pub unread: bool,
    /// Whether the reader still has to acknowledge it.
    pub to_acknowledge: bool,
}

#[cfg(feature = "ssr")]
impl From<Seen> for AnnouncementLine {
    fn from(seen: Seen) -> Self {
        Self {
            unread: seen.read_at.is_none(),
            to_acknowledge: seen.acknowledge && seen.acknowledged_at.is_none(),
            id: seen.id,
            title: seen.title,
            on: seen.on,
        }
    }
}

/// An announcement to read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnnouncementCard {
    /// As in a list.
    pub line: AnnouncementLine,
    /// The text as HTML.
    pub html: Drawing,
    /// When the reader acknowledged it.
    pub acknowledged_on: Option<Day>,
}

/// What is announced to the reader, newest first.
#[server(endpoint = "announcements/list", input = GetUrl, output = Rows)]
pub async fn list_announcements(after: Option<String>) -> Result<Page<AnnouncementLine>, ApiError> {
    let desk = Desk::open().await?;
    let permit = desk.actor.permit(KeepOwnAccount)?;
    let mut read = desk.read().await?;
    let found = announcements::list(&mut read, &permit, desk.now().day(), after.as_deref()).await?;
    Ok(Page { rows: found.rows.into_iter().map(AnnouncementLine::from).collect(), next: found.next })
}

/// One announcement for the reader; that it was opened is noted, as a download is.
#[server(endpoint = "announcements/find", input = GetUrl, output = Rows)]
pub async fn find_announcement(id: String) -> Result<AnnouncementCard, ApiError> {
    let desk = Desk::open().await?;
    let permit = desk.actor.permit(KeepOwnAccount)?;
    let mut tx = desk.begin().await?;
    let found = announcements::find(&mut tx, &permit, &id.parse()?, desk.now().day()).await?;
    let found = found.ok_or(ApiError::Missing)?;
    announcements::note_read(&mut tx, &permit, &found).await?;
    tx.commit().await?;
    Ok(AnnouncementCard {
        html: Drawing::new(&crate::learning::markdown::to_html(&found.body)),
        acknowledged_on: found.acknowledged_at.map(|at| at.day()),
        line: found.into(),
    })
}

/// The reader says to have read it.
#[server(endpoint = "announcements/acknowledge", output = Rows)]
pub async fn acknowledge_announcement(id: String) -> Result<(), ApiError> {
    let desk = Desk::open().await?;
    let permit = desk.actor.permit(KeepOwnAccount)?;
    let mut tx = desk.begin().await?;
    let found = announcements::find(&mut tx, &permit, &id.parse()?, desk.now().day()).await?;
    let found = found.ok_or(ApiError::Missing)?;
    announcements::acknowledge(&mut tx, &permit, &found).await?;
    tx.commit().await?;
    leptos_axum::redirect(&format!("/announcements/{}", found.id));
    Ok(())
}
