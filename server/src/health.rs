//! What machines ask: is it alive, is it ready, how is it doing.

use crate::state::State;
use axum::Extension;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use domain::access::{Operate, Permit};
use metrics_exporter_prometheus::PrometheusHandle;

/// The process answers.
pub async fn alive() -> &'static str {
    "ok"
}

/// The database answers too.
pub async fn ready(axum::extract::State(state): axum::extract::State<State>) -> Response {
    match state.portal.store.ping().await {
        Ok(()) => "ready".into_response(),
        Err(error) => {
            tracing::warn!(%error, "not ready");
            (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer").into_response()
        }
    }
}

/// What waits to be sent, and what the portal takes of its disks. What can't be told now stays as it was.
async fn storage(state: &State) {
    metrics::gauge!("tandem_info", "version" => env!("CARGO_PKG_VERSION"), "engine" => state.portal.store.engine())
        .set(1.0);
    if let Ok(room) = state.files.room() {
        metrics::gauge!("tandem_room_bytes").set(room as f64);
    }
    let Ok(mut read) = state.portal.store.read().await else { return };
    if let Ok(counts) = store::mail::counts(&mut read).await {
        for wanted in ["ready", "sending", "dead"] {
            let count = counts.iter().find(|(state, _)| state == wanted).map_or(0, |(_, count)| *count);
            metrics::gauge!("tandem_mails_waiting", "state" => wanted).set(count as f64);
        }
    }
    if let Ok((files, bytes)) = store::files::used(&mut read).await {
        metrics::gauge!("tandem_files").set(files as f64);
        metrics::gauge!("tandem_files_bytes").set(bytes as f64);
    }
    if let Ok(bytes) = store::soundness::bytes(&mut read, &Permit::of_the_portal(Operate)).await {
        metrics::gauge!("tandem_database_bytes").set(bytes as f64);
    }
}

/// Figures for Prometheus; none where nobody counts.
pub async fn metrics(
    axum::extract::State(state): axum::extract::State<State>,
    Extension(handle): Extension<Option<PrometheusHandle>>,
) -> Response {
    let Some(handle) = handle else { return StatusCode::NOT_FOUND.into_response() };
    if let Ok(mut read) = state.portal.store.read().await
        && let Ok(counts) = store::outbox::counts(&mut read).await
        && let Ok(oldest) = store::outbox::oldest_due(&mut read).await
    {
        let waits = oldest.map_or(0, |due| (state.now().millis() - due.millis()).max(0));
        metrics::gauge!("tandem_outbox_oldest_due_seconds").set(waits as f64 / 1000.0);
        for wanted in ["ready", "claimed", "dead"] {
            let count = counts.iter().find(|(state, _)| state == wanted).map_or(0, |(_, count)| *count);
            metrics::gauge!("tandem_outbox_events", "state" => wanted).set(count as f64);
        }
    }
    storage(&state).await;
    handle.render().into_response()
}
