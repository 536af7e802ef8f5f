//! How many people organisations need with a certification, and how many they have: requirements are kept by tier, the rest
//! is counted from the newest certificates of the people who are there now.

use crate::audit::Change;
use crate::db::{Read, Tx};
use crate::error::StoreError;
use crate::learning::certificates::{certificate, from_row, newest};
use crate::learning::meant_for;
use crate::row::Row;
use crate::value::{Value, word};
use crate::{args, statements};
use domain::access::{Permit, RequireCertifications, Scope};
use domain::certifications::coverage::{Coverage, Requirement, counted, coverage_state};
use domain::id::{CertificationId, PartnerId};
use domain::learning::{Certificate, Credential};
use domain::page::{PAGE_ROWS, Page};
use domain::partners::Tier;
use domain::time::Day;
use serde::{Deserialize, Serialize};

/// Whether the partner `p` is the one that is asked for, or one of a page of them.
macro_rules! asked {
    () => {
        "AND (p.id = $2 OR $2 = '' AND (p.name, p.id) >= ($3, $4) AND (p.name, p.id) <= ($5, $6)) "
    };
}

statements! {
    ORGANISATIONS = scoped("SELECT p.id, p.name, p.tier FROM partners p WHERE", "p.id",
        "AND (p.name, p.id) > ($2, $3) ORDER BY p.name, p.id LIMIT $4");
    NEEDED = scoped("SELECT p.id AS partner_id, c.id, c.title, r.required FROM partners p JOIN requirements r ON r.tier = p.tier
        JOIN certifications c ON c.id = r.certification_id WHERE", "p.id", concat!(asked!(), "AND c.state = 'published' AND ",
        meant_for!("certification", "p.id"), " ORDER BY p.name, p.id, c.track, c.level, c.title, c.id"));
    // Who has left, or is closed, does not count any more.
    HELD = scoped(certificate!(" EXISTS (SELECT 1 FROM people h JOIN partners p ON p.id = h.partner_id
        WHERE h.id = c.person_id AND h.active AND h.partner_id = c.partner_id AND"), "p.id", concat!(asked!(),
        ") AND c.certification_id IS NOT NULL AND ", newest!()));
    REQUIREMENTS = "SELECT c.id, c.title, r.tier, r.required FROM certifications c
        LEFT JOIN requirements r ON r.certification_id = c.id WHERE c.state = 'published'
        ORDER BY c.track, c.level, c.title, c.id, r.tier";
    PUBLISHED = "SELECT id FROM certifications WHERE id = $1 AND state = 'published'";
    OF_ONE = "SELECT tier, required FROM requirements WHERE certification_id = $1 ORDER BY tier";
    CLEAR = "DELETE FROM requirements WHERE certification_id = $1";
    REQUIRE = "INSERT INTO requirements (certification_id, tier, required) VALUES ($1, $2, $3)";
}

/// An organisation with what it needs and has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Covered {
    /// The organisation.
    pub partner: PartnerId,
    /// Its name.
    pub name: String,
    /// Its tier.
    pub tier: Tier,
    /// Each certification that something is required of.
    pub coverage: Vec<Coverage>,
}

async fn coverage(
    read: &mut Read,
    scope: &Scope,
    asked: [Value; 5],
    today: Day,
) -> Result<Vec<(PartnerId, Coverage)>, StoreError> {
    let within = |statement: crate::sql::Scoped| {
        let (statement, first) = statement.within(scope);
        (statement, std::iter::once(first).chain(asked.clone()).collect::<Vec<_>>())
    };
    let (statement, args) = within(HELD);
    let held: Vec<Certificate> =
        read.all(statement, args).await?.iter().map(from_row).collect::<Result<_, _>>()?;
    let (statement, args) = within(NEEDED);
    let one = |row: &Row| -> Result<(PartnerId, Coverage), StoreError> {
        let (partner, certification): (PartnerId, CertificationId) =
            (row.word("partner_id")?, row.word("id")?);
        let of = Credential::Certification(certification.clone());
        let its = held.iter().filter(|one| one.partner == partner && one.of == of);
        let (required, (held, ending)) = (row.int("required")?, counted(its, today));
        let state = coverage_state(required, held, ending);
        Ok((partner, Coverage { certification, title: row.text("title")?, required, held, state }))
    };
    read.all(statement, args).await?.iter().map(one).collect()
}

