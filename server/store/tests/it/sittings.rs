//! Attempts that are drawn from a bank and held against the clock.

use crate::fixture::{NOW, Side, programme};
use crate::learning::{
    begin, details, draft, enrol, events, manuscript, publish, published, question, scope, send, taker,
    writer,
};
use crate::on_both_engines;
use domain::form::Fault;
use domain::id::AttemptId;
use domain::learning::{Attempt, Course, CourseDetails, Mark, QuestionKind, QuizForm, Sitting, Standing};
use domain::time::Instant;
use std::collections::BTreeSet;
use store::Store;
use store::learning::attempts::{self, Taken};
use store::learning::sittings::{self, Begun};
use store::learning::{self, certificates, enrolments, parts};

/// A published course with ten questions.
async fn bank(store: &Store, details: CourseDetails) -> Course {
    let id = draft(store, details).await;
    for n in 2..10 {
        let whole = manuscript(store, &id).await;
        let mut tx = store.begin(NOW).await.unwrap();
        let new = question(&format!("Question {n}"), QuestionKind::Single, &[true, false, false]);
        let version = whole.course.version;
        parts::add_question(&mut tx, &writer(), &whole, version, &new, &format!("{id}{n}")).await.unwrap();
        tx.commit().await.unwrap();
    }
    publish(store, &id).await
}

async fn open(store: &Store, side: &Side, course: &Course, at: Instant) -> Sitting {
    match begin(store, side, course, at).await {
        Begun::Open(sitting) => sitting,
        other => panic!("{other:?}"),
    }
}

/// The right answers to the first `many` of the questions of a sitting.
async fn right(store: &Store, course: &Course, sitting: &Sitting, many: usize) -> QuizForm {
    let whole = manuscript(store, &course.id).await;
    let answers = sitting.questions.iter().take(many).map(|asked| {
        let keyed = whole.questions.iter().find(|keyed| keyed.question.id == asked.id).unwrap();
        (asked.id.to_string(), keyed.right.iter().map(ToString::to_string).collect())
    });
    QuizForm { sitting: sitting.id.to_string(), answers: answers.collect(), ..QuizForm::default() }
}

async fn result(store: &Store, side: &Side, course: &Course, id: &AttemptId) -> (Attempt, Vec<Mark>) {
    let mut read = store.read().await.unwrap();
    let me = &side.user.profile().person;
    attempts::find(&mut read, &scope(&side.user), me, &course.id, id).await.unwrap().unwrap()
}

