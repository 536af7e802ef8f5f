//! Certificates: issued with the attempt that was passed, read by their people and by anybody who has the number.

use super::assignments;
use crate::audit::Change;
use crate::db::{Read, Tx, random};
use crate::error::StoreError;
use crate::row::Row;
use crate::value::{Value, word};
use crate::{args, statements};
use domain::access::{Permit, Scope, TakeCourses, WriteCourses};
use domain::certifications::Certification;
use domain::id::{AttemptId, CertificateId, EnrolmentId, PartnerId, PersonId};
use domain::learning::{Certificate, CertificateNumber, Course, Credential, Term};
use domain::time::Day;

/// The columns of a certificate.
macro_rules! certificate {
    ($after:expr) => {
        concat!(
            "SELECT c.id, c.number, c.person_id, c.partner_id, c.course_id, c.certification_id, c.person_name, c.partner_name,
            c.title, c.issued_on, c.expires_on, c.renew_from, c.grace_until, c.revoked_at FROM certificates c WHERE",
            $after
        )
    };
}
pub(crate) use certificate;

/// Whether the certificate `c` is the newest of the person's for what it is for.
macro_rules! newest {
    () => {
        "NOT EXISTS (SELECT 1 FROM certificates n WHERE n.person_id = c.person_id
            AND (n.enrolment_id = c.enrolment_id OR n.certification_id = c.certification_id)
            AND (n.created_at > c.created_at OR n.created_at = c.created_at AND n.id > c.id))"
    };
}
pub(crate) use newest;

