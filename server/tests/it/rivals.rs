//! What a rival's browser receives, byte by byte: nothing of another partner.

use crate::portal::{Person, Portal, target};
use domain::access::Scope;
use domain::lists::{List, View};
use reqwest::Method;
use store::deals;

/// Pages and calls that a partner's person can reach without an id.
const OPEN: [&str; 15] = [
    "/",
    "/deals",
    "/deals?q=acme",
    "/deals?state=approved",
    "/deals?sort=-amount&c=customer&c=person",
    "/views/deals",
    "/deals/new",
    "/organisation",
    "/learning",
    "/certificates",
    "/certifications",
    "/assets",
    "/account",
    "/api/lists/show?list=deals&query=state%3Dwon",
    "/api/home",
];

pub async fn register(person: &Person, customer: &str, family: &str) -> String {
    register_at(person, (customer, "zanzibar-secret.example"), family).await
}

/// Registers a deal with a customer that has this name and domain; answers its path.
pub async fn register_at(person: &Person, (customer, domain): (&str, &str), family: &str) -> String {
    let form = [
        ("id", ""),
        ("version", ""),
        ("key", customer),
        ("customer_name", customer),
        ("customer_domain", domain),
        ("customer_country", "DE"),
        ("families[]", family),
        ("amount", "7777"),
        ("currency", "EUR"),
        ("close_on", "2099-01-01"),
        ("contact_name", "Xaver Geheim"),
        ("contact_role", ""),
        ("contact_email", "x@zanzibar-secret.example"),
        ("need", "Nobody else may read this"),
        ("send", "submit"),
    ];
    target(&person.send_from("/deals/new", "/api/deals/send", &form).await)
}

pub async fn family(portal: &Portal) -> String {
    let mut read = portal.state.portal.store.read().await.unwrap();
    let first = deals::list(&mut read, &Scope::All, &View::parse(List::Deals, "", true), portal.state.now())
        .await
        .unwrap();
    let deal = deals::find(&mut read, &Scope::All, &first.0[0].id, portal.state.now()).await.unwrap();
    deal.unwrap().families[0].0.to_string()
}

#[tokio::test]
async fn a_rival_reads_no_byte_of_anothers_deal() {
    let portal = Portal::start().await;
    let family = family(&portal).await;
    let ana = portal.person("ana@northwind.example").await;
    let path = register(&ana, "Zanzibar Secret Labs", &family).await;
    assert!(ana.text(&path).await.contains("Zanzibar Secret Labs"));
    let rival = portal.person("greta@fabrikam.example").await;
    let id = path.trim_start_matches("/deals/").to_owned();
    let mut received = String::new();
    for page in OPEN {
        received.push_str(&rival.text(page).await);
    }
    for page in [
        path.clone(),
        format!("{path}/edit"),
        format!("{path}/evidence/fi_x"),
        format!("/api/deals/record?id={id}"),
    ] {
        let answer = rival.open(&page).await;
        assert_eq!(answer.status(), 404, "{page}");
        received.push_str(&answer.text().await.unwrap());
    }
    // The verdict says one word, whatever the name; the rest of the answer is the same.
    let ask = |name: &str| format!("name={name}&domain=&families[0]={family}");
    let known = rival
        .call(Method::POST, "/api/deals/verdict", &ask("ZANZIBAR secret labs"))
        .await
        .text()
        .await
        .unwrap();
    let other =
        rival.call(Method::POST, "/api/deals/verdict", &ask("Quite+another")).await.text().await.unwrap();
    // One word: of two verdicts the second, and the first.
    assert_eq!((known.as_str(), other.as_str()), ("[1]", "[0]"));
    received.push_str(&known);
    let id_alone = id.trim_start_matches("dl_");
    for secret in ["Zanzibar", "zanzibar", "7777", "7,777", "Xaver", "Nobody else may read this", id_alone] {
        assert!(!received.contains(secret), "a rival received {secret}");
    }
}

#[tokio::test]
async fn a_rival_changes_nothing_of_anothers_deal() {
    let portal = Portal::start().await;
    let family = family(&portal).await;
    let ana = portal.person("ana@northwind.example").await;
    let path = register(&ana, "Zanzibar Secret Labs", &family).await;
    let id = path.trim_start_matches("/deals/");
    let rival = portal.person("greta@fabrikam.example").await;
    for (call, body) in [
        ("/api/deals/step", format!("id={id}&version=2&step=withdraw")),
        ("/api/deals/comment", format!("id={id}&key=k&body=mine+now&internal=")),
        ("/api/deals/keep", format!("id={id}&version=2&key=k&customer_name=Mine")),
    ] {
        assert_eq!(rival.call(Method::POST, call, &body).await.status(), 404, "{call}");
    }
    let upload = rival.upload(&path, &format!("/uploads/evidence/{id}"), &[], ("a.pdf", b"%PDF-1.7")).await;
    assert_eq!(upload.status(), 303);
    let after = ana.text(&path).await;
    assert!(after.contains("Submitted") && !after.contains("mine now") && !after.contains("a.pdf"));
}

#[tokio::test]
async fn a_deal_sent_twice_is_one() {
    let portal = Portal::start().await;
    let family = family(&portal).await;
    let ana = portal.person("ana@northwind.example").await;
    let first = register(&ana, "Twice Ltd", &family).await;
    let second = register(&ana, "Twice Ltd", &family).await;
    assert_eq!(first, second);
    let mut read = portal.state.portal.store.read().await.unwrap();
    let found = deals::list(
        &mut read,
        &Scope::All,
        &View::parse(List::Deals, "q=twice+ltd", true),
        portal.state.now(),
    )
    .await
    .unwrap();
    assert_eq!(found.0.len(), 1);
}
