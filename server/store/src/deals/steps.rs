//! The steps of a registration's approval: which it needs, whose turn it is, and who has agreed.
//!
//! Which steps there are is settled when a registration is handed in, by the rules it was handed in under, and anew when an answer
//! changes what it claims or when it is decided anew. Where nobody has a turn any more, the approval itself is left.

use super::tallies;
use super::timeline::{self, NewEntry};
use crate::audit::Change;
use crate::db::{Read, Tx};
use crate::error::StoreError;
use crate::programmes;
use crate::value::{maybe, word};
use crate::{args, statements};
use domain::access::{DecideStep, OverReviews, Permit, Who};
use domain::deals::{Agreed, Approver, Chain, Deal, EntryKind, NewDeal, ReviewStep, Turn};
use domain::id::{DealId, FamilyId, PartnerId, PersonId};
use domain::money::Money;
use domain::programmes::{ApprovalStep, Case, Meaning, Rules};
use serde::Serialize;

statements! {
    OF_DEAL = "SELECT s.position, s.turn, s.name, s.public_name, s.meaning, s.decided_by, s.same_person, s.agreed_by, s.agreed_by_name,
        s.agreed_at FROM deal_steps s WHERE s.deal_id = $1 ORDER BY s.turn, s.position";
    PEOPLE = "SELECT q.position, p.id, p.name FROM deal_step_people q JOIN people p ON p.id = q.person_id
        WHERE q.deal_id = $1 ORDER BY q.position, p.name, p.id";
    WHO = "SELECT p.role, COALESCE(o.manager_id = p.id, FALSE) AS manages FROM people p JOIN partners o ON o.id = $2
        WHERE p.id = $1 AND p.active";
    ADD = "INSERT INTO deal_steps (deal_id, position, turn, name, public_name, meaning, decided_by, same_person, state)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'waits')";
    NAME = "INSERT INTO deal_step_people (deal_id, position, person_id) SELECT $1, $2, id FROM people WHERE id = $3";
    UNNAME = "DELETE FROM deal_step_people WHERE deal_id = $1 AND (position = $2 OR $2 = 0)";
    DROP = "DELETE FROM deal_steps WHERE deal_id = $1 AND (position = $2 OR $2 = 0)";
    // As `Chain::state` has it.
    TURNS = "UPDATE deal_steps SET state = CASE WHEN turn = (SELECT MIN(u.turn) FROM deal_steps u
        WHERE u.deal_id = $1 AND u.agreed_at IS NULL) THEN 'open' ELSE 'waits' END WHERE deal_id = $1 AND agreed_at IS NULL";
    AGREE = "UPDATE deal_steps SET state = 'approved', agreed_by = $3, agreed_by_name = $4, agreed_at = $5
        WHERE deal_id = $1 AND position = $2 AND state = 'open'";
    MOVE = "UPDATE deals SET state = 'in_review', version = version + 1 WHERE id = $1 AND version = $2 AND state IN ('submitted', 'in_review')";
}

/// The steps of a deal that the caller has found within its scope. Their names and people are the vendor's: partners are told
/// [`Chain::progress`].
pub async fn of(read: &mut Read, deal: &DealId) -> Result<Chain, StoreError> {
    let rows = read.all(OF_DEAL, args![word(deal)]).await?;
    if rows.is_empty() {
        return Ok(Chain::default());
    }
    let mut named: Vec<(i64, (PersonId, String))> = Vec::new();
    for row in read.all(PEOPLE, args![word(deal)]).await? {
        named.push((row.int("position")?, (row.word("id")?, row.text("name")?)));
    }
    let steps = rows.iter().map(|row| {
        let position = row.int("position")?;
        let agreed = match row.maybe_at("agreed_at")? {
            Some(at) => {
                Some(Agreed { person: row.word("agreed_by")?, name: row.text("agreed_by_name")?, at })
            }
            None => None,
        };
        Ok(ReviewStep {
            position,
            turn: row.int("turn")?,
            name: row.text("name")?,
            public_name: row.text("public_name")?,
            meaning: row.word("meaning")?,
            decided_by: row.word("decided_by")?,
            people: named.iter().filter(|(of, _)| *of == position).map(|(_, one)| one.clone()).collect(),
            same_person: row.flag("same_person")?,
            agreed,
        })
    });
    steps.collect::<Result<_, StoreError>>().map(Chain)
}

