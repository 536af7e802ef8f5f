//! The running counts of deals: whatever happens to deals, they are what counting would give.

use crate::fixture::{Drawn, NOW, Programme, Side, programme};
use crate::on_both_engines;
use domain::access::{DecideDeal, HandOverDeals, ManageAccounts, Permit, RegisterDeal, Scope, Subject};
use domain::deals::{
    AskedField, Contact, Customer, DealForm, ExtensionAnswer, Happened, HitRate, Linked, Month, NewDeal,
    PartnerStep, Protection, Question, Reason, Rejection, State, Step,
};
use domain::id::{DealId, FamilyId};
use domain::money::Money;
use domain::time::Instant;
use std::collections::BTreeSet;
use store::deals::tallies::{self, Tally};
use store::deals::transfer::{self, To};
use store::deals::{self, decide, drafts, extension, life, question};
use store::sql::Statement;
use store::{Store, accounts, migrate};

fn new_deal(customer: &str, family: &FamilyId, minor: i64, currency: &str) -> NewDeal {
    NewDeal {
        customer: Customer { name: customer.into(), domain: String::new(), country: "DE".into() },
        families: vec![family.clone()],
        amount: Money { minor, currency: currency.into() },
        close_on: NOW.day().plus_days(40),
        contact: Contact { name: "Jo".into(), role: String::new(), email: "jo@acme.example".into() },
        need: "Storage for the new plant".into(),
    }
}

async fn kept(store: &Store) -> Vec<String> {
    let stands = Statement::new(
        "SELECT owner || ' ' || state || ' ' || CASE WHEN handed_in THEN 'in' ELSE 'draft' END || ' ' || currency || ' '
            || CAST(deals AS TEXT) || ' ' || CAST(minor AS TEXT) AS line FROM deal_tallies WHERE deals <> 0 OR minor <> 0",
    );
    let months = Statement::new(
        "SELECT owner || ' ' || CAST(month AS TEXT) || ' ' || event || ' ' || CAST(deals AS TEXT) AS line FROM deal_months WHERE deals <> 0",
    );
    let mut read = store.read().await.unwrap();
    let mut lines = Vec::new();
    let days = Statement::new(
        "SELECT owner || ' ' || CAST(day AS TEXT) || ' ' || event || ' ' || CAST(hours AS TEXT) || ' ' || CAST(deals AS TEXT) AS line
            FROM deal_days WHERE deals <> 0",
    );
    for statement in [stands, months, days] {
        let rows = read.all(statement, Vec::new()).await.unwrap();
        lines.extend(rows.iter().map(|row| row.text("line").unwrap()));
    }
    lines.sort();
    lines
}

/// Counts all deals, as the migrations did.
async fn counted(store: &Store) -> Vec<String> {
    let mut tx = store.begin(NOW).await.unwrap();
    for counting in ["0102_tallied.sql", "0121_promised.sql"] {
        let (_, text) = migrate::FILES.iter().find(|(name, _)| *name == counting).unwrap();
        for statement in text.split(';').filter(|part| part.contains("deal_")) {
            tx.run(Statement::new(statement), Vec::new()).await.unwrap();
        }
    }
    tx.commit().await.unwrap();
    kept(store).await
}

async fn family(store: &Store, programme: &Programme) -> FamilyId {
    let mut tx = store.begin(NOW).await.unwrap();
    let permit = programme.administrator.permit(ManageAccounts).unwrap();
    let id = accounts::make_family(&mut tx, &permit, "Storage").await.unwrap();
    tx.commit().await.unwrap();
    id
}

fn register(side: &Side, by_user: bool) -> Permit<RegisterDeal> {
    let actor = if by_user { &side.user } else { &side.administrator };
    actor.permit(RegisterDeal { partner: side.partner.clone() }).unwrap()
}

async fn submitted(store: &Store, permit: &Permit<RegisterDeal>, deal: &NewDeal, now: Instant) -> DealId {
    let mut tx = store.begin(now).await.unwrap();
    let draft = drafts::begin(&mut tx, permit, &DealForm::default(), &deal.customer.name).await.unwrap();
    drafts::submit(&mut tx, permit, &draft, deal).await.unwrap();
    tx.commit().await.unwrap();
    draft.id
}

