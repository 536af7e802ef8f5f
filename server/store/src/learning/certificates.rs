//! Certificates: issued with the attempt that was passed, read by their people and by anybody who has the number.

use crate::audit::Change;
use crate::db::{Read, Tx, random};
use crate::error::StoreError;
use crate::row::Row;
use crate::value::{Value, word};
use crate::{args, statements};
use domain::access::{Permit, Scope, TakeCourses, WriteCourses};
use domain::id::{AttemptId, CertificateId, EnrolmentId, PartnerId, PersonId};
use domain::learning::certificates::last_day;
use domain::learning::{Certificate, CertificateNumber, Course};
use domain::time::Day;

/// The columns of a certificate.
macro_rules! certificate {
    ($after:expr) => {
        concat!(
            "SELECT c.id, c.number, c.person_id, c.partner_id, c.course_id, c.person_name, c.partner_name, c.course_title,
            c.issued_on, c.expires_on FROM certificates c WHERE",
            $after
        )
    };
}

statements! {
    NAMES = "SELECT p.name AS person_name, o.name AS partner_name FROM people p JOIN partners o ON o.id = p.partner_id
        WHERE p.id = $1 AND o.id = $2";
    INSERT = "INSERT INTO certificates (id, number, enrolment_id, attempt_id, person_id, partner_id, course_id, person_name,
        partner_name, course_title, issued_on, expires_on, created_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)";
    LAST_OF_ENROLMENT = "SELECT expires_on FROM certificates WHERE enrolment_id = $1 ORDER BY created_at DESC, id DESC LIMIT 1";
    FIND = scoped(certificate!(""), "c.partner_id", "AND c.id = $2");
    OF_PERSON = scoped(certificate!(""), "c.partner_id", "AND c.person_id = $2 ORDER BY c.issued_on DESC, c.id DESC LIMIT 200");
    OF_PARTNER = scoped(certificate!(""), "c.partner_id", "AND c.partner_id = $2 AND ($3 = '' OR c.expires_on IS NULL
        OR c.expires_on >= $3) ORDER BY c.person_name, c.course_title, c.issued_on DESC, c.id DESC LIMIT 200");
    // Of several for the same course the newest is the one to renew.
    EXPIRING = scoped(certificate!(""), "c.partner_id", "AND c.person_id = $2 AND c.expires_on >= $3 AND c.expires_on <= $4
        AND NOT EXISTS (SELECT 1 FROM certificates n WHERE n.enrolment_id = c.enrolment_id AND n.created_at > c.created_at)
        ORDER BY c.expires_on, c.id LIMIT 5");
    BY_NUMBER = (certificate!(" c.number = $1"));
    CERTIFIED = "SELECT COUNT(DISTINCT person_id) AS people FROM certificates WHERE expires_on IS NULL OR expires_on >= $1";
}

/// Issues the certificate of a passed attempt.
pub(super) async fn issue(
    tx: &mut Tx,
    permit: &Permit<TakeCourses>,
    person: &PersonId,
    course: &Course,
    enrolment: &EnrolmentId,
    attempt: &AttemptId,
) -> Result<(), StoreError> {
    let partner = &permit.act().partner;
    let names = tx.one(NAMES, args![word(person), word(partner)]).await?.ok_or(StoreError::Stale)?;
    let now = tx.now();
    let certificate = Certificate {
        id: tx.fresh(),
        number: CertificateNumber::new(random()),
        person: person.clone(),
        partner: partner.clone(),
        course: course.id.clone(),
        person_name: names.text("person_name")?,
        partner_name: names.text("partner_name")?,
        course_title: course.details.title.clone(),
        issued_on: now.day(),
        expires_on: last_day(now.day(), course.details.validity_months),
    };
    let args = args![
        word(&certificate.id),
        certificate.number.as_str(),
        word(enrolment),
        word(attempt),
        word(person),
        word(partner),
        word(&course.id),
        &certificate.person_name,
        &certificate.partner_name,
        &certificate.course_title,
        certificate.issued_on,
        certificate.expires_on,
        now
    ];
    tx.run(INSERT, args).await?;
    let change = Change::of("certificate", certificate.id.as_str()).partner(partner).after(&certificate);
    tx.changed(permit, change.event("certificate.issued")).await
}

/// The last day of an enrolment's newest certificate; `None` inside when that one is valid for good.
pub(super) async fn last_day_of(
    read: &mut Read,
    enrolment: &EnrolmentId,
) -> Result<Option<Option<Day>>, StoreError> {
    let row = read.one(LAST_OF_ENROLMENT, args![word(enrolment)]).await?;
    row.map(|row| row.maybe_on("expires_on")).transpose()
}

fn certificate(row: &Row) -> Result<Certificate, StoreError> {
    Ok(Certificate {
        id: row.word::<CertificateId>("id")?,
        number: row.word("number")?,
        person: row.word("person_id")?,
        partner: row.word("partner_id")?,
        course: row.word("course_id")?,
        person_name: row.text("person_name")?,
        partner_name: row.text("partner_name")?,
        course_title: row.text("course_title")?,
        issued_on: row.word("issued_on")?,
        expires_on: row.maybe_on("expires_on")?,
    })
}

/// A certificate within the scope.
pub async fn find(
    read: &mut Read,
    scope: &Scope,
    id: &CertificateId,
) -> Result<Option<Certificate>, StoreError> {
    let (statement, first) = FIND.within(scope);
    read.one(statement, vec![first, word(id)]).await?.as_ref().map(certificate).transpose()
}

/// A person's certificates within the scope, newest first.
pub async fn of_person(
    read: &mut Read,
    scope: &Scope,
    person: &PersonId,
) -> Result<Vec<Certificate>, StoreError> {
    let (statement, first) = OF_PERSON.within(scope);
    read.all(statement, vec![first, word(person)]).await?.iter().map(certificate).collect()
}

/// A partner's certificates within the scope, by person; `valid_on` leaves out those that expired before that day.
pub async fn of_partner(
    read: &mut Read,
    scope: &Scope,
    partner: &PartnerId,
    valid_on: Option<Day>,
) -> Result<Vec<Certificate>, StoreError> {
    let (statement, first) = OF_PARTNER.within(scope);
    let day = valid_on.map(|day| day.to_string()).unwrap_or_default();
    let args = vec![first, word(partner), Value::from(day)];
    read.all(statement, args).await?.iter().map(certificate).collect()
}

/// A person's certificates that are valid today but not after `until`, the first to expire first.
pub async fn expiring(
    read: &mut Read,
    scope: &Scope,
    person: &PersonId,
    today: Day,
    until: Day,
) -> Result<Vec<Certificate>, StoreError> {
    let (statement, first) = EXPIRING.within(scope);
    let args = vec![first, word(person), today.into(), until.into()];
    read.all(statement, args).await?.iter().map(certificate).collect()
}

/// The certificate of this number, for anybody who has it: the number is the key.
pub async fn by_number(
    read: &mut Read,
    number: &CertificateNumber,
) -> Result<Option<Certificate>, StoreError> {
    read.one(BY_NUMBER, args![number.as_str()]).await?.as_ref().map(certificate).transpose()
}

/// How many people hold a certificate that is valid on this day.
pub async fn people_certified(
    read: &mut Read,
    _permit: &Permit<WriteCourses>,
    today: Day,
) -> Result<i64, StoreError> {
    read.one(CERTIFIED, args![today]).await?.map_or(Ok(0), |row| row.int("people"))
}
