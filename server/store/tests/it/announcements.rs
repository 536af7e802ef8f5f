//! Announcements reach whom they are for, in their days, and nobody else; who is named in a comment is told.

use crate::fixture::{NOW, Programme, programme};
use crate::on_both_engines;
use crate::talk::{commented, noted, read, submitted};
use domain::access::{Actor, KeepOwnAccount, ManageAnnouncements, Subject};
use domain::announcements::{Audience, NewAnnouncement, Reach};
use domain::id::AnnouncementId;
use domain::language::Language;
use domain::notices::Kind;
use domain::partners::{PartnerType, Region, Tier};
use domain::time::Instant;
use store::announcements::{self, writing};
use store::deals::mentions;
use store::notices::{self, clock};
use store::sql::Statement;
use store::{Store, StoreError, outbox};

fn said(audience: Audience) -> NewAnnouncement {
    NewAnnouncement {
        title: "Spring launch".into(),
        body: "# Hello".into(),
        audience,
        publish_on: None,
        expire_on: None,
        acknowledge: false,
    }
}

async fn published(
    store: &Store,
    programme: &Programme,
    new: &NewAnnouncement,
    now: Instant,
) -> AnnouncementId {
    let permit = programme.marketing.permit(ManageAnnouncements).unwrap();
    let mut tx = store.begin(now).await.unwrap();
    let key = format!("{new:?}");
    let id = writing::make(&mut tx, &permit, new, &key).await.unwrap();
    assert_eq!(writing::make(&mut tx, &permit, new, &key).await.unwrap(), id, "sent twice");
    let draft = writing::find(&mut tx, &permit, &id).await.unwrap().unwrap();
    assert_eq!(&draft.said, new);
    writing::publish(&mut tx, &permit, &draft, draft.version).await.unwrap();
    tx.commit().await.unwrap();
    id
}

async fn sees(store: &Store, who: &Actor, id: &AnnouncementId, now: Instant) -> bool {
    let permit = who.permit(KeepOwnAccount).unwrap();
    let mut read = store.read().await.unwrap();
    let found = announcements::find(&mut read, &permit, id, now.day()).await.unwrap();
    let listed = announcements::list(&mut read, &permit, now.day(), None).await.unwrap();
    assert_eq!(found.is_some(), listed.rows.iter().any(|row| row.id == *id));
    found.is_some()
}

async fn work_off(store: &Store, now: Instant) {
    let mut tx = store.begin(now).await.unwrap();
    clock::strike(&mut tx, 50).await.unwrap();
    tx.commit().await.unwrap();
    while let Some(event) = outbox::claim(store, now).await.unwrap() {
        let payload = event.payload.as_ref().unwrap();
        notices::tell(store, now, &event.id, &event.kind, payload, false).await.unwrap();
    }
}

async fn kinds(store: &Store, actor: &Actor) -> Vec<(Kind, String)> {
    let mut read = store.read().await.unwrap();
    let list = notices::list(&mut read, &actor.permit(KeepOwnAccount).unwrap(), None).await.unwrap();
    list.rows.into_iter().map(|notice| (notice.kind, notice.record)).collect()
}

async fn run(store: &Store, text: &'static str) {
    let mut tx = store.begin(NOW).await.unwrap();
    tx.run(Statement::new(text), Vec::new()).await.unwrap();
    tx.commit().await.unwrap();
}

