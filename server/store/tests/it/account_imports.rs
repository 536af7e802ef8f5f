//! Tables of accounts in the database: rows are kept and met, a part is taken once, and what is meant is found.

use crate::fixture::{NOW, Programme, programme};
use crate::on_both_engines;
use domain::access::{ManageAccounts, Permit};
use domain::accounts::{Details, NewAccount};
use domain::id::{AccountId, AccountImportId};
use domain::imports::{Columns, Failure, Fate, FateKind, Outcome, Planned, Record, Sort, Stage};
use std::time::Duration;
use store::accounts::imports::{self, rows};
use store::accounts::meant::{self, Meant, Sought};
use store::{Store, StoreError, accounts};

fn keeping(programme: &Programme) -> Permit<ManageAccounts> {
    programme.approver.permit(ManageAccounts).unwrap()
}

fn columns() -> Columns {
    Columns::of(Sort::Accounts, vec!["Name".into(), "Country".into()]).unwrap()
}

async fn brought(store: &Store, permit: &Permit<ManageAccounts>, count: u64) -> AccountImportId {
    let mut tx = store.begin(NOW).await.unwrap();
    let id = imports::begin(&mut tx, permit, "list.csv", &columns()).await.unwrap();
    let records: Vec<Record> = (0..count).map(|n| (n + 2, vec![format!("Acme {n}"), "DE".into()])).collect();
    rows::add(&mut tx, &id, &records).await.unwrap();
    imports::read_in(&mut tx, &id, count as i64).await.unwrap();
    tx.commit().await.unwrap();
    id
}

async fn account(store: &Store, permit: &Permit<ManageAccounts>, new: &NewAccount) -> AccountId {
    let mut tx = store.begin(NOW).await.unwrap();
    let id = accounts::make(&mut tx, permit, new, &format!("{new:?}")).await.unwrap();
    tx.commit().await.unwrap();
    id
}

fn acme(name: &str, domain: &str, country: &str) -> NewAccount {
    let details = Details {
        trading_names: vec![format!("{name} Trading")],
        more_domains: vec![format!("more.{domain}")],
        tax_number: "DE 123.456.788".into(),
        ..Details::default()
    };
    NewAccount { legal_name: name.into(), domain: domain.into(), country: country.into(), details }
}