/// Tries something with a deal; what is not legal now, or was dropped, leaves nothing.
async fn change(store: &Store, programme: &Programme, side: &Side, id: &DealId, what: usize, now: Instant) {
    let mut tx = store.begin(now).await.unwrap();
    let before = deals::find(&mut tx, &Scope::All, id, now).await.unwrap();
    // Drafts are their partner's own.
    let before = match before {
        Some(before) => before,
        None => {
            let scope = Scope::Partner(side.partner.clone());
            deals::find(&mut tx, &scope, id, now).await.unwrap().unwrap()
        }
    };
    let version = before.version;
    let decision = programme.approver.permit(DecideDeal { partner: side.partner.clone() }).unwrap();
    let own = register(side, true);
    let done = match what {
        0 => decide::start_review(&mut tx, &decision, &before, version).await.is_ok(),
        1 | 2 => {
            let linked = Linked::New { seen: Vec::new() };
            decide::approve(&mut tx, &decision, &before, version, &linked, Protection::DEFAULT).await.is_ok()
        }
        3 => {
            let why = Rejection { reason: Reason::NotQualified, note: "Too vague".into() };
            decide::reject(&mut tx, &decision, &before, version, &why).await.is_ok()
        }
        4..=6 | 9..=11 => {
            let step = match what {
                4 => Step::Withdraw,
                5 => Step::Win,
                6 => Step::Lose,
                11 => Step::Appeal,
                _ => Step::AskExtension,
            };
            life::step(&mut tx, &own, &before, version, &PartnerStep::of(step)).await.is_ok()
        }
        12 | 13 => {
            let answer = ExtensionAnswer { extends: what == 12, note: "No".into() };
            extension::answer(&mut tx, &decision, &before, version, &answer).await.is_ok()
        }
        14 => {
            let why = Rejection { reason: Reason::NoOwnWork, note: String::new() };
            decide::revoke(&mut tx, &decision, &before, version, &why).await.is_ok()
        }
        16 => {
            let asked = Question { fields: vec![AskedField::Amount], note: "Whose budget?".into() };
            question::ask(&mut tx, &decision, &before, version, &asked).await.is_ok()
        }
        17 | 18 if before.question.is_some() => {
            let form = DealForm { amount: "77".into(), currency: "USD".into(), ..DealForm::default() };
            let asked = before.question.as_ref().unwrap();
            let answer = asked.answered(&before, &form, "", now.day()).unwrap();
            question::answer(&mut tx, &own, &before, version, &answer).await.is_ok()
        }
        17..=19 => {
            let handing = side.administrator.permit(HandOverDeals { partner: side.partner.clone() }).unwrap();
            let people = [&side.user.profile().person, &side.administrator.profile().person];
            let to = To { person: people[usize::from(what == 19)], by_staff: false };
            transfer::one(&mut tx, &handing, id, version, to).await.is_ok()
        }
        15 => decide::reopen(&mut tx, &decision, &before, version, "").await.is_ok(),
        7 => life::expire_overdue(&mut tx, 3).await.is_ok(),
        // Everything right, and the transaction dropped.
        _ => {
            let _ = decide::start_review(&mut tx, &decision, &before, version).await;
            false
        }
    };
    if done {
        tx.commit().await.unwrap();
    }
}

fn stands(tallies: &[Tally], state: State) -> i64 {
    tallies.iter().filter(|one| one.state == state).map(|one| one.deals).sum()
}

