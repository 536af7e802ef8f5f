//! What several servers do to the same deals in the same moment, statement by statement in hundreds of orders: two approvers,
//! an approval against an expiry, a decision against a withdrawal and an answer, two partners in one millisecond, and those who
//! agree to steps of one approval. What must
//! never be is looked for after each run; a run that breaks it says its seed.

mod merging;
mod steps;
mod turns;

use crate::deal_life::Field;
use crate::fixture::{self, Home, NOW, Side};
use domain::deals::{
    AskedField, Contact, Customer, DealForm, EXTENSION_DAYS, Linked, NewDeal, PartnerStep, Protection,
    Question, Reason, Rejection, State, Step,
};
use domain::id::{AccountId, DealId};
use domain::money::Money;
use domain::time::Instant;
use std::sync::Mutex;
use store::deals::decide::{self, ApproveError};
use store::deals::{self, drafts, life, question, timeline};
use store::sql::Statement;
use store::{Store, StoreError};
use turns::{Server, act, interleaved};

/// Runs of each test on each engine; `TANDEM_INTERLEAVINGS` says another number.
const RUNS: u64 = 150;

/// A database with two rivals, and servers on it.
struct Ground {
    base: tokio::runtime::Runtime,
    field: Field,
    servers: Vec<Server>,
    runs: u64,
    _home: Home,
}

impl Ground {
    fn of(sqlite: bool) -> Self {
        let base = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let home =
            base.block_on(async { if sqlite { fixture::sqlite().await } else { fixture::postgres().await } });
        let field = base.block_on(Field::of(home.store.clone()));
        let servers = (0..3).map(|_| Server::on(&home.url)).collect();
        let told = std::env::var("TANDEM_INTERLEAVINGS").ok().and_then(|runs| runs.parse().ok());
        Self { base, field, servers, runs: told.unwrap_or(RUNS), _home: home }
    }

    fn handed_in(&self, side: &Side, customer: &str, at: Instant) -> DealId {
        self.base.block_on(handed_in(&self.field.store, &self.field, side, customer, at)).unwrap()
    }

    fn account(&self, name: &str) -> AccountId {
        use domain::access::ManageAccounts;
        let permit = self.field.programme.administrator.permit(ManageAccounts).unwrap();
        self.base.block_on(async {
            let mut tx = self.field.store.begin(NOW).await.unwrap();
            let new = domain::accounts::NewAccount {
                legal_name: name.into(),
                domain: String::new(),
                country: "DE".into(),
                ..Default::default()
            };
            let id = store::accounts::make(&mut tx, &permit, &new, name).await.unwrap();
            tx.commit().await.unwrap();
            id
        })
    }

    fn read(&self, id: &DealId, at: Instant) -> domain::deals::Deal {
        self.base.block_on(self.field.read(id, at))
    }

    fn told(&self, id: &DealId, at: Instant) -> Vec<String> {
        self.base.block_on(async {
            let deal = self.field.read(id, at).await;
            let mut read = self.field.store.read().await.unwrap();
            let story = timeline::read(&mut read, &deal, None).await.unwrap();
            story.iter().map(|entry| entry.kind.to_string()).collect()
        })
    }

    /// What must never be, whoever did what: two live claims on one account and family, a live claim of what protects nobody,
    /// and an approval that claims nothing.
    fn holds(&self, how: &str) {
        let broken = Statement::new(
            "SELECT 'twice' AS what FROM deal_families WHERE live GROUP BY account_id, family_id HAVING COUNT(*) > 1
             UNION ALL SELECT 'live' FROM deal_families df JOIN deals d ON d.id = df.deal_id
             WHERE df.live AND d.state NOT IN ('approved', 'extension_pending')
             UNION ALL SELECT 'idle' FROM deal_families df JOIN deals d ON d.id = df.deal_id
             WHERE NOT df.live AND d.state IN ('approved', 'extension_pending')",
        );
        let found: Vec<String> = self.base.block_on(async {
            let mut read = self.field.store.read().await.unwrap();
            read.all(broken, Vec::new()).await.unwrap().iter().map(|row| row.text("what").unwrap()).collect()
        });
        assert!(found.is_empty(), "{found:?} after {how}");
    }
}

