//! What broke: every such answer carries a ticket, and the ticket finds the cause in the log.

use crate::caller::wants_html;
use crate::{languages, sorry};
use app::api::{ApiError, ticket};
use axum::extract::Request;
use axum::middleware::Next;
use axum::response::Response;
use futures::FutureExt as _;
use std::any::Any;
use std::panic::AssertUnwindSafe;

/// Answers a request whose handler panicked: a page for a browser, data for a script.
pub async fn caught(request: Request, next: Next) -> Response {
    let page = wants_html(&request);
    let language = languages::of_browser(request.headers()).unwrap_or_default();
    let path = request.uri().path().to_owned();
    // What the handler held is dropped: a transaction that it was in has not happened.
    match AssertUnwindSafe(next.run(request)).catch_unwind().await {
        Ok(response) => response,
        Err(panic) => {
            let ticket = ticket(&format!("{path} panicked: {}", words_of(panic.as_ref())));
            sorry::broken(&ApiError::Broken { ticket }, language, page)
        }
    }
}

fn words_of(panic: &(dyn Any + Send)) -> &str {
    let owned = panic.downcast_ref::<String>().map(String::as_str);
    owned.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("without words")
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::Router;
    use axum::body::Body;
    use axum::middleware::from_fn;
    use axum::routing::get;
    use std::sync::{Arc, Mutex};
    use tower::ServiceExt as _;

    #[derive(Clone, Default)]
    struct Log(Arc<Mutex<Vec<u8>>>);

    impl std::io::Write for Log {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0.lock().unwrap().extend_from_slice(bytes);
            Ok(bytes.len())
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }

    async fn never() -> &'static str {
        panic!("a cause nobody expected")
    }

    async fn ask(accept: &str) -> (Response, String) {
        let log = Log::default();
        let writer = log.clone();
        let subscriber = tracing_subscriber::fmt().with_writer(move || writer.clone()).finish();
        let _logging = tracing::subscriber::set_default(subscriber);
        let app = Router::new().route("/never", get(never)).layer(from_fn(caught));
        let request = Request::get("/never").header("accept", accept).body(Body::empty()).unwrap();
        let response = app.oneshot(request).await.unwrap();
        let log = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
        (response, log)
    }

    async fn body(response: Response) -> String {
        let bytes = axum::body::to_bytes(response.into_body(), 10_000).await.unwrap();
        String::from_utf8(bytes.to_vec()).unwrap()
    }

    #[tokio::test]
    async fn a_panic_becomes_data_for_scripts_with_a_ticket_that_is_in_the_log() {
        let (response, log) = ask("application/json").await;
        assert_eq!(response.status(), 500);
        let error: ApiError = app::api::rows::read(&body(response).await).unwrap();
        let ApiError::Broken { ticket } = error else { panic!("it is broken") };
        assert!(ticket.len() == 8 && log.contains(&ticket), "{ticket}: {log}");
        assert!(log.contains("/never panicked: a cause nobody expected"), "{log}");
    }

    #[tokio::test]
    async fn a_panic_becomes_a_page_for_browsers_and_does_not_tell_its_cause() {
        let (response, log) = ask("text/html,*/*").await;
        assert_eq!(response.status(), 500);
        assert_eq!(response.headers()["content-type"], "text/html; charset=utf-8");
        let page = body(response).await;
        assert!(!page.contains("nobody expected"), "{page}");
        let ticket = page.split("this ticket: ").nth(1).unwrap().split('<').next().unwrap();
        assert!(ticket.len() == 8 && log.contains(ticket), "{ticket}: {log}");
    }
}