on_both_engines! {
    async fn an_audience_that_leaves_a_partner_out_hides_the_announcement_from_it(store: Store) {
        let programme = programme(&store).await;
        run(&store, "UPDATE partners SET tier = 'silver', region = 'americas' WHERE name = 'Rival'").await;
        run(&store, "UPDATE partner_types SET type = 'integrator' WHERE partner_id = (SELECT id FROM partners WHERE name = 'Rival')").await;
        for audience in [
            Audience { tiers: vec![Tier::Gold], ..Audience::default() },
            Audience { types: vec![PartnerType::Reseller, PartnerType::Distributor], ..Audience::default() },
            Audience { regions: vec![Region::Emea], ..Audience::default() },
        ] {
            let id = published(&store, &programme, &said(audience), NOW).await;
            assert!(sees(&store, &programme.nordwind.user, &id, NOW).await);
            assert!(!sees(&store, &programme.rival.user, &id, NOW).await);
            let permit = programme.marketing.permit(ManageAnnouncements).unwrap();
            let mut read = store.read().await.unwrap();
            let reach = writing::reach(&mut read, &permit, &id).await.unwrap();
            assert_eq!((reach.partners, reach.people), (1, 2));
        }
        work_off(&store, NOW).await;
        assert_eq!(kinds(&store, &programme.nordwind.user).await.len(), 3);
        assert_eq!(kinds(&store, &programme.rival.user).await, [], "nor is it told");
        let all = published(&store, &programme, &said(Audience::default()), NOW).await;
        assert!(sees(&store, &programme.rival.user, &all, NOW).await);
        assert!(!sees(&store, &programme.marketing, &all, NOW).await, "staff reads them on its own desk");
    }

    async fn a_language_is_asked_of_those_only_who_have_chosen_one(store: Store) {
        let programme = programme(&store).await;
        run(&store, "UPDATE people SET language = 'de' WHERE name = 'Nordwind User'").await;
        run(&store, "UPDATE people SET language = 'ar' WHERE name = 'Rival User'").await;
        let german = Audience { languages: vec![Language::German], ..Audience::default() };
        let id = published(&store, &programme, &said(german), NOW).await;
        assert!(sees(&store, &programme.nordwind.user, &id, NOW).await);
        assert!(sees(&store, &programme.nordwind.administrator, &id, NOW).await);
        assert!(!sees(&store, &programme.rival.user, &id, NOW).await);
    }

    async fn an_announcement_is_seen_in_its_days_and_told_on_the_first(store: Store) {
        let programme = programme(&store).await;
        let (start, end) = (NOW.day().plus_days(5), NOW.day().plus_days(8));
        let new = NewAnnouncement { publish_on: Some(start), expire_on: Some(end), ..said(Audience::default()) };
        let id = published(&store, &programme, &new, NOW).await;
        for (days, seen) in [(0, false), (4, false), (5, true), (7, true), (8, false)] {
            let now = NOW.plus_days(days);
            assert_eq!(sees(&store, &programme.nordwind.user, &id, now).await, seen, "after {days} days");
            work_off(&store, now).await;
            let told = kinds(&store, &programme.nordwind.user).await;
            assert_eq!(told.len(), usize::from(days >= 5), "after {days} days");
        }
        assert_eq!(kinds(&store, &programme.nordwind.user).await, [(Kind::Announcement, id.to_string())]);
        let permit = programme.marketing.permit(ManageAnnouncements).unwrap();
        let mut tx = store.begin(NOW.plus_days(6)).await.unwrap();
        let now = writing::find(&mut tx, &permit, &id).await.unwrap().unwrap();
        assert!(matches!(writing::publish(&mut tx, &permit, &now, now.version).await, Err(StoreError::Stale)));
        writing::withdraw(&mut tx, &permit, &now, now.version).await.unwrap();
        tx.commit().await.unwrap();
        assert!(!sees(&store, &programme.nordwind.user, &id, NOW.plus_days(6)).await);
    }

    async fn who_has_read_and_who_has_confirmed_is_counted_once_and_named_within_the_scope(store: Store) {
        let programme = programme(&store).await;
        let new = NewAnnouncement { acknowledge: true, ..said(Audience::default()) };
        let id = published(&store, &programme, &new, NOW).await;
        for (who, confirms) in [(&programme.nordwind.user, true), (&programme.rival.user, false)] {
            let permit = who.permit(KeepOwnAccount).unwrap();
            let mut tx = store.begin(NOW).await.unwrap();
            for _ in 0..2 {
                let found = announcements::find(&mut tx, &permit, &id, NOW.day()).await.unwrap().unwrap();
                announcements::note_read(&mut tx, &permit, &found).await.unwrap();
                if confirms {
                    announcements::acknowledge(&mut tx, &permit, &found).await.unwrap();
                }
            }
            let waiting = announcements::waiting(&mut tx, &permit, NOW.day(), 3).await.unwrap();
            assert_eq!(waiting.len(), usize::from(!confirms), "stays at home until it is confirmed");
            tx.commit().await.unwrap();
        }
        let mut read = store.read().await.unwrap();
        for (who, named) in [(&programme.administrator, 2), (&programme.manager, 1), (&programme.marketing, 0)] {
            let permit = who.permit(ManageAnnouncements).unwrap();
            let reach = writing::reach(&mut read, &permit, &id).await.unwrap();
            assert_eq!(reach, Reach { partners: 2, people: 4, read: 2, acknowledged: 1 });
            let scope = who.scope(Subject::Partners);
            assert_eq!(writing::readers(&mut read, &permit, &scope, &id).await.unwrap().len(), named);
        }
        assert!(programme.approver.permit(ManageAnnouncements).is_err());
    }

    async fn who_is_named_is_told_and_only_if_they_may_read_it(store: Store) {
        let programme = programme(&store).await;
        let deal = submitted(&store, &programme.nordwind, "Acme GmbH").await;
        work_off(&store, NOW).await;
        let words = "@Petra Approver and @Rival User: look. Also @Mia Marketing, @nordwind admin!";
        commented(&store, &programme.nordwind.user, &deal, words).await;
        work_off(&store, NOW.plus_seconds(1)).await;
        assert_eq!(kinds(&store, &programme.approver).await[0].0, Kind::Mention);
        assert_eq!(kinds(&store, &programme.nordwind.administrator).await[0].0, Kind::Mention, "and not twice");
        assert_eq!(kinds(&store, &programme.nordwind.administrator).await.len(), 1);
        for nobody in [&programme.rival.user, &programme.rival.administrator, &programme.marketing] {
            assert_eq!(kinds(&store, nobody).await, []);
        }
        noted(&store, &programme.approver, &deal, "@Nordwind User must not know, @Carl Manager").await;
        work_off(&store, NOW.plus_seconds(2)).await;
        assert_eq!(kinds(&store, &programme.manager).await[0].0, Kind::Mention);
        assert_eq!(kinds(&store, &programme.nordwind.user).await, [], "internal stays internal");
    }

    async fn a_partner_is_offered_names_only_of_those_it_knows(store: Store) {
        let programme = programme(&store).await;
        let id = submitted(&store, &programme.nordwind, "Acme GmbH").await;
        noted(&store, &programme.approver, &id, "Internal").await;
        let deal = read(&store, &id).await;
        let names = async |who: &Actor| {
            let mut read = store.read().await.unwrap();
            let people = mentions::nameable(&mut read, &deal, who.profile()).await.unwrap();
            people.into_iter().map(|one| one.name).collect::<Vec<_>>()
        };
        assert_eq!(names(&programme.nordwind.user).await, ["Carl Manager", "Nordwind Admin"]);
        commented(&store, &programme.approver, &id, "Hello").await;
        assert_eq!(names(&programme.nordwind.user).await, ["Carl Manager", "Nordwind Admin", "Petra Approver"]);
        assert_eq!(
            names(&programme.approver).await,
            ["Ada Admin", "Carl Manager", "Nordwind Admin", "Nordwind User"]
        );
    }
}
