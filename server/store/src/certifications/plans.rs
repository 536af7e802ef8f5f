//! Certifications as they are written: details, audience, path, publishing. Every change is made from a version, so that
//! two people who edit the same certification don't undo each other unseen.

use super::{certification, read_row};
use crate::audit::Change;
use crate::db::{Read, Tx};
use crate::error::StoreError;
use crate::value::{Value, word};
use crate::{args, statements};
use domain::access::{Permit, WriteCourses};
use domain::certifications::publishing::{may_have, may_publish};
use domain::certifications::{CertificationTally, NewCertification, PathLine, Plan};
use domain::id::{CertificationId, CourseId};
use domain::learning::CourseState;
use domain::time::Day;

statements! {
    INSERT = "INSERT INTO certifications (id, track, level, title, summary, validity_months, window_days, grace_days, mode, needed,
        state, version, idempotency_key, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'draft', 1, $11, $12)
        ON CONFLICT (idempotency_key) DO NOTHING";
    BY_KEY = "SELECT id FROM certifications WHERE idempotency_key = $1";
    UPDATE = "UPDATE certifications SET track = $3, level = $4, title = $5, summary = $6, validity_months = $7, window_days = $8,
        grace_days = $9, mode = $10, needed = $11, version = version + 1 WHERE id = $1 AND version = $2";
    TOUCH = "UPDATE certifications SET version = version + 1 WHERE id = $1 AND version = $2";
    PUBLISH = "UPDATE certifications SET state = 'published', published_at = COALESCE(published_at, $3), version = version + 1
        WHERE id = $1 AND version = $2";
    RETIRE = "UPDATE certifications SET state = 'retired', version = version + 1 WHERE id = $1 AND version = $2";
    TIERS = "SELECT tier FROM certification_tiers WHERE certification_id = $1";
    TYPES = "SELECT type FROM certification_types WHERE certification_id = $1";
    INSERT_TIER = "INSERT INTO certification_tiers (certification_id, tier) VALUES ($1, $2)";
    DELETE_TIERS = "DELETE FROM certification_tiers WHERE certification_id = $1";
    INSERT_TYPE = "INSERT INTO certification_types (certification_id, type) VALUES ($1, $2)";
    DELETE_TYPES = "DELETE FROM certification_types WHERE certification_id = $1";
    DELETE_PATH = "DELETE FROM certification_courses WHERE certification_id = $1";
    INSERT_PATH = "INSERT INTO certification_courses (certification_id, course_id, position) VALUES ($1, $2, $3)";
    FIND = (certification!("c.id = $1"));
    PATH = "SELECT c.id, c.title, c.state FROM certification_courses i JOIN courses c ON c.id = i.course_id
        WHERE i.certification_id = $1 ORDER BY i.position, c.id";
    // What can be put in: what is not retired and not in it.
    OTHERS = "SELECT c.id, c.title, c.state FROM courses c WHERE c.state <> 'retired' AND NOT EXISTS (
        SELECT 1 FROM certification_courses i WHERE i.certification_id = $1 AND i.course_id = c.id) ORDER BY c.title, c.id LIMIT 500";
    BELOW = "SELECT COUNT(*) AS below FROM certifications WHERE state = 'published' AND track = $1 AND level = $2";
    LIST = "SELECT c.id, c.track, c.level, c.title, c.summary, c.validity_months, c.window_days, c.grace_days, c.mode, c.needed,
        c.state, c.version, (SELECT COUNT(*) FROM certification_courses i WHERE i.certification_id = c.id) AS courses,
        (SELECT COUNT(DISTINCT k.person_id) FROM certificates k WHERE k.certification_id = c.id AND k.revoked_at IS NULL
            AND (k.expires_on IS NULL OR k.expires_on >= $1)) AS holders
        FROM certifications c ORDER BY c.track, c.level, c.title, c.id LIMIT 500";
}

fn columns(new: &NewCertification) -> Vec<Value> {
    let details = &new.details;
    args![
        details.track.as_str(),
        details.level,
        &details.title,
        &details.summary,
        details.validity_months,
        details.window_days,
        details.grace_days,
        details.mode.as_str(),
        details.needed
    ]
}

/// Makes a draft; the same key again answers the same certification.
pub async fn make(
    tx: &mut Tx,
    permit: &Permit<WriteCourses>,
    new: &NewCertification,
    key: &str,
) -> Result<CertificationId, StoreError> {
    let id: CertificationId = tx.fresh();
    let now = tx.now();
    let mut args = args![word(&id)];
    args.extend(columns(new));
    args.extend(args![key, now]);
    if tx.run(INSERT, args).await? == 0 {
        let made = tx.one(BY_KEY, args![key]).await?.ok_or(StoreError::Stale)?;
        return made.word("id");
    }
    audience(tx, &id, new).await?;
    tx.changed(permit, Change::of("certification", id.as_str()).after(new).event("certification.made"))
        .await?;
    Ok(id)
}

