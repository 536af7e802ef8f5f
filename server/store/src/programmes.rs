//! Registration programmes and the versions of their rules.

use crate::audit::Change;
use crate::db::{Read, Tx};
use crate::deals::open_at;
use crate::error::StoreError;
use crate::row::Row;
use crate::value::{maybe, word};
use crate::{args, statements};
use domain::access::{ManageProgrammes, Permit, RegisterDeal};
use domain::id::{DealId, PartnerId, ProgrammeId, ProgrammeVersionId};
use domain::partners::{PartnerType, Region};
use domain::programmes::{NewProgramme, Programme, Rules, RulesVersion, Silence};
use domain::time::{Day, Instant};

pub mod clock;

/// The columns of a programme with one version of its rules.
macro_rules! columns {
    () => {
        "p.id, p.name, p.active, p.version, v.id AS version_id, v.number, v.effective_on, v.rules, v.made_by_name, v.made_at"
    };
}

/// The version that counts on the day `$1`: of those that count by then the one made last. One whose first day is still to come
/// counts when there is no other.
macro_rules! counting {
    () => {
        "v.number = (SELECT w.number FROM programme_versions w WHERE w.programme_id = p.id
        ORDER BY CASE WHEN w.effective_on <= $1 THEN 0 ELSE 1 END, CASE WHEN w.effective_on <= $1 THEN w.number ELSE -w.number END DESC LIMIT 1)"
    };
}

