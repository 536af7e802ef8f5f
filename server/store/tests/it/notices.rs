//! Who is told what: both sides of a deal, those it waits for, those who are named, and never a rival.

use crate::fixture::{NOW, Programme, programme};
use crate::on_both_engines;
use crate::talk::{approved, commented, noted, submitted};
use domain::access::{Actor, KeepOwnAccount, Permit};
use domain::notices::{Delivery, KEPT_DAYS, Kind, Notice, TELLINGS, UNREAD_MOST};
use domain::time::Instant;
use std::collections::BTreeSet;
use store::notices::{self, clock, preferences};
use store::outbox::{self, Claimed, KINDS};
use store::{Store, StoreError};

fn own(actor: &Actor) -> Permit<KeepOwnAccount> {
    actor.permit(KeepOwnAccount).unwrap()
}

/// Works all events off that are due; each of them twice.
pub async fn work_off(store: &Store, now: Instant) {
    while let Some(event) = outbox::claim(store, now).await.unwrap() {
        for _ in 0..2 {
            tell(store, now, &event).await;
        }
        let mut tx = store.begin(now).await.unwrap();
        outbox::done(&mut tx, &event).await.unwrap();
        tx.commit().await.unwrap();
    }
}

async fn tell(store: &Store, now: Instant, event: &Claimed) -> usize {
    let payload = event.payload.as_ref().unwrap();
    notices::tell(store, now, &event.id, &event.kind, payload, true).await.unwrap()
}

async fn told(store: &Store, actor: &Actor) -> Vec<Notice> {
    let mut read = store.read().await.unwrap();
    notices::list(&mut read, &own(actor), None).await.unwrap().rows
}

pub async fn kinds(store: &Store, actor: &Actor) -> Vec<Kind> {
    told(store, actor).await.iter().map(|notice| notice.kind).collect()
}

/// Everybody of the rival.
fn rivals(programme: &Programme) -> [&Actor; 2] {
    [&programme.rival.administrator, &programme.rival.user]
}

