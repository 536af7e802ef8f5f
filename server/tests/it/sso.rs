//! Single sign-on over HTTP, against real providers of two organisations.

use crate::portal::{Person, Portal, target};
use domain::access::{KeepOwnAccount, ManagePeople, Permit, Role};
use provider::{Client, Fault, Provider};
use reqwest::header::LOCATION;
use server::config::Connection;
use store::people::NewPerson;
use store::people::identities::{Identity, link};
use url::Url;

struct Setting {
    portal: Portal,
    northwind: Provider,
    fabrikam: Provider,
}

fn connection(key: &str, organisation: &str, issuer: &str) -> Connection {
    Connection {
        key: key.into(),
        name: format!("{organisation} sign-in"),
        issuer: issuer.into(),
        client_id: format!("tandem-{key}"),
        client_secret: Some("secret".into()),
        client_secret_file: None,
        domains: Vec::new(),
        organisation: organisation.into(),
        role: Role::PartnerUser,
    }
}

fn person(sub: &str, email: &str) -> provider::Person {
    provider::Person { sub: sub.into(), email: email.into(), name: format!("{sub} of somewhere") }
}

async fn setting() -> Setting {
    let (one, other) = (listener().await, listener().await);
    let issuers = [&one, &other].map(|l| format!("http://{}", l.local_addr().unwrap()));
    let portal = Portal::with(|_| {
        vec![
            connection("northwind", "Northwind", &issuers[0]),
            connection("fabrikam", "fabrikam.example", &issuers[1]),
        ]
    })
    .await;
    let client = |key: &str| Client {
        id: format!("tandem-{key}"),
        secret: "secret".into(),
        redirect_uri: format!("{}/sign-in/{key}/callback", portal.origin),
        post_logout: format!("{}/sign-in?ended=1", portal.origin),
    };
    // Each provider lists the other's people too: it may say so, and must not be believed.
    let people = vec![
        person("clara", "clara@northwind.example"),
        person("ben", "ben@northwind.example"),
        person("fred", "fred@fabrikam.example"),
    ];
    let northwind = Provider::start(one, people.clone(), client("northwind")).unwrap();
    let fabrikam = Provider::start(other, people, client("fabrikam")).unwrap();
    Setting { portal, northwind, fabrikam }
}

async fn listener() -> tokio::net::TcpListener {
    tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap()
}

/// Leaves for the provider of an address; answers the provider's page.
async fn leave(person: &Person, path: &str, email: &str) -> Url {
    let answer = person.send_from("/sign-in", path, &[("email", email), ("next", "/deals")]).await;
    assert_eq!(answer.status(), 200);
    let page = answer.text().await.unwrap();
    let url = page.split("url=").nth(1).unwrap().split('"').next().unwrap().replace("&amp;", "&");
    Url::parse(&url).unwrap()
}

/// Presses somebody's button at the provider; answers the address that leads back.
async fn press(url: &Url, sub: &str) -> String {
    let mut form: Vec<(String, String)> = url.query_pairs().into_owned().collect();
    form.push(("sub".into(), sub.into()));
    let http = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap();
    let answer = http.post(url.join("/sign-in").unwrap()).form(&form).send().await.unwrap();
    answer.headers()[LOCATION].to_str().unwrap().to_owned()
}

async fn sign_in(person: &Person, email: &str, sub: &str) -> String {
    let url = leave(person, "/auth/find", email).await;
    target(&person.open(&press(&url, sub).await).await)
}

async fn accounts(portal: &Portal) -> usize {
    let mut read = portal.state.portal.store.read().await.unwrap();
    store::people::list(&mut read, &domain::access::Scope::All, None).await.unwrap().len()
}

#[tokio::test]
async fn the_first_sign_in_makes_the_person_and_the_second_finds_it() {
    let setting = setting().await;
    let before = accounts(&setting.portal).await;
    let clara = setting.portal.nobody();
    assert_eq!(sign_in(&clara, "clara@northwind.example", "clara").await, "/deals");
    let page = clara.text("/").await;
    assert!(
        page.contains("clara of somewhere") && page.contains("Northwind") && page.contains("Partner user")
    );
    let again = setting.portal.nobody();
    assert_eq!(sign_in(&again, "someone@northwind.example", "clara").await, "/deals");
    assert_eq!(accounts(&setting.portal).await, before + 1);
}

