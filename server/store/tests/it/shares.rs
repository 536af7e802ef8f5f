//! Links to collateral: what is kept of them, who sees them, and when they lead nowhere.

use crate::assets::{details, marketing, published, read};
use crate::fixture::{NOW, Programme, Side, programme};
use crate::on_both_engines;
use domain::access::{ManagePeople, Permit, ShareAssets, Subject};
use domain::assets::{Asset, ShareState};
use domain::id::ShareId;
use store::assets::shares::{self, NewShare};
use store::sql::Statement;
use store::{Store, StoreError};

fn new(takes_most: Option<i64>) -> NewShare {
    NewShare { expires_at: NOW.plus_days(30), takes_most, cobranded: false, password_hash: None }
}

async fn asset(store: &Store, programme: &Programme) -> Asset {
    let id = published(store, programme, details("Shared")).await;
    read(store, &id).await
}

fn permit(side: &Side) -> Permit<ShareAssets> {
    side.user.permit(ShareAssets { partner: side.partner.clone() }).unwrap()
}

async fn share(store: &Store, side: &Side, asset: &Asset, new: &NewShare, secret: &str) -> ShareId {
    let mut tx = store.begin(NOW).await.unwrap();
    let id = shares::make(&mut tx, &permit(side), asset, new, secret).await.unwrap();
    tx.commit().await.unwrap();
    id
}

on_both_engines! {
    async fn the_secret_of_a_link_is_nowhere_in_the_rows(store: Store) {
        let programme = programme(&store).await;
        let asset = asset(&store, &programme).await;
        share(&store, &programme.nordwind, &asset, &new(None), "the-secret").await;
        let mut read = store.read().await.unwrap();
        for table in ["shares", "audit", "outbox"] {
            let sql = match table {
                "shares" => "SELECT id || token_hash || asset_id AS t FROM shares",
                "audit" => "SELECT record_id || COALESCE(after, '') AS t FROM audit",
                _ => "SELECT payload AS t FROM outbox",
            };
            for row in read.all(Statement::new(sql), Vec::new()).await.unwrap() {
                assert!(!row.text("t").unwrap().contains("the-secret"), "{table}");
            }
        }
        assert!(shares::by_secret(&mut read, "the-secret").await.unwrap().unwrap().is_vouched_for);
        for wrong in ["the-secre", "the-secret ", "", "%"] {
            assert!(shares::by_secret(&mut read, wrong).await.unwrap().is_none(), "{wrong}");
        }
    }

    async fn an_organisation_sees_its_own_links_only(store: Store) {
        let programme = programme(&store).await;
        let asset = asset(&store, &programme).await;
        let theirs = share(&store, &programme.nordwind, &asset, &new(None), "a").await;
        let vendors = {
            let mut tx = store.begin(NOW).await.unwrap();
            let id = shares::make(&mut tx, &marketing(&programme), &asset, &new(None), "b").await.unwrap();
            tx.commit().await.unwrap();
            id
        };
        let mut read = store.read().await.unwrap();
        for (who, sees) in [
            (&programme.nordwind.administrator, vec![&theirs]),
            (&programme.rival.administrator, vec![]),
            (&programme.marketing, vec![&vendors, &theirs]),
            (&programme.manager, vec![]),
        ] {
            let scope = who.scope(Subject::Assets);
            let rows = shares::list(&mut read, &scope, Some(&asset.id)).await.unwrap();
            let mut ids: Vec<_> = rows.iter().map(|row| &row.share.id).collect();
            ids.sort();
            let mut sees = sees;
            sees.sort();
            assert_eq!(ids, sees);
        }
        let rival = programme.rival.user.scope(Subject::Assets);
        assert!(shares::find(&mut read, &rival, &theirs).await.unwrap().is_none());
    }

    async fn the_last_taking_is_taken_once(store: Store) {
        let programme = programme(&store).await;
        let asset = asset(&store, &programme).await;
        let id = share(&store, &programme.nordwind, &asset, &new(Some(2)), "few").await;
        for expected in [true, true, false] {
            let mut tx = store.begin(NOW.plus_days(1)).await.unwrap();
            let taken = shares::take(&mut tx, &id).await;
            assert_eq!(taken.is_ok(), expected, "{taken:?}");
            if expected {
                tx.commit().await.unwrap();
            }
        }
        let mut read = store.read().await.unwrap();
        let found = shares::by_secret(&mut read, "few").await.unwrap().unwrap();
        assert_eq!((found.share.takes, found.share.state(NOW)), (2, ShareState::UsedUp));
        assert_eq!(shares::takes(&mut read, &id, 10).await.unwrap().len(), 2);
    }

    async fn a_link_is_worth_what_its_maker_is_today(store: Store) {
        let programme = programme(&store).await;
        let asset = asset(&store, &programme).await;
        let id = share(&store, &programme.nordwind, &asset, &new(None), "worth").await;
        let people: Permit<ManagePeople> = Permit::of_the_portal(ManagePeople);
        let person = programme.nordwind.user.profile().person.clone();
        let all = domain::access::Scope::All;
        let mut tx = store.begin(NOW).await.unwrap();
        let line = store::people::find(&mut tx, &all, &person).await.unwrap().unwrap();
        store::people::changes::set_active(&mut tx, &people, &line, line.version, false).await.unwrap();
        tx.commit().await.unwrap();
        let mut read = store.read().await.unwrap();
        assert!(!shares::by_secret(&mut read, "worth").await.unwrap().unwrap().is_vouched_for, "closed");
        drop(read);
        let scope = programme.nordwind.administrator.scope(Subject::Assets);
        let mut tx = store.begin(NOW).await.unwrap();
        let row = shares::find(&mut tx, &scope, &id).await.unwrap().unwrap();
        shares::revoke(&mut tx, &permit(&programme.nordwind), &row).await.unwrap();
        let again = shares::revoke(&mut tx, &permit(&programme.nordwind), &row).await;
        assert!(matches!(again, Err(StoreError::Stale)), "{again:?}");
        assert!(matches!(shares::take(&mut tx, &id).await, Err(StoreError::Stale)), "revoked");
    }
}
