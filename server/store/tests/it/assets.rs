//! Collateral: who reaches what on which day, and what stays in the log.

use crate::fixture::{NOW, Programme, programme};
use crate::on_both_engines;
use domain::access::{ManageAssets, Permit, Scope, Subject};
use domain::assets::{
    Asset, AssetDetails, AssetFilter, AssetKind, AssetSort, Length, Look, PageSize, Zone, ZoneKind,
};
use domain::id::AssetId;
use domain::partners::Tier;
use domain::time::Day;
use store::assets::changes::{self, NewAsset};
use store::assets::{self, downloads};
use store::files::NewFile;
use store::{Store, StoreError};

pub fn marketing(programme: &Programme) -> Permit<ManageAssets> {
    programme.marketing.permit(ManageAssets).unwrap()
}

pub fn details(title: &str) -> AssetDetails {
    AssetDetails {
        title: title.into(),
        description: String::new(),
        kind: AssetKind::DataSheet,
        language: "en".into(),
        tags: vec!["storage".into()],
        tiers: Vec::new(),
        types: Vec::new(),
        publish_on: None,
        expire_on: None,
    }
}

pub fn file(sha256: &str) -> NewFile {
    NewFile { sha256: sha256.into(), bytes: 10, kind: "pdf".into(), name: "sheet.pdf".into() }
}

fn a4() -> PageSize {
    PageSize { width: Length::from_points(595.0), height: Length::from_points(842.0) }
}

fn logo_zone(height: f64) -> Zone {
    let points = Length::from_points;
    Zone {
        page: 0,
        kind: ZoneKind::Logo,
        x: points(30.0),
        y: points(10.5),
        width: points(120.0),
        height: points(height),
        look: Look { text: "x".into(), required: true, ..Look::usual(ZoneKind::Logo) },
    }
}

pub async fn draft(store: &Store, programme: &Programme, details: AssetDetails) -> AssetId {
    let mut tx = store.begin(NOW).await.unwrap();
    let key = details.title.clone();
    let new = NewAsset { details, pages: vec![a4()], words: String::new(), idempotency_key: key };
    let id = changes::make(&mut tx, &marketing(programme), &file("aa"), &new).await.unwrap();
    tx.commit().await.unwrap();
    id
}

pub async fn read(store: &Store, id: &AssetId) -> Asset {
    let mut read = store.read().await.unwrap();
    assets::find(&mut read, &Scope::All, id, today()).await.unwrap().unwrap()
}

pub async fn published(store: &Store, programme: &Programme, details: AssetDetails) -> AssetId {
    let id = draft(store, programme, details).await;
    let before = read(store, &id).await;
    let mut tx = store.begin(NOW).await.unwrap();
    changes::publish(&mut tx, &marketing(programme), &before, before.version).await.unwrap();
    tx.commit().await.unwrap();
    id
}

pub fn today() -> Day {
    NOW.day()
}