/// What somebody may decide of a deal now, with all of its steps.
pub async fn turn<A: OverReviews>(
    read: &mut Read,
    permit: &Permit<A>,
    deal: &Deal,
) -> Result<(Chain, Turn), StoreError> {
    let chain = of(read, &deal.id).await?;
    let turn = match (&permit.who().person, chain.open().next()) {
        (_, None) if A::WHOLE => Turn::Whole,
        // The portal has no step of its own.
        (None, _) => Turn::Nothing,
        (Some(person), _) => match approver(read, person, &deal.partner.0).await? {
            Some(who) => chain.turn(&who),
            None => Turn::Nothing,
        },
    };
    Ok((chain, turn))
}

/// The same for who is about to decide; stale where it is nobody's turn, or somebody else's by now.
pub(super) async fn held<A: OverReviews>(
    tx: &mut Tx,
    permit: &Permit<A>,
    deal: &Deal,
) -> Result<(Chain, Turn), StoreError> {
    match turn(tx, permit, deal).await? {
        (_, Turn::Nothing) => Err(StoreError::Stale),
        its => Ok(its),
    }
}

async fn approver(
    read: &mut Read,
    person: &PersonId,
    partner: &PartnerId,
) -> Result<Option<Approver>, StoreError> {
    let row = read.one(WHO, args![word(person), word(partner)]).await?;
    row.map(|row| {
        Ok(Approver { person: person.clone(), role: row.word("role")?, manages: row.flag("manages")? })
    })
    .transpose()
}

/// Settles the steps that a registration needs by these rules; none of them is decided.
pub(super) async fn begin(
    tx: &mut Tx,
    deal: &DealId,
    partner: &PartnerId,
    rules: &Rules,
    (amount, families): (&Money, &[FamilyId]),
) -> Result<(), StoreError> {
    if rules.steps.is_empty() {
        return Ok(());
    }
    drop_from(tx, deal, 0).await?;
    let region = programmes::region(tx, partner).await?;
    for (position, step) in rules.steps_for(&Case { amount, families, region }) {
        add(tx, deal, (position, step), rules.same_person).await?;
    }
    tx.run(TURNS, args![word(deal)]).await.map(drop)
}

/// Settles them anew for what a deal claims as it stands, when it is decided anew.
pub(super) async fn begin_again(tx: &mut Tx, deal: &Deal) -> Result<(), StoreError> {
    let Some(version) = programmes::of_deal(tx, &deal.id).await? else { return Ok(()) };
    let Some(amount) = &deal.amount else { return Ok(()) };
    let families: Vec<_> = deal.families.iter().map(|(id, _)| id.clone()).collect();
    begin(tx, &deal.id, &deal.partner.0, &version.rules, (amount, &families)).await
}

/// Settles them anew when an answer has changed what is claimed. Who has agreed to less has not agreed to more: then all begin
/// again. Otherwise what was agreed to stays, and only what is not decided comes or goes.
pub(super) async fn follow(tx: &mut Tx, who: &Who, before: &Deal, new: &NewDeal) -> Result<(), StoreError> {
    let Some(version) = programmes::of_deal(tx, &before.id).await? else { return Ok(()) };
    let (rules, deal) = (&version.rules, &before.id);
    if rules.steps.is_empty() {
        return Ok(());
    }
    let chain = of(tx, deal).await?;
    if before.claims_more(new) {
        if chain.0.iter().any(|step| step.agreed.is_some()) {
            let entry = NewEntry {
                kind: EntryKind::StepsAgain,
                by_staff: false,
                internal: false,
                body: "",
                key: None,
            };
            timeline::add(tx, deal, who, &entry).await?;
        }
        return begin(tx, deal, &before.partner.0, rules, (&new.amount, &new.families)).await;
    }
    let region = programmes::region(tx, &before.partner.0).await?;
    let case = Case { amount: &new.amount, families: &new.families, region };
    let needed = rules.steps_for(&case);
    for step in chain.0.iter().filter(|step| step.agreed.is_none()) {
        if needed.iter().all(|(position, _)| *position != step.position) {
            drop_from(tx, deal, step.position).await?;
        }
    }
    for one in needed {
        if chain.0.iter().all(|step| step.position != one.0) {
            add(tx, deal, one, rules.same_person).await?;
        }
    }
    tx.run(TURNS, args![word(deal)]).await.map(drop)
}

