//! Customer accounts with all that is known of them: what the matching engine makes of it, and who reads it.

use crate::fixture::{NOW, Programme, Side, programme};
use crate::on_both_engines;
use domain::access::{DecideDeal, ManageAccounts, Permit, RegisterDeal, Scope, Subject};
use domain::accounts::{Details, NewAccount, Segment};
use domain::deals::{Claim, Customer, Verdict};
use domain::id::{AccountId, FamilyId};
use store::accounts::{self, record};
use store::deals::matching as claims;
use store::{Store, StoreError};

pub fn keeping(programme: &Programme) -> Permit<ManageAccounts> {
    programme.administrator.permit(ManageAccounts).unwrap()
}

pub fn called(name: &str) -> NewAccount {
    NewAccount { legal_name: name.into(), country: "DE".into(), ..NewAccount::default() }
}

pub async fn make(store: &Store, programme: &Programme, new: &NewAccount) -> AccountId {
    let mut tx = store.begin(NOW).await.unwrap();
    let id = accounts::make(&mut tx, &keeping(programme), new, &new.legal_name).await.unwrap();
    tx.commit().await.unwrap();
    id
}

pub async fn change(
    store: &Store,
    programme: &Programme,
    id: &AccountId,
    new: &NewAccount,
) -> Result<(), StoreError> {
    let mut tx = store.begin(NOW).await.unwrap();
    let before = accounts::find(&mut tx, &keeping(programme), id).await.unwrap().unwrap();
    accounts::change(&mut tx, &keeping(programme), &before, before.version, new).await?;
    tx.commit().await
}

pub async fn family(store: &Store, programme: &Programme, name: &str) -> FamilyId {
    let mut tx = store.begin(NOW).await.unwrap();
    let id = accounts::make_family(&mut tx, &keeping(programme), name).await.unwrap();
    tx.commit().await.unwrap();
    id
}

async fn alike(store: &Store, programme: &Programme, name: &str, domain: &str) -> Vec<AccountId> {
    let permit =
        programme.approver.permit(DecideDeal { partner: programme.nordwind.partner.clone() }).unwrap();
    let customer = Customer { name: name.into(), domain: domain.into(), country: "DE".into() };
    let mut read = store.read().await.unwrap();
    let found = accounts::like_this(&mut read, &permit, &customer.company()).await.unwrap();
    found.into_iter().map(|account| account.id).collect()
}

async fn verdict(store: &Store, side: &Side, name: &str, family: &FamilyId) -> Verdict {
    let permit: Permit<RegisterDeal> =
        side.user.permit(RegisterDeal { partner: side.partner.clone() }).unwrap();
    let claim = Claim::of(name, "", vec![family.clone()]).in_country("DE");
    let mut read = store.read().await.unwrap();
    claims::verdict(&mut read, &permit, &claim, NOW).await.unwrap()
}

