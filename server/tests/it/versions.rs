//! Versions of an asset over HTTP: who gets which file, and what is refused.

use crate::portal::{Person, Portal, target};
use reqwest::Method;

const PAGE: &str = "/assets/manage/new";

fn video(letter: u8) -> Vec<u8> {
    [b"\0\0\0\x18ftypisom\0\0\0\0isommp42".as_slice(), &[letter; 2_000]].concat()
}

/// A published film of marketing.
async fn film(mia: &Person) -> String {
    let answer = mia.upload(PAGE, "/uploads/asset", &[("key", "film")], ("Film.mp4", &video(b'a'))).await;
    let id = target(&answer).trim_start_matches("/assets/manage/").to_owned();
    let body = format!("id={id}&version=1");
    assert_eq!(mia.call(Method::POST, "/api/assets/publish", &body).await.status(), 200);
    id
}

async fn replace(mia: &Person, id: &str, version: &str, change: &str, file: &[u8]) -> String {
    let before = [("version", version), ("change", change)];
    let path = format!("/uploads/asset/{id}/file");
    target(&mia.upload(&format!("/assets/manage/{id}"), &path, &before, ("Film.mp4", file)).await)
}

async fn bytes(who: &Person, path: &str) -> Vec<u8> {
    let answer = who.open(path).await;
    assert_eq!(answer.status(), 200, "{path}");
    answer.bytes().await.unwrap().to_vec()
}

#[tokio::test]
async fn partners_and_links_get_the_newest_file_and_marketing_every_one() {
    let portal = Portal::start().await;
    let mia = portal.person("mia@vendor.example").await;
    let ana = portal.person("ana@northwind.example").await;
    let id = film(&mia).await;
    let (page, download) = (format!("/assets/manage/{id}"), format!("/assets/{id}/download"));
    let link = ana.call(Method::POST, "/api/shares/make", &format!("asset={id}&days=30")).await;
    let link: String = app::api::rows::read(&link.text().await.unwrap()).unwrap();
    let link = link.trim_start_matches(&ana.origin).to_owned();
    assert_eq!(bytes(&ana, &download).await, video(b'a'));
    let done = format!("{page}?saved=1");
    assert_eq!(replace(&mia, &id, "2", "Better sound", &video(b'b')).await, done);
    assert_eq!(replace(&mia, &id, "2", "Better sound", &video(b'b')).await, done, "sent twice, it is one");
    let told = mia.text(&page).await;
    assert!(told.contains("Better sound") && told.contains("Version 2") && !told.contains("Version 3"));
    assert_eq!(bytes(&ana, &download).await, video(b'b'));
    let nobody = portal.nobody();
    let onward = target(&nobody.send_from(&link, &format!("{link}/take"), &[]).await);
    assert_eq!(bytes(&nobody, &onward).await, video(b'b'), "a link from before");
    let old = format!("/assets/manage/{id}/versions/1");
    assert_eq!(bytes(&mia, &old).await, video(b'a'));
    for (who, path, status) in [
        (&ana, old.as_str(), 403),
        (&mia, &format!("/assets/manage/{id}/versions/3"), 404),
        (&mia, "/assets/manage/as_00000000000000000000000000/versions/1", 404),
    ] {
        assert_eq!(who.open(path).await.status(), status, "{path}");
    }
    let restore = |version: i64, number: i64| format!("id={id}&version={version}&number={number}");
    for (body, status) in
        [(restore(2, 1), 409), (restore(3, 9), 404), (restore(3, 2), 409), (restore(3, 1), 200)]
    {
        assert_eq!(mia.call(Method::POST, "/api/assets/restore", &body).await.status(), status, "{body}");
    }
    assert_eq!(bytes(&ana, &download).await, video(b'a'));
    assert!(mia.text(&page).await.contains("Brings version 1 back"));
}

#[tokio::test]
async fn what_is_no_collateral_or_nothing_new_is_refused_and_changes_nothing() {
    let portal = Portal::start().await;
    let mia = portal.person("mia@vendor.example").await;
    let ana = portal.person("ana@northwind.example").await;
    let id = film(&mia).await;
    let page = format!("/assets/manage/{id}");
    let long = "x".repeat(301);
    for (version, change, file, told) in [
        ("2", "", b"<html>".as_slice(), "taken as collateral"),
        ("2", "", b"%PDF-1.7\nnothing", "damaged"),
        ("2", "", &video(b'a'), "has this very file already"),
        ("2", long.as_str(), &video(b'b'), "What changed"),
        ("1", "", &video(b'b'), "Somebody changed this meanwhile"),
        ("x", "", &video(b'b'), "Somebody changed this meanwhile"),
    ] {
        assert_eq!(replace(&mia, &id, version, change, file).await, page, "{told}");
        let shown = mia.text(&page).await;
        assert!(shown.contains(told), "{told}");
        assert!(!shown.contains("Version 2"), "{told}");
    }
    let path = format!("/uploads/asset/{id}/file");
    let theirs =
        ana.upload("/assets", &path, &[("version", "2"), ("change", "")], ("a.mp4", &video(b'b'))).await;
    assert_eq!(theirs.status(), 403);
    assert_eq!(bytes(&ana, &format!("/assets/{id}/download")).await, video(b'a'));
}

#[tokio::test]
async fn zones_that_have_no_room_on_a_new_file_are_said_on_its_page() {
    let portal = Portal::start().await;
    let mia = portal.person("mia@vendor.example").await;
    let list = mia.text("/assets/manage?q=edge+routers").await;
    let id = list.split("/assets/manage/as_").nth(1).unwrap().split('"').next().unwrap();
    let id = format!("as_{id}");
    let shown = mia.text(&format!("/assets/manage/{id}")).await;
    let version = shown.split("name=\"version\" value=\"").nth(1).unwrap().split('"').next().unwrap();
    assert!(replace(&mia, &id, version, "", &video(b'c')).await.ends_with("?saved=1"));
    let shown = mia.text(&format!("/assets/manage/{id}")).await;
    assert!(shown.contains("had no room on the current file"), "{shown}");
}
