//! Drafts as people write them: saved, opened again, kept while typed, handed in twice at once.

use crate::portal::{Person, Portal, target};
use domain::access::Scope;
use domain::lists::{List, View};
use reqwest::Method;
use store::deals;

const TYPED: &str = "customer_name=Halberd+Ltd&customer_domain=&customer_country=GB&amount=7777&currency=EUR&close_on=2099-01-01\
    &contact_name=Jo&contact_role=&contact_email=jo%40halberd.example&need=Storage";

/// The value of a hidden field of a page's form.
fn hidden(page: &str, name: &str) -> String {
    let field = page.split("<input").find(|field| field.contains(&format!("name=\"{name}\"")));
    let field = field.unwrap_or_else(|| panic!("no field {name}"));
    field.split("value=\"").nth(1).unwrap_or_default().split('"').next().unwrap_or_default().to_owned()
}

fn family(page: &str) -> String {
    let at = page.find("value=\"fa_").unwrap_or_else(|| panic!("no family on the page"));
    page[at + 7..].split('"').next().unwrap_or_default().to_owned()
}

async fn form(person: &Person, path: &str) -> String {
    let page = person.text(path).await;
    let (id, version, key) = (hidden(&page, "id"), hidden(&page, "version"), hidden(&page, "key"));
    format!("id={id}&version={version}&key={key}&families[]={}&{TYPED}", family(&page))
}

async fn send(person: &Person, form: &str, send: &str) -> u16 {
    person.call(Method::POST, "/api/deals/send", &format!("{form}&send={send}")).await.status().as_u16()
}

async fn halberds(portal: &Portal) -> Vec<domain::deals::State> {
    let mut read = portal.state.portal.store.read().await.unwrap();
    let found =
        deals::list(&mut read, &Scope::All, &View::parse(List::Deals, "q=halberd", true), portal.state.now())
            .await
            .unwrap();
    found.0.into_iter().map(|row| row.state).collect()
}

#[tokio::test]
async fn a_draft_that_was_saved_is_opened_again_and_handed_in() {
    let portal = Portal::start().await;
    let ana = portal.person("ana@northwind.example").await;
    let new = form(&ana, "/deals/new").await;
    let fields: Vec<(String, String)> = new
        .split('&')
        .chain(["send=draft"])
        .filter_map(|pair| pair.split_once('='))
        .map(|(name, value)| (name.to_owned(), value.replace('+', " ").replace("%40", "@")))
        .collect();
    let fields: Vec<(&str, &str)> =
        fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let place = target(&ana.send_from("/deals/new", "/api/deals/send", &fields).await);
    let edit = place.split('?').next().unwrap();
    assert!(edit.ends_with("/edit"), "{place}");
    let again = form(&ana, edit).await;
    assert_eq!(send(&ana, &again, "draft").await, 200);
    let third = form(&ana, edit).await;
    assert_eq!(send(&ana, &third, "submit").await, 200);
    assert_eq!(halberds(&portal).await, [domain::deals::State::Submitted]);
}

#[tokio::test]
async fn what_is_kept_while_the_form_is_sent_is_no_conflict_and_two_tabs_are() {
    let portal = Portal::start().await;
    let ana = portal.person("ana@northwind.example").await;
    let new = form(&ana, "/deals/new").await;
    let kept = ana.call(Method::POST, "/api/deals/keep", &new).await;
    assert_eq!(kept.status(), 200);
    // Its id and its version.
    let draft: (String, String, String) = app::api::rows::read(&kept.text().await.unwrap()).unwrap();
    let edit = format!("/deals/{}/edit", draft.0);
    let (one, other) = (form(&ana, &edit).await, form(&ana, &edit).await);
    // A pause in typing is kept, and the form that was sent before the answer came still names the version before.
    assert_eq!(ana.call(Method::POST, "/api/deals/keep", &one).await.status(), 200);
    assert_eq!(send(&ana, &other, "draft").await, 409, "another tab does not go over it");
    assert_eq!(send(&ana, &one, "submit").await, 200);
    assert_eq!(
        ana.call(Method::POST, "/api/deals/keep", &one).await.status(),
        409,
        "a late pause changes nothing"
    );
}

#[tokio::test]
async fn a_form_sent_many_times_at_once_is_one_deal_and_nobody_is_told_otherwise() {
    let portal = Portal::start().await;
    let ana = portal.person("ana@northwind.example").await;
    let new = form(&ana, "/deals/new").await;
    let sent = futures::future::join_all((0..5).map(|_| send(&ana, &new, "submit"))).await;
    assert_eq!(sent, [200; 5]);
    assert_eq!(halberds(&portal).await.len(), 1);
}

#[tokio::test]
async fn a_family_that_left_the_programme_is_told_at_its_field() {
    let portal = Portal::start().await;
    let ana = portal.person("ana@northwind.example").await;
    let new = form(&ana, "/deals/new").await;
    let admin = portal.person("ada@vendor.example").await;
    let families = admin.text("/accounts/families").await;
    let id = new.split("families[]=").nth(1).unwrap().split('&').next().unwrap();
    let row = families.split("<form").find(|form| form.contains(id)).unwrap();
    let (version, name) = (hidden(row, "version"), hidden(row, "name"));
    let retire = format!("id={id}&version={version}&name={name}&active=false");
    assert_eq!(admin.call(Method::POST, "/api/accounts/family", &retire).await.status(), 200);
    let refused = ana.call(Method::POST, "/api/deals/send", &format!("{new}&send=submit")).await;
    assert_eq!(refused.status(), 422);
    assert!(refused.text().await.unwrap().contains("families"));
}