statements! {
    COUNTING = (concat!("SELECT ", columns!(), " FROM programmes p JOIN programme_versions v ON v.programme_id = p.id AND ", counting!(),
        " WHERE p.active AND v.effective_on <= $1 ORDER BY p.name, p.id LIMIT 200"));
    ALL = (concat!("SELECT ", columns!(), " FROM programmes p JOIN programme_versions v ON v.programme_id = p.id AND ", counting!(),
        " ORDER BY p.active DESC, p.name, p.id LIMIT 200"));
    NEWEST = (concat!("SELECT ", columns!(), " FROM programmes p JOIN programme_versions v ON v.programme_id = p.id
        AND v.number = (SELECT MAX(w.number) FROM programme_versions w WHERE w.programme_id = p.id) WHERE p.id = $1"));
    BY_NAME = "SELECT id FROM programmes WHERE name = $1";
    VERSIONS = "SELECT v.id AS version_id, v.number, v.effective_on, v.rules, v.made_by_name, v.made_at FROM programme_versions v
        WHERE v.programme_id = $1 ORDER BY v.number DESC LIMIT 200";
    OF_DEAL = "SELECT v.id AS version_id, v.number, v.effective_on, v.rules, v.made_by_name, v.made_at
        FROM deals d JOIN programme_versions v ON v.id = d.programme_version_id WHERE d.id = $1";
    // What its partner has open under the programme: it waits, is asked about, or protects.
    OPEN = (concat!("SELECT COUNT(*) AS open FROM deals d JOIN programme_versions v ON v.id = d.programme_version_id
        WHERE d.partner_id = $1 AND v.programme_id = $2 AND ", open_at!("$3")));
    // Whoever hands in under a cap waits here for whoever else does.
    LOCK_PARTNER = "UPDATE partners SET version = version WHERE id = $1";
    INSERT = "INSERT INTO programmes (id, name, active, version, created_at) VALUES ($1, $2, $3, 1, $4)";
    UPDATE = "UPDATE programmes SET name = $3, active = $4, version = version + 1 WHERE id = $1 AND version = $2";
    INSERT_VERSION = "INSERT INTO programme_versions (id, programme_id, number, effective_on, rules, approves_clear, made_by, made_by_name, made_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    REGION = "SELECT region FROM partners WHERE id = $1";
    TYPES = "SELECT type FROM partner_types WHERE partner_id = $1";
}

fn version(row: &Row) -> Result<RulesVersion, StoreError> {
    Ok(RulesVersion {
        id: row.word("version_id")?,
        number: row.int("number")?,
        effective_on: row.word("effective_on")?,
        rules: row.json("rules")?,
        made_by: row.text("made_by_name")?,
        made_at: row.at("made_at")?,
    })
}

fn programme(row: &Row) -> Result<Programme, StoreError> {
    Ok(Programme {
        id: row.word("id")?,
        name: row.text("name")?,
        active: row.flag("active")?,
        version: row.int("version")?,
        rules: version(row)?,
    })
}

/// Every programme with the rules that count today, or will.
pub async fn all(
    read: &mut Read,
    _permit: &Permit<ManageProgrammes>,
    today: Day,
) -> Result<Vec<Programme>, StoreError> {
    read.all(ALL, args![today]).await?.iter().map(programme).collect()
}

/// A programme with the newest version of its rules.
pub async fn find(
    read: &mut Read,
    _permit: &Permit<ManageProgrammes>,
    id: &ProgrammeId,
) -> Result<Option<Programme>, StoreError> {
    read.one(NEWEST, args![word(id)]).await?.as_ref().map(programme).transpose()
}

/// The programme of this name.
pub async fn named(
    read: &mut Read,
    _permit: &Permit<ManageProgrammes>,
    name: &str,
) -> Result<Option<ProgrammeId>, StoreError> {
    read.one(BY_NAME, args![name]).await?.map(|row| row.word("id")).transpose()
}

/// The versions of its rules, the newest first.
pub async fn versions(
    read: &mut Read,
    _permit: &Permit<ManageProgrammes>,
    id: &ProgrammeId,
) -> Result<Vec<RulesVersion>, StoreError> {
    read.all(VERSIONS, args![word(id)]).await?.iter().map(version).collect()
}

/// The programmes that the caller's own organisation can register under today.
pub async fn open_to(
    read: &mut Read,
    permit: &Permit<RegisterDeal>,
    today: Day,
) -> Result<Vec<Programme>, StoreError> {
    let rows = read.all(TYPES, args![word(&permit.act().partner)]).await?;
    let types: Result<Vec<PartnerType>, StoreError> = rows.iter().map(|row| row.word("type")).collect();
    let types = types?;
    let all: Result<Vec<Programme>, StoreError> =
        read.all(COUNTING, args![today]).await?.iter().map(programme).collect();
    Ok(all?.into_iter().filter(|one| one.rules.rules.are_for(&types)).collect())
}

/// The rules that a deal was handed in under; `None` where no programme was for its partner.
pub async fn of_deal(read: &mut Read, deal: &DealId) -> Result<Option<RulesVersion>, StoreError> {
    read.one(OF_DEAL, args![word(deal)]).await?.as_ref().map(version).transpose()
}

/// Where a partner sells.
pub(crate) async fn region(read: &mut Read, partner: &PartnerId) -> Result<Region, StoreError> {
    read.one(REGION, args![word(partner)]).await?.ok_or(StoreError::Stale)?.word("region")
}

/// Where the registering partner sells, which says what of the rules holds for it, and by when what it hands in now is answered.
pub async fn outlook(
    read: &mut Read,
    permit: &Permit<RegisterDeal>,
    rules: &Rules,
    now: Instant,
) -> Result<(Region, Instant), StoreError> {
    let region = region(read, &permit.act().partner).await?;
    Ok((region, clock::decide_by(rules, region, now)))
}

/// How many registrations the partner has open under the programme. Who asks hands in next: nobody else of the partner does
/// meanwhile.
pub async fn open_under(
    tx: &mut Tx,
    partner: &PartnerId,
    programme: &ProgrammeId,
) -> Result<i64, StoreError> {
    tx.run_one(LOCK_PARTNER, args![word(partner)]).await?;
    let now = tx.now();
    let row = tx.one(OPEN, args![word(partner), word(programme), now]).await?;
    row.map_or(Ok(0), |row| row.int("open"))
}

/// Makes a programme with the first version of its rules.
pub async fn make(
    tx: &mut Tx,
    permit: &Permit<ManageProgrammes>,
    new: &NewProgramme,
) -> Result<ProgrammeId, StoreError> {
    let id: ProgrammeId = tx.fresh();
    let now = tx.now();
    tx.run(INSERT, args![word(&id), &new.name, new.active, now]).await?;
    add_version(tx, permit, &id, 1, new).await?;
    let change = Change::of("programme", id.as_str()).after(&kept(new));
    tx.changed(permit, change.event("programme.made")).await?;
    Ok(id)
}

/// Changes a programme; other rules are a further version of them. Stale when somebody was faster.
pub async fn change(
    tx: &mut Tx,
    permit: &Permit<ManageProgrammes>,
    before: &Programme,
    seen: i64,
    new: &NewProgramme,
) -> Result<(), StoreError> {
    tx.run_one(UPDATE, args![word(&before.id), seen, &new.name, new.active]).await?;
    if before.rules.rules != new.rules || before.rules.effective_on != new.effective_on {
        add_version(tx, permit, &before.id, before.rules.number + 1, new).await?;
    }
    let change = Change::of("programme", before.id.as_str()).before(before).after(&kept(new));
    tx.changed(permit, change.event("programme.changed")).await
}

async fn add_version(
    tx: &mut Tx,
    permit: &Permit<ManageProgrammes>,
    programme: &ProgrammeId,
    number: i64,
    new: &NewProgramme,
) -> Result<(), StoreError> {
    let id: ProgrammeVersionId = tx.fresh();
    let now = tx.now();
    let rules = serde_json::to_string(&new.rules)
        .map_err(|e| StoreError::Corrupt { column: "rules".into(), cause: e.to_string() })?;
    let args = args![
        word(&id),
        word(programme),
        number,
        new.effective_on,
        rules,
        new.rules.silence == Silence::ApproveClear,
        maybe(permit.who().person.as_ref()),
        &permit.who().name,
        now
    ];
    tx.run(INSERT_VERSION, args).await.map(drop)
}

/// What the audit keeps of it.
#[derive(serde::Serialize)]
struct Kept<'a> {
    name: &'a str,
    active: bool,
    effective_on: Day,
    rules: &'a Rules,
}

fn kept(new: &NewProgramme) -> Kept<'_> {
    Kept { name: &new.name, active: new.active, effective_on: new.effective_on, rules: &new.rules }
}
