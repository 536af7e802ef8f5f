//! Those who agree to steps of one approval in the same moment: of one step, of two that are side by side, and of the last
//! one while its partner takes it back or another window ends.

use super::{Ground, act, approve, interleaved, is_late, on_both};
use crate::deal_life::Field;
use crate::deal_steps::{handed_in, step};
use crate::fixture::{NOW, Side, person};
use domain::access::{Actor, DecideDeal, Role, Scope};
use domain::deals::{Linked, PartnerStep, Protection, State, Step, StepState};
use domain::id::{AccountId, DealId};
use domain::money::Money;
use domain::programmes::{ApprovalStep, DecidedBy, Rules};
use domain::time::Instant;
use std::sync::Mutex;
use store::Store;
use store::deals::decide::{self, ApproveError};
use store::deals::{self, life, steps};

impl Ground {
    fn with_steps(&self, side: &Side, customer: &str, all: &[ApprovalStep]) -> DealId {
        let rules = Rules { steps: all.to_vec(), ..Rules::default() };
        let amount = Money { minor: 100, currency: "EUR".into() };
        self.base.block_on(handed_in(&self.field, side, customer, &rules, amount))
    }

    fn approvers(&self, names: [&str; 2]) -> [Actor; 2] {
        names.map(|name| self.base.block_on(person(&self.field.store, name, Role::Approver, None)))
    }

    fn agreed(&self, id: &DealId) -> usize {
        self.base.block_on(async {
            let mut read = self.field.store.read().await.unwrap();
            let chain = steps::of(&mut read, id).await.unwrap();
            chain.0.iter().filter(|step| chain.state(step) == StepState::Approved).count()
        })
    }
}

/// As `who`, who tries again where somebody else was there in between, as somebody does who sees the page anew.
async fn agree(
    store: &Store,
    who: &Actor,
    side: &Side,
    id: &DealId,
    account: &AccountId,
    at: Instant,
    tries: usize,
) -> Result<(), ApproveError> {
    let once = async || {
        let mut tx = store.begin(at).await?;
        let before = deals::find(&mut tx, &Scope::All, id, at).await?.unwrap();
        let permit = who.permit(DecideDeal { partner: side.partner.clone() }).unwrap();
        let linked = Linked::To(account.clone());
        decide::approve(&mut tx, &permit, &before, before.version, &linked, Protection::DEFAULT).await?;
        Ok(tx.commit().await?)
    };
    let mut done = once().await;
    for _ in 1..tries {
        if done.is_ok() {
            break;
        }
        done = once().await;
    }
    done
}

fn pair(names: [&str; 2], turns: [u16; 2]) -> Vec<ApprovalStep> {
    names.iter().zip(turns).map(|(name, turn)| step(name, turn, DecidedBy::Approver)).collect()
}

