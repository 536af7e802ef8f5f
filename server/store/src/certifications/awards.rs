//! Certificates of certifications: issued in the transaction that completes a path, and taken back by education.

use super::{certification, paths, read_row};
use crate::audit::Change;
use crate::db::{Read, Tx};
use crate::error::StoreError;
use crate::learning::certificates::{self, Earned, certificate, from_row, newest};
use crate::learning::meant_for;
use crate::value::word;
use crate::{args, statements};
use domain::access::{Permit, Scope, TakeCourses, WriteCourses};
use domain::certifications::Certification;
use domain::certifications::standing::{counts_from, is_earned, next_term, standing};
use domain::id::{CertificateId, CertificationId, EnrolmentId, PersonId};
use domain::learning::{Audience, Certificate, Credential, Topic};
use domain::time::Day;

statements! {
    // Two courses that are passed at once follow one another here, so that the second sees the first.
    LOCK = "UPDATE people SET active = active WHERE id = $1 AND partner_id = $2";
    OPEN = (certification!(concat!("c.state = 'published' AND ", meant_for!("certification", "$1"), " ORDER BY c.level, c.id LIMIT 200")));
    // A level that is held counts whether or not it is still offered.
    LEVELS = "SELECT id, track, level FROM certifications";
    BEFORE = "SELECT COUNT(*) AS before FROM certificates WHERE person_id = $1 AND certification_id = $2";
    WANTED = (concat!(certificate!(" c.certification_id IS NOT NULL AND EXISTS (
            SELECT 1 FROM enrolments e JOIN certification_courses i ON i.course_id = e.course_id JOIN certifications q ON q.id = i.certification_id
            WHERE e.id = $1 AND e.person_id = c.person_id AND q.id = c.certification_id AND q.state = 'published') AND "), newest!()));
    LAST_PASS = "SELECT MAX(created_at) AS at FROM certificates WHERE enrolment_id = $1 AND revoked_at IS NULL";
    HOLDERS = (concat!(certificate!(" c.certification_id = $1 AND "), newest!(),
        " ORDER BY c.person_name, c.id LIMIT 500"));
    ONE = (certificate!(" c.certification_id = $1 AND c.id = $2"));
    REVOKE = "UPDATE certificates SET revoked_at = $2, revoked_reason = $3 WHERE id = $1 AND revoked_at IS NULL";
}

/// Issues every certificate that a person of the permit's partner has earned by now; answers those. Levels are looked at
/// from below, so that one pass may complete several.
pub async fn settle(
    tx: &mut Tx,
    permit: &Permit<TakeCourses>,
    person: &PersonId,
) -> Result<Vec<Certificate>, StoreError> {
    let partner = &permit.act().partner;
    let open: Vec<Certification> =
        tx.all(OPEN, args![word(partner)]).await?.iter().map(read_row).collect::<Result<_, _>>()?;
    if open.is_empty() {
        return Ok(Vec::new());
    }
    tx.run_one(LOCK, args![word(person), word(partner)]).await?;
    let today = tx.now().day();
    let mut paths = paths(tx, &Audience::of_takers(permit), person, None).await?;
    let mut held = super::held(tx, &Scope::Partner(partner.clone()), person).await?;
    let levels = levels(tx).await?;
    let mut issued = Vec::new();
    for one in &open {
        let items = paths.remove(&one.id).unwrap_or_default();
        let newest = held.iter().find(|known| is_of(known, &one.id));
        if !is_earned(&one.details, &items, newest, holds_below(one, &held, &levels, today), today) {
            continue;
        }
        let term = next_term(&one.details, newest.map(|known| &known.term), today);
        let before = tx.one(BEFORE, args![word(person), word(&one.id)]).await?;
        let before = before.map_or(Ok(0), |row| row.int("before"))?;
        let made = certificates::issue(tx, permit, person, Earned::Certification(one, before), term).await?;
        held.retain(|known| !is_of(known, &one.id));
        held.push(made.clone());
        issued.push(made);
    }
    Ok(issued)
}

fn is_of(one: &Certificate, certification: &CertificationId) -> bool {
    one.of == Credential::Certification(certification.clone())
}

/// Track and level of a certification.
type Level = (CertificationId, Topic, i64);

async fn levels(read: &mut Read) -> Result<Vec<Level>, StoreError> {
    let rows = read.all(LEVELS, args![]).await?;
    rows.iter().map(|row| Ok((row.word("id")?, row.word("track")?, row.int("level")?))).collect()
}

fn holds_below(one: &Certification, held: &[Certificate], levels: &[Level], today: Day) -> bool {
    let below = |(_, track, level): &&Level| *track == one.details.track && *level == one.details.level - 1;
    levels.iter().filter(below).any(|(id, ..)| {
        held.iter().any(|known| is_of(known, id) && standing(&[], Some(known), today).counts())
    })
}

/// Whether the person, within the scope, holds a certificate that counts of the level below this certification's.
pub async fn has_level_below(
    read: &mut Read,
    scope: &Scope,
    person: &PersonId,
    one: &Certification,
    today: Day,
) -> Result<bool, StoreError> {
    if one.details.level == 1 {
        return Ok(true);
    }
    let held = super::held(read, scope, person).await?;
    let levels = levels(read).await?;
    Ok(holds_below(one, &held, &levels, today))
}

/// Whether a certification that is to be renewed asks the enrolment's person for a new pass of its course.
pub(crate) async fn is_wanted(
    read: &mut Read,
    enrolment: &EnrolmentId,
    today: Day,
) -> Result<bool, StoreError> {
    let held: Vec<Certificate> =
        read.all(WANTED, args![word(enrolment)]).await?.iter().map(from_row).collect::<Result<_, _>>()?;
    let Some(from) = held.iter().filter_map(|one| counts_from(&one.term, today)).max() else {
        return Ok(false);
    };
    let last = read.one(LAST_PASS, args![word(enrolment)]).await?;
    let last = last.map_or(Ok(None), |row| row.maybe_at("at"))?;
    Ok(last.is_none_or(|at| at < from))
}

/// The newest certificate of everybody who holds or held one of this certification, by name.
pub async fn holders(
    read: &mut Read,
    _permit: &Permit<WriteCourses>,
    id: &CertificationId,
) -> Result<Vec<Certificate>, StoreError> {
    read.all(HOLDERS, args![word(id)]).await?.iter().map(from_row).collect()
}

/// A certificate of this certification, for those who may take it back.
pub async fn find(
    read: &mut Read,
    _permit: &Permit<WriteCourses>,
    id: &CertificationId,
    certificate_id: &CertificateId,
) -> Result<Option<Certificate>, StoreError> {
    read.one(ONE, args![word(id), word(certificate_id)]).await?.as_ref().map(from_row).transpose()
}

/// Takes a certificate back, for good; one that was taken back already is `Stale`.
pub async fn revoke(
    tx: &mut Tx,
    permit: &Permit<WriteCourses>,
    before: &Certificate,
    reason: &str,
) -> Result<(), StoreError> {
    let now = tx.now();
    tx.run_one(REVOKE, args![word(&before.id), now, reason]).await?;
    let change = Change::of("certificate", before.id.as_str()).partner(&before.partner);
    tx.changed(permit, change.before(&before.term).after(&reason).event("certificate.revoked")).await
}
