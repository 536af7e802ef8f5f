//! Following a link from outside: its password, its picture, and taking its file. Nobody is signed in here; what somebody
//! may is what the link is worth at this very moment.

mod given;

pub use given::unlocked;

use crate::assets::{branded, picture_of, take};
use crate::deliver::{Delivery, Use, deliver};
use crate::sign_in::Sent;
use crate::state::State;
use app::api::ApiError;
use app::assets::{Way, follow};
use axum::extract::{Path, Request};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};
use axum::response::{IntoResponse as _, Redirect, Response};
use domain::assets::{Asset, ShareState, saved_title};
use domain::form::{Fault, Faults};
use domain::partners::Partner;
use serde::Deserialize;
use store::assets::shares::{self, Found};
use tower_sessions::Session;

/// What the pages and files of links say to machines that gather pages.
const NOT_FOR_SEARCH: &str = "noindex, nofollow, noarchive";

/// Whether a path belongs to a link.
pub fn is_of_a_link(path: &str) -> bool {
    path.starts_with("/s/")
}

/// Says that nothing behind a link is for search engines.
pub fn keep_out_of_search(response: &mut Response) {
    let name = HeaderName::from_static("x-robots-tag");
    response.headers_mut().insert(name, HeaderValue::from_static(NOT_FOR_SEARCH));
}

/// What is behind a link.
struct Behind {
    found: Found,
    asset: Asset,
    partner: Option<Partner>,
}

impl Behind {
    /// Whose brand is on the copy.
    fn brand(&self) -> Option<&Partner> {
        self.partner.as_ref().filter(|_| self.found.cobranded)
    }
}

/// What the link leads to; what it leads to no more is missing like what it never led to.
async fn behind(state: &State, token: &str) -> Result<Behind, ApiError> {
    match follow(&state.portal, token).await? {
        Way::Unknown | Way::Gone => Err(ApiError::Missing),
        Way::To(way) => {
            let (found, asset, partner) = *way;
            Ok(Behind { found, asset, partner })
        }
    }
}

/// As [`behind`], after its password was given by this browser.
async fn unlocked_behind(state: &State, session: &Session, token: &str) -> Result<Behind, ApiError> {
    let behind = behind(state, token).await?;
    if behind.found.password_hash.is_some() && !given::is_unlocked(session, &behind.found.share.id).await {
        return Err(ApiError::Missing);
    }
    Ok(behind)
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Password {
    password: String,
}

/// Takes the password of a link. Tries are counted by whoever tries and by the link, whoever tries.
pub async fn unlock(
    axum::extract::State(state): axum::extract::State<State>,
    Path(token): Path<String>,
    session: Session,
    request: Request,
) -> Response {
    let sent = Sent::<Password>::read(session.clone(), request).await;
    let page = format!("/s/{token}");
    match check(&state, &session, &sent, &token).await {
        Ok(()) => Redirect::to(&page).into_response(),
        Err(ApiError::Missing) => Redirect::to(&page).into_response(),
        Err(error) => sent.refuse(error).await,
    }
}

async fn check(state: &State, session: &Session, sent: &Sent<Password>, token: &str) -> Result<(), ApiError> {
    let behind = behind(state, token).await?;
    let Some(hash) = behind.found.password_hash.clone() else { return Ok(()) };
    let share = &behind.found.share.id;
    if !state.throttle.peer_of_links(&sent.parts) || !state.throttle.link(share) {
        return Err(ApiError::TooOften);
    }
    let typed: String =
        sent.form.password.chars().take(domain::assets::SHARE_PASSWORD.1 as usize + 1).collect();
    if !state.passwords.check(typed, Some(hash)).await.map_err(|_| ApiError::Busy)? {
        return Err(Faults::of("password", Fault::WrongPassword).into());
    }
    given::unlock(session, share).await
}

/// Counts one taking, and lets this browser fetch the file for a while, in parts if it likes. By a form only: whatever
/// looks at links before people do follows them and takes nothing.
pub async fn take(
    axum::extract::State(state): axum::extract::State<State>,
    Path(token): Path<String>,
    session: Session,
) -> Response {
    let taken = async {
        let behind = unlocked_behind(&state, &session, &token).await?;
        let share = &behind.found.share;
        if given::is_taken(&session, &share.id, state.now()).await {
            return Ok(());
        }
        if share.state(state.now()) != ShareState::Open {
            return Err(ApiError::Missing);
        }
        // Made before it counts: what can't be made now was not taken.
        branded::taken(&state, &behind.asset, behind.brand()).await?;
        let mut tx = state.portal.store.begin(state.now()).await?;
        shares::take(&mut tx, &share.id).await?;
        tx.commit().await?;
        given::taken(&session, &share.id, state.now()).await
    };
    match taken.await {
        Ok(()) => Redirect::to(&format!("/s/{token}/file")).into_response(),
        Err(ApiError::Missing | ApiError::Conflict) => Redirect::to(&format!("/s/{token}")).into_response(),
        Err(error) => refused(&error),
    }
}

/// The file, for a browser that has taken it.
pub async fn file(
    axum::extract::State(state): axum::extract::State<State>,
    Path(token): Path<String>,
    session: Session,
    method: Method,
    headers: HeaderMap,
) -> Response {
    let found = async {
        let behind = unlocked_behind(&state, &session, &token).await?;
        if !given::is_taken(&session, &behind.found.share.id, state.now()).await {
            return Err(ApiError::Missing);
        }
        let file = branded::taken(&state, &behind.asset, behind.brand()).await?;
        Ok::<_, ApiError>((behind, file))
    };
    match found.await {
        Ok((behind, file)) => {
            let kind = take::media_kind(behind.asset.file.media);
            let name = saved_title(&take::file_stem(&behind.asset, behind.brand()), kind.extension());
            let sent = Delivery { file: &file, media_type: kind.media_type(), as_: Use::Save, name: &name };
            deliver(&state.files, &method, &headers, sent).await
        }
        // Whoever comes back later finds the page, which says how things stand.
        Err(ApiError::Missing | ApiError::Conflict) => Redirect::to(&format!("/s/{token}")).into_response(),
        Err(error) => refused(&error),
    }
}

/// A picture of it: its first page as it will be, or a small one of the file.
pub async fn preview(
    axum::extract::State(state): axum::extract::State<State>,
    Path(token): Path<String>,
    session: Session,
    method: Method,
    headers: HeaderMap,
) -> Response {
    match unlocked_behind(&state, &session, &token).await {
        Ok(behind) => picture_of(&state, &behind.asset, behind.brand(), &method, &headers).await,
        Err(error) => refused(&error),
    }
}

fn refused(error: &ApiError) -> Response {
    let status = StatusCode::from_u16(error.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    (status, app::words::error(error)).into_response()
}
