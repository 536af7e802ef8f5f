//! Work in the background: all of it gets done, and a worker that falls over gets up again.

use crate::portal::Portal;
use metrics_exporter_prometheus::PrometheusBuilder;
use server::jobs;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use store::outbox;
use tokio::sync::watch;

#[tokio::test]
async fn everything_that_happened_in_the_demo_is_dealt_with() {
    let portal = Portal::start().await;
    let mut worked = 0;
    while jobs::next(&portal.state).await.unwrap() {
        worked += 1;
    }
    assert!(worked > 20, "{worked}");
    let mut read = portal.state.portal.store.read().await.unwrap();
    assert_eq!(outbox::counts(&mut read).await.unwrap(), [], "nothing waits, nothing failed");
}

#[tokio::test]
async fn a_worker_that_panics_is_started_again_and_counted() {
    let recorder = PrometheusBuilder::new().build_recorder();
    let figures = recorder.handle();
    // Of this thread, on which everything of this test runs.
    let _here = metrics::set_default_local_recorder(&recorder);
    let portal = Portal::start().await;
    let mut state = portal.state.clone();
    let (clock, asked) = (state.portal.clock.clone(), AtomicU32::new(0));
    state.portal.clock = Arc::new(move || {
        assert!(asked.fetch_add(1, Ordering::Relaxed) > 0, "the first look at the clock breaks it");
        clock()
    });
    let (stop, stopped) = watch::channel(false);
    let worker = tokio::spawn(jobs::run(state, stopped));
    loop {
        let mut read = portal.state.portal.store.read().await.unwrap();
        if outbox::counts(&mut read).await.unwrap().is_empty() {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    stop.send(true).unwrap();
    worker.await.unwrap();
    let figures = figures.render();
    assert!(figures.contains("tandem_worker_restarts_total 1"), "{figures}");
    assert!(figures.contains("tandem_events_total{kind=\"quiz.graded\",outcome=\"done\"}"), "{figures}");
}
