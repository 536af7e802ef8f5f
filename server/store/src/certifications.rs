//! Certifications as they are read: the catalogue and a person's path, within what is offered to the person's partner.
//! State and audience are part of the `WHERE`, by the same rule as courses'.

use crate::db::Read;
use crate::error::StoreError;
use crate::learning::certificates::{certificate, from_row, newest};
use crate::learning::{offered, reach_args};
use crate::row::Row;
use crate::value::word;
use crate::{args, statements};
use domain::access::Scope;
use domain::certifications::{Certification, CertificationDetails, Item, Pass};
use domain::id::{CertificationId, PersonId};
use domain::learning::{Audience, Certificate};
use std::collections::BTreeMap;

pub mod awards;
pub mod coverage;
pub mod plans;

/// The columns of a certification.
macro_rules! certification {
    ($after:expr) => {
        concat!(
            "SELECT c.id, c.track, c.level, c.title, c.summary, c.validity_months, c.window_days, c.grace_days, c.mode, c.needed,
            c.state, c.version FROM certifications c WHERE ",
            $after
        )
    };
}
pub(crate) use certification;

statements! {
    OFFERED = (certification!(offered!("certification", "ORDER BY c.track, c.level, c.title, c.id LIMIT 200")));
    FIND = (certification!(offered!("certification", "AND c.id = $3")));
    // With how far the person `$3` has come; a course that is not offered is on the path, but cannot be taken.
    ITEMS = (concat!("SELECT i.certification_id, c.id, c.title, c.minutes, e.id AS enrolment_id, k.created_at, k.expires_on,
        CASE WHEN ", offered!("course", ""), "THEN TRUE ELSE FALSE END AS offered
        FROM certification_courses i JOIN courses c ON c.id = i.course_id
        LEFT JOIN enrolments e ON e.course_id = c.id AND e.person_id = $3
        LEFT JOIN certificates k ON k.enrolment_id = e.id AND k.revoked_at IS NULL AND NOT EXISTS (
            SELECT 1 FROM certificates n WHERE n.enrolment_id = k.enrolment_id AND n.revoked_at IS NULL
            AND (n.created_at > k.created_at OR n.created_at = k.created_at AND n.id > k.id))
        WHERE $4 = '' OR i.certification_id = $4 ORDER BY i.certification_id, i.position, c.id"));
    NEWEST = scoped(certificate!(""), "c.partner_id", concat!("AND c.person_id = $2
        AND c.certification_id IS NOT NULL AND ", newest!(), " ORDER BY c.id"));
    REASON = scoped("SELECT c.revoked_reason FROM certificates c WHERE", "c.partner_id", "AND c.id = $2");
}

pub(crate) fn read_row(row: &Row) -> Result<Certification, StoreError> {
    Ok(Certification {
        id: row.word("id")?,
        details: CertificationDetails {
            track: row.word("track")?,
            level: row.int("level")?,
            title: row.text("title")?,
            summary: row.text("summary")?,
            validity_months: row.int("validity_months")?,
            window_days: row.int("window_days")?,
            grace_days: row.int("grace_days")?,
            mode: row.word("mode")?,
            needed: row.int("needed")?,
        },
        state: row.word("state")?,
        version: row.int("version")?,
    })
}

/// The certifications that the audience may see, by track and level.
pub async fn offered(read: &mut Read, audience: &Audience) -> Result<Vec<Certification>, StoreError> {
    read.all(OFFERED, reach_args(audience).to_vec()).await?.iter().map(read_row).collect()
}

/// A certification that the audience may see.
pub async fn find(
    read: &mut Read,
    audience: &Audience,
    id: &CertificationId,
) -> Result<Option<Certification>, StoreError> {
    let mut args = reach_args(audience).to_vec();
    args.push(word(id));
    read.one(FIND, args).await?.as_ref().map(read_row).transpose()
}

/// The paths of all certifications, or of one, in order, with how far the reader has come.
pub async fn paths(
    read: &mut Read,
    audience: &Audience,
    reader: &PersonId,
    of: Option<&CertificationId>,
) -> Result<BTreeMap<CertificationId, Vec<Item>>, StoreError> {
    let mut args = reach_args(audience).to_vec();
    args.extend(args![word(reader), of.map_or("", CertificationId::as_str)]);
    let mut paths: BTreeMap<CertificationId, Vec<Item>> = BTreeMap::new();
    for row in read.all(ITEMS, args).await? {
        let at = row.maybe_at("created_at")?;
        let until = row.maybe_on("expires_on")?;
        let item = Item {
            course: row.word("id")?,
            title: row.text("title")?,
            minutes: row.int("minutes")?,
            offered: row.flag("offered")?,
            begun: row.maybe_text("enrolment_id")?.is_some(),
            pass: at.map(|at| Pass { at, until }),
        };
        paths.entry(row.word("certification_id")?).or_default().push(item);
    }
    Ok(paths)
}

/// The person's newest certificate of each certification, within the scope.
pub async fn held(read: &mut Read, scope: &Scope, person: &PersonId) -> Result<Vec<Certificate>, StoreError> {
    let (statement, first) = NEWEST.within(scope);
    read.all(statement, vec![first, word(person)]).await?.iter().map(from_row).collect()
}

/// Why a certificate within the scope was taken back, if it was.
pub async fn reason(read: &mut Read, scope: &Scope, one: &Certificate) -> Result<Option<String>, StoreError> {
    let (statement, first) = REASON.within(scope);
    let row = read.one(statement, vec![first, word(&one.id)]).await?;
    row.map_or(Ok(None), |row| row.maybe_text("revoked_reason"))
}
