//! What people are asked to complete: written for an organisation's people, read by it and by the person who is asked.
//! Completing is written with the certificate that does it.

use super::meant_for;
use crate::audit::Change;
use crate::db::{Read, Tx};
use crate::error::StoreError;
use crate::row::Row;
use crate::value::word;
use crate::{args, statements};
use domain::access::{AssignLearning, Permit, Scope};
use domain::id::{AssignmentId, PartnerId, PersonId};
use domain::learning::assignments::{Assignment, NewAssignments};
use domain::learning::{Credential, Topic};
use domain::time::Day;
use serde::{Deserialize, Serialize};

/// The columns of an assignment.
macro_rules! assignment {
    () => {
        "SELECT a.id, a.person_id, p.name AS person_name, a.course_id, a.certification_id, COALESCE(k.title, c.title) AS title,
        COALESCE(k.topic, c.track) AS topic, a.due_on, a.assigned_at, a.by_name, a.reminded_on, a.done_at
        FROM assignments a JOIN people p ON p.id = a.person_id LEFT JOIN courses k ON k.id = a.course_id
        LEFT JOIN certifications c ON c.id = a.certification_id
        WHERE a.withdrawn_at IS NULL AND p.active AND p.partner_id = a.partner_id AND"
    };
}

/// What is offered to the partner `$1`, of courses or certifications.
macro_rules! choosable {
    ($of:literal, $from:literal) => {
        concat!(
            "SELECT c.id, c.title FROM ",
            $from,
            " c WHERE c.state = 'published' AND ",
            meant_for!($of, "$1"),
            " ORDER BY c.title, c.id LIMIT 500"
        )
    };
}

