//! Courses and certificates: who sees what, what a quiz gives away, and what happens once however often it is sent.

use crate::fixture::{NOW, Side, person, programme};
use crate::on_both_engines;
use domain::access::{Actor, Permit, Role, Scope, Subject, TakeCourses, WriteCourses};
use domain::id::CourseId;
use domain::learning::{
    Audience, Course, CourseDetails, CourseState, Manuscript, NewChoice, NewLesson, NewQuestion,
    QuestionKind, QuizForm, Standing, Topic,
};
use domain::partners::{PartnerType, Tier};
use domain::time::Instant;
use std::collections::BTreeMap;
use store::learning::attempts::{self, Taken};
use store::learning::sittings::{self, Begun};
use store::learning::{self, CourseFilter, certificates, enrolments, manuscripts, parts};
use store::{Store, StoreError};

pub fn writer() -> Permit<WriteCourses> {
    Permit::of_the_portal(WriteCourses)
}

pub fn details(title: &str) -> CourseDetails {
    CourseDetails {
        title: title.into(),
        summary: "What it is good for: 100% of Übungen.".into(),
        topic: Topic::Sales,
        minutes: 30,
        pass_mark: 50,
        attempt_limit: 2,
        draw: 0,
        time_limit: 0,
        wait_hours: 0,
        validity_months: 12,
        tiers: Vec::new(),
        types: Vec::new(),
    }
}

pub fn question(wording: &str, kind: QuestionKind, right: &[bool]) -> NewQuestion {
    let choices = right
        .iter()
        .enumerate()
        .map(|(n, is_right)| NewChoice { wording: format!("{wording} {n}"), is_right: *is_right })
        .collect();
    NewQuestion { kind, wording: wording.into(), choices }
}

pub async fn manuscript(store: &Store, id: &CourseId) -> Manuscript {
    manuscripts::find(&mut store.read().await.unwrap(), &writer(), id).await.unwrap().unwrap()
}

/// A draft with two lessons and two questions.
pub async fn draft(store: &Store, details: CourseDetails) -> CourseId {
    let mut tx = store.begin(NOW).await.unwrap();
    let key = details.title.clone();
    let id = manuscripts::make(&mut tx, &writer(), &details, &key).await.unwrap();
    for n in 0..2_i64 {
        let course = manuscripts::find(&mut tx, &writer(), &id).await.unwrap().unwrap();
        let version = course.course.version;
        let lesson = NewLesson { title: format!("Lesson {n}"), body: "*Read*".into(), needed: 90 };
        parts::add_lesson(&mut tx, &writer(), &course, version, &lesson, &format!("{key}{n}")).await.unwrap();
        let question = match n {
            0 => question("One", QuestionKind::Single, &[false, true]),
            _ => question("Two", QuestionKind::Multiple, &[true, true, false]),
        };
        parts::add_question(&mut tx, &writer(), &course, version + 1, &question, &format!("{key}{n}"))
            .await
            .unwrap();
    }
    tx.commit().await.unwrap();
    id
}

pub async fn published(store: &Store, details: CourseDetails) -> Course {
    let id = draft(store, details).await;
    publish(store, &id).await
}

pub async fn publish(store: &Store, id: &CourseId) -> Course {
    let before = manuscript(store, id).await;
    let mut tx = store.begin(NOW).await.unwrap();
    manuscripts::publish(&mut tx, &writer(), &before, before.course.version).await.unwrap();
    tx.commit().await.unwrap();
    manuscript(store, id).await.course
}

pub fn taker(side: &Side) -> Permit<TakeCourses> {
    side.user.permit(TakeCourses { partner: side.partner.clone() }).unwrap()
}

pub fn scope(actor: &Actor) -> Scope {
    actor.scope(Subject::Learning)
}

pub async fn enrol(store: &Store, side: &Side, course: &Course) {
    let mut tx = store.begin(NOW).await.unwrap();
    enrolments::enrol(&mut tx, &taker(side), &side.user.profile().person, course).await.unwrap();
    tx.commit().await.unwrap();
}

