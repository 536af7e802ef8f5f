//! Forms of browsers without scripts: what was typed comes back with the reason; bad input never breaks anything.

use crate::portal::{Portal, target};
use reqwest::Method;

#[tokio::test]
async fn a_refused_form_comes_back_with_what_was_typed_for_one_page() {
    let portal = Portal::start().await;
    let admin = portal.person("ada@vendor.example").await;
    let form =
        [("id", ""), ("version", ""), ("legal_name", ""), ("domain", "not a domain"), ("country", "DE")];
    let answer = admin.send_from("/accounts/new", "/api/accounts/save", &form).await;
    assert_eq!(target(&answer), "/accounts/new");
    let page = admin.text("/accounts/new").await;
    assert!(page.contains("value=\"not a domain\""), "what was typed is there");
    assert!(page.contains("Enter a domain like company.com"), "and the reason");
    assert!(!admin.text("/accounts/new").await.contains("not a domain"), "for one page only");
}

#[tokio::test]
async fn bad_input_is_told_and_breaks_nothing() {
    let portal = Portal::start().await;
    let ana = portal.person("ana@northwind.example").await;
    let long = format!("customer_name={}", "x".repeat(200_000));
    for body in [
        "",
        "id=dl_../../etc/passwd&version=1&key=k",
        "id=%00&version=-1&key=%ff%fe",
        "families[]=&families[0][x]=1&key=k",
        "amount=1e309&currency=XXX&close_on=2026-02-30&key=k&send=submit",
        "customer_name=%E2%80%AEmoc.live&key=k&send=submit",
        long.as_str(),
    ] {
        let status = ana.call(Method::POST, "/api/deals/send", body).await.status().as_u16();
        assert!([200, 404, 409, 422].contains(&status), "{status} for {}", &body[..body.len().min(60)]);
    }
    let huge = "x=".to_owned() + &"y".repeat(2_000_000);
    let status = ana.call(Method::POST, "/api/deals/send", &huge).await.status().as_u16();
    assert!([413, 422].contains(&status), "{status}");
    assert_eq!(ana.open("/deals").await.status(), 200);
}

#[tokio::test]
async fn a_record_that_somebody_changed_meanwhile_is_not_overwritten() {
    let portal = Portal::start().await;
    let admin = portal.person("ada@vendor.example").await;
    let form = |name: &'static str| {
        [("id", ""), ("version", ""), ("key", name), ("legal_name", name), ("domain", ""), ("country", "DE")]
    };
    target(&admin.send_from("/accounts/new", "/api/accounts/save", &form("Zeta Works")).await);
    let list = admin.text("/accounts?q=zeta").await;
    let id = list.split("/accounts/ac_").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let change = |name: &str| format!("id=ac_{id}&version=1&legal_name={name}&domain=&country=DE");
    assert_eq!(admin.call(Method::POST, "/api/accounts/save", &change("First")).await.status(), 200);
    assert_eq!(admin.call(Method::POST, "/api/accounts/save", &change("Second")).await.status(), 409);
    assert!(admin.text(&format!("/accounts/ac_{id}")).await.contains("First"));
}

#[tokio::test]
async fn passwords_are_not_kept_with_a_refused_form_and_guessing_is_slowed() {
    let portal = Portal::start().await;
    let nobody = portal.nobody();
    let guess = [("email", "guess@nobody.example"), ("password", "hunter2hunter2"), ("next", "/deals")];
    for n in 0..11 {
        let answer = nobody.send_from("/sign-in?password=1", "/auth/sign-in", &guess).await;
        assert_eq!(target(&answer), "/sign-in?password=1", "{n}");
        let page = nobody.text("/sign-in?password=1").await;
        assert!(!page.contains("hunter2"));
        assert_eq!(page.contains("That was too often"), n == 10, "{n}");
    }
}

#[tokio::test]
async fn signing_out_everywhere_ends_every_session_and_a_lost_role_too() {
    let portal = Portal::start().await;
    let (one, other) =
        (portal.person("ben@northwind.example").await, portal.person("ben@northwind.example").await);
    assert_ne!(one.cookie(), other.cookie());
    target(&one.send_from("/account", "/auth/sign-out-everywhere", &[]).await);
    assert_eq!(target(&other.open("/deals").await), "/sign-in?next=/deals");

    let elif = portal.person("elif@vendor.example").await;
    assert_eq!(elif.open("/learning/manage").await.status(), 200);
    let admin = portal.person("ada@vendor.example").await;
    let people = admin.text("/people").await;
    let at = people.find("Elif Demir").unwrap();
    let id = people[at..].split("value=\"pe_").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let body = format!("person=pe_{id}&version=1&role=marketing");
    assert_eq!(admin.call(Method::POST, "/api/people/role", &body).await.status(), 200);
    assert_eq!(target(&elif.open("/learning/manage").await), "/sign-in?next=/learning/manage");
}
