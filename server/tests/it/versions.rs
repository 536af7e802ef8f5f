//! Versions of an asset over HTTP: who gets which file, and what is refused.

use crate::portal::{Person, Portal, target};
use documents::{DataSheet, data_sheet};
use reqwest::Method;
use store::sql::Statement;

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
    assert_eq!(target(&theirs), "/assets", "sent back");
    assert_eq!(bytes(&ana, &format!("/assets/{id}/download")).await, video(b'a'));
}

/// The demo programme's sheet that takes a brand, and counts changes.
async fn sheet(mia: &Person) -> (String, String) {
    let list = mia.text("/assets/manage?q=edge+routers").await;
    let id = list.split("/assets/manage/as_").nth(1).unwrap().split('"').next().unwrap();
    let id = format!("as_{id}");
    let shown = mia.text(&format!("/assets/manage/{id}")).await;
    let version = shown.split("name=\"version\" value=\"").nth(1).unwrap().split('"').next().unwrap();
    (id, version.to_owned())
}

fn other_sheet() -> Vec<u8> {
    let said = DataSheet { title: "Edge routers", lead: "Faster", parts: &[], accent: [200, 30, 60] };
    data_sheet(&said).unwrap()
}

/// A page with nothing on it.
fn blank(width: u32, height: u32) -> Vec<u8> {
    format!(
        "%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n\
        2 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count 1 >>\nendobj\n\
        3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {width} {height}] >>\nendobj\n\
        trailer\n<< /Root 1 0 R >>\n%%EOF\n"
    )
    .into_bytes()
}

#[tokio::test]
async fn brands_stand_on_the_new_file_at_once_in_collections_and_for_links_too() {
    let portal = Portal::start().await;
    let mia = portal.person("mia@vendor.example").await;
    let ana = portal.person("ana@northwind.example").await;
    let (id, version) = sheet(&mia).await;
    let download = format!("/assets/{id}/download");
    let made = ana.call(Method::POST, "/api/shares/make", &format!("asset={id}&days=30&branded=true")).await;
    let link: String = app::api::rows::read(&made.text().await.unwrap()).unwrap();
    let link = link.trim_start_matches(&ana.origin).to_owned();
    let before = bytes(&ana, &download).await;
    let new = other_sheet();
    assert!(replace(&mia, &id, &version, "Faster", &new).await.ends_with("?saved=1"));
    let own = bytes(&ana, &download).await;
    assert!(own != before && own != new, "her brand on the new file");
    assert_eq!(bytes(&mia, &download).await, new);
    let nobody = portal.nobody();
    let onward = target(&nobody.send_from(&link, &format!("{link}/take"), &[]).await);
    assert_eq!(bytes(&nobody, &onward).await, own);
    let collections = ana.text("/assets").await;
    let shelf = collections.split("href=\"/assets/collections/").nth(1).unwrap().split('"').next().unwrap();
    let zip = bytes(&ana, &format!("/assets/collections/{shelf}/zip")).await;
    assert!(zip.windows(own.len()).any(|part| part == own), "files lie in it as they are");
    // What was taken before stays in the log beside what was taken since.
    let mut read = portal.state.portal.store.read().await.unwrap();
    let sql = Statement::new("SELECT id FROM downloads WHERE asset_id = $1 AND cobranded");
    assert_eq!(read.all(sql, vec![id.as_str().into()]).await.unwrap().len(), 2);
    drop(read);
    let told = mia.text(&format!("/assets/manage/{id}")).await;
    assert!(!told.contains("no room") && !told.contains("another size"), "the pages are as large as before");
}

#[tokio::test]
async fn what_becomes_of_zones_on_other_pages_is_said_until_they_are_placed_anew() {
    let portal = Portal::start().await;
    let mia = portal.person("mia@vendor.example").await;
    let (id, version) = sheet(&mia).await;
    let page = format!("/assets/manage/{id}");
    assert!(replace(&mia, &id, &version, "", &blank(700, 900)).await.ends_with("?saved=1"));
    let told = mia.text(&page).await;
    assert!(told.contains("have another size now") && !told.contains("no room"));
    let (_, version) = sheet(&mia).await;
    assert!(replace(&mia, &id, &version, "", &video(b'c')).await.ends_with("?saved=1"));
    let told = mia.text(&page).await;
    assert!(told.contains("had no room on the current file"));
    let (_, version) = sheet(&mia).await;
    let restored = format!("id={id}&version={version}&number=1");
    assert_eq!(mia.call(Method::POST, "/api/assets/restore", &restored).await.status(), 200);
    assert!(
        mia.text(&page).await.contains("had no room"),
        "zones that are gone don't come back by themselves"
    );
    let (_, version) = sheet(&mia).await;
    let placed = format!(
        "id={id}&version={version}&zones[0][page]=1&zones[0][kind]=logo&zones[0][x]=50&zones[0][y]=50\
        &zones[0][width]=100&zones[0][height]=40"
    );
    assert_eq!(mia.call(Method::POST, "/api/assets/zones", &placed).await.status(), 200);
    let told = mia.text(&page).await;
    assert!(!told.contains("no room") && !told.contains("another size"));
}
