//! The doors: pages for people who are signed in, and the closed lists of server functions and routes.

use crate::caller::{FLASH, HANDED, wants_html};
use crate::state::State;
use crate::{languages, session, sorry};
use app::api::access::{Gate, gate};
use app::api::{ANOTHER_BUILD, ApiError, BUILD, rows, ticket};
use app::forms::Flash;
use app::session::{HANDED_OVER, Handed};
use app::words;
use axum::body::Body;
use axum::extract::Request;
use axum::http::header::{ACCEPT, CONTENT_TYPE, LOCATION, REFERER};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Redirect, Response};
use domain::access::{Actor, Who};
use domain::people::sign_in_path;
use store::Change;
use tower_sessions::Session;

/// Most bytes that a form or a server function call may have; files go by other routes.
pub const FORM_BYTES: usize = 512 * 1024;
/// Most bytes of a refused form that are kept for the next page.
const FLASH_BYTES: usize = 64 * 1024;
/// The same for people who are not signed in: anybody can make the portal keep that much.
const FLASH_BYTES_OF_STRANGERS: usize = 4 * 1024;

/// Pages that anyone may open.
fn is_public(path: &str) -> bool {
    path == "/sign-in"
        || ["/sign-in/", "/join/", "/verify", "/s/", "/act/"].iter().any(|open| path.starts_with(open))
}

/// Sends people who are not signed in to the sign-in page, and back afterwards.
pub async fn pages(request: Request, next: Next) -> Response {
    let signed_in = request.extensions().get::<Actor>().is_some();
    if signed_in || is_public(request.uri().path()) {
        return next.run(request).await;
    }
    let wanted = request.uri().path_and_query().map_or("/", |path| path.as_str());
    Redirect::to(&sign_in_path(wanted)).into_response()
}

/// Lets a request through to its route when the route's gate opens.
pub async fn routes(
    axum::extract::State((state, gate)): axum::extract::State<(State, Gate)>,
    request: Request,
    next: Next,
) -> Response {
    let actor = request.extensions().get::<Actor>().cloned();
    if gate.opens(actor.as_ref().map(Actor::profile)) {
        return next.run(request).await;
    }
    let error = if actor.is_some() { ApiError::Denied } else { ApiError::SignIn };
    let path = request.uri().path().to_owned();
    if error == ApiError::Denied {
        note_refusal(&state, actor.as_ref(), &path).await;
    }
    match request.extensions().get::<Session>() {
        Some(session) if request.method() == Method::POST && wants_html(&request) => {
            bounce(session, request.headers(), &path, String::new(), error).await
        }
        _ => as_rows(&error),
    }
}

/// Lets a call through to its server function when the function is declared and its gate opens; turns the answer into
/// one that fits the caller: a status for scripts, a redirect for browsers without them.
pub async fn calls(
    axum::extract::State(state): axum::extract::State<State>,
    session: Session,
    mut request: Request,
    next: Next,
) -> Response {
    let path = request.uri().path().to_owned();
    let actor = request.extensions().get::<Actor>().cloned();
    let plain_form = request.method() == Method::POST && wants_html(&request);
    let refused = match gate(&path) {
        None => Some(ApiError::Missing),
        Some(gate) if gate.opens(actor.as_ref().map(Actor::profile)) => None,
        Some(_) if actor.is_none() => Some(ApiError::SignIn),
        Some(_) => Some(ApiError::Denied),
    };
    let build = request.headers().get(BUILD);
    if build.is_some_and(|build| !state.assets.has_build(build.as_bytes())) {
        let status = StatusCode::from_u16(ANOTHER_BUILD).unwrap_or(StatusCode::PRECONDITION_FAILED);
        return (status, as_rows(&ApiError::Unreachable)).into_response();
    }
    if let Some(error) = refused {
        if error == ApiError::Denied {
            note_refusal(&state, actor.as_ref(), &path).await;
        }
        return if plain_form {
            bounce(&session, request.headers(), &path, String::new(), error).await
        } else {
            as_rows(&error)
        };
    }
    // The function answers data, whoever asks; what a browser needs is made of it here.
    request.headers_mut().insert(ACCEPT, HeaderValue::from_static("application/json"));
    if !plain_form {
        let response = next.run(request).await;
        return with_status(response).await;
    }
    let (parts, body) = request.into_parts();
    let Ok(body) = axum::body::to_bytes(body, FORM_BYTES).await else {
        return StatusCode::PAYLOAD_TOO_LARGE.into_response();
    };
    let typed = String::from_utf8_lossy(&body).into_owned();
    let headers = parts.headers.clone();
    let response = next.run(Request::from_parts(parts, Body::from(body))).await;
    if response.status().is_success() {
        let target = response.headers().get(LOCATION).and_then(|to| to.to_str().ok()).map(str::to_owned);
        if HANDED_OVER.contains(&path.as_str()) {
            hand_over(&session, path, response).await;
        }
        return Redirect::to(&target.unwrap_or_else(|| referer(&headers))).into_response();
    }
    let error = error_of(response).await;
    bounce(&session, &headers, &path, typed, error).await
}