on_both_engines! {
    async fn rows_are_kept_paged_and_counted(store: Store) {
        let programme = programme(&store).await;
        let permit = keeping(&programme);
        let id = brought(&store, &permit, 21).await;
        let mut tx = store.begin(NOW.plus_seconds(1)).await.unwrap();
        let taken = imports::take(&mut tx).await.unwrap().unwrap();
        assert_eq!((taken.id.clone(), taken.stage, taken.at_line), (id.clone(), Stage::Looking, 0));
        let waiting = rows::next(&mut tx, &id, 0, 10).await.unwrap();
        assert_eq!(waiting.len(), 10);
        for row in &waiting {
            let fate = if row.line() == 3 { Fate::Alike(Vec::new()) } else { Fate::New };
            rows::settle(&mut tx, &id, row.line(), &fate, ("", &Planned::Nothing)).await.unwrap();
        }
        let by = Outcome { new: 9, alike: 1, ..Outcome::default() };
        imports::moved(&mut tx, &id, (11, 10), by).await.unwrap();
        tx.commit().await.unwrap();
        let mut read = store.read().await.unwrap();
        let (import, known) = imports::find(&mut read, &permit, &id).await.unwrap().unwrap();
        assert_eq!((import.rows, import.handled, import.outcome, known), (21, 10, by, columns()));
        assert_eq!(rows::page(&mut read, &id, None, 0, 100).await.unwrap().len(), 21);
        let new = rows::page(&mut read, &id, Some(FateKind::New), 4, 3).await.unwrap();
        assert_eq!(new.iter().map(|row| row.record.0).collect::<Vec<_>>(), [5, 6, 7]);
        assert_eq!(rows::page(&mut read, &id, Some(FateKind::Alike), 0, 9).await.unwrap().len(), 1);
        let other = programme.administrator.permit(ManageAccounts).unwrap();
        assert!(imports::find(&mut read, &other, &id).await.unwrap().is_none(), "it is its bringer's");
        assert_eq!(imports::latest(&mut read, &permit).await.unwrap().len(), 1);
        assert_eq!(imports::latest(&mut read, &other).await.unwrap().len(), 0);
    }

    async fn a_word_is_said_once_and_not_too_early(store: Store) {
        let programme = programme(&store).await;
        let permit = keeping(&programme);
        let id = brought(&store, &permit, 1).await;
        let mut tx = store.begin(NOW).await.unwrap();
        let (early, _) = imports::find(&mut tx, &permit, &id).await.unwrap().unwrap();
        assert!(matches!(imports::apply(&mut tx, &permit, &early, false).await, Err(StoreError::Stale)));
        drop(tx);
        let mut tx = store.begin(NOW).await.unwrap();
        let taken = imports::take(&mut tx).await.unwrap().unwrap();
        imports::ended(&mut tx, &permit, &taken).await.unwrap();
        let (looked, _) = imports::find(&mut tx, &permit, &id).await.unwrap().unwrap();
        imports::apply(&mut tx, &permit, &looked, false).await.unwrap();
        let (applying, _) = imports::find(&mut tx, &permit, &id).await.unwrap().unwrap();
        assert_eq!((looked.stage, applying.stage), (Stage::Looked, Stage::Applying));
        imports::apply(&mut tx, &permit, &applying, true).await.unwrap();
        let (same, _) = imports::find(&mut tx, &permit, &id).await.unwrap().unwrap();
        assert!(!same.with_alike, "the first word counts");
        imports::fail(&mut tx, &id, Failure::Denied).await.unwrap();
        assert!(imports::take(&mut tx).await.unwrap().is_none());
        tx.commit().await.unwrap();
    }

    async fn two_servers_take_one_part_after_the_other(store: Store) {
        let programme = programme(&store).await;
        let permit = keeping(&programme);
        let id = brought(&store, &permit, 40).await;
        let work = |store: Store| async move {
            let mut lines = Vec::new();
            loop {
                let mut tx = store.begin(NOW).await.unwrap();
                let Some(taken) = imports::take(&mut tx).await.unwrap() else { break };
                let waiting = rows::next(&mut tx, &taken.id, taken.at_line, 4).await.unwrap();
                // The other one has every chance to come between.
                tokio::time::sleep(Duration::from_millis(2)).await;
                let Some(last) = waiting.last() else { break };
                imports::moved(&mut tx, &taken.id, (last.line(), 4), Outcome::default()).await.unwrap();
                tx.commit().await.unwrap();
                lines.extend(waiting.iter().map(|row| row.line()));
            }
            lines
        };
        let (one, other) = tokio::join!(work(store.clone()), work(store.clone()));
        let mut all = [one, other].concat();
        all.sort_unstable();
        assert_eq!(all, (2..42).collect::<Vec<i64>>(), "each row once");
        let mut read = store.read().await.unwrap();
        let (import, _) = imports::find(&mut read, &permit, &id).await.unwrap().unwrap();
        assert_eq!(import.handled, 40);
    }

    async fn rows_meet_those_before_them_only(store: Store) {
        let programme = programme(&store).await;
        let permit = keeping(&programme);
        let id = brought(&store, &permit, 3).await;
        let mut tx = store.begin(NOW).await.unwrap();
        let plan = Planned::Account(Box::new(acme("Acme GmbH", "acme.example", "DE")));
        rows::settle(&mut tx, &id, 2, &Fate::New, ("", &plan)).await.unwrap();
        let marks: Vec<String> = (0..11).map(|n| format!("m {n}")).collect();
        rows::mark(&mut tx, &id, 2, &marks).await.unwrap();
        assert_eq!(rows::met(&mut tx, &id, 3, &marks).await.unwrap(), [(2, plan)]);
        assert_eq!(rows::met(&mut tx, &id, 2, &marks).await.unwrap(), []);
        assert_eq!(rows::met(&mut tx, &id, 4, &["m".into()]).await.unwrap(), []);
        let same = acme("ACME G.m.b.H.", "acme.example", "DE");
        let other = acme("Brick AG", "brick.example", "CH");
        assert!(Sought::of(&same).may_be_one(&acme("Acme GmbH", "acme.example", "DE")));
        let shares = |one: &NewAccount, other: &NewAccount| {
            Sought::of(one).marks().iter().any(|mark| Sought::of(other).marks().contains(mark))
        };
        assert!(shares(&same, &acme("Acme GmbH", "", "DE")));
        let numberless = NewAccount { details: Details::default(), ..other };
        assert!(!shares(&numberless, &NewAccount { details: Details::default(), ..same }));
    }

    async fn an_account_is_meant_by_all_that_is_said_of_it(store: Store) {
        let programme = programme(&store).await;
        let permit = keeping(&programme);
        let german = account(&store, &permit, &acme("Acme Tools", "acme.example", "DE")).await;
        let swiss = account(&store, &permit, &acme("Acme Tools", "acme-swiss.example", "CH")).await;
        let mut read = store.read().await.unwrap();
        let empty = Meant::default();
        for (by, found) in [
            (Meant { name: "Acme Tools", country: "DE", ..empty }, vec![&german]),
            (Meant { name: "acme tools", country: "CH", ..empty }, vec![&swiss]),
            (Meant { name: "Acme Tools Trading", domain: "acme.example", ..empty }, vec![&german]),
            (Meant { domain: "more.acme-swiss.example", ..empty }, vec![&swiss]),
            (Meant { number: "de123456788", country: "DE", ..empty }, vec![&german]),
            (Meant { name: swiss.as_str(), ..empty }, vec![&swiss]),
            (Meant { name: "Acme Tools", ..empty }, vec![&german, &swiss]),
            (Meant { name: "Acme", country: "DE", ..empty }, vec![]),
            (Meant { name: "Acme Tools", domain: "elsewhere.example", ..empty }, vec![]),
            (empty, vec![]),
        ] {
            let mut meant = meant::meant(&mut read, &permit, by).await.unwrap();
            let mut found: Vec<AccountId> = found.into_iter().cloned().collect();
            meant.sort();
            found.sort();
            assert_eq!(meant, found, "{by:?}");
        }
        assert_eq!(meant::same(&mut read, &permit, "Acme Tools", "DE").await.unwrap(), vec![german.clone()]);
        let near = NewAccount { details: Details::default(), ..acme("Acme Tools Inc", "acme.example", "DE") };
        let like = Sought::of(&near).may_be(&mut read, &permit).await.unwrap();
        assert_eq!(like.first(), Some(&(german, "Acme Tools".to_owned())));
    }
}