/// Changes what is said of a certification that was read at `version`. Certificates keep the term they were issued with.
pub async fn change(
    tx: &mut Tx,
    permit: &Permit<WriteCourses>,
    before: &Plan,
    version: i64,
    new: &NewCertification,
) -> Result<(), StoreError> {
    let id = &before.certification.id;
    let mut args = args![word(id), version];
    args.extend(columns(new));
    tx.run_one(UPDATE, args).await?;
    tx.run(DELETE_TIERS, args![word(id)]).await?;
    tx.run(DELETE_TYPES, args![word(id)]).await?;
    audience(tx, id, new).await?;
    let change = Change::of("certification", id.as_str()).before(before).after(new);
    tx.changed(permit, change.event("certification.changed")).await
}

async fn audience(tx: &mut Tx, id: &CertificationId, new: &NewCertification) -> Result<(), StoreError> {
    for tier in &new.tiers {
        tx.run(INSERT_TIER, args![word(id), tier.as_str()]).await?;
    }
    for kind in &new.types {
        tx.run(INSERT_TYPE, args![word(id), kind.as_str()]).await?;
    }
    Ok(())
}

/// Gives a certification that was read at `version` this path; one that is offered keeps what it needs (`Stale`).
pub async fn set_path(
    tx: &mut Tx,
    permit: &Permit<WriteCourses>,
    before: &Plan,
    version: i64,
    path: &[CourseId],
) -> Result<(), StoreError> {
    if !may_have(before, path.len()) {
        return Err(StoreError::Stale);
    }
    let id = &before.certification.id;
    tx.run_one(TOUCH, args![word(id), version]).await?;
    tx.run(DELETE_PATH, args![word(id)]).await?;
    for (position, course) in (1_i64..).zip(path) {
        tx.run(INSERT_PATH, args![word(id), word(course), position]).await?;
    }
    let change = Change::of("certification", id.as_str()).before(&before.path).after(&path);
    tx.changed(permit, change.event("certification.changed")).await
}

/// Offers a certification that was read at `version`; one that is not complete is `Stale`: pages don't offer it.
pub async fn publish(
    tx: &mut Tx,
    permit: &Permit<WriteCourses>,
    before: &Plan,
    version: i64,
) -> Result<(), StoreError> {
    if !may_publish(before) {
        return Err(StoreError::Stale);
    }
    let (id, now) = (&before.certification.id, tx.now());
    tx.run_one(PUBLISH, args![word(id), version, now]).await?;
    let change = Change::of("certification", id.as_str());
    let change = change.before(&before.certification.state).after(&CourseState::Published);
    tx.changed(permit, change.event("certification.published")).await
}

/// Takes a published certification out of the catalogue; certificates stay.
pub async fn retire(
    tx: &mut Tx,
    permit: &Permit<WriteCourses>,
    before: &Plan,
    version: i64,
) -> Result<(), StoreError> {
    if before.certification.state != CourseState::Published {
        return Err(StoreError::Stale);
    }
    let id = &before.certification.id;
    tx.run_one(RETIRE, args![word(id), version]).await?;
    let change = Change::of("certification", id.as_str());
    let change = change.before(&before.certification.state).after(&CourseState::Retired);
    tx.changed(permit, change.event("certification.retired")).await
}

/// The whole of a certification.
pub async fn find(
    read: &mut Read,
    _permit: &Permit<WriteCourses>,
    id: &CertificationId,
) -> Result<Option<Plan>, StoreError> {
    let Some(row) = read.one(FIND, args![word(id)]).await? else { return Ok(None) };
    let certification = read_row(&row)?;
    let tiers = read.all(TIERS, args![word(id)]).await?;
    let types = read.all(TYPES, args![word(id)]).await?;
    let (track, below) = (certification.details.track, certification.details.level - 1);
    let has_level_below = below == 0
        || read.one(BELOW, args![track.as_str(), below]).await?.map_or(Ok(0), |row| row.int("below"))? > 0;
    let mut plan = Plan {
        certification,
        tiers: tiers.iter().map(|row| row.word("tier")).collect::<Result<_, _>>()?,
        types: types.iter().map(|row| row.word("type")).collect::<Result<_, _>>()?,
        path: lines(read.all(PATH, args![word(id)]).await?)?,
        has_level_below,
    };
    plan.tiers.sort();
    plan.types.sort();
    Ok(Some(plan))
}

/// Courses that could be put into the path, by title.
pub async fn others(
    read: &mut Read,
    _permit: &Permit<WriteCourses>,
    id: &CertificationId,
) -> Result<Vec<PathLine>, StoreError> {
    lines(read.all(OTHERS, args![word(id)]).await?)
}

fn lines(rows: Vec<crate::row::Row>) -> Result<Vec<PathLine>, StoreError> {
    rows.iter()
        .map(|row| {
            Ok(PathLine { course: row.word("id")?, title: row.text("title")?, state: row.word("state")? })
        })
        .collect()
}

/// Every certification with what came of it, by track and level.
pub async fn list(
    read: &mut Read,
    _permit: &Permit<WriteCourses>,
    today: Day,
) -> Result<Vec<CertificationTally>, StoreError> {
    read.all(LIST, args![today])
        .await?
        .iter()
        .map(|row| {
            Ok(CertificationTally {
                certification: read_row(row)?,
                courses: row.int("courses")?,
                holders: row.int("holders")?,
            })
        })
        .collect()
}
