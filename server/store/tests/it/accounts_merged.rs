//! Accounts that were written down twice: found by their keys, made one where nothing stands against it, and two again.

use crate::accounts::{called, change, family, keeping, make};
use crate::deals::{approve, read as deal, submitted};
use crate::fixture::{NOW, Programme, Side, programme};
use crate::on_both_engines;
use domain::access::{CommentOnAccount, DecideDeal, Scope, Subject};
use domain::accounts::{Details, NewAccount, NewInstall, NewMerge, NewOfRecord, Period};
use domain::deals::Customer;
use domain::id::{AccountId, AccountMergeId, DealId, FamilyId};
use domain::time::Day;
use store::accounts::merging::{self, NotMerged};
use store::accounts::{self, comments, installs, of_record, pairs, record};
use store::{Store, StoreError};

fn on(text: &str) -> Day {
    text.parse().unwrap()
}

async fn pair_up(store: &Store) {
    let mut tx = store.begin(NOW).await.unwrap();
    while pairs::find_some(&mut tx, 3).await.unwrap() > 0 {}
    tx.commit().await.unwrap();
}

async fn paired(store: &Store, programme: &Programme) -> Vec<[AccountId; 2]> {
    let mut read = store.read().await.unwrap();
    let (found, _) = pairs::list(&mut read, &keeping(programme), None).await.unwrap();
    found.into_iter().map(|pair| [pair.one.0, pair.other.0]).collect()
}

/// Two accounts as a pair holds them: those that were made at the same moment are in no order of their making.
fn in_order(one: &AccountId, other: &AccountId) -> [AccountId; 2] {
    let mut both = [one.clone(), other.clone()];
    both.sort();
    both
}

async fn version(store: &Store, id: &AccountId) -> i64 {
    let mut read = store.read().await.unwrap();
    record::find(&mut read, &Scope::All, id).await.unwrap().unwrap().account.version
}

async fn merge(
    store: &Store,
    programme: &Programme,
    survivor: &AccountId,
    merged: &AccountId,
) -> Result<AccountMergeId, NotMerged> {
    let new = NewMerge {
        survivor: (survivor.clone(), version(store, survivor).await),
        merged: (merged.clone(), version(store, merged).await),
        reason: "The same house".into(),
    };
    let mut tx = store.begin(NOW).await?;
    let id = merging::merge(&mut tx, &keeping(programme), &new).await?;
    tx.commit().await?;
    Ok(id)
}

async fn unmerge(
    store: &Store,
    programme: &Programme,
    survivor: &AccountId,
    id: &AccountMergeId,
) -> Result<AccountId, StoreError> {
    let mut tx = store.begin(NOW).await?;
    let merged = merging::unmerge(&mut tx, &keeping(programme), survivor, id).await?;
    tx.commit().await?;
    Ok(merged)
}

async fn approved(
    store: &Store,
    programme: &Programme,
    side: &Side,
    family: &FamilyId,
    account: &AccountId,
) -> DealId {
    let id = submitted(store, side, &format!("Customer {account}"), &[family]).await;
    approve(store, programme, side, &id, Some(account), NOW).await.unwrap();
    id
}

async fn assign(
    store: &Store,
    programme: &Programme,
    side: &Side,
    account: &AccountId,
    family: &FamilyId,
    from: &str,
) {
    let period = Period { from: on(from), until: Some(on(from).plus_days(100)) };
    let (family, partner) = (family.clone(), side.partner.clone());
    let new = NewOfRecord { family, partner, period, reason: "Sold it".into() };
    let mut tx = store.begin(NOW).await.unwrap();
    of_record::assign(&mut tx, &keeping(programme), account, &new).await.unwrap();
    tx.commit().await.unwrap();
}

/// How many of each belong to an account: deals, periods on record, installed lines, comments, subsidiaries.
async fn belongings(store: &Store, programme: &Programme, account: &AccountId) -> [usize; 5] {
    let mut read = store.read().await.unwrap();
    let scope = programme.approver.scope(Subject::Accounts);
    let found = record::find(&mut read, &scope, account).await.unwrap().unwrap();
    let talk = programme.approver.permit(CommentOnAccount).unwrap();
    [
        store::deals::on_account(&mut read, &Scope::All, account, NOW).await.unwrap().len(),
        of_record::of_account(&mut read, &scope, account).await.unwrap().len(),
        installs::of_account(&mut read, &scope, account, NOW.day()).await.unwrap().len(),
        comments::latest(&mut read, &talk, &found.account).await.unwrap().len(),
        found.below.len(),
    ]
}

async fn alike(store: &Store, programme: &Programme, name: &str) -> Vec<AccountId> {
    let permit =
        programme.approver.permit(DecideDeal { partner: programme.nordwind.partner.clone() }).unwrap();
    let customer = Customer { name: name.into(), domain: String::new(), country: "DE".into() };
    let mut read = store.read().await.unwrap();
    let found = accounts::like_this(&mut read, &permit, &customer.company()).await.unwrap();
    found.into_iter().map(|account| account.id).collect()
}

