//! Videos and documents of lessons over HTTP: who gets which bytes, what is taken, and when a lesson is done.

use crate::portal::{Person, Portal, target};
use reqwest::{Method, header};
use store::sql::Statement;

const LESSONS: &str = "SELECT l.id, l.course_id, l.title FROM lessons l JOIN courses c ON c.id = l.course_id
    WHERE c.title = 'Sizing a storage rack' ORDER BY l.position";
const FILM: &[u8] = include_bytes!("../../src/seed/learning/rack.webm");

/// The course, its first lesson with the film, and its last one with the handout.
async fn sizing(portal: &Portal) -> (String, String, String) {
    let mut read = portal.state.portal.store.read().await.unwrap();
    let rows = read.all(Statement::new(LESSONS), Vec::new()).await.unwrap();
    let id = |row: &store::row::Row| row.text("id").unwrap();
    (rows[0].text("course_id").unwrap(), id(&rows[0]), id(rows.last().unwrap()))
}

async fn watched(person: &Person, course: &str, lesson: &str, from: i64, to: i64) -> (u16, String) {
    let body = format!("course_id={course}&lesson={lesson}&from={from}&to={to}");
    let answer = person.call(Method::POST, "/api/learning/watched", &body).await;
    (answer.status().as_u16(), answer.text().await.unwrap())
}

#[tokio::test]
async fn a_video_comes_in_ranges_with_captions_and_to_nobody_whom_the_course_is_not_for() {
    let portal = Portal::start().await;
    let ben = portal.person("ben@northwind.example").await;
    let (course, lesson, document) = sizing(&portal).await;
    let file = format!("/lessons/{course}/{lesson}/file");
    let page = ben.text(&format!("/learning/{course}/lessons/{lesson}")).await;
    assert!(
        page.contains("<video") && page.contains("controls") && page.contains(&format!("{file}#t=0")),
        "{page}"
    );
    assert!(page.contains("kind=\"captions\"") && page.contains("srclang=\"de\""));
    let whole = ben.open(&file).await;
    assert_eq!(whole.headers()[header::CONTENT_TYPE], "video/webm");
    assert_eq!(whole.headers()[header::ACCEPT_RANGES], "bytes");
    assert_eq!(whole.bytes().await.unwrap(), FILM);
    let captions = ben.open(&format!("/lessons/{course}/{lesson}/captions/en")).await;
    assert_eq!(captions.headers()[header::CONTENT_TYPE], "text/vtt");
    assert!(captions.text().await.unwrap().starts_with("WEBVTT\n\n00:00:00.000 --> "));
    assert_eq!(ben.open(&format!("/lessons/{course}/{lesson}/captions/fr")).await.status(), 404);
    // A document is seen as pictures; its own bytes are only saved.
    let picture = ben.open(&format!("/lessons/{course}/{document}/pages/2")).await;
    assert_eq!(picture.headers()[header::CONTENT_TYPE], "image/png");
    assert_eq!(ben.open(&format!("/lessons/{course}/{document}/pages/3")).await.status(), 404);
    assert_eq!(ben.open(&format!("/lessons/{course}/{lesson}/pages/1")).await.status(), 404);
    let saved = ben.open(&format!("/lessons/{course}/{document}/file")).await;
    let disposition = saved.headers()[header::CONTENT_DISPOSITION].to_str().unwrap();
    assert!(disposition.starts_with("attachment"), "{disposition}");
    // The course is withdrawn from those who have not begun it.
    let mut tx = portal.state.portal.store.begin(portal.state.now()).await.unwrap();
    tx.run(
        Statement::new("UPDATE courses SET state = 'retired' WHERE id = $1"),
        vec![course.as_str().into()],
    )
    .await
    .unwrap();
    tx.commit().await.unwrap();
    assert_eq!(ben.open(&file).await.status(), 404);
    assert_eq!(portal.person("arjun@harbour.example").await.open(&file).await.status(), 200, "begun");
}