on_both_engines! {
    async fn whatever_happens_the_kept_counts_are_what_counting_gives(store: Store) {
        let programme = programme(&store).await;
        let storage = family(&store, &programme).await;
        let mut drawn = Drawn(7);
        let mut made: Vec<(usize, DealId)> = Vec::new();
        let mut seen = BTreeSet::new();
        for step in 0..600_i64 {
            // More than a year goes by, so windows end and months change.
            let now = NOW.plus_hours(step * 20);
            let at = drawn.below(2);
            let side = if at == 0 { &programme.nordwind } else { &programme.rival };
            if made.len() < 3 || drawn.below(8) == 0 {
                let by_user = drawn.below(2) == 0;
                let currency = ["EUR", "USD"][drawn.below(2)];
                let amount = 1000 * drawn.below(90) as i64;
                let deal = new_deal(&format!("Customer {step}"), &storage, amount, currency);
                let permit = register(side, by_user);
                if drawn.below(4) == 0 {
                    let mut tx = store.begin(now).await.unwrap();
                    let draft = drafts::begin(&mut tx, &permit, &DealForm::default(), &format!("key {step}")).await.unwrap();
                    tx.commit().await.unwrap();
                    made.push((at, draft.id));
                } else {
                    made.push((at, submitted(&store, &permit, &deal, now).await));
                }
            } else {
                let (at, id) = made[drawn.below(made.len())].clone();
                let side = if at == 0 { &programme.nordwind } else { &programme.rival };
                change(&store, &programme, side, &id, drawn.below(20), now).await;
            }
            if step % 10 == 0 {
                seen.extend(kept(&store).await);
            }
        }
        let kept = kept(&store).await;
        for word in ["approved", "rejected", "withdrawn draft", "withdrawn in", "won", "expired", "revoked", "extension_pending", "action_required", "in_time", "registered", "USD", "answered", "honoured", "overridden"] {
            assert!(seen.iter().any(|line| line.contains(word)), "nothing of {word} happened");
        }
        assert_eq!(kept, counted(&store).await);
    }

    async fn each_reads_the_counts_of_what_each_may_read(store: Store) {
        let programme = programme(&store).await;
        let storage = family(&store, &programme).await;
        let (own, colleague) = (register(&programme.nordwind, true), register(&programme.nordwind, false));
        let rival = register(&programme.rival, true);
        submitted(&store, &own, &new_deal("Acme", &storage, 100, "EUR"), NOW).await;
        submitted(&store, &colleague, &new_deal("Brick", &storage, 20, "EUR"), NOW).await;
        submitted(&store, &rival, &new_deal("Clay", &storage, 3, "EUR"), NOW).await;
        let mut tx = store.begin(NOW).await.unwrap();
        drafts::begin(&mut tx, &own, &DealForm::default(), "a draft").await.unwrap();
        tx.commit().await.unwrap();
        let mut read = store.read().await.unwrap();
        let within = |actor: &domain::access::Actor| actor.scope(Subject::Deals);
        for (who, scope, person, deals, minor, kept_drafts) in [
            ("everybody's", within(&programme.administrator), None, 3, 123, 0),
            ("the manager's", within(&programme.manager), None, 2, 120, 0),
            ("the organisation's", within(&programme.nordwind.administrator), None, 2, 120, 1),
            ("the seller's", within(&programme.nordwind.user), Some(programme.nordwind.user.profile().person.clone()), 1, 100, 1),
            ("the rival's", within(&programme.rival.administrator), None, 1, 3, 0),
            ("nobody's", within(&programme.marketing), None, 0, 0, 0),
        ] {
            let read_back = tallies::tallies(&mut read, &scope, person.as_ref(), NOW).await.unwrap();
            let worth: i64 = read_back.iter().map(|one| one.worth.minor).sum();
            assert_eq!((stands(&read_back, State::Submitted), worth), (deals, minor), "{who}");
            assert_eq!(stands(&read_back, State::Draft), kept_drafts, "{who}");
        }
        let month = Month::of(NOW);
        let managers = tallies::months(&mut read, &within(&programme.manager), month).await.unwrap();
        assert_eq!(managers, [(month, Happened::Registered, 2)]);
        assert_eq!(tallies::months(&mut read, &within(&programme.manager), Month::numbered(month.number() + 1)).await.unwrap(), []);
    }

    async fn what_the_clock_ended_is_counted_as_ended_before_anybody_writes_it(store: Store) {
        let programme = programme(&store).await;
        let storage = family(&store, &programme).await;
        let own = register(&programme.nordwind, true);
        let id = submitted(&store, &own, &new_deal("Acme", &storage, 100, "EUR"), NOW).await;
        let late = submitted(&store, &own, &new_deal("Brick", &storage, 20, "EUR"), NOW).await;
        change(&store, &programme, &programme.nordwind, &id, 1, NOW.plus_hours(1)).await;
        change(&store, &programme, &programme.nordwind, &late, 3, NOW.plus_days(20)).await;
        let mut read = store.read().await.unwrap();
        let scope = Scope::Partner(programme.nordwind.partner.clone());
        let ended = NOW.plus_days(200);
        for (now, approved, expired) in [(NOW.plus_days(1), 1, 0), (ended, 0, 1)] {
            let read_back = tallies::tallies(&mut read, &scope, None, now).await.unwrap();
            assert_eq!((stands(&read_back, State::Approved), stands(&read_back, State::Expired)), (approved, expired));
        }
        let months = tallies::months(&mut read, &Scope::All, Month::of(NOW)).await.unwrap();
        assert_eq!(HitRate::of(&months), HitRate { decided: 2, in_time: 1 });
        drop(read);
        let mut tx = store.begin(ended).await.unwrap();
        life::expire_overdue(&mut tx, 10).await.unwrap();
        tx.commit().await.unwrap();
        let mut read = store.read().await.unwrap();
        let read_back = tallies::tallies(&mut read, &scope, None, ended).await.unwrap();
        assert_eq!(stands(&read_back, State::Expired), 1);
    }
}
