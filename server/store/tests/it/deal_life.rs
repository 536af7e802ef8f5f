//! What happens to a deal after a decision: more time, revocations, appeals, decisions made anew, reminders.

use crate::fixture::{NOW, Programme, Side, programme};
use crate::on_both_engines;
use domain::access::{DecideDeal, ManageAccounts, Permit, RegisterDeal, Scope};
use domain::accounts::NewAccount;
use domain::deals::{
    Contact, Customer, Deal, DealForm, EXTENSION_DAYS, ExtensionAnswer, Linked, NewDeal, PartnerStep,
    Protection, Reason, Rejection, State, Step,
};
use domain::id::{AccountId, DealId, FamilyId};
use domain::lists::{List, View};
use domain::money::Money;
use domain::time::Instant;
use store::deals::decide::{self, ApproveError};
use store::deals::{self, drafts, extension, life, timeline};
use store::sql::Statement;
use store::{Store, StoreError, accounts, notices};

/// Two rivals, a family and an account.
pub struct Field {
    pub store: Store,
    pub programme: Programme,
    pub family: FamilyId,
    pub account: AccountId,
}

impl Field {
    pub async fn of(store: Store) -> Self {
        let programme = programme(&store).await;
        let keeping = programme.administrator.permit(ManageAccounts).unwrap();
        let mut tx = store.begin(NOW).await.unwrap();
        let family = accounts::make_family(&mut tx, &keeping, "Storage").await.unwrap();
        let acme = NewAccount {
            legal_name: "Acme".into(),
            domain: "acme.example".into(),
            country: "DE".into(),
            ..NewAccount::default()
        };
        let account = accounts::make(&mut tx, &keeping, &acme, "acme").await.unwrap();
        tx.commit().await.unwrap();
        Self { store, programme, family, account }
    }

    pub fn own(&self, side: &Side) -> Permit<RegisterDeal> {
        side.user.permit(RegisterDeal { partner: side.partner.clone() }).unwrap()
    }

    pub fn decision(&self, side: &Side) -> Permit<DecideDeal> {
        self.programme.approver.permit(DecideDeal { partner: side.partner.clone() }).unwrap()
    }

    pub async fn submitted(&self, side: &Side) -> DealId {
        let permit = self.own(side);
        let mut tx = self.store.begin(NOW).await.unwrap();
        let key = format!("key of {}", side.partner);
        let draft = drafts::begin(&mut tx, &permit, &DealForm::default(), &key).await.unwrap();
        let new = NewDeal {
            customer: Customer { name: "Acme".into(), domain: String::new(), country: "DE".into() },
            families: vec![self.family.clone()],
            amount: Money { minor: 100, currency: "EUR".into() },
            close_on: NOW.day().plus_days(40),
            contact: Contact { name: "Jo".into(), role: String::new(), email: "jo@acme.example".into() },
            need: "Storage".into(),
        };
        drafts::submit(&mut tx, &permit, &draft, &new).await.unwrap();
        tx.commit().await.unwrap();
        draft.id
    }

    pub async fn read(&self, id: &DealId, now: Instant) -> Deal {
        let mut read = self.store.read().await.unwrap();
        deals::find(&mut read, &Scope::All, id, now).await.unwrap().unwrap()
    }

    pub async fn approve(&self, side: &Side, id: &DealId, now: Instant) -> Result<(), ApproveError> {
        let before = self.read(id, now).await;
        let mut tx = self.store.begin(now).await.unwrap();
        let linked = Linked::To(self.account.clone());
        let permit = self.decision(side);
        decide::approve(&mut tx, &permit, &before, before.version, &linked, Protection::DEFAULT).await?;
        Ok(tx.commit().await?)
    }

    pub async fn step(&self, side: &Side, id: &DealId, step: Step, now: Instant) -> Result<(), StoreError> {
        let before = self.read(id, now).await;
        let mut tx = self.store.begin(now).await.unwrap();
        let taken = PartnerStep { step, why: "They test it in May".into(), reason: None };
        life::step(&mut tx, &self.own(side), &before, before.version, &taken).await?;
        tx.commit().await
    }

    pub async fn answer(
        &self,
        side: &Side,
        id: &DealId,
        extends: bool,
        now: Instant,
    ) -> Result<(), StoreError> {
        let before = self.read(id, now).await;
        let mut tx = self.store.begin(now).await.unwrap();
        let answer = ExtensionAnswer { extends, note: "Nothing is new".into() };
        extension::answer(&mut tx, &self.decision(side), &before, before.version, &answer).await?;
        tx.commit().await
    }

