//! Certifications: when a path is worth a certificate, how it is renewed and taken back, and who sees whose.

use crate::fixture::{NOW, Side, programme};
use crate::learning::{RIGHT, answers, details, enrol, events, published, scope, take, taker, writer};
use crate::on_both_engines;
use domain::certifications::standing::{Standing, standing};
use domain::certifications::{CertificationDetails, NewCertification, Plan, RenewalMode};
use domain::id::{CertificationId, CourseId};
use domain::learning::{
    Audience, Certificate, Course, CourseDetails, CourseState, Standing as QuizStanding, Topic,
};
use domain::partners::{PartnerType, Tier};
use domain::time::Instant;
use store::certifications::{self, awards, plans};
use store::learning::attempts::{self, Taken};
use store::learning::{certificates, enrolments};
use store::{Store, StoreError};

pub fn certification(title: &str, level: i64) -> NewCertification {
    NewCertification {
        details: CertificationDetails {
            track: Topic::Technical,
            level,
            title: title.into(),
            summary: "Plans racks.".into(),
            validity_months: 12,
            window_days: 90,
            grace_days: 30,
            mode: RenewalMode::PreviousExpiry,
            needed: 0,
        },
        tiers: Vec::new(),
        types: Vec::new(),
    }
}

async fn plan(store: &Store, id: &CertificationId) -> Plan {
    plans::find(&mut store.read().await.unwrap(), &writer(), id).await.unwrap().unwrap()
}

/// A draft with this path.
async fn draft(store: &Store, new: &NewCertification, path: &[&Course]) -> CertificationId {
    let mut tx = store.begin(NOW).await.unwrap();
    let id = plans::make(&mut tx, &writer(), new, &new.details.title).await.unwrap();
    let before = plans::find(&mut tx, &writer(), &id).await.unwrap().unwrap();
    let path: Vec<CourseId> = path.iter().map(|course| course.id.clone()).collect();
    plans::set_path(&mut tx, &writer(), &before, 1, &path).await.unwrap();
    tx.commit().await.unwrap();
    id
}

pub async fn offered(store: &Store, new: &NewCertification, path: &[&Course]) -> CertificationId {
    let id = draft(store, new, path).await;
    let before = plan(store, &id).await;
    let mut tx = store.begin(NOW).await.unwrap();
    plans::publish(&mut tx, &writer(), &before, before.certification.version).await.unwrap();
    tx.commit().await.unwrap();
    id
}

/// Courses whose certificates are valid for good, so that only certifications end.
pub async fn courses(store: &Store, titles: &[&str]) -> Vec<Course> {
    let mut made = Vec::new();
    for title in titles {
        made.push(published(store, CourseDetails { validity_months: 0, ..details(title) }).await);
    }
    made
}

pub async fn pass(store: &Store, side: &Side, course: &Course, at: Instant) {
    enrol(store, side, course).await;
    let right = answers(store, course, RIGHT).await;
    let taken = take(store, side, course, &right, at).await;
    assert!(matches!(taken, Taken::Graded(_)), "{taken:?}");
}

async fn held(store: &Store, side: &Side) -> Vec<Certificate> {
    let mut read = store.read().await.unwrap();
    let me = &side.user.profile().person;
    certifications::held(&mut read, &scope(&side.user), me).await.unwrap()
}

