//! Videos and documents of lessons: where somebody is in them, and when that makes a lesson done.

use crate::fixture::{NOW, Side, programme};
use crate::learning::{details, enrol, manuscript, published, scope, taker, writer};
use crate::on_both_engines;
use domain::id::{CourseId, LessonId};
use domain::learning::{Course, Medium, VideoKind, Viewing};
use domain::time::Instant;
use store::files::NewFile;
use store::learning::{self, media, parts, viewings};
use store::{Store, StoreError};

const VIDEO: Medium = Medium::Video { kind: VideoKind::Webm, length: 100_000 };

fn file(name: &str) -> NewFile {
    NewFile { sha256: name.repeat(64)[..64].to_owned(), bytes: 9, kind: "webm".into(), name: name.into() }
}

/// Puts the medium into the first lesson.
async fn with_medium(store: &Store, course: &CourseId, medium: Medium) -> (Course, LessonId) {
    let whole = manuscript(store, course).await;
    let lesson = whole.lessons[0].id.clone();
    let mut tx = store.begin(NOW).await.unwrap();
    media::put(&mut tx, &writer(), &whole.course, &lesson, (&file("a"), medium)).await.unwrap();
    tx.commit().await.unwrap();
    (manuscript(store, course).await.course, lesson)
}

async fn open(store: &Store, side: &Side, course: &Course, lesson: &LessonId, at: Instant) {
    let mut tx = store.begin(at).await.unwrap();
    viewings::open(&mut tx, &taker(side), &side.user.profile().person, course, lesson).await.unwrap();
    tx.commit().await.unwrap();
}

async fn hear(
    store: &Store,
    side: &Side,
    (course, lesson): (&Course, &LessonId),
    piece: (i64, i64),
    at: Instant,
) -> Option<i64> {
    let mut tx = store.begin(at).await.unwrap();
    let me = &side.user.profile().person;
    let told = (piece, 100_000, 90);
    let heard = viewings::heard(&mut tx, &taker(side), me, course, lesson, told).await.unwrap();
    tx.commit().await.unwrap();
    heard
}

async fn own(store: &Store, side: &Side, course: &Course, lesson: &LessonId) -> Option<Viewing> {
    let mut read = store.read().await.unwrap();
    let me = &side.user.profile().person;
    viewings::own(&mut read, &scope(&side.user), me, &course.id, lesson).await.unwrap()
}

async fn is_read(store: &Store, side: &Side, course: &Course) -> bool {
    let mut read = store.read().await.unwrap();
    learning::outline(&mut read, course, &side.user.profile().person).await.unwrap()[0].read
}

