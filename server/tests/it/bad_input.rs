//! What a registration form is given that it should not be: each is told at its field in words, nothing of it is kept that was not
//! typed, and the same form is taken once it is mended. What is odd and right is taken as it is meant.

use crate::portal::{Person, Portal};
use crate::rivals::family;
use domain::access::Scope;
use domain::lists::{List, View};
use domain::money::Money;

const GOOD: [(&str, &str); 11] = [
    ("customer_name", "Quokka Surveys"),
    ("customer_domain", "quokka.example"),
    ("customer_country", "DE"),
    ("amount", "12500"),
    ("currency", "EUR"),
    ("close_on", "2099-01-01"),
    ("contact_name", "Xaver Quokka"),
    ("contact_role", "Buyer"),
    ("contact_email", "x@quokka.example"),
    ("need", "Surveys of what is there."),
    ("send", "submit"),
];

/// The form with one field as it should not be; answers the status and the page that it led to.
async fn sent(person: &Person, family: &str, key: &str, field: &str, value: &str) -> (bool, String) {
    let mut form: Vec<(&str, &str)> =
        GOOD.iter().map(|(name, good)| (*name, if *name == field { value } else { good })).collect();
    form.extend([("id", ""), ("version", ""), ("key", key), ("programme", ""), ("families[]", family)]);
    let answer = person.send_from("/deals/new", "/api/deals/send", &form).await;
    let place = answer.headers()[reqwest::header::LOCATION].to_str().unwrap().to_owned();
    let taken = place.starts_with("/deals/dl_");
    (taken, person.text(&place).await)
}

async fn deals(portal: &Portal) -> Vec<(String, Option<Money>)> {
    let mut read = portal.state.portal.store.read().await.unwrap();
    let view = View::parse(List::Deals, "q=quokka", true);
    let found = store::deals::list(&mut read, &Scope::All, &view, portal.state.now()).await.unwrap();
    found.0.into_iter().map(|row| (row.customer, row.amount)).collect()
}

#[tokio::test]
async fn what_no_registration_can_say_is_told_at_its_field_and_nothing_is_kept() {
    let portal = Portal::start().await;
    let ana = portal.person("ana@northwind.example").await;
    let family = family(&portal).await;
    let long = "Quokka ".repeat(72);
    let cases = [
        ("customer_name", long.as_str()),
        ("customer_name", "\u{202e}\u{200b}"),
        ("customer_domain", "not a domain"),
        ("customer_country", "Atlantis"),
        ("amount", "12.500,00,1"),
        ("amount", "-5"),
        ("amount", "NaN"),
        ("amount", "99999999999999999999"),
        ("currency", "XYZ"),
        ("close_on", "2020-01-01"),
        ("close_on", "2099-02-30"),
        ("contact_email", "nobody"),
        ("contact_email", "x@qüokka.example"),
    ];
    for (at, (field, value)) in cases.iter().enumerate() {
        let key = format!("bad-{at}");
        let (taken, page) = sent(&ana, &family, &key, field, value).await;
        assert!(!taken, "{field} took {value:?}");
        assert!(page.contains("error-summary"), "{field}: nothing is told of {value:?}");
        assert!(page.contains("aria-invalid=\"true\""), "{field}: not told at its field of {value:?}");
        assert!(page.contains("Surveys of what is there."), "{field}: what was typed is lost");
        assert!(deals(&portal).await.is_empty(), "{field}: something of {value:?} was kept");
    }
    let (taken, _) = sent(&ana, &family, "good", "send", "submit").await;
    assert!(taken, "the same form is taken once it is mended");
}

#[tokio::test]
async fn what_is_odd_and_right_is_taken_as_it_is_meant() {
    let portal = Portal::start().await;
    let ana = portal.person("ana@northwind.example").await;
    let family = family(&portal).await;
    let amounts =
        ["12500", "12,500.00", "12.500,00", "12 500,00", "12\u{a0}500", "12’500.00", "12'500", "12500.0"];
    for (at, typed) in amounts.iter().enumerate() {
        let (taken, _) = sent(&ana, &family, &format!("amount-{at}"), "amount", typed).await;
        assert!(taken, "{typed:?}");
    }
    let wanted = Money { minor: 1_250_000, currency: "EUR".into() };
    for (_, amount) in deals(&portal).await {
        assert_eq!(amount.as_ref(), Some(&wanted));
    }
    assert_eq!(deals(&portal).await.len(), amounts.len());
    // What turns letters around is not kept; what looks like another letter is, as it was typed, for an approver to see.
    for (at, name) in ["Quokka \u{202e}syevruS", "Quоkkа Surveys", "=QUOKKA()"].iter().enumerate() {
        let (taken, page) = sent(&ana, &family, &format!("name-{at}"), "customer_name", name).await;
        assert!(taken && !page.contains('\u{202e}'), "{name:?}");
    }
    let (taken, page) =
        sent(&ana, &family, "punycode", "customer_domain", "https://XN--QUOKK-CUA.example/a?b").await;
    assert!(taken && page.contains("xn--quokk-cua.example"), "a domain is taken out of an address");
    let export = ana.text("/exports/deals/csv?q=quokka").await;
    assert!(
        !export.lines().any(|line| line.split(',').any(|cell| cell.trim_matches('"').starts_with('='))),
        "{export}"
    );
}