/// Answers by the numbers of the chosen lines, in the order in which they were written.
pub async fn answers(store: &Store, course: &Course, chosen: [&[usize]; 2]) -> QuizForm {
    let answers: BTreeMap<String, Vec<String>> = manuscript(store, &course.id)
        .await
        .questions
        .iter()
        .map(|keyed| &keyed.question)
        .zip(chosen)
        .map(|(question, lines)| {
            let ids = lines.iter().map(|line| question.choices[*line].id.to_string()).collect();
            (question.id.to_string(), ids)
        })
        .collect();
    QuizForm { answers, ..QuizForm::default() }
}

pub async fn begin(store: &Store, side: &Side, course: &Course, at: Instant) -> Begun {
    let mut tx = store.begin(at).await.unwrap();
    let begun = sittings::begin(&mut tx, &taker(side), &side.user.profile().person, course).await.unwrap();
    tx.commit().await.unwrap();
    begun
}

/// Sends answers to an attempt that was started.
pub async fn send(store: &Store, side: &Side, course: &Course, form: &QuizForm, at: Instant) -> Taken {
    let mut tx = store.begin(at).await.unwrap();
    let taken =
        attempts::take(&mut tx, &taker(side), &side.user.profile().person, course, form).await.unwrap();
    tx.commit().await.unwrap();
    taken
}

/// Starts an attempt and sends the answers.
pub async fn take(store: &Store, side: &Side, course: &Course, answers: &QuizForm, at: Instant) -> Taken {
    match begin(store, side, course, at).await {
        Begun::Open(sitting) => {
            let form = QuizForm { sitting: sitting.id.to_string(), ..answers.clone() };
            send(store, side, course, &form, at).await
        }
        Begun::NotEnrolled => Taken::NotEnrolled,
        Begun::Closed(_) => Taken::Closed,
    }
}

pub const RIGHT: [&[usize]; 2] = [&[1], &[0, 1]];
const WRONG: [&[usize]; 2] = [&[0], &[0, 1, 2]];

async fn titles(store: &Store, actor: &Actor, filter: CourseFilter) -> Vec<String> {
    let mut read = store.read().await.unwrap();
    let (audience, reader) = (Audience::of(actor), &actor.profile().person);
    let page = learning::catalogue(&mut read, &audience, reader, &filter, None).await.unwrap();
    page.rows.into_iter().map(|card| card.title).collect()
}

pub async fn events(store: &Store, kind: &str) -> usize {
    let mut count = 0;
    while let Some(event) = store::outbox::claim(store, NOW.plus_days(9999)).await.unwrap() {
        count += usize::from(event.kind == kind);
    }
    count
}

