//! Deals that people talk about, for tests of what they are told.

use crate::fixture::{NOW, Programme, Side};
use domain::access::{
    Actor, CommentInternally, CommentOnDeal, DecideDeal, ManageAccounts, Permit, RegisterDeal, Scope,
};
use domain::deals::{Contact, Customer, Deal, DealForm, Linked, NewDeal, Protection};
use domain::id::DealId;
use domain::money::Money;
use domain::time::Instant;
use store::Store;
use store::deals::{self, decide, drafts, timeline};

pub async fn submitted(store: &Store, side: &Side, customer: &str) -> DealId {
    let mut tx = store.begin(NOW).await.unwrap();
    let keep = Permit::of_the_portal(ManageAccounts);
    let family =
        store::accounts::make_family(&mut tx, &keep, &format!("Family of {customer}")).await.unwrap();
    let permit = side.user.permit(RegisterDeal { partner: side.partner.clone() }).unwrap();
    let key = format!("{customer}-{}", side.partner);
    let draft = drafts::begin(&mut tx, &permit, &DealForm::default(), &key).await.unwrap();
    let new = NewDeal {
        customer: Customer { name: customer.into(), domain: String::new(), country: "DE".into() },
        families: vec![family],
        amount: Money { minor: 1_250_000, currency: "EUR".into() },
        close_on: NOW.day().plus_days(40),
        contact: Contact { name: "Jo".into(), role: String::new(), email: "jo@acme.example".into() },
        need: "Storage for the new plant".into(),
    };
    drafts::submit(&mut tx, &permit, &draft, &new).await.unwrap();
    tx.commit().await.unwrap();
    draft.id
}

pub async fn read(store: &Store, id: &DealId) -> Deal {
    let mut read = store.read().await.unwrap();
    deals::find(&mut read, &Scope::All, id, NOW).await.unwrap().unwrap()
}

pub async fn approved(store: &Store, programme: &Programme, side: &Side, id: &DealId, now: Instant) {
    let before = read(store, id).await;
    let permit = programme.approver.permit(DecideDeal { partner: side.partner.clone() }).unwrap();
    let mut tx = store.begin(now).await.unwrap();
    let linked = Linked::New { seen: Vec::new() };
    decide::approve(&mut tx, &permit, &before, before.version, &linked, Protection::DEFAULT).await.unwrap();
    tx.commit().await.unwrap();
}

pub async fn commented(store: &Store, by: &Actor, id: &DealId, body: &str) {
    let deal = read(store, id).await;
    let permit = by.permit(CommentOnDeal { partner: deal.partner.0.clone() }).unwrap();
    let staff = !by.profile().role.is_partner();
    let mut tx = store.begin(NOW).await.unwrap();
    timeline::comment(&mut tx, &permit, &deal, staff, body, body).await.unwrap();
    tx.commit().await.unwrap();
}

pub async fn noted(store: &Store, by: &Actor, id: &DealId, body: &str) {
    let deal = read(store, id).await;
    let permit = by.permit(CommentInternally { partner: deal.partner.0.clone() }).unwrap();
    let mut tx = store.begin(NOW).await.unwrap();
    timeline::comment_internally(&mut tx, &permit, &deal, body, body).await.unwrap();
    tx.commit().await.unwrap();
}
