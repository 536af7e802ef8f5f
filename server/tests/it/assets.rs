//! Bytes by their address: whoever may not have them finds nothing, whatever the method.

use crate::portal::{Person, Portal, target};
use domain::access::{ManageAssets, Permit, Scope};
use domain::lists::{List, View};
use reqwest::Method;
use reqwest::header::{CONTENT_RANGE, ETAG, HeaderMap, IF_NONE_MATCH, IF_RANGE, RANGE};
use store::sql::Statement;

/// What `GET` and `HEAD` answer, which is the same.
async fn status(person: &Person, path: &str) -> u16 {
    let get = person.call(Method::GET, path, "").await.status().as_u16();
    let head = person.call(Method::HEAD, path, "").await.status().as_u16();
    assert_eq!(get, head, "{path}");
    get
}

async fn run(portal: &Portal, statement: &'static str, args: Vec<store::value::Value>) {
    let mut tx = portal.state.portal.store.begin(portal.state.now()).await.unwrap();
    tx.run(Statement::new(statement), args).await.unwrap();
    tx.commit().await.unwrap();
}

/// A published asset with zones for everybody.
async fn an_asset(portal: &Portal) -> String {
    let mut read = portal.state.portal.store.read().await.unwrap();
    let permit = Permit::of_the_portal(ManageAssets);
    let view = View::parse(List::Assets, "", true);
    let (rows, _) = store::assets::page(&mut read, &permit, &view, portal.state.now().day()).await.unwrap();
    drop(read);
    let id = rows[0].id.to_string();
    run(portal, "DELETE FROM asset_tiers WHERE asset_id = $1", vec![id.as_str().into()]).await;
    run(
        portal,
        "UPDATE assets SET state = 'published', publish_on = '2020-01-01', expire_on = NULL WHERE id = $1",
        vec![id.as_str().into()],
    )
    .await;
    id
}

#[tokio::test]
async fn collateral_is_there_for_those_it_is_for_while_it_is_published() {
    let portal = Portal::start().await;
    let ben = portal.person("ben@northwind.example").await;
    let id = an_asset(&portal).await;
    let paths = ["download", "pages/1", "thumbnail"].map(|what| format!("/assets/{id}/{what}"));
    run(&portal, "UPDATE partners SET tier = 'silver'", Vec::new()).await;
    let carl = portal.person("carl@vendor.example").await;
    for path in &paths {
        assert_eq!(status(&ben, path).await, 200, "{path}");
        assert_eq!(status(&carl, path).await, 403, "collateral is nothing for channel managers: {path}");
        assert_eq!(status(&portal.nobody(), path).await, 401, "{path}");
    }
    assert_eq!(status(&ben, &format!("/assets/{id}/pages/99")).await, 404);
    assert_eq!(status(&ben, &format!("/assets/{id}/pages/0")).await, 404);
    for (what, there) in [
        ("UPDATE assets SET state = 'draft' WHERE id = $1", false),
        ("UPDATE assets SET state = 'withdrawn' WHERE id = $1", false),
        ("UPDATE assets SET state = 'published' WHERE id = $1", true),
        ("UPDATE assets SET expire_on = '2020-01-02' WHERE id = $1", false),
        ("UPDATE assets SET expire_on = NULL, publish_on = '2999-01-01' WHERE id = $1", false),
        ("UPDATE assets SET publish_on = '2020-01-01' WHERE id = $1", true),
        ("INSERT INTO asset_tiers (asset_id, tier) VALUES ($1, 'platinum')", false),
        ("INSERT INTO asset_tiers (asset_id, tier) VALUES ($1, 'silver')", true),
    ] {
        run(&portal, what, vec![id.as_str().into()]).await;
        for path in &paths {
            assert_eq!(status(&ben, path).await, if there { 200 } else { 404 }, "{path} after {what}");
        }
    }
}

