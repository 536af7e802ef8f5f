//! Deal registrations: claims, decisions, windows, and what rivals learn of each other.

use crate::fixture::{NOW, Programme, Side, programme};
use crate::on_both_engines;
use domain::access::{
    CommentInternally, CommentOnDeal, DecideDeal, ManageAccounts, Permit, RegisterDeal, Scope, Subject,
};
use domain::accounts::NewAccount;
use domain::deals::{
    Claim, Contact, Customer, Deal, DealForm, Linked, NewDeal, PartnerStep, Protection, Reason, Rejection,
    State, Step, Verdict,
};
use domain::id::{AccountId, DealId, FamilyId};
use domain::lists::{List, View};
use domain::money::Money;
use domain::time::Instant;
use store::deals::decide::{self, ApproveError};
use store::deals::drafts::{self, Keeper, SubmitError};
use store::deals::{self, life, matching, timeline};
use store::{Store, StoreError, accounts};

fn register(side: &Side) -> Permit<RegisterDeal> {
    side.user.permit(RegisterDeal { partner: side.partner.clone() }).unwrap()
}

fn decision(programme: &Programme, side: &Side) -> Permit<DecideDeal> {
    programme.approver.permit(DecideDeal { partner: side.partner.clone() }).unwrap()
}

fn keeping(programme: &Programme) -> Permit<ManageAccounts> {
    programme.administrator.permit(ManageAccounts).unwrap()
}

async fn family(store: &Store, programme: &Programme, name: &str) -> FamilyId {
    let mut tx = store.begin(NOW).await.unwrap();
    let id = accounts::make_family(&mut tx, &keeping(programme), name).await.unwrap();
    tx.commit().await.unwrap();
    id
}

async fn account(store: &Store, programme: &Programme, name: &str) -> AccountId {
    let new = NewAccount {
        legal_name: name.into(),
        domain: "acme.example".into(),
        country: "DE".into(),
        ..NewAccount::default()
    };
    let mut tx = store.begin(NOW).await.unwrap();
    let id = accounts::make(&mut tx, &keeping(programme), &new, name).await.unwrap();
    tx.commit().await.unwrap();
    id
}

fn new_deal(customer: &str, families: &[&FamilyId]) -> NewDeal {
    NewDeal {
        customer: Customer { name: customer.into(), domain: String::new(), country: "DE".into() },
        families: families.iter().map(|id| (*id).clone()).collect(),
        amount: Money { minor: 1_250_000, currency: "EUR".into() },
        close_on: NOW.day().plus_days(40),
        contact: Contact { name: "Jo".into(), role: String::new(), email: "jo@acme.example".into() },
        need: "Storage for the new plant".into(),
    }
}

pub async fn submitted(store: &Store, side: &Side, customer: &str, families: &[&FamilyId]) -> DealId {
    let permit = register(side);
    let mut tx = store.begin(NOW).await.unwrap();
    let key = format!("{customer}-{}", side.partner);
    let draft = drafts::begin(&mut tx, &permit, &DealForm::default(), &key).await.unwrap();
    drafts::submit(&mut tx, &permit, &draft, &new_deal(customer, families)).await.unwrap();
    tx.commit().await.unwrap();
    draft.id
}

pub async fn read(store: &Store, id: &DealId, now: Instant) -> Deal {
    let mut read = store.read().await.unwrap();
    deals::find(&mut read, &Scope::All, id, now).await.unwrap().unwrap()
}

pub async fn approve(
    store: &Store,
    programme: &Programme,
    side: &Side,
    id: &DealId,
    account: Option<&AccountId>,
    now: Instant,
) -> Result<(), ApproveError> {
    let before = read(store, id, now).await;
    let mut tx = store.begin(now).await.unwrap();
    let account = account.map_or(Linked::New { seen: Vec::new() }, |id| Linked::To(id.clone()));
    decide::approve(
        &mut tx,
        &decision(programme, side),
        &before,
        before.version,
        &account,
        Protection::DEFAULT,
    )
    .await?;
    tx.commit().await.unwrap();
    Ok(())
}