statements! {
    NAMES = "SELECT p.name AS person_name, o.name AS partner_name FROM people p JOIN partners o ON o.id = p.partner_id
        WHERE p.id = $1 AND o.id = $2";
    INSERT = "INSERT INTO certificates (id, number, person_id, partner_id, course_id, enrolment_id, attempt_id, certification_id,
        renewal, person_name, partner_name, title, issued_on, expires_on, renew_from, grace_until, created_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)";
    LAST_OF_ENROLMENT = (certificate!(" c.enrolment_id = $1 ORDER BY c.created_at DESC, c.id DESC LIMIT 1"));
    FIND = scoped(certificate!(""), "c.partner_id", "AND c.id = $2");
    OF_PERSON = scoped(certificate!(""), "c.partner_id", "AND c.person_id = $2 ORDER BY c.issued_on DESC, c.id DESC LIMIT 200");
    OF_PARTNER = scoped(certificate!(""), "c.partner_id", "AND c.partner_id = $2 AND ($3 = '' OR c.expires_on IS NULL
        OR c.expires_on >= $3) ORDER BY c.person_name, c.title, c.issued_on DESC, c.id DESC LIMIT 200");
    // Of several for the same course the newest is the one to renew.
    EXPIRING = scoped(certificate!(""), "c.partner_id", concat!("AND c.person_id = $2 AND c.expires_on >= $3 AND c.expires_on <= $4
        AND c.revoked_at IS NULL AND ", newest!(), " ORDER BY c.expires_on, c.id LIMIT 5"));
    BY_NUMBER = (certificate!(" c.number = $1"));
    CERTIFIED = "SELECT COUNT(DISTINCT person_id) AS people FROM certificates
        WHERE revoked_at IS NULL AND (expires_on IS NULL OR expires_on >= $1)";
}

/// What a certificate is issued for.
pub(crate) enum Earned<'a> {
    /// A course, by an attempt.
    Course(&'a Course, &'a EnrolmentId, &'a AttemptId),
    /// A certification, of which the person had so many certificates before.
    Certification(&'a Certification, i64),
}

/// Issues a certificate to a person of the permit's partner, in the words of the day.
pub(crate) async fn issue(
    tx: &mut Tx,
    permit: &Permit<TakeCourses>,
    person: &PersonId,
    earned: Earned<'_>,
    term: Term,
) -> Result<Certificate, StoreError> {
    let partner = &permit.act().partner;
    let names = tx.one(NAMES, args![word(person), word(partner)]).await?.ok_or(StoreError::Stale)?;
    let (of, title, by, renewal) = match earned {
        Earned::Course(course, enrolment, attempt) => {
            let of = Credential::Course(course.id.clone());
            (of, &course.details.title, Some((enrolment, attempt)), None)
        }
        Earned::Certification(one, before) => {
            (Credential::Certification(one.id.clone()), &one.details.title, None, Some(before))
        }
    };
    let certificate = Certificate {
        id: tx.fresh(),
        number: CertificateNumber::new(random()),
        person: person.clone(),
        partner: partner.clone(),
        of,
        person_name: names.text("person_name")?,
        partner_name: names.text("partner_name")?,
        title: title.clone(),
        term,
    };
    let (course, certification) = match &certificate.of {
        Credential::Course(id) => (Some(id.as_str()), None),
        Credential::Certification(id) => (None, Some(id.as_str())),
    };
    let now = tx.now();
    let args = args![
        word(&certificate.id),
        certificate.number.as_str(),
        word(person),
        word(partner),
        course,
        by.map(|(enrolment, _)| enrolment.as_str()),
        by.map(|(_, attempt)| attempt.as_str()),
        certification,
        renewal,
        &certificate.person_name,
        &certificate.partner_name,
        &certificate.title,
        term.issued_on,
        term.expires_on,
        term.renew_from,
        term.grace_until,
        now
    ];
    tx.run(INSERT, args).await?;
    assignments::satisfy(tx, partner, person, &certificate.of).await?;
    let change = Change::of("certificate", certificate.id.as_str()).partner(partner).after(&certificate);
    tx.changed(permit, change.event("certificate.issued")).await?;
    Ok(certificate)
}

/// The newest certificate of an enrolment.
pub(super) async fn last_of(
    read: &mut Read,
    enrolment: &EnrolmentId,
) -> Result<Option<Certificate>, StoreError> {
    read.one(LAST_OF_ENROLMENT, args![word(enrolment)]).await?.as_ref().map(from_row).transpose()
}

pub(crate) fn from_row(row: &Row) -> Result<Certificate, StoreError> {
    let of = match row.maybe_word("certification_id")? {
        Some(id) => Credential::Certification(id),
        None => Credential::Course(row.word("course_id")?),
    };
    Ok(Certificate {
        id: row.word::<CertificateId>("id")?,
        number: row.word("number")?,
        person: row.word("person_id")?,
        partner: row.word("partner_id")?,
        of,
        person_name: row.text("person_name")?,
        partner_name: row.text("partner_name")?,
        title: row.text("title")?,
        term: Term {
            issued_on: row.word("issued_on")?,
            expires_on: row.maybe_on("expires_on")?,
            renew_from: row.maybe_on("renew_from")?,
            grace_until: row.maybe_on("grace_until")?,
            revoked_at: row.maybe_at("revoked_at")?,
        },
    })
}

/// A certificate within the scope.
pub async fn find(
    read: &mut Read,
    scope: &Scope,
    id: &CertificateId,
) -> Result<Option<Certificate>, StoreError> {
    let (statement, first) = FIND.within(scope);
    read.one(statement, vec![first, word(id)]).await?.as_ref().map(from_row).transpose()
}

/// A person's certificates within the scope, newest first.
pub async fn of_person(
    read: &mut Read,
    scope: &Scope,
    person: &PersonId,
) -> Result<Vec<Certificate>, StoreError> {
    let (statement, first) = OF_PERSON.within(scope);
    read.all(statement, vec![first, word(person)]).await?.iter().map(from_row).collect()
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
    read.all(statement, args).await?.iter().map(from_row).collect()
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
    read.all(statement, args).await?.iter().map(from_row).collect()
}

/// The certificate of this number, for anybody who has it: the number is the key.
pub async fn by_number(
    read: &mut Read,
    number: &CertificateNumber,
) -> Result<Option<Certificate>, StoreError> {
    read.one(BY_NUMBER, args![number.as_str()]).await?.as_ref().map(from_row).transpose()
}

/// How many people hold a certificate that is valid on this day.
pub async fn people_certified(
    read: &mut Read,
    _permit: &Permit<WriteCourses>,
    today: Day,
) -> Result<i64, StoreError> {
    read.one(CERTIFIED, args![today]).await?.map_or(Ok(0), |row| row.int("people"))
}