    pub async fn revoke(&self, side: &Side, id: &DealId, now: Instant) -> Result<(), StoreError> {
        let before = self.read(id, now).await;
        let mut tx = self.store.begin(now).await.unwrap();
        let why = Rejection { reason: Reason::ExistingBusiness, note: "Ours since May".into() };
        decide::revoke(&mut tx, &self.decision(side), &before, before.version, &why).await?;
        tx.commit().await
    }

    pub async fn reopen(&self, side: &Side, id: &DealId, now: Instant) -> Result<(), StoreError> {
        let before = self.read(id, now).await;
        let mut tx = self.store.begin(now).await.unwrap();
        decide::reopen(&mut tx, &self.decision(side), &before, before.version, "We look again").await?;
        tx.commit().await
    }

    pub async fn told(&self, id: &DealId) -> Vec<String> {
        let deal = self.read(id, NOW).await;
        let mut read = self.store.read().await.unwrap();
        let entries = timeline::read(&mut read, &deal, None).await.unwrap();
        entries.iter().map(|entry| entry.kind.to_string()).collect()
    }

    pub async fn expire(&self, now: Instant) -> usize {
        let mut tx = self.store.begin(now).await.unwrap();
        let count = life::expire_overdue(&mut tx, 100).await.unwrap();
        tx.commit().await.unwrap();
        count
    }

    /// Lets the clock strike; answers with the deals that somebody is reminded of.
    pub async fn strike(&self, now: Instant) -> usize {
        let mut tx = self.store.begin(now).await.unwrap();
        let struck = notices::clock::strike(&mut tx, 100).await.unwrap();
        tx.commit().await.unwrap();
        struck
    }
}

