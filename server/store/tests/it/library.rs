//! Finding collateral: filters that count, orders that page, collections of which each partner sees its own part.

use crate::assets::{details, draft, marketing, published, read, today};
use crate::fixture::{NOW, Programme, programme};
use crate::on_both_engines;
use domain::access::{Scope, Subject};
use domain::assets::{
    Age, AssetDetails, AssetFilter, AssetKind, AssetSort, CollectionDetails, CollectionStep, PageSize,
};
use domain::id::{AssetId, CollectionId};
use domain::partners::Tier;
use store::assets::collections;
use store::assets::{self, downloads};
use store::{Store, StoreError};

async fn count(store: &Store, scope: &Scope, filter: &AssetFilter, facet: &str, value: &str) -> i64 {
    let mut read = store.read().await.unwrap();
    let facets = assets::facets(&mut read, scope, filter, today()).await.unwrap();
    facets.iter().find(|row| row.facet == facet && row.value == value).map_or(0, |row| row.assets)
}

/// Four for everybody, one for platinum partners, and one that nobody has yet.
async fn shelf(store: &Store, programme: &Programme) -> Vec<AssetId> {
    let tagged = |title: &str, kind, language: &str, tags: &[&str]| AssetDetails {
        kind,
        language: language.into(),
        tags: tags.iter().map(|tag| (*tag).to_owned()).collect(),
        ..details(title)
    };
    use AssetKind::{CaseStudy, DataSheet};
    let mut ids = Vec::new();
    for new in [
        tagged("Alpha sheet", DataSheet, "en", &["edge"]),
        tagged("Beta sheet", DataSheet, "de", &["edge", "storage"]),
        AssetDetails {
            description: "For hospitals".into(),
            ..tagged("gamma story", CaseStudy, "en", &["storage"])
        },
        AssetDetails {
            expire_on: Some(today().plus_days(10)),
            ..tagged("Delta story", CaseStudy, "de", &[])
        },
        AssetDetails { tiers: vec![Tier::Platinum], ..tagged("Secret sheet", DataSheet, "en", &["edge"]) },
    ] {
        ids.push(published(store, programme, new).await);
    }
    ids.push(draft(store, programme, tagged("Draft sheet", DataSheet, "en", &["edge"])).await);
    ids
}

async fn titles(store: &Store, scope: &Scope, filter: &AssetFilter, sort: AssetSort) -> Vec<String> {
    let mut read = store.read().await.unwrap();
    let page = assets::library(&mut read, scope, filter, sort, None, today()).await.unwrap();
    page.rows.into_iter().map(|row| row.title).collect()
}

async fn collection(store: &Store, programme: &Programme, of: &[&AssetId]) -> CollectionId {
    let permit = marketing(programme);
    let new = CollectionDetails { name: "Launch".into(), description: String::new() };
    let mut tx = store.begin(NOW).await.unwrap();
    let id = collections::make(&mut tx, &permit, &new, "launch").await.unwrap();
    tx.commit().await.unwrap();
    for asset in of {
        step(store, programme, &id, CollectionStep::Add, asset).await.unwrap();
    }
    id
}

async fn step(
    store: &Store,
    programme: &Programme,
    id: &CollectionId,
    step: CollectionStep,
    asset: &AssetId,
) -> Result<(), StoreError> {
    let permit = marketing(programme);
    let mut tx = store.begin(NOW).await.unwrap();
    let (before, _) = collections::find(&mut tx, &Scope::All, id, today()).await?.unwrap();
    let order = collections::order(&mut tx, &permit, id).await?;
    let order = step.order(&order, asset).unwrap();
    collections::step(&mut tx, &permit, &before, before.version, (step, asset), &order).await?;
    tx.commit().await
}

