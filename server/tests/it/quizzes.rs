//! Quizzes over HTTP: what of a bank reaches a browser, and what the clock decides.

use crate::portal::{Person, Portal, target};
use store::sql::Statement;

const SIZING: &str = "SELECT id FROM courses WHERE title = 'Sizing a storage rack'";
const BANK: &str = "SELECT q.wording FROM questions q JOIN courses c ON c.id = q.course_id
    WHERE c.title = 'Sizing a storage rack' ORDER BY q.position";

async fn texts(portal: &Portal, sql: &'static str, column: &str) -> Vec<String> {
    let mut read = portal.state.portal.store.read().await.unwrap();
    let rows = read.all(Statement::new(sql), Vec::new()).await.unwrap();
    rows.iter().map(|row| row.text(column).unwrap()).collect()
}

/// The questions of the bank that a page shows.
fn shown<'a>(page: &str, bank: &'a [String]) -> Vec<&'a str> {
    let escaped = |wording: &str| wording.replace('\'', "&#x27;");
    bank.iter()
        .map(String::as_str)
        .filter(|one| page.contains(*one) || page.contains(&escaped(one)))
        .collect()
}

/// The values of the fields with this name, in the order of the page.
fn values<'a>(page: &'a str, name: &str) -> Vec<&'a str> {
    let value = |tag: &'a str| tag.split("value=\"").nth(1)?.split('"').next();
    page.split("<input").filter(|tag| tag.contains(&format!("name=\"{name}"))).filter_map(value).collect()
}

async fn begin(person: &Person, course: &str) -> String {
    let quiz = format!("/learning/{course}/quiz");
    let answer = person.send_from(&quiz, "/api/learning/begin", &[("course", course)]).await;
    assert_eq!(target(&answer), quiz);
    person.text(&quiz).await
}

#[tokio::test]
async fn nothing_but_what_was_drawn_reaches_a_browser_and_no_key_does() {
    let portal = Portal::start().await;
    let ben = portal.person("ben@northwind.example").await;
    let rival = portal.person("arjun@harbour.example").await;
    let course = texts(&portal, SIZING, "id").await.remove(0);
    let bank = texts(&portal, BANK, "wording").await;
    let quiz = format!("/learning/{course}/quiz");
    ben.send("/api/learning/enrol", &[("course_id", &course)]).await;
    for page in [format!("/learning/{course}"), quiz.clone()] {
        assert!(shown(&ben.text(&page).await, &bank).is_empty(), "{page} asks nothing yet");
    }
    let page = begin(&ben, &course).await;
    let drawn = shown(&page, &bank);
    assert_eq!((bank.len(), drawn.len()), (7, 4));
    assert!(page.contains("role=\"timer\""), "{page}");
    assert_eq!(values(&begin(&ben, &course).await, "answers"), values(&page, "answers"), "drawn once");
    // As a script asks: the same, and nothing that says what is right.
    let asked = ben.open(&format!("/api/learning/quiz?course_id={course}")).await.text().await.unwrap();
    assert_eq!(shown(&asked, &bank), drawn);
    for page in [&page, &asked] {
        assert!(!page.contains("is_right") && !page.contains("\"right\""));
    }
    // The form is of this attempt only: a rival who knows its number gets nowhere.
    let sitting = values(&page, "sitting")[0].to_owned();
    let form = [("course", course.as_str()), ("sitting", sitting.as_str())];
    let answer = rival.send_from(&quiz, "/api/learning/take", &form).await;
    assert_eq!(target(&answer), quiz);
    assert!(shown(&rival.text(&quiz).await, &bank).is_empty());
}

#[tokio::test]
async fn an_answer_after_the_end_is_not_counted_and_the_next_attempt_waits() {
    let portal = Portal::start().await;
    let ben = portal.person("ben@northwind.example").await;
    let course = texts(&portal, SIZING, "id").await.remove(0);
    let quiz = format!("/learning/{course}/quiz");
    ben.send("/api/learning/enrol", &[("course_id", &course)]).await;
    let page = begin(&ben, &course).await;
    let sitting = values(&page, "sitting")[0].to_owned();
    let first = page.split("name=\"answers").nth(1).unwrap().split('"').next().unwrap();
    let (field, choice) =
        (format!("answers{first}"), values(&page, &format!("answers{first}"))[0].to_owned());
    let form = [("course", course.as_str()), ("sitting", &sitting), (&field, &choice)];
    // One answer of four: the page comes back with it, and so does any other of the same person.
    let answer = ben.send_from(&quiz, "/api/learning/take", &form).await;
    assert_eq!(target(&answer), quiz);
    let other = portal.person("ben@northwind.example").await;
    for person in [&ben, &other] {
        let page = person.text(&quiz).await;
        let chosen = page.split("<input").find(|tag| tag.contains(&format!("value=\"{choice}\""))).unwrap();
        assert!(chosen.contains("checked"), "{chosen}");
    }
    portal.pass(16);
    let answer = ben.send_from(&quiz, "/api/learning/take", &form).await;
    let result = target(&answer);
    assert!(result.starts_with(&format!("/learning/{course}/results/")), "{result}");
    let page = ben.text(&result).await;
    assert!(page.contains("The time was over") && page.matches("Not answered").count() == 3, "{page}");
    assert!(!page.contains("Right: "), "what is right is told to those who pass");
    assert!(ben.text(&quiz).await.contains("You can try again later"));
    portal.pass(24 * 60);
    let ben = portal.person("ben@northwind.example").await;
    assert!(ben.text(&quiz).await.contains("Start the quiz"));
    // Started and forgotten: opening the course is enough to find it used up.
    begin(&ben, &course).await;
    portal.pass(16);
    let page = ben.text(&format!("/learning/{course}")).await;
    assert!(page.contains("Attempt 2") && !page.contains(&format!("href=\"{quiz}\"")), "{page}");
    assert!(ben.text(&quiz).await.contains("No attempts left"));
}
