//! Whose claims meet. The rule is the domain's, who is the same company says the engine; here are the rows they are asked about, found
//! by keys.

use super::open_at;
use crate::accounts;
use crate::accounts::companies::{self, read_by_matching};
use crate::db::Read;
use crate::error::StoreError;
use crate::keys::{self, arm, arms, sharing};
use crate::row::Row;
use crate::value::word;
use crate::{args, statements};
use domain::access::{DecideDeal, Permit, RegisterDeal, Scope};
use domain::deals::{Claim, Customer, Deal, State, Verdict};
use domain::id::{AccountId, DealId, PartnerId};
use domain::time::Instant;
use matching::{Company, Judgement, Named, Relation, Situation, Window, compare, explain};

statements! {
    // Claims of others than $33 that may be on the same company and are open as of $34.
    RIVALS = (concat!("SELECT d.id, d.customer_name, d.customer_domain, d.customer_country, df.family_id
        FROM (", sharing!("deal", "200"), ") AS near JOIN deals d ON d.id = near.id JOIN deal_families df ON df.deal_id = d.id
        WHERE d.partner_id <> $33 AND ", open_at!("$34"), " ORDER BY d.id"));
    // Accounts that are named for others than $33. They are few: PostgreSQL begins with them, as long as it is told by a column alone.
    NAMED = (concat!("SELECT ", read_by_matching!(), " FROM (", sharing!("account", "200"), ") AS near JOIN accounts a ON a.id = near.id
        JOIN accounts s ON s.id = COALESCE(a.merged_into_id, a.id) WHERE s.named_for_id <> $33"));
    ACCOUNT = "SELECT parent_id FROM accounts WHERE id = $1";
    OWN = (concat!("SELECT d.id, d.customer_name, d.customer_domain, d.customer_country, df.family_id
        FROM deals d JOIN deal_families df ON df.deal_id = d.id
        WHERE d.partner_id = $1 AND ", open_at!("$2"), " ORDER BY d.id DESC LIMIT 500"));
    // What is over too: an approver wants to know of it.
    CANDIDATES = (concat!("SELECT d.id, d.number, d.customer_name, d.customer_domain, d.customer_country, d.partner_id,
        o.name AS partner_name, d.submitted_at,
        CASE WHEN d.state = 'approved' AND d.protected_until_at <= $34 THEN 'expired' ELSE d.state END AS state,
        df.family_id, f.name AS family, d.account_id, ", read_by_matching!(), "
        FROM (", sharing!("deal", "200"), ") AS near JOIN deals d ON d.id = near.id JOIN partners o ON o.id = d.partner_id
        LEFT JOIN accounts a ON a.id = d.account_id JOIN deal_families df ON df.deal_id = d.id JOIN families f ON f.id = df.family_id
        WHERE d.id <> $33 ORDER BY d.submitted_at, d.id, f.name"));
}

/// The verdict over everybody else's open claims. It says no more than the word.
pub async fn verdict(
    read: &mut Read,
    permit: &Permit<RegisterDeal>,
    claim: &Claim,
    now: Instant,
) -> Result<Verdict, StoreError> {
    let (company, partner) = (claim.customer.company(), &permit.act().partner);
    let rivals = claims(keys::find(read, RIVALS, &company, args![word(partner), now]).await?)?;
    // An account that is named for somebody else needs no registration to stand in the way.
    for row in keys::find(read, NAMED, &company, args![word(partner)]).await? {
        if companies::likeness(&company, &companies::of(&companies::written(&row)?)).possible() {
            return Ok(Verdict::PossibleConflict);
        }
    }
    Ok(claim.verdict(&rivals))
}

/// The open claims of the own organisation, for the rule in its browser.
pub async fn own_claims(read: &mut Read, scope: &Scope, now: Instant) -> Result<Vec<Claim>, StoreError> {
    let Scope::Partner(own) = scope else { return Ok(Vec::new()) };
    claims(read.all(OWN, args![word(own), now]).await?)
}

/// Claims of rows in order of their deals, one row for each family.
fn claims(rows: Vec<Row>) -> Result<Vec<Claim>, StoreError> {
    let mut claims: Vec<Claim> = Vec::new();
    let mut last = None;
    for row in rows {
        let id: DealId = row.word("id")?;
        if last.as_ref() != Some(&id) {
            claims.push(Claim { customer: customer(&row)?, families: Vec::new() });
            last = Some(id);
        }
        if let Some(claim) = claims.last_mut() {
            claim.families.push(row.word("family_id")?);
        }
    }
    Ok(claims)
}

fn customer(row: &Row) -> Result<Customer, StoreError> {
    Ok(Customer {
        name: row.text("customer_name")?,
        domain: row.text("customer_domain")?,
        country: row.text("customer_country")?,
    })
}

/// Another registration that may be for the same company, with what the approver has to know of it.
#[derive(Debug, Clone, PartialEq)]
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
    /// What it means for the deal, with a score and the reasons.
    pub judgement: Judgement,
    /// Families that both claim; none means that they don't stand in each other's way.
    pub shared: Vec<String>,
}

/// Other registrations that may be for the same company: the gravest first, of equals the surest, then the oldest. For approvers only.
pub async fn candidates(
    read: &mut Read,
    permit: &Permit<DecideDeal>,
    deal: &Deal,
    now: Instant,
) -> Result<Vec<Candidate>, StoreError> {
    let claim = deal.claim();
    let company = claim.customer.company();
    let own_account = own_account(read, permit, deal, &company).await?;
    let rows = keys::find(read, CANDIDATES, &company, args![word(&deal.id), now]).await?;
    let mut found = Vec::new();
    for rows in rows.chunk_by(|one, other| one.text("id").ok() == other.text("id").ok()) {
        let Some(first) = rows.first() else { continue };
        let mut other = Claim { customer: customer(first)?, families: Vec::new() };
        let mut likest = other.customer.company();
        let mut likeness = compare(&company, &likest);
        let (mut relation, mut named) = (Relation::None, Named::Nobody);
        if let Some(id) = first.maybe_word::<AccountId>("account_id")? {
            // The account of a registration says more than the words of its partner.
            let account = companies::written(first)?;
            let as_account = companies::of(&account);
            if let Some((found, one)) = companies::likest(&company, &as_account)
                && found.odds > likeness.odds
            {
                (likeness, likest) = (found, one.clone());
            }
            named = match &account.details.named_for {
                None => Named::Nobody,
                Some(partner) if *partner == deal.partner.0 => Named::Caller,
                Some(_) => Named::Another,
            };
            relation = own_account
                .as_ref()
                .map_or(Relation::None, |own| related(own, (&id, account.details.parent.as_ref())));
        }
        if !likeness.possible() && relation == Relation::None {
            continue;
        }
        let mut shared = Vec::new();
        for row in rows {
            other.families.push(row.word("family_id")?);
            if other.families.last().is_some_and(|family| claim.families.contains(family)) {
                shared.push(row.text("family")?);
            }
        }
        let partner: PartnerId = first.word("partner_id")?;
        let state: State = first.word("state")?;
        let own = partner == deal.partner.0;
        found.push(Candidate {
            id: first.word("id")?,
            number: first.maybe_text("number")?,
            partner: (partner, first.text("partner_name")?),
            state,
            submitted_at: first.maybe_at("submitted_at")?,
            judgement: claim.judgement(
                explain(&company, &likest),
                &other,
                Situation { relation, named, window: window(state), own, ..Situation::default() },
            ),
            customer: other.customer.name,
            shared,
        });
    }
    // The rows come oldest first, and a stable sort leaves equals so.
    found.sort_by_key(|one| std::cmp::Reverse((one.judgement.verdict, one.judgement.score)));
    found.truncate(MOST);
    Ok(found)
}

/// The account that the deal is on, or would surely be on, and that one's parent.
async fn own_account(
    read: &mut Read,
    permit: &Permit<DecideDeal>,
    deal: &Deal,
    company: &Company,
) -> Result<Option<(AccountId, Option<AccountId>)>, StoreError> {
    let own = match &deal.account {
        Some((id, _)) => Some(id.clone()),
        None => accounts::surely_this(read, permit, company).await?,
    };
    let Some(own) = own else { return Ok(None) };
    let row = read.one(ACCOUNT, args![word(&own)]).await?;
    let parent = row.map_or(Ok(None), |row| row.maybe_word("parent_id"))?;
    Ok(Some((own, parent)))
}

/// How two accounts belong together, each with its parent.
fn related(
    (one, above_one): &(AccountId, Option<AccountId>),
    (other, above_other): (&AccountId, Option<&AccountId>),
) -> Relation {
    if above_one.as_ref() == Some(other) || above_other == Some(one) {
        Relation::ParentAndSubsidiary
    } else if one != other && above_other.is_some() && above_one.as_ref() == above_other {
        Relation::SameParent
    } else {
        Relation::None
    }
}

/// How many candidates an approver is shown.
const MOST: usize = 50;

fn window(state: State) -> Window {
    match state {
        State::Draft | State::Submitted | State::InReview | State::ActionRequired => Window::Waiting,
        State::Approved | State::ExtensionPending => Window::Open,
        State::Rejected | State::Revoked | State::Withdrawn | State::Expired | State::Won | State::Lost => {
            Window::Over
        }
    }
}
