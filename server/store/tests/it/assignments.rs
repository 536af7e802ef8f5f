//! Assignments and coverage: who is asked once, what completes it, who is counted, and that a rival is neither.

use crate::certifications::{certification, courses, offered, pass};
use crate::fixture::{NOW, Programme, Side, programme};
use crate::learning::{details, events, published, scope};
use crate::on_both_engines;
use domain::access::{Actor, AssignLearning, ManagePartnerPeople, Permit, RequireCertifications};
use domain::certifications::coverage::{Coverage, CoverageState};
use domain::id::PersonId;
use domain::learning::assignments::{Assignment, NewAssignments};
use domain::learning::{Course, Credential};
use domain::partners::Tier;
use domain::time::Instant;
use store::certifications::coverage;
use store::learning::assignments;
use store::{Store, StoreError};

fn permit(actor: &Actor, side: &Side) -> Permit<AssignLearning> {
    actor.permit(AssignLearning { partner: side.partner.clone() }).unwrap()
}

fn of(course: &Course) -> Credential {
    Credential::Course(course.id.clone())
}

async fn assign(
    store: &Store,
    side: &Side,
    of: Credential,
    people: Option<Vec<PersonId>>,
    due_on: Option<&str>,
) -> Result<usize, StoreError> {
    let mut tx = store.begin(NOW).await.unwrap();
    let new = NewAssignments { of, people, due_on: due_on.map(|day| day.parse().unwrap()) };
    let asked = assignments::assign(&mut tx, &permit(&side.administrator, side), &new).await?;
    tx.commit().await.unwrap();
    Ok(asked)
}

async fn assigned(store: &Store, side: &Side) -> Vec<Assignment> {
    let mut read = store.read().await.unwrap();
    assignments::of_partner(&mut read, &scope(&side.administrator), &side.partner).await.unwrap()
}

async fn mine(store: &Store, actor: &Actor) -> Vec<Assignment> {
    let mut read = store.read().await.unwrap();
    assignments::mine(&mut read, &scope(actor), &actor.profile().person).await.unwrap()
}

async fn remind(store: &Store, side: &Side, at: Instant) -> Result<(), StoreError> {
    let one = assigned(store, side).await.remove(0);
    let mut tx = store.begin(at).await.unwrap();
    assignments::remind(&mut tx, &permit(&side.administrator, side), &one).await?;
    tx.commit().await
}

/// The answer, or whether it was refused as stale.
fn told<T>(answer: Result<T, StoreError>) -> Result<T, bool> {
    answer.map_err(|error| matches!(error, StoreError::Stale))
}

/// Requires so many people of organisations of the two rivals' tier.
async fn require(store: &Store, programme: &Programme, number: i64) -> domain::id::CertificationId {
    let made = courses(store, &["A"]).await;
    let id = offered(store, &certification("Rack", 1), &[&made[0]]).await;
    let mut tx = store.begin(NOW).await.unwrap();
    let permit = programme.manager.permit(RequireCertifications).unwrap();
    coverage::require(&mut tx, &permit, &id, &[(Tier::Gold, number)]).await.unwrap().unwrap();
    tx.commit().await.unwrap();
    pass(store, &programme.nordwind, &made[0], NOW).await;
    id
}

async fn covered(store: &Store, actor: &Actor, side: &Side, at: Instant) -> Vec<Coverage> {
    let mut read = store.read().await.unwrap();
    coverage::of_partner(&mut read, &scope(actor), &side.partner, at.day()).await.unwrap()
}