#[tokio::test]
async fn a_provider_that_asserts_anothers_people_is_refused_and_nobody_is_made() {
    let setting = setting().await;
    let before = accounts(&setting.portal).await;
    for (email, sub) in [("x@northwind.example", "fred"), ("x@fabrikam.example", "clara")] {
        let person = setting.portal.nobody();
        assert_eq!(sign_in(&person, email, sub).await, "/sign-in/unknown?why=domain");
        assert_eq!(target(&person.open("/deals").await), "/sign-in?next=/deals");
    }
    assert_eq!(accounts(&setting.portal).await, before);
    let mut read = setting.portal.state.portal.store.read().await.unwrap();
    let permit = domain::access::Permit::of_the_portal(domain::access::ReadHistory);
    let lines = store::audit::of_record(&mut read, &permit, "connection", "northwind").await.unwrap();
    assert_eq!(lines.len(), 1);
    let after = lines[0].after.as_deref().unwrap();
    assert_eq!(lines[0].act, "sign_in.refused");
    assert!(after.contains("foreign_domain") && after.contains("fred@fabrikam.example"), "{after}");
    drop(setting.fabrikam);
}

#[tokio::test]
async fn an_account_is_linked_from_inside_only() {
    let setting = setting().await;
    let stranger = setting.portal.nobody();
    assert_eq!(sign_in(&stranger, "ben@northwind.example", "ben").await, "/sign-in/unknown?why=taken");
    let ben = setting.portal.person("ben@northwind.example").await;
    let url = leave(&ben, "/auth/link", "").await;
    assert_eq!(target(&ben.open(&press(&url, "ben").await).await), "/account");
    let fresh = setting.portal.nobody();
    assert_eq!(sign_in(&fresh, "ben@northwind.example", "ben").await, "/deals");
    assert!(fresh.text("/").await.contains("Ben Ortiz"));
    // What is Ben's cannot become Ana's.
    let ana = setting.portal.person("ana@northwind.example").await;
    let url = leave(&ana, "/auth/link", "").await;
    assert_eq!(target(&ana.open(&press(&url, "ben").await).await), "/sign-in/unknown?why=linked");
}

#[tokio::test]
async fn an_answer_works_once_and_in_its_own_browser_only() {
    let setting = setting().await;
    let clara = setting.portal.nobody();
    let url = leave(&clara, "/auth/find", "clara@northwind.example").await;
    let back = press(&url, "clara").await;
    let thief = setting.portal.nobody();
    assert_eq!(target(&thief.open(&back).await), "/sign-in/unknown?why=refused");
    assert_eq!(target(&clara.open(&back).await), "/deals");
    let inside = clara.cookie();
    assert_eq!(target(&clara.open(&back).await), "/", "who is in already stays who they are");
    assert_eq!(inside, clara.cookie());
    clara.send("/auth/sign-out", &[]).await;
    assert_eq!(target(&clara.open(&back).await), "/sign-in/unknown?why=refused");
}

#[tokio::test]
async fn a_faulty_provider_gets_nobody_in_and_each_fault_its_page() {
    let setting = setting().await;
    for (fault, page) in [
        (Fault::WrongNonce, "refused"),
        (Fault::Expired, "refused"),
        (Fault::UnknownKey, "refused"),
        (Fault::Unverified, "unverified"),
        (Fault::Hangs, "silent"),
    ] {
        setting.northwind.do_wrong(Some(fault));
        let person = setting.portal.nobody();
        let led = sign_in(&person, "clara@northwind.example", "clara").await;
        assert_eq!(led, format!("/sign-in/unknown?why={page}"), "{fault:?}");
        assert_eq!(person.open(&led).await.status(), 200);
    }
}

#[tokio::test]
async fn an_address_without_a_provider_gets_a_clear_page() {
    let setting = setting().await;
    let answer = setting.portal.nobody().send("/auth/find", &[("email", "x@unknown.example")]).await;
    assert_eq!(target(&answer), "/sign-in/unknown?why=no-provider");
}

#[tokio::test]
async fn signing_out_goes_to_the_provider_too() {
    let setting = setting().await;
    let clara = setting.portal.nobody();
    sign_in(&clara, "clara@northwind.example", "clara").await;
    let inside = clara.cookie();
    let answer = clara.send("/auth/sign-out", &[]).await;
    let page = answer.text().await.unwrap();
    assert!(page.contains(&format!("{}/end?id_token_hint=", setting.northwind.issuer)), "{page}");
    assert_ne!(inside, clara.cookie());
    assert_eq!(target(&clara.open("/deals").await), "/sign-in?next=/deals");
}

#[tokio::test]
async fn a_sign_in_in_another_tab_does_not_spoil_the_first() {
    let setting = setting().await;
    let clara = setting.portal.nobody();
    let first = leave(&clara, "/auth/find", "clara@northwind.example").await;
    leave(&clara, "/auth/find", "fred@fabrikam.example").await;
    assert_eq!(target(&clara.open(&press(&first, "clara").await).await), "/deals");
    // Nobody has more than five on the way: the oldest has given way.
    let dana = setting.portal.nobody();
    let oldest = leave(&dana, "/auth/find", "clara@northwind.example").await;
    for _ in 0..5 {
        leave(&dana, "/auth/find", "clara@northwind.example").await;
    }
    let led = target(&dana.open(&press(&oldest, "clara").await).await);
    assert_eq!(led, "/sign-in/unknown?why=refused");
}

