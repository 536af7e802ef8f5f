//! Courses: who finds them, how attempts are graded, and what a certificate is worth.

use crate::fixture::{NOW, Programme, Side, person, programme};
use crate::on_both_engines;
use domain::access::{Actor, Permit, Role, Subject, TakeCourses, WriteCourses};
use domain::id::CourseId;
use domain::learning::{
    Answers, Course, CourseDetails, CourseState, NewChoice, NewLesson, NewQuestion, QuestionKind, Topic,
};
use domain::partners::Tier;
use store::learning::attempts::{self, Outcome};
use store::learning::{catalogue, certificates, courses};
use store::{Store, StoreError};

async fn education(store: &Store) -> Actor {
    person(store, "Elif Education", Role::Education, None).await
}

fn details(title: &str) -> CourseDetails {
    CourseDetails {
        title: title.into(),
        summary: "What one has to know".into(),
        topic: Topic::Sales,
        minutes: 20,
        pass_mark: 100,
        attempt_limit: 2,
        validity_months: 12,
        tiers: Vec::new(),
        types: Vec::new(),
    }
}

async fn read(store: &Store, permit: &Permit<WriteCourses>, id: &CourseId) -> Course {
    let mut read = store.read().await.unwrap();
    courses::find(&mut read, permit, id).await.unwrap().unwrap()
}

/// A course with a lesson and a question whose first choice is right.
async fn written(store: &Store, writer: &Actor, details: CourseDetails) -> CourseId {
    let permit = writer.permit(WriteCourses).unwrap();
    let mut tx = store.begin(NOW).await.unwrap();
    let id = courses::make(&mut tx, &permit, &details).await.unwrap();
    let course = courses::find(&mut tx, &permit, &id).await.unwrap().unwrap();
    let lesson = NewLesson { title: "One".into(), body: "# One".into() };
    courses::write_lesson(&mut tx, &permit, &course, 1, None, &lesson).await.unwrap();
    let choice = |wording: &str, is_right| NewChoice { wording: wording.into(), is_right };
    let question = NewQuestion {
        kind: QuestionKind::Single,
        wording: "Which?".into(),
        choices: vec![choice("this", true), choice("that", false)],
    };
    courses::write_question(&mut tx, &permit, &course, 2, None, &question).await.unwrap();
    tx.commit().await.unwrap();
    id
}

async fn published(store: &Store, writer: &Actor, details: CourseDetails) -> CourseId {
    let id = written(store, writer, details).await;
    let permit = writer.permit(WriteCourses).unwrap();
    let course = read(store, &permit, &id).await;
    let mut tx = store.begin(NOW).await.unwrap();
    courses::set_state(&mut tx, &permit, &course, course.version, CourseState::Published).await.unwrap();
    tx.commit().await.unwrap();
    id
}

async fn enrolled(store: &Store, side: &Side, id: &CourseId) {
    let permit = side.user.permit(TakeCourses { partner: side.partner.clone() }).unwrap();
    let mut tx = store.begin(NOW).await.unwrap();
    let offered = catalogue::find(&mut tx, &side.user, id).await.unwrap().unwrap();
    attempts::enrol(&mut tx, &permit, &side.user, &offered).await.unwrap();
    tx.commit().await.unwrap();
}

async fn attempt(
    store: &Store,
    side: &Side,
    id: &CourseId,
    choice: usize,
    key: &str,
) -> Result<Outcome, StoreError> {
    let permit = side.user.permit(TakeCourses { partner: side.partner.clone() }).unwrap();
    let mut tx = store.begin(NOW).await?;
    let offered = catalogue::find(&mut tx, &side.user, id).await?.unwrap();
    let question = &offered.questions[0];
    let answers = Answers::from([(question.id.clone(), vec![question.choices[choice].0.clone()])]);
    let number = format!("N-{key}");
    let outcome = attempts::submit(&mut tx, &permit, &side.user, &offered, &answers, key, &number).await?;
    tx.commit().await?;
    Ok(outcome)
}

