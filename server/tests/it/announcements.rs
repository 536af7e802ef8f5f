//! Announcements over HTTP: written and published by staff, read and confirmed by whom they are for.

use crate::portal::{Portal, target, told};
use reqwest::Method;

async fn made(portal: &Portal, more: &[(&str, &str)]) -> String {
    let mia = portal.person("mia@vendor.example").await;
    let mut form = vec![
        ("id", ""),
        ("version", ""),
        ("key", "one"),
        ("title", "Zanzibar Secret Launch"),
        ("body", "Hello **partners** <script>alert(1)</script>"),
        ("publish_on", ""),
        ("expire_on", ""),
    ];
    form.extend(more);
    let answer = mia.send_from("/announcements/manage/new", "/api/announcements/manage/save", &form).await;
    let page = target(&answer);
    let id = page.trim_start_matches("/announcements/manage/").trim_end_matches("?saved=1").to_owned();
    let publish = [("id", id.as_str()), ("version", "1")];
    mia.send_from(&page, "/api/announcements/manage/publish", &publish).await;
    id
}

#[tokio::test]
async fn an_announcement_for_some_is_missing_for_everybody_else() {
    let portal = Portal::start().await;
    // Northwind is gold, Fabrikam platinum.
    let id = made(&portal, &[("tiers[]", "gold"), ("acknowledge", "true")]).await;
    let page = format!("/announcements/{id}");
    let (ana, rival) =
        (portal.person("ana@northwind.example").await, portal.person("greta@fabrikam.example").await);
    assert!(ana.text("/").await.contains("Zanzibar Secret Launch"), "at home");
    let shown = ana.text(&page).await;
    assert!(shown.contains("<strong>partners</strong>") && !shown.contains("<script>alert"), "{shown}");
    assert_eq!(rival.open(&page).await.status(), 404);
    let refused = rival.call(Method::POST, "/api/announcements/acknowledge", &format!("id={id}")).await;
    assert_eq!(refused.status(), 404);
    for page in ["/", "/announcements", "/api/announcements/list", "/api/home"] {
        assert!(!rival.text(page).await.contains("Zanzibar"), "{page}");
    }
    let form = [("id", id.as_str())];
    assert_eq!(target(&ana.send_from(&page, "/api/announcements/acknowledge", &form).await), page);
    assert!(ana.text(&page).await.contains("You confirmed this on"));
    assert!(!ana.text("/").await.contains("Zanzibar Secret Launch"), "dealt with");
    let desk = portal.person("ada@vendor.example").await.text(&format!("/announcements/manage/{id}")).await;
    assert!(desk.contains("Ana Sousa") && desk.contains("confirmed"), "{desk}");
    let marketing = portal.person("mia@vendor.example").await;
    let desk = marketing.text(&format!("/announcements/manage/{id}")).await;
    assert!(!desk.contains("Ana Sousa"), "marketing sees how many, not who");
}

#[tokio::test]
async fn an_announcement_is_not_left_without_a_day() {
    let portal = Portal::start().await;
    let id = made(&portal, &[]).await;
    let mia = portal.person("mia@vendor.example").await;
    let over = format!("id={id}&version=2&key=one&title=T&body=B&publish_on=&expire_on=2020-01-01");
    let answer = mia.call(Method::POST, "/api/announcements/manage/save", &over).await;
    assert!(told(answer).await.contains("TooEarly"));
    let other = format!("id={id}&version=1&key=one&title=T&body=B&publish_on=&expire_on=");
    assert_eq!(mia.call(Method::POST, "/api/announcements/manage/save", &other).await.status(), 409);
}

#[tokio::test]
async fn the_names_that_a_comment_may_name_are_those_that_the_reader_may_know() {
    let portal = Portal::start().await;
    let ana = portal.person("ana@northwind.example").await;
    let deals = ana.text("/deals").await;
    let id = deals.split("/deals/dl_").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let path = format!("/deals/dl_{id}/people");
    let names = ana.call(Method::GET, &path, "").await.text().await.unwrap();
    assert!(names.contains("[\"Ben Ortiz\",false]") && names.contains("[\"Carl Okafor\",true]"), "{names}");
    assert!(!names.contains("Greta") && !names.contains("Mia"), "{names}");
    let rival = portal.person("greta@fabrikam.example").await;
    assert_eq!(rival.call(Method::GET, &path, "").await.status(), 404);
}