on_both_engines! {
    async fn somebody_is_asked_once_for_one_thing_and_told_of_it_once(store: Store) {
        let programme = programme(&store).await;
        let side = &programme.nordwind;
        let course = published(&store, details("A")).await;
        let user = side.user.profile().person.clone();
        let people = Some(vec![user.clone()]);
        assert_eq!(told(assign(&store, side, of(&course), people, Some("2026-12-01")).await), Ok(1));
        // Asked again with the others: a later day, and only the other one is told.
        assert_eq!(told(assign(&store, side, of(&course), None, Some("2026-12-08")).await), Ok(1));
        let all = assigned(&store, side).await;
        assert_eq!(all.len(), 2);
        assert!(all.iter().all(|one| one.due_on == Some("2026-12-08".parse().unwrap())));
        assert_eq!(all[0].by_name, "Nordwind Admin");
        assert_eq!(mine(&store, &side.user).await.len(), 1);
        assert_eq!(events(&store, "learning.assigned").await, 2);
    }

    async fn nobody_of_a_rival_is_asked_and_a_rival_sees_nothing(store: Store) {
        let programme = programme(&store).await;
        let (side, rival) = (&programme.nordwind, &programme.rival);
        let course = published(&store, details("A")).await;
        let stranger = Some(vec![rival.user.profile().person.clone()]);
        assert_eq!(told(assign(&store, side, of(&course), stranger, None).await), Ok(0));
        assert_eq!(told(assign(&store, side, of(&course), None, None).await), Ok(2));
        assert!(mine(&store, &rival.user).await.is_empty());
        let mut read = store.read().await.unwrap();
        let reach = scope(&rival.administrator);
        assert!(assignments::of_partner(&mut read, &reach, &side.partner).await.unwrap().is_empty());
        assert!(assignments::team(&mut read, &reach, &side.partner, NOW.day()).await.unwrap().is_empty());
        assert_eq!(told(assignments::organisation(&mut read, &reach, &side.partner).await), Ok(None));
        drop(read);
        let one = assigned(&store, side).await.remove(0);
        let mut tx = store.begin(NOW).await.unwrap();
        assert_eq!(told(assignments::find(&mut tx, &reach, &side.partner, &one.id).await), Ok(None));
        let foreign = permit(&rival.administrator, rival);
        assert_eq!(told(assignments::withdraw(&mut tx, &foreign, &one).await), Err(true));
        drop(tx);
        assert!(rival.administrator.permit(AssignLearning { partner: side.partner.clone() }).is_err());
        assert!(side.user.permit(AssignLearning { partner: side.partner.clone() }).is_err());
    }

    async fn what_is_not_offered_is_not_assigned(store: Store) {
        let programme = programme(&store).await;
        let mut other = details("A");
        other.tiers = vec![Tier::Platinum];
        let course = published(&store, other).await;
        let asked = assign(&store, &programme.nordwind, of(&course), None, None).await;
        assert_eq!(told(asked), Err(true));
    }

    async fn passing_completes_what_was_assigned(store: Store) {
        let programme = programme(&store).await;
        let side = &programme.nordwind;
        let made = courses(&store, &["A"]).await;
        let id = offered(&store, &certification("Rack", 1), &[&made[0]]).await;
        let user = Some(vec![side.user.profile().person.clone()]);
        assign(&store, side, of(&made[0]), user.clone(), None).await.unwrap();
        assign(&store, side, Credential::Certification(id), user, None).await.unwrap();
        assert_eq!(mine(&store, &side.user).await.len(), 2);
        pass(&store, side, &made[0], NOW.plus_hours(1)).await;
        assert!(mine(&store, &side.user).await.is_empty());
        assert!(assigned(&store, side).await.iter().all(|one| one.done_at.is_some()));
        assert_eq!(told(remind(&store, side, NOW.plus_days(1)).await), Err(true));
    }

    async fn a_reminder_goes_out_once_a_day_and_not_after_a_withdrawal(store: Store) {
        let programme = programme(&store).await;
        let side = &programme.nordwind;
        let course = published(&store, details("A")).await;
        assign(&store, side, of(&course), Some(vec![side.user.profile().person.clone()]), None).await.unwrap();
        assert_eq!(told(remind(&store, side, NOW).await), Ok(()));
        assert_eq!(told(remind(&store, side, NOW.plus_hours(2)).await), Err(true));
        assert_eq!(told(remind(&store, side, NOW.plus_days(1)).await), Ok(()));
        assert_eq!(events(&store, "learning.reminded").await, 2);
        let one = assigned(&store, side).await.remove(0);
        let mut tx = store.begin(NOW).await.unwrap();
        assignments::withdraw(&mut tx, &permit(&programme.manager, side), &one).await.unwrap();
        let again = assignments::remind(&mut tx, &permit(&side.administrator, side), &one).await;
        assert_eq!(told(again), Err(true));
        tx.commit().await.unwrap();
        assert!(assigned(&store, side).await.is_empty());
        // What was taken back can be assigned anew.
        assert_eq!(told(assign(&store, side, of(&course), None, None).await), Ok(2));
    }

    async fn an_organisation_is_covered_by_its_people_of_today(store: Store) {
        let programme = programme(&store).await;
        let (side, rival) = (&programme.nordwind, &programme.rival);
        let id = require(&store, &programme, 1).await;
        let known = covered(&store, &side.administrator, side, NOW).await;
        assert_eq!((known[0].certification.clone(), known[0].required, known[0].held), (id, 1, 1));
        assert_eq!(known[0].state, CoverageState::Met);
        // The window opens 90 days before the end, the grace ends 30 days after it.
        let at = |days| covered(&store, &side.administrator, side, NOW.plus_days(days));
        assert_eq!(at(300).await[0].state, CoverageState::AtRisk);
        assert_eq!(at(380).await[0].state, CoverageState::AtRisk);
        assert_eq!(at(400).await[0].state, CoverageState::Short { by: 1 });
        // The rival has a requirement of its own, and sees nothing of this one.
        let own = covered(&store, &rival.administrator, rival, NOW).await;
        assert_eq!((own[0].held, own[0].state), (0, CoverageState::Short { by: 1 }));
        assert!(covered(&store, &rival.administrator, side, NOW).await.is_empty());
        assert_eq!(covered(&store, &programme.manager, side, NOW).await, known);
        assert!(covered(&store, &programme.manager, rival, NOW).await.is_empty(), "looked after by nobody");
    }

    async fn who_has_left_does_not_count(store: Store) {
        let programme = programme(&store).await;
        let side = &programme.nordwind;
        require(&store, &programme, 1).await;
        let partner = side.partner.clone();
        let mut tx = store.begin(NOW).await.unwrap();
        let user = &side.user.profile().person;
        let found = store::people::find(&mut tx, &scope(&side.administrator), user).await.unwrap().unwrap();
        let may = side.administrator.permit(ManagePartnerPeople { partner }).unwrap();
        let version = found.version;
        assert!(store::people::changes::set_active(&mut tx, &may, &found, version, false).await.is_ok());
        tx.commit().await.unwrap();
        let known = covered(&store, &side.administrator, side, NOW).await;
        assert_eq!((known[0].held, known[0].state), (0, CoverageState::Short { by: 1 }));
    }

    async fn organisations_are_listed_with_what_they_need_as_far_as_one_reaches(store: Store) {
        let programme = programme(&store).await;
        require(&store, &programme, 2).await;
        let mut read = store.read().await.unwrap();
        let today = NOW.day();
        let all = coverage::organisations(&mut read, &scope(&programme.administrator), None, today).await;
        let all = all.unwrap().rows;
        let lines: Vec<_> = all.iter().map(|one| (one.name.as_str(), one.coverage[0].held)).collect();
        assert_eq!(lines, [("Nordwind", 1), ("Rival", 0)]);
        let own = coverage::organisations(&mut read, &scope(&programme.manager), None, today).await.unwrap();
        assert_eq!(own.rows.len(), 1);
        let (everything, cursor) =
            (scope(&programme.administrator), format!("Nordwind~{}", programme.nordwind.partner));
        let after = coverage::organisations(&mut read, &everything, Some(&cursor), today).await.unwrap();
        assert_eq!(after.rows.len(), 1);
    }
}
