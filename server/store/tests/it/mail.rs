//! Mails are written with what they tell, taken by one worker, and told only while their reader may still know.

use crate::fixture::{NOW, Programme, programme};
use crate::on_both_engines;
use crate::talk::{commented, submitted};
use domain::access::{KeepOwnAccount, Operate, ReadHistory};
use domain::id::PersonId;
use domain::mail::{GIVEN_UP_HOURS, MailKind, Next, PASSWORD_LINKS_MOST};
use domain::notices::{Delivery, Kind};
use domain::time::Instant;
use std::collections::BTreeSet;
use store::mail::{self, Claimed, content, digests, passwords};
use store::notices::{self, preferences};
use store::sql::Statement;
use store::{Store, StoreError, outbox};

/// Works events off, with mail.
async fn work_off(store: &Store, now: Instant) {
    while let Some(event) = outbox::claim(store, now).await.unwrap() {
        let payload = event.payload.as_ref().unwrap();
        for _ in 0..2 {
            notices::tell(store, now, &event.id, &event.kind, payload, true).await.unwrap();
        }
        let mut tx = store.begin(now).await.unwrap();
        outbox::done(&mut tx, &event).await.unwrap();
        tx.commit().await.unwrap();
    }
}

async fn claim_all(store: &Store, now: Instant) -> Vec<Claimed> {
    let mut all = Vec::new();
    while let Some(mail) = mail::claim(store, now).await.unwrap() {
        all.push(mail);
    }
    all
}

fn approver(programme: &Programme) -> &PersonId {
    &programme.approver.profile().person
}

async fn run(store: &Store, text: &'static str) {
    let mut tx = store.begin(NOW).await.unwrap();
    tx.run(Statement::new(text), Vec::new()).await.unwrap();
    tx.commit().await.unwrap();
}

