//! Approvals that take several steps: whose turn it is, who has agreed, and what an answer makes of that.

use crate::deal_life::Field;
use crate::fixture::{NOW, Side, person};
use crate::notices::{kinds, work_off};
use crate::on_both_engines;
use domain::access::{
    Actor, CommentInternally, DecideDeal, DecideStep, ManageProgrammes, Role, Scope, Subject,
};
use domain::deals::{
    AskedField, Contact, Customer, DealForm, EvidenceKind, Linked, NewDeal, Protection, Question, Reason,
    Rejection, State, Step, StepState, Turn,
};
use domain::id::{DealId, FamilyId};
use domain::money::Money;
use domain::notices::Kind;
use domain::partners::Region;
use domain::programmes::{ApprovalStep, DecidedBy, Meaning, NewProgramme, RegionCalendar, Rules, Silence};
use domain::time::Instant;
use std::collections::BTreeMap;
use store::deals::decide::{self, ApproveError};
use store::deals::drafts::{self, Registered};
use store::deals::{inbox, question, silence, steps, timeline};
use store::{Store, StoreError, programmes};

/// A step that any approver decides.
pub fn step(name: &str, turn: u16, decided_by: DecidedBy) -> ApprovalStep {
    ApprovalStep {
        name: name.into(),
        public_name: format!("Public {name}"),
        meaning: Meaning::Business,
        turn,
        decided_by,
        people: Vec::new(),
        from: None,
        regions: Vec::new(),
        families: Vec::new(),
    }
}

fn euros(minor: i64) -> Money {
    Money { minor, currency: "EUR".into() }
}

/// Hands a deal in under a programme of its own with these rules.
pub async fn handed_in(field: &Field, side: &Side, customer: &str, rules: &Rules, amount: Money) -> DealId {
    let permit = field.programme.manager.permit(ManageProgrammes).unwrap();
    let name = format!("For {customer}");
    let new = NewProgramme { name, active: true, effective_on: NOW.day(), rules: rules.clone() };
    let mut tx = field.store.begin(NOW).await.unwrap();
    let programme = programmes::make(&mut tx, &permit, &new).await.unwrap();
    let programme = programmes::find(&mut tx, &permit, &programme).await.unwrap().unwrap();
    let own = field.own(side);
    let draft = drafts::begin(&mut tx, &own, &DealForm::default(), customer).await.unwrap();
    let new = NewDeal {
        customer: Customer { name: customer.into(), domain: String::new(), country: "DE".into() },
        families: vec![field.family.clone()],
        amount,
        close_on: NOW.day().plus_days(40),
        contact: Contact { name: "Jo".into(), role: String::new(), email: "jo@acme.example".into() },
        need: "Storage".into(),
    };
    let under = Registered { version: Some(&programme.rules), own: Vec::new() };
    drafts::submit_under(&mut tx, &own, &draft, &new, &under).await.unwrap();
    tx.commit().await.unwrap();
    draft.id
}

/// Agrees as far as this person may.
async fn agree(
    field: &Field,
    who: &Actor,
    side: &Side,
    id: &DealId,
    at: Instant,
) -> Result<(), ApproveError> {
    let before = field.read(id, at).await;
    let mut tx = field.store.begin(at).await.unwrap();
    let (linked, partner) = (Linked::To(field.account.clone()), side.partner.clone());
    match who.permit(DecideDeal { partner: partner.clone() }) {
        Ok(permit) => {
            let how = (&linked, Protection::DEFAULT);
            decide::approve_saying(&mut tx, &permit, &before, before.version, how, "Fits well").await?;
        }
        Err(_) => {
            let permit = who.permit(DecideStep { partner }).unwrap();
            steps::approve(&mut tx, &permit, &before, before.version, "Fits well").await?;
        }
    }
    Ok(tx.commit().await?)
}

