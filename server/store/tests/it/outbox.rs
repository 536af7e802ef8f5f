//! Events are worked off once, tried again later, and put aside visibly.

use crate::fixture::{NOW, programme};
use crate::on_both_engines;
use domain::access::Operate;
use store::outbox::{self, Payload, TRIES};

fn payload() -> Payload {
    Payload { record: "dl_1".into(), partner: None, by: None }
}

async fn with_one_event(store: &store::Store) {
    let mut tx = store.begin(NOW).await.unwrap();
    outbox::emit(&mut tx, "test.happened", &payload()).await.unwrap();
    tx.commit().await.unwrap();
}

on_both_engines! {
    async fn two_workers_never_get_the_same_event(store: Store) {
        for _ in 0..10 {
            with_one_event(&store).await;
        }
        let take = || async {
            let mut mine = Vec::new();
            while let Some(event) = outbox::claim(&store, NOW).await.unwrap() {
                mine.push(event.id.to_string());
            }
            mine
        };
        let (mut one, two, three) = tokio::join!(take(), take(), take());
        one.extend(two);
        one.extend(three);
        let all = one.len();
        one.sort();
        one.dedup();
        assert_eq!(one.len(), all, "an event was claimed twice");
        // A worker that loses a race may leave early; what it left is still there for the next look.
        while let Some(event) = outbox::claim(&store, NOW).await.unwrap() {
            one.push(event.id.to_string());
        }
        assert_eq!(one.len(), 10);
    }

    async fn a_failing_event_waits_longer_each_time_and_becomes_a_dead_letter(store: Store) {
        let programme = programme(&store).await;
        let mut now = NOW;
        while let Some(event) = outbox::claim(&store, now).await.unwrap() {
            let mut tx = store.begin(now).await.unwrap();
            outbox::done(&mut tx, &event).await.unwrap();
            tx.commit().await.unwrap();
        }
        with_one_event(&store).await;
        for attempt in 1..=TRIES {
            let event = outbox::claim(&store, now).await.unwrap().unwrap();
            assert_eq!(event.attempt, attempt);
            let mut tx = store.begin(now).await.unwrap();
            outbox::failed(&mut tx, &event, "the mail server said no").await.unwrap();
            tx.commit().await.unwrap();
            assert!(outbox::claim(&store, now).await.unwrap().is_none(), "not due at once");
            now = now.plus_seconds(outbox::back_off_seconds(attempt));
        }
        let permit = programme.administrator.permit(Operate).unwrap();
        let mut tx = store.begin(now).await.unwrap();
        let dead = outbox::dead_letters(&mut tx, &permit).await.unwrap();
        assert_eq!(dead.len(), 1);
        assert_eq!(dead[0].error, "the mail server said no");
        outbox::revive(&mut tx, &permit, &dead[0].id).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(outbox::claim(&store, now).await.unwrap().unwrap().attempt, 1);
    }

    async fn what_a_dead_server_had_claimed_comes_back(store: Store) {
        with_one_event(&store).await;
        outbox::claim(&store, NOW).await.unwrap().unwrap();
        let mut tx = store.begin(NOW.plus_seconds(60)).await.unwrap();
        assert_eq!(outbox::recover(&mut tx).await.unwrap(), 0);
        tx.commit().await.unwrap();
        let mut tx = store.begin(NOW.plus_seconds(600)).await.unwrap();
        assert_eq!(outbox::recover(&mut tx).await.unwrap(), 1);
    }
}
