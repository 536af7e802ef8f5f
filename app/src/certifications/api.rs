//! What pages ask about certifications: the catalogue, and one's own path.

use crate::api::ApiError;
use crate::api::access::Gate;
use crate::api::rows::Rows;
use domain::certifications::{Certification, Item, Standing};
use domain::learning::{Certificate, CertificateState};
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use {
    crate::api::Desk,
    crate::learning::taker,
    domain::access::Subject,
    domain::certifications::standing::{is_complete, is_done, is_earned, needed, next, standing},
    domain::id::CertificationId,
    domain::learning::{Audience, Credential},
    domain::time::Day,
    store::certifications::awards,
};

/// Who may ask.
pub const GATES: &[(&str, Gate)] = &[
    ("/api/certifications/list", Gate::SignedIn),
    ("/api/certifications/path", Gate::SignedIn),
    ("/api/certifications/claim", Gate::Partner),
];

/// A certification in the catalogue, with where the caller stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CertificationCard {
    /// The certification.
    pub certification: Certification,
    /// Where the caller stands.
    pub standing: Standing,
    /// Courses that are done.
    pub done: i64,
    /// Courses that are needed.
    pub needed: i64,
}

#[cfg(feature = "ssr")]
fn newest<'a>(held: &'a [Certificate], id: &CertificationId) -> Option<&'a Certificate> {
    held.iter().find(|one| one.of == Credential::Certification(id.clone()))
}

#[cfg(feature = "ssr")]
fn card(
    certification: Certification,
    items: &[Item],
    newest: Option<&Certificate>,
    today: Day,
) -> CertificationCard {
    let done = items.iter().filter(|item| is_done(item, newest, today)).count() as i64;
    let needed = needed(&certification.details, items.len()) as i64;
    let standing = standing(items, newest, today);
    CertificationCard { certification, standing, done: done.min(needed), needed }
}

/// The certifications that are offered to the caller, by track and level.
#[server(endpoint = "certifications/list", input = GetUrl, output = Rows)]
pub async fn list_certifications() -> Result<Vec<CertificationCard>, ApiError> {
    let desk = Desk::open().await?;
    let (audience, me) = (Audience::of(&desk.actor), &desk.profile().person);
    let (scope, today) = (desk.actor.scope(Subject::Learning), desk.now().day());
    let mut read = desk.read().await?;
    let offered = store::certifications::offered(&mut read, &audience).await?;
    let mut paths = store::certifications::paths(&mut read, &audience, me, None).await?;
    let held = store::certifications::held(&mut read, &scope, me).await?;
    Ok(offered
        .into_iter()
        .map(|one| {
            let items = paths.remove(&one.id).unwrap_or_default();
            let newest = newest(&held, &one.id);
            card(one, &items, newest, today)
        })
        .collect())
}

/// A certification with the caller's path to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PathRecord {
    /// The certification, and where the caller stands.
    pub card: CertificationCard,
    /// The path, each course with whether it counts as done.
    pub path: Vec<(Item, bool)>,
    /// The number in the path of the course to go on with.
    pub next: Option<i64>,
    /// Whether the level below is held, where one is needed.
    pub has_level_below: bool,
    /// Whether the courses that are needed are done.
    pub complete: bool,
    /// Whether everything is there for a certificate.
    pub earned: bool,
    /// The caller's newest certificate, and what it is worth today.
    pub certificate: Option<(Certificate, CertificateState)>,
    /// Why it was taken back, if it was.
    pub reason: Option<String>,
}

/// One certification; what is not offered to the caller does not exist.
#[server(endpoint = "certifications/path", input = GetUrl, output = Rows)]
pub async fn find_path(id: String) -> Result<PathRecord, ApiError> {
    let desk = Desk::open().await?;
    let (audience, me) = (Audience::of(&desk.actor), &desk.profile().person);
    let (scope, today) = (desk.actor.scope(Subject::Learning), desk.now().day());
    let mut read = desk.read().await?;
    let found = store::certifications::find(&mut read, &audience, &id.parse()?).await?;
    let one = found.ok_or(ApiError::Missing)?;
    let mut paths = store::certifications::paths(&mut read, &audience, me, Some(&one.id)).await?;
    let items = paths.remove(&one.id).unwrap_or_default();
    let held = store::certifications::held(&mut read, &scope, me).await?;
    let has_level_below = awards::has_level_below(&mut read, &scope, me, &one, today).await?;
    let newest = newest(&held, &one.id);
    let reason = match newest {
        Some(known) => store::certifications::reason(&mut read, &scope, known).await?,
        None => None,
    };
    let go_on = next(&items, newest, today).map(|item| item.course.clone());
    Ok(PathRecord {
        complete: is_complete(&one.details, &items, newest, today),
        earned: is_earned(&one.details, &items, newest, has_level_below, today),
        next: items.iter().position(|item| Some(&item.course) == go_on.as_ref()).map(|at| at as i64),
        path: items.iter().map(|item| (item.clone(), is_done(item, newest, today))).collect(),
        card: card(one, &items, newest, today),
        has_level_below,
        certificate: newest.map(|known| (known.clone(), known.state(today))),
        reason,
    })
}

/// Issues what the caller has earned already: a path may be offered after its courses were passed.
#[server(endpoint = "certifications/claim", output = Rows)]
pub async fn claim_certificate(id: String) -> Result<(), ApiError> {
    let desk = Desk::open().await?;
    let permit = taker(&desk)?;
    let id: CertificationId = id.parse()?;
    let mut tx = desk.begin().await?;
    let audience = Audience::of(&desk.actor);
    store::certifications::find(&mut tx, &audience, &id).await?.ok_or(ApiError::Missing)?;
    awards::settle(&mut tx, &permit, &desk.profile().person).await?;
    tx.commit().await?;
    leptos_axum::redirect(&format!("/certifications/{id}"));
    Ok(())
}