on_both_engines! {
    async fn a_video_is_gone_on_with_and_done_when_enough_of_it_was_played(store: Store) {
        let programme = programme(&store).await;
        let (side, rival) = (&programme.nordwind, &programme.rival);
        let course = published(&store, details("A")).await;
        let (course, lesson) = with_medium(&store, &course.id, VIDEO).await;
        let at = |seconds: i64| NOW.plus_seconds(seconds);
        let of = (&course, &lesson);
        open(&store, side, &course, &lesson, NOW).await;
        assert_eq!(own(&store, side, &course, &lesson).await, None, "nobody who is not enrolled is remembered");
        assert_eq!(hear(&store, side, of, (0, 5000), at(5)).await, None);
        enrol(&store, side, &course).await;
        enrol(&store, rival, &course).await;
        open(&store, side, &course, &lesson, NOW).await;
        open(&store, side, &course, &lesson, at(99)).await;
        assert_eq!(own(&store, side, &course, &lesson).await.unwrap().opened_at, NOW);
        assert_eq!(hear(&store, side, of, (0, 50_000), at(50)).await, Some(50));
        // From another device, and the same piece twice.
        assert_eq!(hear(&store, side, of, (40_000, 60_000), at(80)).await, Some(60));
        let (one, two) =
            tokio::join!(hear(&store, side, of, (60_000, 70_000), at(90)), hear(&store, side, of, (70_000, 80_000), at(90)));
        assert_eq!(one.max(two), Some(80), "two that tell at once lose nothing");
        assert!(!is_read(&store, side, &course).await);
        assert_eq!(hear(&store, side, of, (80_000, 90_000), at(99)).await, Some(90));
        assert!(is_read(&store, side, &course).await);
        assert_eq!(own(&store, side, &course, &lesson).await.unwrap().place, 90_000);
        // The rival is nowhere in it, and sees nothing of another's.
        assert_eq!(own(&store, rival, &course, &lesson).await, None);
        let mut read = store.read().await.unwrap();
        let me = &side.user.profile().person;
        let theirs = viewings::own(&mut read, &scope(&rival.user), me, &course.id, &lesson).await.unwrap();
        assert_eq!(theirs, None);
        assert!(!is_read(&store, rival, &course).await);
    }

    async fn the_last_page_of_a_document_makes_its_lesson_done(store: Store) {
        let programme = programme(&store).await;
        let side = &programme.nordwind;
        let course = published(&store, details("A")).await;
        let (course, lesson) = with_medium(&store, &course.id, Medium::Document { pages: 3 }).await;
        enrol(&store, side, &course).await;
        let leaf = async |page: i64| {
            let mut tx = store.begin(NOW).await.unwrap();
            let me = &side.user.profile().person;
            viewings::leafed(&mut tx, &taker(side), me, &course, &lesson, (page, 3)).await.unwrap();
            tx.commit().await.unwrap();
        };
        leaf(1).await;
        leaf(2).await;
        assert!(!is_read(&store, side, &course).await);
        assert_eq!(own(&store, side, &course, &lesson).await.unwrap().place, 2);
        leaf(3).await;
        assert!(is_read(&store, side, &course).await);
    }

    async fn a_lesson_has_one_medium_and_captions_of_its_video(store: Store) {
        let course = published(&store, details("A")).await;
        let other = published(&store, details("B")).await;
        let (course, lesson) = with_medium(&store, &course.id, VIDEO).await;
        let found = manuscript(&store, &course.id).await;
        assert_eq!((found.lessons[0].medium, found.lessons[1].medium), (Some(VIDEO), None));
        let mut tx = store.begin(NOW).await.unwrap();
        media::caption(&mut tx, &writer(), &course, &lesson, ("de", &file("b"))).await.unwrap();
        // From the version before, and of a lesson of another course.
        let stale = media::caption(&mut tx, &writer(), &course, &lesson, ("en", &file("c"))).await;
        assert!(matches!(stale, Err(StoreError::Stale)));
        let foreign = media::put(&mut tx, &writer(), &other, &lesson, (&file("d"), VIDEO)).await;
        assert!(matches!(foreign, Err(StoreError::Stale)));
        assert_eq!(media::captions(&mut tx, &lesson).await.unwrap(), ["de"]);
        assert!(media::captions_file(&mut tx, &lesson, "de").await.unwrap().is_some());
        assert!(media::captions_file(&mut tx, &lesson, "en").await.unwrap().is_none());
        tx.commit().await.unwrap();
        // A document has no captions.
        let (course, lesson) = with_medium(&store, &course.id, Medium::Document { pages: 2 }).await;
        let mut tx = store.begin(NOW).await.unwrap();
        assert!(media::captions(&mut tx, &lesson).await.unwrap().is_empty());
        let none = media::caption(&mut tx, &writer(), &course, &lesson, ("en", &file("e"))).await;
        assert!(matches!(none, Err(StoreError::Stale)));
        drop(tx);
        let mut tx = store.begin(NOW).await.unwrap();
        assert_eq!(media::file(&mut tx, &lesson).await.unwrap().unwrap().name, "a");
        let whole = manuscript(&store, &course.id).await;
        parts::remove_lesson(&mut tx, &writer(), &whole, whole.course.version, &lesson).await.unwrap();
        assert_eq!(media::file(&mut tx, &lesson).await.unwrap(), None);
    }
}
