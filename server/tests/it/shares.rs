//! Links to collateral over HTTP: what whoever has one gets, and when nobody gets anything any more.

use crate::portal::{Person, Portal, target, told};
use domain::lists::{List, View};
use reqwest::{Method, Response};
use store::sql::Statement;

async fn run(portal: &Portal, statement: &'static str) {
    let mut tx = portal.state.portal.store.begin(portal.state.now()).await.unwrap();
    tx.run(Statement::new(statement), Vec::new()).await.unwrap();
    tx.commit().await.unwrap();
}

/// The published sheet about routers, which takes a brand.
async fn sheet(portal: &Portal) -> String {
    let mut read = portal.state.portal.store.read().await.unwrap();
    let permit = domain::access::Permit::of_the_portal(domain::access::ManageAssets);
    let mut view = View::parse(List::Assets, "", true);
    view.search = "edge routers".into();
    let (rows, _) = store::assets::page(&mut read, &permit, &view, portal.state.now().day()).await.unwrap();
    rows[0].id.to_string()
}

/// The path of a new link, made by this person.
async fn link(person: &Person, asset: &str, more: &str) -> String {
    let form = format!("asset={asset}&days=30&{more}");
    let answer = person.call(Method::POST, "/api/shares/make", &form).await;
    assert_eq!(answer.status(), 200, "{more}");
    let whole: String = app::api::rows::read(&answer.text().await.unwrap()).unwrap();
    whole.trim_start_matches(&person.origin).to_owned()
}

async fn take(who: &Person, link: &str) -> Response {
    who.send_from(link, &format!("{link}/take"), &[]).await
}

/// What somebody gets by this link: the file, or nothing.
async fn bytes(who: &Person, link: &str) -> Option<Vec<u8>> {
    let answer = take(who, link).await;
    let onward = target(&answer);
    if onward == *link {
        return None;
    }
    assert_eq!(onward, format!("{link}/file"));
    let file = who.open(&onward).await;
    assert_eq!(file.status(), 200);
    Some(file.bytes().await.unwrap().to_vec())
}

#[tokio::test]
async fn whoever_has_a_link_takes_the_copy_of_whoever_made_it() {
    let portal = Portal::start().await;
    let asset = sheet(&portal).await;
    let ana = portal.person("ana@northwind.example").await;
    let branded = link(&ana, &asset, "branded=true").await;
    let plain = link(&ana, &asset, "").await;
    let mia = portal.person("mia@vendor.example").await;
    let vendors = link(&mia, &asset, "branded=true").await;
    let own = ana.open(&format!("/assets/{asset}/download")).await.bytes().await.unwrap();
    let whole = mia.open(&format!("/assets/{asset}/download")).await.bytes().await.unwrap();
    let nobody = portal.nobody();
    assert_eq!(bytes(&nobody, &branded).await.unwrap(), own);
    assert_eq!(bytes(&nobody, &plain).await.unwrap(), whole);
    assert_eq!(bytes(&nobody, &vendors).await.unwrap(), whole, "the vendor has no brand to put on it");
    let page = nobody.open(&branded).await;
    assert_eq!(page.status(), 200);
    assert_eq!(page.headers()["x-robots-tag"], "noindex, nofollow, noarchive");
    assert_eq!(page.headers()["referrer-policy"], "same-origin");
    assert_eq!(page.headers()["cache-control"], "no-store");
    let text = page.text().await.unwrap();
    assert!(text.contains("Edge routers") && text.contains("From Northwind"), "{text}");
    assert!(!text.contains("class=\"rail\""), "without the frame of those who are signed in");
    assert_eq!(nobody.open(&format!("{branded}/preview")).await.status(), 200);
    // Signed in as a rival it is the same.
    let greta = portal.person("greta@fabrikam.example").await;
    assert_eq!(bytes(&greta, &branded).await.unwrap(), own);
}