/// Keeps what a function answered for the next page.
async fn hand_over(session: &Session, path: String, response: Response) {
    let body = axum::body::to_bytes(response.into_body(), FORM_BYTES).await.unwrap_or_default();
    let handed = Handed { path, answer: String::from_utf8_lossy(&body).into_owned() };
    if let Err(error) = session.insert(HANDED, &handed).await {
        tracing::warn!(%error, "an answer could not be handed over");
    }
}

/// The path of the page that the form is on; anything that is not ours becomes the home page.
/// The page that a form was sent from, when it is one of this portal.
pub fn referer(headers: &HeaderMap) -> String {
    let text = headers.get(REFERER).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let path =
        text.parse::<axum::http::Uri>().ok().and_then(|uri| uri.path_and_query().map(ToString::to_string));
    domain::people::safe_next(path.as_deref().unwrap_or("/")).to_owned()
}

/// Keeps what was typed and why it was refused for one page, and sends the browser back to the form.
pub async fn bounce(
    session: &Session,
    headers: &HeaderMap,
    path: &str,
    typed: String,
    error: ApiError,
) -> Response {
    let page = referer(headers);
    if error == ApiError::SignIn {
        return Redirect::to(&sign_in_path(&page)).into_response();
    }
    let is_known = session::person(session).await.ok().flatten().is_some();
    let most = if is_known { FLASH_BYTES } else { FLASH_BYTES_OF_STRANGERS };
    let body = if typed.len() > most { String::new() } else { without_secrets(&typed) };
    let flash = Flash { path: path.to_owned(), body, error: labelled(error) };
    // Written now: after this answer it would be too late to tell the reason in another way.
    let kept = async {
        session.insert(FLASH, &flash).await?;
        session.save().await
    };
    if let Err(error) = kept.await {
        tracing::warn!(%error, "a refused form could not be kept");
        return sorry::not_kept(&flash.error, languages::of_browser(headers).unwrap_or_default());
    }
    Redirect::to(&page).into_response()
}

/// What is not kept, not even for one page.
const SECRETS: [&str; 4] = ["password=", "again=", "current=", "token="];

fn without_secrets(typed: &str) -> String {
    typed
        .split('&')
        .filter(|pair| !SECRETS.iter().any(|secret| pair.starts_with(secret)))
        .collect::<Vec<_>>()
        .join("&")
}

/// Says with each fault what its field is called: a summary stands apart from the fields.
fn labelled(mut error: ApiError) -> ApiError {
    if let ApiError::Invalid(faults) = &mut error {
        faults.label(words::field);
    }
    error
}

/// A refusal for a script.
pub fn as_rows(error: &ApiError) -> Response {
    let error = &labelled(error.clone());
    let status = StatusCode::from_u16(error.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let body = rows::write(error).unwrap_or_default();
    (status, [(CONTENT_TYPE, rows::ROWS)], body).into_response()
}

async fn error_of(response: Response) -> ApiError {
    let status = response.status();
    let body = axum::body::to_bytes(response.into_body(), FORM_BYTES).await.unwrap_or_default();
    let said = String::from_utf8_lossy(&body);
    rows::read(&said)
        .unwrap_or_else(|_| ApiError::Broken { ticket: ticket(&format!("a call answered {status}: {said}")) })
}

/// Server functions answer every error with 500; the status that the error stands for is more use to anybody.
async fn with_status(response: Response) -> Response {
    if response.status() == StatusCode::INTERNAL_SERVER_ERROR {
        as_rows(&error_of(response).await)
    } else {
        response
    }
}

async fn note_refusal(state: &State, actor: Option<&Actor>, path: &str) {
    let Some(actor) = actor else { return };
    let who: Who = actor.who();
    let noted = async {
        let mut tx = state.portal.store.begin(state.now()).await?;
        tx.noted(&who, "refused", Change::of("endpoint", path)).await?;
        tx.commit().await
    };
    if let Err(error) = noted.await {
        tracing::warn!(%error, path, "a refusal could not be noted");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_not_kept_with_a_refused_form() {
        assert_eq!(without_secrets("email=a&password=b&again=c&token=d&next=%2F"), "email=a&next=%2F");
    }

    #[test]
    fn a_form_goes_back_to_a_page_of_ours_only() {
        let from =
            |text: &'static str| referer(&HeaderMap::from_iter([(REFERER, HeaderValue::from_static(text))]));
        assert_eq!(from("https://portal.example/deals/new?x=1"), "/deals/new?x=1");
        assert_eq!(from("https://evil.example//evil.example"), "/");
        assert_eq!(from("nonsense"), "/");
    }
}