/// What one organisation within the scope needs and has.
pub async fn of_partner(
    read: &mut Read,
    scope: &Scope,
    partner: &PartnerId,
    today: Day,
) -> Result<Vec<Coverage>, StoreError> {
    let none = || Value::from("");
    let found = coverage(read, scope, [word(partner), none(), none(), none(), none()], today).await?;
    Ok(found.into_iter().map(|(_, one)| one).collect())
}

/// Organisations within the scope, by name, after the cursor, with what each needs and has.
pub async fn organisations(
    read: &mut Read,
    scope: &Scope,
    after: Option<&str>,
    today: Day,
) -> Result<Page<Covered>, StoreError> {
    let (name, id) = after.and_then(|cursor| cursor.rsplit_once('~')).unwrap_or_default();
    let (statement, first) = ORGANISATIONS.within(scope);
    let rows =
        read.all(statement, vec![first, name.into(), id.into(), Value::from(PAGE_ROWS as i64 + 1)]).await?;
    let found = rows
        .iter()
        .map(|row| {
            let (partner, name, tier) = (row.word("id")?, row.text("name")?, row.word("tier")?);
            Ok(Covered { partner, name, tier, coverage: Vec::new() })
        })
        .collect::<Result<Vec<Covered>, StoreError>>()?;
    let mut page = Page::cut(found, |one| format!("{}~{}", one.name, one.partner));
    let (Some(from), Some(to)) = (page.rows.first(), page.rows.last()) else { return Ok(page) };
    let end = |one: &Covered| (Value::from(&one.name), word(&one.partner));
    let ((from, from_id), (to, to_id)) = (end(from), end(to));
    for (partner, one) in coverage(read, scope, ["".into(), from, from_id, to, to_id], today).await? {
        if let Some(row) = page.rows.iter_mut().find(|row| row.partner == partner) {
            row.coverage.push(one);
        }
    }
    Ok(page)
}

/// Every published certification with what it requires.
pub async fn requirements(
    read: &mut Read,
    _permit: &Permit<RequireCertifications>,
) -> Result<Vec<Requirement>, StoreError> {
    let mut all: Vec<Requirement> = Vec::new();
    for row in read.all(REQUIREMENTS, args![]).await? {
        let certification: CertificationId = row.word("id")?;
        if all.last().is_none_or(|last| last.certification != certification) {
            all.push(Requirement { certification, title: row.text("title")?, numbers: Vec::new() });
        }
        if let (Some(tier), Some(last)) = (row.maybe_word("tier")?, all.last_mut()) {
            last.numbers.push((tier, row.int("required")?));
        }
    }
    Ok(all)
}

/// Sets what a published certification requires, where that is anything new; `None` when there is no such one.
pub async fn require(
    tx: &mut Tx,
    permit: &Permit<RequireCertifications>,
    id: &CertificationId,
    numbers: &[(Tier, i64)],
) -> Result<Option<()>, StoreError> {
    if tx.one(PUBLISHED, args![word(id)]).await?.is_none() {
        return Ok(None);
    }
    let before: Vec<(Tier, i64)> = tx
        .all(OF_ONE, args![word(id)])
        .await?
        .iter()
        .map(|row| Ok((row.word("tier")?, row.int("required")?)))
        .collect::<Result<_, StoreError>>()?;
    let mut wanted = numbers.to_vec();
    wanted.sort_by_key(|(tier, _)| tier.as_str());
    if wanted == before {
        return Ok(Some(()));
    }
    tx.run(CLEAR, args![word(id)]).await?;
    for (tier, number) in &wanted {
        tx.run(REQUIRE, args![word(id), tier.as_str(), *number]).await?;
    }
    let change = Change::of("certification", id.as_str()).before(&before).after(&wanted);
    tx.changed(permit, change.event("certification.required")).await?;
    Ok(Some(()))
}
