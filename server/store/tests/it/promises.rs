//! What the vendor kept of its promises: exact, each partner's own and everybody's, and never another partner's.

use crate::fixture::{NOW, Programme, Side, programme};
use crate::on_both_engines;
use domain::access::{DecideDeal, ManageAccounts, RegisterDeal, Scope, Subject};
use domain::deals::promises::Promises;
use domain::deals::{
    Contact, Customer, DealForm, HitRate, Linked, NewDeal, PartnerStep, Protection, Reason, Rejection, Step,
};
use domain::id::{DealId, FamilyId};
use domain::money::Money;
use domain::time::Instant;
use store::deals::{self, decide, drafts, inbox, life, promises};
use store::{Store, accounts};

async fn family(store: &Store, programme: &Programme) -> FamilyId {
    let mut tx = store.begin(NOW).await.unwrap();
    let permit = programme.administrator.permit(ManageAccounts).unwrap();
    let id = accounts::make_family(&mut tx, &permit, "Storage").await.unwrap();
    tx.commit().await.unwrap();
    id
}

async fn submitted(store: &Store, side: &Side, customer: &str, family: &FamilyId, at: Instant) -> DealId {
    let new = NewDeal {
        customer: Customer { name: customer.into(), domain: String::new(), country: "DE".into() },
        families: vec![family.clone()],
        amount: Money { minor: 1_000, currency: "EUR".into() },
        close_on: NOW.day().plus_days(40),
        contact: Contact { name: "Jo".into(), role: String::new(), email: "jo@acme.example".into() },
        need: "Storage for the new plant".into(),
    };
    let permit = side.user.permit(RegisterDeal { partner: side.partner.clone() }).unwrap();
    let mut tx = store.begin(at).await.unwrap();
    let draft = drafts::begin(&mut tx, &permit, &DealForm::default(), customer).await.unwrap();
    drafts::submit(&mut tx, &permit, &draft, &new).await.unwrap();
    tx.commit().await.unwrap();
    draft.id
}

#[derive(Clone, Copy)]
enum Done {
    Approved,
    Rejected,
    Revoked,
    Reopened,
    Won,
}

async fn done(store: &Store, programme: &Programme, side: &Side, id: &DealId, what: Done, at: Instant) {
    let mut tx = store.begin(at).await.unwrap();
    let deal = deals::find(&mut tx, &Scope::All, id, at).await.unwrap().unwrap();
    let permit = programme.approver.permit(DecideDeal { partner: side.partner.clone() }).unwrap();
    let why = Rejection { reason: Reason::NotQualified, note: String::new() };
    let version = deal.version;
    match what {
        Done::Approved => {
            let linked = Linked::New { seen: Vec::new() };
            decide::approve(&mut tx, &permit, &deal, version, &linked, Protection::DEFAULT).await.unwrap();
        }
        Done::Rejected => decide::reject(&mut tx, &permit, &deal, version, &why).await.unwrap(),
        Done::Revoked => decide::revoke(&mut tx, &permit, &deal, version, &why).await.unwrap(),
        Done::Reopened => decide::reopen(&mut tx, &permit, &deal, version, "").await.unwrap(),
        Done::Won => {
            let own = side.user.permit(RegisterDeal { partner: side.partner.clone() }).unwrap();
            life::step(&mut tx, &own, &deal, version, &PartnerStep::of(Step::Win)).await.unwrap();
        }
    }
    tx.commit().await.unwrap();
}

