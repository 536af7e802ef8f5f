//! Figures for whoever watches the portal.

use crate::portal::Portal;
use axum::body::Body;
use axum::http::Request;
use server::{figures, router};
use tower::ServiceExt as _;

#[tokio::test]
async fn requests_and_the_queue_are_in_the_figures() {
    let portal = Portal::start().await;
    let recorder = figures::gathering().unwrap().build_recorder();
    let handle = recorder.handle();
    // Of this thread, on which everything of this test runs.
    let _here = metrics::set_default_local_recorder(&recorder);
    let app = router::router(portal.state.clone(), Some(handle));
    let ask = async |path: &str| {
        let request = Request::get(path).body(Body::empty()).unwrap();
        let answer = app.clone().oneshot(request).await.unwrap();
        let body = axum::body::to_bytes(answer.into_body(), 1 << 20).await.unwrap();
        String::from_utf8(body.to_vec()).unwrap()
    };
    ask("/healthz").await;
    ask("/assets/as_nothing/download").await;
    ask("/no/such/place").await;
    let figures = ask("/metrics").await;
    for line in [
        r#"tandem_requests_total{route="/healthz",method="GET",status="2xx"} 1"#,
        r#"tandem_requests_total{route="/assets/{id}/download",method="GET",status="4xx"} 1"#,
        r#"tandem_request_seconds_bucket{route="/healthz",method="GET",le="+Inf"} 1"#,
        r#"tandem_outbox_events{state="ready"}"#,
        "tandem_outbox_oldest_due_seconds",
        r#"tandem_outbox_events{state="dead"} 0"#,
        r#"tandem_mails_waiting{state="dead"} 0"#,
        r#"engine="sqlite""#,
        "tandem_room_bytes",
        "tandem_files ",
        "tandem_files_bytes",
        "tandem_database_bytes",
    ] {
        assert!(figures.contains(line), "{line} is missing in\n{figures}");
    }
    // What the guide has graphs of is there, but for what counts only when it happens.
    let guide = include_str!("../../../docs/operate/guide.md");
    let counted_later = ["tandem_events_total", "tandem_mails_total", "tandem_worker_restarts_total"];
    let word = |sign: char| !(sign.is_ascii_lowercase() || sign == '_');
    for name in guide.split(word).filter(|name| name.starts_with("tandem_") && !counted_later.contains(name))
    {
        assert!(figures.contains(&format!("\n{name}")), "{name} is missing in\n{figures}");
    }
    assert!(!figures.contains("as_nothing") && !figures.contains("/no/such"), "patterns, never addresses");
}
