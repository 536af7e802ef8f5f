//! Keys of companies: written with their record, found in another spelling, made anew where they are missing.

use crate::fixture::{NOW, Programme, Side, programme};
use crate::on_both_engines;
use domain::access::{DecideDeal, ManageAccounts, Permit, RegisterDeal};
use domain::accounts::NewAccount;
use domain::deals::{Claim, Contact, Customer, DealForm, NewDeal, Verdict};
use domain::id::{AccountId, DealId, FamilyId};
use domain::money::Money;
use matching::Verdict as Judged;
use store::deals::{self, drafts, matching as claims};
use store::sql::Statement;
use store::{Store, accounts, keys};

fn new_account(name: &str, domain: &str) -> NewAccount {
    NewAccount {
        legal_name: name.into(),
        domain: domain.into(),
        country: "DE".into(),
        ..NewAccount::default()
    }
}

fn keeping(programme: &Programme) -> Permit<ManageAccounts> {
    programme.administrator.permit(ManageAccounts).unwrap()
}

fn decision(programme: &Programme) -> Permit<DecideDeal> {
    programme.approver.permit(DecideDeal { partner: programme.nordwind.partner.clone() }).unwrap()
}

fn customer(name: &str, domain: &str) -> Customer {
    Customer { name: name.into(), domain: domain.into(), country: "DE".into() }
}

async fn account(store: &Store, programme: &Programme, name: &str, domain: &str) -> AccountId {
    let mut tx = store.begin(NOW).await.unwrap();
    let id = accounts::make(&mut tx, &keeping(programme), &new_account(name, domain), name).await.unwrap();
    tx.commit().await.unwrap();
    id
}

async fn family(store: &Store, programme: &Programme) -> FamilyId {
    let mut tx = store.begin(NOW).await.unwrap();
    let id = accounts::make_family(&mut tx, &keeping(programme), "Storage").await.unwrap();
    tx.commit().await.unwrap();
    id
}

async fn deal(store: &Store, side: &Side, customer: Customer, family: &FamilyId) -> DealId {
    let permit: Permit<RegisterDeal> =
        side.user.permit(RegisterDeal { partner: side.partner.clone() }).unwrap();
    let new = NewDeal {
        families: vec![family.clone()],
        amount: Money { minor: 100, currency: "EUR".into() },
        close_on: NOW.day().plus_days(40),
        contact: Contact { name: "Jo".into(), role: String::new(), email: "jo@acme.example".into() },
        need: "Storage".into(),
        customer,
    };
    let mut tx = store.begin(NOW).await.unwrap();
    let key = format!("{}-{}", new.customer.name, side.partner);
    let draft = drafts::begin(&mut tx, &permit, &DealForm::default(), &key).await.unwrap();
    drafts::submit(&mut tx, &permit, &draft, &new).await.unwrap();
    tx.commit().await.unwrap();
    draft.id
}

async fn alike(store: &Store, programme: &Programme, name: &str, domain: &str) -> Vec<AccountId> {
    let mut read = store.read().await.unwrap();
    let company = customer(name, domain).company();
    let found = accounts::like_this(&mut read, &decision(programme), &company).await.unwrap();
    found.into_iter().map(|account| account.id).collect()
}