on_both_engines! {
    async fn partners_see_what_is_published_for_them_and_writers_everything(store: Store) {
        let programme = programme(&store).await;
        let education = person(&store, "Elif Education", Role::Education, None).await;
        let open = published(&store, details("A for all")).await;
        let gold = CourseDetails { tiers: vec![Tier::Gold], types: vec![PartnerType::Reseller], ..details("B gold") };
        published(&store, gold).await;
        let silver = CourseDetails { tiers: vec![Tier::Silver], ..details("C silver") };
        let silver = published(&store, silver).await;
        let types = CourseDetails { types: vec![PartnerType::Distributor], ..details("D distributors") };
        published(&store, types).await;
        let hidden = draft(&store, details("E draft")).await;
        let user = &programme.nordwind.user;
        assert_eq!(titles(&store, user, CourseFilter::default()).await, ["A for all", "B gold"]);
        assert_eq!(titles(&store, &education, CourseFilter::default()).await.len(), 5);
        assert_eq!(titles(&store, &programme.approver, CourseFilter::default()).await.len(), 4);
        let audience = Audience::of(user);
        let mut read = store.read().await.unwrap();
        for id in [&silver.id, &hidden] {
            assert_eq!(learning::find(&mut read, &audience, id).await.unwrap(), None);
        }
        assert!(learning::find(&mut read, &audience, &open.id).await.unwrap().is_some());
        // The SQL says what the rule says.
        let membership = user.profile().partner.as_ref().unwrap();
        for row in manuscripts::list(&mut read, &writer()).await.unwrap() {
            let course = manuscripts::find(&mut read, &writer(), &row.id).await.unwrap().unwrap().course;
            let found = learning::find(&mut read, &audience, &row.id).await.unwrap().is_some();
            assert_eq!(found, domain::learning::audience::is_offered_to(&course, membership), "{}", row.title);
        }
    }

    async fn whoever_began_a_course_keeps_it_to_read_and_nobody_else_does(store: Store) {
        let programme = programme(&store).await;
        let (own, rival) = (&programme.nordwind, &programme.rival);
        let retired = published(&store, details("Retired")).await;
        let moved = published(&store, details("For others")).await;
        for course in [&retired, &moved] {
            enrol(&store, own, course).await;
        }
        let mut tx = store.begin(NOW).await.unwrap();
        manuscripts::retire(&mut tx, &writer(), &retired, retired.version).await.unwrap();
        let silver = CourseDetails { tiers: vec![Tier::Silver], ..details("For others") };
        manuscripts::change(&mut tx, &writer(), &moved, moved.version, &silver).await.unwrap();
        tx.commit().await.unwrap();
        let mut read = store.read().await.unwrap();
        for id in [&retired.id, &moved.id] {
            for (who, begun) in [(own, true), (rival, false)] {
                let (audience, person) = (Audience::of(&who.user), &who.user.profile().person);
                assert_eq!(learning::find(&mut read, &audience, id).await.unwrap(), None);
                let found =
                    learning::find_readable(&mut read, &audience, &scope(&who.user), person, id).await.unwrap();
                assert_eq!(found.map(|found| (found.course.id, found.offered)), begun.then(|| (id.clone(), false)));
            }
            // A colleague of the same partner, and somebody who names the person from elsewhere.
            let person = &own.user.profile().person;
            for (who, person) in [(&own.administrator, &own.administrator.profile().person), (&rival.user, person)] {
                let found =
                    learning::find_readable(&mut read, &Audience::of(who), &scope(who), person, id).await.unwrap();
                assert_eq!(found, None);
            }
        }
        drop(read);
        assert_eq!(titles(&store, &own.user, CourseFilter::default()).await, [""; 0]);
    }

    async fn a_course_is_found_by_its_words_whatever_signs_are_in_them(store: Store) {
        let programme = programme(&store).await;
        published(&store, details("Racks_and rails")).await;
        published(&store, CourseDetails { topic: Topic::Technical, ..details("Racks and rails") }).await;
        let user = &programme.rival.user;
        let found = async |search: &str, topic| {
            titles(&store, user, CourseFilter { search: search.into(), topic }).await.len()
        };
        assert_eq!(found("RACKS", None).await, 2);
        assert_eq!(found("s_a", None).await, 1);
        assert_eq!(found("100% of üb", None).await, 2);
        assert_eq!(found("0%o", None).await, 0);
        assert_eq!(found("racks", Some(Topic::Technical)).await, 1);
        published(&store, details("Ölwechsel für Ärzte")).await;
        assert_eq!((found("öLWECHSEL", None).await, found("ÄRZTE", None).await), (1, 1));
        assert_eq!(found("'; DROP TABLE courses; --", None).await, 0);
    }

    async fn a_long_catalogue_is_paged_without_gaps_or_doubles(store: Store) {
        let programme = programme(&store).await;
        for n in 0..60 {
            let mut tx = store.begin(NOW).await.unwrap();
            let new = details(&format!("Same {}", n / 30));
            manuscripts::make(&mut tx, &writer(), &new, &n.to_string()).await.unwrap();
            tx.commit().await.unwrap();
        }
        let (audience, reader) = (Audience::of(&programme.administrator), &programme.administrator.profile().person);
        let mut read = store.read().await.unwrap();
        let filter = CourseFilter::default();
        let first = learning::catalogue(&mut read, &audience, reader, &filter, None).await.unwrap();
        let next = first.next.clone();
        let second = learning::catalogue(&mut read, &audience, reader, &filter, next.as_deref()).await.unwrap();
        let mut seen: Vec<CourseId> = first.rows.into_iter().chain(second.rows).map(|card| card.id).collect();
        seen.sort();
        seen.dedup();
        assert_eq!((seen.len(), second.next), (60, None));
    }

    async fn enrolling_twice_is_once_and_progress_is_the_own(store: Store) {
        let programme = programme(&store).await;
        let course = published(&store, details("A")).await;
        let side = &programme.nordwind;
        let me = &side.user.profile().person;
        enrol(&store, side, &course).await;
        enrol(&store, side, &course).await;
        let mut read = store.read().await.unwrap();
        let outline = learning::outline(&mut read, &course, me).await.unwrap();
        let mut tx = store.begin(NOW).await.unwrap();
        for _ in 0..2 {
            enrolments::lesson_read(&mut tx, &taker(side), me, &course, &outline[0].id).await.unwrap();
        }
        enrolments::opened(&mut tx, &taker(side), me, &course, &outline[1].id).await.unwrap();
        tx.commit().await.unwrap();
        let own = enrolments::own(&mut read, &scope(&side.user), me, &course.id).await.unwrap().unwrap();
        assert_eq!(own.resume, Some(outline[1].id.clone()));
        let outline = learning::outline(&mut read, &course, me).await.unwrap();
        assert_eq!(outline.iter().map(|lesson| lesson.read).collect::<Vec<_>>(), [true, false]);
        let mine = learning::mine(&mut read, &Audience::of(&side.user), me).await.unwrap();
        assert_eq!((mine.len(), mine[0].read, mine[0].lessons, mine[0].completed), (1, 1, 2, false));
        // The rival has no progress, and sees none with the other's id.
        let rival = &programme.rival.user;
        let theirs = learning::outline(&mut read, &course, &rival.profile().person).await.unwrap();
        assert!(theirs.iter().all(|lesson| !lesson.read));
        assert_eq!(enrolments::own(&mut read, &scope(rival), me, &course.id).await.unwrap(), None);
        // A permit for one partner does not move another's person.
        let mut tx = store.begin(NOW).await.unwrap();
        let stranger = &rival.profile().person;
        enrolments::enrol(&mut tx, &taker(side), stranger, &course).await.unwrap();
        assert_eq!(enrolments::own(&mut tx, &Scope::All, stranger, &course.id).await.unwrap(), None);
        drop(tx);
        assert_eq!(events(&store, "course.enrolled").await, 1);
    }

    async fn a_course_that_is_not_offered_any_more_stays_among_the_own(store: Store) {
        let programme = programme(&store).await;
        let side = &programme.nordwind;
        let (me, audience) = (&side.user.profile().person, Audience::of(&side.user));
        let (gone, narrowed) = (published(&store, details("A")).await, published(&store, details("B")).await);
        let never_begun = published(&store, details("C")).await;
        enrol(&store, side, &gone).await;
        enrol(&store, side, &narrowed).await;
        let mut tx = store.begin(NOW).await.unwrap();
        for course in [&gone, &never_begun] {
            manuscripts::retire(&mut tx, &writer(), course, course.version).await.unwrap();
        }
        let elsewhere = CourseDetails { tiers: vec![Tier::Registered], types: vec![PartnerType::SoftwareVendor], ..details("B") };
        manuscripts::change(&mut tx, &writer(), &narrowed, narrowed.version, &elsewhere).await.unwrap();
        tx.commit().await.unwrap();
        let mut read = store.read().await.unwrap();
        let mine = learning::mine(&mut read, &audience, me).await.unwrap();
        let mut seen: Vec<_> = mine.iter().map(|card| (card.title.as_str(), card.state, card.offered)).collect();
        seen.sort();
        assert_eq!(seen, [("A", CourseState::Retired, false), ("B", CourseState::Published, false)]);
        assert!(learning::next(&mut read, &audience, me, 9).await.unwrap().is_empty());
        let rival = &programme.rival.user;
        assert!(learning::mine(&mut read, &Audience::of(rival), &rival.profile().person).await.unwrap().is_empty());
        // Somebody else's audience does not open another's list.
        assert!(learning::mine(&mut read, &Audience::of(rival), me).await.unwrap().is_empty());
    }

    async fn a_pass_makes_one_certificate_however_often_the_form_is_sent(store: Store) {
        let programme = programme(&store).await;
        let course = published(&store, details("A")).await;
        let side = &programme.nordwind;
        enrol(&store, side, &course).await;
        let answers = answers(&store, &course, RIGHT).await;
        let Begun::Open(sitting) = begin(&store, side, &course, NOW).await else { panic!("not open") };
        let form = QuizForm { sitting: sitting.id.to_string(), ..answers.clone() };
        let again = || send(&store, side, &course, &form, NOW);
        let (one, two, three) = tokio::join!(again(), again(), again());
        let Taken::Graded(id) = one else { panic!("not graded") };
        assert_eq!((two, three), (Taken::Graded(id.clone()), Taken::Graded(id.clone())));
        let me = &side.user.profile().person;
        let mut read = store.read().await.unwrap();
        let certificates = certificates::of_person(&mut read, &scope(&side.user), me).await.unwrap();
        assert_eq!(certificates.len(), 1);
        let certificate = &certificates[0];
        assert_eq!((certificate.partner_name.as_str(), certificate.title.as_str()), ("Nordwind", "A"));
        assert_eq!(certificate.term.expires_on, Some("2027-11-24".parse().unwrap()));
        assert_eq!(certificates::by_number(&mut read, &certificate.number).await.unwrap().as_ref(), Some(certificate));
        let rival = scope(&programme.rival.administrator);
        assert_eq!(certificates::find(&mut read, &rival, &certificate.id).await.unwrap(), None);
        assert!(certificates::of_partner(&mut read, &rival, &side.partner, None).await.unwrap().is_empty());
        let manager = scope(&programme.manager);
        assert_eq!(certificates::of_partner(&mut read, &manager, &side.partner, None).await.unwrap().len(), 1);
        let later = Some("2027-11-25".parse().unwrap());
        assert!(certificates::of_partner(&mut read, &manager, &side.partner, later).await.unwrap().is_empty());
        let today = NOW.day();
        let own = scope(&side.user);
        assert!(certificates::expiring(&mut read, &own, me, today, today.plus_days(60)).await.unwrap().is_empty());
        let soon = certificates::expiring(&mut read, &own, me, today, today.plus_days(365)).await.unwrap();
        assert_eq!(soon.len(), 1);
        assert_eq!(certificates::people_certified(&mut read, &writer(), today).await.unwrap(), 1);
        assert_eq!(take(&store, side, &course, &answers, NOW).await, Taken::Closed);
        assert_eq!(events(&store, "certificate.issued").await, 1);
    }

    async fn two_that_are_started_at_once_are_one_and_the_limit_holds(store: Store) {
        let programme = programme(&store).await;
        let course = published(&store, details("A")).await;
        let side = &programme.nordwind;
        enrol(&store, side, &course).await;
        let answers = answers(&store, &course, WRONG).await;
        // Two are started at once, and are one.
        let (one, two) = tokio::join!(begin(&store, side, &course, NOW), begin(&store, side, &course, NOW));
        let (Begun::Open(one), Begun::Open(two)) = (one, two) else { panic!("not open") };
        assert_eq!(one, two);
        for _ in 0..2 {
            let taken = take(&store, side, &course, &answers, NOW).await;
            assert!(matches!(taken, Taken::Graded(_)), "{taken:?}");
        }
        assert_eq!(begin(&store, side, &course, NOW).await, Begun::Closed(Standing::Exhausted));
        let me = &side.user.profile().person;
        let mut tx = store.begin(NOW).await.unwrap();
        let own = attempts::own(&mut tx, &scope(&side.user), me, &course.id).await.unwrap();
        assert_eq!(own.iter().map(|attempt| (attempt.number, attempt.score)).collect::<Vec<_>>(), [(2, 0), (1, 0)]);
        let enrolment = enrolments::own(&mut tx, &Scope::All, me, &course.id).await.unwrap().unwrap();
        assert_eq!(enrolment.completed_at, None);
        assert_eq!(attempts::standing_on(&mut tx, &course, &enrolment.id, NOW).await.unwrap(), Standing::Exhausted);
        assert!(certificates::of_person(&mut tx, &Scope::All, me).await.unwrap().is_empty());
    }

    async fn a_certificate_is_renewed_by_passing_again_before_it_expires(store: Store) {
        let programme = programme(&store).await;
        let course = published(&store, details("A")).await;
        let side = &programme.nordwind;
        enrol(&store, side, &course).await;
        let answers = answers(&store, &course, RIGHT).await;
        take(&store, side, &course, &answers, NOW).await;
        let late = NOW.plus_days(320);
        assert!(matches!(take(&store, side, &course, &answers, late).await, Taken::Graded(_)));
        let mut read = store.read().await.unwrap();
        let me = &side.user.profile().person;
        let own = scope(&side.user);
        assert_eq!(certificates::of_person(&mut read, &own, me).await.unwrap().len(), 2);
        let day = late.day();
        assert!(certificates::expiring(&mut read, &own, me, day, day.plus_days(60)).await.unwrap().is_empty());
    }

    async fn nothing_but_a_pass_tells_what_would_have_been_right(store: Store) {
        let programme = programme(&store).await;
        let course = published(&store, CourseDetails { attempt_limit: 0, ..details("A") }).await;
        let side = &programme.nordwind;
        enrol(&store, side, &course).await;
        let me = &side.user.profile().person;
        let Begun::Open(sitting) = begin(&store, side, &course, NOW).await else { panic!("not open") };
        assert!(!serde_json::to_string(&sitting).unwrap().contains("right"));
        let failed = answers(&store, &course, WRONG).await;
        let Taken::Graded(id) = take(&store, side, &course, &failed, NOW).await else { panic!() };
        let find = async |actor: &Actor, id| {
            let mut read = store.read().await.unwrap();
            attempts::find(&mut read, &scope(actor), me, &course.id, &id).await.unwrap()
        };
        let (attempt, marks) = find(&side.user, id.clone()).await.unwrap();
        assert_eq!((attempt.score, attempt.passed, marks.len()), (0, false, 2));
        assert!(marks.iter().all(|mark| mark.right.is_empty() && !mark.is_right && !mark.chosen.is_empty()));
        assert_eq!(find(&programme.rival.user, id).await, None);
        let half = answers(&store, &course, [&[1], &[0]]).await;
        let Taken::Graded(id) = take(&store, side, &course, &half, NOW).await else { panic!() };
        let (attempt, marks) = find(&side.user, id).await.unwrap();
        assert_eq!((attempt.score, attempt.passed), (50, true));
        let wrong = marks.iter().find(|mark| !mark.is_right).unwrap();
        let mut right = wrong.right.clone();
        right.sort();
        assert_eq!((right, wrong.chosen.clone()), (vec!["Two 0".into(), "Two 1".into()], vec!["Two 0".to_owned()]));
    }

    async fn an_edit_in_between_changes_nothing_for_whoever_has_started(store: Store) {
        let programme = programme(&store).await;
        let course = published(&store, CourseDetails { attempt_limit: 1, ..details("A") }).await;
        let side = &programme.nordwind;
        enrol(&store, side, &course).await;
        let before = answers(&store, &course, RIGHT).await;
        begin(&store, side, &course, NOW).await;
        let whole = manuscript(&store, &course.id).await;
        let mut tx = store.begin(NOW).await.unwrap();
        let version = whole.course.version;
        let another = question("Another", QuestionKind::Single, &[true, false]);
        parts::add_question(&mut tx, &writer(), &whole, version, &another, "new").await.unwrap();
        let first = whole.questions[0].question.id.clone();
        parts::change_question(&mut tx, &writer(), &whole, version + 1, &first, &another).await.unwrap();
        tx.commit().await.unwrap();
        let Taken::Graded(id) = take(&store, side, &course, &before, NOW).await else { panic!() };
        let mut read = store.read().await.unwrap();
        let me = &side.user.profile().person;
        let (attempt, marks) =
            attempts::find(&mut read, &scope(&side.user), me, &course.id, &id).await.unwrap().unwrap();
        assert_eq!((attempt.score, marks.len()), (100, 2));
    }

    async fn nobody_takes_a_quiz_without_being_enrolled(store: Store) {
        let programme = programme(&store).await;
        let course = published(&store, details("A")).await;
        enrol(&store, &programme.nordwind, &course).await;
        let answers = answers(&store, &course, RIGHT).await;
        let taken = take(&store, &programme.rival, &course, &answers, NOW).await;
        assert_eq!(taken, Taken::NotEnrolled);
    }

    async fn a_course_is_written_once_and_in_order(store: Store) {
        let id = draft(&store, details("A")).await;
        let mut tx = store.begin(NOW).await.unwrap();
        assert_eq!(manuscripts::make(&mut tx, &writer(), &details("A"), "A").await.unwrap(), id);
        let course = manuscripts::find(&mut tx, &writer(), &id).await.unwrap().unwrap();
        assert_eq!(course.questions[1].right.len(), 2);
        let lesson = NewLesson { title: "Lesson 0".into(), body: "b".into(), needed: 90 };
        // The same form again, from the version it was made from.
        let again = parts::add_lesson(&mut tx, &writer(), &course, 1, &lesson, "A0").await.unwrap();
        assert_eq!(again, course.lessons[0].id);
        let stale = parts::add_lesson(&mut tx, &writer(), &course, 1, &lesson, "new").await;
        assert!(matches!(stale, Err(StoreError::Stale)));
        let second = course.lessons[1].id.clone();
        parts::move_lesson(&mut tx, &writer(), &course, course.course.version, &second, true).await.unwrap();
        let moved = manuscripts::find(&mut tx, &writer(), &id).await.unwrap().unwrap();
        assert_eq!(moved.lessons[0].id, second);
        parts::move_lesson(&mut tx, &writer(), &moved, moved.course.version, &second, true).await.unwrap();
        let version = moved.course.version + 1;
        let changed = question("New", QuestionKind::Single, &[true, false, false]);
        let first = moved.questions[0].question.id.clone();
        parts::change_question(&mut tx, &writer(), &moved, version, &first, &changed).await.unwrap();
        parts::change_lesson(&mut tx, &writer(), &moved.course, version + 1, &moved.lessons[0], &lesson).await.unwrap();
        let after = manuscripts::find(&mut tx, &writer(), &id).await.unwrap().unwrap();
        assert_eq!((after.questions[0].question.choices.len(), after.questions[0].right.len()), (3, 1));
        assert_eq!(after.lessons[0].title, "Lesson 0");
    }

    async fn two_who_edit_the_same_course_do_not_undo_each_other(store: Store) {
        let id = draft(&store, details("A")).await;
        let before = manuscript(&store, &id).await.course;
        let mut tx = store.begin(NOW).await.unwrap();
        manuscripts::change(&mut tx, &writer(), &before, before.version, &details("Mine")).await.unwrap();
        tx.commit().await.unwrap();
        let mut tx = store.begin(NOW).await.unwrap();
        let theirs = manuscripts::change(&mut tx, &writer(), &before, before.version, &details("Theirs")).await;
        assert!(matches!(theirs, Err(StoreError::Stale)));
        drop(tx);
        assert_eq!(manuscript(&store, &id).await.course.details.title, "Mine");
    }

    async fn only_a_complete_course_is_published_and_it_stays_complete(store: Store) {
        let mut tx = store.begin(NOW).await.unwrap();
        let empty = manuscripts::make(&mut tx, &writer(), &details("Empty"), "e").await.unwrap();
        let course = manuscripts::find(&mut tx, &writer(), &empty).await.unwrap().unwrap();
        let refused = manuscripts::publish(&mut tx, &writer(), &course, 1).await;
        assert!(matches!(refused, Err(StoreError::Stale)));
        tx.commit().await.unwrap();
        let course = published(&store, details("Full")).await;
        let whole = manuscript(&store, &course.id).await;
        let mut tx = store.begin(NOW).await.unwrap();
        let first = &whole.lessons[0].id;
        parts::remove_lesson(&mut tx, &writer(), &whole, course.version, first).await.unwrap();
        let one = manuscripts::find(&mut tx, &writer(), &course.id).await.unwrap().unwrap();
        let last = parts::remove_lesson(&mut tx, &writer(), &one, one.course.version, &one.lessons[0].id).await;
        assert!(matches!(last, Err(StoreError::Stale)));
        let question = &one.questions[0].question.id;
        parts::remove_question(&mut tx, &writer(), &one, one.course.version, question).await.unwrap();
        let course = manuscripts::find(&mut tx, &writer(), &course.id).await.unwrap().unwrap();
        assert_eq!(course.questions.len(), 1);
        manuscripts::retire(&mut tx, &writer(), &course.course, course.course.version).await.unwrap();
        let retired = manuscripts::find(&mut tx, &writer(), &course.course.id).await.unwrap().unwrap();
        assert_eq!(retired.course.state, CourseState::Retired);
    }
}
