//! Server-sent events for an open page (HTML Living Standard, 9.2): the number beside the bell and the newest notice.

use super::switchboard::{Connection, News};
use crate::session;
use crate::state::State;
use app::api::ApiError;
use axum::Extension;
use axum::http::{HeaderName, HeaderValue, StatusCode, header::RETRY_AFTER};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse as _, Response};
use domain::access::Actor;
use futures::stream;
use std::convert::Infallible;
use std::time::Duration;
use tower_sessions::Session;

/// How often something is sent, so that proxies see that the line is in use.
const HEARTBEAT: Duration = Duration::from_secs(20);
/// After how long a browser comes again that lost the line.
const RETRY: Duration = Duration::from_secs(5);

/// Tells the own page what is new until its session ends.
pub async fn stream(
    axum::extract::State(state): axum::extract::State<State>,
    actor: Option<Extension<Actor>>,
    session: Session,
) -> Response {
    let Some(Extension(actor)) = actor else { return crate::guard::as_rows(&ApiError::SignIn) };
    let Some(key) = session::kept_under(&session) else { return crate::guard::as_rows(&ApiError::SignIn) };
    let person = &actor.profile().person;
    let standing = async {
        let mut read = state.portal.store.read().await?;
        store::notices::standing(&mut read, person).await
    };
    let standing = match standing.await {
        Ok(standing) => standing,
        Err(error) => return crate::guard::as_rows(&error.into()),
    };
    let news = News::of(standing, state.portal.vendor.language);
    let Some(connection) = state.live.connect(person, &key, news) else {
        return (StatusCode::SERVICE_UNAVAILABLE, [(RETRY_AFTER, "60")]).into_response();
    };
    let events = stream::unfold(connection, |mut connection: Connection| async {
        let news = connection.next().await?;
        let said = serde_json::json!({
            "unread": news.unread, "id": news.id, "line": news.line, "path": news.path,
        });
        Some((Ok::<_, Infallible>(Event::default().retry(RETRY).data(said.to_string())), connection))
    });
    let mut answer = Sse::new(events).keep_alive(KeepAlive::new().interval(HEARTBEAT)).into_response();
    // nginx would keep what is said until it is enough to be worth sending.
    let unbuffered = HeaderName::from_static("x-accel-buffering");
    answer.headers_mut().insert(unbuffered, HeaderValue::from_static("no"));
    answer
}
