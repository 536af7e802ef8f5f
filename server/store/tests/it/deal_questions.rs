//! What the vendor wants to know before it decides, and deals that go from one person to another.

use crate::deal_life::Field;
use crate::fixture::{NOW, Side, person};
use crate::on_both_engines;
use domain::access::{HandOverDeals, Permit, Role, Scope};
use domain::deals::{AskedField, Claim, DealForm, Question, State, Step};
use domain::id::DealId;
use domain::time::Instant;
use store::StoreError;
use store::deals::drafts::SubmitError;
use store::deals::transfer::{self, To, TransferError};
use store::deals::{self, decide, matching, question, timeline};
use store::sql::Statement;

const RETIRE: Statement = Statement::new("UPDATE families SET active = FALSE WHERE id = $1");

async fn ask(
    field: &Field,
    side: &Side,
    id: &DealId,
    fields: &[AskedField],
    now: Instant,
) -> Result<(), StoreError> {
    let before = field.read(id, now).await;
    let asked = Question { fields: fields.to_vec(), note: "Whose budget is it?".into() };
    let mut tx = field.store.begin(now).await.unwrap();
    question::ask(&mut tx, &field.decision(side), &before, before.version, &asked).await?;
    tx.commit().await
}

async fn answer(
    field: &Field,
    side: &Side,
    id: &DealId,
    form: &DealForm,
    now: Instant,
) -> Result<(), SubmitError> {
    let before = field.read(id, now).await;
    let asked = before.question.clone().expect("something is asked");
    let answer = asked.answered(&before, form, "Theirs", now.day()).unwrap();
    let mut tx = field.store.begin(now).await.unwrap();
    question::answer(&mut tx, &field.own(side), &before, before.version, &answer).await?;
    Ok(tx.commit().await?)
}

fn handing(side: &Side) -> Permit<HandOverDeals> {
    side.administrator.permit(HandOverDeals { partner: side.partner.clone() }).unwrap()
}

