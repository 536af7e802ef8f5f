//! Every request has an id: on every line that is logged while it is answered, and on the answer.

use axum::extract::{MatchedPath, Request};
use axum::http::{HeaderName, HeaderValue};
use axum::middleware::Next;
use axum::response::Response;
use std::time::Instant;
use tracing::Instrument as _;

const ID: HeaderName = HeaderName::from_static("x-request-id");
/// How long an id of somebody else may be.
const MOST: usize = 64;

/// Answers a request within a span that has its id: the one that a proxy gave it, or a new one. Routes are told by their
/// pattern, since addresses may have secrets in them.
pub async fn named(request: Request, next: Next) -> Response {
    let id = request.headers().get(&ID).and_then(given).unwrap_or_else(fresh);
    let route = request.extensions().get::<MatchedPath>().map_or("none", MatchedPath::as_str);
    let span = tracing::info_span!("request", id, method = %request.method(), route);
    async move {
        let begun = Instant::now();
        let mut response = next.run(request).await;
        let (status, millis) = (response.status().as_u16(), begun.elapsed().as_millis());
        tracing::debug!(status, millis, "answered");
        if let Ok(value) = HeaderValue::from_str(&id) {
            response.headers_mut().insert(ID, value);
        }
        response
    }
    .instrument(span)
    .await
}

/// An id that cannot break a line of the log.
fn given(value: &HeaderValue) -> Option<String> {
    let id = value.to_str().ok()?;
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
    (!id.is_empty() && id.len() <= MOST && id.bytes().all(plain)).then(|| id.to_owned())
}

fn fresh() -> String {
    store::db::random().iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::Router;
    use axum::body::Body;
    use axum::middleware::from_fn;
    use axum::routing::get;
    use std::io::Write;
    use std::sync::{Arc, Mutex};
    use tower::ServiceExt as _;

    #[derive(Clone, Default)]
    struct Log(Arc<Mutex<Vec<u8>>>);

    impl Write for Log {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0.lock().unwrap().extend_from_slice(bytes);
            Ok(bytes.len())
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }

    async fn speaking() -> &'static str {
        tracing::info!("something happened");
        "done"
    }

    async fn ask(given: Option<&str>) -> (String, String) {
        let log = Log::default();
        let writer = log.clone();
        let subscriber = tracing_subscriber::fmt().json().with_writer(move || writer.clone()).finish();
        let _logging = tracing::subscriber::set_default(subscriber);
        let app = Router::new().route("/join/{secret}", get(speaking)).layer(from_fn(named));
        let mut request = Request::get("/join/hidden");
        if let Some(given) = given {
            request = request.header(ID, given);
        }
        let response = app.oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
        let id = response.headers()[ID].to_str().unwrap().to_owned();
        let log = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
        (id, log)
    }

    #[tokio::test]
    async fn a_line_of_the_log_is_found_by_the_id_on_the_answer_and_tells_no_secret_of_the_address() {
        let (id, log) = ask(None).await;
        let line: serde_json::Value = serde_json::from_str(log.lines().next().unwrap()).unwrap();
        assert_eq!(line["span"]["id"], id.as_str());
        assert_eq!(line["span"]["route"], "/join/{secret}");
        assert_eq!(line["fields"]["message"], "something happened");
        assert!(!log.contains("hidden"), "{log}");
        assert_ne!(ask(None).await.0, id);
    }

    #[tokio::test]
    async fn the_id_of_a_proxy_is_kept_unless_it_could_break_a_line() {
        assert_eq!(ask(Some("4bf92f35-77b3")).await.0, "4bf92f35-77b3");
        for wrong in ["", "a b", "x=\"1\"", &"a".repeat(65)] {
            assert_ne!(ask(Some(wrong)).await.0, wrong);
        }
    }
}
