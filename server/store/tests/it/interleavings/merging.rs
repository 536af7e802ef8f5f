//! Two accounts become one while both are given a deal: no live claim is left on what was merged away, no field is claimed
//! twice, and whoever was told that it happened has it.

use super::{Ground, act, approve, interleaved, is_late, on_both};
use crate::accounts::keeping;
use crate::fixture::NOW;
use domain::accounts::NewMerge;
use domain::deals::State;
use domain::id::AccountId;
use std::sync::Mutex;
use store::accounts::merging::{self, NotMerged};
use store::deals::decide::ApproveError;
use store::sql::Statement;
use store::{Store, StoreError};

impl Ground {
    /// Deals and claims on accounts that are part of another one.
    fn astray(&self) -> usize {
        let statement = Statement::new(
            "SELECT d.id FROM deals d JOIN accounts a ON a.id = d.account_id WHERE a.merged_into_id IS NOT NULL
             UNION ALL SELECT f.deal_id FROM deal_families f JOIN accounts a ON a.id = f.account_id WHERE a.merged_into_id IS NOT NULL",
        );
        self.base.block_on(async {
            let mut read = self.field.store.read().await.unwrap();
            read.all(statement, Vec::new()).await.unwrap().len()
        })
    }
}

/// The first of two accounts takes the second in; both as they were made.
async fn merge(
    store: &Store,
    ground: &crate::deal_life::Field,
    stays: &AccountId,
    goes: &AccountId,
) -> Result<(), NotMerged> {
    let new =
        NewMerge { survivor: (stays.clone(), 1), merged: (goes.clone(), 1), reason: "The same house".into() };
    let mut tx = store.begin(NOW).await?;
    merging::merge(&mut tx, &keeping(&ground.programme), &new).await?;
    Ok(tx.commit().await?)
}

on_both! {
    fn a_merge_and_approvals_on_both_leave_one_claim_and_none_astray(ground) {
        let mut ends = std::collections::BTreeMap::new();
        for seed in 0..ground.runs {
            let both = [ground.account(&format!("Customer {seed}")), ground.account(&format!("Customer {seed} Ltd"))];
            let sides = [&ground.field.programme.nordwind, &ground.field.programme.rival];
            let deals = sides.map(|side| ground.handed_in(side, &format!("Customer {seed}"), NOW));
            let (merged, given) = (Mutex::new(false), Mutex::new([false; 2]));
            let (field, merged_ref, given_ref, both_ref) = (&ground.field, &merged, &given, &both);
            let mut acts: Vec<_> = (0..2)
                .map(|n| {
                    let id = &deals[n];
                    act(async move |store: Store| {
                        match approve(&store, field, sides[n], id, &both_ref[n], NOW.plus_seconds(1)).await {
                            Ok(()) => given_ref.lock().unwrap()[n] = true,
                            // The account is gone by now.
                            Err(ApproveError::NoAccount) => {}
                            Err(error) => assert!(is_late(&error), "{error:?}"),
                        }
                    })
                })
                .collect();
            acts.push(act(async move |store: Store| match merge(&store, field, &both_ref[0], &both_ref[1]).await {
                Ok(()) => *merged_ref.lock().unwrap() = true,
                Err(NotMerged::Protected(_) | NotMerged::Store(StoreError::Stale | StoreError::Unavailable(_))) => {}
                Err(error) => panic!("{error:?}"),
            }));
            let order = interleaved(&mut ground.servers, acts, seed);
            let how = format!("seed {seed}: {order:?}");
            ground.holds(&how);
            assert_eq!(ground.astray(), 0, "{how}");
            let (merged, given) = (merged.into_inner().unwrap(), given.into_inner().unwrap());
            assert!(!(merged && given == [true; 2]), "one account was approved for both: {how}");
            for (id, given) in deals.iter().zip(given) {
                let deal = ground.read(id, NOW.plus_seconds(1));
                assert_eq!(deal.state == State::Approved, given, "{how}");
            }
            *ends.entry((merged, given)).or_insert(0) += 1;
        }
        assert!(ends.keys().any(|(merged, _)| *merged), "nothing was ever merged: {ends:?}");
        assert!(ends.keys().any(|(merged, given)| !merged && *given == [true; 2]), "no merge ever came too late: {ends:?}");
    }
}