async fn titles(store: &Store, actor: &Actor) -> Vec<String> {
    let mut read = store.read().await.unwrap();
    let page = catalogue::list(&mut read, actor, "", None, None).await.unwrap();
    page.rows.into_iter().map(|row| row.title).collect()
}

async fn setting(store: &Store) -> (Programme, Actor) {
    (programme(store).await, education(store).await)
}

on_both_engines! {
    async fn a_course_is_found_by_its_audience_once_it_is_published(store: Store) {
        let (programme, writer) = setting(&store).await;
        published(&store, &writer, details("Open")).await;
        let draft = written(&store, &writer, details("Draft")).await;
        let platinum = published(&store, &writer, CourseDetails { tiers: vec![Tier::Platinum], ..details("Platinum") }).await;
        assert_eq!(titles(&store, &programme.nordwind.user).await, ["Open"]);
        assert_eq!(titles(&store, &programme.approver).await, Vec::<String>::new());
        let mut read = store.read().await.unwrap();
        for id in [&draft, &platinum] {
            assert_eq!(catalogue::find(&mut read, &programme.nordwind.user, id).await.unwrap(), None);
        }
        let page = catalogue::list(&mut read, &programme.rival.user, "KNOW", Some(Topic::Technical), None).await.unwrap();
        assert_eq!(page.rows, []);
    }

    async fn a_course_without_a_quiz_is_not_published(store: Store) {
        let writer = education(&store).await;
        let permit = writer.permit(WriteCourses).unwrap();
        let mut tx = store.begin(NOW).await.unwrap();
        let id = courses::make(&mut tx, &permit, &details("Empty")).await.unwrap();
        let course = courses::find(&mut tx, &permit, &id).await.unwrap().unwrap();
        let refused = courses::set_state(&mut tx, &permit, &course, 1, CourseState::Published).await;
        assert!(matches!(refused, Err(StoreError::Stale)), "{refused:?}");
    }

    async fn two_writers_at_once_are_told(store: Store) {
        let writer = education(&store).await;
        let permit = writer.permit(WriteCourses).unwrap();
        let id = written(&store, &writer, details("Shared")).await;
        let course = read(&store, &permit, &id).await;
        let mut tx = store.begin(NOW).await.unwrap();
        courses::change(&mut tx, &permit, &course, course.version, &details("First")).await.unwrap();
        tx.commit().await.unwrap();
        let mut tx = store.begin(NOW).await.unwrap();
        let lesson = NewLesson { title: "Late".into(), body: "x".into() };
        let late = courses::write_lesson(&mut tx, &permit, &course, course.version, None, &lesson).await;
        assert!(matches!(late, Err(StoreError::Stale)), "{late:?}");
    }

    async fn lessons_move_and_go_but_never_the_last_of_a_published_course(store: Store) {
        let writer = education(&store).await;
        let permit = writer.permit(WriteCourses).unwrap();
        let id = written(&store, &writer, details("Order")).await;
        let course = read(&store, &permit, &id).await;
        let mut tx = store.begin(NOW).await.unwrap();
        let two = NewLesson { title: "Two".into(), body: "x".into() };
        let second = courses::write_lesson(&mut tx, &permit, &course, course.version, None, &two).await.unwrap();
        tx.commit().await.unwrap();
        let course = read(&store, &permit, &id).await;
        let mut tx = store.begin(NOW).await.unwrap();
        courses::move_lesson_up(&mut tx, &permit, &course, course.version, &second).await.unwrap();
        tx.commit().await.unwrap();
        let course = read(&store, &permit, &id).await;
        let order: Vec<&str> = course.lessons.iter().map(|lesson| lesson.title.as_str()).collect();
        assert_eq!(order, ["Two", "One"]);
        let mut tx = store.begin(NOW).await.unwrap();
        courses::drop_lesson(&mut tx, &permit, &course, course.version, &second).await.unwrap();
        tx.commit().await.unwrap();
        let course = read(&store, &permit, &id).await;
        let mut tx = store.begin(NOW).await.unwrap();
        courses::set_state(&mut tx, &permit, &course, course.version, CourseState::Published).await.unwrap();
        tx.commit().await.unwrap();
        let course = read(&store, &permit, &id).await;
        let mut tx = store.begin(NOW).await.unwrap();
        let refused = courses::drop_lesson(&mut tx, &permit, &course, course.version, &course.lessons[0].id).await;
        assert!(matches!(refused, Err(StoreError::Stale)), "{refused:?}");
    }

    async fn what_a_taker_reads_does_not_tell_what_is_right(store: Store) {
        let (programme, writer) = setting(&store).await;
        let id = published(&store, &writer, details("Quiz")).await;
        let mut read = store.read().await.unwrap();
        let offered = catalogue::find(&mut read, &programme.nordwind.user, &id).await.unwrap().unwrap();
        assert_eq!(offered.course.questions, []);
        assert_eq!(offered.questions[0].choices.len(), 2);
    }

    async fn a_passed_attempt_makes_one_certificate(store: Store) {
        let (programme, writer) = setting(&store).await;
        let id = published(&store, &writer, details("Basics")).await;
        let side = &programme.nordwind;
        enrolled(&store, side, &id).await;
        enrolled(&store, side, &id).await;
        let missed = attempt(&store, side, &id, 1, "k1").await.unwrap();
        assert_eq!((missed.graded.score, missed.certificate.as_ref()), (0, None));
        let passed = attempt(&store, side, &id, 0, "k2").await.unwrap();
        let again = attempt(&store, side, &id, 0, "k2").await.unwrap();
        assert_eq!(passed, again, "the same form twice is one attempt");
        let certificate = passed.certificate.unwrap();
        let mut read = store.read().await.unwrap();
        let own = certificates::own(&mut read, &side.user).await.unwrap();
        assert_eq!(own.len(), 1);
        assert_eq!(own[0].expires_on, Some(NOW.day().plus_months(12)));
        assert_eq!(certificates::by_number(&mut read, "N-k2").await.unwrap().as_ref(), Some(&own[0]));
        assert_eq!(certificates::by_number(&mut read, "N-k1").await.unwrap(), None);
        for (actor, may) in [
            (&side.user, true),
            (&side.administrator, true),
            (&programme.manager, true),
            (&programme.rival.administrator, false),
            (&programme.marketing, false),
        ] {
            let scope = actor.scope(Subject::Learning);
            let found = certificates::find(&mut read, actor, &scope, &certificate).await.unwrap();
            assert_eq!(found.is_some(), may, "{}", actor.profile().name);
        }
        drop(read);
        let more = attempt(&store, side, &id, 0, "k3").await;
        assert!(matches!(more, Err(StoreError::Stale)), "{more:?}");
    }

    async fn attempts_run_out_even_for_who_sends_many_at_once(store: Store) {
        let (programme, writer) = setting(&store).await;
        let id = published(&store, &writer, details("Hard")).await;
        let side = &programme.rival;
        enrolled(&store, side, &id).await;
        let keys: Vec<String> = (0..6).map(|n| format!("at-once-{n}")).collect();
        let tries = keys.iter().map(|key| attempt(&store, side, &id, 1, key));
        let graded = futures::future::join_all(tries).await.into_iter().filter(Result::is_ok).count();
        assert!((1..=2).contains(&graded), "{graded}");
        let mut last = 0;
        for n in 0..3 {
            last += usize::from(attempt(&store, side, &id, 1, &format!("later-{n}")).await.is_ok());
        }
        assert_eq!(graded + last, 2);
    }

    async fn a_retired_course_stays_with_who_began_it(store: Store) {
        let (programme, writer) = setting(&store).await;
        let id = published(&store, &writer, details("Old")).await;
        enrolled(&store, &programme.nordwind, &id).await;
        let permit = writer.permit(WriteCourses).unwrap();
        let course = read(&store, &permit, &id).await;
        let mut tx = store.begin(NOW).await.unwrap();
        courses::set_state(&mut tx, &permit, &course, course.version, CourseState::Retired).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(titles(&store, &programme.nordwind.user).await, ["Old"]);
        assert_eq!(titles(&store, &programme.rival.user).await, Vec::<String>::new());
    }
}