#[tokio::test]
async fn a_known_identity_opens_accounts_of_the_connections_organisation_only() {
    let setting = setting().await;
    sign_in(&setting.portal.nobody(), "clara@northwind.example", "clara").await;
    // As if the account had been moved to another organisation: the provider has no say over Fabrikam's people.
    let store = &setting.portal.state.portal.store;
    let permit = Permit::of_the_portal(ManagePeople);
    let fabrikam = {
        let mut read = store.read().await.unwrap();
        store::partners::by_domain(&mut read, "fabrikam.example").await.unwrap().unwrap()
    };
    let new = NewPerson {
        name: "Moved".into(),
        email: "moved@fabrikam.example".into(),
        role: Role::PartnerUser,
        partner: Some(fabrikam),
        password_hash: None,
    };
    let mut tx = store.begin(setting.portal.state.now()).await.unwrap();
    let moved = store::people::make(&mut tx, &permit, &new).await.unwrap();
    let identity = Identity {
        issuer: setting.northwind.issuer.clone(),
        subject: "ben".into(),
        email: "ben@northwind.example".into(),
    };
    link(&mut tx, &Permit::of_the_portal(KeepOwnAccount), &moved, &identity).await.unwrap();
    tx.commit().await.unwrap();
    let ben = setting.portal.nobody();
    let led = sign_in(&ben, "ben@northwind.example", "ben").await;
    assert_eq!(led, "/sign-in/unknown?why=organisation");
    assert!(ben.text(&led).await.contains("Your account is of another organisation"));
    assert_eq!(target(&ben.open("/deals").await), "/sign-in?next=/deals");
}

#[tokio::test]
async fn only_the_very_address_of_the_account_is_linked_and_can_be_taken_off_again() {
    let setting = setting().await;
    let ana = setting.portal.person("ana@northwind.example").await;
    let url = leave(&ana, "/auth/link", "").await;
    let led = target(&ana.open(&press(&url, "clara").await).await);
    assert_eq!(led, "/sign-in/unknown?why=address", "a colleague's identity is not hers");
    let ben = setting.portal.person("ben@northwind.example").await;
    let url = leave(&ben, "/auth/link", "").await;
    target(&ben.open(&press(&url, "ben").await).await);
    assert!(ben.text("/account").await.contains(&setting.northwind.issuer));
    let form = [("issuer", setting.northwind.issuer.as_str()), ("subject", "ben")];
    assert_eq!(target(&ben.send_from("/account", "/api/people/unlink", &form).await), "/account");
    assert!(!ben.text("/account").await.contains(&setting.northwind.issuer));
    let led = sign_in(&setting.portal.nobody(), "ben@northwind.example", "ben").await;
    assert_eq!(led, "/sign-in/unknown?why=taken");
}

#[tokio::test]
async fn a_first_password_needs_a_fresh_sign_in_and_the_last_way_in_stays() {
    let setting = setting().await;
    let clara = setting.portal.nobody();
    sign_in(&clara, "clara@northwind.example", "clara").await;
    let form = [("issuer", setting.northwind.issuer.as_str()), ("subject", "clara")];
    clara.send_from("/account", "/api/people/unlink", &form).await;
    assert!(clara.text("/account").await.contains("This is the only way into your account"));
    let password = [("password", "a long new password"), ("again", "a long new password")];
    setting.portal.pass(11);
    clara.send_from("/account", "/auth/password", &password).await;
    assert!(clara.text("/account").await.contains("Sign in again and set the password within 10 minutes"));
    setting.portal.pass(-2);
    assert_eq!(target(&clara.send_from("/account", "/auth/password", &password).await), "/account");
    assert!(!clara.text("/account").await.contains("Sign in again and set"));
    // The provider that she came from is still told when she leaves, also everywhere at once.
    let page = clara.send("/auth/sign-out-everywhere", &[]).await.text().await.unwrap();
    assert!(page.contains(&format!("{}/end?id_token_hint=", setting.northwind.issuer)), "{page}");
    assert!(page.contains("sign-in%3Fended%3D1"), "{page}");
}

#[tokio::test]
async fn a_session_from_a_provider_ends_after_a_day_however_much_it_is_used() {
    let setting = setting().await;
    let clara = setting.portal.nobody();
    sign_in(&clara, "clara@northwind.example", "clara").await;
    for _ in 0..2 {
        setting.portal.pass(11 * 60);
        assert_eq!(clara.open("/deals").await.status(), 200);
        setting.portal.kept_alive().await;
    }
    setting.portal.pass(3 * 60);
    assert_eq!(target(&clara.open("/deals").await), "/sign-in?next=/deals");
}
