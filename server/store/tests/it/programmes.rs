//! Programmes of registration: which rules count for whom and when, and that a registration keeps its own.

use crate::deal_life::Field;
use crate::fixture::{NOW, Side};
use crate::on_both_engines;
use domain::access::ManageProgrammes;
use domain::deals::{Contact, Customer, DealForm, ExtensionAnswer, NewDeal, Protection, State, Step};
use domain::id::{DealId, ProgrammeId};
use domain::money::Money;
use domain::partners::{PartnerType, Tier};
use domain::programmes::{NewProgramme, Programme, Rules, Silence};
use domain::time::Instant;
use std::collections::BTreeMap;
use store::deals::drafts::{self, Registered};
use store::deals::{extension, silence};
use store::{StoreError, notices, programmes};

fn rules() -> Rules {
    Rules {
        window: Protection::of_days(60).unwrap(),
        extension_days: 10,
        decision_days: 1,
        discount: BTreeMap::from([(Tier::Gold, 1200), (Tier::Registered, 700)]),
        later_discount: BTreeMap::from([(Tier::Gold, 500), (Tier::Registered, 300)]),
        ..Rules::default()
    }
}

fn new(name: &str, rules: Rules) -> NewProgramme {
    NewProgramme { name: name.into(), active: true, effective_on: NOW.day(), rules }
}

async fn made(field: &Field, new: &NewProgramme) -> ProgrammeId {
    let permit = field.programme.manager.permit(ManageProgrammes).unwrap();
    let mut tx = field.store.begin(NOW).await.unwrap();
    let id = programmes::make(&mut tx, &permit, new).await.unwrap();
    tx.commit().await.unwrap();
    id
}

async fn changed(field: &Field, id: &ProgrammeId, new: &NewProgramme, at: Instant) -> Result<(), StoreError> {
    let permit = field.programme.manager.permit(ManageProgrammes).unwrap();
    let mut tx = field.store.begin(at).await.unwrap();
    let before = programmes::find(&mut tx, &permit, id).await.unwrap().unwrap();
    programmes::change(&mut tx, &permit, &before, before.version, new).await?;
    tx.commit().await
}

async fn open_to(field: &Field, side: &Side, at: Instant) -> Vec<Programme> {
    let mut read = field.store.read().await.unwrap();
    programmes::open_to(&mut read, &field.own(side), at.day()).await.unwrap()
}

async fn handed_in(field: &Field, side: &Side, customer: &str, under: &Programme, at: Instant) -> DealId {
    let permit = field.own(side);
    let mut tx = field.store.begin(at).await.unwrap();
    let key = format!("{customer} of {}", side.partner);
    let draft = drafts::begin(&mut tx, &permit, &DealForm::default(), &key).await.unwrap();
    let new = NewDeal {
        customer: Customer { name: customer.into(), domain: String::new(), country: "DE".into() },
        families: vec![field.family.clone()],
        amount: Money { minor: 100, currency: "EUR".into() },
        close_on: at.day().plus_days(40),
        contact: Contact { name: "Jo".into(), role: String::new(), email: "jo@acme.example".into() },
        need: "Storage".into(),
    };
    let own = vec![("Tender number".to_owned(), "T-7".to_owned())];
    let registered = Registered { version: Some(&under.rules), own };
    drafts::submit_under(&mut tx, &permit, &draft, &new, &registered).await.unwrap();
    tx.commit().await.unwrap();
    draft.id
}