on_both_engines! {
    async fn what_is_drawn_stays_until_it_is_sent_and_explains_the_grade(store: Store) {
        let programme = programme(&store).await;
        let (side, rival) = (&programme.nordwind, &programme.rival);
        let course = bank(&store, CourseDetails { draw: 4, attempt_limit: 0, ..details("A") }).await;
        assert_eq!(learning::asked(&mut store.read().await.unwrap(), &course).await.unwrap(), 4);
        enrol(&store, side, &course).await;
        enrol(&store, rival, &course).await;
        let first = open(&store, side, &course, NOW).await;
        assert_eq!(first.questions.len(), 4);
        // The same questions in the same order on another day and another device.
        assert_eq!(open(&store, side, &course, NOW.plus_days(3)).await, first);
        let mut read = store.read().await.unwrap();
        let me = &side.user.profile().person;
        let kept = sittings::open(&mut read, &scope(&side.user), me, &course.id, NOW).await.unwrap();
        assert_eq!(kept.as_ref(), Some(&first));
        // Nobody else's.
        let theirs = sittings::open(&mut read, &scope(&rival.user), me, &course.id, NOW).await.unwrap();
        assert_eq!(theirs, None);
        let form = right(&store, &course, &first, 4).await;
        assert_eq!(send(&store, rival, &course, &form, NOW).await, Taken::Closed);
        let Taken::Graded(id) = send(&store, side, &course, &form, NOW).await else { panic!() };
        let (attempt, marks) = result(&store, side, &course, &id).await;
        assert_eq!((attempt.score, attempt.passed, attempt.ran_out), (100, true, false));
        let asked: Vec<_> = first.questions.iter().map(|question| &question.id).collect();
        assert_eq!(marks.iter().map(|mark| &mark.question).collect::<Vec<_>>(), asked);
        assert!(marks.iter().all(|mark| mark.is_right && mark.chosen.len() == mark.right.len()));
        assert_eq!(sittings::open(&mut read, &scope(&side.user), me, &course.id, NOW).await.unwrap(), None);
        assert_eq!(events(&store, "quiz.begun").await, 1);
    }

    async fn attempts_differ_in_what_they_ask(store: Store) {
        let programme = programme(&store).await;
        let side = &programme.nordwind;
        let course = bank(&store, CourseDetails { draw: 3, attempt_limit: 0, pass_mark: 100, ..details("A") }).await;
        enrol(&store, side, &course).await;
        let mut papers = BTreeSet::new();
        let mut seen = BTreeSet::new();
        for n in 0..12_i64 {
            let sitting = open(&store, side, &course, NOW.plus_hours(n)).await;
            let mut form = right(&store, &course, &sitting, 3).await;
            // One slip, so that it is not passed.
            let slip = &sitting.questions[0];
            let all = slip.choices.iter().map(|choice| choice.id.to_string());
            let wrong: Vec<String> = match slip.kind {
                QuestionKind::Multiple => all.collect(),
                QuestionKind::Single => all.filter(|id| !form.answers[slip.id.as_str()].contains(id)).take(1).collect(),
            };
            form.answers.insert(slip.id.to_string(), wrong);
            let taken = send(&store, side, &course, &form, NOW.plus_hours(n)).await;
            assert!(matches!(taken, Taken::Graded(_)), "{taken:?}");
            let ids: Vec<String> = sitting.questions.iter().map(|question| question.id.to_string()).collect();
            seen.extend(ids.clone());
            papers.insert(ids);
        }
        assert!(papers.len() > 6 && seen.len() > 6, "{} papers, {} questions", papers.len(), seen.len());
    }

    async fn answers_that_come_late_do_not_count_and_those_before_do(store: Store) {
        let programme = programme(&store).await;
        let side = &programme.nordwind;
        let course = bank(&store, CourseDetails { draw: 4, time_limit: 10, pass_mark: 75, ..details("A") }).await;
        enrol(&store, side, &course).await;
        let sitting = open(&store, side, &course, NOW).await;
        let end = NOW.plus_seconds(600);
        assert_eq!(sitting.ends_at, Some(end));
        // Two of four are sent in time: not complete, and kept.
        let half = right(&store, &course, &sitting, 2).await;
        let Taken::Unfit(faults) = send(&store, side, &course, &half, end.plus_seconds(-1)).await else { panic!() };
        assert_eq!(faults.iter().filter(|(_, fault)| **fault == Fault::Missing).count(), 2);
        let again = open(&store, side, &course, end.plus_seconds(-1)).await;
        assert!(again.questions[..2].iter().all(|question| again.answers.chosen(&question.id).is_some()));
        // All four come too late.
        let whole = right(&store, &course, &sitting, 4).await;
        let late = end.plus_seconds(15);
        let Taken::Graded(id) = send(&store, side, &course, &whole, late).await else { panic!() };
        let (attempt, marks) = result(&store, side, &course, &id).await;
        assert_eq!((attempt.score, attempt.passed, attempt.ran_out, attempt.graded_at), (50, false, true, end));
        assert_eq!(marks.iter().filter(|mark| mark.chosen.is_empty()).count(), 2);
        assert_eq!(send(&store, side, &course, &whole, late).await, Taken::Graded(id), "and not later either");
        // What the page sends by itself when the time is over is taken as it is.
        let second = open(&store, side, &course, late).await;
        let end = second.ends_at.unwrap();
        let most = right(&store, &course, &second, 3).await;
        let Taken::Graded(id) = send(&store, side, &course, &most, end.plus_seconds(2)).await else { panic!() };
        let (attempt, _) = result(&store, side, &course, &id).await;
        assert_eq!((attempt.score, attempt.passed, attempt.ran_out), (75, true, true));
    }

    async fn an_attempt_that_nobody_sends_is_used_up_when_its_time_is_over(store: Store) {
        let programme = programme(&store).await;
        let side = &programme.nordwind;
        let course = bank(&store, CourseDetails { time_limit: 1, attempt_limit: 2, ..details("A") }).await;
        enrol(&store, side, &course).await;
        let me = &side.user.profile().person;
        open(&store, side, &course, NOW).await;
        let later = NOW.plus_hours(1);
        let mut read = store.read().await.unwrap();
        assert!(sittings::is_overdue(&mut read, &scope(&side.user), me, &course.id, later).await.unwrap());
        assert_eq!(sittings::open(&mut read, &scope(&side.user), me, &course.id, later).await.unwrap(), None);
        let settle = async || {
            let mut tx = store.begin(later).await.unwrap();
            sittings::settle(&mut tx, &taker(side), me, &course).await.unwrap();
            tx.commit().await.unwrap();
        };
        tokio::join!(settle(), settle());
        let own = attempts::own(&mut read, &scope(&side.user), me, &course.id).await.unwrap();
        assert_eq!(own.iter().map(|one| (one.number, one.score, one.ran_out)).collect::<Vec<_>>(), [(1, 0, true)]);
        // The next one, too, and starting is what finds out.
        open(&store, side, &course, later).await;
        let begun = begin(&store, side, &course, later.plus_hours(1)).await;
        assert_eq!(begun, Begun::Closed(Standing::Exhausted));
        assert!(certificates::of_person(&mut read, &scope(&side.user), me).await.unwrap().is_empty());
    }

    async fn whoever_has_failed_waits(store: Store) {
        let programme = programme(&store).await;
        let (side, rival) = (&programme.nordwind, &programme.rival);
        let course = published(&store, CourseDetails { wait_hours: 24, attempt_limit: 0, ..details("A") }).await;
        for side in [side, rival] {
            enrol(&store, side, &course).await;
        }
        let sitting = open(&store, side, &course, NOW).await;
        let mut wrong = right(&store, &course, &sitting, 2).await;
        for question in &sitting.questions {
            let key = wrong.answers[question.id.as_str()].clone();
            let others = question.choices.iter().map(|one| one.id.to_string()).filter(|id| !key.contains(id));
            wrong.answers.insert(question.id.to_string(), others.take(1).collect());
        }
        assert!(matches!(send(&store, side, &course, &wrong, NOW).await, Taken::Graded(_)));
        let until = NOW.plus_hours(24);
        assert_eq!(begin(&store, side, &course, NOW.plus_hours(23)).await, Begun::Closed(Standing::Waiting { until }));
        open(&store, side, &course, until).await;
        // Somebody else does not wait for it.
        open(&store, rival, &course, NOW.plus_hours(1)).await;
        let mut read = store.read().await.unwrap();
        let theirs = &rival.user.profile().person;
        let enrolment = enrolments::own(&mut read, &scope(&rival.user), theirs, &course.id).await.unwrap().unwrap();
        let standing = attempts::standing_on(&mut read, &course, &enrolment.id, NOW).await.unwrap();
        assert_eq!(standing, Standing::Open { left: None });
    }
}