on_both_engines! {
    async fn promises_are_told_exactly_and_to_each_side_its_own(store: Store) {
        let programme = programme(&store).await;
        let storage = family(&store, &programme).await;
        let (own, rival) = (&programme.nordwind, &programme.rival);
        let start = NOW.plus_days(-200);
        // Three answers to the rival in the same hour, one to Nordwind that took longer, and one long ago.
        let mut took = Vec::new();
        let customers = ["Falcon Foundry", "Gannet Glass", "Heron Hospitals", "Ibis Insurance"];
        for (at, (side, seconds)) in
            [(rival, 3_600), (rival, 3_660), (rival, 3_720), (own, 90_000)].into_iter().enumerate()
        {
            let asked = NOW.plus_days(-20).plus_hours(at as i64);
            let id = submitted(&store, side, customers[at], &storage, asked).await;
            done(&store, &programme, side, &id, Done::Approved, asked.plus_seconds(seconds)).await;
            took.push((side, id));
        }
        let old = submitted(&store, own, "Jackdaw Joinery", &storage, start).await;
        done(&store, &programme, own, &old, Done::Rejected, start.plus_days(9)).await;
        let (side, id) = &took[0];
        done(&store, &programme, side, id, Done::Won, NOW.plus_days(-1)).await;
        let (side, id) = &took[1];
        done(&store, &programme, side, id, Done::Revoked, NOW.plus_days(-1)).await;

        let mut read = store.read().await.unwrap();
        let [short, long] = promises::of_all(&mut read, NOW).await.unwrap();
        assert_eq!(short, Promises {
            answers: HitRate { decided: 4, in_time: 4 },
            // The lower of the two in the middle of 3600, 3660, 3720 and 90000 seconds.
            median: Some(3_660_000),
            honoured: 1,
            overridden: 1,
        });
        assert_eq!(long.answers, HitRate { decided: 5, in_time: 4 });
        assert_eq!(long.median, Some(3_720_000));
        let scope = own.user.scope(Subject::Deals);
        let [short, long] = promises::within(&mut read, &scope, NOW).await.unwrap();
        assert_eq!((short.answers, short.median), (HitRate { decided: 1, in_time: 1 }, Some(90_000_000)));
        assert_eq!((long.median, long.honoured, long.overridden), (Some(90_000_000), 0, 0));
        // The manager looks after Nordwind alone.
        let managers = programme.manager.scope(Subject::Deals);
        assert_eq!(promises::within(&mut read, &managers, NOW).await.unwrap(), [short, long]);
        assert_eq!(promises::of_partner(&mut read, &managers, &own.partner, NOW).await.unwrap(), [short, long]);
        for scope in [managers, scope] {
            let rivals = promises::of_partner(&mut read, &scope, &rival.partner, NOW).await.unwrap();
            assert_eq!(rivals, [Promises::default(); 2], "nothing outside of the scope");
        }
        drop(read);

        // A decision that is opened again is none until it is made.
        let (side, id) = &took[1];
        done(&store, &programme, side, id, Done::Reopened, NOW).await;
        let mut read = store.read().await.unwrap();
        let [short, _] = promises::of_all(&mut read, NOW).await.unwrap();
        assert_eq!((short.answers.decided, short.overridden, short.median), (3, 0, Some(3_720_000)));
    }

    async fn behind_a_case_comes_the_next_by_the_clock_and_behind_the_last_the_first(store: Store) {
        let programme = programme(&store).await;
        let storage = family(&store, &programme).await;
        let mut cases = Vec::new();
        for (hours, side) in [(2, &programme.nordwind), (0, &programme.rival), (1, &programme.nordwind)] {
            let customer = format!("After {hours} hours");
            cases.push(submitted(&store, side, &customer, &storage, NOW.plus_hours(hours)).await);
        }
        let mut read = store.read().await.unwrap();
        let order = [&cases[1], &cases[2], &cases[0]];
        for (at, id) in order.iter().enumerate() {
            let deal = deals::find(&mut read, &Scope::All, id, NOW).await.unwrap().unwrap();
            let next = inbox::next(&mut read, &Scope::All, programme.approver.profile(), &deal).await.unwrap();
            assert_eq!(next.as_ref(), Some(order[(at + 1) % 3]));
        }
        let last = deals::find(&mut read, &Scope::All, order[2], NOW).await.unwrap().unwrap();
        let managers = programme.manager.scope(Subject::Deals);
        let next = inbox::next(&mut read, &managers, programme.administrator.profile(), &last).await.unwrap();
        assert_eq!(next.as_ref(), Some(order[1]), "the first of those within the scope");
        drop(read);
        for (side, id) in [(&programme.rival, order[0]), (&programme.nordwind, order[1])] {
            done(&store, &programme, side, id, Done::Rejected, NOW.plus_hours(3)).await;
        }
        let mut read = store.read().await.unwrap();
        let alone = deals::find(&mut read, &Scope::All, order[2], NOW).await.unwrap().unwrap();
        let next = inbox::next(&mut read, &Scope::All, programme.approver.profile(), &alone).await.unwrap();
        assert_eq!(next, None);
    }
}