on_both_engines! {
    async fn a_deal_tells_both_sides_and_no_rival(store: Store) {
        let programme = programme(&store).await;
        let deal = submitted(&store, &programme.nordwind, "Acme GmbH").await;
        work_off(&store, NOW).await;
        assert_eq!(kinds(&store, &programme.approver).await, [Kind::DealToDecide]);
        assert_eq!(kinds(&store, &programme.administrator).await, [Kind::DealToDecide]);
        assert_eq!(kinds(&store, &programme.manager).await, [Kind::DealSubmitted]);
        assert_eq!(kinds(&store, &programme.nordwind.user).await, [], "who registered it knows");

        let later = NOW.plus_hours(1);
        approved(&store, &programme, &programme.nordwind, &deal, later).await;
        work_off(&store, later).await;
        for side in [&programme.nordwind.user, &programme.nordwind.administrator] {
            let notices = told(&store, side).await;
            assert_eq!(notices.len(), 1);
            assert_eq!((notices[0].kind, notices[0].subject.as_str()), (Kind::DealApproved, "Acme GmbH"));
            assert_eq!(notices[0].by, "Petra Approver");
            assert_eq!(notices[0].path(), format!("/deals/{deal}"));
        }
        assert_eq!(kinds(&store, &programme.manager).await, [Kind::DealApproved, Kind::DealSubmitted]);
        assert_eq!(kinds(&store, &programme.approver).await, [Kind::DealToDecide], "who decided knows");
        for rival in rivals(&programme) {
            assert_eq!(told(&store, rival).await, []);
        }
        assert_eq!(told(&store, &programme.marketing).await, [], "it is nothing of theirs");
    }

    async fn a_manager_is_told_of_assigned_partners_only_and_nobody_whose_account_is_closed(store: Store) {
        let programme = programme(&store).await;
        let mut tx = store.begin(NOW).await.unwrap();
        let permit = programme.administrator.permit(domain::access::ManagePeople).unwrap();
        let scope = domain::access::Scope::All;
        let id = &programme.approver.profile().person;
        let petra = store::people::find(&mut tx, &scope, id).await.unwrap().unwrap();
        store::people::changes::set_active(&mut tx, &permit, &petra, petra.version, false).await.unwrap();
        tx.commit().await.unwrap();
        submitted(&store, &programme.rival, "Rival's customer").await;
        work_off(&store, NOW).await;
        assert_eq!(kinds(&store, &programme.manager).await, []);
        assert_eq!(kinds(&store, &programme.approver).await, []);
        assert_eq!(kinds(&store, &programme.administrator).await, [Kind::DealToDecide]);
    }

    async fn a_comment_tells_who_talks_and_an_internal_one_staff_only(store: Store) {
        let programme = programme(&store).await;
        let deal = submitted(&store, &programme.nordwind, "Acme GmbH").await;
        work_off(&store, NOW.plus_seconds(1)).await;
        commented(&store, &programme.nordwind.user, &deal, "Shall we call?").await;
        work_off(&store, NOW.plus_seconds(2)).await;
        assert_eq!(kinds(&store, &programme.manager).await[0], Kind::DealCommented);
        assert_eq!(kinds(&store, &programme.nordwind.administrator).await, [Kind::DealCommented]);
        assert_eq!(kinds(&store, &programme.approver).await, [Kind::DealToDecide], "has not talked yet");

        noted(&store, &programme.approver, &deal, "They are late with payments").await;
        work_off(&store, NOW.plus_seconds(3)).await;
        assert_eq!(kinds(&store, &programme.manager).await[0], Kind::DealNoted);
        commented(&store, &programme.nordwind.user, &deal, "We are ready").await;
        work_off(&store, NOW.plus_seconds(4)).await;
        let last = &told(&store, &programme.approver).await[0];
        assert_eq!((last.kind, last.detail.as_str()), (Kind::DealCommented, "We are ready"));
        for partner in [&programme.nordwind.user, &programme.nordwind.administrator] {
            let said: Vec<Notice> = told(&store, partner).await;
            assert!(said.iter().all(|notice| notice.kind != Kind::DealNoted && !notice.detail.contains("late")), "{said:?}");
        }
        for rival in rivals(&programme) {
            assert_eq!(told(&store, rival).await, []);
        }
    }

    async fn the_end_of_a_protection_is_told_once_in_time(store: Store) {
        let programme = programme(&store).await;
        let deal = submitted(&store, &programme.nordwind, "Acme GmbH").await;
        approved(&store, &programme, &programme.nordwind, &deal, NOW).await;
        work_off(&store, NOW).await;
        let strike = async |now: Instant| {
            let mut tx = store.begin(now).await.unwrap();
            let struck = clock::strike(&mut tx, 10).await.unwrap();
            tx.commit().await.unwrap();
            struck
        };
        assert_eq!(strike(NOW.plus_days(50)).await, 0);
        let (one, two) = tokio::join!(strike(NOW.plus_days(80)), strike(NOW.plus_days(80)));
        assert_eq!(one + two, 1, "two servers look at once");
        assert_eq!(strike(NOW.plus_days(81)).await, 0);
        work_off(&store, NOW.plus_days(81)).await;
        let notices = told(&store, &programme.nordwind.user).await;
        assert_eq!(notices[0].kind, Kind::DealExpiring);
        assert_eq!(notices[0].detail, NOW.plus_days(90).day().to_string());
    }

    async fn everybody_reads_and_marks_the_own_notices_only(store: Store) {
        let programme = programme(&store).await;
        submitted(&store, &programme.nordwind, "Acme GmbH").await;
        submitted(&store, &programme.nordwind, "Second Ltd").await;
        work_off(&store, NOW).await;
        let all = told(&store, &programme.approver).await;
        let (petra, rival) = (own(&programme.approver), own(&programme.rival.user));
        let mut tx = store.begin(NOW).await.unwrap();
        assert_eq!(notices::find(&mut tx, &rival, &all[0].id).await.unwrap(), None);
        notices::mark(&mut tx, &rival, &all[0].id).await.unwrap();
        notices::mark_all(&mut tx, &rival, &all[0].id).await.unwrap();
        assert_eq!(notices::unread(&mut tx, &petra).await.unwrap(), 2);
        // What came after the page was made stays new.
        notices::mark_all(&mut tx, &petra, &all[1].id).await.unwrap();
        assert_eq!(notices::unread(&mut tx, &petra).await.unwrap(), 1);
        notices::mark(&mut tx, &petra, &all[0].id).await.unwrap();
        assert_eq!(notices::unread(&mut tx, &petra).await.unwrap(), 0);
        tx.commit().await.unwrap();
        assert!(told(&store, &programme.approver).await.iter().all(|notice| notice.read));
    }

    async fn who_does_without_a_kind_is_not_told_it(store: Store) {
        let programme = programme(&store).await;
        let carl = own(&programme.manager);
        let mut tx = store.begin(NOW).await.unwrap();
        preferences::choose(&mut tx, &carl, &[(Kind::DealSubmitted, Delivery::Off)], None).await.unwrap();
        assert_eq!(preferences::chosen(&mut tx, &carl).await.unwrap(), [(Kind::DealSubmitted, Delivery::Off)]);
        let carl = &programme.manager.profile().person;
        assert_eq!(preferences::of(&mut tx, carl, Kind::DealToDecide).await.unwrap(), Delivery::AtOnce);
        tx.commit().await.unwrap();
        submitted(&store, &programme.nordwind, "Acme GmbH").await;
        work_off(&store, NOW).await;
        assert_eq!(kinds(&store, &programme.manager).await, []);
    }

    async fn who_listens_learns_whose_notices_have_changed_on_any_server(store: Store) {
        let programme = programme(&store).await;
        submitted(&store, &programme.nordwind, "Acme GmbH").await;
        work_off(&store, NOW).await;
        let (petra, mut read) = (&programme.approver.profile().person, store.read().await.unwrap());
        let before = NOW.plus_seconds(-1);
        assert!(notices::stirred(&mut read, before).await.unwrap().contains(petra));
        assert_eq!(notices::stirred(&mut read, NOW).await.unwrap(), []);
        let standing = notices::standing(&mut read, petra).await.unwrap();
        assert_eq!((standing.unread, standing.newest.unwrap().kind), (1, Kind::DealToDecide));
        let later = NOW.plus_seconds(60);
        let mut tx = store.begin(later).await.unwrap();
        let newest = told(&store, &programme.approver).await.remove(0);
        notices::mark(&mut tx, &own(&programme.approver), &newest.id).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(notices::stirred(&mut read, NOW).await.unwrap(), std::slice::from_ref(petra));
    }

    async fn notices_are_counted_no_further_than_they_are_shown_and_forgotten_in_the_end(store: Store) {
        let programme = programme(&store).await;
        let deal = submitted(&store, &programme.nordwind, "Acme GmbH").await;
        for n in 0..u64::from(UNREAD_MOST) + 20 {
            commented(&store, &programme.nordwind.user, &deal, &format!("Word {n}")).await;
        }
        work_off(&store, NOW).await;
        let mut read = store.read().await.unwrap();
        assert_eq!(notices::unread(&mut read, &own(&programme.manager)).await.unwrap(), UNREAD_MOST);
        let page = notices::list(&mut read, &own(&programme.manager), None).await.unwrap();
        assert_eq!(page.rows.len(), domain::page::PAGE_ROWS);
        let more = notices::list(&mut read, &own(&programme.manager), page.next.as_deref()).await.unwrap();
        assert!(more.rows[0].id < page.rows.last().unwrap().id, "the next page goes on after the first");
        drop(read);
        let mut tx = store.begin(NOW.plus_days(KEPT_DAYS + 1)).await.unwrap();
        assert_eq!(notices::purge(&mut tx, 100).await.unwrap(), 100);
    }

    async fn a_newer_portals_kind_is_left_out_of_the_list(store: Store) {
        let programme = programme(&store).await;
        submitted(&store, &programme.nordwind, "Acme GmbH").await;
        work_off(&store, NOW).await;
        let mut tx = store.begin(NOW).await.unwrap();
        let newer = store::sql::Statement::new("UPDATE notices SET kind = 'of_tomorrow'");
        tx.run(newer, Vec::new()).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(told(&store, &programme.approver).await, []);
    }

    async fn the_portal_itself_has_no_notices(store: Store) {
        let mut read = store.read().await.unwrap();
        let portal = Permit::of_the_portal(KeepOwnAccount);
        assert!(matches!(notices::unread(&mut read, &portal).await, Err(StoreError::Stale)));
    }
}

#[test]
fn every_event_that_tells_something_is_one() {
    let told: BTreeSet<&str> = TELLINGS.iter().map(|telling| telling.event).collect();
    let unknown: Vec<_> = told.into_iter().filter(|event| !KINDS.contains(event)).collect();
    assert!(unknown.is_empty(), "{unknown:?}");
}