#[tokio::test]
async fn what_follows_links_takes_nothing() {
    let portal = Portal::start().await;
    let asset = sheet(&portal).await;
    let ana = portal.person("ana@northwind.example").await;
    let link = link(&ana, &asset, "takes=1").await;
    let scanner = portal.nobody();
    for path in ["", "/preview", "/file", "/take", "/unlock"] {
        let answer = scanner.open(&format!("{link}{path}")).await;
        assert!(answer.status() != 500, "{path}");
        assert!(!answer.bytes().await.unwrap().starts_with(b"%PDF"), "{path}");
    }
    let somebody = portal.nobody();
    assert!(bytes(&somebody, &link).await.is_some());
    // Taken once, it can be fetched again by the same browser, in parts if it likes, and by nobody else.
    assert!(bytes(&somebody, &link).await.is_some());
    assert!(bytes(&portal.nobody(), &link).await.is_none());
    let page = portal.nobody().open(&link).await;
    assert_eq!(page.status(), 410);
    assert!(page.text().await.unwrap().contains("used up"));
    assert!(portal.nobody().text(&format!("{link}/file")).await.is_empty(), "no file without taking it");
}

#[tokio::test]
async fn a_link_leads_nowhere_as_soon_as_anything_behind_it_is_gone() {
    let portal = Portal::start().await;
    let asset = sheet(&portal).await;
    let ana = portal.person("ana@northwind.example").await;
    let link = link(&ana, &asset, "branded=true").await;
    let somebody = portal.nobody();
    assert!(bytes(&somebody, &link).await.is_some());
    for (gone, back) in [
        (
            "UPDATE assets SET state = 'withdrawn' WHERE title LIKE 'Edge%'",
            "UPDATE assets SET state = 'published' WHERE title LIKE 'Edge%'",
        ),
        (
            "UPDATE assets SET publish_on = '2020-01-01', expire_on = '2020-01-02' WHERE title LIKE 'Edge%'",
            "UPDATE assets SET expire_on = NULL WHERE title LIKE 'Edge%'",
        ),
        (
            "UPDATE people SET active = FALSE WHERE email LIKE 'ana@%'",
            "UPDATE people SET active = TRUE WHERE email LIKE 'ana@%'",
        ),
        (
            "INSERT INTO asset_tiers (asset_id, tier) SELECT id, 'platinum' FROM assets WHERE title LIKE 'Edge%'",
            "DELETE FROM asset_tiers WHERE tier = 'platinum' AND asset_id IN (SELECT id FROM assets WHERE title LIKE 'Edge%')",
        ),
        (
            "UPDATE people SET partner_id = (SELECT partner_id FROM people WHERE email LIKE 'greta@%') WHERE email LIKE 'ana@%'",
            "UPDATE people SET partner_id = (SELECT partner_id FROM people WHERE email LIKE 'ben@northwind%') WHERE email LIKE 'ana@%'",
        ),
        ("UPDATE shares SET revoked_at = 1", "UPDATE shares SET revoked_at = NULL"),
    ] {
        run(&portal, gone).await;
        let page = portal.nobody().open(&link).await;
        assert_eq!(page.status(), 410, "{gone}");
        assert!(page.text().await.unwrap().contains("work any more"), "{gone}");
        assert_eq!(portal.nobody().open(&format!("{link}/preview")).await.status(), 404, "{gone}");
        // Who has taken it before gets no byte of it any more either.
        assert!(bytes(&somebody, &link).await.is_none(), "{gone}");
        assert_eq!(target(&somebody.open(&format!("{link}/file")).await), link, "{gone}");
        run(&portal, back).await;
        assert!(bytes(&somebody, &link).await.is_some(), "{back}");
    }
    portal.pass(31 * 24 * 60);
    assert_eq!(portal.nobody().open(&link).await.status(), 410, "its days are over");
    assert!(bytes(&somebody, &link).await.is_none());
    for guess in ["/s/x", "/s/0000000000000000000000000000000000000000", "/s/%00", "/s/..%2f..%2fetc"] {
        assert_eq!(portal.nobody().open(guess).await.status(), 404, "{guess}");
    }
}