on_both_engines! {
    async fn a_partner_reaches_what_is_published_for_it_and_nothing_else(store: Store) {
        let programme = programme(&store).await;
        let open = published(&store, &programme, details("Open")).await;
        let hidden = draft(&store, &programme, details("Draft")).await;
        let platinum = published(&store, &programme, AssetDetails { tiers: vec![Tier::Platinum], ..details("Platinum") }).await;
        let later = published(&store, &programme, AssetDetails { publish_on: Some(today().plus_days(3)), ..details("Later") }).await;
        let scope = programme.nordwind.user.scope(Subject::Assets);
        let mut read = store.read().await.unwrap();
        let page = assets::library(&mut read, &scope, &AssetFilter::default(), AssetSort::Newest, None, today()).await.unwrap();
        let seen: Vec<_> = page.rows.iter().map(|row| row.id.clone()).collect();
        assert_eq!(seen, std::slice::from_ref(&open));
        for id in [&hidden, &platinum, &later] {
            assert_eq!(assets::find(&mut read, &scope, id, today()).await.unwrap(), None);
        }
        assert!(assets::find(&mut read, &scope, &later, today().plus_days(3)).await.unwrap().is_some());
        // A channel manager has nothing to do with collateral.
        let manager = programme.manager.scope(Subject::Assets);
        assert_eq!(assets::find(&mut read, &manager, &open, today()).await.unwrap(), None);
    }

    async fn an_expired_asset_is_out_of_reach_on_its_day(store: Store) {
        let programme = programme(&store).await;
        let end = today().plus_days(5);
        let id = published(&store, &programme, AssetDetails { expire_on: Some(end), ..details("Ends") }).await;
        let scope = programme.rival.user.scope(Subject::Assets);
        let mut read = store.read().await.unwrap();
        assert!(assets::find(&mut read, &scope, &id, end.plus_days(-1)).await.unwrap().is_some());
        assert_eq!(assets::find(&mut read, &scope, &id, end).await.unwrap(), None);
        let soon = assets::expiring(&mut read, &marketing(&programme), today(), 10).await.unwrap();
        assert_eq!(soon.len(), 1);
    }

    async fn a_change_from_an_older_state_is_refused(store: Store) {
        let programme = programme(&store).await;
        let id = draft(&store, &programme, details("Twice")).await;
        let before = read(&store, &id).await;
        let permit = marketing(&programme);
        let mut tx = store.begin(NOW).await.unwrap();
        changes::change(&mut tx, &permit, &before, before.version, &details("First")).await.unwrap();
        tx.commit().await.unwrap();
        let mut tx = store.begin(NOW).await.unwrap();
        let second = changes::change(&mut tx, &permit, &before, before.version, &details("Second")).await;
        assert!(matches!(second, Err(StoreError::Stale)), "{second:?}");
        drop(tx);
        assert_eq!(read(&store, &id).await.title, "First");
    }

    async fn zones_are_kept_with_all_that_is_said_of_them(store: Store) {
        let programme = programme(&store).await;
        let id = draft(&store, &programme, details("Zones")).await;
        let permit = marketing(&programme);
        let before = read(&store, &id).await;
        let zones = [logo_zone(40.0), logo_zone(700.0)];
        let mut tx = store.begin(NOW).await.unwrap();
        changes::replace_zones(&mut tx, &permit, &before, before.version, &zones, true).await.unwrap();
        tx.commit().await.unwrap();
        let placed = read(&store, &id).await;
        assert_eq!((&placed.zones[..], placed.strict), (&zones[..], true));
    }

    async fn the_same_upload_sent_twice_is_one_asset(store: Store) {
        let programme = programme(&store).await;
        let first = draft(&store, &programme, details("Once")).await;
        let mut tx = store.begin(NOW).await.unwrap();
        let permit = marketing(&programme);
        let again = NewAsset { details: details("Once"), pages: Vec::new(), words: String::new(), idempotency_key: "Once".into() };
        let second = changes::make(&mut tx, &permit, &file("aa"), &again).await;
        assert!(matches!(second, Err(StoreError::Duplicate { .. })), "{second:?}");
        drop(tx);
        let mut read = store.read().await.unwrap();
        assert_eq!(assets::by_key(&mut read, &permit, "Once").await.unwrap(), Some(first));
    }

    async fn a_download_in_pieces_is_noted_once(store: Store) {
        let programme = programme(&store).await;
        let id = published(&store, &programme, details("Taken")).await;
        let asset = read(&store, &id).await;
        for seconds in [0, 5, 700] {
            let mut tx = store.begin(NOW.plus_seconds(seconds)).await.unwrap();
            downloads::note(&mut tx, &programme.nordwind.user, &asset, true).await.unwrap();
            tx.commit().await.unwrap();
        }
        let mut read = store.read().await.unwrap();
        let log = downloads::latest(&mut read, &marketing(&programme), &id, 10).await.unwrap();
        assert_eq!(log.len(), 2);
        assert_eq!(log[0].partner.as_deref(), Some("Nordwind"));
    }

    async fn search_takes_its_words_literally(store: Store) {
        let programme = programme(&store).await;
        published(&store, &programme, details("100 % recycled")).await;
        published(&store, &programme, details("Other")).await;
        published(&store, &programme, details("Öl und Wärme")).await;
        let scope = programme.nordwind.user.scope(Subject::Assets);
        let mut read = store.read().await.unwrap();
        for (search, found) in [("100 %", 1), ("%", 1), ("STORAGE", 3), ("_", 0), ("", 3), ("öl", 1), ("WÄRME", 1)] {
            let facets = assets::facets(&mut read, &scope, &AssetFilter::of_words(search), today()).await.unwrap();
            let all = facets.iter().find(|row| row.facet == "all").unwrap();
            assert_eq!(all.assets, found, "{search}");
        }
    }
}