on_both! {
    fn of_two_who_agree_to_one_step_one_does(ground) {
        let two = ground.approvers(["Paul One", "Paula Two"]);
        for seed in 0..ground.runs {
            let account = ground.account(&format!("Customer {seed}"));
            let side = &ground.field.programme.nordwind;
            // The second step is nobody's who agrees to the first.
            let mut chain = pair(["Fit", "Price"], [1, 2]);
            chain[1].decided_by = DecidedBy::Administrator;
            let id = ground.with_steps(side, &format!("Customer {seed}"), &chain);
            let given = Mutex::new(0);
            let (account, id_ref, given_ref) = (&account, &id, &given);
            let acts = two.iter().map(|who| {
                act(async move |store: Store| {
                    match agree(&store, who, side, id_ref, account, NOW.plus_seconds(1), 2).await {
                        Ok(()) => *given_ref.lock().unwrap() += 1,
                        Err(error) => assert!(is_late(&error), "{error:?}"),
                    }
                })
            });
            let order = interleaved(&mut ground.servers, acts.collect(), seed);
            let how = format!("seed {seed}: {order:?}");
            ground.holds(&how);
            assert_eq!((given.into_inner().unwrap(), ground.agreed(&id)), (1, 1), "{how}");
            assert_eq!(ground.read(&id, NOW).state, State::InReview, "{how}");
        }
    }

    fn of_two_steps_side_by_side_exactly_one_ends_the_review(ground) {
        let two = ground.approvers(["Paul One", "Paula Two"]);
        for seed in 0..ground.runs {
            let account = ground.account(&format!("Customer {seed}"));
            let side = &ground.field.programme.nordwind;
            let id = ground.with_steps(side, &format!("Customer {seed}"), &pair(["Fit", "Price"], [1, 1]));
            let (account, id_ref) = (&account, &id);
            // A third window is of the first person: four eyes hold.
            let acts = [&two[0], &two[1], &two[0]].map(|who| {
                act(async move |store: Store| {
                    if let Err(error) = agree(&store, who, side, id_ref, account, NOW.plus_seconds(1), 4).await {
                        assert!(is_late(&error), "{error:?}");
                    }
                })
            });
            let order = interleaved(&mut ground.servers, acts.into(), seed);
            let how = format!("seed {seed}: {order:?}");
            ground.holds(&how);
            // Whoever came too late each time sees the page anew.
            for who in &two {
                let _ = ground.base.block_on(agree(&ground.field.store, who, side, &id, account, NOW.plus_seconds(2), 1));
            }
            ground.holds(&how);
            let deal = ground.read(&id, NOW.plus_seconds(2));
            assert_eq!((deal.state, ground.agreed(&id)), (State::Approved, 2), "{how}");
            let story = ground.told(&id, NOW.plus_seconds(2));
            assert_eq!(story.iter().filter(|kind| *kind == "approved").count(), 1, "{story:?}: {how}");
        }
    }

    fn a_last_step_and_a_withdrawal_follow_one_another(ground) {
        let two = ground.approvers(["Paul One", "Paula Two"]);
        let mut ends = [0, 0];
        for seed in 0..ground.runs {
            let account = ground.account(&format!("Customer {seed}"));
            let side = &ground.field.programme.nordwind;
            let id = ground.with_steps(side, &format!("Customer {seed}"), &pair(["Fit", "Price"], [1, 2]));
            let at = NOW.plus_seconds(1);
            ground.base.block_on(agree(&ground.field.store, &two[0], side, &id, &account, NOW, 1)).unwrap();
            let done = Mutex::new(Vec::new());
            let (field, account, id_ref, done_ref, last): (&Field, _, _, _, _) = (&ground.field, &account, &id, &done, &two[1]);
            let agrees = act(async move |store: Store| match agree(&store, last, side, id_ref, account, at, 1).await {
                Ok(()) => done_ref.lock().unwrap().push(0),
                Err(error) => assert!(is_late(&error), "{error:?}"),
            });
            let withdraws = act(async move |store: Store| {
                let tried = async {
                    let mut tx = store.begin(at).await?;
                    let before = deals::find(&mut tx, &Scope::All, id_ref, at).await?.unwrap();
                    life::step(&mut tx, &field.own(side), &before, before.version, &PartnerStep::of(Step::Withdraw)).await?;
                    tx.commit().await
                };
                match tried.await {
                    Ok(()) => done_ref.lock().unwrap().push(1),
                    Err(error) => assert!(is_late(&error.into()), "a withdrawal"),
                }
            });
            let order = interleaved(&mut ground.servers, vec![agrees, withdraws], seed);
            let how = format!("seed {seed}: {order:?}");
            ground.holds(&how);
            let state = ground.read(&id, at).state;
            match done.into_inner().unwrap().as_slice() {
                [0] => assert_eq!((state, ground.agreed(&id)), (State::Approved, 2), "{how}"),
                [1] => {
                    assert_eq!((state, ground.agreed(&id)), (State::Withdrawn, 1), "{how}");
                    ends[1] += 1;
                }
                [0, 1] => assert_eq!((state, ground.agreed(&id)), (State::Withdrawn, 2), "{how}"),
                other => panic!("{other:?} happened: {how}"),
            }
            ends[0] += usize::from(ground.agreed(&id) == 2);
        }
        assert!(ends.iter().all(|count| *count > 0), "the orders were not different: {ends:?}");
    }

    fn a_last_step_gets_the_field_of_a_window_that_ends_in_the_same_moment(ground) {
        let two = ground.approvers(["Paul One", "Paula Two"]);
        for seed in 0..ground.runs {
            let account = ground.account(&format!("Customer {seed}"));
            let (ours, theirs) = (&ground.field.programme.nordwind, &ground.field.programme.rival);
            let old = ground.handed_in(ours, &format!("Customer {seed}"), NOW);
            let new = ground.with_steps(theirs, &format!("Customer {seed}"), &pair(["Fit", "Price"], [1, 2]));
            let late = NOW.plus_days(Protection::DEFAULT.days()).plus_seconds(1);
            ground.base.block_on(async {
                approve(&ground.field.store, &ground.field, ours, &old, &account, NOW).await.unwrap();
                agree(&ground.field.store, &two[0], theirs, &new, &account, NOW, 1).await.unwrap();
            });
            let given = Mutex::new(false);
            let (account, new_ref, given_ref, last) = (&account, &new, &given, &two[1]);
            let agrees = act(async move |store: Store| match agree(&store, last, theirs, new_ref, account, late, 1).await {
                Ok(()) => *given_ref.lock().unwrap() = true,
                Err(error) => assert!(is_late(&error), "{error:?}"),
            });
            let expires = act(async move |store: Store| {
                let tried = async {
                    let mut tx = store.begin(late).await?;
                    life::expire_overdue(&mut tx, 100).await?;
                    tx.commit().await
                };
                if let Err(error) = tried.await {
                    assert!(is_late(&error.into()), "an expiry");
                }
            });
            let order = interleaved(&mut ground.servers, vec![agrees, expires], seed);
            let how = format!("seed {seed}: {order:?}");
            ground.base.block_on(ground.field.expire(late));
            ground.holds(&how);
            assert_eq!(ground.read(&old, late).state, State::Expired, "{how}");
            let (state, agreed) = if given.into_inner().unwrap() { (State::Approved, 2) } else { (State::InReview, 1) };
            assert_eq!((ground.read(&new, late).state, ground.agreed(&new)), (state, agreed), "{how}");
        }
    }
}