on_both_engines! {
    async fn each_choice_says_how_many_it_would_leave_beside_the_others(store: Store) {
        let programme = programme(&store).await;
        let ids = shelf(&store, &programme).await;
        let launch = collection(&store, &programme, &[&ids[0], &ids[2], &ids[4]]).await;
        let scope = programme.nordwind.user.scope(Subject::Assets);
        let all = AssetFilter::default();
        let german = AssetFilter { language: "de".into(), ..AssetFilter::default() };
        let sheets = AssetFilter { kind: Some(AssetKind::DataSheet), ..german.clone() };
        let launch = launch.to_string();
        for (filter, facet, value, expected) in [
            (&all, "all", "", 4),
            (&all, "kind", "data_sheet", 2),
            (&all, "tag", "edge", 2),
            (&all, "collection", &*launch, 2),
            (&all, "age", "new", 4),
            (&all, "age", "expiring", 1),
            (&all, "brand", "yes", 0),
            (&german, "all", "", 2),
            (&german, "kind", "data_sheet", 1),
            (&german, "language", "en", 2),
            (&german, "collection", &*launch, 0),
            (&sheets, "all", "", 1),
            (&sheets, "language", "en", 1),
            (&sheets, "kind", "case_study", 1),
            (&sheets, "tag", "storage", 1),
        ] {
            assert_eq!(count(&store, &scope, filter, facet, value).await, expected, "{facet} {value} of {filter:?}");
        }
        assert_eq!(count(&store, &Scope::All, &all, "all", "").await, 6, "marketing has them all");
        assert_eq!(count(&store, &Scope::All, &all, "state", "draft").await, 1);
        assert_eq!(count(&store, &Scope::Nobody, &all, "all", "").await, 0);
    }

    async fn every_filter_leaves_as_many_as_it_said(store: Store) {
        let programme = programme(&store).await;
        shelf(&store, &programme).await;
        let scope = programme.nordwind.user.scope(Subject::Assets);
        for filter in [
            AssetFilter::default(),
            AssetFilter { tag: "edge".into(), ..AssetFilter::default() },
            AssetFilter { age: Some(Age::Expiring), ..AssetFilter::default() },
            AssetFilter { age: Some(Age::New), language: "en".into(), ..AssetFilter::default() },
            AssetFilter { branded: true, ..AssetFilter::default() },
            AssetFilter::of_words("story hospitals"),
            AssetFilter::of_words("nothing like it"),
        ] {
            let shown = titles(&store, &scope, &filter, AssetSort::Newest).await.len();
            assert_eq!(count(&store, &scope, &filter, "all", "").await, shown as i64, "{filter:?}");
        }
        assert_eq!(titles(&store, &scope, &AssetFilter::of_words("story hospitals"), AssetSort::Title).await, ["gamma story"]);
    }

    async fn an_asset_is_found_by_the_words_on_its_pages(store: Store) {
        let programme = programme(&store).await;
        let mut tx = store.begin(NOW).await.unwrap();
        let new = assets::changes::NewAsset {
            details: details("Sheet"),
            pages: Vec::<PageSize>::new(),
            words: "Größte Leistung in 100 % aller Räume".into(),
            idempotency_key: "words".into(),
        };
        let id = assets::changes::make(&mut tx, &marketing(&programme), &crate::assets::file("aa"), &new).await.unwrap();
        tx.commit().await.unwrap();
        for (search, found) in [("größte sheet", 1), ("LEISTUNG 100 %", 1), ("leistung_", 0)] {
            let count = count(&store, &Scope::All, &AssetFilter::of_words(search), "all", "").await;
            assert_eq!(count, found, "{search}");
        }
        assert!(read(&store, &id).await.description.is_empty());
    }

    async fn each_order_goes_on_where_its_page_ended(store: Store) {
        let programme = programme(&store).await;
        let ids = shelf(&store, &programme).await;
        let taken = read(&store, &ids[1]).await;
        let mut tx = store.begin(NOW).await.unwrap();
        downloads::note(&mut tx, &programme.nordwind.user, &taken, true).await.unwrap();
        tx.commit().await.unwrap();
        let scope = programme.nordwind.user.scope(Subject::Assets);
        let by_title = titles(&store, &scope, &AssetFilter::default(), AssetSort::Title).await;
        assert_eq!(by_title, ["Alpha sheet", "Beta sheet", "Delta story", "gamma story"]);
        assert_eq!(titles(&store, &scope, &AssetFilter::default(), AssetSort::Taken).await[0], "Beta sheet");
        let mut read = store.read().await.unwrap();
        let filter = AssetFilter::default();
        for sort in AssetSort::ALL {
            let all = assets::library(&mut read, &scope, &filter, *sort, None, today()).await.unwrap().rows;
            for (n, row) in all.iter().enumerate() {
                let key = match sort {
                    AssetSort::Newest => row.publish_on.unwrap().to_string(),
                    AssetSort::Title => row.title.clone(),
                    AssetSort::Taken => row.downloads.to_string(),
                };
                let after = format!("{key}~{}", row.id);
                let rest = assets::library(&mut read, &scope, &filter, *sort, Some(&after), today()).await.unwrap();
                assert_eq!(rest.rows, all[n + 1..], "{sort} after {after}");
            }
            let nonsense = assets::library(&mut read, &scope, &filter, *sort, Some("x~y~z"), today()).await;
            assert!(nonsense.unwrap().rows.len() <= all.len());
        }
    }

    async fn a_partner_sees_of_a_collection_what_it_reaches_and_of_none_of_it_nothing(store: Store) {
        let programme = programme(&store).await;
        let ids = shelf(&store, &programme).await;
        // Its cover is for platinum partners, the rest is open; the other one has nothing for gold partners.
        let launch = collection(&store, &programme, &[&ids[4], &ids[2], &ids[0]]).await;
        step(&store, &programme, &launch, CollectionStep::Cover, &ids[4]).await.unwrap();
        let scope = programme.nordwind.user.scope(Subject::Assets);
        let mut read = store.read().await.unwrap();
        let offered = collections::offered(&mut read, &scope, today()).await.unwrap();
        assert_eq!(offered.len(), 1);
        assert_eq!((offered[0].assets, &offered[0].cover.0), (2, &ids[2]), "the first it reaches stands for it");
        let (_, of_it) = collections::find(&mut read, &scope, &launch, today()).await.unwrap().unwrap();
        assert_eq!(of_it.iter().map(|row| &row.id).collect::<Vec<_>>(), [&ids[2], &ids[0]]);
        drop(read);
        for asset in [&ids[2], &ids[0]] {
            step(&store, &programme, &launch, CollectionStep::Remove, asset).await.unwrap();
        }
        let mut read = store.read().await.unwrap();
        assert!(collections::offered(&mut read, &scope, today()).await.unwrap().is_empty());
        assert!(collections::find(&mut read, &scope, &launch, today()).await.unwrap().is_none());
        assert!(collections::find(&mut read, &Scope::All, &launch, today()).await.unwrap().is_some());
        let manager = programme.manager.scope(Subject::Assets);
        assert!(collections::find(&mut read, &manager, &launch, today()).await.unwrap().is_none());
    }

    async fn a_collection_keeps_its_order_and_refuses_an_older_hand(store: Store) {
        let programme = programme(&store).await;
        let ids = shelf(&store, &programme).await;
        let launch = collection(&store, &programme, &[&ids[0], &ids[1], &ids[2]]).await;
        step(&store, &programme, &launch, CollectionStep::Up, &ids[2]).await.unwrap();
        let permit = marketing(&programme);
        let mut tx = store.begin(NOW).await.unwrap();
        assert_eq!(collections::order(&mut tx, &permit, &launch).await.unwrap(), [ids[0].clone(), ids[2].clone(), ids[1].clone()]);
        let (now, _) = collections::find(&mut tx, &Scope::All, &launch, today()).await.unwrap().unwrap();
        let new = CollectionDetails { name: "Other".into(), description: "Text".into() };
        let late = collections::change(&mut tx, &permit, &now, now.version - 1, &new).await;
        assert!(matches!(late, Err(StoreError::Stale)), "{late:?}");
        drop(tx);
        let mut tx = store.begin(NOW).await.unwrap();
        collections::remove(&mut tx, &permit, &now, now.version).await.unwrap();
        tx.commit().await.unwrap();
        let mut read = store.read().await.unwrap();
        assert!(collections::list(&mut read, &permit).await.unwrap().is_empty());
        assert!(assets::find(&mut read, &Scope::All, &ids[0], today()).await.unwrap().is_some(), "assets stay");
    }
}