on_both_engines! {
    async fn a_question_stops_the_clock_and_keeps_the_place(store: Store) {
        let field = Field::of(store).await;
        let (ours, theirs) = (&field.programme.nordwind, &field.programme.rival);
        let id = field.submitted(ours).await;
        let first = field.read(&id, NOW).await;
        // Submitted on Tuesday at nine, asked on Wednesday at nine, answered on Friday at nine.
        let (asked, answered) = (NOW.plus_days(1), NOW.plus_days(3));
        ask(&field, ours, &id, &[AskedField::Amount], asked).await.unwrap();
        let waiting = field.read(&id, asked).await;
        assert_eq!((waiting.state, waiting.asked_at), (State::ActionRequired, Some(asked)));
        let mut read = field.store.read().await.unwrap();
        assert!(deals::queue(&mut read, &Scope::All, asked, 10).await.unwrap().is_empty(), "the vendor owes nothing");
        let own = Scope::Partner(ours.partner.clone());
        assert_eq!(deals::asked(&mut read, &own, None, asked).await.unwrap().len(), 1);
        let rival = Scope::Partner(theirs.partner.clone());
        assert!(deals::asked(&mut read, &rival, None, asked).await.unwrap().is_empty());
        // It is an open claim all the while.
        let claim = Claim::of("Acme", "", vec![field.family.clone()]);
        let verdict = matching::verdict(&mut read, &field.own(theirs), &claim, asked).await.unwrap();
        assert_ne!(verdict, domain::deals::Verdict::Clear);
        drop(read);
        let form = DealForm {
            amount: "250".into(),
            currency: "EUR".into(),
            customer_name: "Smuggled".into(),
            ..DealForm::default()
        };
        answer(&field, ours, &id, &form, answered).await.unwrap();
        let after = field.read(&id, answered).await;
        assert_eq!((after.state, after.question.is_some(), after.asked_at), (State::InReview, false, None));
        assert_eq!(after.amount.unwrap().minor, 25_000);
        assert_eq!(after.customer, first.customer, "what was not asked for stays");
        assert_eq!(after.submitted_at, first.submitted_at, "its place among claims stays");
        // A day was left: Friday at nine to Monday at nine.
        assert_eq!(after.decide_by_at, Some(NOW.plus_days(6)));
        assert_eq!(field.told(&id).await[1..], ["submitted", "asked", "answered"]);
    }

    async fn whoever_gets_no_answer_goes_on_and_whoever_owes_one_may_withdraw(store: Store) {
        let field = Field::of(store).await;
        let (ours, theirs) = (&field.programme.nordwind, &field.programme.rival);
        let (id, other) = (field.submitted(ours).await, field.submitted(theirs).await);
        for (side, deal) in [(ours, &id), (theirs, &other)] {
            ask(&field, side, deal, &[AskedField::Need, AskedField::Evidence], NOW).await.unwrap();
        }
        let later = NOW.plus_days(14);
        let before = field.read(&id, later).await;
        let mut tx = field.store.begin(later).await.unwrap();
        decide::start_review(&mut tx, &field.decision(ours), &before, before.version).await.unwrap();
        tx.commit().await.unwrap();
        let on = field.read(&id, later).await;
        assert_eq!((on.state, on.question, on.decide_by_at), (State::InReview, None, Some(later.plus_days(2))));
        field.approve(ours, &id, later).await.unwrap();
        let refused = field.approve(theirs, &other, later).await;
        assert!(refused.is_err(), "nothing is decided while an answer is owed");
        field.step(theirs, &other, Step::Withdraw, later).await.unwrap();
        assert_eq!(field.read(&other, later).await.state, State::Withdrawn);
    }

    async fn an_answer_names_families_of_the_programme_and_keeps_those_that_it_had(store: Store) {
        let field = Field::of(store).await;
        let ours = &field.programme.nordwind;
        let id = field.submitted(ours).await;
        ask(&field, ours, &id, &[AskedField::Need], NOW).await.unwrap();
        let mut tx = field.store.begin(NOW).await.unwrap();
        tx.run(RETIRE, vec![field.family.as_str().into()]).await.unwrap();
        tx.commit().await.unwrap();
        let form = DealForm { need: "More of it".into(), ..DealForm::default() };
        answer(&field, ours, &id, &form, NOW).await.unwrap();
        assert_eq!(field.read(&id, NOW).await.families.len(), 1);
        ask(&field, ours, &id, &[AskedField::Families], NOW).await.unwrap();
        let unknown = "fa_01hzxk3v9mqe5t7c2n8r4w6y0b".to_owned();
        let refused = answer(&field, ours, &id, &DealForm { families: vec![unknown], ..DealForm::default() }, NOW).await;
        assert!(matches!(refused, Err(SubmitError::Family)), "{refused:?}");
        assert_eq!(field.read(&id, NOW).await.state, State::ActionRequired, "nothing half done");
    }

    async fn the_keys_of_a_customer_follow_an_answer(store: Store) {
        let field = Field::of(store).await;
        let (ours, theirs) = (&field.programme.nordwind, &field.programme.rival);
        let id = field.submitted(ours).await;
        ask(&field, ours, &id, &[AskedField::Customer], NOW).await.unwrap();
        let form =
            DealForm { customer_name: "Quarzwerk".into(), customer_country: "DE".into(), ..DealForm::default() };
        answer(&field, ours, &id, &form, NOW).await.unwrap();
        let mut read = field.store.read().await.unwrap();
        let clear = domain::deals::Verdict::Clear;
        for (name, is_clear) in [("Quarzwerk", false), ("Acme", true)] {
            let claim = Claim::of(name, "", vec![field.family.clone()]);
            let verdict = matching::verdict(&mut read, &field.own(theirs), &claim, NOW).await.unwrap();
            assert_eq!(verdict == clear, is_clear, "{name}");
        }
    }

    async fn a_deal_goes_to_a_colleague_and_to_nobody_else(store: Store) {
        let field = Field::of(store).await;
        let (ours, theirs) = (&field.programme.nordwind, &field.programme.rival);
        let id = field.submitted(ours).await;
        let new = person(&field.store, "New Colleague", Role::PartnerUser, Some(&ours.partner)).await;
        let before = field.read(&id, NOW).await;
        let mut tx = field.store.begin(NOW).await.unwrap();
        let permit = handing(ours);
        let colleagues = transfer::colleagues(&mut tx, &permit, &id).await.unwrap();
        assert!(colleagues.iter().any(|(one, _)| *one == new.profile().person));
        let rival = To { person: &theirs.user.profile().person, by_staff: false };
        let refused = transfer::one(&mut tx, &permit, &id, before.version, rival).await;
        assert!(matches!(refused, Err(TransferError::Nobody)), "{refused:?}");
        // The rival's administrator reaches no deal of ours, whatever id is named.
        let own = To { person: &theirs.administrator.profile().person, by_staff: false };
        let refused = transfer::one(&mut tx, &handing(theirs), &id, before.version, own).await;
        assert!(matches!(refused, Err(TransferError::Store(StoreError::Stale))), "{refused:?}");
        drop(tx);
        let mut tx = field.store.begin(NOW.plus_seconds(1)).await.unwrap();
        let to = To { person: &new.profile().person, by_staff: false };
        assert_eq!(transfer::all(&mut tx, &permit, &ours.user.profile().person, to).await.unwrap(), 1);
        tx.commit().await.unwrap();
        let after = field.read(&id, NOW).await;
        assert_eq!((after.person.as_str(), after.decide_by_at), ("New Colleague", before.decide_by_at));
        let mut read = field.store.read().await.unwrap();
        let story = timeline::read(&mut read, &after, None).await.unwrap();
        assert_eq!(story.last().unwrap().body, "New Colleague");
    }
}