on_both_engines! {
    async fn an_account_is_found_in_other_words_and_scripts(store: Store) {
        let programme = programme(&store).await;
        let muller = account(&store, &programme, "Müller Maschinenbau GmbH & Co. KG", "mueller-maschinenbau.example").await;
        let severstal = account(&store, &programme, "ПАО Северсталь", "").await;
        account(&store, &programme, "Müller Milch GmbH", "milch.example").await;
        for (name, domain) in [
            ("MUELLER MASCHINENBAU", ""),
            ("Muller Machinery", ""),
            ("Maschinenbau Müller", "www.mueller-maschinenbau.example"),
        ] {
            assert_eq!(alike(&store, &programme, name, domain).await, std::slice::from_ref(&muller), "{name}");
        }
        assert_eq!(alike(&store, &programme, "Severstal", "").await, [severstal]);
        assert_eq!(alike(&store, &programme, "Nobody like this", "").await, []);
        assert_eq!(alike(&store, &programme, "", "").await, []);
    }

    async fn an_account_that_is_called_otherwise_is_found_by_its_new_name_only(store: Store) {
        let programme = programme(&store).await;
        let id = account(&store, &programme, "Nordvik Logistik", "").await;
        let mut tx = store.begin(NOW).await.unwrap();
        let before = accounts::find(&mut tx, &keeping(&programme), &id).await.unwrap().unwrap();
        let new = new_account("Südwind Transporte", "");
        accounts::change(&mut tx, &keeping(&programme), &before, before.version, &new).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(alike(&store, &programme, "Nordvik Logistik", "").await, []);
        assert_eq!(alike(&store, &programme, "SUEDWIND TRANSPORTE", "").await, [id]);
    }

    async fn keys_that_are_missing_are_made(store: Store) {
        let programme = programme(&store).await;
        let storage = family(&store, &programme).await;
        let id = account(&store, &programme, "Nordvik Logistik", "").await;
        let registered = deal(&store, &programme.nordwind, customer("Nordvik Logistik", ""), &storage).await;
        let mut tx = store.begin(NOW).await.unwrap();
        for text in ["DELETE FROM search_account_keys", "DELETE FROM search_deal_keys", "DELETE FROM search_keyed"] {
            tx.run(Statement::new(text), Vec::new()).await.unwrap();
        }
        tx.commit().await.unwrap();
        assert_eq!(alike(&store, &programme, "Nordvik Logistik", "").await, []);
        let mut tx = store.begin(NOW).await.unwrap();
        assert_eq!(keys::fill(&mut tx, 1).await.unwrap(), 2);
        assert_eq!(keys::fill(&mut tx, 1).await.unwrap(), 0);
        tx.commit().await.unwrap();
        assert_eq!(alike(&store, &programme, "Nordvik Logistik", "").await, [id]);
        let claim = Claim::of("NORDVIK Logistik", "", vec![storage]);
        let rival = &programme.rival;
        let permit = rival.user.permit(RegisterDeal { partner: rival.partner.clone() }).unwrap();
        let mut read = store.read().await.unwrap();
        assert_eq!(claims::verdict(&mut read, &permit, &claim, NOW).await.unwrap(), Verdict::PossibleConflict);
        assert!(deals::find(&mut read, &domain::access::Scope::All, &registered, NOW).await.unwrap().is_some());
    }

    async fn an_approver_sees_the_gravest_first_with_score_and_reasons(store: Store) {
        let programme = programme(&store).await;
        let storage = family(&store, &programme).await;
        let weaker = deal(&store, &programme.nordwind, customer("Nordvik", ""), &storage).await;
        let surer = deal(&store, &programme.nordwind, customer("Nordvik Logistik GmbH", "nordvik.example"), &storage).await;
        deal(&store, &programme.nordwind, customer("Nordvik Brauerei", "bier.example"), &storage).await;
        let asked = deal(&store, &programme.rival, customer("NORDVIK LOGISTIK", "www.nordvik.example"), &storage).await;
        let mut read = store.read().await.unwrap();
        let deal = deals::find(&mut read, &domain::access::Scope::All, &asked, NOW).await.unwrap().unwrap();
        let found = claims::candidates(&mut read, &decision(&programme), &deal, NOW).await.unwrap();
        assert_eq!(found.first().map(|one| &one.id), Some(&surer));
        assert!(found.iter().skip(1).all(|one| one.id == weaker), "{found:?}");
        // Nobody has decided yet, so nothing blocks.
        assert_eq!(found[0].judgement.verdict, Judged::Possible);
        assert!(found[0].judgement.score >= 95, "{}", found[0].judgement.score);
        let sayings = found[0].judgement.tree.sayings();
        assert!(sayings.contains(&&matching::Saying::SameDomain("nordvik.example".into())), "{sayings:?}");
        assert!(sayings.contains(&&matching::Saying::WindowWaiting), "{sayings:?}");
    }

    async fn a_name_that_very_many_have_still_finds_its_own(store: Store) {
        let programme = programme(&store).await;
        for n in 0..120 {
            account(&store, &programme, &format!("Müller Betrieb{n}abc GmbH"), "").await;
        }
        let own = account(&store, &programme, "Müller Spezialwerk GmbH", "").await;
        assert_eq!(alike(&store, &programme, "Mueller Spezialwerk", "").await, [own]);
    }
}
