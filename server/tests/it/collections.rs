//! Collections over HTTP: put together by marketing, taken at once by a partner.

use crate::portal::{Portal, target};
use reqwest::Method;
use store::sql::Statement;

async fn id(portal: &Portal, name: &str) -> String {
    let mut read = portal.state.portal.store.read().await.unwrap();
    let sql = Statement::new("SELECT id FROM collections WHERE name = $1");
    read.all(sql, vec![name.into()]).await.unwrap()[0].text("id").unwrap()
}

fn names(archive: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(archive)).unwrap();
    (0..zip.len())
        .map(|n| {
            let mut file = zip.by_index(n).unwrap();
            assert_eq!(file.compression(), zip::CompressionMethod::Stored);
            let mut bytes = Vec::new();
            std::io::Read::read_to_end(&mut file, &mut bytes).unwrap();
            (file.name().unwrap().into_owned(), bytes)
        })
        .collect()
}

#[tokio::test]
async fn all_of_a_collection_is_taken_at_once_with_the_own_brand_and_noted() {
    let portal = Portal::start().await;
    let first = id(&portal, "A first talk with a customer").await;
    let ana = portal.person("ana@northwind.example").await;
    let answer = ana.open(&format!("/assets/collections/{first}/zip")).await;
    assert_eq!(answer.headers()["content-type"], "application/zip");
    assert!(
        answer.headers()["content-disposition"]
            .to_str()
            .unwrap()
            .contains("A first talk with a customer.zip")
    );
    let files = names(&answer.bytes().await.unwrap());
    let called: Vec<&str> = files.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(
        called,
        [
            "Edge routers data sheet - Northwind.pdf",
            "City hospital back at work in two hours - Northwind.pdf"
        ]
    );
    let page = ana.text(&format!("/assets/collections/{first}")).await;
    let asset = page.split("href=\"/assets/as_").nth(1).unwrap().split('"').next().unwrap();
    let own = ana.open(&format!("/assets/as_{asset}/download")).await.bytes().await.unwrap();
    assert_eq!(files[0].1, own);
    let mut read = portal.state.portal.store.read().await.unwrap();
    let noted =
        read.all(Statement::new("SELECT id FROM downloads WHERE cobranded"), Vec::new()).await.unwrap();
    assert_eq!(noted.len(), 2, "each file once, however it was taken");
}

#[tokio::test]
async fn a_partner_gets_of_a_collection_what_it_may_have() {
    let portal = Portal::start().await;
    let spring = id(&portal, "Storage in spring").await;
    let quarter = id(&portal, "For next quarter").await;
    for (email, files) in [("ana@northwind.example", 2), ("greta@fabrikam.example", 1)] {
        let person = portal.person(email).await;
        let tier = portal.profile(email).await.partner.unwrap().tier;
        let answer = person.open(&format!("/assets/collections/{spring}/zip")).await;
        let there = names(&answer.bytes().await.unwrap());
        let gold = matches!(tier, domain::partners::Tier::Gold | domain::partners::Tier::Platinum);
        assert_eq!(there.len(), if gold { 2 } else { files }, "{email} is {tier}");
        // Nothing in it is published: it is not there.
        assert_eq!(person.open(&format!("/assets/collections/{quarter}")).await.status(), 404);
        assert_eq!(person.open(&format!("/assets/collections/{quarter}/zip")).await.status(), 404);
        let library = person.text("/assets").await;
        assert!(library.contains("Storage in spring") && !library.contains("For next quarter"));
    }
    let mia = portal.person("mia@vendor.example").await;
    let answer = mia.open(&format!("/assets/collections/{quarter}/zip")).await;
    assert_eq!(names(&answer.bytes().await.unwrap())[0].0, "Support plans data sheet.pdf");
}

#[tokio::test]
async fn a_collection_is_made_filled_and_ordered_by_plain_forms() {
    let portal = Portal::start().await;
    let mia = portal.person("mia@vendor.example").await;
    let new = "/assets/manage/collections/new";
    let form = [("key", "k1"), ("name", "Trade fair"), ("description", "For the stand")];
    let made = target(&mia.send_from(new, "/api/collections/make", &form).await);
    assert_eq!(
        target(&mia.send_from(new, "/api/collections/make", &form).await),
        made,
        "sent twice it is one"
    );
    let id = made.rsplit('/').next().unwrap().to_owned();
    let page = mia.text(&made).await;
    let offered: Vec<String> = page
        .split("<option value=\"as_")
        .skip(1)
        .map(|rest| format!("as_{}", rest.split('"').next().unwrap()))
        .collect();
    assert!(offered.len() >= 5);
    let version = |page: &str| {
        page.split("name=\"version\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned()
    };
    for (asset, step) in
        [(&offered[0], "add"), (&offered[1], "add"), (&offered[1], "up"), (&offered[0], "cover")]
    {
        let version = version(&mia.text(&made).await);
        let form = [("id", id.as_str()), ("version", &version), ("asset", asset), ("step", step)];
        assert_eq!(target(&mia.send_from(&made, "/api/collections/step", &form).await), made, "{step}");
    }
    let page = mia.text(&made).await;
    let (first, second) = (
        page.find(&format!("/assets/manage/{}", offered[1])),
        page.find(&format!("/assets/manage/{}", offered[0])),
    );
    assert!(first < second, "the second one was moved up");
    let late = mia.call(Method::POST, "/api/collections/remove", &format!("id={id}&version=1")).await;
    assert_eq!(late.status(), 409);
}