#[tokio::test]
async fn a_password_is_asked_for_before_anything_is_said_and_cannot_be_guessed_in_bulk() {
    let portal = Portal::start().await;
    let asset = sheet(&portal).await;
    let ana = portal.person("ana@northwind.example").await;
    let link = link(&ana, &asset, "password=open+sesame+1").await;
    let somebody = portal.nobody();
    let page = somebody.text(&link).await;
    assert!(page.contains("has a password") && !page.contains("Edge routers"), "{page}");
    assert_eq!(somebody.open(&format!("{link}/preview")).await.status(), 404);
    assert!(bytes(&somebody, &link).await.is_none());
    let unlock = format!("{link}/unlock");
    let wrong = somebody.send_from(&link, &unlock, &[("password", "open sesame 2")]).await;
    assert_eq!(target(&wrong), link);
    let page = somebody.text(&link).await;
    assert!(page.contains("This is not the password") && !page.contains("open sesame"), "{page}");
    assert_eq!(target(&somebody.send_from(&link, &unlock, &[("password", "open sesame 1")]).await), link);
    assert!(somebody.text(&link).await.contains("Edge routers"));
    assert!(bytes(&somebody, &link).await.is_some());
    assert!(portal.nobody().text(&link).await.contains("has a password"), "another browser has not given it");
    for _ in 0..20 {
        somebody.send_from(&link, &unlock, &[("password", "guess guess")]).await;
    }
    let late = portal.nobody();
    late.send_from(&link, &unlock, &[("password", "open sesame 1")]).await;
    assert!(late.text(&link).await.contains("has a password"), "even the right one waits now");
}

#[tokio::test]
async fn links_are_made_within_reach_and_taken_back_by_their_own_side() {
    let portal = Portal::start().await;
    let asset = sheet(&portal).await;
    let ana = portal.person("ana@northwind.example").await;
    for bad in ["days=0", "days=366", "days=30&takes=0", "days=30&password=short", "days="] {
        let answer = ana.call(Method::POST, "/api/shares/make", &format!("asset={asset}&{bad}")).await;
        assert_eq!(answer.status(), 422, "{bad}");
    }
    run(&portal, "UPDATE assets SET state = 'withdrawn' WHERE title LIKE 'Storage%'").await;
    let hidden = {
        let mut read = portal.state.portal.store.read().await.unwrap();
        let sql = Statement::new("SELECT id FROM assets WHERE state <> 'published' ORDER BY id");
        read.all(sql, Vec::new()).await.unwrap()[0].text("id").unwrap()
    };
    let answer = ana.call(Method::POST, "/api/shares/make", &format!("asset={hidden}&days=3")).await;
    assert_eq!(told(answer).await, "Missing");
    let path = link(&ana, &asset, "").await;
    let page = ana.text("/shares").await;
    let share = page.rsplit("name=\"share\" value=\"").next().unwrap().split('"').next().unwrap().to_owned();
    let greta = portal.person("greta@fabrikam.example").await;
    assert_eq!(
        told(greta.call(Method::POST, "/api/shares/revoke", &format!("share={share}")).await).await,
        "Missing"
    );
    // Without scripts, from the page.
    let shares: Vec<&str> =
        page.split("name=\"share\" value=\"").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
    for share in shares {
        assert_eq!(
            target(&ana.send_from("/shares", "/api/shares/revoke", &[("share", share)]).await),
            "/shares"
        );
    }
    assert_eq!(portal.nobody().open(&path).await.status(), 410);
    assert!(ana.text("/shares").await.contains("Revoked"));
}

#[tokio::test]
async fn a_link_is_shown_once_without_scripts_and_its_secret_stands_in_no_address() {
    let portal = Portal::start().await;
    let asset = sheet(&portal).await;
    let ana = portal.person("ana@northwind.example").await;
    let page = format!("/assets/{asset}");
    let form =
        [("asset", asset.as_str()), ("days", "30"), ("takes", ""), ("password", ""), ("branded", "true")];
    let answer = ana.send_from(&page, "/api/shares/make", &form).await;
    assert_eq!(target(&answer), page);
    let told = ana.text(&page).await;
    let at = told.find("/s/").unwrap_or_else(|| panic!("{told}"));
    let link = told[at..].split('"').next().unwrap();
    assert_eq!(portal.nobody().open(link).await.status(), 200);
    assert!(!ana.text(&page).await.contains("copy-link"), "once");
}
