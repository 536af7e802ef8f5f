//! Certificates: issued with the passed attempt, read by their owner, their organisation and staff, verified by anybody
//! who has the number.

use crate::audit::Change;
use crate::db::{Read, Tx};
use crate::error::StoreError;
use crate::row::Row;
use crate::value::word;
use crate::{args, statements};
use domain::access::{Actor, Permit, Scope, TakeCourses};
use domain::id::{AttemptId, CertificateId, EnrolmentId, PartnerId};
use domain::learning::{Certificate, Course};
use domain::time::Day;

macro_rules! columns {
    ($after:expr) => {
        concat!(
            "SELECT c.id, c.number, c.person_id, c.person_name, c.partner_name, c.course_title, c.issued_on, c.expires_on FROM certificates c ",
            $after
        )
    };
}

statements! {
    INSERT = "INSERT INTO certificates (id, number, enrolment_id, attempt_id, person_id, partner_id, course_id, person_name, partner_name,
        course_title, issued_on, expires_on, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)";
    OWN = (columns!("WHERE c.person_id = $1 ORDER BY c.id DESC LIMIT 200"));
    OF_PARTNER = scoped(columns!("WHERE"), "c.partner_id", "AND c.partner_id = $2 ORDER BY c.person_name, c.id DESC LIMIT 500");
    // Within an organisation: the owner, and who administers it.
    READABLE = scoped(columns!("WHERE"), "c.partner_id", "AND c.id = $2 AND ($3 = '' OR c.person_id = $3)");
    BY_NUMBER = (columns!("WHERE c.number = $1"));
    COUNT = "SELECT COUNT(*) AS certificates FROM certificates";
}

fn certificate(row: &Row) -> Result<Certificate, StoreError> {
    let issued_on = row.maybe_on("issued_on")?;
    Ok(Certificate {
        id: row.word("id")?,
        number: row.text("number")?,
        person: row.word("person_id")?,
        person_name: row.text("person_name")?,
        partner_name: row.text("partner_name")?,
        course_title: row.text("course_title")?,
        issued_on: issued_on
            .ok_or_else(|| StoreError::Corrupt { column: "issued_on".into(), cause: "NULL".into() })?,
        expires_on: row.maybe_on("expires_on")?,
    })
}

pub(super) async fn issue(
    tx: &mut Tx,
    permit: &Permit<TakeCourses>,
    actor: &Actor,
    course: &Course,
    enrolment: &EnrolmentId,
    attempt: &AttemptId,
    number: &str,
) -> Result<CertificateId, StoreError> {
    let (id, now): (CertificateId, _) = (tx.fresh(), tx.now());
    let who = actor.profile();
    let today = now.day();
    let months = course.details.validity_months;
    let expires_on: Option<Day> = (months > 0).then(|| today.plus_months(months as u32));
    let partner_name = who.partner.as_ref().map(|partner| partner.name.clone()).unwrap_or_default();
    let args = args![
        word(&id),
        number,
        word(enrolment),
        word(attempt),
        word(&who.person),
        word(&permit.act().partner),
        word(&course.id),
        &who.name,
        partner_name,
        &course.details.title,
        Some(today),
        expires_on,
        now
    ];
    tx.run(INSERT, args).await?;
    let change = Change::of("certificate", id.as_str()).partner(&permit.act().partner).after(&number);
    tx.changed(permit, change.event("certificate.issued")).await?;
    Ok(id)
}

/// The caller's own, newest first.
pub async fn own(read: &mut Read, actor: &Actor) -> Result<Vec<Certificate>, StoreError> {
    read.all(OWN, args![word(&actor.profile().person)]).await?.iter().map(certificate).collect()
}

/// Those of a partner's people, within the scope.
pub async fn of_partner(
    read: &mut Read,
    scope: &Scope,
    partner: &PartnerId,
) -> Result<Vec<Certificate>, StoreError> {
    let (statement, first) = OF_PARTNER.within(scope);
    read.all(statement, vec![first, word(partner)]).await?.iter().map(certificate).collect()
}

/// One that the caller may read: the own; an organisation's for its administrator; any within the scope for staff.
pub async fn find(
    read: &mut Read,
    actor: &Actor,
    scope: &Scope,
    id: &CertificateId,
) -> Result<Option<Certificate>, StoreError> {
    let only_own = actor.profile().role == domain::access::Role::PartnerUser;
    let person = if only_own { actor.profile().person.to_string() } else { String::new() };
    let (statement, first) = READABLE.within(scope);
    read.one(statement, vec![first, word(id), person.into()]).await?.as_ref().map(certificate).transpose()
}

/// The certificate with this number, for anybody who has it.
pub async fn by_number(read: &mut Read, number: &str) -> Result<Option<Certificate>, StoreError> {
    read.one(BY_NUMBER, args![number]).await?.as_ref().map(certificate).transpose()
}

/// How many were issued.
pub async fn count(
    read: &mut Read,
    _permit: &Permit<domain::access::WriteCourses>,
) -> Result<i64, StoreError> {
    read.one(COUNT, args![]).await?.map_or(Ok(0), |row| row.int("certificates"))
}