#[tokio::test]
async fn a_branded_file_is_sent_in_parts_and_not_again() {
    let portal = Portal::start().await;
    let ben = portal.person("ben@northwind.example").await;
    let rival = portal.person("greta@fabrikam.example").await;
    let url = format!("{}/assets/{}/download", portal.origin, an_asset(&portal).await);
    let ask = async |person: &Person, headers: &[(reqwest::header::HeaderName, &str)]| {
        let headers: HeaderMap =
            headers.iter().map(|(name, value)| (name.clone(), value.parse().unwrap())).collect();
        let request = reqwest::Client::new().get(&url).header("cookie", person.cookie().unwrap());
        request.headers(headers).send().await.unwrap()
    };
    let whole = ask(&ben, &[]).await;
    let tag = whole.headers()[ETAG].to_str().unwrap().to_owned();
    let bytes = whole.bytes().await.unwrap();
    let theirs = ask(&rival, &[]).await;
    assert_ne!(theirs.headers()[ETAG], tag.as_str(), "each partner has its own");
    assert_ne!(theirs.bytes().await.unwrap(), bytes);
    let part = ask(&ben, &[(RANGE, "bytes=5-9"), (IF_RANGE, &tag)]).await;
    assert_eq!(part.status(), 206);
    assert_eq!(part.headers()[CONTENT_RANGE], format!("bytes 5-9/{}", bytes.len()).as_str());
    assert_eq!(part.bytes().await.unwrap(), bytes.slice(5..10));
    assert_eq!(ask(&ben, &[(IF_NONE_MATCH, &tag)]).await.status(), 304);
    // Another brand on it: what was begun before cannot be gone on with.
    run(&portal, "UPDATE partners SET name = 'Northwind Two' WHERE name LIKE 'Northwind%'", Vec::new()).await;
    assert_eq!(ask(&ben, &[(IF_NONE_MATCH, &tag)]).await.status(), 200);
    assert_eq!(ask(&ben, &[(RANGE, "bytes=5-9"), (IF_RANGE, &tag)]).await.status(), 200);
}

#[tokio::test]
async fn papers_and_logos_are_for_their_partner_and_the_staff_that_may_see_them() {
    let portal = Portal::start().await;
    let ana = portal.person("ana@northwind.example").await;
    let family = crate::rivals::family(&portal).await;
    let deal = crate::rivals::register(&ana, "Paper Ltd", &family).await;
    let upload = deal.replace("/deals/", "/uploads/evidence/");
    assert_eq!(target(&ana.upload(&deal, &upload, &[], ("quote.pdf", b"%PDF-1.7")).await), deal);
    let page = ana.text(&deal).await;
    let file = page.split("/evidence/fi_").nth(1).unwrap().split('"').next().unwrap();
    let evidence = format!("{deal}/evidence/fi_{file}");
    let page = ana.text("/organisation").await;
    let partner = page.split("/uploads/logo/").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let svg = b"<svg xmlns='http://www.w3.org/2000/svg' width='40' height='20'><rect width='40' height='20'/></svg>";
    ana.upload("/organisation", &format!("/uploads/logo/{partner}"), &[], ("logo.svg", svg)).await;
    let logo = format!("/files/logo/{partner}");
    let mut read = portal.state.portal.store.read().await.unwrap();
    let partner = partner.parse().unwrap();
    let held =
        store::learning::certificates::of_partner(&mut read, &Scope::All, &partner, None).await.unwrap();
    drop(read);
    let certificate = format!("/certificates/{}/pdf", held[0].id);
    for (who, expected) in [
        (Some("ana@northwind.example"), [200, 200, 200]),
        (Some("greta@fabrikam.example"), [404, 404, 404]),
        (Some("petra@vendor.example"), [200, 200, 404]),
        (Some("mia@vendor.example"), [403, 404, 404]),
        (Some("elif@vendor.example"), [403, 404, 200]),
        (None, [401, 401, 401]),
    ] {
        let person = match who {
            Some(email) => portal.person(email).await,
            None => portal.nobody(),
        };
        let mut answers = [0; 3];
        for (answer, path) in answers.iter_mut().zip([&evidence, &logo, &certificate]) {
            *answer = status(&person, path).await;
        }
        assert_eq!(answers, expected, "{who:?}: evidence, logo, certificate");
    }
    let verify = format!("/verify/{}", held[0].number);
    assert!(portal.nobody().text(&verify).await.contains(&held[0].title), "anybody may verify a number");
}

#[tokio::test]
async fn a_drawing_is_shown_as_pixels_and_leaves_as_bytes_to_save() {
    let portal = Portal::start().await;
    let mia = portal.person("mia@vendor.example").await;
    let svg = b"<svg xmlns='http://www.w3.org/2000/svg' width='40' height='20'>\
        <script>alert(1)</script><rect width='40' height='20' fill='red'/></svg>";
    let made = mia.upload("/assets/manage/new", "/uploads/asset", &[("key", "k")], ("plan.svg", svg)).await;
    let id = target(&made).trim_start_matches("/assets/manage/").to_owned();
    let shown = mia.open(&format!("/assets/{id}/thumbnail")).await;
    assert_eq!(shown.headers()["content-type"], "image/png");
    assert!(shown.bytes().await.unwrap().starts_with(b"\x89PNG"));
    let taken = mia.open(&format!("/assets/{id}/download")).await;
    assert_eq!(taken.headers()["content-type"], "application/octet-stream");
    assert_eq!(taken.headers()["x-content-type-options"], "nosniff");
    assert!(taken.headers()["content-disposition"].to_str().unwrap().starts_with("attachment"));
    assert_eq!(taken.bytes().await.unwrap().as_ref(), svg);
}
