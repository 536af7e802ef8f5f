//! Events are worked off once, tried again later, and put aside visibly.

use crate::fixture::{NOW, programme};
use crate::on_both_engines;
use domain::access::{Operate, ReadHistory};
use domain::time::Instant;
use std::collections::BTreeSet;
use std::path::Path;
use store::StoreError;
use store::outbox::{self, Claimed, Fate, Payload, TRIES};
use store::sql::Statement;

fn payload() -> Payload {
    Payload { record: "dl_1".into(), partner: None, by: None, about: None }
}

async fn with_one_event(store: &store::Store) {
    let mut tx = store.begin(NOW).await.unwrap();
    outbox::emit(&mut tx, "deal.submitted", &payload()).await.unwrap();
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
        work_off(&store, now).await;
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
        let event = outbox::claim(&store, now).await.unwrap().unwrap();
        assert_eq!(event.attempt, 1);

        let mut tx = store.begin(now).await.unwrap();
        assert!(matches!(outbox::let_go(&mut tx, &permit, &event.id).await, Err(StoreError::Stale)), "it is not dead");
    }

    async fn a_dead_letter_that_is_let_go_is_gone_for_good_and_says_by_whom(store: Store) {
        let programme = programme(&store).await;
        work_off(&store, NOW).await;
        with_one_event(&store).await;
        let mut now = NOW;
        for attempt in 1..=TRIES {
            let event = outbox::claim(&store, now).await.unwrap().unwrap();
            let mut tx = store.begin(now).await.unwrap();
            outbox::failed(&mut tx, &event, "no").await.unwrap();
            tx.commit().await.unwrap();
            now = now.plus_seconds(outbox::back_off_seconds(attempt));
        }
        let permit = programme.administrator.permit(Operate).unwrap();
        let mut tx = store.begin(now).await.unwrap();
        let id = outbox::dead_letters(&mut tx, &permit).await.unwrap()[0].id.clone();
        outbox::let_go(&mut tx, &permit, &id).await.unwrap();
        tx.commit().await.unwrap();
        let mut tx = store.begin(now).await.unwrap();
        assert_eq!(outbox::counts(&mut tx).await.unwrap(), []);
        assert!(matches!(outbox::revive(&mut tx, &permit, &id).await, Err(StoreError::Stale)));
        assert!(matches!(outbox::let_go(&mut tx, &permit, &id).await, Err(StoreError::Stale)));
        let permit = programme.administrator.permit(ReadHistory).unwrap();
        let told = store::audit::of_record(&mut tx, &permit, "event", id.as_str()).await.unwrap();
        assert_eq!(told.len(), 1);
        assert_eq!(told[0].after.as_deref(), Some("\"let go\""));
    }

    async fn what_a_dead_server_had_claimed_comes_back(store: Store) {
        with_one_event(&store).await;
        let event = outbox::claim(&store, NOW).await.unwrap().unwrap();
        // As long as its server says that it works on it, it is nobody else's.
        for seconds in [20, 40, 60] {
            let now = NOW.plus_seconds(seconds);
            let mut tx = store.begin(now).await.unwrap();
            assert_eq!(outbox::recover(&mut tx).await.unwrap(), 0);
            tx.commit().await.unwrap();
            outbox::hold(&store, &event, now).await.unwrap();
        }
        let mut tx = store.begin(NOW.plus_seconds(600)).await.unwrap();
        assert_eq!(outbox::recover(&mut tx).await.unwrap(), 1);
    }

    async fn a_worker_that_was_given_up_on_finishes_nobody_elses_claim(store: Store) {
        with_one_event(&store).await;
        let slow = outbox::claim(&store, NOW).await.unwrap().unwrap();
        let later = NOW.plus_seconds(600);
        let mut tx = store.begin(later).await.unwrap();
        outbox::recover(&mut tx).await.unwrap();
        tx.commit().await.unwrap();
        let quick = outbox::claim(&store, later).await.unwrap().unwrap();
        assert_eq!((&quick.id, quick.attempt), (&slow.id, 2));
        let mut tx = store.begin(later).await.unwrap();
        assert!(matches!(outbox::done(&mut tx, &slow).await, Err(StoreError::Stale)));
        assert!(matches!(outbox::failed(&mut tx, &slow, "late").await, Err(StoreError::Stale)));
        let last = Claimed { attempt: TRIES, ..slow.clone() };
        assert!(matches!(outbox::failed(&mut tx, &last, "late").await, Err(StoreError::Stale)));
        outbox::done(&mut tx, &quick).await.unwrap();
    }

    async fn an_event_that_ends_every_server_is_put_aside(store: Store) {
        let programme = programme(&store).await;
        work_off(&store, NOW).await;
        with_one_event(&store).await;
        let mut now = NOW;
        for attempt in 1..=TRIES {
            assert_eq!(outbox::claim(&store, now).await.unwrap().unwrap().attempt, attempt);
            now = now.plus_seconds(600);
            let mut tx = store.begin(now).await.unwrap();
            assert_eq!(outbox::recover(&mut tx).await.unwrap(), u64::from(attempt < TRIES));
            tx.commit().await.unwrap();
        }
        assert!(outbox::claim(&store, now).await.unwrap().is_none());
        let permit = programme.administrator.permit(Operate).unwrap();
        let mut read = store.read().await.unwrap();
        assert_eq!(outbox::dead_letters(&mut read, &permit).await.unwrap().len(), 1);
    }

    async fn an_event_that_cannot_be_read_holds_nobody_up(store: Store) {
        with_one_event(&store).await;
        let mut tx = store.begin(NOW).await.unwrap();
        tx.run(Statement::new("UPDATE outbox SET payload = '{'"), Vec::new()).await.unwrap();
        tx.commit().await.unwrap();
        with_one_event(&store).await;
        let mut read = Vec::new();
        while let Some(event) = outbox::claim(&store, NOW).await.unwrap() {
            if event.payload.is_err() {
                let mut tx = store.begin(NOW).await.unwrap();
                assert_eq!(outbox::failed(&mut tx, &event, "unreadable").await.unwrap(), Fate::Again);
                tx.commit().await.unwrap();
            }
            read.push(event.payload.ok());
        }
        read.sort_by_key(Option::is_some);
        assert_eq!(read, [None, Some(payload())]);
    }

    async fn what_was_dealt_with_is_forgotten_after_thirty_days(store: Store) {
        for _ in 0..3 {
            with_one_event(&store).await;
        }
        work_off(&store, NOW).await;
        with_one_event(&store).await;
        let day = 24 * 3600;
        for (days, purged) in [(30, 0), (31, 2), (31, 1), (31, 0)] {
            let mut tx = store.begin(NOW.plus_seconds(days * day)).await.unwrap();
            assert_eq!(outbox::purge(&mut tx, 2).await.unwrap(), purged, "after {days} days");
            tx.commit().await.unwrap();
        }
        let mut read = store.read().await.unwrap();
        assert_eq!(outbox::oldest_due(&mut read).await.unwrap(), Some(NOW), "what waits stays");
    }

    async fn only_kinds_in_the_list_get_into_the_outbox(store: Store) {
        let mut tx = store.begin(NOW).await.unwrap();
        let refused = outbox::emit(&mut tx, "deal.invented", &payload()).await;
        assert!(matches!(refused, Err(StoreError::Corrupt { .. })), "{refused:?}");
    }
}

async fn work_off(store: &store::Store, now: Instant) {
    while let Some(event) = outbox::claim(store, now).await.unwrap() {
        let mut tx = store.begin(now).await.unwrap();
        outbox::done(&mut tx, &event).await.unwrap();
        tx.commit().await.unwrap();
    }
}

/// What the store's source says between quotes and has the form of a kind of event; columns have a shorter first word.
fn written(folder: &Path, kinds: &mut BTreeSet<String>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            written(&path, kinds);
        } else if path.file_name().unwrap() != "outbox.rs" {
            let source = std::fs::read_to_string(&path).unwrap();
            let word =
                |part: &str| part.len() > 2 && part.chars().all(|c| c.is_ascii_lowercase() || c == '_');
            let is_kind = |text: &&str| {
                text.split_once('.')
                    .is_some_and(|(record, what)| record.len() > 3 && word(record) && word(what))
            };
            kinds.extend(source.split('"').filter(is_kind).map(str::to_owned));
        }
    }
}

#[test]
fn the_list_has_every_kind_that_is_written_and_no_other() {
    let mut found = BTreeSet::new();
    written(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut found);
    assert_eq!(found, outbox::KINDS.map(str::to_owned).into());
}