/// Two accounts of one customer; the second has one of everything.
async fn twice(store: &Store, programme: &Programme) -> (AccountId, AccountId, FamilyId, DealId) {
    let storage = family(store, programme, "Storage").await;
    let stays = make(store, programme, &called("Nordvik Logistik GmbH")).await;
    let goes = make(store, programme, &called("Zebra Cargo")).await;
    let deal = approved(store, programme, &programme.nordwind, &storage, &goes).await;
    assign(store, programme, &programme.nordwind, &goes, &storage, "2026-01-01").await;
    assign(store, programme, &programme.rival, &stays, &storage, "2025-01-01").await;
    let details = Details { parent: Some(goes.clone()), ..Details::default() };
    make(store, programme, &NewAccount { details, ..called("Zebra Cargo Wien") }).await;
    let mut tx = store.begin(NOW).await.unwrap();
    let new = NewInstall {
        family: storage.clone(),
        quantity: 2,
        since: on("2026-01-01"),
        renews: None,
        note: String::new(),
    };
    installs::add(&mut tx, &keeping(programme), &goes, &new, "line").await.unwrap();
    let account = accounts::find(&mut tx, &keeping(programme), &goes).await.unwrap().unwrap();
    let talk = programme.approver.permit(CommentOnAccount).unwrap();
    comments::say(&mut tx, &talk, &account, "Who is it?", "said").await.unwrap();
    tx.commit().await.unwrap();
    (stays, goes, storage, deal)
}