on_both_engines! {
    async fn the_pass_that_completes_a_path_makes_its_certificate(store: Store) {
        let programme = programme(&store).await;
        let side = &programme.nordwind;
        let made = courses(&store, &["A", "B"]).await;
        let id = offered(&store, &certification("Rack", 1), &[&made[0], &made[1]]).await;
        pass(&store, side, &made[0], NOW).await;
        assert!(held(&store, side).await.is_empty());
        pass(&store, side, &made[1], NOW).await;
        let own = held(&store, side).await;
        assert_eq!(own.len(), 1);
        assert_eq!((own[0].title.as_str(), own[0].partner_name.as_str()), ("Rack", "Nordwind"));
        assert_eq!(own[0].of, domain::learning::Credential::Certification(id.clone()));
        assert_eq!(own[0].term.expires_on, Some("2027-11-24".parse().unwrap()));
        let mut read = store.read().await.unwrap();
        let public = certificates::by_number(&mut read, &own[0].number).await.unwrap();
        assert_eq!(public.as_ref(), Some(&own[0]));
        // Rivals find nothing of it, whatever they ask for.
        let rival = &programme.rival.administrator;
        let me = &side.user.profile().person;
        assert!(certifications::held(&mut read, &scope(rival), me).await.unwrap().is_empty());
        assert_eq!(certificates::find(&mut read, &scope(rival), &own[0].id).await.unwrap(), None);
        assert!(held(&store, &programme.rival).await.is_empty());
        drop(read);
        assert_eq!(events(&store, "certificate.issued").await, 3);
    }

    async fn two_last_passes_at_once_make_one_certificate(store: Store) {
        let programme = programme(&store).await;
        let side = &programme.nordwind;
        let made = courses(&store, &["A", "B"]).await;
        offered(&store, &certification("Rack", 1), &[&made[0], &made[1]]).await;
        tokio::join!(pass(&store, side, &made[0], NOW), pass(&store, side, &made[1], NOW));
        assert_eq!(held(&store, side).await.len(), 1);
    }

    async fn some_of_a_path_are_enough_where_it_says_so(store: Store) {
        let programme = programme(&store).await;
        let side = &programme.nordwind;
        let made = courses(&store, &["A", "B", "C"]).await;
        let mut two = certification("Rack", 1);
        two.details.needed = 2;
        offered(&store, &two, &[&made[0], &made[1], &made[2]]).await;
        pass(&store, side, &made[2], NOW).await;
        assert!(held(&store, side).await.is_empty());
        pass(&store, side, &made[0], NOW).await;
        assert_eq!(held(&store, side).await.len(), 1);
    }

    async fn one_pass_may_complete_several_levels_from_below(store: Store) {
        let programme = programme(&store).await;
        let side = &programme.nordwind;
        let made = courses(&store, &["A", "B"]).await;
        offered(&store, &certification("First", 1), &[&made[0]]).await;
        let second = offered(&store, &certification("Second", 2), &[&made[1]]).await;
        pass(&store, side, &made[1], NOW).await;
        assert!(held(&store, side).await.is_empty(), "the level below is missing");
        let mut read = store.read().await.unwrap();
        let (audience, me) = (Audience::of(&side.user), &side.user.profile().person);
        let one = certifications::find(&mut read, &audience, &second).await.unwrap().unwrap();
        let own = scope(&side.user);
        assert!(!awards::has_level_below(&mut read, &own, me, &one, NOW.day()).await.unwrap());
        drop(read);
        pass(&store, side, &made[0], NOW).await;
        let mut titles: Vec<_> = held(&store, side).await.into_iter().map(|one| one.title).collect();
        titles.sort();
        assert_eq!(titles, ["First", "Second"]);
        let mut read = store.read().await.unwrap();
        assert!(awards::has_level_below(&mut read, &own, me, &one, NOW.day()).await.unwrap());
    }

    async fn a_certification_that_is_not_for_the_partner_is_neither_seen_nor_earned(store: Store) {
        let programme = programme(&store).await;
        let side = &programme.nordwind;
        let made = courses(&store, &["A"]).await;
        let mut elsewhere = certification("Elsewhere", 1);
        elsewhere.types = vec![PartnerType::SoftwareVendor];
        elsewhere.tiers = vec![Tier::Registered];
        let hidden = offered(&store, &elsewhere, &[&made[0]]).await;
        let unfinished = draft(&store, &certification("Draft", 1), &[&made[0]]).await;
        pass(&store, side, &made[0], NOW).await;
        assert!(held(&store, side).await.is_empty());
        let mut read = store.read().await.unwrap();
        let audience = Audience::of(&side.user);
        for id in [&hidden, &unfinished] {
            assert_eq!(certifications::find(&mut read, &audience, id).await.unwrap(), None);
        }
        assert!(certifications::offered(&mut read, &audience).await.unwrap().is_empty());
    }

    async fn what_was_completed_before_it_was_offered_can_be_claimed(store: Store) {
        let programme = programme(&store).await;
        let side = &programme.nordwind;
        let made = courses(&store, &["A"]).await;
        pass(&store, side, &made[0], NOW).await;
        offered(&store, &certification("Rack", 1), &[&made[0]]).await;
        let me = &side.user.profile().person;
        let mut tx = store.begin(NOW).await.unwrap();
        assert_eq!(awards::settle(&mut tx, &taker(side), me).await.unwrap().len(), 1);
        assert!(awards::settle(&mut tx, &taker(side), me).await.unwrap().is_empty());
        tx.commit().await.unwrap();
        // A permit for one partner certifies nobody of another.
        let mut tx = store.begin(NOW).await.unwrap();
        let stranger = &programme.rival.user.profile().person;
        assert!(matches!(awards::settle(&mut tx, &taker(side), stranger).await, Err(StoreError::Stale)));
    }

    async fn a_renewal_asks_for_new_passes_and_follows_on(store: Store) {
        let programme = programme(&store).await;
        let side = &programme.nordwind;
        let me = &side.user.profile().person;
        let made = courses(&store, &["A"]).await;
        offered(&store, &certification("Rack", 1), &[&made[0]]).await;
        pass(&store, side, &made[0], NOW).await;
        let quiz_on = async |at: Instant| {
            let mut read = store.read().await.unwrap();
            let own = enrolments::own(&mut read, &scope(&side.user), me, &made[0].id).await.unwrap().unwrap();
            attempts::standing_on(&mut read, &made[0], &own.id, at).await.unwrap()
        };
        // The last day is 2027-11-24, the window opens 90 days before.
        let (before, inside) = (NOW.plus_days(274), NOW.plus_days(275));
        assert_eq!(quiz_on(before).await, QuizStanding::Passed);
        assert_eq!(quiz_on(inside).await, QuizStanding::Open { left: Some(2) });
        pass(&store, side, &made[0], inside).await;
        let own = held(&store, side).await;
        assert_eq!(own.len(), 1, "the newest counts");
        assert_eq!(own[0].term.expires_on, Some("2028-11-24".parse().unwrap()));
        assert_eq!(standing(&[], Some(&own[0]), inside.day()), Standing::Certified);
        assert_eq!(quiz_on(inside).await, QuizStanding::Passed);
        // The old one is kept.
        let mut read = store.read().await.unwrap();
        let all = certificates::of_person(&mut read, &scope(&side.user), me).await.unwrap();
        assert_eq!(all.iter().filter(|one| one.title == "Rack").count(), 2);
    }

    async fn a_revoked_certificate_counts_no_more_until_the_path_is_passed_again(store: Store) {
        let programme = programme(&store).await;
        let side = &programme.nordwind;
        let me = &side.user.profile().person;
        let made = courses(&store, &["A"]).await;
        let id = offered(&store, &certification("Rack", 1), &[&made[0]]).await;
        pass(&store, side, &made[0], NOW).await;
        let later = NOW.plus_days(1);
        let mut tx = store.begin(later).await.unwrap();
        let holders = awards::holders(&mut tx, &writer(), &id).await.unwrap();
        assert_eq!(holders.len(), 1);
        awards::revoke(&mut tx, &writer(), &holders[0], "Taken by somebody else").await.unwrap();
        let twice = awards::revoke(&mut tx, &writer(), &holders[0], "Again").await;
        assert!(matches!(twice, Err(StoreError::Stale)));
        tx.commit().await.unwrap();
        let other = draft(&store, &certification("Other", 1), &[]).await;
        let own = held(&store, side).await;
        assert_eq!(standing(&[], Some(&own[0]), later.day()), Standing::Revoked);
        let mut read = store.read().await.unwrap();
        assert_eq!(awards::find(&mut read, &writer(), &other, &own[0].id).await.unwrap(), None);
        let why = certifications::reason(&mut read, &scope(&side.user), &own[0]).await.unwrap();
        assert_eq!(why.as_deref(), Some("Taken by somebody else"));
        let rival = scope(&programme.rival.user);
        assert_eq!(certifications::reason(&mut read, &rival, &own[0]).await.unwrap(), None);
        // The pass from before makes no new one.
        let mut tx = store.begin(later).await.unwrap();
        assert!(awards::settle(&mut tx, &taker(side), me).await.unwrap().is_empty());
        drop(tx);
        pass(&store, side, &made[0], NOW.plus_days(2)).await;
        let own = held(&store, side).await;
        assert_eq!(standing(&[], Some(&own[0]), NOW.plus_days(2).day()), Standing::Certified);
        assert_eq!(events(&store, "certificate.revoked").await, 1);
    }

    async fn only_what_is_complete_is_offered_and_two_editors_do_not_undo_each_other(store: Store) {
        let made = courses(&store, &["A", "B"]).await;
        let id = draft(&store, &certification("Second", 2), &[&made[0]]).await;
        let before = plan(&store, &id).await;
        let mut tx = store.begin(NOW).await.unwrap();
        let refused = plans::publish(&mut tx, &writer(), &before, before.certification.version).await;
        assert!(matches!(refused, Err(StoreError::Stale)), "there is no first level");
        drop(tx);
        offered(&store, &certification("First", 1), &[&made[0]]).await;
        let before = plan(&store, &id).await;
        let mut tx = store.begin(NOW).await.unwrap();
        let version = before.certification.version;
        plans::publish(&mut tx, &writer(), &before, version).await.unwrap();
        let stale = plans::change(&mut tx, &writer(), &before, version, &certification("X", 2)).await;
        assert!(matches!(stale, Err(StoreError::Stale)));
        drop(tx);
        let mut tx = store.begin(NOW).await.unwrap();
        plans::publish(&mut tx, &writer(), &before, version).await.unwrap();
        tx.commit().await.unwrap();
        let now = plan(&store, &id).await;
        let mut tx = store.begin(NOW).await.unwrap();
        let emptied = plans::set_path(&mut tx, &writer(), &now, now.certification.version, &[]).await;
        assert!(matches!(emptied, Err(StoreError::Stale)), "what is offered keeps a path");
        let longer = [made[1].id.clone(), made[0].id.clone()];
        plans::set_path(&mut tx, &writer(), &now, now.certification.version, &longer).await.unwrap();
        tx.commit().await.unwrap();
        let path: Vec<_> = plan(&store, &id).await.path.into_iter().map(|line| line.title).collect();
        assert_eq!(path, ["B", "A"]);
        let again = plan(&store, &id).await;
        let mut tx = store.begin(NOW).await.unwrap();
        plans::retire(&mut tx, &writer(), &again, again.certification.version).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(plan(&store, &id).await.certification.state, CourseState::Retired);
        let mut read = store.read().await.unwrap();
        assert_eq!(plans::list(&mut read, &writer(), NOW.day()).await.unwrap().len(), 2);
        let others = plans::others(&mut read, &writer(), &id).await.unwrap();
        assert!(others.is_empty(), "both courses are in it");
    }

    async fn certificates_from_before_keep_their_number(store: Store) {
        let programme = programme(&store).await;
        let side = &programme.nordwind;
        let me = &side.user.profile().person;
        let made = courses(&store, &["A"]).await;
        pass(&store, side, &made[0], NOW).await;
        let own = certificates::of_person(&mut store.read().await.unwrap(), &scope(&side.user), me).await.unwrap();
        // Back to how certificates were kept before certifications.
        let (_, text) = store::migrate::FILES.iter().find(|(name, _)| *name == "0002_learning.sql").unwrap();
        let from = text.find("CREATE TABLE certificates").unwrap();
        let table = &text[from..from + text[from..].find(';').unwrap()];
        let mut tx = store.begin(NOW).await.unwrap();
        for step in [
            "CREATE TABLE kept AS SELECT * FROM certificates",
            "DROP TABLE certificates",
            "DROP TABLE assignments",
            "DROP TABLE requirements",
            "DROP TABLE certification_courses",
            "DROP TABLE certification_tiers",
            "DROP TABLE certification_types",
            "DROP TABLE certifications",
            table,
            "INSERT INTO certificates (id, number, enrolment_id, attempt_id, person_id, partner_id, course_id, person_name,
                partner_name, course_title, issued_on, expires_on, created_at) SELECT id, number, enrolment_id, attempt_id,
                person_id, partner_id, course_id, person_name, partner_name, title, issued_on, expires_on, created_at FROM kept",
            "DROP TABLE kept",
            "DELETE FROM migrations WHERE name IN ('0040_certifications.sql', '0041_assignments.sql')",
        ] {
            tx.run(store::sql::Statement::new(step), Vec::new()).await.unwrap();
        }
        tx.commit().await.unwrap();
        store::migrate::run(&store).await.unwrap();
        let mut read = store.read().await.unwrap();
        let again = certificates::by_number(&mut read, &own[0].number).await.unwrap();
        assert_eq!(again.as_ref(), own.first());
        drop(read);
        let id = offered(&store, &certification("Rack", 1), &[&made[0]]).await;
        let mut tx = store.begin(NOW).await.unwrap();
        let issued = awards::settle(&mut tx, &taker(side), me).await.unwrap();
        assert_eq!(issued[0].of, domain::learning::Credential::Certification(id));
    }

    async fn the_same_form_sent_twice_makes_one_certification(store: Store) {
        let mut tx = store.begin(NOW).await.unwrap();
        let new = certification("Rack", 1);
        let first = plans::make(&mut tx, &writer(), &new, "key").await.unwrap();
        assert_eq!(plans::make(&mut tx, &writer(), &new, "key").await.unwrap(), first);
        tx.commit().await.unwrap();
        assert_eq!(events(&store, "certification.made").await, 1);
    }
}