async fn handed_in(
    store: &Store,
    field: &Field,
    side: &Side,
    customer: &str,
    at: Instant,
) -> Result<DealId, StoreError> {
    let permit = field.own(side);
    let mut tx = store.begin(at).await?;
    let key = format!("{customer} of {}", side.partner);
    if let Some(known) = drafts::by_key(&mut tx, &permit, &key).await? {
        return Ok(known.id);
    }
    let draft = drafts::begin(&mut tx, &permit, &DealForm::default(), &key).await?;
    let new = NewDeal {
        customer: Customer { name: customer.into(), domain: String::new(), country: "DE".into() },
        families: vec![field.family.clone()],
        amount: Money { minor: 100, currency: "EUR".into() },
        close_on: at.day().plus_days(40),
        contact: Contact { name: "Jo".into(), role: String::new(), email: "jo@acme.example".into() },
        need: "Storage".into(),
    };
    match drafts::submit(&mut tx, &permit, &draft, &new).await {
        Ok(_) => {}
        Err(drafts::SubmitError::Store(error)) => return Err(error),
        Err(other) => panic!("{other}"),
    }
    tx.commit().await?;
    Ok(draft.id)
}

async fn approve(
    store: &Store,
    field: &Field,
    side: &Side,
    id: &DealId,
    account: &AccountId,
    at: Instant,
) -> Result<(), ApproveError> {
    let mut tx = store.begin(at).await?;
    let before = deals::find(&mut tx, &domain::access::Scope::All, id, at).await?.unwrap();
    let linked = Linked::To(account.clone());
    decide::approve(&mut tx, &field.decision(side), &before, before.version, &linked, Protection::DEFAULT)
        .await?;
    Ok(tx.commit().await?)
}

/// One of those who came too late: told so, and nothing else.
fn is_late(error: &ApproveError) -> bool {
    matches!(
        error,
        ApproveError::Protected
            | ApproveError::Store(
                StoreError::Stale | StoreError::Duplicate { .. } | StoreError::Unavailable(_)
            )
    )
}

