//! Files on their way in: whose they are, how far, and when they are over.

use crate::assets::marketing;
use crate::fixture::{NOW, programme};
use crate::on_both_engines;
use domain::access::ManageAssets;
use domain::uploads::{KEPT_HOURS, NewUpload, OPEN_MOST, Upload};
use store::uploads::{self, Piece};
use store::{Store, StoreError};

fn new(bytes: i64) -> NewUpload {
    NewUpload { name: "film.mp4".into(), bytes, modified: 7 }
}

fn piece(bytes: i64, name: &str) -> Piece {
    Piece { bytes, name: name.to_owned() }
}

async fn advanced(
    store: &Store,
    upload: &Upload,
    pieces: &[Piece],
    hours: i64,
) -> Result<Upload, StoreError> {
    let mut tx = store.begin(NOW.plus_hours(hours)).await.unwrap();
    let after = uploads::advance(&mut tx, upload, pieces).await?;
    tx.commit().await.map(|()| after)
}

on_both_engines! {
    async fn of_two_who_send_the_same_place_one_is_recorded(store: Store) {
        let programme = programme(&store).await;
        let permit = marketing(&programme);
        let mut tx = store.begin(NOW).await.unwrap();
        let upload = uploads::begin(&mut tx, &permit, &new(10)).await.unwrap().unwrap();
        tx.commit().await.unwrap();
        let after = advanced(&store, &upload, &[piece(4, "a"), piece(3, "b")], 1).await.unwrap();
        assert_eq!((after.received, after.pieces, after.expires_at), (7, 2, NOW.plus_hours(1 + KEPT_HOURS)));
        let late = advanced(&store, &upload, &[piece(5, "c")], 1).await;
        assert!(matches!(late, Err(StoreError::Stale)), "{late:?}");
        let over = advanced(&store, &after, &[piece(4, "d")], 1).await;
        assert!(over.is_err(), "more bytes than it has");
        let whole = advanced(&store, &after, &[piece(3, "e")], 1).await.unwrap();
        assert!(whole.is_complete());
        let mut read = store.read().await.unwrap();
        assert_eq!(uploads::find(&mut read, &permit, &whole.id).await.unwrap(), Some(whole.clone()));
        assert_eq!(uploads::pieces(&mut read, &whole).await.unwrap(), ["a", "b", "e"]);
    }

    async fn nobody_else_finds_it(store: Store) {
        let programme = programme(&store).await;
        let mine = marketing(&programme);
        let mut tx = store.begin(NOW).await.unwrap();
        let upload = uploads::begin(&mut tx, &mine, &new(10)).await.unwrap().unwrap();
        tx.commit().await.unwrap();
        let other = programme.administrator.permit(ManageAssets).unwrap();
        let mut read = store.read().await.unwrap();
        assert_eq!(uploads::find(&mut read, &other, &upload.id).await.unwrap(), None);
        assert_eq!(uploads::on_their_way(&mut read, &other, NOW).await.unwrap(), []);
        let own = uploads::on_their_way(&mut read, &mine, NOW).await.unwrap();
        assert_eq!(own, std::slice::from_ref(&upload));
        assert!(own[0].is_of(&new(10)));
        assert_eq!(uploads::on_their_way(&mut read, &mine, NOW.plus_hours(KEPT_HOURS)).await.unwrap(), []);
        drop(read);
        let mut tx = store.begin(NOW).await.unwrap();
        let given_up = uploads::give_up(&mut tx, &other, &upload.id).await;
        assert!(matches!(given_up, Err(StoreError::Stale)));
    }

    async fn what_waited_too_long_is_over_for_good(store: Store) {
        let programme = programme(&store).await;
        let permit = marketing(&programme);
        let mut tx = store.begin(NOW).await.unwrap();
        let waiting = uploads::begin(&mut tx, &permit, &new(10)).await.unwrap().unwrap();
        let left = uploads::begin(&mut tx, &permit, &new(10)).await.unwrap().unwrap();
        uploads::give_up(&mut tx, &permit, &left.id).await.unwrap();
        assert_eq!(uploads::over(&mut tx, 10).await.unwrap(), std::slice::from_ref(&left.id));
        uploads::forget(&mut tx, &left.id).await.unwrap();
        tx.commit().await.unwrap();
        let late = advanced(&store, &waiting, &[piece(4, "a")], KEPT_HOURS).await;
        assert!(matches!(late, Err(StoreError::Stale)), "{late:?}");
        let mut tx = store.begin(NOW.plus_hours(KEPT_HOURS)).await.unwrap();
        assert_eq!(uploads::over(&mut tx, 10).await.unwrap(), std::slice::from_ref(&waiting.id));
        tx.commit().await.unwrap();
        // Another server's clock may be behind.
        let late = advanced(&store, &waiting, &[piece(4, "a")], 0).await;
        assert!(matches!(late, Err(StoreError::Stale)), "{late:?}");
    }

    async fn a_person_has_so_many_on_their_way_and_no_more(store: Store) {
        let programme = programme(&store).await;
        let permit = marketing(&programme);
        let mut tx = store.begin(NOW).await.unwrap();
        for _ in 0..OPEN_MOST {
            assert!(uploads::begin(&mut tx, &permit, &new(10)).await.unwrap().is_some());
        }
        assert_eq!(uploads::begin(&mut tx, &permit, &new(10)).await.unwrap(), None);
        tx.commit().await.unwrap();
        let mut tx = store.begin(NOW.plus_hours(KEPT_HOURS)).await.unwrap();
        assert!(uploads::begin(&mut tx, &permit, &new(10)).await.unwrap().is_some());
    }
}