on_both_engines! {
    async fn an_account_is_found_by_each_of_its_names_and_domains(store: Store) {
        let programme = programme(&store).await;
        let mut new = called("Südwind Transporte GmbH");
        new.domain = "suedwind.example".into();
        new.details = Details {
            trading_names: vec!["Zebra Cargo".into(), "Nordvik Logistik".into()],
            more_domains: vec!["zebracargo.test".into()],
            segment: Some(Segment::MidMarket),
            city: "Hamburg".into(),
            ..Details::default()
        };
        let id = make(&store, &programme, &new).await;
        make(&store, &programme, &called("Ostwind Milch GmbH")).await;
        for (name, domain) in [("Suedwind Transporte", ""), ("Zebra Cargo Ltd", ""), ("NORDVIK LOGISTIK", ""), ("Quite another", "www.zebracargo.test")] {
            assert_eq!(alike(&store, &programme, name, domain).await, std::slice::from_ref(&id), "{name} {domain}");
        }
        let mut read = store.read().await.unwrap();
        let kept = record::find(&mut read, &Scope::All, &id).await.unwrap().unwrap();
        assert_eq!(kept.details, new.details);
        drop(read);
        new.details.trading_names.pop();
        new.details.more_domains.clear();
        change(&store, &programme, &id, &new).await.unwrap();
        assert_eq!(alike(&store, &programme, "Nordvik Logistik", "").await, []);
        assert_eq!(alike(&store, &programme, "Quite another", "zebracargo.test").await, []);
        assert_eq!(alike(&store, &programme, "Zebra Cargo", "").await, [id]);
    }

    async fn an_account_that_is_named_for_a_partner_stands_in_the_way_of_its_rival_only(store: Store) {
        let programme = programme(&store).await;
        let storage = family(&store, &programme, "Storage").await;
        let mut new = called("Nordvik Logistik GmbH");
        let id = make(&store, &programme, &new).await;
        assert_eq!(verdict(&store, &programme.rival, "Nordvik Logistik", &storage).await, Verdict::Clear);
        new.details.named_for = Some(programme.nordwind.partner.clone());
        change(&store, &programme, &id, &new).await.unwrap();
        assert_eq!(verdict(&store, &programme.rival, "Nordvik Logistik", &storage).await, Verdict::PossibleConflict);
        assert_eq!(verdict(&store, &programme.nordwind, "Nordvik Logistik", &storage).await, Verdict::Clear);
        assert_eq!(verdict(&store, &programme.rival, "Harvest Bank", &storage).await, Verdict::Clear);
    }

    async fn a_channel_manager_reads_what_the_own_partners_have_to_do_with(store: Store) {
        let programme = programme(&store).await;
        let with = |partner| NewAccount { details: Details { named_for: Some(partner), ..Details::default() }, ..called("Nordvik") };
        let own = make(&store, &programme, &with(programme.nordwind.partner.clone())).await;
        let other = make(&store, &programme, &NewAccount { legal_name: "Other".into(), ..with(programme.rival.partner.clone()) }).await;
        let mut read = store.read().await.unwrap();
        for (who, reads) in [
            (&programme.administrator, [true, true]),
            (&programme.approver, [true, true]),
            (&programme.manager, [true, false]),
            (&programme.marketing, [false, false]),
            (&programme.nordwind.administrator, [false, false]),
            (&programme.rival.user, [false, false]),
        ] {
            let scope = who.scope(Subject::Accounts);
            for (id, reads) in [&own, &other].into_iter().zip(reads) {
                let found = record::find(&mut read, &scope, id).await.unwrap();
                assert_eq!(found.is_some(), reads, "{}", who.profile().name);
            }
        }
    }

    async fn accounts_above_one_another_are_followed_and_named_by_one_name_only(store: Store) {
        let programme = programme(&store).await;
        let top = make(&store, &programme, &called("Top Holding")).await;
        let below = |parent: &AccountId| Details { parent: Some(parent.clone()), ..Details::default() };
        let middle = make(&store, &programme, &NewAccount { details: below(&top), ..called("Middle") }).await;
        let bottom = make(&store, &programme, &NewAccount { details: below(&middle), ..called("Bottom") }).await;
        make(&store, &programme, &NewAccount { domain: "twice.example".into(), ..called("Twice") }).await;
        let mut tx = store.begin(NOW).await.unwrap();
        let permit = keeping(&programme);
        accounts::make(&mut tx, &permit, &called("Twice"), "second").await.unwrap();
        assert_eq!(record::chain(&mut tx, &permit, &bottom).await.unwrap(), [bottom, middle.clone(), top.clone()]);
        assert_eq!(record::called(&mut tx, &permit, "Top Holding").await.unwrap(), Some(top.clone()));
        assert_eq!(record::called(&mut tx, &permit, "Twice").await.unwrap(), None, "which of the two?");
        assert!(record::called(&mut tx, &permit, "twice.example").await.unwrap().is_some());
        assert_eq!(record::called(&mut tx, &permit, middle.as_str()).await.unwrap(), Some(middle.clone()));
        let found = record::find(&mut tx, &Scope::All, &top).await.unwrap().unwrap();
        assert_eq!(found.below, [(middle, "Middle".to_owned())]);
    }
}