on_both_engines! {
    async fn accounts_that_may_be_one_are_paired_once_until_somebody_says_they_are_two(store: Store) {
        let programme = programme(&store).await;
        let one = make(&store, &programme, &called("Müller Maschinenbau GmbH & Co. KG")).await;
        let other = make(&store, &programme, &called("MUELLER MASCHINENBAU")).await;
        let third = make(&store, &programme, &called("Harvest Bank")).await;
        let details = Details { parent: Some(one.clone()), ..Details::default() };
        make(&store, &programme, &NewAccount { details, ..called("Müller Maschinenbau Wien GmbH") }).await;
        pair_up(&store).await;
        let found = paired(&store, &programme).await;
        assert!(found.contains(&in_order(&one, &other)), "{found:?}");
        assert!(!found.iter().flatten().any(|id| *id == third), "{found:?}");
        let under_one = found.iter().filter(|pair| pair.contains(&one)).count();
        assert_eq!(under_one, 1, "parent and subsidiary are two: {found:?}");
        let mut tx = store.begin(NOW).await.unwrap();
        pairs::keep_apart(&mut tx, &keeping(&programme), &other, &one).await.unwrap();
        tx.commit().await.unwrap();
        change(&store, &programme, &one, &called("Müller Maschinenbau GmbH")).await.unwrap();
        pair_up(&store).await;
        assert!(!paired(&store, &programme).await.contains(&in_order(&one, &other)), "what was said stays said");
        change(&store, &programme, &third, &called("Mueller Maschinenbau")).await.unwrap();
        pair_up(&store).await;
        assert!(paired(&store, &programme).await.contains(&in_order(&one, &third)));
    }

    async fn what_belongs_to_an_account_goes_over_and_comes_back(store: Store) {
        let programme = programme(&store).await;
        let (stays, goes, _, id) = twice(&store, &programme).await;
        assert_eq!(belongings(&store, &programme, &goes).await, [1, 1, 1, 1, 1]);
        let merge_id = merge(&store, &programme, &stays, &goes).await.unwrap();
        assert_eq!(belongings(&store, &programme, &stays).await, [1, 2, 1, 1, 1]);
        assert_eq!(belongings(&store, &programme, &goes).await, [0; 5]);
        assert_eq!(deal(&store, &id, NOW).await.account.unwrap().0, stays);
        assert_eq!(alike(&store, &programme, "ZEBRA CARGO").await.first(), Some(&stays), "under its own name");
        let mut read = store.read().await.unwrap();
        let gone = record::find(&mut read, &Scope::All, &goes).await.unwrap().unwrap();
        assert_eq!(gone.merged_into.unwrap().0, stays);
        let history = merging::of_account(&mut read, &keeping(&programme), &stays).await.unwrap();
        assert_eq!((history.len(), history[0].merged.0.clone()), (1, goes.clone()));
        drop(read);
        // What came to the one that stays since is its own.
        let own = family(&store, &programme, "Network").await;
        approved(&store, &programme, &programme.rival, &own, &stays).await;
        assert_eq!(unmerge(&store, &programme, &stays, &merge_id).await.unwrap(), goes);
        assert_eq!(belongings(&store, &programme, &goes).await, [1, 1, 1, 1, 1]);
        assert_eq!(belongings(&store, &programme, &stays).await, [1, 1, 0, 0, 0]);
        assert_eq!(alike(&store, &programme, "Zebra Cargo").await.first(), Some(&goes));
        let again = unmerge(&store, &programme, &stays, &merge_id).await;
        assert!(matches!(again, Err(StoreError::Stale)), "once");
    }

    async fn two_live_approvals_on_one_family_are_never_merged(store: Store) {
        let programme = programme(&store).await;
        let (stays, goes, storage, _) = twice(&store, &programme).await;
        let live = approved(&store, &programme, &programme.rival, &storage, &stays).await;
        let refused = merge(&store, &programme, &stays, &goes).await.unwrap_err();
        assert!(matches!(&refused, NotMerged::Protected(families) if families == &["Storage"]), "{refused}");
        assert_eq!(belongings(&store, &programme, &goes).await, [1, 1, 1, 1, 1], "nothing of it has happened");
        // A window that has ended protects nothing, whether that was written or not.
        let before = deal(&store, &live, NOW).await;
        let end = before.protected_until_at.unwrap();
        let new = NewMerge {
            survivor: (stays.clone(), version(&store, &stays).await),
            merged: (goes.clone(), version(&store, &goes).await),
            reason: "The same house".into(),
        };
        let mut tx = store.begin(end.plus_days(1)).await.unwrap();
        merging::merge(&mut tx, &keeping(&programme), &new).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(belongings(&store, &programme, &stays).await[0], 2);
    }

    async fn partners_who_are_on_record_for_both_at_once_are_told_of(store: Store) {
        let programme = programme(&store).await;
        let (stays, goes, storage, _) = twice(&store, &programme).await;
        assign(&store, &programme, &programme.rival, &stays, &storage, "2026-02-01").await;
        let refused = merge(&store, &programme, &stays, &goes).await.unwrap_err();
        assert!(matches!(&refused, NotMerged::OnRecord(families) if families == &["Storage"]), "{refused}");
        assert_eq!(belongings(&store, &programme, &stays).await, [0, 2, 0, 0, 0]);
    }

    async fn only_accounts_of_their_own_and_no_relatives_are_merged(store: Store) {
        let programme = programme(&store).await;
        let (stays, goes, ..) = twice(&store, &programme).await;
        let mut read = store.read().await.unwrap();
        let below = record::find(&mut read, &Scope::All, &goes).await.unwrap().unwrap().below[0].0.clone();
        drop(read);
        for (survivor, merged) in [(&below, &goes), (&goes, &below)] {
            assert!(matches!(merge(&store, &programme, survivor, merged).await, Err(NotMerged::Related)));
        }
        let old = NewMerge { survivor: (stays.clone(), 7), merged: (goes.clone(), 1), reason: "Old".into() };
        let mut tx = store.begin(NOW).await.unwrap();
        let stale = merging::merge(&mut tx, &keeping(&programme), &old).await;
        assert!(matches!(stale, Err(NotMerged::Store(StoreError::Stale))));
        drop(tx);
        merge(&store, &programme, &stays, &goes).await.unwrap();
        let third = make(&store, &programme, &called("Third")).await;
        assert!(merge(&store, &programme, &third, &goes).await.is_err(), "a part of another one");
        let into_part = change(&store, &programme, &third, &called("Third, renamed")).await;
        assert!(into_part.is_ok());
        let id = submitted(&store, &programme.rival, "Somebody", &[&family(&store, &programme, "Network").await]).await;
        let on_part = approve(&store, &programme, &programme.rival, &id, Some(&goes), NOW).await;
        assert!(on_part.is_err(), "no deal goes to a part of another account");
    }

    async fn merges_over_merges_are_undone_in_their_order(store: Store) {
        let programme = programme(&store).await;
        let (stays, goes, ..) = twice(&store, &programme).await;
        let last = make(&store, &programme, &called("Last Holding")).await;
        let first = merge(&store, &programme, &stays, &goes).await.unwrap();
        let second = merge(&store, &programme, &last, &stays).await.unwrap();
        assert_eq!(belongings(&store, &programme, &last).await, [1, 2, 1, 1, 1]);
        assert_eq!(alike(&store, &programme, "Zebra Cargo").await.first(), Some(&last), "however many lie between");
        assert!(matches!(unmerge(&store, &programme, &stays, &first).await, Err(StoreError::Stale)));
        unmerge(&store, &programme, &last, &second).await.unwrap();
        unmerge(&store, &programme, &stays, &first).await.unwrap();
        assert_eq!(belongings(&store, &programme, &goes).await, [1, 1, 1, 1, 1]);
        assert_eq!(belongings(&store, &programme, &last).await, [0; 5]);
    }
}