async fn answered(field: &Field, side: &Side, id: &DealId, form: &DealForm, at: Instant) {
    let before = field.read(id, at).await;
    let mut tx = field.store.begin(at).await.unwrap();
    let fields = vec![AskedField::Amount, AskedField::Families];
    let asked = Question { fields, note: "How much is it?".into() };
    let permit = field.programme.administrator.permit(DecideStep { partner: side.partner.clone() }).unwrap();
    question::ask(&mut tx, &permit, &before, before.version, &asked).await.unwrap();
    tx.commit().await.unwrap();
    let before = field.read(id, at).await;
    let answer = asked.answered(&before, form, "", at.day()).unwrap();
    let mut tx = field.store.begin(at).await.unwrap();
    question::answer(&mut tx, &field.own(side), &before, before.version, &answer).await.unwrap();
    tx.commit().await.unwrap();
}

async fn states(field: &Field, id: &DealId) -> Vec<(String, StepState)> {
    let mut read = field.store.read().await.unwrap();
    let chain = steps::of(&mut read, id).await.unwrap();
    chain.0.iter().map(|step| (step.name.clone(), chain.state(step))).collect()
}

fn stale(error: Result<(), ApproveError>) -> bool {
    matches!(error, Err(ApproveError::Store(StoreError::Stale)))
}

/// What the inbox lists is what the rule says, for everybody.
async fn inbox_says_so(field: &Field, all: &[&Actor], deals: &[(&Side, DealId)]) {
    for who in all {
        let mut read = field.store.read().await.unwrap();
        let (scope, profile) = (who.scope(Subject::Deals), who.profile());
        let listed = inbox::waiting(&mut read, &scope, profile, NOW, 100).await.unwrap();
        let mut listed: Vec<_> = listed.into_iter().map(|row| row.id).collect();
        let mut theirs = Vec::new();
        for (side, id) in deals {
            let deal = field.read(id, NOW).await;
            let permit = who.permit(DecideStep { partner: side.partner.clone() }).unwrap();
            let (_, turn) = steps::turn(&mut read, &permit, &deal).await.unwrap();
            let reads = match &scope {
                Scope::Assigned(_) => side.partner == field.programme.nordwind.partner,
                _ => true,
            };
            if turn != Turn::Nothing && deal.state.waits() && reads {
                theirs.push(id.clone());
            }
        }
        listed.sort();
        theirs.sort();
        assert_eq!(listed, theirs, "{}", profile.name);
        let counted = inbox::at_steps(&mut read, &scope, profile).await.unwrap();
        assert!(counted.theirs <= theirs.len() as i64, "{}", profile.name);
    }
}