on_both_engines! {
    async fn a_registration_keeps_the_rules_that_it_was_handed_in_under(store: Store) {
        let field = Field::of(store).await;
        let ours = &field.programme.nordwind;
        let id = made(&field, &new("Resellers", rules())).await;
        let under = open_to(&field, ours, NOW).await.remove(0);
        let deal = handed_in(&field, ours, "Acme", &under, NOW).await;
        // Everything is shorter from tomorrow on.
        let tomorrow = NOW.plus_days(1);
        let stricter = Rules { window: Protection::of_days(7).unwrap(), extension_days: 1, ..rules() };
        let next = NewProgramme { effective_on: tomorrow.day(), ..new("Resellers", stricter) };
        changed(&field, &id, &next, NOW).await.unwrap();
        assert_eq!(open_to(&field, ours, NOW).await[0].rules.number, 1, "not before its day");
        assert_eq!(open_to(&field, ours, tomorrow).await[0].rules.number, 2);
        let read = field.read(&deal, NOW).await;
        let kept = read.programme.unwrap();
        assert_eq!((kept.name.as_str(), kept.number, kept.window_days), ("Resellers", 1, 60));
        assert_eq!(read.own, [("Tender number".to_owned(), "T-7".to_owned())]);
        assert_eq!(read.decide_by_at, Some(NOW.plus_days(1)), "one working day");
        let decided = NOW.plus_seconds(9);
        field.approve(ours, &deal, decided).await.unwrap();
        let approved = field.read(&deal, decided).await;
        assert_eq!(approved.protected_until_at, Some(decided.plus_days(60)));
        let asked = decided.plus_days(50);
        field.step(ours, &deal, Step::AskExtension, asked).await.unwrap();
        let before = field.read(&deal, asked).await;
        let mut tx = field.store.begin(asked).await.unwrap();
        let answer = ExtensionAnswer { extends: true, note: String::new() };
        extension::answer(&mut tx, &field.decision(ours), &before, before.version, &answer).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(field.read(&deal, asked).await.protected_until_at, Some(decided.plus_days(70)));
    }

    async fn programmes_are_for_some_partners_and_their_names_are_their_own(store: Store) {
        let field = Field::of(store).await;
        let distributors = Rules { types: vec![PartnerType::Distributor], ..rules() };
        let id = made(&field, &new("Distributors", distributors)).await;
        assert!(open_to(&field, &field.programme.nordwind, NOW).await.is_empty());
        changed(&field, &id, &new("Everybody", rules()), NOW).await.unwrap();
        assert_eq!(open_to(&field, &field.programme.nordwind, NOW).await.len(), 1);
        let off = NewProgramme { active: false, ..new("Everybody", rules()) };
        changed(&field, &id, &off, NOW).await.unwrap();
        assert!(open_to(&field, &field.programme.nordwind, NOW).await.is_empty());
        let permit = field.programme.manager.permit(ManageProgrammes).unwrap();
        let mut tx = field.store.begin(NOW).await.unwrap();
        let again = programmes::make(&mut tx, &permit, &new("Everybody", rules())).await;
        assert!(matches!(again, Err(StoreError::Duplicate { .. })), "{again:?}");
        drop(tx);
        let mut read = field.store.read().await.unwrap();
        let versions = programmes::versions(&mut read, &permit, &id).await.unwrap();
        assert_eq!(versions.len(), 2, "a name and whether it is offered make no version");
        // Whoever read an older state is told so.
        let before = programmes::find(&mut read, &permit, &id).await.unwrap().unwrap();
        drop(read);
        let mut tx = field.store.begin(NOW).await.unwrap();
        let stale = programmes::change(&mut tx, &permit, &before, before.version - 1, &off).await;
        assert!(matches!(stale, Err(StoreError::Stale)), "{stale:?}");
    }

    async fn what_is_open_under_a_programme_is_counted_for_its_cap(store: Store) {
        let field = Field::of(store).await;
        let (ours, theirs) = (&field.programme.nordwind, &field.programme.rival);
        let id = made(&field, &new("Capped", rules())).await;
        let under = open_to(&field, ours, NOW).await.remove(0);
        let first = handed_in(&field, ours, "Acme", &under, NOW).await;
        handed_in(&field, ours, "Brick", &under, NOW).await;
        handed_in(&field, theirs, "Clay", &under, NOW).await;
        field.approve(ours, &first, NOW).await.unwrap();
        let open = async |at: Instant| {
            let mut tx = field.store.begin(at).await.unwrap();
            programmes::open_under(&mut tx, &ours.partner, &id).await.unwrap()
        };
        assert_eq!(open(NOW).await, 2);
        assert_eq!(open(NOW.plus_days(61)).await, 1, "what has ended is not open");
    }

    async fn who_came_first_gets_the_larger_discount(store: Store) {
        let field = Field::of(store).await;
        let (ours, theirs) = (&field.programme.nordwind, &field.programme.rival);
        made(&field, &new("Resellers", rules())).await;
        let under = open_to(&field, ours, NOW).await.remove(0);
        let first = handed_in(&field, ours, "Acme", &under, NOW).await;
        field.approve(ours, &first, NOW).await.unwrap();
        let tier = |side: &Side| side.user.profile().partner.as_ref().unwrap().tier;
        let expected = i64::from(rules().discount(tier(ours), true));
        assert_eq!(field.read(&first, NOW).await.discount, Some(expected));
        field.step(ours, &first, Step::Lose, NOW).await.unwrap();
        let second = handed_in(&field, theirs, "Acme", &under, NOW.plus_days(1)).await;
        field.approve(theirs, &second, NOW.plus_days(1)).await.unwrap();
        let expected = i64::from(rules().discount(tier(theirs), false));
        assert_eq!(field.read(&second, NOW.plus_days(1)).await.discount, Some(expected));
    }

    async fn silence_approves_what_is_clear_and_tells_of_the_rest(store: Store) {
        let field = Field::of(store).await;
        let (ours, theirs) = (&field.programme.nordwind, &field.programme.rival);
        made(&field, &new("Quick", Rules { silence: Silence::ApproveClear, ..rules() })).await;
        let under = open_to(&field, ours, NOW).await.remove(0);
        let clear = handed_in(&field, ours, "Quarzwerk", &under, NOW).await;
        let contested = handed_in(&field, ours, "Brickworks", &under, NOW).await;
        handed_in(&field, theirs, "Brickworks", &under, NOW).await;
        // There is an account that may be this one.
        let known = handed_in(&field, ours, "Acme", &under, NOW).await;
        let late = NOW.plus_days(2);
        let mut looked = Vec::new();
        loop {
            let mut tx = field.store.begin(late).await.unwrap();
            let next = silence::next(&mut tx).await.unwrap();
            tx.commit().await.unwrap();
            let Some(id) = next else { break };
            let mut tx = field.store.begin(late).await.unwrap();
            let approved = silence::approve_if_clear(&mut tx, &id, Protection::DEFAULT).await.unwrap();
            if approved {
                tx.commit().await.unwrap();
            }
            looked.push((id, approved));
        }
        assert_eq!(looked.len(), 4, "each once");
        let deal = field.read(&clear, late).await;
        assert_eq!((deal.state, deal.protected_until_at), (State::Approved, Some(late.plus_days(60))));
        for waits in [&contested, &known] {
            assert_eq!(field.read(waits, late).await.state, State::Submitted);
        }
        let mut tx = field.store.begin(late).await.unwrap();
        let struck = notices::clock::strike(&mut tx, 100).await.unwrap();
        assert_eq!(struck, 3, "the others are overdue");
    }
}
