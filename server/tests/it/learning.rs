//! Courses over HTTP: what stays of one that is no longer offered.

use crate::portal::{Portal, target};
use store::sql::Statement;

const BEGUN: &str = "SELECT e.course_id, a.id AS attempt_id, l.id AS lesson_id FROM people p
    JOIN enrolments e ON e.person_id = p.id JOIN attempts a ON a.enrolment_id = e.id
    JOIN lessons l ON l.course_id = e.course_id
    WHERE p.email = 'luis@lumen.example' AND NOT a.passed ORDER BY l.position";

#[tokio::test]
async fn a_retired_course_is_read_by_those_who_began_it_and_taken_by_nobody() {
    let portal = Portal::start().await;
    let luis = portal.person("luis@lumen.example").await;
    let rival = portal.person("greta@fabrikam.example").await;
    let mut read = portal.state.portal.store.read().await.unwrap();
    let row = read.one(Statement::new(BEGUN), Vec::new()).await.unwrap().unwrap();
    drop(read);
    let id = row.text("course_id").unwrap();
    let course = format!("/learning/{id}");
    let lesson = format!("{course}/lessons/{}", row.text("lesson_id").unwrap());
    let result = format!("{course}/results/{}", row.text("attempt_id").unwrap());
    let quiz = format!("{course}/quiz");
    let gone = "no longer offered; you can still read it";
    for page in [&course, &result] {
        assert!(luis.text(page).await.contains(&quiz), "{page}");
    }
    assert!(!luis.text(&course).await.contains(gone));
    let link = format!("href=\"{course}\"");
    assert_eq!(luis.text("/learning").await.matches(&link).count(), 2, "among the own and among all");

    let mut tx = portal.state.portal.store.begin(portal.state.now()).await.unwrap();
    let retire = Statement::new("UPDATE courses SET state = 'retired' WHERE id = $1");
    tx.run(retire, vec![id.as_str().into()]).await.unwrap();
    tx.commit().await.unwrap();

    for page in [&course, &lesson, &result] {
        let answer = luis.open(page).await;
        assert_eq!(answer.status(), 200, "{page}");
        let html = answer.text().await.unwrap();
        assert!(!html.contains(&quiz), "{page}");
        assert_eq!(rival.open(page).await.status(), 404, "{page}");
    }
    for page in [&course, &lesson] {
        assert!(luis.text(page).await.contains(gone), "{page}");
    }
    assert!(!luis.text(&lesson).await.contains("/api/learning/read"));
    let catalogue = luis.text("/learning").await;
    assert_eq!(catalogue.matches(&link).count(), 1, "among the own only");
    assert!(!rival.text("/learning").await.contains(&id));
    assert_eq!(luis.open(&quiz).await.status(), 404);
    let key = "0123456789abcdef0123";
    for (path, field) in [("enrol", "course_id"), ("begin", "course"), ("take", "course")] {
        let form = [(field, id.as_str()), ("sitting", key)];
        let answer = luis.send_from(&course, &format!("/api/learning/{path}"), &form).await;
        assert_eq!(target(&answer), course, "{path} leads nowhere else");
        let body = format!("{field}={id}&sitting={key}");
        let answer = luis.call(reqwest::Method::POST, &format!("/api/learning/{path}"), &body).await;
        assert_eq!(answer.status(), 404, "{path}");
    }
}

#[tokio::test]
async fn a_certificate_is_printed_in_the_language_of_its_reader() {
    let portal = Portal::start().await;
    let ana = portal.person("ana@northwind.example").await;
    let page = ana.text("/certificates").await;
    let id = page.split("/certificates/ce_").nth(1).unwrap().split('/').next().unwrap();
    let paper = format!("/certificates/ce_{id}/pdf");
    for (language, words) in
        [("en", "This certifies that"), ("de", "Hiermit wird bescheinigt"), ("ar", "Ana Sousa")]
    {
        ana.send("/auth/language", &[("language", language)]).await;
        let answer = ana.open(&paper).await;
        assert_eq!(answer.status(), 200, "{language}");
        let pdf = answer.bytes().await.unwrap().to_vec();
        let said = documents::words(pdf).unwrap();
        assert!(said.contains(words), "{said}");
        assert_eq!(said.contains("This certifies that"), language == "en", "{said}");
    }
}