statements! {
    NAME = scoped("SELECT o.name FROM partners o WHERE", "o.id", "AND o.id = $2");
    TEAM = scoped("SELECT p.id, p.name,
        (SELECT COUNT(*) FROM enrolments e WHERE e.person_id = p.id AND e.partner_id = p.partner_id AND e.completed_at IS NULL) AS begun,
        (SELECT COUNT(*) FROM enrolments e WHERE e.person_id = p.id AND e.partner_id = p.partner_id AND e.completed_at IS NOT NULL) AS passed,
        (SELECT COUNT(DISTINCT COALESCE(c.certification_id, c.course_id)) FROM certificates c WHERE c.person_id = p.id
            AND c.partner_id = p.partner_id AND c.revoked_at IS NULL AND (c.expires_on IS NULL OR c.expires_on >= $3)) AS certificates
        FROM people p WHERE", "p.partner_id", "AND p.partner_id = $2 AND p.active ORDER BY p.name, p.id LIMIT 500");
    COURSES = (choosable!("course", "courses"));
    CERTIFICATIONS = (choosable!("certification", "certifications"));
    OF_PARTNER = scoped(assignment!(), "a.partner_id", "AND a.partner_id = $2
        ORDER BY a.done_at IS NOT NULL, a.due_on IS NULL, a.due_on, p.name, a.id LIMIT 500");
    MINE = scoped(assignment!(), "a.partner_id", "AND a.person_id = $2 AND a.done_at IS NULL
        ORDER BY a.due_on IS NULL, a.due_on, a.id LIMIT 50");
    FIND = scoped(assignment!(), "a.partner_id", "AND a.partner_id = $2 AND a.id = $3");
    PEOPLE = "SELECT id FROM people WHERE partner_id = $1 AND active ORDER BY id LIMIT 500";
    // The person has to be of the permit's partner.
    MOVE = "UPDATE assignments SET due_on = $4 WHERE partner_id = $1 AND person_id = $2 AND (course_id = $3 OR certification_id = $3)
        AND done_at IS NULL AND withdrawn_at IS NULL RETURNING id";
    INSERT = "INSERT INTO assignments (id, partner_id, person_id, course_id, certification_id, due_on, by_name, assigned_at)
        SELECT $1, p.partner_id, p.id, $4, $5, $6, $7, $8 FROM people p WHERE p.id = $3 AND p.partner_id = $2 AND p.active
        ON CONFLICT DO NOTHING";
    REMIND = "UPDATE assignments SET reminded_on = $3 WHERE id = $1 AND partner_id = $2 AND done_at IS NULL
        AND withdrawn_at IS NULL AND (reminded_on IS NULL OR reminded_on < $3)";
    WITHDRAW = "UPDATE assignments SET withdrawn_at = $3 WHERE id = $1 AND partner_id = $2 AND done_at IS NULL AND withdrawn_at IS NULL";
    DONE = "UPDATE assignments SET done_at = $4 WHERE partner_id = $1 AND person_id = $2 AND (course_id = $3 OR certification_id = $3)
        AND done_at IS NULL AND withdrawn_at IS NULL";
}

/// How far one of an organisation's people has come.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Learner {
    /// Who.
    pub person: PersonId,
    /// The name.
    pub name: String,
    /// Courses begun and not passed yet.
    pub begun: i64,
    /// Courses passed.
    pub passed: i64,
    /// Valid certificates.
    pub certificates: i64,
}

/// Something that can be assigned: its id and title.
pub type Choosable = (String, String);

/// The organisation's name, within the scope.
pub async fn organisation(
    read: &mut Read,
    scope: &Scope,
    partner: &PartnerId,
) -> Result<Option<String>, StoreError> {
    let (statement, first) = NAME.within(scope);
    read.one(statement, vec![first, word(partner)]).await?.map(|row| row.text("name")).transpose()
}

/// An organisation's active people within the scope, by name, with how far each has come.
pub async fn team(
    read: &mut Read,
    scope: &Scope,
    partner: &PartnerId,
    today: Day,
) -> Result<Vec<Learner>, StoreError> {
    let (statement, first) = TEAM.within(scope);
    read.all(statement, vec![first, word(partner), today.into()])
        .await?
        .iter()
        .map(|row| {
            Ok(Learner {
                person: row.word("id")?,
                name: row.text("name")?,
                begun: row.int("begun")?,
                passed: row.int("passed")?,
                certificates: row.int("certificates")?,
            })
        })
        .collect()
}

/// Courses, then certifications, that are offered to the permit's partner.
pub async fn choices(
    read: &mut Read,
    permit: &Permit<AssignLearning>,
) -> Result<[Vec<Choosable>; 2], StoreError> {
    let partner = word(&permit.act().partner);
    let of = |rows: Vec<Row>| -> Result<Vec<Choosable>, StoreError> {
        rows.iter().map(|row| Ok((row.text("id")?, row.text("title")?))).collect()
    };
    let courses = of(read.all(COURSES, vec![partner.clone()]).await?)?;
    Ok([courses, of(read.all(CERTIFICATIONS, vec![partner]).await?)?])
}

fn from_row(row: &Row) -> Result<Assignment, StoreError> {
    let of = match row.maybe_word("certification_id")? {
        Some(id) => Credential::Certification(id),
        None => Credential::Course(row.word("course_id")?),
    };
    Ok(Assignment {
        id: row.word("id")?,
        person: row.word("person_id")?,
        person_name: row.text("person_name")?,
        of,
        title: row.text("title")?,
        topic: row.word::<Topic>("topic")?,
        due_on: row.maybe_on("due_on")?,
        assigned_at: row.at("assigned_at")?,
        by_name: row.text("by_name")?,
        reminded_on: row.maybe_on("reminded_on")?,
        done_at: row.maybe_at("done_at")?,
    })
}

/// An organisation's assignments within the scope: open ones first, what is due first on top.
pub async fn of_partner(
    read: &mut Read,
    scope: &Scope,
    partner: &PartnerId,
) -> Result<Vec<Assignment>, StoreError> {
    let (statement, first) = OF_PARTNER.within(scope);
    read.all(statement, vec![first, word(partner)]).await?.iter().map(from_row).collect()
}

/// What a person is asked to complete and has not yet, within the scope.
pub async fn mine(read: &mut Read, scope: &Scope, person: &PersonId) -> Result<Vec<Assignment>, StoreError> {
    let (statement, first) = MINE.within(scope);
    read.all(statement, vec![first, word(person)]).await?.iter().map(from_row).collect()
}

/// One assignment of the organisation, within the scope.
pub async fn find(
    read: &mut Read,
    scope: &Scope,
    partner: &PartnerId,
    id: &AssignmentId,
) -> Result<Option<Assignment>, StoreError> {
    let (statement, first) = FIND.within(scope);
    read.one(statement, vec![first, word(partner), word(id)]).await?.as_ref().map(from_row).transpose()
}

fn columns(of: &Credential) -> (Option<&str>, Option<&str>) {
    match of {
        Credential::Course(id) => (Some(id.as_str()), None),
        Credential::Certification(id) => (None, Some(id.as_str())),
    }
}

/// Asks people of the permit's partner, or all of them; whoever is asked already gets the new last day and is told
/// nothing. People of others are not asked. Answers how many are asked now. Stale when it is not offered to the partner.
pub async fn assign(
    tx: &mut Tx,
    permit: &Permit<AssignLearning>,
    new: &NewAssignments,
) -> Result<usize, StoreError> {
    let partner = &permit.act().partner;
    let (course, certification) = columns(&new.of);
    let id = course.or(certification).unwrap_or_default();
    let [courses, certifications] = choices(tx, permit).await?;
    if !courses.iter().chain(&certifications).any(|(known, _)| known == id) {
        return Err(StoreError::Stale);
    }
    let everybody = match &new.people {
        Some(people) => people.clone(),
        None => {
            let rows = tx.all(PEOPLE, args![word(partner)]).await?;
            rows.iter().map(|row| row.word("id")).collect::<Result<_, _>>()?
        }
    };
    let (now, mut asked) = (tx.now(), 0);
    for person in &everybody {
        if let Some(row) = tx.one(MOVE, args![word(partner), word(person), id, new.due_on]).await? {
            let known = row.text("id")?;
            let change = Change::of("assignment", &known).partner(partner).after(&new.due_on);
            tx.changed(permit, change).await?;
            continue;
        }
        let fresh: AssignmentId = tx.fresh();
        let by = permit.who().name.clone();
        let args =
            args![word(&fresh), word(partner), word(person), course, certification, new.due_on, by, now];
        if tx.run(INSERT, args).await? == 1 {
            let change = Change::of("assignment", fresh.as_str()).partner(partner);
            let change = change.after(&(person, id, new.due_on)).event("learning.assigned");
            tx.changed(permit, change).await?;
            asked += 1;
        }
    }
    Ok(asked)
}

/// Reminds the person of an open assignment; a second time on one day is `Stale`.
pub async fn remind(
    tx: &mut Tx,
    permit: &Permit<AssignLearning>,
    before: &Assignment,
) -> Result<(), StoreError> {
    let partner = &permit.act().partner;
    let today = tx.now().day();
    tx.run_one(REMIND, args![word(&before.id), word(partner), today]).await?;
    let change = Change::of("assignment", before.id.as_str()).partner(partner);
    tx.changed(permit, change.before(&before.reminded_on).after(&today).event("learning.reminded")).await
}

/// Takes an open assignment back.
pub async fn withdraw(
    tx: &mut Tx,
    permit: &Permit<AssignLearning>,
    before: &Assignment,
) -> Result<(), StoreError> {
    let partner = &permit.act().partner;
    let now = tx.now();
    tx.run_one(WITHDRAW, args![word(&before.id), word(partner), now]).await?;
    let change = Change::of("assignment", before.id.as_str()).partner(partner);
    tx.changed(permit, change.before(before).event("learning.withdrawn")).await
}

/// What a certificate of this completes. The certificate's own line is in the audit.
pub(crate) async fn satisfy(
    tx: &mut Tx,
    partner: &PartnerId,
    person: &PersonId,
    of: &Credential,
) -> Result<(), StoreError> {
    let (course, certification) = columns(of);
    let now = tx.now();
    let id = course.or(certification).unwrap_or_default();
    tx.run(DONE, args![word(partner), word(person), id, now]).await?;
    Ok(())
}