on_both_engines! {
    async fn a_notice_that_is_wanted_at_once_is_one_mail_and_one_worker_has_it(store: Store) {
        let programme = programme(&store).await;
        submitted(&store, &programme.nordwind, "Acme GmbH").await;
        work_off(&store, NOW).await;
        let (mut one, two, three) =
            tokio::join!(claim_all(&store, NOW), claim_all(&store, NOW), claim_all(&store, NOW));
        one.extend(two);
        one.extend(three);
        one.extend(claim_all(&store, NOW).await);
        let who: BTreeSet<&PersonId> = one.iter().filter_map(|mail| mail.person.as_ref()).collect();
        assert_eq!(one.len(), 2, "the approver and the administrator decide; the manager waits for the digest");
        assert!(who.contains(approver(&programme)) && one.iter().all(|mail| mail.kind == MailKind::Notice));
    }

    async fn a_mail_that_was_given_to_another_worker_is_ended_by_that_one_only(store: Store) {
        let programme = programme(&store).await;
        submitted(&store, &programme.nordwind, "Acme GmbH").await;
        work_off(&store, NOW).await;
        let slow = mail::claim(&store, NOW).await.unwrap().unwrap();
        mail::hold(&store, &slow, NOW.plus_seconds(650)).await.unwrap();
        let mut tx = store.begin(NOW.plus_seconds(670)).await.unwrap();
        assert_eq!(mail::recover(&mut tx).await.unwrap(), 0, "it is still being sent");
        drop(tx);
        let later = NOW.plus_seconds(700);
        let mut tx = store.begin(later).await.unwrap();
        assert_eq!(mail::recover(&mut tx).await.unwrap(), 1);
        tx.commit().await.unwrap();
        let quick = claim_all(&store, later).await.into_iter().find(|mail| mail.id == slow.id).unwrap();
        assert_eq!(quick.attempt, 2);
        let mut tx = store.begin(later).await.unwrap();
        assert!(matches!(mail::sent(&mut tx, &slow).await, Err(StoreError::Stale)));
        mail::sent(&mut tx, &quick).await.unwrap();
    }

    async fn a_mail_that_cannot_be_sent_is_put_aside_after_two_days_and_can_be_tried_again(store: Store) {
        let programme = programme(&store).await;
        submitted(&store, &programme.nordwind, "Acme GmbH").await;
        work_off(&store, NOW).await;
        run(&store, "DELETE FROM mails WHERE person_id <> (SELECT id FROM people WHERE name = 'Petra Approver')").await;
        let mut now = NOW;
        loop {
            let claimed = mail::claim(&store, now).await.unwrap().unwrap();
            let mut tx = store.begin(now).await.unwrap();
            let next = mail::failed(&mut tx, &claimed, "no route").await.unwrap();
            tx.commit().await.unwrap();
            match next {
                Next::Again(at) => now = at,
                Next::Never => break,
            }
        }
        assert!(now > NOW.plus_hours(GIVEN_UP_HOURS - 4) && now <= NOW.plus_hours(GIVEN_UP_HOURS));
        let permit = programme.administrator.permit(Operate).unwrap();
        let mut tx = store.begin(now).await.unwrap();
        let dead = mail::dead(&mut tx, &permit).await.unwrap();
        assert_eq!((dead.len(), dead[0].error.as_str()), (1, "no route"));
        mail::revive(&mut tx, &permit, &dead[0].id).await.unwrap();
        tx.commit().await.unwrap();
        let claimed = mail::claim(&store, now).await.unwrap().unwrap();
        assert_eq!(claimed.attempt, 1);

        let mut tx = store.begin(now).await.unwrap();
        assert!(matches!(mail::let_go(&mut tx, &permit, &claimed.id).await, Err(StoreError::Stale)), "it is not dead");
        mail::refused(&mut tx, &claimed, "no such mailbox").await.unwrap();
        mail::let_go(&mut tx, &permit, &claimed.id).await.unwrap();
        assert!(mail::dead(&mut tx, &permit).await.unwrap().is_empty());
        let permit = programme.administrator.permit(ReadHistory).unwrap();
        let told = store::audit::of_record(&mut tx, &permit, "mail", claimed.id.as_str()).await.unwrap();
        // Both lines are of one moment, and in no order.
        assert!(told.iter().any(|line| line.after.as_deref() == Some("\"dropped\"")));
    }

    async fn a_mail_tells_only_what_its_reader_may_still_read(store: Store) {
        let programme = programme(&store).await;
        let carl = programme.manager.permit(KeepOwnAccount).unwrap();
        let mut tx = store.begin(NOW).await.unwrap();
        let choices = [(Kind::DealSubmitted, Delivery::AtOnce)];
        preferences::choose(&mut tx, &carl, &choices, None).await.unwrap();
        tx.commit().await.unwrap();
        submitted(&store, &programme.nordwind, "Acme GmbH").await;
        work_off(&store, NOW).await;
        let person = &programme.manager.profile().person;
        let mails = claim_all(&store, NOW).await;
        let his = mails.iter().find(|mail| mail.person.as_ref() == Some(person)).unwrap();
        let mut read = store.read().await.unwrap();
        let told = content::of_notice(&mut read, person, &his.record).await.unwrap().unwrap();
        assert_eq!(told.subject, "Acme GmbH");
        let rival = &programme.rival.user.profile().person;
        assert_eq!(content::of_notice(&mut read, rival, &his.record).await.unwrap(), None);
        run(&store, "UPDATE partners SET manager_id = NULL").await;
        assert_eq!(content::of_notice(&mut read, person, &his.record).await.unwrap(), None, "not his partner any more");
    }

    async fn what_waits_for_the_day_goes_into_one_digest_of_that_day(store: Store) {
        let programme = programme(&store).await;
        let person = &programme.manager.profile().person;
        submitted(&store, &programme.nordwind, "Acme GmbH").await;
        submitted(&store, &programme.nordwind, "Second Ltd").await;
        work_off(&store, NOW).await;
        let today = NOW.day();
        let mut read = store.read().await.unwrap();
        assert_eq!(digests::waiting(&mut read, None, 10).await.unwrap(), [(person.clone(), None)]);
        assert_eq!(digests::waiting(&mut read, Some(person), 10).await.unwrap(), []);
        let write = async |day| {
            let mut tx = store.begin(NOW).await.unwrap();
            let written = digests::write_of(&mut tx, person, day).await.unwrap();
            tx.commit().await.unwrap();
            written
        };
        let id = write(today).await.unwrap();
        assert_eq!(write(today).await, None);
        let (told, more) = content::of_digest(&mut read, person, &id).await.unwrap();
        assert_eq!((told.len(), more), (2, false));
        submitted(&store, &programme.nordwind, "Third Ltd").await;
        work_off(&store, NOW).await;
        assert_eq!(write(today).await, None, "that day has had one");
        let next = write(today.plus_days(1)).await.unwrap();
        let (told, _) = content::of_digest(&mut read, person, &next).await.unwrap();
        assert_eq!(told.iter().map(|one| one.subject.as_str()).collect::<Vec<_>>(), ["Third Ltd"]);
    }

    async fn what_was_read_does_not_wait(store: Store) {
        let programme = programme(&store).await;
        let carl = programme.manager.permit(KeepOwnAccount).unwrap();
        submitted(&store, &programme.nordwind, "Acme GmbH").await;
        work_off(&store, NOW).await;
        let mut tx = store.begin(NOW).await.unwrap();
        let newest = notices::list(&mut tx, &carl, None).await.unwrap().rows.remove(0);
        notices::mark(&mut tx, &carl, &newest.id).await.unwrap();
        let person = &programme.manager.profile().person;
        assert_eq!(digests::write_of(&mut tx, person, NOW.day()).await.unwrap(), None);
    }

    async fn leaving_ends_one_kind_or_the_daily_ones(store: Store) {
        let programme = programme(&store).await;
        let person = approver(&programme);
        let mut tx = store.begin(NOW).await.unwrap();
        preferences::leave(&mut tx, person, Some(Kind::DealToDecide)).await.unwrap();
        assert_eq!(preferences::of(&mut tx, person, Kind::DealToDecide).await.unwrap(), Delivery::InApp);
        assert_eq!(preferences::of(&mut tx, person, Kind::DealNoted).await.unwrap(), Delivery::Daily);
        preferences::leave(&mut tx, person, None).await.unwrap();
        assert_eq!(preferences::of(&mut tx, person, Kind::DealNoted).await.unwrap(), Delivery::InApp);
        assert_eq!(preferences::of(&mut tx, person, Kind::Mention).await.unwrap(), Delivery::AtOnce);
    }

    async fn a_link_to_a_new_password_is_for_people_who_have_one(store: Store) {
        let programme = programme(&store).await;
        let email = programme.nordwind.user.profile().email.clone();
        let ask = async |now: Instant, email: &str| {
            let mut tx = store.begin(now).await.unwrap();
            passwords::forgotten(&mut tx, email).await.unwrap();
            tx.commit().await.unwrap();
            claim_all(&store, now).await
        };
        assert_eq!(ask(NOW, &email).await, [], "comes by single sign-on only");
        assert_eq!(ask(NOW, "nobody@example.org").await, []);
        run(&store, "UPDATE people SET password_hash = 'old'").await;
        let mut links = Vec::new();
        for _ in 0..PASSWORD_LINKS_MOST + 2 {
            links.extend(ask(NOW, &email).await);
        }
        assert_eq!(links.len(), PASSWORD_LINKS_MOST as usize);
        let mut tx = store.begin(NOW).await.unwrap();
        for (n, link) in links.iter().enumerate() {
            assert!(passwords::arm(&mut tx, &link.record, &format!("secret {n}")).await.unwrap());
        }
        // Tried again, the mail has another secret, and the one before opens nothing.
        assert!(passwords::arm(&mut tx, &links[0].record, "secret again").await.unwrap());
        assert!(!passwords::opens(&mut tx, "secret 0", NOW).await.unwrap());
        assert!(passwords::opens(&mut tx, "secret again", NOW).await.unwrap());
        assert!(!passwords::opens(&mut tx, "secret again", NOW.plus_hours(1)).await.unwrap());
        let person = passwords::renew(&mut tx, "secret 1", "new").await.unwrap();
        assert_eq!(&person, &programme.nordwind.user.profile().person);
        for secret in ["secret 1", "secret 2", "secret again", ""] {
            assert!(matches!(passwords::renew(&mut tx, secret, "newer").await, Err(StoreError::Stale)), "{secret}");
        }
    }

    async fn a_key_of_the_portal_is_made_once(store: Store) {
        let (one, two) = tokio::join!(
            store::settings::mail_key(&store, NOW),
            store::settings::mail_key(&store, NOW)
        );
        assert_eq!(one.unwrap(), two.unwrap());
    }

    async fn nothing_is_mailed_by_a_portal_without_mail(store: Store) {
        let programme = programme(&store).await;
        let deal = submitted(&store, &programme.nordwind, "Acme GmbH").await;
        commented(&store, &programme.nordwind.user, &deal, "Hello").await;
        while let Some(event) = outbox::claim(&store, NOW).await.unwrap() {
            let payload = event.payload.as_ref().unwrap();
            notices::tell(&store, NOW, &event.id, &event.kind, payload, false).await.unwrap();
        }
        assert_eq!(claim_all(&store, NOW).await, []);
        assert_eq!(digests::waiting(&mut store.read().await.unwrap(), None, 10).await.unwrap(), []);
    }
}
