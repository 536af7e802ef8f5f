//! Several partners on one deal: written as a whole, told to both sides, read by those who take part and by nobody else.

use crate::deal_life::Field;
use crate::fixture::{NOW, Side};
use crate::notices;
use crate::on_both_engines;
use domain::access::{Actor, Permit, RegisterDeal, SplitDeal};
use domain::deals::{NewPart, NewSplit, Part, PartRole, State};
use domain::id::{DealId, PartnerId};
use domain::notices::Kind;
use domain::time::Instant;
use store::StoreError;
use store::deals::split::{self, NotSplit};

fn permit(who: &Actor, side: &Side) -> Permit<SplitDeal> {
    who.permit(SplitDeal { partner: side.partner.clone() }).unwrap()
}

fn shared(parts: &[(&PartnerId, PartRole, i64)]) -> NewSplit {
    let part = |(partner, role, share): &(&PartnerId, PartRole, i64)| NewPart {
        partner: (*partner).clone(),
        role: *role,
        share: *share,
    };
    NewSplit { parts: parts.iter().map(part).collect(), why: String::new() }
}

async fn set(field: &Field, id: &DealId, version: i64, new: &NewSplit) -> Result<(), NotSplit> {
    let side = &field.programme.nordwind;
    let deal = field.read(id, NOW).await;
    let mut tx = field.store.begin(NOW).await?;
    split::set(&mut tx, &permit(&field.programme.approver, side), &deal, version, new).await?;
    Ok(tx.commit().await?)
}

async fn of(field: &Field, id: &DealId) -> Vec<Part> {
    split::of(&mut field.store.read().await.unwrap(), id).await.unwrap()
}

async fn joint(field: &Field, side: &Side, at: Instant) -> Vec<(DealId, State, PartRole, i64)> {
    let own: Permit<RegisterDeal> = field.own(side);
    let rows = split::joint(&mut field.store.read().await.unwrap(), &own, at).await.unwrap();
    rows.into_iter().map(|row| (row.line.id, row.line.state, row.role, row.share)).collect()
}

on_both_engines! {
    async fn who_takes_part_reads_of_it_and_nobody_else(store: Store) {
        let field = Field::of(store).await;
        let (ours, theirs) = (&field.programme.nordwind, &field.programme.rival);
        let id = field.submitted(ours).await;
        assert!(joint(&field, theirs, NOW).await.is_empty(), "a rival knows nothing of it");
        let version = field.read(&id, NOW).await.version;
        let new = shared(&[(&ours.partner, PartRole::Source, 40), (&theirs.partner, PartRole::Implement, 60)]);
        set(&field, &id, version, &new).await.unwrap();
        let parts = of(&field, &id).await;
        let told: Vec<_> = parts.iter().map(|part| (&part.partner.0, part.role, part.share)).collect();
        assert_eq!(told, [(&ours.partner, PartRole::Source, 40), (&theirs.partner, PartRole::Implement, 60)]);
        assert_eq!(joint(&field, theirs, NOW).await, [(id.clone(), State::Submitted, PartRole::Implement, 60)]);
        assert!(joint(&field, ours, NOW).await.is_empty(), "one's own are in one's own list");
        assert!(field.told(&id).await.contains(&"shared".to_owned()));
        notices::work_off(&field.store, NOW).await;
        assert_eq!(notices::kinds(&field.store, &theirs.administrator).await, [Kind::DealJoint]);
        assert!(notices::kinds(&field.store, &theirs.user).await.is_empty());
        let own = notices::kinds(&field.store, &ours.administrator).await;
        assert!(own.contains(&Kind::DealShared) && !own.contains(&Kind::DealJoint), "{own:?}");
        // By the version that was read only.
        assert!(matches!(set(&field, &id, version, &new).await, Err(NotSplit::Store(StoreError::Stale))));
        // Taken off it again, it is nothing of theirs any more.
        set(&field, &id, version + 1, &NewSplit::default()).await.unwrap();
        assert!(of(&field, &id).await.is_empty());
        assert!(joint(&field, theirs, NOW).await.is_empty());
    }

    async fn a_split_of_nobody_and_of_what_is_over_is_refused_whole(store: Store) {
        let field = Field::of(store).await;
        let (ours, theirs) = (&field.programme.nordwind, &field.programme.rival);
        let id = field.submitted(ours).await;
        let version = field.read(&id, NOW).await.version;
        let nobody = PartnerId::new(NOW, [9; 10]);
        let new = shared(&[(&ours.partner, PartRole::Resell, 100), (&nobody, PartRole::Source, 0)]);
        assert!(matches!(set(&field, &id, version, &new).await, Err(NotSplit::NoPartner(1))));
        assert!(of(&field, &id).await.is_empty(), "nothing of it was written");
        field.approve(ours, &id, NOW).await.unwrap();
        let both = shared(&[(&ours.partner, PartRole::Resell, 50), (&theirs.partner, PartRole::Resell, 50)]);
        let version = field.read(&id, NOW).await.version;
        set(&field, &id, version, &both).await.unwrap();
        // What has expired says so to everybody, and is shared no more.
        let late = NOW.plus_days(400);
        assert_eq!(joint(&field, theirs, late).await[0].1, State::Expired);
        field.expire(late).await;
        let version = field.read(&id, late).await.version;
        assert!(matches!(set(&field, &id, version, &both).await, Err(NotSplit::Store(StoreError::Stale))));
    }

    async fn names_of_partners_are_found_as_they_are_typed(store: Store) {
        let field = Field::of(store).await;
        let permit = permit(&field.programme.manager, &field.programme.nordwind);
        let mut read = field.store.read().await.unwrap();
        let names = split::names(&mut read, &permit).await.unwrap();
        assert!(names.len() > 1 && names.is_sorted(), "{names:?}");
        for name in &names {
            let found = split::called(&mut read, &permit, &name.to_uppercase()).await.unwrap();
            assert!(found.is_some(), "{name}");
        }
        assert_eq!(split::called(&mut read, &permit, "Nobody at all").await.unwrap(), None);
    }
}
