//! What machines ask: is it alive, is it ready, how is it doing.

use crate::state::State;
use axum::Extension;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
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
    handle.render().into_response()
}