on_both_engines! {
    async fn more_time_is_asked_for_once_and_protects_until_it_is_answered(store: Store) {
        let field = Field::of(store).await;
        let (ours, theirs) = (&field.programme.nordwind, &field.programme.rival);
        let id = field.submitted(ours).await;
        let wanted = field.submitted(theirs).await;
        let approved = NOW.plus_seconds(1);
        field.approve(ours, &id, approved).await.unwrap();
        let end = approved.plus_days(Protection::DEFAULT.days());
        let asked = end.plus_days(-1);
        field.step(ours, &id, Step::AskExtension, asked).await.unwrap();
        let pending = field.read(&id, asked).await;
        assert_eq!((pending.state, pending.protected_until_at), (State::ExtensionPending, Some(end)));
        // It waits in the queue of whoever decides, with a clock of its own.
        let mut read = field.store.read().await.unwrap();
        let queue = deals::queue(&mut read, &Scope::All, asked, 10).await.unwrap();
        assert_eq!(queue.iter().map(|row| &row.id).collect::<Vec<_>>(), [&wanted, &id]);
        assert!(pending.decide_by_at.unwrap() > asked);
        drop(read);
        // The window is over and the vendor owes an answer: nobody loses anything by that.
        let late = end.plus_days(2);
        assert_eq!(field.expire(late).await, 0);
        assert_eq!(field.read(&id, late).await.state, State::ExtensionPending);
        let refused = field.approve(theirs, &wanted, late).await;
        assert!(matches!(refused, Err(ApproveError::Protected)), "{refused:?}");
        field.answer(ours, &id, true, late).await.unwrap();
        let extended = field.read(&id, late).await;
        assert_eq!(extended.state, State::Approved);
        assert_eq!(extended.protected_until_at, Some(late.plus_days(EXTENSION_DAYS)));
        assert!(!extended.allows(Step::AskExtension));
        let again = field.step(ours, &id, Step::AskExtension, late).await;
        assert!(matches!(again, Err(StoreError::Stale)), "{again:?}");
        assert_eq!(field.told(&id).await[2..], ["approved", "extension_asked", "extended"]);
    }

    async fn a_refusal_leaves_the_window_and_what_has_ended_is_over_with_it(store: Store) {
        let field = Field::of(store).await;
        let (ours, theirs) = (&field.programme.nordwind, &field.programme.rival);
        let id = field.submitted(ours).await;
        let wanted = field.submitted(theirs).await;
        field.approve(ours, &id, NOW).await.unwrap();
        let end = NOW.plus_days(Protection::DEFAULT.days());
        field.step(ours, &id, Step::AskExtension, end.plus_days(-10)).await.unwrap();
        field.answer(ours, &id, false, end.plus_days(-9)).await.unwrap();
        let before = field.read(&id, end.plus_days(-9)).await;
        assert_eq!((before.state, before.protected_until_at), (State::Approved, Some(end)));
        // Somebody who was refused may come again with better words.
        field.step(ours, &id, Step::AskExtension, end.plus_days(-1)).await.unwrap();
        let late = end.plus_days(1);
        field.answer(ours, &id, false, late).await.unwrap();
        assert_eq!(field.read(&id, late).await.state, State::Expired);
        field.approve(theirs, &wanted, late.plus_seconds(1)).await.unwrap();
        assert_eq!(field.told(&id).await.last().map(String::as_str), Some("expired"));
        // Nothing can be asked for once the window is over.
        let lapsed = field.step(ours, &id, Step::AskExtension, late).await;
        assert!(matches!(lapsed, Err(StoreError::Stale)), "{lapsed:?}");
    }

    async fn a_revocation_frees_the_field_and_a_decision_made_anew_takes_nothing_back(store: Store) {
        let field = Field::of(store).await;
        let (ours, theirs) = (&field.programme.nordwind, &field.programme.rival);
        let (id, wanted) = (field.submitted(ours).await, field.submitted(theirs).await);
        field.approve(ours, &id, NOW).await.unwrap();
        field.revoke(ours, &id, NOW).await.unwrap();
        let revoked = field.read(&id, NOW).await;
        assert_eq!((revoked.state, revoked.reason), (State::Revoked, Some(Reason::ExistingBusiness)));
        field.approve(theirs, &wanted, NOW).await.unwrap();
        field.step(ours, &id, Step::Appeal, NOW).await.unwrap();
        let appealed = field.read(&id, NOW).await;
        assert_eq!((appealed.state, appealed.appealed_at), (State::Revoked, Some(NOW)));
        let twice = field.step(ours, &id, Step::Appeal, NOW).await;
        assert!(matches!(twice, Err(StoreError::Stale)), "{twice:?}");
        let mut read = field.store.read().await.unwrap();
        let view = View::parse(List::Deals, "state=appealed", true);
        let found = deals::list(&mut read, &Scope::All, &view, NOW).await.unwrap().0;
        assert_eq!(found.iter().map(|row| &row.id).collect::<Vec<_>>(), [&id]);
        drop(read);
        let later = NOW.plus_days(3);
        field.reopen(ours, &id, later).await.unwrap();
        let anew = field.read(&id, later).await;
        assert_eq!((anew.state, anew.reason, anew.decided_at), (State::InReview, None, None));
        assert_eq!(anew.submitted_at, Some(NOW), "its place among claims");
        assert!(anew.decide_by_at.unwrap() > later);
        let refused = field.approve(ours, &id, later).await;
        assert!(matches!(refused, Err(ApproveError::Protected)), "{refused:?}");
        assert_eq!(field.read(&wanted, later).await.state, State::Approved);
    }

    async fn of_an_extension_a_revocation_and_an_end_at_once_one_happens(store: Store) {
        let field = Field::of(store).await;
        let ours = &field.programme.nordwind;
        let id = field.submitted(ours).await;
        field.approve(ours, &id, NOW).await.unwrap();
        field.step(ours, &id, Step::AskExtension, NOW).await.unwrap();
        let (extended, revoked, won) = futures::future::join3(
            field.answer(ours, &id, true, NOW),
            field.revoke(ours, &id, NOW),
            field.step(ours, &id, Step::Win, NOW),
        )
        .await;
        let done = [extended.is_ok(), revoked.is_ok(), won.is_ok()];
        let state = field.read(&id, NOW).await.state;
        let live = Statement::new("SELECT COUNT(*) AS live FROM deal_families WHERE live");
        let mut read = field.store.read().await.unwrap();
        let live = read.all(live, Vec::new()).await.unwrap()[0].int("live").unwrap();
        assert!(done.contains(&true), "{extended:?} {revoked:?} {won:?}");
        assert_eq!(live == 1, state.protects(), "{state} {done:?}");
    }

    async fn people_are_reminded_of_an_end_thirty_fourteen_and_seven_days_before(store: Store) {
        let field = Field::of(store).await;
        let ours = &field.programme.nordwind;
        let id = field.submitted(ours).await;
        field.approve(ours, &id, NOW).await.unwrap();
        let end = NOW.plus_days(Protection::DEFAULT.days());
        for (before, struck) in [(31, 0), (30, 1), (29, 0), (14, 1), (10, 0), (6, 1), (5, 0), (0, 0)] {
            assert_eq!(field.strike(end.plus_days(-before)).await, struck, "{before} days before");
        }
    }

    async fn who_comes_late_to_the_clock_is_reminded_once(store: Store) {
        let field = Field::of(store).await;
        let ours = &field.programme.nordwind;
        let id = field.submitted(ours).await;
        field.approve(ours, &id, NOW).await.unwrap();
        let end = NOW.plus_days(Protection::DEFAULT.days());
        assert_eq!(field.strike(end.plus_days(-3)).await, 1, "only the last of three");
        assert_eq!(field.strike(end.plus_days(-3)).await, 0);
    }
}
