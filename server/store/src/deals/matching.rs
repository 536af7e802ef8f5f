//! Whose claims meet. The rule is the domain's; here are the rows it is asked about, found by index.

use super::open_at;
use crate::db::Read;
use crate::error::StoreError;
use crate::value::word;
use crate::{args, statements};
use domain::access::{DecideDeal, Permit, RegisterDeal, Scope};
use domain::accounts::{Company, Likeness};
use domain::deals::{Claim, Deal, State, Verdict};
use domain::id::{DealId, FamilyId, PartnerId};
use domain::time::Instant;
use std::collections::BTreeMap;

statements! {
    // Claims of others on the same company that are open as of $4.
    RIVALS = (concat!("SELECT d.id, d.match_name, d.match_domain, df.family_id FROM deals d JOIN deal_families df ON df.deal_id = d.id
        WHERE d.partner_id <> $1 AND ((d.match_name = $2 AND $2 <> '') OR (d.match_domain = $3 AND $3 <> ''))
        AND ", open_at!("$4")));
    OWN = (concat!("SELECT d.id, d.match_name, d.match_domain, df.family_id FROM deals d JOIN deal_families df ON df.deal_id = d.id
        WHERE d.partner_id = $1 AND ", open_at!("$2"), " ORDER BY d.id DESC LIMIT 500"));
    CANDIDATES = "SELECT d.id, d.number, d.customer_name, d.match_name, d.match_domain, d.partner_id, o.name AS partner_name, d.submitted_at,
        CASE WHEN d.state = 'approved' AND d.protected_until_at <= $4 THEN 'expired' ELSE d.state END AS state, df.family_id, f.name AS family
        FROM deals d JOIN partners o ON o.id = d.partner_id JOIN deal_families df ON df.deal_id = d.id JOIN families f ON f.id = df.family_id
        WHERE d.id <> $1 AND d.state <> 'draft' AND ((d.match_name = $2 AND $2 <> '') OR (d.match_domain = $3 AND $3 <> ''))
        ORDER BY d.submitted_at, d.id, f.name LIMIT 200";
}

/// The verdict over everybody else's open claims. It says no more than the word.
pub async fn verdict(
    read: &mut Read,
    permit: &Permit<RegisterDeal>,
    claim: &Claim,
    now: Instant,
) -> Result<Verdict, StoreError> {
    let company = &claim.company;
    let args = args![word(&permit.act().partner), &company.name, &company.domain, now];
    let rivals = claims(read, RIVALS, args).await?;
    Ok(claim.verdict(&rivals))
}

/// The open claims of the own organisation, for the rule in its browser.
pub async fn own_claims(read: &mut Read, scope: &Scope, now: Instant) -> Result<Vec<Claim>, StoreError> {
    let Scope::Partner(own) = scope else { return Ok(Vec::new()) };
    claims(read, OWN, args![word(own), now]).await
}

async fn claims(
    read: &mut Read,
    statement: crate::sql::Statement,
    args: Vec<crate::value::Value>,
) -> Result<Vec<Claim>, StoreError> {
    let mut claims = BTreeMap::<String, Claim>::new();
    for row in read.all(statement, args).await? {
        let claim = claims.entry(row.text("id")?).or_default();
        claim.company = Company { name: row.text("match_name")?, domain: row.text("match_domain")? };
        claim.families.push(row.word("family_id")?);
    }
    Ok(claims.into_values().collect())
}

/// Another registration for the same company, with what the approver has to know of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// Which.
    pub id: DealId,
    /// Its number.
    pub number: Option<String>,
    /// The customer as its partner wrote it.
    pub customer: String,
    /// Whose it is.
    pub partner: (PartnerId, String),
    /// Where it stands.
    pub state: State,
    /// When it was submitted: earlier is stronger.
    pub submitted_at: Option<Instant>,
    /// Why it is taken for the same company.
    pub likeness: Likeness,
    /// Families that both claim; none means that they don't stand in each other's way.
    pub shared: Vec<String>,
}

/// Every other registration for the same company, oldest first. For approvers only.
pub async fn candidates(
    read: &mut Read,
    _permit: &Permit<DecideDeal>,
    deal: &Deal,
    now: Instant,
) -> Result<Vec<Candidate>, StoreError> {
    let claim = deal.claim();
    let args = args![word(&deal.id), &claim.company.name, &claim.company.domain, now];
    let mut found: Vec<Candidate> = Vec::new();
    for row in read.all(CANDIDATES, args).await? {
        let id: DealId = row.word("id")?;
        if found.last().is_none_or(|last| last.id != id) {
            let company = Company { name: row.text("match_name")?, domain: row.text("match_domain")? };
            found.push(Candidate {
                id,
                number: row.maybe_text("number")?,
                customer: row.text("customer_name")?,
                partner: (row.word("partner_id")?, row.text("partner_name")?),
                state: row.word("state")?,
                submitted_at: row.maybe_at("submitted_at")?,
                likeness: claim.company.likeness(&company).unwrap_or(Likeness::Name),
                shared: Vec::new(),
            });
        }
        let family: FamilyId = row.word("family_id")?;
        if claim.families.contains(&family)
            && let Some(last) = found.last_mut()
        {
            last.shared.push(row.text("family")?);
        }
    }
    Ok(found)
}
