//! Evidence beside a deal: how much, until when, and once.

use crate::fixture::{NOW, Side, programme};
use crate::on_both_engines;
use domain::access::{Permit, RegisterDeal, Subject};
use domain::deals::{Deal, DealForm, EVIDENCE_MOST, EvidenceKind};
use store::deals::drafts::{self, Added};
use store::files::NewFile;
use store::sql::Statement;
use store::{Store, StoreError, deals};

fn permit(side: &Side) -> Permit<RegisterDeal> {
    side.user.permit(RegisterDeal { partner: side.partner.clone() }).unwrap()
}

fn file(sha256: &str, name: &str) -> NewFile {
    NewFile { sha256: sha256.into(), bytes: 10, kind: "pdf".into(), name: name.into() }
}

async fn draft(store: &Store, side: &Side) -> Deal {
    let mut tx = store.begin(NOW).await.unwrap();
    let saved = drafts::begin(&mut tx, &permit(side), &DealForm::default(), "key").await.unwrap();
    let scope = side.user.scope(Subject::Deals);
    let deal = deals::find(&mut tx, &scope, &saved.id, NOW).await.unwrap().unwrap();
    tx.commit().await.unwrap();
    deal
}

async fn add(store: &Store, side: &Side, deal: &Deal, file: &NewFile) -> Result<Added, StoreError> {
    let mut tx = store.begin(NOW).await?;
    let added = drafts::add_evidence(&mut tx, &permit(side), deal, (file, EvidenceKind::Other)).await?;
    tx.commit().await?;
    Ok(added)
}

async fn count(store: &Store, deal: &Deal) -> usize {
    deals::evidence(&mut store.read().await.unwrap(), deal).await.unwrap().len()
}

on_both_engines! {
    async fn a_deal_has_no_more_files_than_it_may_have_however_many_come_at_once(store: Store) {
        let programme = programme(&store).await;
        let side = &programme.nordwind;
        let deal = draft(&store, side).await;
        for n in 0..EVIDENCE_MOST - 1 {
            add(&store, side, &deal, &file(&n.to_string(), "a.pdf")).await.unwrap();
        }
        let (one, other) = (file("x", "a.pdf"), file("y", "a.pdf"));
        let (one, other) = tokio::join!(add(&store, side, &deal, &one), add(&store, side, &deal, &other));
        let too_many = [one.unwrap(), other.unwrap()].iter().filter(|added| **added == Added::TooMany).count();
        assert_eq!(too_many, 1);
        assert_eq!(count(&store, &deal).await, EVIDENCE_MOST);
    }

    async fn the_same_file_sent_twice_is_one(store: Store) {
        let programme = programme(&store).await;
        let side = &programme.nordwind;
        let deal = draft(&store, side).await;
        let quote = file("aa", "quote.pdf");
        let (one, other) = tokio::join!(add(&store, side, &deal, &quote), add(&store, side, &deal, &quote));
        assert_eq!(one.unwrap(), other.unwrap());
        assert_eq!(count(&store, &deal).await, 1);
        add(&store, side, &deal, &file("aa", "another name.pdf")).await.unwrap();
        assert_eq!(count(&store, &deal).await, 2);
    }

    async fn a_deal_that_is_taken_back_or_at_its_end_takes_no_more_files(store: Store) {
        let programme = programme(&store).await;
        let side = &programme.nordwind;
        let deal = draft(&store, side).await;
        for state in ["withdrawn", "expired", "lost"] {
            let mut tx = store.begin(NOW).await.unwrap();
            let now = Statement::new("UPDATE deals SET state = $1, reason = 'other'");
            tx.run(now, vec![state.into()]).await.unwrap();
            tx.commit().await.unwrap();
            // With the deal as it was read before.
            let late = add(&store, side, &deal, &file("aa", "quote.pdf")).await;
            assert!(matches!(late, Err(StoreError::Stale)), "{state}: {late:?}");
        }
        assert_eq!(count(&store, &deal).await, 0);
    }
}

#[tokio::test]
async fn a_full_disk_is_told_as_such() {
    let home = crate::fixture::sqlite().await;
    let programme = programme(&home.store).await;
    let deal = draft(&home.store, &programme.nordwind).await;
    let mut tx = home.store.begin(NOW).await.unwrap();
    // No page more than there are: SQLite raises a lower number to that.
    tx.all(Statement::new("PRAGMA max_page_count = 1"), Vec::new()).await.unwrap();
    let long = file("aa", &"x".repeat(1_000_000));
    let full =
        drafts::add_evidence(&mut tx, &permit(&programme.nordwind), &deal, (&long, EvidenceKind::Other))
            .await;
    assert!(matches!(full, Err(StoreError::Full(_))), "{full:?}");
}
