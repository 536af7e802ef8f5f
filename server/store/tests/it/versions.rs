//! The files that an asset has had: partners get the newest, marketing sees and brings back all of them.

use crate::assets::{details, draft, file, marketing, published, read, today};
use crate::fixture::{NOW, Programme, programme};
use crate::on_both_engines;
use domain::access::Subject;
use domain::assets::{Asset, AssetFilter, Length, Look, PageSize, Version, Zone, ZoneKind, ZonesKept};
use domain::id::AssetId;
use store::assets::versions::{self, NewVersion};
use store::assets::{self, changes};
use store::{Store, StoreError};

fn page(width: f64, height: f64) -> PageSize {
    PageSize { width: Length::from_points(width), height: Length::from_points(height) }
}

fn zone(height: f64) -> Zone {
    let points = Length::from_points;
    Zone {
        page: 0,
        kind: ZoneKind::Logo,
        x: points(30.0),
        y: points(10.5),
        width: points(120.0),
        height: points(height),
        look: Look::usual(ZoneKind::Logo),
    }
}

async fn replaced(
    store: &Store,
    programme: &Programme,
    before: &Asset,
    sha256: &str,
    pages: &[PageSize],
) -> Result<ZonesKept, StoreError> {
    let mut tx = store.begin(NOW.plus_hours(1)).await.unwrap();
    let file = file(sha256);
    let new = NewVersion { file: &file, pages, words: "Words of the new one", note: "New figures" };
    let kept = versions::replace(&mut tx, &marketing(programme), before, before.version, &new).await?;
    tx.commit().await.map(|()| kept)
}

async fn restored(store: &Store, programme: &Programme, id: &AssetId, number: i64) {
    let before = read(store, id).await;
    let permit = marketing(programme);
    let mut tx = store.begin(NOW.plus_hours(2)).await.unwrap();
    let old = versions::find(&mut tx, &permit, id, number).await.unwrap().unwrap();
    versions::restore(&mut tx, &permit, &before, before.version, &old).await.unwrap();
    tx.commit().await.unwrap();
}

async fn versions_of(store: &Store, programme: &Programme, id: &AssetId) -> Vec<Version> {
    let mut read = store.read().await.unwrap();
    versions::list(&mut read, &marketing(programme), id).await.unwrap()
}

async fn found(store: &Store, word: &str) -> i64 {
    let programme_wide = domain::access::Scope::All;
    let mut read = store.read().await.unwrap();
    let filter = AssetFilter::of_words(word);
    let facets = assets::facets(&mut read, &programme_wide, &filter, today()).await.unwrap();
    facets.iter().find(|row| row.facet == "all").unwrap().assets
}

on_both_engines! {
    async fn partners_get_the_newest_file_and_marketing_sees_all_of_them(store: Store) {
        let programme = programme(&store).await;
        let id = published(&store, &programme, details("Sheet")).await;
        let before = read(&store, &id).await;
        replaced(&store, &programme, &before, "bb", &[page(595.0, 842.0)]).await.unwrap();
        for side in [&programme.nordwind, &programme.rival] {
            let mut read = store.read().await.unwrap();
            let scope = side.user.scope(Subject::Assets);
            let asset = assets::find(&mut read, &scope, &id, today()).await.unwrap().unwrap();
            assert_eq!((asset.file.sha256.as_str(), asset.version), ("bb", before.version + 1));
        }
        let all = versions_of(&store, &programme, &id).await;
        let told: Vec<_> = all
            .iter()
            .map(|one| (one.number, one.file.sha256.as_str(), one.note.as_str(), one.by.is_some(), one.at))
            .collect();
        assert_eq!(told, [(2, "bb", "New figures", true, NOW.plus_hours(1)), (1, "aa", "", true, NOW)]);
        let other = draft(&store, &programme, details("Other")).await;
        let mut read = store.read().await.unwrap();
        assert_eq!(versions::find(&mut read, &marketing(&programme), &other, 2).await.unwrap(), None);
    }

    async fn an_old_file_comes_back_as_the_newest_with_its_pages_and_words(store: Store) {
        let programme = programme(&store).await;
        let id = draft(&store, &programme, details("Sheet")).await;
        let before = read(&store, &id).await;
        replaced(&store, &programme, &before, "bb", &[page(300.0, 300.0)]).await.unwrap();
        assert_eq!(found(&store, "figures").await, 0, "what is said of a version is not searched");
        assert_eq!(found(&store, "words of the new").await, 1);
        restored(&store, &programme, &id, 1).await;
        let now = read(&store, &id).await;
        assert_eq!((now.file.sha256.as_str(), &now.pages), ("aa", &before.pages));
        assert_eq!(found(&store, "words of the new").await, 0);
        restored(&store, &programme, &id, 2).await;
        assert_eq!(found(&store, "words of the new").await, 1);
        let all = versions_of(&store, &programme, &id).await;
        let told: Vec<_> = all.iter().map(|one| (one.number, one.file.sha256.as_str(), one.restores)).collect();
        assert_eq!(told, [(4, "bb", Some(2)), (3, "aa", Some(1)), (2, "bb", None), (1, "aa", None)]);
    }

    async fn of_two_who_replace_it_at_once_one_is_told_and_leaves_nothing(store: Store) {
        let programme = programme(&store).await;
        let id = draft(&store, &programme, details("Sheet")).await;
        let before = read(&store, &id).await;
        replaced(&store, &programme, &before, "bb", &[]).await.unwrap();
        let late = replaced(&store, &programme, &before, "cc", &[]).await;
        assert!(matches!(late, Err(StoreError::Stale)), "{late:?}");
        assert_eq!(versions_of(&store, &programme, &id).await.len(), 2);
        let mut read = store.read().await.unwrap();
        assert!(!store::files::is_recorded(&mut read, "cc").await.unwrap());
    }

    async fn zones_stay_where_a_new_file_has_room_for_them_and_the_rest_is_told_until_they_are_placed(store: Store) {
        let programme = programme(&store).await;
        let id = draft(&store, &programme, details("Zones")).await;
        let permit = marketing(&programme);
        let before = read(&store, &id).await;
        let zones = [zone(40.0), zone(700.0)];
        let mut tx = store.begin(NOW).await.unwrap();
        changes::replace_zones(&mut tx, &permit, &before, before.version, &zones, true).await.unwrap();
        tx.commit().await.unwrap();
        let placed = read(&store, &id).await;
        let kept = replaced(&store, &programme, &placed, "bb", &[page(400.0, 300.0)]).await.unwrap();
        assert_eq!((kept.lost, kept.moved), (1, 1));
        let now = read(&store, &id).await;
        assert_eq!((&now.zones[..], now.strict), (&zones[..1], true));
        let told = async || {
            let newest = versions_of(&store, &programme, &id).await.swap_remove(0);
            (newest.zones_lost, newest.zones_moved)
        };
        assert_eq!(told().await, (1, 1));
        let mut tx = store.begin(NOW).await.unwrap();
        changes::replace_zones(&mut tx, &permit, &now, now.version, &zones[..1], true).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(told().await, (0, 0));
    }
}