/// All of them, or the one at this position.
async fn drop_from(tx: &mut Tx, deal: &DealId, position: i64) -> Result<(), StoreError> {
    tx.run(UNNAME, args![word(deal), position]).await?;
    tx.run(DROP, args![word(deal), position]).await.map(drop)
}

async fn add(
    tx: &mut Tx,
    deal: &DealId,
    (position, step): (i64, &ApprovalStep),
    same_person: bool,
) -> Result<(), StoreError> {
    let args = args![
        word(deal),
        position,
        i64::from(step.turn),
        &step.name,
        &step.public_name,
        step.meaning.as_str(),
        step.decided_by.as_str(),
        same_person
    ];
    tx.run(ADD, args).await?;
    for person in &step.people {
        tx.run(NAME, args![word(deal), position, word(person)]).await?;
    }
    Ok(())
}

/// Agrees to the step that is the caller's, and to nothing besides: the account and the approval itself are for those who see
/// everybody's registrations ([`super::decide::approve`]).
pub async fn approve(
    tx: &mut Tx,
    permit: &Permit<DecideStep>,
    before: &Deal,
    version: i64,
    note: &str,
) -> Result<(), StoreError> {
    let Turn::Step { position, .. } = held(tx, permit, before).await?.1 else {
        return Err(StoreError::Stale);
    };
    one(tx, permit, before, version, (position, note)).await
}

/// Agrees to one of several steps: the registration is in review until all are decided.
pub(super) async fn one<A: OverReviews>(
    tx: &mut Tx,
    permit: &Permit<A>,
    before: &Deal,
    version: i64,
    (position, note): (i64, &str),
) -> Result<(), StoreError> {
    let stood = tallies::standing(tx, &before.id).await?;
    tx.run_one(MOVE, args![word(&before.id), version]).await?;
    tallies::moved(tx, stood, &before.id).await?;
    agree(tx, permit, before, (position, note)).await
}

#[derive(Serialize)]
struct Given<'a> {
    step: &'a str,
    meaning: Meaning,
    position: i64,
}

/// Writes who agrees to a step, once the registration is theirs to change.
pub(super) async fn agree<A: OverReviews>(
    tx: &mut Tx,
    permit: &Permit<A>,
    before: &Deal,
    (position, note): (i64, &str),
) -> Result<(), StoreError> {
    let chain = of(tx, &before.id).await?;
    let step = chain.0.iter().find(|step| step.position == position).ok_or(StoreError::Stale)?;
    let (who, now) = (permit.who(), tx.now());
    let args = args![word(&before.id), position, maybe(who.person.as_ref()), &who.name, now];
    tx.run_one(AGREE, args).await?;
    tx.run(TURNS, args![word(&before.id)]).await?;
    // What a step is called inside, and what is said with it, is for colleagues.
    let body = [step.name.as_str(), note].join("\n");
    let entry = NewEntry {
        kind: EntryKind::StepApproved,
        by_staff: true,
        internal: true,
        body: body.trim_end(),
        key: None,
    };
    timeline::add(tx, &before.id, who, &entry).await?;
    let given = Given { step: &step.name, meaning: step.meaning, position };
    let change = Change::of("deal", before.id.as_str()).partner(&before.partner.0);
    tx.changed(permit, change.before(before).after(&given).event("deal.step_approved")).await
}