on_both_engines! {
    async fn a_deal_is_approved_when_everybody_has_agreed(store: Store) {
        let field = Field::of(store).await;
        let (ours, theirs) = (&field.programme.nordwind, &field.programme.rival);
        let (petra, carl) = (&field.programme.approver, &field.programme.manager);
        let paul = person(&field.store, "Paul Approver", Role::Approver, None).await;
        let price = ApprovalStep { from: Some(euros(100_000)), ..step("Price", 2, DecidedBy::Approver) };
        let fit = step("Fit", 1, DecidedBy::Approver);
        let region = step("Territory", 1, DecidedBy::ChannelManager);
        let rules = Rules { steps: vec![price, fit, region], ..Rules::default() };
        let small = handed_in(&field, ours, "Small", &rules, euros(99_999)).await;
        assert_eq!(states(&field, &small).await.len(), 2, "the price is looked at from a thousand on");
        let id = handed_in(&field, ours, "Acme", &rules, euros(100_000)).await;
        let rivals = handed_in(&field, theirs, "Acme of theirs", &rules, euros(100_000)).await;
        let at = NOW.plus_seconds(1);
        assert!(stale(agree(&field, carl, theirs, &rivals, at).await), "nobody's partner of this manager");
        agree(&field, petra, ours, &id, at).await.unwrap();
        let first = field.read(&id, at).await;
        assert_eq!((first.state, first.account.clone(), first.protected_until_at), (State::InReview, None, None));
        assert!(stale(agree(&field, petra, ours, &id, at).await), "nobody agrees twice");
        assert!(stale(agree(&field, &paul, ours, &id, at).await), "the territory comes first");
        agree(&field, carl, ours, &id, at.plus_seconds(1)).await.unwrap();
        let open = |name: &str, state| (name.to_owned(), state);
        use StepState::{Approved, Open};
        assert_eq!(
            states(&field, &id).await,
            [open("Fit", Approved), open("Territory", Approved), open("Price", Open)]
        );
        assert!(stale(agree(&field, petra, ours, &id, at).await), "four eyes");
        let decided = NOW.plus_days(1);
        agree(&field, &paul, ours, &id, decided).await.unwrap();
        let approved = field.read(&id, decided).await;
        assert_eq!(approved.state, State::Approved);
        assert_eq!(approved.protected_until_at, Some(Protection::DEFAULT.until(decided)), "from the last step on");
        assert!(approved.account.is_some());
        assert_eq!(states(&field, &rivals).await[0], open("Fit", Open), "the rival's stands where it stood");
        // What is said inside stays inside.
        let deal = field.read(&id, decided).await;
        let mut read = field.store.read().await.unwrap();
        let told = timeline::read(&mut read, &deal, None).await.unwrap();
        assert!(told.iter().all(|entry| !entry.body.contains("Fits") && !entry.body.contains("Price")), "{told:?}");
        let internal = petra.permit(CommentInternally { partner: ours.partner.clone() }).unwrap();
        let story = timeline::read(&mut read, &deal, Some(&internal)).await.unwrap();
        let steps: Vec<_> = story.iter().filter(|entry| entry.kind.as_str() == "step_approved").collect();
        assert_eq!(steps.len(), 3);
        assert_eq!(steps[0].body, "Fit\nFits well");
    }

    async fn a_step_of_somebody_else_is_nobodys_to_refuse_or_ask_about(store: Store) {
        let field = Field::of(store).await;
        let ours = &field.programme.nordwind;
        let named = ApprovalStep {
            people: vec![field.programme.manager.profile().person.clone()],
            ..step("Named", 1, DecidedBy::Named)
        };
        let rules = Rules { steps: vec![named, step("Last", 2, DecidedBy::Administrator)], ..Rules::default() };
        let id = handed_in(&field, ours, "Acme", &rules, euros(1)).await;
        let why = Rejection { reason: Reason::NotQualified, note: String::new() };
        let before = field.read(&id, NOW).await;
        let asked = Question { fields: vec![AskedField::Need], note: "Why?".into() };
        let mut tx = field.store.begin(NOW).await.unwrap();
        let petra = field.decision(ours);
        assert!(matches!(decide::reject(&mut tx, &petra, &before, before.version, &why).await, Err(StoreError::Stale)));
        assert!(matches!(question::ask(&mut tx, &petra, &before, before.version, &asked).await, Err(StoreError::Stale)));
        assert!(matches!(decide::start_review(&mut tx, &petra, &before, before.version).await, Err(StoreError::Stale)));
        drop(tx);
        // Whoever is named agrees; at the last step, which is an administrator's, it is refused.
        agree(&field, &field.programme.manager, ours, &id, NOW).await.unwrap();
        let before = field.read(&id, NOW).await;
        let permit = field.programme.administrator.permit(DecideStep { partner: ours.partner.clone() }).unwrap();
        let mut tx = field.store.begin(NOW).await.unwrap();
        decide::reject(&mut tx, &permit, &before, before.version, &why).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(field.read(&id, NOW).await.state, State::Rejected);
        // Decided anew, it begins anew.
        field.reopen(ours, &id, NOW).await.unwrap();
        assert_eq!(states(&field, &id).await[0], ("Named".to_owned(), StepState::Open));
    }

    async fn the_inbox_lists_what_is_ones_own(store: Store) {
        let field = Field::of(store).await;
        let (ours, theirs) = (&field.programme.nordwind, &field.programme.rival);
        let p = &field.programme;
        let nadia = person(&field.store, "Nadia Approver", Role::Approver, None).await;
        let named = |turn| ApprovalStep {
            people: vec![nadia.profile().person.clone(), p.manager.profile().person.clone()],
            ..step("Named", turn, DecidedBy::Named)
        };
        let chains = [
            vec![step("A", 1, DecidedBy::Approver), named(2)],
            vec![step("A", 1, DecidedBy::ChannelManager), step("B", 1, DecidedBy::Administrator)],
            vec![named(1), step("B", 1, DecidedBy::Approver), step("C", 3, DecidedBy::ChannelManager)],
            Vec::new(),
        ];
        let mut deals = Vec::new();
        for (n, steps) in chains.iter().enumerate() {
            for side in [ours, theirs] {
                let rules = Rules { steps: steps.clone(), same_person: n == 2, ..Rules::default() };
                let customer = format!("Customer {n} of {}", side.partner);
                deals.push((side, handed_in(&field, side, &customer, &rules, euros(1)).await));
            }
        }
        let all = [&p.administrator, &p.manager, &p.approver, &nadia];
        inbox_says_so(&field, &all, &deals).await;
        for round in 0..4 {
            for (who, (side, id)) in all.iter().cycle().skip(round).zip(&deals) {
                let _ = agree(&field, who, side, id, NOW).await;
                inbox_says_so(&field, &all, &deals).await;
            }
        }
    }

    async fn an_answer_keeps_what_was_agreed_to_unless_it_claims_more(store: Store) {
        let field = Field::of(store).await;
        let ours = &field.programme.nordwind;
        let large = ApprovalStep { from: Some(euros(50_000)), ..step("Large", 2, DecidedBy::Approver) };
        let rules = Rules { steps: vec![step("Fit", 1, DecidedBy::Approver), large], ..Rules::default() };
        let id = handed_in(&field, ours, "Acme", &rules, euros(40_000)).await;
        let form = |amount: &str, families: &[FamilyId]| DealForm {
            amount: amount.into(),
            currency: "EUR".into(),
            families: families.iter().map(ToString::to_string).collect(),
            ..DealForm::default()
        };
        let same = [field.family.clone()];
        // More: there is one step more, and nobody has agreed to anything yet.
        answered(&field, ours, &id, &form("600", &same), NOW).await;
        assert_eq!(states(&field, &id).await.len(), 2);
        agree(&field, &field.programme.approver, ours, &id, NOW).await.unwrap();
        // Less: what was agreed to stays, and what is not needed any more goes. The approval itself is left.
        answered(&field, ours, &id, &form("300", &same), NOW).await;
        assert_eq!(states(&field, &id).await, [("Fit".to_owned(), StepState::Approved)]);
        assert_eq!(field.read(&id, NOW).await.state, State::InReview);
        // More again: nobody has agreed to that.
        answered(&field, ours, &id, &form("301", &same), NOW).await;
        assert_eq!(states(&field, &id).await, [("Fit".to_owned(), StepState::Open)]);
        assert!(field.told(&id).await.contains(&"steps_again".to_owned()));
        answered(&field, ours, &id, &form("200", &same), NOW).await;
        agree(&field, &field.programme.approver, ours, &id, NOW).await.unwrap();
        assert_eq!(field.read(&id, NOW).await.state, State::Approved);
    }

    async fn one_person_decides_several_steps_where_the_rules_say_so(store: Store) {
        let field = Field::of(store).await;
        let ours = &field.programme.nordwind;
        let steps = vec![step("A", 1, DecidedBy::Approver), step("B", 1, DecidedBy::Approver)];
        let rules = Rules { steps, same_person: true, ..Rules::default() };
        let id = handed_in(&field, ours, "Acme", &rules, euros(1)).await;
        for state in [State::InReview, State::Approved] {
            agree(&field, &field.programme.approver, ours, &id, NOW).await.unwrap();
            assert_eq!(field.read(&id, NOW).await.state, state);
        }
        // Nobody is told twice of what nobody can decide: the withdrawal of an approved deal leaves its steps as they are.
        field.step(ours, &id, Step::Withdraw, NOW).await.unwrap();
        assert_eq!(states(&field, &id).await.len(), 2);
    }

    async fn whoever_has_the_open_step_is_told(store: Store) {
        let field = Field::of(store).await;
        let (p, ours) = (&field.programme, &field.programme.nordwind);
        let steps = vec![step("Territory", 1, DecidedBy::ChannelManager), step("Price", 2, DecidedBy::Approver)];
        let rules = Rules { steps, ..Rules::default() };
        let id = handed_in(&field, ours, "Acme", &rules, euros(1)).await;
        work_off(&field.store, NOW).await;
        let everybody = async |store: &Store| {
            let mut told = Vec::new();
            for who in [&p.manager, &p.approver, &p.administrator, &p.marketing, &p.rival.user, &ours.user] {
                told.push(kinds(store, who).await.len());
            }
            told
        };
        assert_eq!(everybody(&field.store).await, [1, 0, 1, 0, 0, 0]);
        assert_eq!(kinds(&field.store, &p.manager).await, [Kind::DealToDecide]);
        agree(&field, &p.manager, ours, &id, NOW).await.unwrap();
        work_off(&field.store, NOW).await;
        assert_eq!(everybody(&field.store).await, [1, 1, 2, 0, 0, 0], "whoever agreed has nothing to do with the next");
        assert_eq!(kinds(&field.store, &p.approver).await, [Kind::DealToDecide]);
    }

    async fn silence_agrees_for_nobody(store: Store) {
        let field = Field::of(store).await;
        let ours = &field.programme.nordwind;
        let steps = vec![step("A", 1, DecidedBy::Approver)];
        let rules = Rules { steps, silence: Silence::ApproveClear, ..Rules::default() };
        let id = handed_in(&field, ours, "Quarzwerk", &rules, euros(1)).await;
        let late = NOW.plus_days(9);
        let mut tx = field.store.begin(late).await.unwrap();
        assert_eq!(silence::next(&mut tx).await.unwrap(), None);
        assert!(!silence::approve_if_clear(&mut tx, &id, Protection::DEFAULT).await.unwrap());
        drop(tx);
        assert_eq!(field.strike(late).await, 1, "everybody who can decide is told");
    }

    async fn a_clock_runs_on_the_days_of_the_partners_region(store: Store) {
        let field = Field::of(store).await;
        let ours = &field.programme.nordwind;
        let tomorrow = NOW.plus_days(1).day();
        let calendar = |holidays| RegionCalendar { zone: String::new(), holidays };
        let calendars = BTreeMap::from([
            (Region::Emea, calendar(vec![tomorrow])),
            (Region::Americas, calendar(Vec::new())),
        ]);
        let rules = Rules { decision_days: 1, calendars, ..Rules::default() };
        let id = handed_in(&field, ours, "Acme", &rules, euros(1)).await;
        assert_eq!(field.read(&id, NOW).await.decide_by_at, Some(NOW.plus_days(2)), "tomorrow does not count here");
    }

    async fn a_file_shows_what_is_said_of_it_last(store: Store) {
        use store::files::NewFile;
        let field = Field::of(store).await;
        let ours = &field.programme.nordwind;
        let id = field.submitted(ours).await;
        let deal = field.read(&id, NOW).await;
        let file =
            NewFile { sha256: "aa".into(), bytes: 3, kind: "pdf".into(), name: "offer.pdf".into() };
        for shows in [EvidenceKind::Other, EvidenceKind::Proposal] {
            let mut tx = field.store.begin(NOW).await.unwrap();
            drafts::add_evidence(&mut tx, &field.own(ours), &deal, (&file, shows)).await.unwrap();
            tx.commit().await.unwrap();
            let mut read = field.store.read().await.unwrap();
            let known = store::deals::evidence(&mut read, &deal).await.unwrap();
            assert_eq!(known.iter().map(|file| file.shows).collect::<Vec<_>>(), [shows]);
        }
    }
}