/// Stamps tests for both engines.
macro_rules! on_both {
    ($($(#[$doc:meta])* fn $name:ident($ground:ident) $body:block)*) => {$(
        mod $name {
            use super::*;

            fn test(mut $ground: Ground) $body

            #[test]
            fn sqlite() {
                test(Ground::of(true));
            }

            #[test]
            fn postgres() {
                test(Ground::of(false));
            }
        }
    )*};
}

use on_both;

on_both! {
    fn of_two_approvals_of_rivals_one_is_given(ground) {
        let mut won = [0, 0];
        for seed in 0..ground.runs {
            let account = ground.account(&format!("Customer {seed}"));
            let sides = [&ground.field.programme.nordwind, &ground.field.programme.rival];
            let rivals = sides.map(|side| ground.handed_in(side, &format!("Customer {seed}"), NOW));
            let given = Mutex::new(Vec::new());
            let field = &ground.field;
            let acts = (0..2).map(|n| {
                let (account, id, given) = (&account, &rivals[n], &given);
                act(async move |store: Store| {
                    match approve(&store, field, sides[n], id, account, NOW.plus_seconds(1)).await {
                        Ok(()) => given.lock().unwrap().push(n),
                        Err(error) => assert!(is_late(&error), "{error:?}"),
                    }
                })
            });
            let order = interleaved(&mut ground.servers, acts.collect(), seed);
            let how = format!("seed {seed}: {order:?}");
            ground.holds(&how);
            let given = given.into_inner().unwrap();
            let states = rivals.each_ref().map(|id| ground.read(id, NOW.plus_seconds(1)).state);
            let approved = states.iter().filter(|state| **state == State::Approved).count();
            assert_eq!((given.len(), approved), (1, 1), "{how}");
            assert_eq!(states[given[0]], State::Approved, "whoever was told so has it: {how}");
            won[given[0]] += 1;
        }
        assert!(won.iter().all(|count| *count > 0), "the orders were not different: {won:?}");
    }

    fn of_an_approval_a_rejection_and_a_withdrawal_one_happens(ground) {
        let mut ends = [0, 0, 0];
        for seed in 0..ground.runs {
            let account = ground.account(&format!("Customer {seed}"));
            let side = &ground.field.programme.nordwind;
            let id = ground.handed_in(side, &format!("Customer {seed}"), NOW);
            let done = Mutex::new(Vec::new());
            let (field, at) = (&ground.field, NOW.plus_seconds(1));
            let (done_ref, id_ref, account) = (&done, &id, &account);
            let approves = act(async move |store: Store| match approve(&store, field, side, id_ref, account, at).await {
                Ok(()) => done_ref.lock().unwrap().push(0),
                Err(error) => assert!(is_late(&error), "{error:?}"),
            });
            let rejects = act(async move |store: Store| {
                let tried = async {
                    let mut tx = store.begin(at).await?;
                    let before = deals::find(&mut tx, &domain::access::Scope::All, id_ref, at).await?.unwrap();
                    let why = Rejection { reason: Reason::NotQualified, note: String::new() };
                    decide::reject(&mut tx, &field.decision(side), &before, before.version, &why).await?;
                    tx.commit().await
                };
                match tried.await {
                    Ok(()) => done_ref.lock().unwrap().push(1),
                    Err(error) => assert!(is_late(&error.into()), "a rejection"),
                }
            });
            let withdraws = act(async move |store: Store| {
                let tried = async {
                    let mut tx = store.begin(at).await?;
                    let before = deals::find(&mut tx, &domain::access::Scope::All, id_ref, at).await?.unwrap();
                    life::step(&mut tx, &field.own(side), &before, before.version, &PartnerStep::of(Step::Withdraw)).await?;
                    tx.commit().await
                };
                match tried.await {
                    Ok(()) => done_ref.lock().unwrap().push(2),
                    Err(error) => assert!(is_late(&error.into()), "a withdrawal"),
                }
            });
            let order = interleaved(&mut ground.servers, vec![approves, rejects, withdraws], seed);
            let how = format!("seed {seed}: {order:?}");
            ground.holds(&how);
            let done = done.into_inner().unwrap();
            let state = ground.read(&id, at).state;
            // What was approved can be withdrawn after that; nothing else has a second end.
            match done.as_slice() {
                [0] => assert_eq!(state, State::Approved, "{how}"),
                [1] => assert_eq!(state, State::Rejected, "{how}"),
                [2] | [0, 2] => assert_eq!(state, State::Withdrawn, "{how}"),
                other => panic!("{other:?} happened: {how}"),
            }
            let story = ground.told(&id, at);
            assert_eq!(story.len(), 2 + done.len(), "each that happened is told once, {story:?}: {how}");
            ends[done[0]] += 1;
        }
        assert!(ends.iter().all(|count| *count > 0), "the orders were not different: {ends:?}");
    }

    fn an_expiry_frees_the_field_once_for_whoever_is_approved_then(ground) {
        for seed in 0..ground.runs {
            let account = ground.account(&format!("Customer {seed}"));
            let (ours, theirs) = (&ground.field.programme.nordwind, &ground.field.programme.rival);
            let old = ground.handed_in(ours, &format!("Customer {seed}"), NOW);
            let new = ground.handed_in(theirs, &format!("Customer {seed}"), NOW);
            ground.base.block_on(approve(&ground.field.store, &ground.field, ours, &old, &account, NOW)).unwrap();
            // The window has just ended.
            let late = NOW.plus_days(Protection::DEFAULT.days()).plus_seconds(1);
            let (field, account, old_ref, new_ref) = (&ground.field, &account, &old, &new);
            let given = Mutex::new(false);
            let given_ref = &given;
            let approves = act(async move |store: Store| match approve(&store, field, theirs, new_ref, account, late).await {
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
            let asks = act(async move |store: Store| {
                let tried = async {
                    // Whoever read it a moment before the end asks for more time after it.
                    let before_end = late.plus_seconds(-10);
                    let mut tx = store.begin(late).await?;
                    let before = deals::find(&mut tx, &domain::access::Scope::All, old_ref, before_end).await?.unwrap();
                    let step = PartnerStep { step: Step::AskExtension, why: format!("{EXTENSION_DAYS} more"), reason: None };
                    life::step(&mut tx, &field.own(ours), &before, before.version, &step).await?;
                    tx.commit().await
                };
                assert!(tried.await.is_err(), "nobody gets more time after the end");
            });
            let order = interleaved(&mut ground.servers, vec![approves, expires, asks], seed);
            let how = format!("seed {seed}: {order:?}");
            // Whoever lost to the other server tries again, as the round of every minute does.
            ground.base.block_on(field.expire(late));
            ground.holds(&how);
            assert_eq!(ground.read(&old, late).state, State::Expired, "{how}");
            let expired = ground.told(&old, late).iter().filter(|kind| *kind == "expired").count();
            assert_eq!(expired, 1, "{how}");
            let state = ground.read(&new, late).state;
            let wanted = if given.into_inner().unwrap() { State::Approved } else { State::Submitted };
            assert_eq!(state, wanted, "{how}");
        }
    }

    fn no_acknowledged_submission_is_lost_and_none_counts_twice(ground) {
        for seed in 0..ground.runs {
            let customer = format!("Customer {seed}");
            let sides = [&ground.field.programme.nordwind, &ground.field.programme.rival, &ground.field.programme.nordwind];
            let taken = Mutex::new(Vec::new());
            let (field, customer, taken_ref) = (&ground.field, &customer, &taken);
            // The first and the third are one form that was sent twice.
            let acts = sides.map(|side| {
                act(async move |store: Store| {
                    let mut tries = 0;
                    let id = loop {
                        match handed_in(&store, field, side, customer, NOW).await {
                            Ok(id) => break id,
                            Err(StoreError::Duplicate { .. } | StoreError::Stale | StoreError::Unavailable(_)) if tries < 5 => tries += 1,
                            Err(error) => panic!("{error:?}"),
                        }
                    };
                    taken_ref.lock().unwrap().push((side.partner.clone(), id));
                })
            });
            let order = interleaved(&mut ground.servers, acts.into(), seed);
            let how = format!("seed {seed}: {order:?}");
            let taken = taken.into_inner().unwrap();
            assert_eq!(taken.len(), 3, "{how}");
            let mut numbers = Vec::new();
            for side in &sides[..2] {
                let ids: Vec<_> = taken.iter().filter(|(partner, _)| *partner == side.partner).map(|(_, id)| id).collect();
                assert!(ids.windows(2).all(|two| two[0] == two[1]), "one form is one deal: {how}");
                let deal = ground.read(ids[0], NOW);
                assert_eq!((deal.state, deal.submitted_at), (State::Submitted, Some(NOW)), "{how}");
                numbers.push(deal.number.unwrap());
            }
            assert_ne!(numbers[0], numbers[1], "{how}");
        }
    }

    fn a_question_an_approval_and_an_answer_follow_one_another(ground) {
        for seed in 0..ground.runs {
            let account = ground.account(&format!("Customer {seed}"));
            let side = &ground.field.programme.nordwind;
            let id = ground.handed_in(side, &format!("Customer {seed}"), NOW);
            let (field, account, id_ref, at) = (&ground.field, &account, &id, NOW.plus_hours(1));
            let approved = Mutex::new(false);
            let approved_ref = &approved;
            let asks = act(async move |store: Store| {
                let tried = async {
                    let mut tx = store.begin(at).await?;
                    let before = deals::find(&mut tx, &domain::access::Scope::All, id_ref, at).await?.unwrap();
                    let asked = Question { fields: vec![AskedField::Need], note: "What for?".into() };
                    question::ask(&mut tx, &field.decision(side), &before, before.version, &asked).await?;
                    tx.commit().await
                };
                if let Err(error) = tried.await {
                    assert!(is_late(&error.into()), "a question");
                }
            });
            let approves = act(async move |store: Store| match approve(&store, field, side, id_ref, account, at).await {
                Ok(()) => *approved_ref.lock().unwrap() = true,
                Err(error) => assert!(is_late(&error), "{error:?}"),
            });
            let answers = act(async move |store: Store| {
                let mut tx = store.begin(at.plus_hours(1)).await.unwrap();
                let before = deals::find(&mut tx, &domain::access::Scope::All, id_ref, at).await.unwrap().unwrap();
                let Some(asked) = &before.question else { return };
                let form = DealForm { need: "For the new plant".into(), ..DealForm::default() };
                let answer = asked.answered(&before, &form, "", NOW.day()).unwrap();
                if question::answer(&mut tx, &field.own(side), &before, before.version, &answer).await.is_ok() {
                    let _ = tx.commit().await;
                }
            });
            let order = interleaved(&mut ground.servers, vec![asks, approves, answers], seed);
            let how = format!("seed {seed}: {order:?}");
            ground.holds(&how);
            let deal = ground.read(&id, at);
            assert_eq!(deal.question.is_some(), deal.state == State::ActionRequired, "{how}");
            assert_eq!(deal.state == State::Approved, approved.into_inner().unwrap(), "{how}");
        }
    }
}