fn viewed(query: &str) -> View {
    View::parse(List::Deals, query, true)
}

on_both_engines! {
    async fn a_deal_goes_from_draft_to_an_approval_that_protects(store: Store) {
        let programme = programme(&store).await;
        let storage = family(&store, &programme, "Storage").await;
        let id = submitted(&store, &programme.nordwind, "Acme GmbH", &[&storage]).await;
        let deal = read(&store, &id, NOW).await;
        assert_eq!(deal.number.as_deref(), Some("D-000001"));
        assert_eq!(deal.decide_by_at, Some(NOW.plus_days(2)));
        let decided = NOW.plus_seconds(2);
        let permit = decision(&programme, &programme.nordwind);
        let mut tx = store.begin(NOW.plus_seconds(1)).await.unwrap();
        decide::start_review(&mut tx, &permit, &deal, deal.version).await.unwrap();
        tx.commit().await.unwrap();
        approve(&store, &programme, &programme.nordwind, &id, None, decided).await.unwrap();
        let approved = read(&store, &id, decided).await;
        assert_eq!(approved.state, State::Approved);
        assert_eq!(approved.account.as_ref().map(|(_, name)| name.as_str()), Some("Acme GmbH"));
        assert_eq!(approved.protected_until_at, Some(decided.plus_days(Protection::DEFAULT.days())));
        // The same row, read after its window, has expired without anybody writing it.
        assert_eq!(read(&store, &id, decided.plus_days(Protection::DEFAULT.days())).await.state, State::Expired);
        let mut reading = store.read().await.unwrap();
        let told: Vec<String> = timeline::read(&mut reading, &approved, None).await.unwrap()
            .iter().map(|entry| entry.kind.to_string()).collect();
        assert_eq!(told, ["drafted", "submitted", "review_started", "approved"]);
    }

    async fn one_account_and_family_bears_one_live_approval(store: Store) {
        let programme = programme(&store).await;
        let (storage, network) = (family(&store, &programme, "Storage").await, family(&store, &programme, "Network").await);
        let acme = account(&store, &programme, "Acme").await;
        let first = submitted(&store, &programme.nordwind, "Acme", &[&storage]).await;
        let second = submitted(&store, &programme.rival, "ACME Ltd", &[&network, &storage]).await;
        let third = submitted(&store, &programme.rival, "Acme Inc", &[&network]).await;
        approve(&store, &programme, &programme.nordwind, &first, Some(&acme), NOW).await.unwrap();
        let refused = approve(&store, &programme, &programme.rival, &second, Some(&acme), NOW).await;
        assert!(matches!(refused, Err(ApproveError::Protected)), "{refused:?}");
        assert_eq!(read(&store, &second, NOW).await.state, State::Submitted);
        approve(&store, &programme, &programme.rival, &third, Some(&acme), NOW).await.unwrap();
        // Once the first window is over, approving expires it in the same transaction.
        let later = NOW.plus_days(Protection::DEFAULT.days());
        let mut tx = store.begin(NOW).await.unwrap();
        let deal = deals::find(&mut tx, &Scope::All, &third, NOW).await.unwrap().unwrap();
        life::step(&mut tx, &register(&programme.rival), &deal, deal.version, &PartnerStep::of(Step::Lose)).await.unwrap();
        tx.commit().await.unwrap();
        approve(&store, &programme, &programme.rival, &second, Some(&acme), later).await.unwrap();
        let mut read = store.read().await.unwrap();
        let scope = programme.nordwind.user.scope(Subject::Deals);
        let counts = deals::counts(&mut read, &scope, NOW).await.unwrap();
        assert_eq!(counts, [(State::Expired, 1)], "written, not only read as expired");
    }

    async fn of_two_approvers_at_once_one_wins(store: Store) {
        let programme = programme(&store).await;
        let storage = family(&store, &programme, "Storage").await;
        let acme = account(&store, &programme, "Acme").await;
        let mut ids = Vec::new();
        for n in 0..6 {
            let side = if n % 2 == 0 { &programme.nordwind } else { &programme.rival };
            ids.push((submitted(&store, side, &format!("Acme {n}"), &[&storage]).await, side));
        }
        let tries = ids.iter().map(|(id, side)| approve(&store, &programme, side, id, Some(&acme), NOW));
        let won = futures::future::join_all(tries).await.into_iter().filter(Result::is_ok).count();
        assert_eq!(won, 1);
        let mut read = store.read().await.unwrap();
        let approved = deals::list(&mut read, &Scope::All, &viewed("state=approved"), NOW).await.unwrap();
        assert_eq!(approved.0.len(), 1);
    }

    async fn of_two_approvals_that_would_make_one_company_twice_one_looks_again(store: Store) {
        let programme = programme(&store).await;
        let (storage, network) = (family(&store, &programme, "Storage").await, family(&store, &programme, "Network").await);
        let first = submitted(&store, &programme.nordwind, "Acme GmbH", &[&storage]).await;
        let second = submitted(&store, &programme.rival, "ACME", &[&network]).await;
        let tries = [(&first, &programme.nordwind), (&second, &programme.rival)]
            .map(|(id, side)| approve(&store, &programme, side, id, None, NOW));
        let done = futures::future::join_all(tries).await;
        assert_eq!(done.iter().filter(|done| done.is_ok()).count(), 1, "{done:?}");
        assert!(done.iter().any(|done| matches!(done, Err(ApproveError::LikeThis))), "{done:?}");
        // Whoever has seen the other account may make a second one: namesakes exist.
        let (loser, side) = if done[0].is_ok() { (&second, &programme.rival) } else { (&first, &programme.nordwind) };
        let before = read(&store, loser, NOW).await;
        let permit = decision(&programme, side);
        let mut tx = store.begin(NOW).await.unwrap();
        let company = before.claim().customer.company();
        let seen = accounts::like_this(&mut tx, &permit, &company).await.unwrap().into_iter().map(|one| one.id).collect();
        decide::approve(&mut tx, &permit, &before, before.version, &Linked::New { seen }, Protection::DEFAULT).await.unwrap();
    }

    async fn two_decisions_on_one_deal_are_one(store: Store) {
        let programme = programme(&store).await;
        let storage = family(&store, &programme, "Storage").await;
        let id = submitted(&store, &programme.nordwind, "Acme", &[&storage]).await;
        let before = read(&store, &id, NOW).await;
        let permit = decision(&programme, &programme.nordwind);
        let why = Rejection { reason: Reason::NoOwnWork, note: String::new() };
        let reject = async {
            let mut tx = store.begin(NOW).await?;
            decide::reject(&mut tx, &permit, &before, before.version, &why).await?;
            tx.commit().await
        };
        let accept = async {
            let mut tx = store.begin(NOW).await?;
            decide::approve(&mut tx, &permit, &before, before.version, &Linked::New { seen: Vec::new() }, Protection::DEFAULT).await?;
            Ok::<_, ApproveError>(tx.commit().await?)
        };
        let (rejected, accepted) = futures::future::join(reject, accept).await;
        assert!(rejected.is_ok() != accepted.is_ok(), "{rejected:?} {accepted:?}");
        let after = read(&store, &id, NOW).await.state;
        assert_eq!(after, if rejected.is_ok() { State::Rejected } else { State::Approved });
    }

    async fn approval_against_expiry_leaves_one_live(store: Store) {
        let programme = programme(&store).await;
        let storage = family(&store, &programme, "Storage").await;
        let acme = account(&store, &programme, "Acme").await;
        let old = submitted(&store, &programme.nordwind, "Acme", &[&storage]).await;
        approve(&store, &programme, &programme.nordwind, &old, Some(&acme), NOW).await.unwrap();
        let new = submitted(&store, &programme.rival, "Acme", &[&storage]).await;
        let later = NOW.plus_days(Protection::DEFAULT.days());
        let expire = async {
            let mut tx = store.begin(later).await?;
            let count = life::expire_overdue(&mut tx, 100).await?;
            tx.commit().await?;
            Ok::<_, StoreError>(count)
        };
        let (_, approved) =
            futures::future::join(expire, approve(&store, &programme, &programme.rival, &new, Some(&acme), later)).await;
        approved.unwrap();
        assert_eq!(read(&store, &new, later).await.state, State::Approved);
        let old = read(&store, &old, NOW).await;
        assert_eq!(old.state, State::Expired);
        let mut reading = store.read().await.unwrap();
        let entries = timeline::read(&mut reading, &old, None).await.unwrap();
        let expiries = entries.iter().filter(|entry| entry.kind.as_str() == "expired").count();
        assert_eq!(expiries, 1);
    }

    async fn a_rival_learns_one_word_and_nothing_else(store: Store) {
        let programme = programme(&store).await;
        let (storage, network) = (family(&store, &programme, "Storage").await, family(&store, &programme, "Network").await);
        let id = submitted(&store, &programme.nordwind, "Acme GmbH", &[&storage]).await;
        let scope = programme.rival.user.scope(Subject::Deals);
        let permit = register(&programme.rival);
        let mut read = store.read().await.unwrap();
        assert_eq!(deals::find(&mut read, &scope, &id, NOW).await.unwrap(), None);
        assert_eq!(deals::list(&mut read, &scope, &viewed("q=acme"), NOW).await.unwrap().0, []);
        assert_eq!(deals::queue(&mut read, &scope, NOW, 10).await.unwrap(), []);
        assert_eq!(deals::counts(&mut read, &scope, NOW).await.unwrap(), []);
        assert_eq!(matching::own_claims(&mut read, &scope, NOW).await.unwrap(), []);
        for (name, family, verdict) in [
            ("ACME", &storage, Verdict::PossibleConflict),
            ("ACME", &network, Verdict::Clear),
            ("Acme Foods", &storage, Verdict::Clear),
        ] {
            let claim = Claim::of(name, "", vec![family.clone()]);
            assert_eq!(matching::verdict(&mut read, &permit, &claim, NOW).await.unwrap(), verdict, "{name}");
        }
        // One's own claim is no rival's.
        let own = Claim::of("Acme", "", vec![storage.clone()]);
        let verdict = matching::verdict(&mut read, &register(&programme.nordwind), &own, NOW).await.unwrap();
        assert_eq!(verdict, Verdict::Clear);
    }

    async fn approvers_see_every_candidate_with_its_reason(store: Store) {
        let programme = programme(&store).await;
        let (storage, network) = (family(&store, &programme, "Storage").await, family(&store, &programme, "Network").await);
        let first = submitted(&store, &programme.nordwind, "Acme GmbH", &[&storage, &network]).await;
        let second = submitted(&store, &programme.rival, "ACME", &[&storage]).await;
        submitted(&store, &programme.rival, "Bolt", &[&storage]).await;
        let deal = read(&store, &second, NOW).await;
        let mut read = store.read().await.unwrap();
        let permit = decision(&programme, &programme.rival);
        let found = matching::candidates(&mut read, &permit, &deal, NOW).await.unwrap();
        assert_eq!(found.len(), 1);
        assert_eq!((&found[0].id, found[0].shared.as_slice()), (&first, ["Storage".to_owned()].as_slice()));
    }

    async fn a_managers_list_holds_the_assigned_partners_only(store: Store) {
        let programme = programme(&store).await;
        let storage = family(&store, &programme, "Storage").await;
        let own = submitted(&store, &programme.nordwind, "Acme", &[&storage]).await;
        let other = submitted(&store, &programme.rival, "Bolt", &[&storage]).await;
        let scope = programme.manager.scope(Subject::Deals);
        let mut read = store.read().await.unwrap();
        let seen: Vec<DealId> =
            deals::queue(&mut read, &scope, NOW, 10).await.unwrap().into_iter().map(|row| row.id).collect();
        assert_eq!(seen, [own]);
        assert_eq!(deals::find(&mut read, &scope, &other, NOW).await.unwrap(), None);
    }

    async fn a_draft_is_kept_as_typed_and_seen_by_its_partner_only(store: Store) {
        let programme = programme(&store).await;
        let permit = register(&programme.nordwind);
        let typed = DealForm { customer_name: "Acme".into(), amount: "twelve".into(), ..DealForm::default() };
        let mut tx = store.begin(NOW).await.unwrap();
        let draft = drafts::begin(&mut tx, &permit, &typed, "k1").await.unwrap();
        tx.commit().await.unwrap();
        let scope = programme.nordwind.user.scope(Subject::Deals);
        let mut tx = store.begin(NOW).await.unwrap();
        assert_eq!(drafts::by_key(&mut tx, &permit, "k1").await.unwrap().as_ref(), Some(&draft));
        assert_eq!(drafts::by_key(&mut tx, &register(&programme.rival), "k1").await.unwrap(), None);
        let before = deals::find(&mut tx, &scope, &draft.id, NOW).await.unwrap().unwrap();
        assert_eq!(before.draft.as_ref().map(|form| form.amount.as_str()), Some("twelve"));
        let twelve = DealForm { amount: "12".into(), ..typed.clone() };
        drafts::save(&mut tx, &permit, &before, 1, &twelve, ("k2", Keeper::Pause)).await.unwrap();
        tx.commit().await.unwrap();
        // A pause never goes over what is newer, nor a person over somebody else's typing; over the own it does.
        for editor in [("k2", Keeper::Pause), ("k1", Keeper::Person)] {
            let mut tx = store.begin(NOW).await.unwrap();
            let stale = drafts::save(&mut tx, &permit, &before, 1, &typed, editor).await;
            assert!(matches!(stale, Err(StoreError::Stale)), "{editor:?} {stale:?}");
        }
        let mut tx = store.begin(NOW).await.unwrap();
        let saved = drafts::save(&mut tx, &permit, &before, 1, &typed, ("k2", Keeper::Person)).await.unwrap();
        assert_eq!(saved.version, 3);
        tx.commit().await.unwrap();
        let mut tx = store.begin(NOW).await.unwrap();
        let before = deals::find(&mut tx, &scope, &draft.id, NOW).await.unwrap().unwrap();
        life::step(&mut tx, &permit, &before, 3, &PartnerStep::of(Step::Withdraw)).await.unwrap();
        tx.commit().await.unwrap();
        let mut read = store.read().await.unwrap();
        for actor in [&programme.approver, &programme.administrator, &programme.rival.user] {
            let scope = actor.scope(Subject::Deals);
            assert_eq!(deals::find(&mut read, &scope, &draft.id, NOW).await.unwrap(), None);
            assert_eq!(deals::list(&mut read, &scope, &viewed(""), NOW).await.unwrap().0, []);
        }
    }

    async fn a_family_outside_the_programme_cannot_be_claimed(store: Store) {
        let programme = programme(&store).await;
        let old = family(&store, &programme, "Old").await;
        let mut tx = store.begin(NOW).await.unwrap();
        let all = accounts::families(&mut tx, &keeping(&programme)).await.unwrap();
        accounts::change_family(&mut tx, &keeping(&programme), &all[0], 1, "Old", false).await.unwrap();
        let stale = accounts::change_family(&mut tx, &keeping(&programme), &all[0], 1, "Older", true).await;
        assert!(matches!(stale, Err(StoreError::Stale)), "{stale:?}");
        tx.commit().await.unwrap();
        let permit = register(&programme.nordwind);
        let mut tx = store.begin(NOW).await.unwrap();
        let draft = drafts::begin(&mut tx, &permit, &DealForm::default(), "k").await.unwrap();
        let refused = drafts::submit(&mut tx, &permit, &draft, &new_deal("Acme", &[&old])).await;
        assert!(matches!(refused, Err(SubmitError::Family)), "{refused:?}");
    }

    async fn internal_comments_stay_with_staff_and_a_comment_sent_twice_is_one(store: Store) {
        let programme = programme(&store).await;
        let storage = family(&store, &programme, "Storage").await;
        let id = submitted(&store, &programme.nordwind, "Acme", &[&storage]).await;
        let deal = read(&store, &id, NOW).await;
        let partner = programme.nordwind.partner.clone();
        let inside = programme.approver.permit(CommentInternally { partner: partner.clone() }).unwrap();
        let shared = programme.nordwind.user.permit(CommentOnDeal { partner }).unwrap();
        let mut tx = store.begin(NOW).await.unwrap();
        timeline::comment_internally(&mut tx, &inside, &deal, "Looks like Rival's", "c1").await.unwrap();
        for _ in 0..2 {
            timeline::comment(&mut tx, &shared, &deal, false, "We met them", "c2").await.unwrap();
        }
        let other = timeline::comment(&mut tx, &shared, &deal, false, "We met them again", "c2").await;
        assert!(matches!(other, Err(StoreError::Stale)), "another comment under the same key is not dropped: {other:?}");
        tx.commit().await.unwrap();
        let mut read = store.read().await.unwrap();
        let bodies = |entries: Vec<domain::deals::Entry>| -> Vec<String> {
            entries.into_iter().map(|entry| entry.body).filter(|body| !body.is_empty()).collect()
        };
        assert_eq!(bodies(timeline::read(&mut read, &deal, None).await.unwrap()), ["We met them"]);
        let all = bodies(timeline::read(&mut read, &deal, Some(&inside)).await.unwrap());
        assert_eq!(all, ["Looks like Rival's", "We met them"]);
    }

    async fn deals_and_accounts_are_found_in_any_case_of_any_script(store: Store) {
        let programme = programme(&store).await;
        let storage = family(&store, &programme, "Storage").await;
        let id = submitted(&store, &programme.nordwind, "ÖBB-Straße", &[&storage]).await;
        account(&store, &programme, "ΑΘΗΝΑ AE").await;
        let mut read = store.read().await.unwrap();
        for words in ["öbb-s", "ÖBB", "d-000001"] {
            let found = deals::list(&mut read, &Scope::All, &viewed(&format!("q={words}")), NOW).await.unwrap().0;
            let found: Vec<DealId> = found.into_iter().map(|row| row.id).collect();
            assert_eq!(found.as_slice(), std::slice::from_ref(&id), "{words}");
        }
        let named = accounts::list(&mut read, &keeping(&programme), &View::parse(List::Accounts, "q=αθηνα", true)).await.unwrap();
        assert_eq!(named.0.len(), 1);
        let permit = decision(&programme, &programme.nordwind);
        assert_eq!(accounts::named(&mut read, &permit, "Αθηνα").await.unwrap().len(), 1);
    }

    async fn an_account_sent_twice_is_one(store: Store) {
        let programme = programme(&store).await;
        let first = account(&store, &programme, "Acme").await;
        assert_eq!(account(&store, &programme, "Acme").await, first);
    }

    async fn numbers_have_no_gaps_and_no_doubles(store: Store) {
        let programme = programme(&store).await;
        let storage = family(&store, &programme, "Storage").await;
        let tries = (0..12).map(|n| {
            let (store, side, storage) = (store.clone(), &programme.nordwind, &storage);
            async move { submitted(&store, side, &format!("Customer {n}"), &[storage]).await }
        });
        futures::future::join_all(tries).await;
        let mut read = store.read().await.unwrap();
        let page = deals::list(&mut read, &Scope::All, &viewed(""), NOW).await.unwrap();
        let mut numbers: Vec<String> = page.0.into_iter().filter_map(|row| row.number).collect();
        numbers.sort();
        let expected: Vec<String> = (1..=12).map(|n| format!("D-{n:06}")).collect();
        assert_eq!(numbers, expected);
    }
}