#[tokio::test]
async fn a_lesson_is_done_when_its_video_was_watched_and_not_by_skipping() {
    let portal = Portal::start().await;
    let ben = portal.person("ben@northwind.example").await;
    let (course, lesson, _) = sizing(&portal).await;
    let page = format!("/learning/{course}/lessons/{lesson}");
    assert_eq!(watched(&ben, &course, &lesson, 0, 5000).await.0, 409, "not enrolled");
    ben.send("/api/learning/enrol", &[("course_id", &course)]).await;
    ben.open(&page).await;
    let mark = [("course_id", course.as_str()), ("lesson", lesson.as_str())];
    // Without scripts: at once is too early, after its time it counts.
    assert_eq!(target(&ben.send_from(&page, "/api/learning/read", &mark).await), page);
    assert!(ben.text(&page).await.contains("Watch at least 90 %"));
    assert_eq!(watched(&ben, &course, &lesson, 8000, 12_000).await.1, "[33,0]");
    portal.pass(60);
    assert_eq!(
        target(&ben.send_from(&page, "/api/learning/read", &mark).await),
        page,
        "told, and not enough"
    );
    let other_device = portal.person("ben@northwind.example").await;
    assert!(other_device.text(&page).await.contains("33 % watched"));
    assert_eq!(watched(&other_device, &course, &lesson, 0, 7000).await.1, "[91,1]");
    assert!(ben.text(&page).await.contains("file#t=7"), "and goes on there");
    let html = ben.text(&format!("/learning/{course}")).await;
    assert!(html.contains("1 of 3 lessons"), "{html}");
}

#[tokio::test]
async fn a_video_that_no_script_speaks_of_is_done_after_its_time() {
    let portal = Portal::start().await;
    let ben = portal.person("ben@northwind.example").await;
    let (course, lesson, document) = sizing(&portal).await;
    ben.send("/api/learning/enrol", &[("course_id", &course)]).await;
    let page = format!("/learning/{course}/lessons/{lesson}");
    ben.open(&page).await;
    portal.pass(1);
    let mark = [("course_id", course.as_str()), ("lesson", lesson.as_str())];
    assert_ne!(target(&ben.send_from(&page, "/api/learning/read", &mark).await), page);
    // A document page by page; its last one makes it done, and it is opened where one was.
    let page = format!("/learning/{course}/lessons/{document}");
    assert!(ben.text(&page).await.contains("Page 1 of 2"));
    assert!(ben.text(&format!("/learning/{course}")).await.contains("1 of 3 lessons"));
    ben.open(&format!("{page}?page=2")).await;
    assert!(ben.text(&page).await.contains("Page 2 of 2"));
    assert!(ben.text(&format!("/learning/{course}")).await.contains("2 of 3 lessons"));
}

#[tokio::test]
async fn what_is_no_video_document_or_caption_is_refused_in_words() {
    let portal = Portal::start().await;
    let elif = portal.person("elif@vendor.example").await;
    let (course, lesson, document) = sizing(&portal).await;
    let (bring, caption) =
        (format!("/uploads/lesson/{course}/{lesson}"), format!("/uploads/captions/{course}/{lesson}"));
    let editor = format!("/learning/manage/{course}/lessons/{lesson}");
    let cut = &FILM[..200];
    for (file, why) in [
        (&b"<script>alert(1)</script>"[..], "takes MP4, WebM and PDF"),
        (cut, "does not say how long"),
        (b"%PDF-1.7 nothing", ""),
    ] {
        let answer = elif.upload_as_script(&bring, ("a.webm", file)).await;
        assert_eq!(answer.status(), 422, "{why}");
        assert!(answer.text().await.unwrap().contains(why));
    }
    let answer = elif.upload_as_script(&bring, ("again.webm", FILM)).await;
    assert_eq!(answer.status(), 200);
    assert!(elif.text(&editor).await.contains("Video, 0:12 min"));
    let vtt = b"WEBVTT\n\n00:01.000 --> 00:02.000\nBonjour\n";
    for (language, file, status) in [("fr", &vtt[..], 303), ("xx", vtt, 303), ("fr", b"no captions", 303)] {
        let answer = elif.upload(&editor, &caption, &[("language", language)], ("a.vtt", file)).await;
        assert_eq!(answer.status(), status);
    }
    let captions = elif.open(&format!("/lessons/{course}/{lesson}/captions/fr")).await;
    assert!(captions.text().await.unwrap().contains("Bonjour"));
    // A document has none, and partners bring nothing.
    let paper = format!("/learning/manage/{course}/lessons/{document}");
    let to_paper = format!("/uploads/captions/{course}/{document}");
    let answer = elif.upload(&paper, &to_paper, &[("language", "fr")], ("a.vtt", vtt)).await;
    assert_eq!(target(&answer), paper, "back to the form");
    assert_eq!(elif.open(&format!("/lessons/{course}/{document}/captions/fr")).await.status(), 404);
    let ben = portal.person("ben@northwind.example").await;
    assert_eq!(ben.upload_as_script(&bring, ("a.webm", FILM)).await.status(), 403);
}
