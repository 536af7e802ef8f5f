//! Sessions: their cookie, their end, and what people see when the database can't be asked about them.

use crate::portal::{Portal, target, told};
use reqwest::Method;
use server::seed;

const GATED: &str = "/api/home";

#[tokio::test]
async fn a_planted_cookie_is_worth_nothing_after_the_sign_in() {
    let portal = Portal::start().await;
    let attacker = portal.nobody();
    attacker.send("/auth/sign-in", &[("email", "nonsense")]).await;
    let planted = attacker.cookie().unwrap();
    let victim = portal.nobody().with_cookie(&planted);
    let form = [("email", "ben@northwind.example"), ("password", seed::PASSWORD)];
    assert_eq!(target(&victim.send("/auth/sign-in", &form).await), "/");
    assert_ne!(victim.cookie().unwrap(), planted);
    assert_eq!(target(&attacker.open("/deals").await), "/sign-in?next=/deals");
    assert_eq!(victim.open("/deals").await.status(), 200);
}

#[tokio::test]
async fn on_an_https_address_the_cookie_is_bound_to_it() {
    let portal = Portal::told(Some("https://portal.example"), Vec::new(), |_| Vec::new()).await;
    let form = [("email", "ben@northwind.example"), ("password", seed::PASSWORD)];
    let answer = portal.nobody().send("/auth/sign-in", &form).await;
    let cookie = answer.headers()["set-cookie"].to_str().unwrap();
    assert!(cookie.starts_with("__Host-tandem="), "{cookie}");
    for part in ["HttpOnly", "SameSite=Lax", "Secure", "Path=/", "Max-Age=604800"] {
        assert!(cookie.split("; ").any(|one| one == part), "{part} in {cookie}");
    }
    assert!(!cookie.contains("Domain"));
    assert!(answer.headers().contains_key("strict-transport-security"));
    let plain = Portal::start().await;
    let answer = plain.nobody().send("/auth/sign-in", &form).await;
    let cookie = answer.headers()["set-cookie"].to_str().unwrap();
    assert!(cookie.starts_with("tandem=") && !cookie.contains("Secure"), "{cookie}");
    assert!(!answer.headers().contains_key("strict-transport-security"));
}

#[tokio::test]
async fn a_session_ends_when_nobody_uses_it_and_after_a_week_anyway() {
    let portal = Portal::start().await;
    let (idle, busy) =
        (portal.person("ben@northwind.example").await, portal.person("ana@northwind.example").await);
    portal.pass(11 * 60);
    assert_eq!(busy.open("/deals").await.status(), 200);
    portal.kept_alive().await;
    portal.pass(2 * 60);
    assert_eq!(target(&idle.open("/deals").await), "/sign-in?next=/deals");
    for _ in 0..14 {
        assert_eq!(busy.open("/deals").await.status(), 200);
        portal.kept_alive().await;
        portal.pass(11 * 60);
    }
    portal.pass(2 * 60);
    assert_eq!(target(&busy.open("/deals").await), "/sign-in?next=/deals");
}

#[tokio::test]
async fn a_new_password_ends_every_other_session() {
    let portal = Portal::start().await;
    let (one, other) =
        (portal.person("ben@northwind.example").await, portal.person("ben@northwind.example").await);
    let form =
        [("current", seed::PASSWORD), ("password", "a long new password"), ("again", "a long new password")];
    let before = one.cookie();
    assert_eq!(target(&one.send_from("/account", "/auth/password", &form).await), "/account");
    assert_ne!(one.cookie(), before);
    assert_eq!(one.open("/deals").await.status(), 200);
    assert_eq!(target(&other.open("/deals").await), "/sign-in?next=/deals");
    let old = [("email", "ben@northwind.example"), ("password", seed::PASSWORD)];
    assert_eq!(target(&portal.nobody().send_from("/sign-in", "/auth/sign-in", &old).await), "/sign-in");
}

#[tokio::test]
async fn a_form_of_somebody_whose_session_has_ended_leads_back_to_its_page() {
    let portal = Portal::start().await;
    let ben = portal.person("ben@northwind.example").await;
    portal.pass(13 * 60);
    let answer = ben.send_from("/deals/new", "/api/deals/send", &[("key", "k")]).await;
    assert_eq!(target(&answer), "/sign-in?next=/deals/new");
}

#[tokio::test]
async fn a_database_that_is_away_is_not_taken_for_a_session_that_has_ended() {
    let portal = Portal::start().await;
    let ben = portal.person("ben@northwind.example").await;
    portal.state.portal.store.close().await;
    let page = ben.open("/deals").await;
    assert_eq!(page.status(), 503);
    assert!(page.headers().contains_key("retry-after"));
    assert!(page.text().await.unwrap().contains("The portal is busy right now"));
    let call = ben.call(Method::GET, GATED, "").await;
    assert_eq!(call.status(), 503);
    assert_eq!(told(call).await, "Busy");
    // Somebody without a session is asked to sign in, and told when that can't be.
    let form = [("email", "ben@northwind.example"), ("password", seed::PASSWORD)];
    let answer = portal.nobody().send_from("/sign-in?password=1", "/auth/sign-in", &form).await;
    assert_eq!(answer.status(), 503);
    assert!(answer.text().await.unwrap().contains("The portal is busy right now"));
}

#[tokio::test]
async fn while_somebody_else_writes_pages_are_read_and_refused_forms_are_told() {
    let portal = Portal::start().await;
    let ben = portal.person("ben@northwind.example").await;
    portal.pass(60);
    let other = portal.other_way_in().await;
    let held = other.begin(portal.state.now()).await.unwrap();
    let page = ben.open("/deals").await;
    assert_eq!(page.status(), 200, "that the session was used can't be written, and nobody has to know");
    assert!(page.text().await.unwrap().contains("<h1"));
    let answer = ben.send_from("/account", "/auth/password", &[("password", "short")]).await;
    assert_eq!(answer.status(), 503);
    let told = answer.text().await.unwrap();
    assert!(told.contains("Use at least 12 characters") && told.contains("couldn't be kept"), "{told}");
    drop(held);
    assert_eq!(ben.open("/deals").await.status(), 200);
}

#[tokio::test]
async fn what_is_told_once_is_told_again_when_that_could_not_be_written() {
    let portal = Portal::start().await;
    let ben = portal.person("ben@northwind.example").await;
    ben.send_from("/account", "/auth/password", &[("password", "short")]).await;
    let other = portal.other_way_in().await;
    let held = other.begin(portal.state.now()).await.unwrap();
    // The page takes the refused form out of the session, which can't be written now.
    let page = ben.open("/account").await;
    assert_eq!(page.status(), 200);
    assert!(page.text().await.unwrap().contains("Use at least 12 characters"));
    drop(held);
    assert!(ben.text("/account").await.contains("Use at least 12 characters"), "it is still there");
    assert!(!ben.text("/account").await.contains("Use at least 12 characters"), "and told to the end");
}
