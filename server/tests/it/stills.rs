//! Pictures that are there before anybody asks: those of films, drawn by a program that stands for ffmpeg, and all others.

use crate::portal::{Person, Portal, target};
use reqwest::Method;
use server::jobs;
use store::sql::Statement;

async fn bring(mia: &Person, key: &str, name: &str, bytes: &[u8]) -> String {
    let made = mia.upload("/assets/manage/new", "/uploads/asset", &[("key", key)], (name, bytes)).await;
    target(&made).trim_start_matches("/assets/manage/").to_owned()
}

fn film(said: &str) -> Vec<u8> {
    [b"\0\0\0\x18ftypisom\0\0\0\0isommp42".as_slice(), said.as_bytes(), &[0; 600]].concat()
}

async fn worked_off(portal: &Portal) {
    while jobs::next(&portal.state).await.unwrap() {}
    let mut read = portal.state.portal.store.read().await.unwrap();
    assert_eq!(store::outbox::counts(&mut read).await.unwrap(), [], "nothing failed");
}

/// What the pages of marketing and of a partner show of a film: its picture, or none.
async fn is_shown(mia: &Person, ana: &Person, id: &str) -> bool {
    let picture = format!("/assets/{id}/thumbnail");
    let status = mia.open(&picture).await.status();
    let everywhere = [
        status == 200,
        mia.text(&format!("/assets/manage/{id}")).await.contains(&picture),
        ana.text(&format!("/assets/{id}")).await.contains(&picture),
        ana.text("/assets").await.contains(&picture),
    ];
    assert!(everywhere.iter().all(|shown| *shown == everywhere[0]), "{everywhere:?}");
    assert!(status == 200 || status == 404, "{status}");
    everywhere[0]
}

#[tokio::test]
async fn a_film_has_a_picture_once_the_worker_has_drawn_it_and_every_version_its_own() {
    let portal = Portal::start().await;
    let mia = portal.person("mia@vendor.example").await;
    let ana = portal.person("ana@northwind.example").await;
    let id = bring(&mia, "k", "Film.mp4", &film("a good one")).await;
    assert_eq!(
        mia.call(Method::POST, "/api/assets/publish", &format!("id={id}&version=1")).await.status(),
        200
    );
    assert!(!is_shown(&mia, &ana, &id).await, "not yet");
    worked_off(&portal).await;
    assert!(is_shown(&mia, &ana, &id).await);
    let drawn = mia.open(&format!("/assets/{id}/thumbnail")).await;
    assert_eq!(drawn.headers()["content-type"], "image/png");
    let page = format!("/assets/manage/{id}");
    let change = [("version", "2"), ("change", "")];
    let path = format!("/uploads/asset/{id}/file");
    mia.upload(&page, &path, &change, ("Film.mp4", &film("a broken one"))).await;
    worked_off(&portal).await;
    assert!(!is_shown(&mia, &ana, &id).await, "the picture of another version is none of this one");
    let restored = format!("id={id}&version=3&number=1");
    assert_eq!(mia.call(Method::POST, "/api/assets/restore", &restored).await.status(), 200);
    assert!(is_shown(&mia, &ana, &id).await, "drawn before");
}

#[tokio::test]
async fn a_film_that_never_ends_is_tried_once_and_keeps_nobody_waiting() {
    let portal = Portal::start().await;
    let mia = portal.person("mia@vendor.example").await;
    let bad = bring(&mia, "a", "Bad.mp4", &film("an endless one")).await;
    let good = bring(&mia, "b", "Good.mp4", &film("a good one")).await;
    worked_off(&portal).await;
    for (id, status) in [(bad, 404), (good, 200)] {
        assert_eq!(mia.open(&format!("/assets/{id}/thumbnail")).await.status(), status);
    }
    jobs::round(&portal.state).await.unwrap();
    let mut read = portal.state.portal.store.read().await.unwrap();
    let tried = read.all(Statement::new("SELECT film_id FROM stills"), Vec::new()).await.unwrap();
    assert_eq!(tried.len(), 2);
}

#[tokio::test]
async fn films_from_before_there_was_a_program_are_drawn_as_soon_as_there_is_one() {
    let portal = Portal::start().await;
    let mia = portal.person("mia@vendor.example").await;
    let id = bring(&mia, "a", "Film.mp4", &film("a good one")).await;
    let mut without = portal.state.clone();
    without.workshop = portal.state.workshop.clone().with_films_by(None);
    while jobs::next(&without).await.unwrap() {}
    jobs::round(&without).await.unwrap();
    assert_eq!(mia.open(&format!("/assets/{id}/thumbnail")).await.status(), 404);
    jobs::round(&portal.state).await.unwrap();
    assert_eq!(mia.open(&format!("/assets/{id}/thumbnail")).await.status(), 200);
}

#[tokio::test]
async fn pictures_of_papers_are_made_when_they_come() {
    let portal = Portal::start().await;
    worked_off(&portal).await;
    let made = portal.files_folder().join("made/thumbnails");
    assert!(
        std::fs::read_dir(made).unwrap().count() > 3,
        "those of the demo programme, which nobody has looked at"
    );
}
